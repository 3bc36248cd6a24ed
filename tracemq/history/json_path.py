"""Turns a JSON path such as `$.list[0].name` into the values that it leads to.

Known steps: `.name`, `["any name"]`, `[3]`, `[-1]` from the end, `.*` and `[*]` for every member, `..name` at any
depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Member:
    """The member of an object."""

    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """The element of a list; negative numbers count from the end."""

    index: int


@dataclass(frozen=True, slots=True)
class Every:
    """Every member of an object or element of a list."""


@dataclass(frozen=True, slots=True)
class Below:
    """The members of this name at any depth."""

    name: str


Step = Member | Element | Every | Below


@dataclass(frozen=True, slots=True)
class JsonPath:
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return "$" + "".join(map(_written, self.steps))


class PathError(ValueError):
    """Not a path; `at` is the offset of what cannot be read."""

    def __init__(self, at: int) -> None:
        super().__init__(f"no step of a JSON path at {at}")
        self.at = at


PLAIN_NAME: Final = re.compile(r"[^\s.\[\]()=!<>~:*\"']+")
STEP: Final = re.compile(
    r"""
    \.\. (?P<below> [^\s.\[\]()=!<>~:*"']+ )
    | (?P<every> \.\* | \[\*\] )
    | \. (?P<name> [^\s.\[\]()=!<>~:*"']+ )
    | \[ (?P<index> -?\d{1,9} ) \]
    | \[ (?: "(?P<double> (?:[^"\\]|\\.)* )" | '(?P<single> (?:[^'\\]|\\.)* )' ) \]
    """,
    re.VERBOSE | re.DOTALL,
)


def read_path(text: str, at: int) -> tuple[JsonPath, int]:
    """The path that begins with the `$` at `at`, and where it ends; raises PathError."""
    at += 1
    steps: list[Step] = []
    while at < len(text) and text[at] in ".[":
        found = STEP.match(text, at)
        if found is None:
            raise PathError(at)
        steps.append(_step(found))
        at = found.end()
    return JsonPath(tuple(steps)), at


def whole_path(text: str) -> JsonPath | None:
    """The path that a whole text is; None if it is none."""
    if not text.startswith("$"):
        return None
    try:
        path, end = read_path(text, 0)
    except PathError:
        return None
    return path if end == len(text) else None


def _step(found: re.Match[str]) -> Step:
    kind, text = found.lastgroup, found[found.lastgroup or 0]
    if kind == "below":
        return Below(text)
    if kind == "every":
        return Every()
    if kind == "index":
        return Element(int(text))
    return Member(text if kind == "name" else re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL))


def _written(step: Step) -> str:
    match step:
        case Member(name) if PLAIN_NAME.fullmatch(name):
            return f".{name}"
        case Member(name):
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'["{quoted}"]'
        case Element(index):
            return f"[{index}]"
        case Below(name):
            return f"..{name}"
        case Every():
            return "[*]"


def values_at(document: Any, path: JsonPath) -> list[Any]:
    """Everything that the path leads to in a parsed document."""
    found = [document]
    for step in path.steps:
        kind = type(step)
        if kind is Member:
            name = step.name  # type: ignore[union-attr]  # a match statement takes five times as long
            found = [value[name] for value in found if type(value) is dict and name in value]
        else:
            found = _rarer_step(found, step)
        if not found:
            break
    return found


def _rarer_step(found: list[Any], step: Step) -> list[Any]:
    match step:
        case Element(index):
            return [value[index] for value in found if isinstance(value, list) and -len(value) <= index < len(value)]
        case Below(name):
            return [inner[name] for value in found for inner in _objects(value) if name in inner]
        case Member() | Every():
            return [inner for value in found for inner in _inner(value)]


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a value, itself included, in the order in which they stand there."""
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            yield value
        todo += reversed(_inner(value))
