"""Turns a message into many: every so many seconds, or as fast as the connection takes them, so many times or for ever.

Each repetition is one task. What is due is sent in slices of a few milliseconds with the loop's turn between them, and
the client's write buffer is waited for, so that ten thousand messages hold up nothing. There is no future per message:
receipts wait in a queue and are looked at in order.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import count
from typing import Final

from tracemq.mqtt import MqttError, NotConnected, ReasonCode, Receipt, RefusedLocally
from tracemq.mqtt.tasks import start_task

from .publication import Line, Publication, send

SLICE_S: Final = 0.004  # of sending, before the loop gets its turn
REST_S: Final = 0.001  # a turn for everybody else, the window's painting among them
LEAST_WAIT_S: Final = 0.005  # what is due more often goes out several at a time
MOST_LATE_S: Final = 1.0  # a machine that slept does not make up for what it missed
FINISHED_KEPT: Final = 50


class RepeatState(Enum):
    RUNNING = auto()
    PAUSED = auto()  # by the user
    OFFLINE = auto()  # goes on by itself when the connection is back
    SETTLING = auto()  # all are sent; answers are waited for
    DONE = auto()
    STOPPED = auto()  # by the user
    FAILED = auto()  # the message cannot be made or may not be sent


ENDED: Final = {RepeatState.DONE, RepeatState.STOPPED, RepeatState.FAILED}


class UnfitMessage(Exception):
    """A message cannot be made: `reason` says why (a form's complaint, say)."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(slots=True)
class Pace:
    """When messages are due; `every_s` 0 is at once. Times are time.monotonic."""

    every_s: float
    next_at: float

    def wait_s(self, now: float) -> float:
        return max(0.0, self.next_at - now)

    def sent(self, now: float) -> None:
        """One was sent: the next is due an interval after it was, or after now if much time was lost."""
        late = now - self.next_at > max(MOST_LATE_S, self.every_s)
        self.next_at = (now if late else self.next_at) + self.every_s


@dataclass(slots=True, eq=False)
class Repeat:
    """One repetition, and how far it is."""

    number: int
    topic: str  # as it was typed
    every_s: float
    times: int | None  # None: until it is stopped
    pace: Pace
    state: RepeatState = RepeatState.RUNNING
    sent: int = 0
    answered: int = 0  # receipts that came, whatever they say
    failed: int = 0  # of those, refusals and losses
    last_topic: str = ""
    last_failure: ReasonCode | Exception | None = None
    unsent: Publication | None = None  # made, but there was no room for it
    receipts: deque[Receipt] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def complete(self) -> bool:
        return self.times is not None and self.sent >= self.times


class Repeats:
    """All repetitions of a connection; whoever listens hears when one begins, ends or changes its state."""

    def __init__(self, line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._numbers = count(1)
        self.all: list[Repeat] = []
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def running(self) -> list[Repeat]:
        """Those that have not ended."""
        return [one for one in self.all if not one.ended]

    def start(self, topic: str, make: Callable[[], Publication], *, every_s: float, times: int | None) -> Repeat:
        """Begin at once; `make` gives one message after the other and raises UnfitMessage if it cannot."""
        repeat = Repeat(next(self._numbers), topic, every_s, times, Pace(every_s, self._clock()))
        self.all.append(repeat)
        self._forget_old()
        if not self._line.online:
            repeat.state = RepeatState.OFFLINE
        repeat.task = start_task(self._run(repeat, make), f"repeat {repeat.number}")
        self._tell()
        return repeat

    def pause(self, repeat: Repeat) -> None:
        if repeat.state in {RepeatState.RUNNING, RepeatState.OFFLINE}:
            self._become(repeat, RepeatState.PAUSED)

    def resume(self, repeat: Repeat) -> None:
        if repeat.state is RepeatState.PAUSED:
            self._go_on(repeat)

    def stop(self, repeat: Repeat) -> None:
        """End it; what was sent is not waited for."""
        if not repeat.ended:
            if repeat.task is not None:
                repeat.task.cancel()
            self._sweep(repeat)
            repeat.receipts.clear()
            self._become(repeat, RepeatState.DONE if repeat.complete else RepeatState.STOPPED)

    def stop_all(self) -> None:
        for repeat in self.running:
            self.stop(repeat)

    def forget_ended(self) -> None:
        self.all = self.running
        self._tell()

    def connection_changed(self) -> None:
        """The connection came or went."""
        for repeat in self.running:
            if repeat.state is RepeatState.OFFLINE and self._line.online:
                self._go_on(repeat)
            elif repeat.state is RepeatState.RUNNING and not self._line.online:
                self._become(repeat, RepeatState.OFFLINE)

    def sweep(self) -> None:
        """Count the answers that have come meanwhile."""
        for repeat in self.running:
            self._sweep(repeat)

    # One repetition

    async def _run(self, repeat: Repeat, make: Callable[[], Publication]) -> None:
        try:
            while not repeat.complete:
                if repeat.state is not RepeatState.RUNNING:
                    await self._woken(repeat, None)
                elif wait_s := repeat.pace.wait_s(self._clock()):
                    await self._woken(repeat, max(wait_s, LEAST_WAIT_S))
                else:
                    self._send_due(repeat, make)
                    self._sweep(repeat)
                    await self._line.drain()
                    await asyncio.sleep(REST_S)
            await self._settle(repeat)
        except (UnfitMessage, RefusedLocally) as unfit:
            repeat.last_failure = unfit
            self._sweep(repeat)
            self._become(repeat, RepeatState.FAILED)

    async def _woken(self, repeat: Repeat, timeout_s: float | None) -> None:
        repeat.woken.clear()
        try:
            async with asyncio.timeout(timeout_s):
                await repeat.woken.wait()
        except TimeoutError:
            pass

    def _send_due(self, repeat: Repeat, make: Callable[[], Publication]) -> None:
        """Send what is due, for as long as a slice is; raises UnfitMessage and RefusedLocally."""
        until = self._clock() + SLICE_S
        while not repeat.complete and (now := self._clock()) < until and not repeat.pace.wait_s(now):
            publication = repeat.unsent = repeat.unsent or make()
            try:
                receipt = send(self._line, publication)
            except NotConnected:
                self._become(repeat, RepeatState.OFFLINE)
                return
            except RefusedLocally as refusal:
                if refusal.reason is ReasonCode.QUOTA_EXCEEDED:  # the buffer is full: drain() waits for it
                    return
                raise
            repeat.unsent = None
            repeat.sent += 1
            repeat.last_topic = publication.topic
            repeat.pace.sent(now)
            repeat.receipts.append(receipt)

    def _sweep(self, repeat: Repeat) -> None:
        while repeat.receipts and repeat.receipts[0].done:
            receipt = repeat.receipts.popleft()
            self._answered(repeat, receipt.error or receipt.reason)

    async def _settle(self, repeat: Repeat) -> None:
        self._become(repeat, RepeatState.SETTLING)
        while repeat.receipts:
            try:
                code: ReasonCode | MqttError = await repeat.receipts[0]
            except MqttError as error:
                code = error
            repeat.receipts.popleft()
            self._answered(repeat, code)
        self._become(repeat, RepeatState.DONE)

    def _answered(self, repeat: Repeat, outcome: ReasonCode | Exception | None) -> None:
        repeat.answered += 1
        if isinstance(outcome, Exception) or (outcome is not None and outcome.failed):
            repeat.failed += 1
            repeat.last_failure = outcome

    def _go_on(self, repeat: Repeat) -> None:
        repeat.pace.next_at = max(repeat.pace.next_at, self._clock())
        self._become(repeat, RepeatState.RUNNING if self._line.online else RepeatState.OFFLINE)

    def _become(self, repeat: Repeat, state: RepeatState) -> None:
        if repeat.state is not state:
            repeat.state = state
            repeat.woken.set()
            self._tell()

    def _forget_old(self) -> None:
        ended = [one for one in self.all if one.ended]
        for repeat in ended[: max(0, len(ended) - FINISHED_KEPT)]:
            self.all.remove(repeat)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
