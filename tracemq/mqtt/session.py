"""Commands and bytes from the server into bytes to send and events: one client's MQTT session, without any I/O.

How to drive it (`now` is a monotonic clock in seconds, the same one everywhere):

    session = Session(settings)
    session.connect(now)                      # a transport has just been opened
    write(session.take_output(now))
    for event in session.receive(data, now, time.time()): deliver(event)
    write(session.take_output(now))           # after the events were delivered: the acknowledgements are in it
    wake me at session.deadline(); deliver(session.expire(now)); write(session.take_output(now))
    deliver(session.lost(now))                # the transport is gone; connect() may follow

With a store, entries are committed before the output that depends on them leaves:

    opened = store.open(client_id, server)    # in a thread
    session = Session(settings, restored=opened.state)
    journal = session.take_journal()          # whenever something was done; None: nothing to commit
    opened.commit(journal.entries)            # in a thread; other calls of the session may go on meanwhile
    session.committed(journal)                # what waited for it is in take_output now; then take_journal again
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from .batch import MessageBatch, TopicTable
from .events import Event
from .journal import Journal, SessionState
from .negotiation import Negotiated, SessionSettings
from .packets import Subscription
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode


class State(Enum):
    """Where a connection stands."""

    OFFLINE = "no transport"
    CONNECTING = "CONNECT sent, CONNACK awaited"
    CONNECTED = "CONNACK received"
    CLOSING = "over: the transport is to be closed"


class Session:
    """One client's session over any number of connections."""

    state: State  # read only
    negotiated: Negotiated | None  # of the present or last connection; None before the first
    waiting: int  # messages that wait for a connection, or for the server's Receive Maximum
    in_flight: int  # messages at QoS 1 and 2 sent and not settled

    def __init__(
        self, settings: SessionSettings, *, topics: TopicTable | None = None, restored: SessionState | None = None
    ) -> None:
        """With `restored` a journal is kept. Without `topics` the session has a bounded table of its own."""
        raise NotImplementedError

    @property
    def settings(self) -> SessionSettings:
        """May be replaced while OFFLINE; what was begun is kept."""
        raise NotImplementedError

    @settings.setter
    def settings(self, settings: SessionSettings) -> None:
        raise NotImplementedError

    @property
    def client_id(self) -> str:
        """The client id in use: the one given, or the one that the server assigned."""
        raise NotImplementedError

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What the server has granted and not ended."""
        raise NotImplementedError

    # Connection

    def connect(self, now: float, *, reconnecting: bool = False) -> None:
        """A transport has been opened: queue CONNECT. Raises RefusedLocally for what may not be sent.

        With `reconnecting` a session that was to be kept (Session Expiry Interval above 0) is taken up again even if
        `clean_start` was asked for the first connection, under the client id that the server may have assigned.
        """
        raise NotImplementedError

    def receive(self, data: bytes, now: float, received_at: float) -> list[Event]:
        """Take what the transport read, cut anywhere; `received_at` is the wall clock in seconds since the epoch.

        Never raises because of `data`: a fault of the server's ends in a `Closing` event.
        """
        raise NotImplementedError

    def take_output(self, now: float) -> list[bytes]:
        """The bytes to write, in order; they are taken as written now."""
        raise NotImplementedError

    @property
    def has_output(self) -> bool:
        """Whether `take_output` would return anything."""
        raise NotImplementedError

    def deadline(self) -> float | None:
        """When `expire` wants to be called, at the latest; None: never. It changes with every other call."""
        raise NotImplementedError

    def expire(self, now: float) -> list[Event]:
        """Do what is due: PINGREQ, time limits, message expiry. Calling it early or late does no harm."""
        raise NotImplementedError

    def lost(self, now: float) -> list[Event]:
        """The transport is closed, by whomever. Unfinished work is kept for the next connection."""
        raise NotImplementedError

    def set_reading(self, reading: bool, now: float) -> None:
        """Tell when reading is paused and when it goes on: silence during a pause is not the server's."""
        raise NotImplementedError

    def disconnect(
        self,
        now: float,
        reason: ReasonCode = ReasonCode.NORMAL_DISCONNECTION,
        properties: Properties = NO_PROPERTIES,
    ) -> None:
        """Queue DISCONNECT; write the output, then close the transport and call `lost`. Nothing if not connected.

        RefusedLocally for a Session Expiry Interval above 0 where CONNECT had 0 (section 3.14.2.2.2).
        """
        raise NotImplementedError

    def abandon(self) -> list[int]:
        """Nobody will connect again: give back the tickets of everything unsettled, and forget it.

        What the journal has saved stays saved.
        """
        raise NotImplementedError

    # Work. Each returns a ticket that an event names later; tickets are above 0 and never reused.

    def publish(
        self,
        topic: str,
        payload: bytes,
        qos: int = 0,
        retain: bool = False,
        properties: Properties = NO_PROPERTIES,
        *,
        now: float,
    ) -> int:
        """Send a message, or let it wait for a connection or for Receive Maximum.

        Returns 0 for a message at QoS 0 that is in the output already: no event will follow. Otherwise `Settled` or
        `Failed` names the ticket. RefusedLocally: invalid, forbidden by what the server announced, or too much waits
        (reason QUOTA_EXCEEDED).
        """
        raise NotImplementedError

    def is_waiting(self, ticket: int) -> bool:
        """Whether a message has not been sent at all yet."""
        raise NotImplementedError

    def withdraw(self, ticket: int) -> bool:
        """Take back a message that was not sent yet. No event will name it. False: too late."""
        raise NotImplementedError

    def subscribe(
        self, subscriptions: Sequence[Subscription], properties: Properties = NO_PROPERTIES, *, now: float
    ) -> int:
        """Ask for subscriptions in one packet; SubscribeAnswered follows.

        Without a connection, and when one is lost before the answer, it is sent when there is one again.
        """
        raise NotImplementedError

    def unsubscribe(self, filters: Sequence[str], properties: Properties = NO_PROPERTIES, *, now: float) -> int:
        """End subscriptions in one packet; UnsubscribeAnswered follows, as for `subscribe`."""
        raise NotImplementedError

    def give_up(self, ticket: int) -> None:
        """Nobody waits for this SUBACK or UNSUBACK any more: do not send it (again). Its answer is still taken."""
        raise NotImplementedError

    def reauthenticate(self, now: float) -> int:
        """Begin a re-authentication with the settings' authenticator (section 4.12.1); Reauthenticated follows."""
        raise NotImplementedError

    def acknowledge(self, batch: MessageBatch) -> None:
        """With `manual_acknowledgement`: the receiver has this batch. Acknowledgements leave in order of arrival:
        those of a batch wait until all earlier ones are acknowledged. A batch of a lost connection is remembered for
        QoS 2 and otherwise ignored: the server sends it again.
        """
        raise NotImplementedError

    # Persistence

    def take_journal(self, *, force: bool = False) -> Journal | None:
        """What is to be committed now, with the output that waits for it; None if there is nothing.

        With `force` also when there are no entries: output up to here then waits for `committed` all the same (for
        receivers that commit work of their own before messages are acknowledged).
        """
        raise NotImplementedError

    def committed(self, journal: Journal) -> None:
        """The entries are safe. Journals are committed in the order in which they were taken."""
        raise NotImplementedError
