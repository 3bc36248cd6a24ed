"""Events of a client into log records: named facts alone, never payloads, topics, credentials or texts of others.

Each record of the logger tracemq.mqtt.client has the facts as `record.mqtt` too, for handlers that write JSON.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from .client_events import (
    ClientIdContested,
    ConnectFailed,
    Connecting,
    Disconnected,
    FellBack,
    OfflineQueued,
    Reconnecting,
    Redirected,
    Stopped,
)
from .errors import MqttError
from .events import AnswerIgnored, Connected, PropertiesNotSent, SessionDiscarded

log = logging.getLogger("tracemq.mqtt.client")
Facts = dict[str, object]


def _error(error: MqttError | None) -> Facts:
    if error is None:
        return {}
    reason = {} if error.reason is None else {"reason": error.reason.name}
    return {"error": type(error).__name__, **reason}


# What is logged of each event. The others are either too many or say nothing that these do not.
RECORDS: Final[dict[type, tuple[int, Callable[[Any], Facts]]]] = {
    Connecting: (logging.DEBUG, lambda e: {"url": e.url, "version": e.version.name, "attempt": e.attempt}),
    Connected: (
        logging.INFO,
        lambda e: {"version": e.negotiated.version.name, "session_present": e.session_present},
    ),
    ConnectFailed: (logging.INFO, lambda e: {"url": e.url, **_error(e.error)}),
    Disconnected: (logging.INFO, lambda e: {"held_s": round(e.held_s, 3), **_error(e.error)}),
    Reconnecting: (logging.INFO, lambda e: {"delay_s": round(e.delay_s, 3), "attempt": e.attempt}),
    Stopped: (logging.INFO, lambda e: {"attempts": e.attempts, **_error(e.error)}),
    Redirected: (logging.INFO, lambda e: {"reason": e.reason.name, "followed": e.followed is not None}),
    FellBack: (logging.INFO, lambda e: {"refused": e.refused.name, "version": e.version.name}),
    ClientIdContested: (logging.INFO, lambda e: {"times": e.times, "certain": e.certain}),
    OfflineQueued: (logging.DEBUG, lambda e: {"waiting": e.waiting}),
    SessionDiscarded: (
        logging.INFO,
        lambda e: {"republished": len(e.republished), "lost": len(e.lost), "forgotten": e.forgotten},
    ),
    PropertiesNotSent: (logging.DEBUG, lambda e: {"names": ",".join(e.names)}),
    AnswerIgnored: (logging.DEBUG, lambda e: {"packet": e.packet_type.name, "count": len(e.packet_ids)}),
}


def write(event: object, client_id: str) -> None:
    """Log an event if somebody wants to know."""
    entry = RECORDS.get(type(event))
    if entry is None or not log.isEnabledFor(entry[0]):
        return
    level, facts_of = entry
    facts = {"event": type(event).__name__, "client_id": client_id, **facts_of(event)}
    log.log(level, "%s", " ".join(f"{name}={value}" for name, value in facts.items()), extra={"mqtt": facts})
