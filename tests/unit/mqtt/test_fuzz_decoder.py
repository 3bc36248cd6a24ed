"""A short run of the decoder's fuzzer, and proof that it would find something."""

from __future__ import annotations

import pytest

from tests.benchmarks.fuzz_decoder import fuzz, inputs, main
from tracemq.mqtt.codec import Sender, decode
from tracemq.mqtt.errors import RefusedLocally
from tracemq.mqtt.packets import Packet
from tracemq.mqtt.types import PacketType, Version


def test_ten_thousand_inputs_break_no_promise() -> None:
    counts, failures = fuzz(10_000, seed=7)
    assert failures == []
    assert counts.total() == 10_000
    for kind in PacketType:
        assert counts[f"packet {kind.name.capitalize()}"], kind
    for error in (
        "MalformedPacket 0x81",
        "ProtocolError 0x82",
        "ProtocolError 0x8F",
        "ProtocolError 0x90",
        "incomplete",
    ):
        assert counts[error], error


def test_a_seed_gives_the_same_inputs_again() -> None:
    assert list(inputs(200, 3)) == list(inputs(200, 3))
    assert list(inputs(200, 3)) != list(inputs(200, 4))


def broken(data: bytes, version: Version, sender: Sender) -> tuple[Packet, int] | None:
    if len(data) == 17:
        raise IndexError("off by one")
    return decode(data, version, sender)


def without_reason(data: bytes, version: Version, sender: Sender) -> tuple[Packet, int] | None:
    raise RefusedLocally("not the peer's fault")


def too_far(data: bytes, version: Version, sender: Sender) -> tuple[Packet, int] | None:
    got = decode(data, version, sender)
    return got and (got[0], got[1] + 1000)


@pytest.mark.parametrize(
    ("decoder", "what"), [(broken, "off by one"), (without_reason, "reason"), (too_far, "consumed")]
)
def test_a_decoder_with_a_fault_is_found_out(decoder: object, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--inputs", "500", "--seed", "1"], decoder) == 1  # type: ignore[arg-type]  # any of the three
    assert what in capsys.readouterr().out


def test_a_clean_run_ends_with_0_and_prints_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--inputs", "500"]) == 0
    assert "500 inputs of seed 1" in capsys.readouterr().out
