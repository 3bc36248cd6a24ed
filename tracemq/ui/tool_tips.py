"""Turns any text into a tool tip that shows it as it is: Qt takes what looks like HTML for HTML."""

from __future__ import annotations

from html import escape
from typing import Final

MOST: Final = 2_000  # characters; more would cover the window
WIDTH: Final = 480  # px, where the text is so long


def plain_tip(text: str) -> str:
    """Return the text for `setToolTip` and the like, with its line breaks; nothing in it is taken for HTML."""
    if not text:
        return ""
    shown = escape(text if len(text) <= MOST else f"{text[:MOST]}…")
    width = f' width="{WIDTH}"' if max(map(len, text.splitlines())) > WIDTH // 8 else ""
    return f'<table{width}><tr><td style="white-space: pre-wrap">{shown}</td></tr></table>'
