"""What a client tells beside its session's events: how the connection comes, goes and comes back."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import MqttError
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .transports.base import TransportFacts
from .types import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Connecting:
    """An attempt begins."""

    url: str  # without credentials
    version: Version
    attempt: int  # counted from 1 since the client was started or a connection last held


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportOpened:
    """The transport is open; CONNECT follows."""

    url: str
    facts: TransportFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectFailed:
    """An attempt failed before CONNACK accepted us. Reconnecting, or Stopped, follows."""

    url: str
    error: MqttError


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """An established connection has ended. `error` is None if we ended it."""

    error: MqttError | None
    held_s: float  # seconds since CONNACK
    reason: ReasonCode | None = None  # of the server's DISCONNECT, or the one we sent because of an error
    properties: Properties = NO_PROPERTIES  # that came with it
    reconnects: bool = False  # whether another attempt will be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconnecting:
    """The next attempt will be made in `delay_s` seconds."""

    delay_s: float
    attempt: int
    error: MqttError  # what made it necessary
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """No more attempts will be made; `error` says why, and is None if we closed the client ourselves."""

    error: MqttError | None
    attempts: int = 0  # made in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """The server named another one: for now (USE_ANOTHER_SERVER) or for good (SERVER_MOVED); section 4.13.2.

    `server_references` are those it gave, `followed` is the URL that we try next, or None.
    """

    reason: ReasonCode
    server_references: tuple[str, ...]
    followed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBack:
    """The server refused a version, and the next attempt will speak another one."""

    refused: Version
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientIdContested:
    """Connections end soon after they were made, `times` in a row: most likely another client uses our client id,
    and each new connection of the one throws out the other (section 3.1.4). `certain` if the server said so (0x8E).
    """

    client_id: str
    times: int
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineQueued:
    """Messages wait for a connection; told when the first one begins to."""

    waiting: int


ClientEvent = (
    Connecting
    | TransportOpened
    | ConnectFailed
    | Disconnected
    | Reconnecting
    | Stopped
    | Redirected
    | FellBack
    | ClientIdContested
    | OfflineQueued
)
