"""Turns the layout of a header, and what a view remembers beside it, into the bytes of one layout, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QByteArray


def join_layout(kept: Mapping[str, str], header: QByteArray) -> QByteArray:
    """Put a line of JSON before the header's own bytes."""
    return QByteArray(json.dumps(dict(kept), sort_keys=True).encode() + b"\n" + bytes(header.data()))


def split_layout(state: QByteArray) -> tuple[dict[str, str], QByteArray]:
    """Return both parts; bytes without such a line, as an older program kept them, are the header's alone."""
    data = bytes(state.data())
    line, _, header = data.partition(b"\n")
    if not line.startswith(b"{"):
        return {}, state
    try:
        kept = json.loads(line)
    except ValueError:
        return {}, QByteArray()
    return {str(key): str(value) for key, value in kept.items()}, QByteArray(header)
