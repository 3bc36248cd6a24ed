"""Turns an exception into what happened, why, and what to try, in the user's language.

Errors carry facts and codes; sentences are made here, in `reason_text` and in `problem_text`, and nowhere else. The
tables are in `mqtt_error_text`, `system_error_text` and `file_error_text`.
"""

from __future__ import annotations

import socket
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt import errors
from tracemq.mqtt.types import PacketType
from tracemq.payloads.text import quoted
from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.secrets import SecretsError
from tracemq.profiles.yaml_nodes import BadFileError

from . import mqtt_error_text as mqtt
from . import system_error_text as system
from .file_error_text import FILE_CHANGED, FILE_PROBLEMS, FILE_REMOVED, FILE_SENTENCES, SECRETS_STATES
from .marked import QT_TRANSLATE_NOOP
from .reason_text import reason_text


class ErrorText(NamedTuple):
    """Whole sentences; `technical` is what the error itself says, untranslated, for a bug report or a search."""

    title: str
    detail: str
    advice: str
    technical: str = ""


# The packet whose meaning of a reason code applies to an error of this class.
_PACKET_OF: Final[dict[type[BaseException], PacketType]] = {
    errors.ConnectionRefused: PacketType.CONNACK,
    errors.ServerDisconnected: PacketType.DISCONNECT,
    errors.AuthenticationFailed: PacketType.CONNACK,
}
_BROKER_SAYS: Final = QT_TRANSLATE_NOOP("ErrorText", "The broker says: “{words}”")
_BROKER_NAMES: Final = QT_TRANSLATE_NOOP("ErrorText", "It names this address: {address}")
_FACTS: Final = ("host", "address", "proxy", "path", "server_name", "status", "code", "waiting_for")


def error_text(error: BaseException) -> ErrorText:
    """Say an error in the user's language."""
    told = _telling(error)
    title, detail, advice = _sentences(told)
    why, what_to_try = _reasons(told)
    words = (_said(sentence, told) for sentence in (title, why or detail, what_to_try or advice))
    title, detail, advice = words
    if isinstance(told, errors.MqttError):
        detail, advice = _with_reason_code(told, detail, advice)
    return ErrorText(title, detail or str(told), advice, _technical(error))


def _telling(error: BaseException) -> BaseException:
    """The error that says most: behind one that only says that it is over, the one that ended it."""
    cause = error.__cause__
    if type(error) is errors.ConnectionLost and isinstance(cause, OSError | errors.MqttError):
        return _telling(cause)
    if isinstance(error, ExceptionGroup):
        return _telling(error.exceptions[0])
    return error


def _sentences(error: BaseException) -> system.Sentences:
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror) and error.errno in system.NUMBERS:
        return system.NUMBERS[error.errno]
    for kind in type(error).__mro__:
        sentences = mqtt.MQTT.get(kind) or system.SYSTEM.get(kind) or FILE_SENTENCES.get(kind)
        if sentences:
            return sentences
    return system.SYSTEM[Exception]


def _reasons(error: BaseException) -> tuple[str, str]:
    """Why, and what to try, where an attribute of the error says it more closely than its class; "" where not."""
    match error:
        case errors.TlsFailed(fault=fault):
            return mqtt.TLS_FAULTS[fault]
        case errors.SpeaksAnother(protocol=protocol):
            return mqtt.PROTOCOLS.get(protocol, ""), ""
        case SecretsError(state=state):
            return SECRETS_STATES[state], ""
        case ChangedOnDiskError(removed=removed):
            return FILE_REMOVED if removed else FILE_CHANGED, ""
        case errors.TlsFileInvalid(fault=fault):
            return mqtt.FILE_FAULTS[fault], ""
        case errors.TimedOut(waiting_for=name):
            return mqtt.WAITING.get(name, mqtt.WAITING_OTHER), ""
        case errors.InvalidUrl(part=part):
            return mqtt.URL_PARTS.get(part, ""), ""
        case errors.WebSocketRefused(status=status):
            return mqtt.HTTP_STATUS.get(status, mqtt.HTTP_OTHER), ""
        case errors.WebSocketClosed(code=code):
            return mqtt.CLOSE_CODES.get(code, mqtt.CLOSE_OTHER), ""
        case BadFileError(problem=problem):
            return FILE_PROBLEMS[problem], ""
        case _:
            return "", ""


def _said(sentence: str, error: BaseException) -> str:
    """Translate a sentence and fill in the error's facts."""
    if not sentence:
        return ""
    text = QCoreApplication.translate("ErrorText", sentence)
    if "{" not in text:
        return text
    facts = {name: getattr(error, name, "") for name in (*_FACTS, "detail", "line")}
    return text.format(**facts, seconds=f"{getattr(error, 'seconds', 0):g}")


def _with_reason_code(error: errors.MqttError, detail: str, advice: str) -> tuple[str, str]:
    """A reason code and the properties that came with it say more than the class does."""
    if error.reason is not None and not isinstance(error, errors.MalformedPacket):
        meaning, what_to_try = reason_text(error.reason, _PACKET_OF.get(type(error)))
        detail, advice = meaning, what_to_try or advice
    if error.properties.reason_string:
        says = QCoreApplication.translate("ErrorText", _BROKER_SAYS)
        detail += " " + says.format(words=quoted(error.properties.reason_string))
    if error.properties.server_reference:
        names = QCoreApplication.translate("ErrorText", _BROKER_NAMES)
        detail += " " + names.format(address=quoted(error.properties.server_reference))
    return detail, advice


def _technical(error: BaseException) -> str:
    lines: list[str] = []
    told: BaseException | None = error
    while told is not None and len(lines) < 10:
        lines.append(f"{type(told).__name__}: {told}" if str(told) else type(told).__name__)
        told = told.__cause__
    return "\n".join(lines)
