"""Turns an exception into what happened, why, and what to try, in the user's language.

Errors carry facts and codes; sentences are made here, in `reason_text` and in `problem_text`, and nowhere else.
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt import errors
from tracemq.mqtt.types import PacketType

from .marked import QT_TRANSLATE_NOOP
from .reason_text import reason_text


class ErrorText(NamedTuple):
    """Whole sentences; `technical` is what the error itself says, untranslated, for a bug report or a search."""

    title: str
    detail: str
    advice: str
    technical: str = ""


# What happened, why, what to try. "" as the reason: the reason code or the cause says it.
_Sentences = tuple[str, str, str]

_MQTT: Final[dict[type[BaseException], _Sentences]] = {
    errors.MqttError: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong with MQTT."),
        QT_TRANSLATE_NOOP("ErrorText", "The library gives no closer reason."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect again; if it comes back, please report it."),
    ),
    errors.MalformedPacket: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side sent something that is not MQTT."),
        QT_TRANSLATE_NOOP("ErrorText", "The bytes that arrived do not make a valid MQTT packet."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check that host and port belong to an MQTT broker: a web server, or a port that expects TLS or WebSocket,"
            " answers like this.",
        ),
    ),
    errors.ProtocolError: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker broke the rules of MQTT."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Try another MQTT version, and tell whoever makes or runs the broker."),
    ),
    errors.RefusedLocally: (
        QT_TRANSLATE_NOOP("ErrorText", "This was not sent."),
        QT_TRANSLATE_NOOP("ErrorText", "It would break the rules of MQTT, or a limit that the broker has announced."),
        QT_TRANSLATE_NOOP("ErrorText", "Change it and try again; nothing has left this computer."),
    ),
    errors.InvalidUrl: (
        QT_TRANSLATE_NOOP("ErrorText", "This address cannot be used."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "An address looks like mqtt://broker.example:1883."),
    ),
    errors.ConnectionRefused: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker refused the connection."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check the settings of the connection."),
    ),
    errors.ServerDisconnected: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker ended the connection."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Connect again."),
    ),
    errors.ConnectionLost: (
        QT_TRANSLATE_NOOP("ErrorText", "The connection is gone."),
        QT_TRANSLATE_NOOP("ErrorText", "The other side closed it without saying why."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check that the port fits the scheme (TLS or not, WebSocket or not), and that no other client uses the same"
            " client id.",
        ),
    ),
    errors.TimedOut: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker did not answer in time."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check host, port and network, or allow more time."),
    ),
    errors.SessionLost: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker has forgotten the session."),
        QT_TRANSLATE_NOOP("ErrorText", "Nobody can tell whether the messages that were under way have arrived."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Publish them again if they matter. A longer session expiry makes the broker remember for longer.",
        ),
    ),
    errors.AuthenticationFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The authentication failed."),
        QT_TRANSLATE_NOOP("ErrorText", "Broker and client could not prove to each other who they are."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check user name, password and method. If they are right, you may be talking to the wrong broker.",
        ),
    ),
}

# The packet whose meaning of a reason code applies to an error of this class.
_PACKET_OF: Final[dict[type[errors.MqttError], PacketType]] = {
    errors.ConnectionRefused: PacketType.CONNACK,
    errors.ServerDisconnected: PacketType.DISCONNECT,
    errors.AuthenticationFailed: PacketType.CONNACK,
}

_CHECK_NETWORK: Final = QT_TRANSLATE_NOOP("ErrorText", "Check the network of this computer, its VPN and firewall.")
_FILE_TITLE: Final = QT_TRANSLATE_NOOP("ErrorText", "The file could not be used.")

# Python's classes for errors of the operating system; the first that fits along the class's ancestry counts.
_SYSTEM: Final[dict[type[BaseException], _Sentences]] = {
    socket.gaierror: (
        QT_TRANSLATE_NOOP("ErrorText", "The host name is not known."),
        QT_TRANSLATE_NOOP("ErrorText", "The network's directory of names has no address for it."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the spelling of the host, and that this computer is online."),
    ),
    ConnectionRefusedError: (
        QT_TRANSLATE_NOOP("ErrorText", "Nobody answers at this host and port."),
        QT_TRANSLATE_NOOP("ErrorText", "The computer is there, but no program accepts connections on this port."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the port, and that the broker runs and is reachable from here."),
    ),
    ConnectionResetError: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side cut the connection."),
        QT_TRANSLATE_NOOP("ErrorText", "It was reset in the middle of the conversation."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Check that the port fits the scheme (TLS or not, WebSocket or not), then connect again."
        ),
    ),
    ConnectionAbortedError: (
        QT_TRANSLATE_NOOP("ErrorText", "The connection was broken off."),
        QT_TRANSLATE_NOOP("ErrorText", "The operating system of this computer gave it up."),
        _CHECK_NETWORK,
    ),
    BrokenPipeError: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side has closed the connection."),
        QT_TRANSLATE_NOOP("ErrorText", "It ended while something was being sent."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect again."),
    ),
    TimeoutError: (
        QT_TRANSLATE_NOOP("ErrorText", "Nobody answered in time."),
        QT_TRANSLATE_NOOP("ErrorText", "The host did not react at all."),
        QT_TRANSLATE_NOOP("ErrorText", "Check host and port; a firewall that drops connections looks like this."),
    ),
    FileNotFoundError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "There is no such file."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose it again: it may have been moved, renamed or deleted."),
    ),
    PermissionError: (
        QT_TRANSLATE_NOOP("ErrorText", "The operating system does not allow this."),
        QT_TRANSLATE_NOOP("ErrorText", "You do not have the right to use this file or address."),
        QT_TRANSLATE_NOOP("ErrorText", "Change the permissions, or choose another place."),
    ),
    IsADirectoryError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It is a folder."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose a file in it."),
    ),
    NotADirectoryError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "A part of its path is not a folder."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another place."),
    ),
    FileExistsError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "There is already something of that name."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another name."),
    ),
    OSError: (
        QT_TRANSLATE_NOOP("ErrorText", "The operating system reported an error."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Try again; the technical details below help when searching for the cause."),
    ),
    UnicodeError: (
        QT_TRANSLATE_NOOP("ErrorText", "This text cannot be used."),
        QT_TRANSLATE_NOOP("ErrorText", "It contains characters that are not allowed here, or bytes that are not text."),
        QT_TRANSLATE_NOOP("ErrorText", "Remove unusual characters and try again."),
    ),
    MemoryError: (
        QT_TRANSLATE_NOOP("ErrorText", "There is not enough memory."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no memory left for it."),
        QT_TRANSLATE_NOOP("ErrorText", "Clear messages, or close other programs."),
    ),
    Exception: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong that nobody foresaw."),
        QT_TRANSLATE_NOOP("ErrorText", "This is a fault of the program, not yours."),
        QT_TRANSLATE_NOOP("ErrorText", "Please report it, with the technical details below."),
    ),
}

# Errors that Python has no class of its own for, or where the number says more than the class.
_NUMBERS: Final[dict[int, _Sentences]] = {
    errno.ENETUNREACH: (
        QT_TRANSLATE_NOOP("ErrorText", "The network cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer knows no way to the broker's address."),
        _CHECK_NETWORK,
    ),
    errno.EHOSTUNREACH: (
        QT_TRANSLATE_NOOP("ErrorText", "The host cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no way to it, or it is switched off."),
        _CHECK_NETWORK,
    ),
    errno.ENETDOWN: (
        QT_TRANSLATE_NOOP("ErrorText", "The network is down."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no network connection."),
        _CHECK_NETWORK,
    ),
    errno.EADDRNOTAVAIL: (
        QT_TRANSLATE_NOOP("ErrorText", "The address cannot be used from here."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no address of the kind that is needed, such as IPv6."),
        QT_TRANSLATE_NOOP("ErrorText", "Use another address of the broker, such as its IPv4 address."),
    ),
    errno.EMFILE: (
        QT_TRANSLATE_NOOP("ErrorText", "Too many files and connections are open."),
        QT_TRANSLATE_NOOP("ErrorText", "The operating system does not give this program any more."),
        QT_TRANSLATE_NOOP("ErrorText", "Close some connections and try again."),
    ),
    errno.ENOSPC: (
        QT_TRANSLATE_NOOP("ErrorText", "The disk is full."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no room to write the file."),
        QT_TRANSLATE_NOOP("ErrorText", "Make room, or choose another disk; what was there before is untouched."),
    ),
    errno.EROFS: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "This place can only be read."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another place."),
    ),
    errno.ENAMETOOLONG: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "Its name is too long."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose a shorter name."),
    ),
}

_TLS_TITLE: Final = QT_TRANSLATE_NOOP("ErrorText", "The encrypted connection (TLS) could not be set up.")
_CERTIFICATE_TITLE: Final = QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate cannot be trusted.")
_WRONG_PORT: Final = QT_TRANSLATE_NOOP("ErrorText", "Check the port: 8883 is usual for mqtts, 1883 for mqtt.")
_CLIENT_CERTIFICATE: Final = QT_TRANSLATE_NOOP(
    "ErrorText", "Choose the client certificate and its key on the TLS page of the connection."
)

# OpenSSL's X509_V_ERR_* numbers, as SSLCertVerificationError.verify_code has them.
_CERTIFICATE: Final[dict[int, _Sentences]] = {
    9: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It is not valid yet."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the clock of this computer and that of the broker."),
    ),
    10: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It has expired."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Check the clock of this computer, or ask whoever runs the broker to renew the certificate."
        ),
    ),
    18: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It is signed by nobody but itself."),
        QT_TRANSLATE_NOOP("ErrorText", "If it is yours, choose it as CA certificate on the TLS page."),
    ),
    19: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The authority that issued it is not known to this computer."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose that authority's certificate as CA certificate on the TLS page."),
    ),
    20: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The authority that issued it is not known to this computer."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose that authority's certificate as CA certificate on the TLS page."),
    ),
    23: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The authority that issued it has revoked it."),
        QT_TRANSLATE_NOOP("ErrorText", "Do not connect; ask whoever runs the broker."),
    ),
    62: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It was issued for another host name."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Use the host name that the certificate is for, or set the server name on the TLS page."
        ),
    ),
    64: (
        _CERTIFICATE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It was not issued for this IP address."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Use the host name that the certificate is for, or set the server name on the TLS page."
        ),
    ),
}
_OTHER_CERTIFICATE: Final = (
    _CERTIFICATE_TITLE,
    QT_TRANSLATE_NOOP("ErrorText", "It did not pass the check."),
    QT_TRANSLATE_NOOP("ErrorText", "Look at the technical details below, or ask whoever runs the broker."),
)

# OpenSSL's reasons, as SSLError.reason has them.
_TLS: Final[dict[str, _Sentences]] = {
    "WRONG_VERSION_NUMBER": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The other side does not seem to speak TLS on this port."),
        _WRONG_PORT,
    ),
    "UNSUPPORTED_PROTOCOL": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The broker speaks only a TLS version that is too old."),
        QT_TRANSLATE_NOOP("ErrorText", "Lower the minimum version on the TLS page, or update the broker."),
    ),
    "TLSV1_ALERT_PROTOCOL_VERSION": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The two sides have no TLS version in common."),
        QT_TRANSLATE_NOOP("ErrorText", "Change the minimum version on the TLS page."),
    ),
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The broker asks for a client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    "SSLV3_ALERT_HANDSHAKE_FAILURE": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The broker broke it off; often because it wants a client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    "SSLV3_ALERT_BAD_CERTIFICATE": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The broker does not accept the client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The client certificate has expired."),
        _CLIENT_CERTIFICATE,
    ),
    "TLSV1_ALERT_UNKNOWN_CA": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The broker does not know who issued the client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    "KEY_VALUES_MISMATCH": (
        _TLS_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "The client key does not belong to the client certificate."),
        _CLIENT_CERTIFICATE,
    ),
}
_OTHER_TLS: Final = (
    _TLS_TITLE,
    QT_TRANSLATE_NOOP("ErrorText", "The two sides could not agree on how to encrypt."),
    _WRONG_PORT,
)

# What TimedOut.waiting_for names, said in a sentence; {seconds} is the time that was allowed.
_WAITING: Final = {
    "connect": QT_TRANSLATE_NOOP("ErrorText", "The connection was not made within {seconds} s."),
    "CONNACK": QT_TRANSLATE_NOOP(
        "ErrorText", "The connection was made, but no answer to the greeting came within {seconds} s."
    ),
    "PINGRESP": QT_TRANSLATE_NOOP("ErrorText", "No sign of life came for {seconds} s."),
    "SUBACK": QT_TRANSLATE_NOOP("ErrorText", "No answer to the subscription came within {seconds} s."),
    "UNSUBACK": QT_TRANSLATE_NOOP("ErrorText", "No answer to the unsubscription came within {seconds} s."),
    "AUTH": QT_TRANSLATE_NOOP("ErrorText", "The authentication was not finished within {seconds} s."),
}
# What InvalidUrl.part names.
_URL_PARTS: Final = {
    "scheme": QT_TRANSLATE_NOOP("ErrorText", "It must begin with mqtt://, mqtts://, ws://, wss:// or unix:"),
    "host": QT_TRANSLATE_NOOP("ErrorText", "Its host is not a valid name or IP address."),
    "port": QT_TRANSLATE_NOOP("ErrorText", "Its port is not a number from 1 to 65535."),
    "path": QT_TRANSLATE_NOOP("ErrorText", "Its path does not fit the scheme."),
}
_WAITING_OTHER: Final = QT_TRANSLATE_NOOP("ErrorText", "The answer {what} did not come within {seconds} s.")
_BROKER_SAYS: Final = QT_TRANSLATE_NOOP("ErrorText", "The broker says: “{words}”")
_BROKER_NAMES: Final = QT_TRANSLATE_NOOP("ErrorText", "It names this address: {address}")


def error_text(error: BaseException) -> ErrorText:
    """Say an error in the user's language."""
    told = _telling(error)
    title, detail, advice = (_tr(sentence) for sentence in _sentences(told))
    if isinstance(told, errors.MqttError):
        detail, advice = _from_facts(told, detail, advice)
    return ErrorText(title, detail or str(told), advice, _technical(error))


def _telling(error: BaseException) -> BaseException:
    """The error that says most: behind a lost connection, the operating system's if there is one."""
    cause = error.__cause__
    if isinstance(error, errors.ConnectionLost) and isinstance(cause, OSError | errors.MqttError):
        return _telling(cause)
    if isinstance(error, ExceptionGroup):
        return _telling(error.exceptions[0])
    return error


def _sentences(error: BaseException) -> _Sentences:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(getattr(error, "verify_code", 0), _OTHER_CERTIFICATE)  # only OpenSSL sets it
    if isinstance(error, ssl.SSLError):
        return _TLS.get(getattr(error, "reason", None) or "", _OTHER_TLS)
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror) and error.errno in _NUMBERS:
        return _NUMBERS[error.errno]
    for kind in type(error).__mro__:
        sentences = _MQTT.get(kind) or _SYSTEM.get(kind)
        if sentences:
            return sentences
    return _SYSTEM[Exception]


def _from_facts(error: errors.MqttError, detail: str, advice: str) -> tuple[str, str]:
    """The reason code and the properties that came with it say more than the class does."""
    if isinstance(error, errors.TimedOut):
        sentence = _tr(_WAITING.get(error.waiting_for, _WAITING_OTHER))
        return sentence.format(seconds=f"{error.seconds:g}", what=error.waiting_for), advice
    if isinstance(error, errors.InvalidUrl):
        return _tr(_URL_PARTS.get(error.part, "")), advice
    if error.reason is not None and not isinstance(error, errors.MalformedPacket):
        meaning, what_to_try = reason_text(error.reason, _PACKET_OF.get(type(error)))
        detail, advice = meaning, what_to_try or advice
    if error.properties.reason_string:
        detail += " " + _tr(_BROKER_SAYS).format(words=error.properties.reason_string)
    if error.properties.server_reference:
        detail += " " + _tr(_BROKER_NAMES).format(address=error.properties.server_reference)
    return detail, advice


def _technical(error: BaseException) -> str:
    lines: list[str] = []
    told: BaseException | None = error
    while told is not None and len(lines) < 10:
        lines.append(f"{type(told).__name__}: {told}" if str(told) else type(told).__name__)
        told = told.__cause__
    return "\n".join(lines)


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("ErrorText", sentence) if sentence else ""
