"""Lets the program speak a language for a while, and leaves it as it was: in the words of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from tracemq.i18n import Translations


@contextmanager
def translated(application: QCoreApplication, language: str = "") -> Iterator[Translations]:
    """Speak `language` from the beginning, or what is used later on."""
    before, made = QLocale(), Translations(application)
    if language:
        made.use(language)
    try:
        yield made
    finally:
        for translator in application.findChildren(QTranslator):  # even English has one, for plurals
            application.removeTranslator(translator)
        QLocale.setDefault(before)
