"""Debian's mosquitto_sub and mosquitto_pub as clients that our own brokers have to please."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

from tracemq.mqtt.types import Version

ANSWERS_WITHIN_S = 15.0
_VERSIONS = {Version.V31: "mqttv31", Version.V311: "mqttv311", Version.V5: "mqttv5"}


class MosquittoSub:
    """A running mosquitto_sub; `line` is the next message in the format that it was started with."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def line(self) -> str:
        assert self.process.stdout is not None
        raw = await asyncio.wait_for(self.process.stdout.readline(), ANSWERS_WITHIN_S)
        assert raw, f"mosquitto_sub ended: {await self._complaint()}"
        return raw.decode().rstrip("\n")

    async def lines(self, count: int) -> list[str]:
        return [await self.line() for _ in range(count)]

    async def ended(self) -> int:
        """Its exit code, when it ends by itself."""
        assert self.process.stdout is not None
        await asyncio.wait_for(self.process.stdout.read(), ANSWERS_WITHIN_S)
        return await asyncio.wait_for(self.process.wait(), ANSWERS_WITHIN_S)

    async def _complaint(self) -> str:
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode(errors="replace")


@contextlib.asynccontextmanager
async def mosquitto_sub(
    port: int, *filters: str, version: Version = Version.V5, qos: int = 0, output: str = "%t %p", options: str = ""
) -> AsyncIterator[MosquittoSub]:
    """A mosquitto_sub, killed at the end; its first message is what is retained, which says that it has subscribed."""
    command = ["mosquitto_sub", "-p", str(port), "-V", _VERSIONS[version], "-q", str(qos), "-F", output]
    for filter_ in filters:
        command += ["-t", filter_]
    process = await asyncio.create_subprocess_exec(*command, *options.split(), stdout=PIPE, stderr=PIPE)
    try:
        yield MosquittoSub(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def mosquitto_pub(
    port: int,
    topic: str,
    payload: str = "",
    *,
    version: Version = Version.V5,
    qos: int = 0,
    options: str = "",
    stdin: bytes | None = None,
) -> str:
    """Publish one message, or with the option -l each line of `stdin`; returns what the program printed."""
    command = ["mosquitto_pub", "-p", str(port), "-V", _VERSIONS[version], "-t", topic, "-q", str(qos)]
    if stdin is None:
        command += ["-m", payload] if payload else ["-n"]
    return await _run([*command, *options.split()], stdin)


async def mosquitto_rr(port: int, topic: str, response_topic: str, payload: str) -> str:
    """Ask for a response as MQTT 5.0 does it; returns the response."""
    command = ["mosquitto_rr", "-V", "mqttv5", "-p", str(port), "-t", topic, "-e", response_topic, "-m", payload]
    return await _run([*command, "-W", str(int(ANSWERS_WITHIN_S))], None)


async def _run(command: list[str], stdin: bytes | None) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        out, complaint = await asyncio.wait_for(process.communicate(stdin), ANSWERS_WITHIN_S)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    assert process.returncode == 0, f"{command} said {complaint.decode(errors='replace')}"
    return out.decode()
