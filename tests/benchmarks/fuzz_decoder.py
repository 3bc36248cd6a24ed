"""Random and mutated bytes into the decoder: nothing but MqttError may come out, and nothing may take long.

    python -m tests.benchmarks.fuzz_decoder [--inputs 1000000] [--seed 1]

Prints what became of the inputs and exits with 1 if any of them broke a promise; the same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from tests.support.golden_packets import GOLDEN
from tracemq.mqtt.codec import Sender, decode, encode
from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.packets import Connack, Packet
from tracemq.mqtt.types import Version
from tracemq.mqtt.wire import write_varint

Decode = Callable[[bytes, Version, Sender], "tuple[Packet, int] | None"]
SENDERS: tuple[Sender, ...] = ("server", "client")
VERSIONS = tuple(Version)
SLOW_S = 0.5  # an input has at most a few hundred bytes
SHOWN = 20


class Input(NamedTuple):
    """One thing to decode, and how it was made."""

    recipe: str
    data: bytes
    version: Version
    sender: Sender


class Failure(NamedTuple):
    """An input that broke a promise, and which."""

    number: int
    input: Input
    what: str


def inputs(count: int, seed: int) -> Iterator[Input]:
    """Half of them whole packets with something changed, a quarter bodies without sense, the rest noise."""
    random = Random(seed)
    for _ in range(count):
        dice = random.random()
        if dice < 0.1:
            yield Input(
                "noise", random.randbytes(random.randrange(60)), random.choice(VERSIONS), random.choice(SENDERS)
            )
        elif dice < 0.35:
            body = random.randbytes(random.randrange(40))
            data = bytes((random.randrange(256),)) + write_varint(len(body)) + body
            yield Input("any body", data, random.choice(VERSIONS), random.choice(SENDERS))
        else:
            golden = random.choice(GOLDEN)
            recipe, data = mutated(golden.data, random)
            yield Input(recipe, data, golden.version, golden.sender)


def mutated(data: bytes, random: Random) -> tuple[str, bytes]:
    """A packet with one to three changes, its remaining length mostly set right again so that the body is looked at."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(CHANGES)(changed, random)
    if len(changed) > 1 and random.random() < 0.8:
        start = 2 if data[1] < 0x80 else 3
        body = bytes(changed[start:])
        return "changed body", bytes(changed[:1]) + write_varint(len(body)) + body
    return "changed packet", bytes(changed)


def flip(data: bytearray, random: Random) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def replace(data: bytearray, random: Random) -> None:
    if data:
        data[random.randrange(len(data))] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))


def insert(data: bytearray, random: Random) -> None:
    place = random.randrange(len(data) + 1)
    data[place:place] = random.randbytes(random.randint(1, 4))


def remove(data: bytearray, random: Random) -> None:
    place = random.randrange(len(data) + 1)
    del data[place : place + random.randint(1, 4)]


def cut(data: bytearray, random: Random) -> None:
    del data[random.randrange(len(data) + 1) :]


def repeat(data: bytearray, random: Random) -> None:
    place = random.randrange(len(data) + 1)
    data[place:place] = data[place : place + random.randint(1, 20)]


def splice(data: bytearray, random: Random) -> None:
    other = random.choice(GOLDEN).data
    data[random.randrange(len(data) + 1) :] = other[random.randrange(len(other)) :]


CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (flip, replace, insert, remove, cut, repeat, splice)


def verdict(case: Input, decoder: Decode) -> str:
    """What became of an input, in words that can be counted; raises if a promise was broken."""
    try:
        got = decoder(case.data, case.version, case.sender)
    except MqttError as error:
        if error.reason is None or not error.reason.failed:
            raise AssertionError(f"{error!r} without a reason") from None
        return f"{type(error).__name__} 0x{error.reason:02X}"
    if got is None:
        return "incomplete"
    packet, consumed = got
    if not 2 <= consumed <= len(case.data):
        raise AssertionError(f"{consumed} bytes consumed of {len(case.data)}")
    if not (isinstance(packet, Connack) and packet.reason_code):  # one that is refused to write is not one to read
        again = encode(packet, case.version, case.sender)
        if decoder(again, case.version, case.sender) != (packet, len(again)):
            raise AssertionError("the packet does not come back")
    return f"packet {type(packet).__name__}"


def fuzz(count: int, seed: int, decoder: Decode = decode) -> tuple[Counter[str], list[Failure]]:
    """How often each verdict was given, and what failed."""
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    for number, case in enumerate(inputs(count, seed)):
        began = time.thread_time()  # others may use this machine as well
        try:
            counts[verdict(case, decoder)] += 1
        except Exception as error:
            failures.append(Failure(number, case, repr(error)))
        took = time.thread_time() - began
        if took > SLOW_S:
            failures.append(Failure(number, case, f"took {took:.2f} s"))
    return counts, failures


def peak_memory() -> str:
    """The most memory that this process ever had, where the system tells."""
    if sys.platform == "win32":
        return ""
    import resource

    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    return f", {kib / 1024:.0f} MiB"


def main(arguments: Sequence[str] | None = None, decoder: Decode = decode) -> int:
    parser = argparse.ArgumentParser(description="Random and mutated bytes into the MQTT decoder.")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    counts, failures = fuzz(options.inputs, options.seed, decoder)
    took = time.perf_counter() - began
    for name, number in sorted(counts.items()):
        print(f"{number:>10,}  {name}")
    print(f"{options.inputs:,} inputs of seed {options.seed} in {took:.1f} s, {len(failures)} failures{peak_memory()}")
    for failure in failures[:SHOWN]:
        case = failure.input
        print(f"input {failure.number} ({case.recipe}), {case.version.name} from the {case.sender}: {failure.what}")
        print(f"    {case.data.hex()}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
