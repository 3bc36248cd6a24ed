"""What a session tells its client: the facts that came with a read, a timer or a command, in order of arrival.

A `MessageBatch` is an event too. Nothing here is a sentence for people; those are made in the user interface.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .auth_exchange import AuthExchange
from .batch import MessageBatch
from .errors import MqttError
from .negotiation import Negotiated
from .packets import Subscription
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .types import PacketType


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """CONNACK accepted us (section 3.2). `not_sent` names properties of CONNECT and will that 3.x cannot carry."""

    session_present: bool
    reason: ReasonCode
    properties: Properties
    negotiated: Negotiated
    not_sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The session has ended this connection: write what `take_output` still has, then close the transport.

    `error` says why: ConnectionRefused, ServerDisconnected, ProtocolError, MalformedPacket, TimedOut,
    AuthenticationFailed. It never follows our own `disconnect`.
    """

    error: MqttError


@dataclass(slots=True)
class Settled:
    """Publishes that the server has answered (at QoS 0: that were handed to the transport after waiting).

    `reason` is PUBACK's; at QoS 2 PUBREC's if that is not plain success, else PUBCOMP's. A run of equal answers
    without properties is one event.
    """

    tickets: list[int]
    reason: ReasonCode = ReasonCode.SUCCESS
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True)
class Failed:
    """What was asked for will not happen, or its outcome stays unknown: publishes and requests alike.

    `error` is SessionLost, TimedOut("delivery", ...) for a message that expired while it waited, RefusedLocally for
    one that waited and that this server does not take, or AuthenticationFailed for a re-authentication.
    """

    tickets: list[int]
    error: MqttError


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeAnswered:
    """SUBACK: one reason code per subscription, in the order asked. `ticket` 0: made by a resubscription."""

    ticket: int
    subscriptions: tuple[Subscription, ...]
    reason_codes: tuple[ReasonCode, ...]
    properties: Properties = NO_PROPERTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribeAnswered:
    """UNSUBACK: one reason code per filter, in the order asked (3.x has none: all SUCCESS)."""

    ticket: int
    filters: tuple[str, ...]
    reason_codes: tuple[ReasonCode, ...]
    properties: Properties = NO_PROPERTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenged:
    """The server's AUTH wants an answer, which takes long to make: give what `respond` returns to `Session.respond`.

    `respond` may be called in any thread, and raises MqttError. Only for those who drive a session themselves.
    """

    exchange: AuthExchange
    respond: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reauthenticated:
    """The server accepted a re-authentication (section 4.12.1)."""

    ticket: int
    properties: Properties = NO_PROPERTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDiscarded:
    """The server had no session where we had one [MQTT-3.2.2-5]: what became of our unfinished work.

    `republished` are sent again as new messages, `lost` fail with SessionLost (a Failed event follows), `forgotten`
    counts the messages received at QoS 2 whose handshake was unfinished; `resubscribed` filters are asked for anew.
    """

    republished: tuple[int, ...]
    lost: tuple[int, ...]
    forgotten: int
    resubscribed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertiesNotSent:
    """A message, request or DISCONNECT went to a 3.x server without these properties: only MQTT 5.0 can carry them."""

    ticket: int  # 0: a message at QoS 0, or DISCONNECT
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerIgnored:
    """The server acknowledged something that is not open (again, or for a session we no longer have)."""

    packet_type: PacketType
    packet_ids: tuple[int, ...]


Event = (
    MessageBatch
    | Connected
    | Closing
    | Settled
    | Failed
    | SubscribeAnswered
    | UnsubscribeAnswered
    | Challenged
    | Reauthenticated
    | SessionDiscarded
    | PropertiesNotSent
    | AnswerIgnored
)
