"""The actions of a plan lead somewhere: to questions of the diagnosis, and to one another without a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "PLAN"
FILE: Final = "content/data/plan/actions.yml"


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report names that nothing has, and actions that wait for one another in a circle."""
    document = next((each for each in project.documents.values() if each.file == FILE), None)
    if document is None or not isinstance(document.value, dict):
        return
    actions = document.value.get("actions")
    if not isinstance(actions, list) or not all(isinstance(one, dict) for one in actions):
        return  # the schema has said so
    names = {one.get("id") for one in actions}
    needs = {one.get("id"): _list(one.get("needs")) for one in actions}
    asked = _questions(project)
    for at, one in enumerate(actions):
        for place, name in enumerate(_list(one.get("needs"))):
            if name not in names:
                faults.error(
                    CHECK, "plan.unknown", document.place(("actions", at, "needs", place)), value=name
                )
        if _circle(one.get("id"), needs):
            faults.error(
                CHECK, "plan.circle", document.place(("actions", at, "id")), value=str(one.get("id"))
            )
        for place, name in enumerate(_list(one.get("closes"))):
            if asked and name not in asked:
                faults.error(
                    CHECK, "plan.question", document.place(("actions", at, "closes", place)), value=name
                )


def _list(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _circle(name: Any, needs: dict[Any, list[str]]) -> bool:
    """Say whether an action comes, by way of others, before itself."""
    seen: set[str] = set()
    waiting = list(needs.get(name, []))
    while waiting:
        each = waiting.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            waiting += needs.get(each, [])
    return False


def _questions(project: Project) -> set[str]:
    shard = project.data.get("diagnostic", {}).get("questionnaire", {})
    return {
        question["id"]
        for dimension in shard.get("dimensions", [])
        for question in dimension.get("questions", [])
    }
