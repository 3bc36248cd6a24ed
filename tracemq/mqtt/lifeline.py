"""Keeps a client connected: one task that makes attempts, waits for each connection's end and goes on as decided."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

from .addresses import Address
from .backoff import Backoff, ReconnectPolicy
from .client_events import (
    ClientEvent,
    ClientIdContested,
    ConnectFailed,
    Connecting,
    Disconnected,
    Reconnecting,
    TransportOpened,
)
from .errors import ConnectionLost, MqttError, ServerDisconnected, TimedOut, TransportFailed, WebSocketRefused
from .events import Connected
from .negotiation import SessionSettings
from .options import ConnectOptions
from .properties import NO_PROPERTIES
from .pump import Link, Pump
from .reason_codes import ReasonCode
from .route import Next, Route
from .settings import settings_for
from .statistics import Statistics
from .tasks import run_foreign
from .transports.base import Step, Trace
from .transports.connector import transport_to
from .transports.probe import objection
from .transports.steps import stage
from .types import Version

CONTESTED_CERTAINLY: Final = 2  # takeovers (0x8E) in a row
CONTESTED_LIKELY: Final = 3  # closes without a word, soon after connecting, in a row
SOON_S: Final = 5.0


class Lifeline:
    """One run of a client, from start to stop."""

    def __init__(
        self,
        options: Callable[[], ConnectOptions],
        pump: Pump,
        statistics: Statistics,
        tell: Callable[[ClientEvent], None],
        trace: Trace,
    ) -> None:
        self._options = options  # asked at each attempt
        self._pump = pump
        self._statistics = statistics
        self._tell = tell
        self._trace = trace
        self._route = Route(tell)
        self._backoff = Backoff(options().reconnect or ReconnectPolicy())
        self._thrown_out = 0
        self._answered: asyncio.Future[Connected] | None = None
        self._ended: asyncio.Future[MqttError | None] = asyncio.get_running_loop().create_future()
        self._waiting: list[asyncio.Future[Connected]] = []
        self._hurried: asyncio.Event = asyncio.Event()
        self.stopping = False  # whatever ends the connection now, there is no other one
        self.at_work = False  # from the first attempt on, until what is left is being closed
        self.attempts = 0  # in a row
        self.connected_at = 0.0  # monotonic; 0: not connected

    # what the client hands on

    def connected(self, event: Connected) -> None:
        """CONNACK accepted us."""
        self.connected_at = time.monotonic()
        for waiting in (self._answered, *self._waiting):
            if waiting is not None and not waiting.done():
                waiting.set_result(event)

    def ended(self, error: MqttError | None) -> None:
        """The pump's link has ended; `error` is None if we ended it."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(error or ConnectionLost("closed"))
        if not self._ended.done():
            self._ended.set_result(error)

    # those who wait for the first connection

    async def first(self) -> Connected:
        """The first CONNACK that accepts us; raises what ended the run before that."""
        waiting: asyncio.Future[Connected] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        return await waiting

    def give_up(self, error: MqttError) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(error)

    def hurry(self) -> None:
        """Make the next attempt at once if one is being waited for, and begin with short delays again."""
        self._backoff.attempts = 0
        self._hurried.set()

    # the task

    async def run(self) -> MqttError | None:
        """Returns what ended it for good; None if we ended the last connection ourselves."""
        while True:
            error = await self._attempt()
            if error is None:
                error, following = await self._stay_connected()
                if error is None or self.stopping:
                    return None
            else:
                following = self._route.failed(error, self._options())
            if following is Next.STOP or (following is Next.LATER and not await self._wait(error)):
                return error

    async def _attempt(self) -> MqttError | None:
        """Try to connect; returns None once CONNACK has accepted us."""
        options = self._options()
        address, version = self._route.address(options), self._route.version(options)
        self.attempts += 1
        self._statistics.connects += 1
        self._tell(Connecting(url=str(address), version=version, attempt=self.attempts))
        error = await self._in_time(options, address, version)
        if error is None:
            self._statistics.connections += 1
            self._statistics.reconnects += self._route.ever_connected
            self._route.connected(version)
            return None
        self._pump.abort(error)
        self._tell(ConnectFailed(url=str(address), error=error))
        return error

    async def _in_time(self, options: ConnectOptions, address: Address, version: Version) -> MqttError | None:
        link: Link | None = None
        try:
            async with asyncio.timeout(options.connect_timeout_s):
                settings = await settings_for(options, address, version)
                link = await self._open(options, address, version)
                await self._shake_hands(link, settings)
        except TimeoutError:
            return TimedOut("CONNACK" if link else "transport", options.connect_timeout_s)
        except MqttError as error:
            return await self._explained(error, link, options, address)
        except OSError as fault:  # of a transport that somebody else wrote
            return _caused(ConnectionLost(str(fault)), fault)
        return None

    async def _explained(
        self, error: MqttError, link: Link | None, options: ConnectOptions, address: Address
    ) -> MqttError:
        """The error, or a better one where the server closed before CONNACK for a reason that can be found out."""
        if options.transport is not None or not address.scheme.encrypted:
            return error
        closed = type(error) is ConnectionLost and (link is not None or address.scheme.websocket)
        unanswered = isinstance(error, WebSocketRefused) and not error.status
        return (await objection(address, options) or error) if closed or unanswered else error

    async def _open(self, options: ConnectOptions, address: Address, version: Version) -> Link:
        transport = options.transport or transport_to(address, options, self._trace, version)
        if options.transport is not None:
            self._pump.abort_lingering()  # the same one is opened again
        self._pump.write_buffer_limit = options.write_buffer_limit
        link = Link(self._pump, transport)
        try:
            await run_foreign(transport.open(link), TransportFailed, unless=(MqttError, OSError))
        except BaseException:
            transport.abort()
            raise
        self._tell(TransportOpened(url=str(address), facts=transport.facts))
        return link

    async def _shake_hands(self, link: Link, settings: SessionSettings) -> None:
        loop = asyncio.get_running_loop()
        self._answered, self._ended = loop.create_future(), loop.create_future()
        try:
            with stage(self._trace, Step.CONNECT, version=settings.version) as facts:
                self._pump.session.settings = settings
                try:
                    self._pump.attach(link, reconnecting=self._route.ever_connected)
                except BaseException:  # what may not be sent at all
                    link.transport.abort()
                    raise
                facts["connected"] = await self._answered
        finally:
            self._answered = None

    async def _stay_connected(self) -> tuple[MqttError | None, Next]:
        error = await self._ended
        held_s = time.monotonic() - self.connected_at
        self.connected_at = 0.0
        options = self._options()
        following = Next.STOP
        if error is not None and not self.stopping:
            following = self._route.lost(error, options)
            self._take_note(error, held_s, options)
        self._tell(
            Disconnected(
                error=error,
                held_s=held_s,
                reason=error.reason if error else None,
                properties=error.properties if error else NO_PROPERTIES,
                reconnects=following is not Next.STOP,
            )
        )
        self._name_contest(error)
        return error, following

    def _take_note(self, error: MqttError, held_s: float, options: ConnectOptions) -> None:
        taken_over = isinstance(error, ServerDisconnected) and error.reason is ReasonCode.SESSION_TAKEN_OVER
        silent = isinstance(error, ConnectionLost) and held_s < SOON_S
        self._thrown_out = self._thrown_out + 1 if taken_over or silent else 0
        self._backoff.ended(0.0 if taken_over else held_s)
        if options.reconnect is not None and held_s >= options.reconnect.held_s:
            self._route.held()
            self.attempts = 0

    def _name_contest(self, error: MqttError | None) -> None:
        certain = isinstance(error, ServerDisconnected)
        if error is not None and self._thrown_out >= (CONTESTED_CERTAINLY if certain else CONTESTED_LIKELY):
            client_id = self._pump.session.client_id
            self._tell(ClientIdContested(client_id=client_id, times=self._thrown_out, certain=certain))

    async def _wait(self, error: MqttError) -> bool:
        """Wait before the next attempt; False if there shall be none."""
        delay_s = self._backoff.next_delay()
        if delay_s is None:
            return False
        url = str(self._route.address(self._options()))
        self._tell(Reconnecting(delay_s=delay_s, attempt=self.attempts + 1, error=error, url=url))
        self._hurried.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(delay_s):
                await self._hurried.wait()
        return True


def _caused(error: MqttError, cause: BaseException) -> MqttError:
    error.__cause__ = cause
    return error
