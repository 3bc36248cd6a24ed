"""Turns what could be changed about a profile into the words of a button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt.types import Version
from tracemq.profiles.profile import Scheme
from tracemq.workspace.remedies import Kind, Remedy

from .marked import QT_TRANSLATE_NOOP
from .state_text import VERSIONS

WORDS: Final[dict[Kind, str]] = {
    Kind.USE_SCHEME: QT_TRANSLATE_NOOP("DoctorText", "Use {scheme}"),
    Kind.GO_WITHOUT_TLS: QT_TRANSLATE_NOOP("DoctorText", "Use {scheme}, without encryption"),
    Kind.USE_PORT: QT_TRANSLATE_NOOP("DoctorText", "Use port {port}"),
    Kind.USE_PATH: QT_TRANSLATE_NOOP("DoctorText", "Use the path {path}"),
    Kind.USE_VERSION: QT_TRANSLATE_NOOP("DoctorText", "Use {version}"),
    Kind.USE_HOST: QT_TRANSLATE_NOOP("DoctorText", "Use the host {host}"),
    Kind.NEW_CLIENT_ID: QT_TRANSLATE_NOOP("DoctorText", "Use a new client id"),
    Kind.NO_PROXY: QT_TRANSLATE_NOOP("DoctorText", "Go without the proxy"),
    Kind.KEEP_SESSION: QT_TRANSLATE_NOOP("DoctorText", "Keep the session for a day"),
}
LONGEST: Final = 40  # signs of a name that others chose


def remedy_text(remedy: Remedy) -> str:
    """What the button says; names of servers are shortened, and mean themselves: no letter of theirs is a mnemonic."""
    facts = {name: _word(value) for name, value in remedy.facts.items()}
    return QCoreApplication.translate("DoctorText", WORDS[remedy.kind]).format_map(facts)


def _word(value: object) -> str:
    match value:
        case Scheme():
            return value.value
        case Version():
            return VERSIONS[value]
        case _:
            text = str(value)
            return (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…").replace("&", "&&")
