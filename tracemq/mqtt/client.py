"""The public face of the library: an MQTT client on the running event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from threading import get_ident
from typing import Any, Final, Self, TypeVar

from . import logbook
from .batch import Message, MessageBatch, TopicTable
from .client_events import ClientEvent
from .decoders import Decoders
from .engine import Engine
from .errors import TimedOut
from .events import Connected, Event, Reauthenticated, Settled, SubscribeAnswered, UnsubscribeAnswered
from .given import as_bytes, as_subscriptions
from .handlers import SubscriptionHandlers
from .interceptors import Interceptor, Interceptors, add_interceptor
from .keeper import CommitWork
from .listeners import Listeners
from .negotiation import Negotiated
from .options import ConnectOptions
from .packets import Subscription
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .receipts import Receipt, ThreadReceipt
from .responses import Responses
from .router import Handler, Router
from .statistics import Statistics
from .tasks import call_safely
from .threads import Home, from_any_thread, handed_over, thread_only
from .time_limit import time_limit
from .transports.base import Step, StepDone, Trace, TransportFacts, no_trace
from .transports.steps import stage

E = TypeVar("E")
WAITING_HIGH: Final = 20_000  # messages waiting for the server's Receive Maximum at which drain() begins to wait


class Client:
    """An MQTT client. Exceptions raised by callbacks are logged and break nothing.

    `on_messages` gets a MessageBatch once per read; `on_event` gets everything else that happens: the records of
    `tracemq.mqtt.events` and `.client_events`. Other threads may use coroutine methods, `start`, `abort`, `look_alive`
    and `publish` once the client has been started, and callbacks and facts at any time; all else raises WrongThread.
    """

    def __init__(self, options: ConnectOptions | None = None, *, topics: TopicTable | None = None) -> None:
        """`topics` is filled with the names of the topics that arrive; those who keep batches share one table."""
        self.home = Home()
        self.options = options or ConnectOptions()  # may be replaced; it counts from the next attempt to connect on
        self.on_messages: Callable[[MessageBatch], object] | None = None
        self.on_event: Callable[[Any], object] | None = None
        self.on_step: Trace = no_trace  # each stage of each attempt, for those who look for a fault
        self.router = Router()
        self.decoders = Decoders()
        self._interceptors = Interceptors()
        self._listeners = Listeners()
        self._handlers = SubscriptionHandlers(self.router)
        self._engine = Engine(lambda: self.options, topics, self._deliver, self._tell, self._step)
        self._pump = self._engine.pump
        self._publish = self._engine.publish
        self._responses = Responses(self)

    def __repr__(self) -> str:
        state = "connected" if self.connected else "started" if self.running else "closed"
        return f"<Client of {self.options.addresses[0]}, {state}>"

    # Facts

    @property
    def connected(self) -> bool:
        """Whether CONNACK has accepted us and the connection still stands."""
        return self._engine.connected_at > 0

    @property
    def running(self) -> bool:
        """Whether it is connected, or trying to be."""
        return self._engine.running

    @property
    def client_id(self) -> str:
        """The one in use: ours, or the one that the server assigned."""
        return self._engine.session.client_id

    @property
    def negotiated(self) -> Negotiated | None:
        """What was asked for and granted on the present or last connection."""
        return self._engine.session.negotiated

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What the server has granted and not ended."""
        return self._engine.session.subscriptions

    @property
    def transport_facts(self) -> TransportFacts | None:
        """What is known of the connection below MQTT: peer, TLS, proxy, WebSocket; None without one."""
        link = self._pump.link
        return link.transport.facts if link is not None else None

    @property
    def statistics(self) -> Statistics:
        """The counters, brought up to date; on another thread some may lag behind by a turn of the loop."""
        return self._engine.count_up(settle=self.home.here)

    # Listening

    def listen(self, kind: type[E], callback: Callable[[E], object]) -> Callable[[], None]:
        """Call for each event of this type; the function returned ends that."""
        return self._listeners.add(kind, callback)

    def intercept_incoming(self, interceptor: Interceptor) -> Callable[[], None]:
        """See each message before anybody else does: return it, another one, or None to drop it."""
        return add_interceptor(self._interceptors.incoming, interceptor)

    def intercept_outgoing(self, interceptor: Interceptor) -> Callable[[], None]:
        """The same for each message that is published; dropping one refuses it."""
        return add_interceptor(self._interceptors.outgoing, interceptor)

    @property
    def on_commit(self) -> CommitWork | None:
        """With a session store: work(database, batches), called in the store's thread inside its transaction.

        Messages above QoS 0 are acknowledged once the transaction with their batch is committed. Set it before `start`.
        """
        return self._engine.commit_work

    @on_commit.setter
    def on_commit(self, work: CommitWork | None) -> None:
        self._engine.commit_work = work

    @thread_only
    def pause_reading(self) -> None:
        """Leave what arrives in the socket. Keep alive goes on; connections made meanwhile are paused as well."""
        self._pump.pause_reading()

    @thread_only
    def resume_reading(self) -> None:
        """Read again, first what has waited in the socket meanwhile."""
        self._pump.resume_reading()

    @thread_only
    def acknowledge(self, batch: MessageBatch) -> None:
        """With `manual_acknowledgement`: the batch is safe, its messages at QoS 1 and 2 may be acknowledged."""
        self._engine.session.acknowledge(self._interceptors.original(batch))
        self._pump.flush_soon()

    # Connecting

    @from_any_thread
    async def connect(self, timeout_s: float | None = None) -> Connected:
        """Start, and wait until a server has accepted us; raises what ended the last attempt.

        An attempt takes `options.connect_timeout_s` at most. With `ReconnectPolicy(first_connect=True)` further ones
        are made before it raises; `timeout_s` limits all of them together: TimedOut("connect"). That, or cancelling it,
        stops the client.
        """
        self.home.settle()
        lifeline = self._engine.start()
        try:
            async with time_limit(timeout_s, "connect"):
                return await lifeline.first()
        except (asyncio.CancelledError, TimedOut):
            self._engine.stop()
            raise

    @handed_over
    def start(self) -> None:
        """Begin to connect without waiting: Connected, or ConnectFailed and Stopped, come as events."""
        self.home.settle()
        self._engine.start()

    @from_any_thread
    async def disconnect(
        self, reason: ReasonCode = ReasonCode.NORMAL_DISCONNECTION, properties: Properties = NO_PROPERTIES
    ) -> None:
        """Send what waits and DISCONNECT, close, and leave no task, timer, socket or waiter behind.

        The session stays: its unfinished work goes on if the client is started again and the server still knows it.
        Raises RefusedLocally, and stays connected, for properties that may not be sent.
        """
        if self.connected:
            self._engine.session.disconnect(time.monotonic(), reason, properties)
            try:
                await self._engine.commit()
            except asyncio.CancelledError:
                self._engine.stop()
                raise
        self._engine.stop()
        await self._engine.stopped()

    @handed_over
    def abort(self) -> None:
        """Close the socket without a word, so that the server publishes the will."""
        self._pump.abort(None)
        self._pump.abort_lingering()
        self._engine.stop()

    @handed_over
    def look_alive(self) -> None:
        """The machine has slept, or the network has changed: ping the server now, or make the next attempt now.

        A connection that does not answer within seconds is given up, instead of after one and a half keep alive
        intervals: clocks stand still while a machine sleeps, and the server may have closed long ago.
        """
        self._engine.look_alive()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    @from_any_thread
    async def reauthenticate(self) -> Reauthenticated:
        """Authenticate anew with `options.auth` while traffic flows (section 4.12.1)."""
        self._engine.check_started()
        ticket = self._engine.session.reauthenticate(time.monotonic())
        return await self._engine.answer(ticket, "AUTH", Reauthenticated)

    # Subscribing

    @from_any_thread
    async def subscribe(
        self,
        subscriptions: Sequence[Subscription | str] | Subscription | str,
        properties: Properties = NO_PROPERTIES,
        *,
        handler: Handler | None = None,
    ) -> tuple[ReasonCode, ...]:
        """Ask for subscriptions, all in one packet; a plain string is a filter at QoS 0. One reason code for each.

        `handler` is called with each message that matches one of the filters, until that one is unsubscribed; not
        if it is refused or this raises. Waits for a connection; TimedOut after `options.request_timeout_s`.
        """
        self._engine.check_started()
        wanted = as_subscriptions(subscriptions)
        ticket = self._engine.session.subscribe(wanted, properties, now=time.monotonic())
        answered = self._handlers.add(wanted, handler) if handler is not None else None
        codes: tuple[ReasonCode, ...] = ()
        try:
            with stage(self._step, Step.SUBSCRIBE, filters=[one.filter for one in wanted]) as facts:
                answer = await self._engine.answer(ticket, "SUBACK", SubscribeAnswered)
                facts["reason_codes"] = codes = answer.reason_codes
        finally:
            if answered is not None:
                answered(codes)
        return codes

    @from_any_thread
    async def unsubscribe(
        self, filters: Sequence[str] | str, properties: Properties = NO_PROPERTIES
    ) -> tuple[ReasonCode, ...]:
        """End subscriptions, all in one packet. One reason code for each; in 3.x always SUCCESS.

        Their handlers leave with them, and stay where the server refuses to end one. TimedOut as `subscribe`.
        """
        self._engine.check_started()
        unwanted = (filters,) if isinstance(filters, str) else tuple(filters)
        ticket = self._engine.session.unsubscribe(unwanted, properties, now=time.monotonic())
        answer = await self._engine.answer(ticket, "UNSUBACK", UnsubscribeAnswered)
        self._handlers.drop(one for one, code in zip(unwanted, answer.reason_codes, strict=True) if not code.failed)
        return answer.reason_codes

    # Publishing

    def publish(
        self,
        topic: str,
        payload: bytes | bytearray | memoryview | str = b"",
        qos: int = 0,
        retain: bool = False,
        properties: Properties = NO_PROPERTIES,
    ) -> Receipt:
        """Send a message, or queue it for the next connection; await the receipt, or its `within(timeout_s)`.

        RefusedLocally at once for what is not valid, what the server has announced that it does not take, and when too
        much waits already (reason QUOTA_EXCEEDED). On other threads the receipt says so instead.
        """
        if get_ident() != self.home.thread:
            return self._publish_from_afar(topic, payload, qos, retain, properties)
        if type(payload) is not bytes:
            payload = as_bytes(payload)
        if self._interceptors.outgoing:
            topic, payload, qos, retain, properties = self._interceptors.sending(
                topic, payload, qos, retain, properties
            )
        return self._publish(topic, payload, qos, retain, properties)

    def _publish_from_afar(self, topic: str, payload: Any, qos: int, retain: bool, properties: Properties) -> Receipt:
        loop = self.home.other_loop()
        receipt = ThreadReceipt(self.home.thread)
        if isinstance(payload, (bytearray, memoryview)):
            payload = bytes(payload)  # as it is now
        loop.call_soon_threadsafe(lambda: receipt.follow(lambda: self.publish(topic, payload, qos, retain, properties)))
        return receipt

    @from_any_thread
    async def drain(self, timeout_s: float | None = None) -> None:
        """Wait until there is room for more: for those who publish in a loop.

        TimedOut("room") if there is none after `timeout_s` seconds; what was published stays so. Without that limit it
        waits until the server reads again or the connection ends, which keep alive sees to.
        """
        session = self._engine.session
        await self._pump.drain(lambda: self.connected and session.waiting >= WAITING_HIGH, timeout_s)

    @from_any_thread
    async def request(
        self,
        topic: str,
        payload: bytes | str = b"",
        *,
        qos: int = 1,
        timeout_s: float = 10.0,
        properties: Properties = NO_PROPERTIES,
    ) -> Message:
        """Publish a request and wait for the response to it (section 4.10).

        TimedOut("response") if none comes in time, RequestRefused if the server does not take it.
        """
        return await self._responses.ask(topic, payload, qos, timeout_s, properties)

    # What the engine hands up

    def _deliver(self, batch: MessageBatch) -> None:
        if self._interceptors.incoming:
            batch = self._interceptors.received(batch, remember=self.options.manual_acknowledgement)
            if not len(batch):
                return
        if self.on_messages is not None:
            call_safely(self.on_messages, batch)
        if len(self.router):
            self.router.dispatch(batch)
        self._listeners.tell(batch)

    def _step(self, step: StepDone) -> None:
        self.on_step(step)

    def _tell(self, event: Event | ClientEvent) -> None:
        logbook.write(event, self.client_id)
        if self.on_event is not None and type(event) is not Settled:
            call_safely(self.on_event, event)
        self._listeners.tell(event)
