"""Turns a value in a payload's tree into a filter for messages that have the same value there."""

from __future__ import annotations

import json
from typing import Final

from tracemq.history.json_path import whole_path
from tracemq.history.query import json_query
from tracemq.payloads.json_tree import JsonTree

from .payload_reader import Reading

LONGEST_VALUE: Final = 200  # characters


def value_query(reading: Reading, node: int) -> str | None:
    """Return the query; None where a filter cannot look: at what is packed, is no JSON, or is no single value."""
    plain = isinstance(reading.document, JsonTree) and not reading.layers and reading.encoding == "utf-8"
    path = whole_path(reading.path(node)) if plain else None
    raw = reading.raw(node) if path is not None else ""
    if path is None or len(raw) > LONGEST_VALUE:
        return None
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return None if isinstance(value, dict | list) else json_query(path, value)
