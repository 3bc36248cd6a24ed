"""Turns what ended a connection, or an attempt to make one, into what to do next: pure tables."""

from __future__ import annotations

from enum import Enum
from typing import Final

from .errors import (
    AuthenticationFailed,
    ConnectionLost,
    ConnectionRefused,
    MqttError,
    RefusedLocally,
    ServerDisconnected,
)
from .reason_codes import ReasonCode
from .types import Version


class Verdict(Enum):
    RETRY = "try again"
    STOP = "another attempt would end in the same way"
    FALL_BACK = "try an older version"
    REDIRECT = "go where the server points to"


_R = ReasonCode

# The answers to CONNECT that will be the same next time (section 3.2.2.2); the others pass: busy, unavailable, ...
FINAL_REFUSALS: Final = frozenset(
    {
        _R.MALFORMED_PACKET,
        _R.PROTOCOL_ERROR,
        _R.UNSUPPORTED_PROTOCOL_VERSION,
        _R.CLIENT_IDENTIFIER_NOT_VALID,
        _R.BAD_USER_NAME_OR_PASSWORD,
        _R.NOT_AUTHORIZED,
        _R.BANNED,
        _R.BAD_AUTHENTICATION_METHOD,
        _R.TOPIC_NAME_INVALID,
        _R.PACKET_TOO_LARGE,
        _R.PAYLOAD_FORMAT_INVALID,
        _R.RETAIN_NOT_SUPPORTED,
        _R.QOS_NOT_SUPPORTED,
    }
)

# The same for DISCONNECT (section 3.14.2.1): what we did would be done again
FINAL_DISCONNECTS: Final = frozenset({_R.NOT_AUTHORIZED, _R.ADMINISTRATIVE_ACTION})

REDIRECTS: Final = frozenset({_R.USE_ANOTHER_SERVER, _R.SERVER_MOVED})

# Refusals that servers of an older version give to a newer CONNECT
VERSION_REFUSALS: Final = frozenset({_R.UNSUPPORTED_PROTOCOL_VERSION})
# and what those do that do not even know how to refuse: they close, or answer with bytes of their own
VERSION_3_ONLY: Final = frozenset({_R.MALFORMED_PACKET, _R.PROTOCOL_ERROR, _R.UNSPECIFIED_ERROR})


def verdict(error: MqttError, *, fresh_credentials: bool) -> Verdict:
    """What to do after `error` ended an attempt or a connection.

    With `fresh_credentials` the next attempt brings new ones, as when a token has run out. Faults of TLS are worth
    another attempt: certificates are renewed while clients wait.
    """
    if isinstance(error, (ConnectionRefused, ServerDisconnected)) and error.reason in REDIRECTS:
        return Verdict.REDIRECT
    if isinstance(error, ConnectionRefused):
        if error.reason in VERSION_REFUSALS:
            return Verdict.FALL_BACK
        return Verdict.STOP if error.reason in FINAL_REFUSALS else Verdict.RETRY
    if isinstance(error, ServerDisconnected):
        if fresh_credentials and error.reason is ReasonCode.NOT_AUTHORIZED:
            return Verdict.RETRY
        return Verdict.STOP if error.reason in FINAL_DISCONNECTS else Verdict.RETRY
    if isinstance(error, (RefusedLocally, AuthenticationFailed)):
        return Verdict.STOP
    return Verdict.RETRY


def means_version_refused(error: MqttError, version: Version) -> bool:
    """Whether a server that does not know `version` may have answered its CONNECT in this way.

    MQTT 3.1.1 and 5.0 ask for CONNACK 0x01 or 0x84 [MQTT-3.1.2-2]; some servers answer a CONNECT of 5.0, which they
    cannot read, with another refusal; and one of 3.1, to which the name "MQTT" says nothing, may just close.
    """
    if isinstance(error, ConnectionLost):
        return True
    if not isinstance(error, ConnectionRefused):
        return False
    return error.reason in VERSION_REFUSALS or (version is Version.V5 and error.reason in VERSION_3_ONLY)
