"""Starts the fire hose (fake_broker.py) as a process, and checks what came out of it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .fake_broker import HEADER_DIGITS, Load

ROOT = Path(__file__).parents[2]


class FireHose:
    """A running fire hose; `report` waits for the line about what it has sent."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._line()["port"])

    def report(self) -> dict[str, Any]:
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the fire hose ended"
        read: dict[str, Any] = json.loads(line)
        return read


@contextlib.contextmanager
def cutting_hose(*, messages: int, topics: int, size: int, qos: int, cuts: int) -> Iterator[FireHose]:
    """The hose that cuts the connection so often while it sends; see cutting_hose.py."""
    given = {"messages": messages, "topics": topics, "size": size, "qos": qos, "cuts": cuts}
    command = [sys.executable, "-m", "tests.support.cutting_hose"]
    command += [word for name, value in given.items() for word in (f"--{name}", str(value))]
    with _running(command) as hose:
        yield hose


@contextlib.contextmanager
def fire_hose(load: Load) -> Iterator[FireHose]:
    command = [sys.executable, "-m", "tests.support.fake_broker"]
    for name, value in asdict(load).items():
        if isinstance(value, bool):
            command += [f"--{name}"] if value else []
        else:
            command += [f"--{name}", str(value)]
    with _running(command) as hose:
        yield hose


@contextlib.contextmanager
def _running(command: list[str]) -> Iterator[FireHose]:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield FireHose(process)
        finally:
            process.kill()


class OrderCheck:
    """Adds up received messages: are they all there, once and in order, per topic and over all?"""

    def __init__(self) -> None:
        self.count = 0
        self.crc32 = 0
        self.out_of_order = 0  # messages whose number is not the next one of their topic
        self.next: dict[str, int] = {}

    def add(self, topic: str, payload: bytes) -> None:
        number = int(payload[:10])
        if number != self.next.get(topic, 0):
            self.out_of_order += 1
        self.next[topic] = number + 1
        self.count += 1
        self.crc32 = zlib.crc32(payload, self.crc32)

    def problems(self, report: dict[str, Any]) -> list[str]:
        """What is wrong with what was received, given the report of the hose."""
        wrong = []
        if self.count != report["sent"]:
            wrong.append(f"{report['sent'] - self.count} of {report['sent']} messages are missing")
        if self.out_of_order:
            wrong.append(f"{self.out_of_order} messages are out of order in their topic")
        if not wrong and self.crc32 != report["crc32"]:
            wrong.append("the payloads differ, or topics are mixed up in time")
        return wrong


def number_over_all(payload: bytes) -> int:
    """The number of a message among all that the hose sent."""
    return int(payload[11:HEADER_DIGITS])
