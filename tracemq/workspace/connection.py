"""One open connection: a profile's client, and what it received as a log and a topic tree.

The client calls back once per read; all that a read needs is done there (append and count, about 20 us plus 0.1 us a
message). What people see changes at `tick` alone, which the window calls once per frame.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from tracemq.history.budget import Budgets
from tracemq.history.log import MessageLog
from tracemq.history.topic_bound import TopicBound
from tracemq.history.tree import TopicTree, TreeChanges
from tracemq.mqtt import (
    Client,
    ClientIdContested,
    Connected,
    ConnectFailed,
    Connecting,
    Disconnected,
    FellBack,
    MessageBatch,
    MqttError,
    NotConnected,
    OfflineQueued,
    Properties,
    PropertiesNotSent,
    ReasonCode,
    Receipt,
    Reconnecting,
    Redirected,
    SessionStore,
    Stopped,
    Version,
)
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.events import SubscribeAnswered
from tracemq.mqtt.statistics import Statistics
from tracemq.mqtt.tasks import start_task
from tracemq.mqtt.transports.base import TransportFacts
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError

from .arrivals import Arrivals
from .connect_options import connect_options
from .connection_state import Change, ConnectionState
from .flow import Flow
from .happenings import CameBack, History
from .line import ClientLine
from .meter import Meter
from .profile_secrets import ProfileSecrets
from .publishing import Publishing
from .shelf import Shelf
from .subscription_list import SubscriptionEntry, SubscriptionList

DEFAULT_BUDGET_BYTES = 1 << 30
NOTICES_KEPT: Final = 100
Notice = ClientIdContested | Redirected | FellBack | OfflineQueued | PropertiesNotSent | CameBack  # no failure


class Connection:
    """A tab's content, without the tab. Give it secrets, `open` it, `tick` it, `close` it."""

    read_only = False  # whether it shows a file and has no broker

    def __init__(
        self,
        profile: Profile,
        secrets: ProfileSecrets | None = None,
        *,
        budget_bytes: int = DEFAULT_BUDGET_BYTES,
        max_rows: int | None = None,
        max_age_s: float | None = None,
        shared: Budgets | None = None,
        store: SessionStore | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.profile = profile
        self._store = store
        self._secrets = secrets or ProfileSecrets()
        self.topics = TopicTable()
        rows, topics = (None, None) if shared is None else (shared.rows, shared.topics)
        self.log = MessageLog(
            self.topics, budget_bytes=budget_bytes, max_rows=max_rows, max_age_s=max_age_s, shared=rows
        )
        self.tree = TopicTree(self.topics, self.log)
        self._bound = TopicBound(self.log, self.tree, shared=topics)
        self.state = ConnectionState.OFFLINE
        self.connected: Connected | None = None
        self.last_error: BaseException | None = None
        self._retry_at: float | None = None  # monotonic
        self._filters = SubscriptionList(profile.subscriptions, self._subscriptions_changed, self._problem)
        self.subscriptions = self._filters.entries
        self._meter = Meter()
        self.counters, self.rates = self._meter.counters, self._meter.rates
        self.history = History()
        self._listeners: list[Callable[[Change], None]] = []
        self.notices: deque[Notice] = deque(maxlen=NOTICES_KEPT)
        self._client: Client | None = None
        self._flow = Flow(partial(self._tell, Change.FLOW))
        self._arrivals = Arrivals()
        self.publishing = Publishing(ClientLine(self, self._arrivals), shelf)

    @property
    def name(self) -> str:
        return self.profile.name or self.url

    @property
    def url(self) -> str:
        """Without user name and password."""
        return url(self.profile)

    @property
    def version(self) -> Version:
        """The version in use; before the first connection the one asked for."""
        return self.connected.negotiated.version if self.connected else self.profile.version

    @property
    def online(self) -> bool:
        return self.state is ConnectionState.CONNECTED

    @property
    def client(self) -> Client | None:
        """The client; None before the first connection."""
        return self._client

    @property
    def statistics(self) -> Statistics | None:
        """The client's counters; None before the first connection."""
        return self._client.statistics if self._client is not None else None

    @property
    def transport_facts(self) -> TransportFacts | None:
        """How the bytes travel now; None while nothing is open."""
        return self._client.transport_facts if self._client is not None else None

    @property
    def retry_in_s(self) -> float | None:
        """Seconds to the next attempt; None if none is waited for."""
        return None if self._retry_at is None else max(0.0, self._retry_at - time.monotonic())

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` on every change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Opening and closing

    def open(self) -> None:
        """Begin to connect, or make the next attempt now; what comes of it is told to the listeners."""
        if self.state is ConnectionState.RECONNECTING and self._client is not None:
            self._client.look_alive()
        if self.state is not ConnectionState.OFFLINE:
            return
        self._change_state(ConnectionState.CONNECTING)
        self.last_error = None
        try:
            options = connect_options(self.profile, self._secrets, self._store)
            if self._client is None:
                self._client = Client(options, topics=self.topics)
                self._client.on_messages = self._received
                self._client.on_event = self._happened
            else:
                self._client.options = options
            self._client.start()
        except (MqttError, BadFileError, ValueError) as error:
            self._problem(error)
            self._change_state(ConnectionState.OFFLINE)

    def use(self, profile: Profile, secrets: ProfileSecrets) -> None:
        """Connect with these from the next attempt on; a session that is kept stays as it is until it is closed."""
        self.profile, self._secrets = profile, secrets
        if self._client is None or self.state is ConnectionState.OFFLINE:
            return
        try:
            options = connect_options(profile, secrets, self._store)
        except (MqttError, BadFileError, ValueError):
            return  # it is told when somebody wants to connect with them
        if options.session_store is None and self._client.options.session_store is None:
            self._client.options = options

    @property
    def secrets(self) -> ProfileSecrets:
        """Those in use: of a connection that is not saved nobody else has them."""
        return self._secrets

    def woke(self, stood_still_s: float) -> None:
        """The machine slept, or the program was stopped: find out at once whether the connection still stands."""
        if self.state in {ConnectionState.CONNECTED, ConnectionState.RECONNECTING} and self._client is not None:
            self.history.woke(stood_still_s)
            self._client.look_alive()

    async def disconnect(self) -> None:
        """Say goodbye to the broker; log and tree stay."""
        if self.state is ConnectionState.OFFLINE:
            return
        self._change_state(ConnectionState.CLOSING)
        try:
            if self._client is not None:
                await self._client.disconnect()
        except MqttError as error:
            self.last_error = error
        finally:
            self._end()

    async def close(self) -> None:
        """Disconnect, and leave nothing running."""
        self.publishing.close()
        await self.disconnect()
        if self._client is not None:
            self._client.abort()
        self._bound.close()
        self.tree.close()
        self.log.close()

    # Work

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 0,
        retain: bool = False,
        properties: Properties = Properties(),
    ) -> Receipt:
        """Publish a message; RefusedLocally if it may not be sent. The receipt is awaited for the server's answer."""
        if self._client is None:
            raise NotConnected("the connection was never opened")
        receipt = self._client.publish(topic, payload, qos=qos, retain=retain, properties=properties)
        self.counters.sent += 1
        self._flow.stir()
        return receipt

    async def subscribe(self, settings: SubscriptionSettings) -> SubscriptionEntry:
        """Add a filter, or ask for it again with other options, and ask the server for it."""
        await self.subscribe_all([settings])
        return next(entry for entry in self.subscriptions if entry.filter == settings.filter)

    async def subscribe_all(self, settings: Sequence[SubscriptionSettings]) -> None:
        """The same for several filters, in as few packets as their options allow."""
        due = self._filters.put(settings)
        if due and self.state is ConnectionState.CONNECTED:
            await self._ask_for(due)

    async def unsubscribe(self, entry: SubscriptionEntry, *, forget: bool = True) -> ReasonCode | None:
        """End a subscription, and take it from the list unless it is to be kept switched off."""
        there = self._filters.switch_off(entry, forget=forget)
        if not there or self.state is not ConnectionState.CONNECTED or self._client is None:
            return None
        try:
            codes = await self._client.unsubscribe([entry.filter])
        except MqttError as error:
            self._problem(error)
            return None
        code = codes[0]
        if code.failed:
            self._filters.still_there(entry, code)
        return code

    def retain(self, *, max_rows: int | None, max_age_s: float | None) -> None:
        """Limit what is kept by number and age as well, from the next tick on; see `MessageLog.retain`."""
        self.log.retain(max_rows=max_rows, max_age_s=max_age_s)

    def clear(self) -> None:
        """Forget what was received; counters of the tree begin anew."""
        self.log.clear()
        self.tree.clear()

    # Time

    def tick(self, now_s: float) -> TreeChanges:
        """Make visible what has arrived (once per frame; `now_s` is time.monotonic); what is new in the tree."""
        self._meter.measure(now_s, self.statistics, self.log)
        self.log.tick(time.time())
        self._bound.tick()
        self._flow.settle()
        changes = self.tree.tick(now_s, self._bound.tree_budget_s)
        self._hold_back()
        return changes

    def _hold_back(self) -> None:
        """Where topics come faster than they can be counted and forgotten, the broker has to wait, not the memory."""
        overfull = self._bound.judge()
        if self._client is None:
            return
        if overfull:
            self._client.pause_reading()
        else:
            self._client.resume_reading()

    @property
    def flowing(self) -> bool:
        """Whether messages arrived within the last quarter of a second, or wait because nothing is read."""
        return self._flow.flowing or self._bound.overfull

    @property
    def reading_paused(self) -> bool:
        """Whether the broker has to wait, because topics come faster than they can be counted and forgotten."""
        return self._bound.overfull

    @property
    def settled(self) -> bool:
        """Whether nothing flows or waits to be counted and shown, and the rates have fallen to zero."""
        return not (self.flowing or self._meter.moving or self.log.pending or self.tree.waiting or self._bound.working)

    # What the client tells

    def _received(self, batch: MessageBatch) -> None:
        first = self.log.end
        self.tree.count(batch, first)
        self.log.append(batch)
        self._arrivals.dispatch(batch, first)
        self.counters.received += len(batch.topic_ids)
        self._flow.arrive()

    def _happened(self, event: object) -> None:
        back = self.history.take(event)
        match event:
            case Connecting():
                self._retry_at = None
                if self.state is not ConnectionState.RECONNECTING:
                    self._change_state(ConnectionState.CONNECTING)
            case Connected():
                self.connected, self.last_error, self._retry_at = event, None, None
                self._change_state(ConnectionState.CONNECTED)
                self._subscribe_all(session_present=event.session_present)
            case ConnectFailed(error=error):
                self._problem(error)
            case Disconnected(error=error):
                self.connected = None
                if error is not None:
                    self._problem(error)
            case Reconnecting(delay_s=delay_s):
                self._retry_at = time.monotonic() + delay_s
                self._change_state(ConnectionState.RECONNECTING)
            case Stopped(error=error):
                if error is not None and self.last_error is None:
                    self._problem(error)
                self._end()
            case SubscribeAnswered():
                self._filters.answered(event)
            case ClientIdContested() | Redirected() | FellBack() | OfflineQueued() | PropertiesNotSent():
                self._notice(event)
            case _:
                pass
        if back is not None:
            self._notice(back)

    def _notice(self, notice: Notice) -> None:
        self.notices.append(notice)
        self._tell(Change.NOTICE)

    def _subscribe_all(self, *, session_present: bool) -> None:
        """Ours to do and not the client's, as identifiers and wishes stand in our list."""
        if wanted := self._filters.due(session_present=session_present):
            start_task(self._ask_for(wanted), f"subscribe {self.name}")

    def _end(self) -> None:
        self.connected = self._retry_at = None
        self._change_state(ConnectionState.OFFLINE)
        self._tell(Change.SUBSCRIPTIONS)

    async def _ask_for(self, entries: Sequence[SubscriptionEntry]) -> None:
        if self._client is not None:
            await self._filters.ask_for(self._client, entries, self.version)

    def _subscriptions_changed(self) -> None:
        self._tell(Change.SUBSCRIPTIONS)

    def _problem(self, error: BaseException) -> None:
        self.last_error = error
        self._tell(Change.PROBLEM)

    def _change_state(self, state: ConnectionState) -> None:
        if state is not self.state:
            self.state = state
            self._tell(Change.STATE)

    def _tell(self, change: Change) -> None:
        if change is Change.STATE:
            self.publishing.connection_changed()
        for listener in tuple(self._listeners):
            listener(change)
