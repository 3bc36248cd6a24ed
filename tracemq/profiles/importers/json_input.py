"""Bytes of unknown origin become JSON values with limits on size and depth, and accessors that never raise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from .imported import MAX_BYTES, MAX_TEXT_CHARS, ImportProblem

T = TypeVar("T")

MAX_DEPTH: Final = 40


def parse_json(text: str) -> Any | ImportProblem:
    """Return the value; refuses what is too large or nested too deeply before a parser sees it."""
    if len(text) > MAX_BYTES:
        return ImportProblem.TOO_LARGE
    if _depth(text) > MAX_DEPTH:
        return ImportProblem.TOO_DEEP
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=_integer)
    except (ValueError, RecursionError):
        return ImportProblem.NOT_JSON


def _integer(digits: str) -> int:
    return int(digits[:20])  # longer ones are out of every range, and slow to convert


def _depth(text: str) -> int:
    """How deeply brackets are nested; those inside of strings do not count."""
    deepest = depth = 0
    quoted = escaped = False
    for sign in text:
        if quoted:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                quoted = False
        elif sign == '"':
            quoted = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif sign in "]}":
            depth -= 1
    return deepest


class Fields:
    """A JSON object's fields by type: a value of the wrong type counts as absent, and is remembered in `wrong`."""

    def __init__(self, value: object) -> None:
        self._values: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.wrong: list[str] = []

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, str) and len(value) <= MAX_TEXT_CHARS:
            return value
        return self._wrong(name, default)

    def number(self, name: str, default: int | None = None) -> int | None:
        """A whole number; also one that stands in quotes."""
        value = self._values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
            return int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._wrong(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value in (0, 1):
            return bool(value)
        return self._wrong(name, default)

    def items(self, name: str) -> list[Any]:
        value = self._values.get(name)
        if value is None:
            return []
        return value if isinstance(value, list) else self._wrong(name, [])

    def inner(self, name: str) -> Fields:
        value = self._values.get(name)
        if value is not None and not isinstance(value, dict):
            self.wrong.append(name)
        return Fields(value)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """User properties as JSON has them: a value, or several, by key."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            return () if value is None else self._wrong(name, ())
        found: list[tuple[str, str]] = []
        for key, texts in value.items():
            found += [(key, text) for text in (texts if isinstance(texts, list) else [texts]) if isinstance(text, str)]
        return tuple(found)

    def _wrong(self, name: str, default: T) -> T:
        self.wrong.append(name)
        return default
