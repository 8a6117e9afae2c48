"""The calls of the plan: what it asks, and the plan itself with a reason for each action."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.business import report as r
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved
from py_engine.diagnostic.calls import sort_answers
from py_engine.errors import EngineError, Refusals
from py_engine.plan.model import Action, Gap, actions_of, gap_of
from py_engine.plan.schedule import MOST, Job, best_order
from py_engine.quantity import MILLION
from py_engine.reading import Reader, parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.diagnostic.model import Questionnaire

__all__ = ["answer", "ask", "opened", "tool_of"]

SIDES = ("culture", "strategy", "people", "technology", "processes", "customers")
HOURS = 3  # a week, when nothing was said
WEEK = 7
ESSENTIAL = 1000  # an essential outweighs everything else together
PREFERRED = 2
FORMAT = "puente.diagnosis"


class Chosen(NamedTuple):
    """An action that is in the plan, and why."""

    action: Action
    gap: Gap | None
    essential: bool
    preferred: bool
    carries: str  # the action it must come before, where that is its only reason


def tool_of(actions: Mapping[str, Action]) -> Tool:
    """What the plan asks; the list to tick follows the actions."""

    def ticks(export: bool) -> tuple[Field, ...]:
        return tuple(
            Field(f"done-{one.id}", "check", label=one.title, help="")
            for one in actions.values()
            if one.export is export
        )

    return Tool(
        "plan",
        (
            Group("diagnosis", (Field("diagnosis", "device"),)),
            Group("time", (Field("hours", "money"), Field("begin", "day"))),
            Group("sides", tuple(Field(f"side-{name}", "check") for name in SIDES)),
            Group("export", (Field("exports", "choice", options=("no", "yes")), *ticks(True))),
            Group("done", ticks(False), folded=True),
        ),
    )


def ask(shard: Mapping[str, Any], request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(tool_of(actions_of(shard)), request)


def opened(shard: Mapping[str, Any], request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(tool_of(actions_of(shard)), request)


def answer(model: Questionnaire, shard: Mapping[str, Any], request: Reader) -> dict[str, Any]:
    """Make a plan.

    Raises:
        EngineError: A field cannot be used, the diagnosis cannot be read, or there are no hours for it.
    """
    actions = actions_of(shard)
    values = read(tool_of(actions), request)
    hours = values["hours"]
    if hours == 0 or (hours and hours > 60 * MILLION):
        request.refusals.add("answers.hours", "plan.refused.hours")
    answers = _diagnosis(model, values, request)
    request.refusals.raise_if_any()
    done = [one for one in actions.values() if values[f"done-{one.id}"]]
    chosen = _choose(model, actions, values, answers, {one.id for one in done})
    places = {one.action.id: at for at, one in enumerate(chosen)}
    jobs = [
        Job(
            one.action.minutes,
            _weight(one),
            frozenset(places[name] for name in one.action.needs if name in places),
        )
        for one in chosen
    ]
    order = [chosen[at] for at in best_order(jobs)]
    a_week = (hours or HOURS * MILLION) * 60 // MILLION
    return _report(values, order, done, answers, a_week)


def _diagnosis(model: Questionnaire, values: Values, request: Reader) -> dict[str, str] | None:
    """Read the answers that the diagnosis has kept on the device; what no longer fits is left out."""
    text = values["diagnosis"]
    if not text:
        return None
    refusals = Refusals()
    try:
        saved = parse_json(text, path="answers.diagnosis", example="{}", longest=100_000)
    except EngineError:
        saved = None
    if (
        not isinstance(saved, dict)
        or saved.get("format") != FORMAT
        or not isinstance(saved.get("answers"), dict)
    ):
        request.refusals.add("answers.diagnosis", "plan.refused.diagnosis")
        return None
    return sort_answers(model, Reader(saved["answers"], "answers.diagnosis", refusals))[0]


def _weight(one: Chosen) -> int:
    steps = one.gap.steps if one.gap else 1
    return (
        one.action.effect * steps * (PREFERRED if one.preferred else 1) * (ESSENTIAL if one.essential else 1)
    )


def _choose(
    model: Questionnaire,
    actions: Mapping[str, Action],
    values: Values,
    answers: dict[str, str] | None,
    done: set[str],
) -> list[Chosen]:
    """Take the dozen actions that weigh most for their time, each with what must come before it."""
    gates = {gate.question: gate.at_least for gate in model.gates}
    wanted: dict[str, Chosen] = {}
    for one in actions.values():
        if one.id in done:
            continue
        sides = {model.questions[name].dimension for name in one.closes if name in model.questions}
        preferred = any(values[f"side-{side}"] for side in sides)
        essential = any(_fails(model, name, gates, answers) for name in one.closes)
        gap = gap_of(one, model, answers) if answers is not None else None
        if (one.export and values["exports"] == "yes") or gap or (answers is None and _common(model, one)):
            wanted[one.id] = Chosen(one, gap, essential, preferred, "")
    ranked = sorted(
        wanted.values(),
        key=lambda one: (-_weight(one) * 1000 // one.action.minutes, list(actions).index(one.action.id)),
    )
    taken: dict[str, Chosen] = {}
    for each in ranked:
        group = [
            wanted.get(name) or _carrier(actions[name], each) for name in _before(each.action, actions, done)
        ]
        fresh = [one for one in [*group, each] if one.action.id not in taken]
        if len(taken) + len(fresh) <= MOST:
            taken.update({one.action.id: one for one in fresh})
    return [taken[name] for name in actions if name in taken]


def _fails(model: Questionnaire, name: str, gates: Mapping[str, int], answers: dict[str, str] | None) -> bool:
    """Say whether an essential is missing, or not known; without a diagnosis all of them come first."""
    if name not in gates:
        return False
    if answers is None:
        return True
    question = model.questions[name]
    option = question.option(answers[name]) if name in answers else None
    return name in answers and (option is None or option.points < gates[name])


def _common(model: Questionnaire, action: Action) -> bool:
    """Without a diagnosis a plan holds what concerns every business."""
    return any(
        not model.questions[name].paths or "core" in model.questions[name].paths
        for name in action.closes
        if name in model.questions
    )


def _carrier(action: Action, one: Chosen) -> Chosen:
    return Chosen(action, None, False, False, one.action.title)


def _before(action: Action, actions: Mapping[str, Action], done: set[str]) -> list[str]:
    """Everything that must come before an action and is not done."""
    found: list[str] = []
    for name in action.needs:
        if name not in done:
            found += [each for each in [*_before(actions[name], actions, done), name] if each not in found]
    return found


def _report(
    values: Values, order: list[Chosen], done: list[Action], answers: dict[str, str] | None, a_week: int
) -> dict[str, Any]:
    start = values["begin"] or values.on
    items, spent = [], 0
    last = start
    for one in order:
        spent += one.action.minutes
        week = (spent - 1) // a_week
        last = start + timedelta(days=WEEK * (week + 1) - 1)
        items.append(_step(one, last, week + 1))
    summary = []
    if answers is None:
        summary.append(r.say("plan.say.no_diagnosis"))
    if items:
        summary.append(
            r.say(
                "plan.say.plan",
                count=str(len(items)),
                hours={"number": _hours(spent)},
                date={"date": last.isoformat()},
            )
        )
        summary.append(r.say("plan.say.first", title={"key": order[0].action.title}))
    else:
        summary.append(r.say("plan.say.nothing"))
    parts = []
    if items:
        parts.append(r.steps("steps", r.say("plan.steps.title"), items, lead=r.say("plan.steps.lead")))
    if values["exports"] == "yes":
        parts.append(_readiness(order, done))
    if done:
        parts.append(
            r.notes(
                "done",
                r.say("plan.done.title", count=str(len(done))),
                [r.say("plan.done.line", title={"key": one.title}) for one in done],
            )
        )
    parts.append(_weeks(order, start, a_week))
    parts.append(
        r.notes(
            "how", r.say("plan.how.title"), [r.say(f"plan.how.line{n}") for n in (1, 2, 3, 4)], folded=True
        )
    )
    return r.report("plan", values.on, summary=summary, figures=[], parts=parts, calendar=bool(items))


def _hours(minutes: int) -> str:
    tenths = -(-minutes // 6)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def _step(one: Chosen, day: date, week: int) -> dict[str, Any]:
    action = one.action
    reasons = []
    if one.essential:
        reasons.append(r.say("plan.why.essential"))
    if one.gap and one.gap.label:
        reasons.append(
            r.say("plan.why.gap", question={"key": one.gap.question}, label={"key": one.gap.label})
        )
    elif one.gap:
        reasons.append(r.say("plan.why.unknown", question={"key": one.gap.question}))
    if one.carries:
        reasons.append(r.say("plan.why.before", title={"key": one.carries}))
    if one.preferred:
        reasons.append(r.say("plan.why.side"))
    if action.export:
        reasons.append(r.say("plan.why.export"))
    if not reasons:
        reasons.append(r.say("plan.why.everybody"))
    return r.step(
        action.id,
        r.say("plan.step.title", title={"key": action.title}),
        [
            r.say("plan.step.how", how={"key": action.how}),
            *reasons,
            r.say("plan.step.effort", minutes=str(action.minutes), effect=str(action.effect)),
        ],
        day=day,
        when=r.say("plan.step.when", week=str(week), date={"date": day.isoformat()}),
        tone="first" if one.essential else "plain",
        pages=(
            (action.lesson, "business.step.lesson"),
            *(((action.tool, "business.step.tool"),) if action.tool else ()),
        ),
        tick=f"done-{action.id}",
    )


def _readiness(order: list[Chosen], done: list[Action]) -> dict[str, Any]:
    """The export-readiness check: what an exporter has ready, of all that is asked."""
    ready = sum(one.export for one in done)
    missing = [one.action for one in order if one.action.export]
    lines = [r.say("plan.export.count", count=str(ready), total=str(ready + len(missing)))]
    lines += [r.say("plan.export.missing", title={"key": one.title}) for one in missing]
    return r.notes("export", r.say("plan.export.title"), lines)


def _weeks(order: list[Chosen], start: date, a_week: int) -> dict[str, Any]:
    rows, spent = [], 0
    for one in order:
        spent += one.action.minutes
        week = (spent - 1) // a_week + 1
        rows.append(
            [
                r.count_cell(week),
                r.date_cell(start + timedelta(days=WEEK * week - 1)),
                r.key_cell("plan.step.title", title={"key": one.action.title}),
                r.count_cell(one.action.minutes),
                r.count_cell(one.action.effect),
            ]
        )
    head = [r.say(f"plan.weeks.{name}") for name in ("week", "day", "what", "minutes", "effect")]
    return r.table("weeks", r.say("plan.weeks.title"), head, rows, folded=True)
