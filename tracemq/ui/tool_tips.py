"""Turns any text into a tool tip that shows it as it is: Qt takes what looks like HTML for HTML."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return the text for `setToolTip` and the like, with its line breaks; nothing in it is taken for HTML."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if text else ""
