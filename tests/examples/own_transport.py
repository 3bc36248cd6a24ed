"""A transport of your own: MQTT through the standard input and output of a program, as ssh -W offers it.

python -m tests.examples.own_transport ssh -W broker.example:1883 gateway.example
"""

import asyncio
import sys
from collections.abc import Sequence

from tracemq.mqtt import Client, ConnectionLost, ConnectOptions, Message, Receiver, TransportFacts


class ProgramTransport(asyncio.SubprocessProtocol):
    """Satisfies `tracemq.mqtt.Transport`: what we write goes to the program, what it writes comes to us."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._receiver: Receiver | None = None
        self._program: asyncio.SubprocessTransport | None = None

    # what the client calls

    async def open(self, receiver: Receiver) -> None:
        loop = asyncio.get_running_loop()
        try:
            program, _ = await loop.subprocess_exec(lambda: self, *self._command, stderr=None)
        except OSError as error:
            raise ConnectionLost(f"{self._command[0]} cannot be started: {error}") from error
        self._program, self._receiver = program, receiver

    def write(self, chunks: Sequence[bytes]) -> None:
        if self._input is not None:
            self._input.writelines(chunks)

    @property
    def unsent(self) -> int:
        return self._input.get_write_buffer_size() if self._input is not None else 0

    @property
    def facts(self) -> TransportFacts:
        return TransportFacts(peer=" ".join(self._command))

    def waiting_bytes(self) -> int:
        return 0  # we cannot know

    def pause_reading(self) -> None:
        if isinstance(self._output, asyncio.ReadTransport):
            self._output.pause_reading()

    def resume_reading(self) -> None:
        if isinstance(self._output, asyncio.ReadTransport):
            self._output.resume_reading()

    def close(self) -> None:
        if self._input is not None:
            self._input.close()  # after what is unsent; the program ends, and so does its output

    def abort(self) -> None:
        self._receiver = None
        if self._program is not None:
            self._program.close()  # kills it

    # what the program does

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if self._receiver is not None:
            self._receiver.on_data(data)

    def resume_writing(self) -> None:
        if self._receiver is not None:
            self._receiver.on_writable()

    def connection_lost(self, exc: Exception | None) -> None:  # it has ended, and all that it wrote is read
        receiver, self._receiver = self._receiver, None
        if self._program is not None:
            self._program.close()
        if receiver is not None:
            receiver.on_lost(exc)

    @property
    def _input(self) -> asyncio.WriteTransport | None:
        pipe = self._program.get_pipe_transport(0) if self._program is not None else None
        return pipe if isinstance(pipe, asyncio.WriteTransport) else None

    @property
    def _output(self) -> asyncio.BaseTransport | None:
        return self._program.get_pipe_transport(1) if self._program is not None else None


async def main(*command: str) -> None:
    arrived: asyncio.Queue[Message] = asyncio.Queue()
    async with Client(ConnectOptions(transport=ProgramTransport(command))) as client:
        await client.subscribe("example/tunnel", handler=arrived.put_nowait)
        client.publish("example/tunnel", "through another program")
        print((await arrived.get()).payload.decode())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
