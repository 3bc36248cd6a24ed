"""A connection without a broker: its messages are handed to it as the client would, its state is set by hand."""

from __future__ import annotations

from tests.unit.history.batches import Sent, batch_of
from tracemq.mqtt import Connected, Properties, ReasonCode
from tracemq.mqtt.negotiation import SessionSettings, connect_packet, negotiate
from tracemq.mqtt.packets import Connack
from tracemq.profiles.profile import Profile
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change, ConnectionState


def connection(name: str = "Plant", profile_id: str = "a1", **profile: object) -> Connection:
    """Make one that looks connected."""
    made = Connection(Profile(id=profile_id, name=name, host="broker.example", **profile))  # type: ignore[arg-type]
    made.state = ConnectionState.CONNECTED
    return made


def receive(to: Connection, *sent: Sent | str, at: float = 1000.0) -> None:
    """Let messages arrive; they are shown at the next tick."""
    messages = [one if isinstance(one, Sent) else Sent(one, b"21.5") for one in sent]
    to._received(batch_of(to.topics, *messages, received_at=at))


def become(of: Connection, state: ConnectionState, error: BaseException | None = None) -> None:
    """Change the state as the client's events do."""
    of.state, of.last_error = state, error
    of._tell(Change.STATE)


def accepted(*, session_present: bool = False) -> Connected:
    """What a client tells when a server has accepted it."""
    settings, connack = SessionSettings(), Connack(session_present)
    connect = connect_packet(settings, "me", clean_start=False, method=None, data=None)
    return Connected(
        session_present=session_present,
        reason=ReasonCode.SUCCESS,
        properties=Properties(),
        negotiated=negotiate(settings, connect, connack),
    )
