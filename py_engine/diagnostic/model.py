"""The questionnaire and its scoring as values. Data only: nothing here decides anything.

These are named tuples, not dataclasses, because a browser prepares one in a tenth of a millisecond instead of in one
to two, and the visitor waits for it. Texts are keys of the catalogue. Points and shares are whole millionths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.diagnostic.intensity import Intensity
    from py_engine.parameter import Parameter

__all__ = [
    "UNKNOWN",
    "About",
    "Dimension",
    "Gate",
    "Level",
    "Option",
    "Path",
    "Question",
    "Questionnaire",
]

UNKNOWN = "unknown"  # what the form sends for "I don't know"


class Option(NamedTuple):
    """One answer a person can choose, with the points it is worth and what it means."""

    id: str
    points: int
    label: str
    explain: str | None


class Question(NamedTuple):
    """One question; its options go from worst to best."""

    id: str
    dimension: str
    aspect: str
    name: str
    ask: str
    help: str | None
    lesson: str | None
    options: tuple[Option, ...]
    paths: tuple[str, ...] = ()  # on which it is asked; none named means on all

    @property
    def most(self) -> int:
        """Give the points of the best answer."""
        return self.options[-1].points

    def option(self, name: str) -> Option | None:
        """Find an option by its name."""
        return next((option for option in self.options if option.id == name), None)


class Dimension(NamedTuple):
    """A side of the business that is looked at, such as its processes."""

    id: str
    icon: str
    name: str
    about: str
    questions: tuple[Question, ...]


class About(NamedTuple):
    """A question on what a firm is. Its answer brings no points."""

    id: str
    kind: str  # path: chooses the questions; consent: allows the ones about people; about: such a one
    name: str
    ask: str
    help: str | None
    options: tuple[tuple[str, str], ...]  # name and text of each

    def has(self, option: Any) -> bool:
        """Say whether this can be answered so."""
        return any(option == name for name, _ in self.options)


class Path(NamedTuple):
    """A part of the questionnaire, for firms that answered a question of the profile in one way."""

    id: str
    name: str
    question: str | None  # of the profile; none means everybody
    option: str | None


class Level(NamedTuple):
    """A stage of the way, reached from a score on; positions count from 1."""

    id: str
    name: str
    means: str
    position: int
    from_score: Parameter


class Gate(NamedTuple):
    """A thing so basic that without it the firm stays at a level, whatever its score."""

    id: str
    name: str
    explain: str
    question: str
    at_least: int
    highest: int  # the position of the level that is not passed


class Questionnaire(NamedTuple):
    """Everything the diagnosis needs to know, read from the data shard."""

    id: str
    version: str
    data_version: str
    dimensions: tuple[Dimension, ...]
    weights: Mapping[str, Parameter]
    aspect_weights: Mapping[str, Parameter]
    levels: tuple[Level, ...]
    gates: tuple[Gate, ...]
    questions: Mapping[str, Question]
    sources: Mapping[str, Mapping[str, str | None]]  # the documents that values refer to
    profile: Mapping[str, About]
    paths: tuple[Path, ...]
    intensity: Intensity | None
