"""What of a session must outlive the process, as a state to begin with and as entries that change it (section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .packets import Subscription
from .properties import NO_PROPERTIES, Properties
from .types import QoS


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMessage:
    """A message at QoS 1 or 2 that is not settled yet."""

    ticket: int
    topic: str
    payload: bytes
    qos: QoS
    retain: bool = False
    properties: Properties = NO_PROPERTIES
    lifetime_left_s: float | None = None  # at the moment of the entry; None: does not expire
    packet_id: int = 0  # 0: not sent yet
    released: bool = False  # PUBREC has come, PUBCOMP has not


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSubscription:
    """A subscription that the server granted, with the properties of its SUBSCRIBE."""

    subscription: Subscription
    properties: Properties = NO_PROPERTIES


@dataclass(slots=True, kw_only=True)
class SessionState:
    """A session as it was left: by an earlier process, or empty."""

    server_has_session: bool = False  # the last connection left a session behind at the server
    messages: list[SavedMessage] = field(default_factory=list)  # by ticket; those released first, in PUBREC's order
    received: set[int] = field(default_factory=set)  # packet ids of QoS 2 messages that wait for PUBREL
    subscriptions: list[SavedSubscription] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SaveMessage:
    """A message was accepted for sending; `packet_id` is set if it goes out at once."""

    message: SavedMessage


@dataclass(frozen=True, slots=True)
class SaveSent:
    """A waiting message goes out, or goes out anew, under this packet id."""

    ticket: int
    packet_id: int


@dataclass(frozen=True, slots=True)
class SaveReleased:
    """PUBREC came; these wait for PUBCOMP, in this order."""

    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ForgetMessages:
    """These are settled."""

    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveReceived:
    """QoS 2 messages with these packet ids were delivered."""

    packet_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ForgetReceived:
    """These QoS 2 handshakes are complete."""

    packet_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveSubscription:
    """The server granted this."""

    saved: SavedSubscription


@dataclass(frozen=True, slots=True)
class ForgetSubscription:
    """The server ended this, or refused it."""

    filter: str


@dataclass(frozen=True, slots=True)
class SaveServerSession:
    """Whether the server keeps a session for us."""

    kept: bool


Entry = (
    SaveMessage
    | SaveSent
    | SaveReleased
    | ForgetMessages
    | SaveReceived
    | ForgetReceived
    | SaveSubscription
    | ForgetSubscription
    | SaveServerSession
)


@dataclass(slots=True, eq=False)
class Journal:
    """Entries to commit, and the output that may leave only then (`Session.take_journal`, `Session.committed`)."""

    entries: list[Entry]
    output: list[bytes] = field(repr=False)
    acks: int = 0  # final acknowledgements in the output
    connection: int = 0  # the one that the output is meant for
