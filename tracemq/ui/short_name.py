"""Turns a long topic into one that has room in a sentence: its beginning and its end, which tell topics apart."""

from __future__ import annotations

from typing import Final

from tracemq.payloads.text import visible_line

MOST_CHARS: Final = 60


def short_name(topic: str, most: int = MOST_CHARS) -> str:
    """Return it as it can be seen, in one line of so many characters at most."""
    shown = visible_line(topic)
    if len(shown) <= most:
        return shown
    end = (most - 1) // 2
    return f"{shown[: most - 1 - end]}…{shown[-end:]}"
