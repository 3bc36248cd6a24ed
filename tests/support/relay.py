"""A TCP relay on a loopback port that a network may be taken from: bytes are swallowed, or the calls are cut.

async with Relay(broker.port) as relay: connect to relay.port; relay.swallow(); relay.heal(); relay.cut()
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self


class Relay:
    """Hands bytes on in both directions; while it swallows, they are gone and new calls are taken in silence."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self.port = 0
        self.swallowed = 0  # bytes
        self.answers: list[bytearray] = []  # what the target said in each call, whether it got through or not
        self._swallowing = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.cut()

    def swallow(self) -> None:
        """From now on nothing gets through, and nobody is told: as behind a router that lost its line."""
        self._swallowing = True

    def heal(self) -> None:
        """Bytes get through again. Calls that lost some are ended, as their streams have holes."""
        self._swallowing = False
        self.cut()

    def cut(self) -> None:
        """End every call with a reset."""
        writers, self._writers = self._writers, set()
        for writer in writers:
            writer.transport.abort()

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
            self._writers.add(back)
            said = bytearray()
            self.answers.append(said)
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer, said))

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, said: bytearray | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                if said is not None:
                    said += data
                if self._swallowing:
                    self.swallowed += len(data)
                    continue
                sink.write(data)
                await sink.drain()
        if not self._swallowing:  # the end of a call does not get through either
            sink.close()
