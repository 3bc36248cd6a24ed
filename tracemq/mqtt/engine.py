"""Runs a client: its session, pump and ledger, the task that keeps it connected, and its session store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from .batch import MessageBatch, TopicTable
from .client_events import ClientEvent, OfflineQueued, Stopped
from .errors import Closed, ConnectionLost, MqttError, NotConnected, RefusedLocally, StorageFailed, Unforeseen
from .events import Connected, Event, Failed, Reauthenticated, Settled, SubscribeAnswered, UnsubscribeAnswered
from .keeper import CommitWork, Keeper, open_session
from .ledger import Ledger
from .lifeline import Lifeline
from .options import ConnectOptions
from .properties import Properties
from .pump import Pump
from .reason_codes import ReasonCode
from .receipts import Receipt
from .session import Session
from .settings import without_credentials
from .statistics import Statistics
from .tasks import start_task
from .transports.base import Trace

log = logging.getLogger(__name__)
A = TypeVar("A", SubscribeAnswered, UnsubscribeAnswered, Reauthenticated)
CLOSE_S: Final = 2.0  # for transports to send their last bytes when we close
LINGER_S: Final = 0.25  # and when the server has ended it


class Engine:
    """What a client consists of, below its public face. `deliver` gets the batches, `tell` all other events."""

    def __init__(
        self,
        options: Callable[[], ConnectOptions],
        topics: TopicTable | None,
        deliver: Callable[[MessageBatch], None],
        tell: Callable[[Event | ClientEvent], None],
        trace: Trace,
    ) -> None:
        self._options = options
        self._topics = topics
        self._deliver = deliver
        self._tell = tell
        self._trace = trace
        self.statistics = Statistics()
        self.ledger = Ledger(self.statistics)
        self.ledger.interrupt(NotConnected("the client has not been started"))
        self.session = Session(without_credentials(options()), topics=topics, counts=self.statistics.packets_in)
        self.pump = Pump(self.session, self.statistics, self._happened, self._link_ended, self._link_written)
        self.commit_work: CommitWork | None = None
        self._lifeline: Lifeline | None = None
        self._running: asyncio.Task[None] | None = None
        self._stopping = False
        self._inner: dict[type, Callable[[Any], None]] = {
            Settled: self.ledger.settled,
            Failed: self.ledger.failed,
            SubscribeAnswered: self.ledger.answered,
            UnsubscribeAnswered: self.ledger.answered,
            Reauthenticated: self.ledger.answered,
            Connected: self._accepted,
        }

    @property
    def running(self) -> bool:
        return self._running is not None and not self._stopping

    @property
    def connected_at(self) -> float:
        """Monotonic; 0: not connected."""
        return self._lifeline.connected_at if self._lifeline is not None else 0.0

    def count_up(self, *, settle: bool) -> Statistics:
        """The counters, brought up to date; `settle`: this is the client's own thread."""
        numbers, pump = self.statistics, self.pump
        if settle:
            numbers.messages_out += pump.unflushed
            pump.unflushed = 0
        numbers.waiting, numbers.in_flight = self.session.waiting, self.session.in_flight
        numbers.unsent_bytes = pump.unsent
        numbers.unread_bytes = pump.link.transport.waiting_bytes() if pump.link is not None else 0
        numbers.unparsed_bytes, numbers.unparsed_of_bytes = self.session.arriving
        since = self.connected_at
        numbers.connected_s = time.monotonic() - since if since else 0.0
        return numbers

    def check_started(self) -> None:
        if not self.running:
            raise NotConnected("the client has not been started, or was closed")

    def _check_takes_work(self) -> None:
        """Work may be given to the session at any time; with a store only while that is open."""
        if self._options().session_store is not None and self.pump.keeper is None:
            raise NotConnected("the session is kept in a store, which is open while the client is started")

    def publish(self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties) -> Receipt:
        """See `Client.publish`, on the client's own thread."""
        pump = self.pump
        if pump.full:
            raise RefusedLocally("the write buffer is full: await drain()", ReasonCode.QUOTA_EXCEEDED)
        if pump.link is None:
            self._check_takes_work()
        ticket = pump.session.publish(topic, payload, qos, retain, properties, now=time.monotonic())
        if pump.link is None:
            self._queued()
        pump.published()
        return self.ledger.receipt(ticket) if ticket else self.ledger.unwritten

    async def answer(self, ticket: int, name: str, kind: type[A]) -> A:
        """Write the request, and wait for the event of this kind that answers it; TimedOut(name) if none comes."""
        self.pump.flush_soon()
        return await self.ledger.answer(kind, ticket, name, self._options().request_timeout_s, self.session.give_up)

    # start and stop

    def start(self) -> Lifeline:
        if self.running:
            raise RefusedLocally("the client is started already")
        previous, self._stopping = self._running, False
        self.ledger.resume()
        self._lifeline = Lifeline(self._options, self.pump, self.statistics, self._tell, self._trace)
        name = f"MQTT client {self._options().client_id}".rstrip()
        self._running = start_task(self._run(self._lifeline, previous), name)
        return self._lifeline

    def stop(self) -> None:
        """End the task; a connection that stands is closed after what is to be sent."""
        if self._lifeline is None or self._running is None or self._stopping:
            return
        self._stopping = self._lifeline.stopping = True
        if self.connected_at:
            self.pump.close(None)  # the task sees its end
        elif self._lifeline.at_work:  # otherwise it has yet to begin, or is ending already
            self._running.cancel()

    def look_alive(self) -> None:
        """Ping now if connected, or make the next attempt now."""
        if self.connected_at:
            self.pump.doubt()
        elif self._lifeline is not None:
            self._lifeline.hurry()

    async def commit(self) -> None:
        """With a store: wait until all output that waits for a commit is written, or for CLOSE_S."""
        self.pump.flush()
        if self.pump.keeper is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    await self.pump.keeper.idle()

    async def stopped(self) -> None:
        """Wait until nothing is left of the run that was stopped."""
        if self._running is not None and self._stopping:
            await asyncio.wait([self._running])

    async def _let_linger(self, seconds: float) -> None:
        """Let transports that were closed send their last bytes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.pump.lingering_closed()
        self.pump.abort_lingering()

    async def _run(self, lifeline: Lifeline, previous: asyncio.Task[None] | None) -> None:
        error: MqttError | None = None
        try:
            if previous is not None:
                await asyncio.wait([previous])
            lifeline.at_work = not lifeline.stopping
            if lifeline.at_work:
                await self._open_store()
                error = await lifeline.run()
        except MqttError as fault:  # of the store
            error = fault
        except Exception as fault:  # what somebody else's objects do, for one
            log.exception("an unforeseen error")
            error = Unforeseen(f"{type(fault).__name__}: {fault}")
            error.__cause__ = fault
        finally:
            lifeline.at_work = False
            await self._close(lifeline, error)

    async def _close(self, lifeline: Lifeline, error: MqttError | None) -> None:
        try:
            self.pump.abort(error)
            await self._let_linger(CLOSE_S if lifeline.stopping else LINGER_S)
            await self._close_store()
        finally:  # whoever waits is told, even if the loop cancels all that it runs
            self._finished(lifeline, error)

    def _finished(self, lifeline: Lifeline, error: MqttError | None) -> None:
        ended = error or Closed("the client was closed")
        if self._lifeline is lifeline:  # and has not been started anew before this run was through
            self._running = None
            self._stopping = False
            self.pump.stop()
            self.ledger.interrupt(ended)
        self._tell(Stopped(error=error, attempts=lifeline.attempts))
        lifeline.give_up(ended)

    # the session store

    async def _open_store(self) -> None:
        options = self._options()
        if options.session_store is None:
            return
        if not options.client_id:
            raise RefusedLocally("a session that outlives the process needs a client id")
        server = options.addresses[0].authority
        opened, threads = await open_session(options.session_store, options.client_id, server)
        keeper = Keeper(opened, threads, self.pump.flush, self._storage_failed)
        keeper.work = self.commit_work
        self.session = Session(
            without_credentials(options),
            topics=self._topics,
            restored=opened.state,
            counts=self.statistics.packets_in,
        )
        self.pump.session = self.session
        self.pump.keeper = keeper

    async def _close_store(self) -> None:
        keeper = self.pump.keeper
        if keeper is not None:
            await keeper.close(self.session)
            self.pump.keeper = None

    def _storage_failed(self, fault: Exception) -> None:
        error = StorageFailed(str(fault))
        error.__cause__ = fault
        self.pump.abort(error)

    # what happens

    def _happened(self, event: Event) -> None:
        if type(event) is MessageBatch:
            self._deliver(event)
            return
        inner = self._inner.get(type(event))
        if inner is not None:
            inner(event)
        self._tell(event)

    def _accepted(self, event: Connected) -> None:
        assert self._lifeline is not None  # noqa: S101 - it has opened the link
        self._lifeline.connected(event)

    def _link_ended(self, error: MqttError | None) -> None:
        self.ledger.written(error or ConnectionLost("closed"))
        assert self._lifeline is not None  # noqa: S101 - it has opened the link
        self._lifeline.ended(error)

    def _link_written(self) -> None:
        self.ledger.written(None)

    def _queued(self) -> None:
        """A message was accepted without a connection."""
        if self.session.waiting == 1:
            self._tell(OfflineQueued(waiting=1))
