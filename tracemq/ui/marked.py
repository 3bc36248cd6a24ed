"""Marks a literal for lupdate and returns it untranslated; translate it where it is shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Qt's own function of this name, with types: PySide6 declares that it returns object."""
    del context
    return text
