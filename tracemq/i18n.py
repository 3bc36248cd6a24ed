"""A language choice becomes translators: ours from tracemq/translations, Qt's own from the Qt wheel."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).parent / "translations"
SOURCE_LANGUAGE: Final = "en"
LANGUAGES: Final = {"en": "English", "fr": "Français"}  # each named in its own language, as choosers show it

# What Qt's file dialog says and Qt's own translations lack (6.11): found here they are in ours, which are asked first.
QT_LACKS: Final = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
)


def system_language() -> str:
    """The first language that the system asks for and that we have; English otherwise."""
    for name in QLocale.system().uiLanguages():
        language = name.split("-")[0]
        if language in LANGUAGES:
            return language
    return SOURCE_LANGUAGE


def without_application(language: str | None = None) -> Callable[[str, str], str]:
    """Return what translates (context, source) for a terminal, where no window and so no application is."""
    translator = QTranslator()
    sentences = read(FOLDER, language or system_language())
    translator.load(sentences)

    def translate(context: str, source: str) -> str:
        return (translator.translate(context, source) if sentences else "") or source  # which keeps `sentences` alive

    return translate


def read(folder: Path, name: str) -> bytes:
    """The sentences of a file, b"" if there is none; whoever loads them into a translator keeps them as long as that.

    Qt itself would map the file into memory, and an update that writes it anew would end the running program.
    """
    try:
        return (folder / f"{name}.qm").read_bytes()
    except OSError:
        return b""


class Translations:
    """The translators installed in an application; `use` exchanges them (open windows get LanguageChange events)."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[tuple[QTranslator, bytes]] = []  # each with what it reads from
        self.language = SOURCE_LANGUAGE

    def use(self, language: str | None) -> None:
        """Speak `language` (a key of LANGUAGES), or the system's if None; an unknown one is logged and English."""
        for translator, _ in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        if language and language not in LANGUAGES:
            log.warning("no translation %s", language)
            language = SOURCE_LANGUAGE
        self.language = language or system_language()
        QLocale.setDefault(_notation(self.language))
        qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for name, folder in ((f"qtbase_{self.language}", qt_folder), (self.language, FOLDER)):
            translator, sentences = QTranslator(self._application), read(folder, name)
            if translator.load(sentences):
                self._application.installTranslator(translator)
                self._installed.append((translator, sentences))
            elif self.language != SOURCE_LANGUAGE:
                log.warning("no translation %s", name)


def _notation(language: str) -> QLocale:
    """How numbers and dates are written: as the system's region has it, if it speaks the language."""
    system, chosen = QLocale.system(), QLocale(language)
    return system if system.language() is chosen.language() else chosen
