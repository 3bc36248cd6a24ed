"""Turns the states of a connection into words and colours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt.types import Version
from tracemq.workspace.connection_state import ConnectionState

from .marked import QT_TRANSLATE_NOOP
from .theme import Colours

STATES: Final = {
    ConnectionState.OFFLINE: QT_TRANSLATE_NOOP("StateText", "Offline"),
    ConnectionState.CONNECTING: QT_TRANSLATE_NOOP("StateText", "Connecting…"),
    ConnectionState.CONNECTED: QT_TRANSLATE_NOOP("StateText", "Connected"),
    ConnectionState.RECONNECTING: QT_TRANSLATE_NOOP("StateText", "Reconnecting…"),
    ConnectionState.CLOSING: QT_TRANSLATE_NOOP("StateText", "Disconnecting…"),
}
FAILED: Final = QT_TRANSLATE_NOOP("StateText", "Failed")
VERSIONS: Final = {Version.V31: "MQTT 3.1", Version.V311: "MQTT 3.1.1", Version.V5: "MQTT 5.0"}


def state_text(state: ConnectionState, *, failed: bool) -> str:
    """Say in a word how a connection is."""
    words = FAILED if failed and state is ConnectionState.OFFLINE else STATES[state]
    return QCoreApplication.translate("StateText", words)


def state_colour(state: ConnectionState, shades: Colours, *, failed: bool) -> str:
    """Return the colour that goes with the word, never instead of it."""
    match state:
        case ConnectionState.CONNECTED:
            return shades.good
        case ConnectionState.OFFLINE:
            return shades.bad if failed else shades.disabled
        case _:
            return shades.warning
