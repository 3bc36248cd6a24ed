"""Turns problems and notes of imports and exports into sentences."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq import APP_NAME
from tracemq.profiles.importers.anything import Format
from tracemq.profiles.importers.imported import ImportProblem, Note, NoteKind
from tracemq.viewmodels.exchange import ExportProblem

from .marked import QT_TRANSLATE_NOOP

FORMATS: Final = {
    Format.OWN: QT_TRANSLATE_NOOP("ExchangeText", "Connections exported by {program}"),
    Format.MQTT_EXPLORER: QT_TRANSLATE_NOOP("ExchangeText", "Settings of MQTT Explorer"),
    Format.MQTTX: QT_TRANSLATE_NOOP("ExchangeText", "Connections exported by MQTTX"),
    Format.COMMAND_LINE: QT_TRANSLATE_NOOP("ExchangeText", "Command lines of mosquitto"),
    Format.URLS: QT_TRANSLATE_NOOP("ExchangeText", "Addresses of brokers"),
}
PROBLEMS: Final[dict[Enum, str]] = {
    ImportProblem.EMPTY: QT_TRANSLATE_NOOP("ExchangeText", "There is nothing in it."),
    ImportProblem.TOO_LARGE: QT_TRANSLATE_NOOP("ExchangeText", "This is too large for a file of connections."),
    ImportProblem.NOT_TEXT: QT_TRANSLATE_NOOP("ExchangeText", "This is not a text file."),
    ImportProblem.NOT_JSON: QT_TRANSLATE_NOOP("ExchangeText", "This begins as JSON does, but is not valid JSON."),
    ImportProblem.TOO_DEEP: QT_TRANSLATE_NOOP("ExchangeText", "This JSON is nested too deeply."),
    ImportProblem.UNKNOWN_FORMAT: QT_TRANSLATE_NOOP(
        "ExchangeText",
        "No connections were recognised in it. Known are exports of {program} and MQTTX, MQTT Explorer's "
        "settings.json, mosquitto's command lines and addresses such as mqtt://broker.example.",
    ),
    ImportProblem.NOTHING_INSIDE: QT_TRANSLATE_NOOP("ExchangeText", "There are no connections in it."),
    ImportProblem.TOO_MANY: QT_TRANSLATE_NOOP("ExchangeText", "There are too many connections in it."),
    ImportProblem.NEWER_FORMAT: QT_TRANSLATE_NOOP(
        "ExchangeText", "This was exported by a newer version of the program. Update this one to read it."
    ),
    ImportProblem.DAMAGED: QT_TRANSLATE_NOOP("ExchangeText", "This export is damaged. Export the connections again."),
    ImportProblem.NEEDS_PASSPHRASE: QT_TRANSLATE_NOOP(
        "ExchangeText", "The passwords in it are encrypted. Enter the passphrase, or leave them out."
    ),
    ImportProblem.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP(
        "ExchangeText", "The passphrase does not fit, or the file was changed after it was exported."
    ),
    ExportProblem.NOTHING_CHOSEN: QT_TRANSLATE_NOOP("ExchangeText", "Choose at least one connection."),
    ExportProblem.PASSPHRASE_EMPTY: QT_TRANSLATE_NOOP("ExchangeText", "Enter a passphrase for the passwords."),
    ExportProblem.PASSPHRASES_DIFFER: QT_TRANSLATE_NOOP("ExchangeText", "The two passphrases are not the same."),
    ExportProblem.PASSPHRASE_SHORT: QT_TRANSLATE_NOOP(
        "ExchangeText", "A passphrase this short can be guessed; several words are better."
    ),
}
NOTES: Final = {
    NoteKind.VALUE_INVALID: QT_TRANSLATE_NOOP("ExchangeText", "“{detail}” has a value that cannot be used; left out."),
    NoteKind.UNKNOWN_OPTION: QT_TRANSLATE_NOOP("ExchangeText", "“{detail}” is not known; left out."),
    NoteKind.CERTIFICATE_INSIDE: QT_TRANSLATE_NOOP(
        "ExchangeText", "The certificate “{detail}” cannot be taken: save it as a file and choose it on the TLS page."
    ),
    NoteKind.SECRET_MISSING: QT_TRANSLATE_NOOP("ExchangeText", "The value of “{detail}” is not in it: type it again."),
    NoteKind.NOT_SUPPORTED: QT_TRANSLATE_NOOP("ExchangeText", "“{detail}” is not supported; left out."),
    NoteKind.MESSAGES_LEFT: QT_TRANSLATE_NOOP("ExchangeText", "Saved messages are not taken: {detail}."),
    NoteKind.CLIENT_ID_TIME: QT_TRANSLATE_NOOP("ExchangeText", "The time is no longer added to the client id."),
    NoteKind.HOST_UNUSABLE: QT_TRANSLATE_NOOP("ExchangeText", "Cannot be imported: “{detail}” is not a valid host."),
    NoteKind.NOT_VERIFIED: QT_TRANSLATE_NOOP(
        "ExchangeText", "The broker's certificate is not verified, as in the other program."
    ),
    NoteKind.DEFAULT_HOST: QT_TRANSLATE_NOOP("ExchangeText", "No host is named: localhost is taken."),
    NoteKind.URL_INVALID: QT_TRANSLATE_NOOP("ExchangeText", "Cannot be imported: line {detail} is not an address."),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExchangeText", text)


def format_text(kind: Format) -> str:
    """Say what a file was recognised as."""
    return _tr(FORMATS[kind]).replace("{program}", APP_NAME)


def exchange_problem_text(problem: ImportProblem | ExportProblem) -> str:
    return _tr(PROBLEMS[problem]).replace("{program}", APP_NAME)


def note_text(note: Note) -> str:
    """Say what could not be taken."""
    return _tr(NOTES[note.kind]).replace("{detail}", note.detail or "?")
