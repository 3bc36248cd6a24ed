"""A short run of the session's fuzzer, and proof that it would find something."""

from __future__ import annotations

import pytest

from tests.benchmarks.fuzz_session import fuzz, inputs, main
from tracemq.mqtt.session import Session


def test_five_thousand_conversations_break_no_promise() -> None:
    counts, failures = fuzz(5_000, seed=7)
    assert failures == []
    for outcome in ("goes on", "MalformedPacket", "ProtocolError", "ServerDisconnected", "ConnectionRefused"):
        assert counts[outcome], outcome


def test_a_seed_gives_the_same_conversations_again() -> None:
    assert list(inputs(100, 3)) == list(inputs(100, 3))
    assert list(inputs(100, 3)) != list(inputs(100, 4))


def test_an_error_that_escapes_is_found(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    honest = Session.receive

    def broken(self: Session, data: bytes, now: float, received_at: float) -> list[object]:
        if len(data) == 10:
            raise IndexError("off by one")
        return honest(self, data, now, received_at)  # type: ignore[return-value]

    monkeypatch.setattr(Session, "receive", broken)
    assert main(["--inputs", "50"]) == 1
    assert "off by one" in capsys.readouterr().out
