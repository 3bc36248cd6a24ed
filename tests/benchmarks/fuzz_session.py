"""Random and mutated conversations into the session: it ends the connection, or goes on, and never anything else.

    python -m tests.benchmarks.fuzz_session [--inputs 1000000] [--seed 1]

Prints what became of the inputs and exits with 1 if any of them broke a promise; the same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final, NamedTuple

from tests.benchmarks.fuzz_decoder import mutated, peak_memory
from tests.support.golden_packets import GOLDEN
from tracemq.mqtt.codec import decode
from tracemq.mqtt.events import Closing
from tracemq.mqtt.journal import SessionState
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packets import Connect, Subscription
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.session import Session, State
from tracemq.mqtt.types import Version

LIMIT: Final = 3000  # of an incoming packet
SLOW_S: Final = 0.5
SHOWN: Final = 20
ACCEPTED: Final = {Version.V31: b"\x20\x02\0\0", Version.V311: b"\x20\x02\0\0", Version.V5: b"\x20\x03\0\0\0"}
FROM_SERVER: Final = {
    version: [golden.data for golden in GOLDEN if golden.version is version and golden.sender == "server"]
    for version in Version
}


class Input(NamedTuple):
    """What the server says, in pieces, and the session that hears it."""

    pieces: list[bytes]
    version: Version
    greeted: bool
    manual: bool
    journaled: bool


class Failure(NamedTuple):
    """An input that broke a promise, and which."""

    number: int
    input: Input
    what: str


def inputs(count: int, seed: int) -> Iterator[Input]:
    random = Random(seed)
    for _ in range(count):
        version = random.choice(list(Version))
        stream = b"".join(packet(version, random) for _ in range(random.randint(1, 6)))
        pieces = []
        while stream:
            size = random.choice((1, 3, 10, len(stream)))
            pieces.append(stream[:size])
            stream = stream[size:]
        yield Input(pieces, version, random.random() < 0.9, random.random() < 0.3, random.random() < 0.3)


def packet(version: Version, random: Random) -> bytes:
    """A packet of a server: as it should be, with something changed, or an acknowledgement of any id."""
    dice = random.random()
    if dice < 0.3:
        return bytes((random.choice((0x40, 0x50, 0x62, 0x70)), 2, 0, random.randrange(8)))
    if dice < 0.5:
        qos, packet_id = random.choice((1, 2)), random.randrange(1, 5)
        body = b"\0\1t" + bytes((0, packet_id)) + (b"\0" if version is Version.V5 else b"")
        return bytes((0x30 | qos << 1, len(body))) + body
    data = random.choice(FROM_SERVER[version])
    return data if dice < 0.7 else mutated(data, random)[1]


def prepared(case: Input) -> Session:
    """A session with work of every kind open, so that most answers mean something."""
    settings = SessionSettings(
        version=case.version,
        client_id="me",
        clean_start=False,
        incoming_packet_limit=LIMIT,
        manual_acknowledgement=case.manual,
        properties=Properties(receive_maximum=5, topic_alias_maximum=3),
    )
    session = Session(settings, restored=SessionState() if case.journaled else None)
    session.connect(0.0)
    if case.greeted:
        session.receive(ACCEPTED[case.version], 0.0, 0.0)
    for qos in (0, 1, 2, 2):
        session.publish("t", b"x", qos, now=0.0)
    session.subscribe([Subscription("a")], now=0.0)
    session.unsubscribe(["b"], now=0.0)
    return session


def verdict(case: Input) -> str:
    """What became of an input, in words that can be counted; raises if a promise was broken."""
    session = prepared(case)
    said = commit_and_write(session)
    outcome = "goes on"
    for piece in case.pieces:
        before = session.state
        events = session.receive(piece, 1.0, 1.0)
        closings = [event for event in events if isinstance(event, Closing)]
        assert bool(closings) == (before is not State.CLOSING and session.state is State.CLOSING), "Closing untold"
        assert len(closings) <= 1
        assert session._connection._scanner.held <= LIMIT, f"{session._connection._scanner.held} bytes held"
        if closings:
            outcome = type(closings[0].error).__name__
    session.expire(1.0)
    said += commit_and_write(session)
    check(said, case.version)
    session.lost(2.0)
    session.connect(2.0)
    again = commit_and_write(session)
    decoded = decode(again, case.version, "client")
    assert decoded is not None
    assert isinstance(decoded[0], Connect), "no CONNECT after it"
    return outcome


def commit_and_write(session: Session) -> bytes:
    journal = session.take_journal()
    if journal is not None:
        session.committed(journal)
    return b"".join(session.take_output(1.0))


def check(said: bytes, version: Version) -> None:
    """Whatever it said was made of whole packets that a client may send."""
    position = 0
    while position < len(said):
        decoded = decode(said, version, "client", start=position)
        assert decoded is not None, "half a packet"
        position += decoded[1]


def fuzz(count: int, seed: int) -> tuple[Counter[str], list[Failure]]:
    """How often each verdict was given, and what failed."""
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    for number, case in enumerate(inputs(count, seed)):
        began = time.thread_time()  # others may use this machine as well
        try:
            counts[verdict(case)] += 1
        except Exception as error:
            failures.append(Failure(number, case, repr(error)))
        took = time.thread_time() - began
        if took > SLOW_S:
            failures.append(Failure(number, case, f"took {took:.2f} s"))
    return counts, failures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Random and mutated conversations into the MQTT session.")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    counts, failures = fuzz(options.inputs, options.seed)
    took = time.perf_counter() - began
    for name, number in sorted(counts.items()):
        print(f"{number:>10,}  {name}")
    print(f"{options.inputs:,} inputs of seed {options.seed} in {took:.1f} s, {len(failures)} failures{peak_memory()}")
    for failure in failures[:SHOWN]:
        case = failure.input
        print(f"input {failure.number}, {case.version.name}, {case[2:]}: {failure.what}")
        print(f"    {' '.join(piece.hex() for piece in case.pieces)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
