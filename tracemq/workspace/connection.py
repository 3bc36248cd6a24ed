"""One open connection: a profile's client, and what it received as a log and a topic tree.

The client calls back once per read; all that a read needs is done there (append and count, about 20 us plus 0.1 us a
message). What people see changes at `tick` alone, which the window calls once per frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tracemq.history.budget import Budget
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
    Subscription,
    Version,
)
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.statistics import Statistics
from tracemq.mqtt.tasks import start_task
from tracemq.mqtt.transports.base import TransportFacts
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError

from .connect_options import ProfileSecrets, connect_options
from .rates import Rate
from .report import ConnectionFigures

DEFAULT_BUDGET_BYTES = 1 << 30
Notice = ClientIdContested | Redirected | FellBack | OfflineQueued | PropertiesNotSent  # news that are no failure


class ConnectionState(Enum):
    OFFLINE = "offline"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    CLOSING = "closing"


class SubscriptionState(Enum):
    OFF = "off"  # in the list, but not asked for
    WAITING = "waiting"  # asked for, or to be asked for once connected
    ACTIVE = "active"
    REFUSED = "refused"


@dataclass(slots=True)
class SubscriptionEntry:
    """A filter of this connection with what the server said to it."""

    settings: SubscriptionSettings
    state: SubscriptionState = SubscriptionState.WAITING
    granted: ReasonCode | None = None
    reason_string: str | None = None

    @property
    def filter(self) -> str:
        return self.settings.filter


class Change(Enum):
    """What a listener of a connection is told; the facts are read from the connection."""

    STATE = "state"
    SUBSCRIPTIONS = "subscriptions"
    PROBLEM = "problem"  # last_error is new
    NOTICE = "notice"  # notices has one more


@dataclass(slots=True)
class Counters:
    """Sums since the connection was opened. `behind_*` say how far what is shown is after what the broker sent."""

    received: int = 0
    sent: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    behind_bytes: int = 0
    behind_ms: float = 0.0
    behind_bytes_max: int = 0
    behind_ms_max: float = 0.0


@dataclass(slots=True)
class Rates:
    """Per second, over about the last second."""

    received: Rate = field(default_factory=Rate)
    sent: Rate = field(default_factory=Rate)
    bytes_in: Rate = field(default_factory=Rate)
    bytes_out: Rate = field(default_factory=Rate)


class Connection:
    """A tab's content, without the tab. Give it secrets, `open` it, `tick` it, `close` it."""

    def __init__(
        self,
        profile: Profile,
        secrets: ProfileSecrets | None = None,
        *,
        budget_bytes: int = DEFAULT_BUDGET_BYTES,
        max_rows: int | None = None,
        max_age_s: float | None = None,
        shared: Budget | None = None,
        store: SessionStore | None = None,
    ) -> None:
        self.profile = profile
        self._store = store
        self._secrets = secrets or ProfileSecrets()
        self.topics = TopicTable()
        self.log = MessageLog(
            self.topics, budget_bytes=budget_bytes, max_rows=max_rows, max_age_s=max_age_s, shared=shared
        )
        self.tree = TopicTree(self.topics, self.log)
        self._bound = TopicBound(self.log, self.tree)
        self.state = ConnectionState.OFFLINE
        self.connected: Connected | None = None
        self.last_error: BaseException | None = None
        self.retry_in_s: float | None = None
        self.subscriptions = [
            SubscriptionEntry(settings, SubscriptionState.WAITING if settings.enabled else SubscriptionState.OFF)
            for settings in profile.subscriptions
        ]
        self.counters = Counters()
        self.rates = Rates()
        self._listeners: list[Callable[[Change], None]] = []
        self.notices: list[Notice] = []
        self._client: Client | None = None
        self._last_arrival_s = float("-inf")

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
    def statistics(self) -> Statistics | None:
        """The client's counters; None before the first connection."""
        return self._client.statistics if self._client is not None else None

    @property
    def transport_facts(self) -> TransportFacts | None:
        """How the bytes travel now; None while nothing is open."""
        return self._client.transport_facts if self._client is not None else None

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` on every change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Opening and closing

    def open(self) -> None:
        """Begin to connect; what comes of it is told to the listeners."""
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
            self._fail(error)

    def use(self, profile: Profile, secrets: ProfileSecrets) -> None:
        """Connect with these from the next time on."""
        self.profile, self._secrets = profile, secrets

    @property
    def secrets(self) -> ProfileSecrets:
        """Those in use: of a connection that is not saved nobody else has them."""
        return self._secrets

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
        await self.disconnect()
        if self._client is not None:
            self._client.abort()
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
        return receipt

    async def subscribe(self, settings: SubscriptionSettings) -> SubscriptionEntry:
        """Add a filter, or ask for it again with other options, and ask the server for it."""
        entry = next((entry for entry in self.subscriptions if entry.filter == settings.filter), None)
        if entry is None:
            entry = SubscriptionEntry(settings)
            self.subscriptions.append(entry)
        entry.settings, entry.state = settings, SubscriptionState.WAITING
        self._tell(Change.SUBSCRIPTIONS)
        if self.state is ConnectionState.CONNECTED:
            await self._ask_for([entry])
        return entry

    async def unsubscribe(self, entry: SubscriptionEntry, *, forget: bool = True) -> ReasonCode | None:
        """End a subscription, and take it from the list unless it is to be kept switched off."""
        if forget:
            self.subscriptions.remove(entry)
        was, entry.state = entry.state, SubscriptionState.OFF
        self._tell(Change.SUBSCRIPTIONS)
        if was is not SubscriptionState.ACTIVE or self.state is not ConnectionState.CONNECTED or self._client is None:
            return None
        try:
            codes = await self._client.unsubscribe([entry.filter])
        except MqttError as error:
            self._problem(error)
            return None
        return codes[0] if codes else None

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
        self._measure(now_s)
        self.log.tick(time.time())
        self._bound.tick()
        return self.tree.tick(now_s)

    @property
    def flowing(self) -> bool:
        """Whether messages arrived within the last quarter of a second."""
        return time.monotonic() - self._last_arrival_s < 0.25

    def figures(self) -> ConnectionFigures:
        """This connection's part of the diagnostics report."""
        counters = self.counters
        return ConnectionFigures(
            url=self.url,
            state=self.state.value,
            received=counters.received,
            sent=counters.sent,
            topics=len(self.topics),
            rows=self.log.last - self.log.first,
            evicted=self.log.evicted,
            bytes_in=counters.bytes_in,
            bytes_out=counters.bytes_out,
            behind_ms_max=round(counters.behind_ms_max, 1),
            behind_bytes_max=counters.behind_bytes_max,
            read_paused_s=round(self._client.statistics.read_paused_s, 3) if self._client else 0.0,
            last_error=f"{type(self.last_error).__name__}: {self.last_error}" if self.last_error else None,
        )

    def _measure(self, now_s: float) -> None:
        counters, rates = self.counters, self.rates
        if self._client is not None:
            statistics = self._client.statistics
            counters.bytes_in, counters.bytes_out = statistics.bytes_in, statistics.bytes_out
            waiting = statistics.unread_bytes
        else:
            waiting = 0
        rates.received.count(counters.received, now_s)
        rates.sent.count(counters.sent, now_s)
        rates.bytes_in.count(counters.bytes_in, now_s)
        rates.bytes_out.count(counters.bytes_out, now_s)
        # A queue of n bytes that drains at r bytes a second holds its newest byte back for n / r seconds.
        speed = rates.bytes_in.per_second
        queued_ms = waiting / speed * 1000 if waiting and speed else 0.0
        unshown_ms = 0.0
        if self.log.pending and (newest := self.log.newest_at) is not None:
            unshown_ms = max(0.0, (time.time() - newest) * 1000)
        counters.behind_bytes, counters.behind_ms = waiting, queued_ms + unshown_ms
        counters.behind_bytes_max = max(counters.behind_bytes_max, waiting)
        counters.behind_ms_max = max(counters.behind_ms_max, counters.behind_ms)

    # What the client tells

    def _received(self, batch: MessageBatch) -> None:
        self.tree.count(batch, self.log.end)
        self.log.append(batch)
        self.counters.received += len(batch.topic_ids)
        self._last_arrival_s = time.monotonic()

    def _happened(self, event: object) -> None:
        match event:
            case Connecting():
                self.retry_in_s = None
                if self.state is not ConnectionState.RECONNECTING:
                    self._change_state(ConnectionState.CONNECTING)
            case Connected():
                self.connected, self.last_error, self.retry_in_s = event, None, None
                self._change_state(ConnectionState.CONNECTED)
                self._subscribe_all(session_present=event.session_present)
            case ConnectFailed(error=error):
                self._problem(error)
            case Disconnected(error=error):
                self.connected = None
                if error is not None:
                    self._problem(error)
            case Reconnecting(delay_s=delay_s):
                self.retry_in_s = delay_s
                self._change_state(ConnectionState.RECONNECTING)
            case Stopped(error=error):
                if error is not None and self.last_error is None:
                    self._problem(error)
                self._end()
            case ClientIdContested() | Redirected() | FellBack() | OfflineQueued() | PropertiesNotSent():
                self.notices.append(event)
                self._tell(Change.NOTICE)
            case _:
                pass

    def _subscribe_all(self, *, session_present: bool) -> None:
        """Ask for what the server does not have (any more); ours to do, as identifiers and wishes stand in our list."""
        wanted = [
            entry
            for entry in self.subscriptions
            if entry.state is not SubscriptionState.OFF
            and not (session_present and entry.state is SubscriptionState.ACTIVE)
        ]
        for entry in wanted:
            entry.state = SubscriptionState.WAITING
        if wanted:
            start_task(self._ask_for(wanted), f"subscribe {self.name}")

    def _end(self) -> None:
        self.connected = None
        self._change_state(ConnectionState.OFFLINE)
        self._tell(Change.SUBSCRIPTIONS)

    def _fail(self, error: Exception) -> None:
        self._problem(error)
        self._change_state(ConnectionState.OFFLINE)

    async def _ask_for(self, entries: Sequence[SubscriptionEntry]) -> None:
        """One SUBSCRIBE for those without identifier and user properties, and one for each that has some."""
        if self._client is None:
            return
        plain = [entry for entry in entries if _properties(entry.settings) == Properties()]
        groups = [plain] if plain else []
        groups += [[entry] for entry in entries if entry not in plain]
        for group in groups:
            wanted = [_subscription(entry.settings, self.version) for entry in group]
            properties = _properties(group[0].settings) if self.version is Version.V5 else Properties()
            try:
                codes = await self._client.subscribe(wanted, properties=properties)
            except MqttError as error:
                for entry in group:
                    entry.state = SubscriptionState.REFUSED
                self._problem(error)
                continue
            for entry, code in zip(group, codes, strict=True):
                entry.granted = code
                entry.state = SubscriptionState.REFUSED if code.failed else SubscriptionState.ACTIVE
            self._tell(Change.SUBSCRIPTIONS)

    def _problem(self, error: BaseException) -> None:
        self.last_error = error
        self._tell(Change.PROBLEM)

    def _change_state(self, state: ConnectionState) -> None:
        if state is not self.state:
            self.state = state
            self._tell(Change.STATE)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)


def _subscription(settings: SubscriptionSettings, version: Version) -> Subscription:
    if version is Version.V5:
        return settings.subscription()
    return Subscription(settings.filter, settings.qos)  # 3.x has no options


def _properties(settings: SubscriptionSettings) -> Properties:
    identifiers = () if settings.identifier is None else (settings.identifier,)
    return Properties(subscription_identifiers=identifiers, user_properties=settings.user_properties)
