"""Turns a payload of JSON, or one that is a bare number, into the number that a JSON path leads to in it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, Final

from .json_path import JsonPath, Member, values_at

LONGEST_PAYLOAD: Final = 1 << 20  # bytes; reading a longer one would be felt
_read_json: Final = json.JSONDecoder().raw_decode


class NotJsonError(ValueError):
    """The payload cannot be read."""


def number_reader(path: JsonPath) -> Callable[[bytes], float | None]:
    """What finds the path's number in a payload: the first one, where the path leads to several. None if there is none.

    True and false count as 1 and 0, a text that is a number as that. Never NaN or infinite.
    """
    names = [step.name for step in path.steps if isinstance(step, Member)]
    if len(names) < len(path.steps):
        return lambda payload: _first_number(payload, path)

    def read(payload: bytes) -> float | None:
        try:
            value = _document(payload)
        except NotJsonError:
            return None
        for name in names:
            if type(value) is not dict or name not in value:
                return None
            value = value[name]
        return as_number(value)

    return read


def _first_number(payload: bytes, path: JsonPath) -> float | None:
    try:
        found = values_at(_document(payload), path)
    except NotJsonError:
        return None
    return next((number for value in found if (number := as_number(value)) is not None), None)


def _document(payload: bytes) -> Any:
    if len(payload) > LONGEST_PAYLOAD:
        raise NotJsonError
    try:
        text = payload.decode().strip()
        document, end = _read_json(text)
    except (ValueError, RecursionError):  # also an integer of more digits than Python takes
        return _bare(payload)
    return document if end == len(text) else _bare(payload)


def _bare(payload: bytes) -> Any:
    """A payload such as +5 or .5, which is no JSON, or a word for on and off."""
    try:
        text = payload[:64].decode().strip()
    except UnicodeDecodeError:
        raise NotJsonError from None
    if len(payload) > 64 or (as_number(text) is None):
        raise NotJsonError
    return text


def as_number(value: object) -> float | None:
    """A JSON value as a float that can be drawn."""
    kind = type(value)
    if kind is str and not 0 < len(value) <= 64:  # type: ignore[arg-type]  # it is a str
        return None
    if kind not in {float, int, bool, str} or (kind is str and "_" in value):  # type: ignore[operator]  # likewise
        return None
    try:
        number = float(value)  # type: ignore[arg-type]  # one of those
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
