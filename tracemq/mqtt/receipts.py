"""What `publish` returns: something very light that can be awaited for the server's answer.

One is made per message at QoS 1 and 2, and one per turn of the loop for all messages at QoS 0, so it holds no future
until somebody waits: a future each would cost more than the message itself.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Generator

from .errors import Closed, MqttError, RefusedLocally, TimedOut, WrongThread
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .tasks import start_task
from .time_limit import time_limit


class Receipt:
    """Awaiting it gives the reason code; raises what ended it. It may be awaited any number of times.

    While the client is closed, awaiting an unsettled receipt raises at once; if the session is taken up again later
    and the message settles then, awaiting it again gives the answer.
    """

    __slots__ = ("_error", "_interrupted", "_waiters", "properties", "reason", "ticket")

    def __init__(self, ticket: int = 0) -> None:
        self.ticket = ticket
        self.reason: ReasonCode | None = None  # None until it is settled
        self.properties: Properties = NO_PROPERTIES  # what came with the answer
        self._error: MqttError | None = None
        self._interrupted: MqttError | None = None
        self._waiters: list[asyncio.Future[None]] | None = None

    @property
    def done(self) -> bool:
        """Whether its outcome is known for good."""
        return self.reason is not None or self._error is not None

    @property
    def error(self) -> MqttError | None:
        """What ended it, or interrupts it for now."""
        return self._error or (self._interrupted if self.reason is None else None)

    def __await__(self) -> Generator[object, None, ReasonCode]:
        while self.reason is None:
            if (error := self._error or self._interrupted) is not None:
                raise error
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            if self._waiters is None:
                self._waiters = []
            self._waiters.append(waiter)
            try:
                yield from waiter
            finally:
                if self._waiters and waiter in self._waiters:  # who waited has given up
                    self._waiters.remove(waiter)
        return self.reason

    async def within(self, timeout_s: float) -> ReasonCode:
        """Await it for so many seconds at most: TimedOut("receipt") then. The message goes on, and it may be awaited
        again."""
        async with time_limit(timeout_s, "receipt"):
            return await self

    # for the client

    def settle(self, reason: ReasonCode, properties: Properties = NO_PROPERTIES) -> None:
        """The server has answered, or the message at QoS 0 is written."""
        self.reason = reason
        self.properties = properties
        if self._waiters:
            self._wake()

    def fail(self, error: MqttError) -> None:
        """It will never be answered."""
        self._error = error
        if self._waiters:
            self._wake()

    def interrupt(self, error: MqttError | None) -> None:
        """Nobody works on it for now (`error` says why); None: it goes on."""
        self._interrupted = error
        if error is not None and self._waiters:
            self._wake()

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters or (), None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


class ThreadReceipt(Receipt):
    """The receipt of a publish from another thread than the client's: `result` blocks, and `await` works on any loop.

    What the client refuses is raised from here, not from `publish`.
    """

    __slots__ = ("_future", "_home")

    def __init__(self, home: int = 0) -> None:
        """`home` is the client's thread, as threading.get_ident has it."""
        super().__init__()
        self._home = home
        self._future: concurrent.futures.Future[ReasonCode] = concurrent.futures.Future()
        self._future.set_running_or_notify_cancel()  # one who waits no more must not cancel it for the others

    def follow(self, publish: Callable[[], Receipt]) -> None:
        """On the client's thread: publish, and pass on what becomes of it."""
        start_task(self._follow(publish), "receipt for another thread")

    async def _follow(self, publish: Callable[[], Receipt]) -> None:
        try:
            receipt = publish()
            self.settle(await receipt, receipt.properties)
        except MqttError as error:
            self._end(error)
        except asyncio.CancelledError:  # the loop ends
            self._end(Closed("the event loop of the client was closed"))
            raise
        except Exception as fault:  # noqa: BLE001 - it is raised where the result is asked for
            self._end(_refused(fault))
        else:
            self._future.set_result(self.reason or ReasonCode.SUCCESS)

    def _end(self, error: MqttError) -> None:
        self.fail(error)
        self._future.set_exception(error)

    def result(self, timeout_s: float | None = None) -> ReasonCode:
        """Wait for the answer, on any thread but the client's; TimedOut("receipt") after so many seconds."""
        if threading.get_ident() == self._home and not self._future.done():
            raise WrongThread("whoever waits here keeps the client from receiving the answer: await the receipt")
        try:
            return self._future.result(timeout_s)
        except TimeoutError as fault:
            raise TimedOut("receipt", timeout_s or 0.0) from fault

    def __await__(self) -> Generator[object, None, ReasonCode]:
        return asyncio.wrap_future(self._future).__await__()


def _refused(fault: Exception) -> RefusedLocally:
    error = RefusedLocally(f"{type(fault).__name__}: {fault}")
    error.__cause__ = fault
    return error
