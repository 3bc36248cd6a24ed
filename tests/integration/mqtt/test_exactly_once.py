"""A receiver is killed again and again: nothing is lost, and nothing at QoS 2 arrives twice.

TRACEMQ_KILLS=1000 makes it the whole thousand.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.support.mosquitto import Mosquitto
from tracemq.mqtt import Client, ConnectOptions

KILLS = int(os.environ.get("TRACEMQ_KILLS", "10"))
ROOT = Path(__file__).parents[3]


class Receiver:
    """The process, started anew after each kill."""

    def __init__(self, port: int, database: Path) -> None:
        self._command = [sys.executable, "-m", "tests.support.committing_client", str(port), str(database)]
        self._process: subprocess.Popen[str] | None = None

    async def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    async def ready(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        assert (await asyncio.to_thread(self._process.stdout.readline)).strip() == "ready"

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def rows(database: Path) -> list[tuple[str, int]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        try:
            return connection.execute("SELECT topic, number FROM got").fetchall()
        except sqlite3.OperationalError:  # no table yet
            return []


async def test_nothing_is_lost_and_nothing_at_qos_2_comes_twice(mosquitto: Mosquitto, tmp_path: Path) -> None:
    database = tmp_path / "got.db"
    receiver = Receiver(mosquitto.port, database)
    await receiver.start()
    await receiver.ready()
    chance = random.Random(7)
    sent = 0
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}")) as sender:
        for _ in range(KILLS):
            burst = [
                sender.publish(f"{kind}/a", b"%d" % number, qos=qos)
                for number in range(sent, sent + 150)
                for kind, qos in (("once", 2), ("least", 1))
            ]
            sent += 150
            await asyncio.sleep(chance.uniform(0, 0.15))
            receiver.kill()
            for receipt in burst:
                await receipt
            await receiver.start()
            if chance.random() < 0.5:
                await asyncio.sleep(chance.uniform(0, 0.4))  # or killed while it starts
            else:
                await receiver.ready()
    expected = {(kind, number) for kind in ("once/a", "least/a") for number in range(sent)}
    async with asyncio.timeout(60):
        while set(rows(database)) != expected:
            await asyncio.sleep(0.1)
    receiver.kill()
    got = rows(database)
    once = [number for topic, number in got if topic == "once/a"]
    assert [number for number, times in Counter(once).items() if times > 1] == []
    # no word about order: mosquitto 2.0.11 itself sends what it had queued out of order
