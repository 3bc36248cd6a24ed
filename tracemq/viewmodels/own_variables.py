"""Turns the table of the user's own variables into what is kept, or into what is wrong in which row."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from tracemq.profiles.publishing_settings import MAX_VALUE_CHARS, OwnVariable
from tracemq.workspace.variables import KINDS, is_name

from .complaint import Complaint


class OwnVariableProblem(Enum):
    """The facts are in the comment."""

    NAME_UNFIT = auto()
    NAME_TAKEN = auto()  # by the program: name
    NAME_DOUBLED = auto()  # name
    VALUE_TOO_LONG = auto()  # limit
    VALUE_UNFIT = auto()  # half a character


def complaints(variables: Sequence[OwnVariable]) -> dict[tuple[int, str], Complaint]:
    """What is wrong, by row and attribute."""
    found: dict[tuple[int, str], Complaint] = {}
    seen: set[str] = set()
    for row, variable in enumerate(variables):
        name, value = variable.name, variable.value
        if name in KINDS:
            found[row, "name"] = Complaint(OwnVariableProblem.NAME_TAKEN, {"name": name})
        elif not is_name(name):
            found[row, "name"] = Complaint(OwnVariableProblem.NAME_UNFIT)
        elif name in seen:
            found[row, "name"] = Complaint(OwnVariableProblem.NAME_DOUBLED, {"name": name})
        seen.add(name)
        if len(value) > MAX_VALUE_CHARS:
            found[row, "value"] = Complaint(OwnVariableProblem.VALUE_TOO_LONG, {"limit": MAX_VALUE_CHARS})
        elif any("\ud800" <= sign <= "\udfff" for sign in value):
            found[row, "value"] = Complaint(OwnVariableProblem.VALUE_UNFIT)
    return found
