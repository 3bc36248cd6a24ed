"""Receiving from a fire hose at full speed, through the client into the log; the same for other clients."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from tests.support.fake_broker import Load
from tests.support.fire_hose import ROOT, fire_hose

from .figures import Figure, Size
from .receivers import WHO

PACKAGES = {"gmqtt": "gmqtt", "paho": "paho", "aiomqtt": "aiomqtt"}  # of the bench extra
TOPICS, PAYLOAD = 1000, 128
WANTED = {0: "1,000,000", 1: "400,000", 2: "150,000"}
MESSAGES = {("tracemq", 0): 3_000_000, ("tracemq", 1): 1_000_000, ("tracemq", 2): 400_000, ("gmqtt", 0): 500_000}


def once(who: str, messages: int, qos: int) -> dict[str, Any]:
    """One run; asserts that what was received is what was sent, as far as the client tells."""
    with fire_hose(Load(messages=messages, topics=TOPICS, size=PAYLOAD, qos=qos)) as hose:
        command = [sys.executable, "-m", "tests.benchmarks.receivers", who, str(hose.port), str(messages), str(qos)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
        got: dict[str, Any] = json.loads(done.stdout)
        if who == "tracemq":
            sent = hose.report()
            assert got["messages"] == sent["sent"] == messages, (got, sent)
            assert got["crc32"] == sent["crc32"], "the payloads are not those that were sent"
            assert got["out_of_order"] == 0
            assert got["per_topic"] == [messages // TOPICS] * 2
            assert sent["acks_in_order"], sent
            assert sent["acked"] == (messages if qos else 0), sent
    return got


def run(size: Size) -> list[Figure]:
    figures = []
    there = [who for who in WHO if who == "tracemq" or find_spec(PACKAGES[who]) is not None]
    for who, qos in [*((who, 0) for who in there), ("tracemq", 1), ("tracemq", 2)]:
        messages = size.of(MESSAGES.get((who, qos), 60_000), 5_000) // TOPICS * TOPICS
        runs = [once(who, messages, qos) for _ in range(size.repeat)]
        figures.append(
            Figure(
                row="receive",
                what=f"{who}, QoS {qos}, {PAYLOAD} B, {TOPICS:,} topics",
                unit="/s",
                values=[each["messages"] / each["seconds"] for each in runs],
                wanted=WANTED[qos] if who == "tracemq" else "",
                note="counts, order, checksum and acknowledgements are those sent"
                if who == "tracemq"
                else "counts only",
                facts={
                    "gc_per_million": runs[-1]["gc"] / messages * 1e6,
                    "blocks_at_end": runs[-1]["blocks"],
                    "rss_peak_mib": runs[-1]["rss_peak_mib"],
                },
            )
        )
    return figures
