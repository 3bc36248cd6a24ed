"""What a transport is: the protocol that the client drives, the facts it shows, the steps it reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol, TypeAlias

READ_BYTES: Final = 262_144  # one read; more does not make the scan faster, less costs calls
HIGH_WATER_BYTES: Final = 1 << 20  # unsent bytes at which drain() begins to wait
LOW_WATER_BYTES: Final = 1 << 18  # and at which it goes on


class Receiver(Protocol):
    """What a transport tells whoever opened it."""

    def on_data(self, data: bytes) -> None:
        """Bytes of the stream, in order; up to READ_BYTES in one call is best."""

    def on_writable(self) -> None:
        """The unsent bytes have gone below LOW_WATER_BYTES, after they had been above."""

    def on_lost(self, cause: Exception | None) -> None:
        """The stream has ended, by an error or by either side's close. Told once, unless abort() was called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """An encrypted connection as it was negotiated."""

    version: str
    cipher: str
    verified: bool
    alpn: str | None = None
    certificate: bytes | None = None  # the peer's own, DER
    chain: tuple[bytes, ...] = ()  # DER, the peer's own first


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportFacts:
    """What can be told about an open stream."""

    peer: str = ""
    local: str = ""
    proxy: str = ""
    tls: TlsFacts | None = None
    websocket_headers: Mapping[str, str] = field(default_factory=dict)
    compressed: bool = False


class Transport(Protocol):
    """A stream of bytes to a server. All calls are made on the event loop's thread."""

    async def open(self, receiver: Receiver) -> None:
        """Connect; raises a MqttError (or OSError) if that fails. Called again for each reconnect."""

    def write(self, chunks: Sequence[bytes]) -> None:
        """Send, in order; never blocks. What does not fit the system's buffer is kept."""

    @property
    def unsent(self) -> int:
        """Bytes kept that the system has not yet taken."""

    @property
    def facts(self) -> TransportFacts:
        """What is known of the connection; asked for once it is open."""
        ...

    def waiting_bytes(self) -> int:
        """Bytes that have arrived and not been read, as far as the system tells; else 0."""

    def pause_reading(self) -> None:
        """Leave what arrives where it is, so that the server feels it; may be called twice."""

    def resume_reading(self) -> None:
        """Read on; may be called twice."""

    def close(self) -> None:
        """Send what is unsent, then close; on_lost(None) follows."""

    def abort(self) -> None:
        """Close at once. Nothing is told any more."""


class Step(Enum):
    """The stages of a connect, in their order."""

    LOOK_UP = "look-up"
    TCP = "tcp"
    PROXY = "proxy"
    TLS = "tls"
    WEBSOCKET = "websocket"
    CONNECT = "connect"
    SUBSCRIBE = "subscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """One stage of a connect: how long it took, what is known, and what ended it if it failed."""

    step: Step
    seconds: float
    facts: Mapping[str, object] = field(default_factory=dict)
    error: Exception | None = None


Trace: TypeAlias = Callable[[StepDone], object]


def no_trace(step: StepDone) -> None:
    """Nobody watches."""
