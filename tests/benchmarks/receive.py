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
COUNTED = {"tracemq": 1_000_000, "gmqtt": 200_000}
TIMES_WANTED = {"gmqtt": "4", "paho": "30"}
PROVED = "counts, order, checksum and acknowledgements are those sent"


def there() -> list[str]:
    """The clients that are installed."""
    return [who for who in WHO if who == "tracemq" or find_spec(PACKAGES[who]) is not None]


def once(who: str, messages: int, qos: int, *more: str) -> dict[str, Any]:
    """One run; asserts that what was received is what was sent, as far as the client tells."""
    with fire_hose(Load(messages=messages, topics=TOPICS, size=PAYLOAD, qos=qos)) as hose:
        command = [sys.executable, "-m", "tests.benchmarks.receivers", who, str(hose.port), str(messages), str(qos)]
        done = subprocess.run([*command, *more], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
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
    """Every client once, and again: what disturbs the machine meanwhile disturbs all of them."""
    pairs = [*((who, 0) for who in there()), ("tracemq", 1), ("tracemq", 2)]
    rates: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    peaks: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    for _ in range(size.repeat):
        for who, qos in pairs:
            got = once(who, size.of(MESSAGES.get((who, qos), 60_000), 5_000) // TOPICS * TOPICS, qos)
            rates[who, qos].append(got["messages"] / got["seconds"])
            peaks[who, qos].append(got["rss_peak_mib"])
    figures = [
        Figure(
            row="receive",
            what=f"{who}, QoS {qos}, {PAYLOAD} B, {TOPICS:,} topics",
            unit="/s",
            values=values,
            wanted=WANTED[qos] if who == "tracemq" else "",
            note=PROVED if who == "tracemq" else "counts only",
            facts={"rss_peak_mib": peaks[who, qos]},
        )
        for (who, qos), values in rates.items()
    ]
    ours = rates["tracemq", 0]
    figures += [
        Figure(
            row="receive",
            what=f"QoS 0, times as fast as {who}, run by run",
            unit="",
            values=[mine / theirs for mine, theirs in zip(ours, rates[who, 0], strict=True)],
            wanted=TIMES_WANTED.get(who, ""),
        )
        for who in there()[1:]
    ]
    return figures


def allocations(size: Size) -> list[Figure]:
    """What a million messages at QoS 0 cost in blocks of memory and garbage collections, each client in its turn."""
    figures = []
    for who in there():
        messages = size.of(COUNTED.get(who, 60_000), 5_000)
        runs = [once(who, messages, 0, "count") for _ in range(size.repeat)]
        note = "everything is kept in the log" if who == "tracemq" else "messages are counted, none is kept"
        for key, what in (("allocations", "blocks of memory asked for"), ("gc", "garbage collections")):
            if runs[0][key] is not None:
                values = [each[key] / messages * 1e6 for each in runs]
                words = f"{who}: {what} per million received"
                figures.append(Figure(row="allocations", what=words, unit="", values=values, note=note))
    return figures
