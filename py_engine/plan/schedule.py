"""The best order of a few jobs for one person: the one in which what weighs most is finished earliest.

Minimises the sum over all jobs of weight x minutes until it is finished, with jobs that must come before others. That
is the single-machine problem 1|prec|sum of w C; it has no short rule, but for a dozen jobs every set of finished jobs
can be looked at (2^12 = 4,096 of them). Whole numbers only, and ties are broken by the order given, so that the same
question always gets the same plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST", "Job", "best_order", "cost"]

MOST = 12


class Job(NamedTuple):
    """Something to do: how long it takes, what it weighs, and which jobs, by position, come before it."""

    minutes: int
    weight: int
    after: frozenset[int] = frozenset()


def cost(jobs: Sequence[Job], order: Sequence[int]) -> int:
    """Weigh an order: for each job its weight times the minutes until it is finished.

    >>> jobs = [Job(60, 1), Job(30, 5)]
    >>> cost(jobs, [0, 1]), cost(jobs, [1, 0])
    (510, 240)
    """
    total = spent = 0
    for at in order:
        spent += jobs[at].minutes
        total += jobs[at].weight * spent
    return total


def best_order(jobs: Sequence[Job]) -> list[int]:
    """Give the order that costs least; of several, the one that is first in the order given.

    >>> best_order([Job(60, 1), Job(30, 5), Job(10, 9, after=frozenset({0}))])
    [1, 0, 2]

    Raises:
        ValueError: More jobs than can be looked at, or jobs that wait for one another in a circle.
    """
    count = len(jobs)
    if count > MOST:
        raise ValueError(count)
    before = [sum(1 << other for other in job.after) for job in jobs]
    whole = (1 << count) - 1
    minutes = [0] * (whole + 1)
    for done in range(1, whole + 1):
        low = done & -done
        minutes[done] = minutes[done ^ low] + jobs[low.bit_length() - 1].minutes
    # least[done]: the least that the jobs not yet done can cost, when those in `done` are finished; from the end back
    least: list[int | None] = [None] * (whole + 1)
    first = [-1] * (whole + 1)
    least[whole] = 0
    for done in range(whole - 1, -1, -1):
        best: int | None = None
        for at in range(count):
            bit = 1 << at
            rest = least[done | bit]
            if done & bit or before[at] & ~done or rest is None:
                continue
            total = rest + jobs[at].weight * minutes[done | bit]
            if best is None or total < best:
                best, first[done] = total, at
        least[done] = best
    if least[0] is None:
        raise ValueError(count)
    order, done = [], 0
    while done != whole:
        order.append(first[done])
        done |= 1 << first[done]
    return order
