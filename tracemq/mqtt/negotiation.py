"""What we ask of a connection and what the server grants, side by side (sections 3.1 and 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

from .auth import Authenticator
from .packets import Will
from .properties import NO_PROPERTIES, Properties, UserProperties
from .types import MAX_REMAINING_LENGTH, QoS, Version

T = TypeVar("T")

MAX_PACKET_BYTES: Final = MAX_REMAINING_LENGTH + 5  # the longest packet there can be, with its header
UNLIMITED_RECEIVE: Final = 65_535  # Receive Maximum where none is given (sections 3.1.2.11.3 and 3.2.2.3.3)
NEVER_EXPIRES: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """What a session needs to know before it connects. Times are in seconds, sizes in bytes."""

    version: Version = Version.V5
    client_id: str = ""
    clean_start: bool = True
    keep_alive: int = 60  # 0: none
    connect_timeout_s: float | None = 10.0  # from `connect` to CONNACK; None: somebody else looks after it
    username: str | None = None
    password: bytes | None = field(default=None, repr=False)
    will: Will | None = None
    properties: Properties = NO_PROPERTIES  # of CONNECT
    auth: Authenticator | None = field(default=None, repr=False)
    auth_rounds: int = 10  # AUTH packets of the server in one exchange
    incoming_packet_limit: int = MAX_PACKET_BYTES  # of a whole packet; announced to the server if it is a limit
    offline_queue_limit: int = 10_000  # messages waiting for a connection
    waiting_limit: int = 1_000_000  # messages waiting for the server's Receive Maximum
    resubscribe: bool = True  # after a reconnect for which the server kept no session
    republish: bool = True  # unfinished messages of a session that the server lost: again as new ones; else SessionLost
    manual_acknowledgement: bool = False  # acknowledge a batch only when `Session.acknowledge` is called
    automatic_aliases: bool = True  # give topic aliases to busy topics as far as the server takes them
    topic_limit: int = 200_000  # topics in the session's own table before a new one is begun


class Terms(NamedTuple, Generic[T]):
    """One value as we asked for or announced it, and as the server did. What counts is `granted`."""

    asked: T
    granted: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiated:
    """What holds on this connection. In 3.x everything that CONNACK cannot say has the standard's default."""

    version: Version
    client_id: str  # the one in use: ours, or the one that the server assigned
    client_id_assigned: bool
    keep_alive: Terms[int]  # seconds; 0: none
    session_expiry: Terms[int]  # seconds; 0: ends with the connection; 0xFFFFFFFF: never
    receive_maximum: Terms[int]  # asked: what we let the server have open; granted: what it lets us
    maximum_packet_size: Terms[int]  # asked: the longest we take; granted: the longest it takes
    topic_alias_maximum: Terms[int]  # asked: the aliases it may use; granted: those we may
    maximum_qos: QoS
    retain_available: bool
    wildcard_subscriptions_available: bool
    subscription_identifiers_available: bool
    shared_subscriptions_available: bool
    response_information: str | None = None
    server_reference: str | None = None
    reason_string: str | None = None
    user_properties: UserProperties = ()
