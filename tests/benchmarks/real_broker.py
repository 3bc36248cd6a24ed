"""The real program on a virtual screen behind a real mosquitto, into which a process of its own publishes steadily.

`python -m tests.benchmarks.real_broker PORT RATE SECONDS` is that process: it waits until somebody else has subscribed,
publishes at QoS 0 and prints a line of JSON about it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tests.support.mosquitto import Mosquitto
from tests.support.screen import VirtualScreen
from tracemq.mqtt import Client, ConnectOptions, MessageBatch

from .figures import Figure, Size
from .window import gaps, program

ROOT: Final = Path(__file__).parents[2]
PAYLOAD: Final = 128
TOPICS: Final = [f"bench/{number // 100:02}/{number % 100:02}" for number in range(1000)]
TURN_S: Final = 0.002
SUBSCRIPTIONS: Final = "$SYS/broker/subscriptions/count"
DROPPED: Final = "$SYS/broker/publish/messages/dropped"
# What lets mosquitto pass on a flood: nothing noted per message, no waiting for fuller TCP segments, nothing kept on
# disk; and no limit to what waits for a subscriber (`max_queued_messages 0`, as every broker of the tests has it).
SETTINGS: Final = "set_tcp_nodelay true\nmax_queued_bytes 0\n"
QUIET: Final = "error"


def run(size: Size) -> list[Figure]:
    rate, seconds = size.of(50_000, 5_000), size.of(20, 3)
    reports = [once(rate, seconds) for _ in range(size.repeat)]
    connections = [report["connections"][0] for report in reports]
    return [
        Figure(
            row="mosquitto",
            what=f"through mosquitto at {rate:,} /s for {seconds} s: behind at most",
            unit="s",
            values=[connection["behind_ms_max"] / 1000 for connection in connections],
            wanted="0.2",
            note="none lost",
            facts={"behind_bytes_max": [connection["behind_bytes_max"] for connection in connections]},
        ),
        *gaps("mosquitto", f"{rate:,} /s", reports, ("", "", ""), "none lost"),
    ]


def once(rate: int, seconds: int) -> dict[str, Any]:
    """The program's report; asserts that it received what was sent."""
    with tempfile.TemporaryDirectory() as folder, VirtualScreen() as screen:
        broker = Mosquitto(Path(folder) / "broker", log_types=QUIET)
        port = broker.start(SETTINGS)
        command = [sys.executable, "-m", "tests.benchmarks.real_broker", str(port), str(rate), str(seconds)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sender:
            try:
                url = f"mqtt://127.0.0.1:{port}"
                report = program(screen, folder, "--connect", url, "--subscribe", "#", "--exit-after", str(seconds + 8))
                assert sender.stdout is not None
                sent = json.loads(sender.stdout.read())
            finally:
                sender.kill()
                broker.stop()
    connection = report["connections"][0]
    assert connection["received"] == sent["sent"] == rate * seconds, (connection, sent)
    assert connection["rows"] + connection["evicted"] == connection["received"]
    assert sent["seconds"] < seconds * 1.1, f"the sender was too slow: {sent}"
    assert sent["dropped"] == 0, sent
    return report


async def publish(port: int, rate: int, seconds: int) -> dict[str, float]:
    """Wait for a subscriber, then publish `rate` messages a second."""
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}"))
    there = asyncio.Event()
    dropped = 0

    def told(batch: MessageBatch) -> None:
        nonlocal dropped
        for message in batch:
            if message.topic == SUBSCRIPTIONS and int(message.payload) > 2:
                there.set()
            elif message.topic == DROPPED:
                dropped = int(message.payload)

    client.on_messages = told
    async with client:
        await client.subscribe(SUBSCRIPTIONS)
        await client.subscribe(DROPPED)
        await asyncio.wait_for(there.wait(), 60)
        count, sent, began = rate * seconds, 0, time.monotonic()
        while sent < count:
            due = min(count, int((time.monotonic() - began) * rate) + 1)
            for number in range(sent, due):
                client.publish(TOPICS[number % len(TOPICS)], (b"%010d" % number).ljust(PAYLOAD, b"."))
            sent = due
            await client.drain()
            await asyncio.sleep(TURN_S)
        took = time.monotonic() - began
        await asyncio.sleep(2.5)  # until mosquitto has said how many it has dropped, which it does every second
    return {"sent": sent, "seconds": took, "dropped": dropped}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(publish(*map(int, sys.argv[1:4])))))
