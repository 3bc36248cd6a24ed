"""What the guides say in Python is run against a real mosquitto, and prints what they promise."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.support.guide_code import pieces, run
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_broker import soon
from tracemq.help import ORDER, guides

WRITTEN = "mqtt://127.0.0.1:1883"


@pytest.mark.parametrize("guide_id", ORDER)
async def test_the_code_of_a_guide_runs_and_prints_what_it_promises(
    guide_id: str, mosquitto: Mosquitto, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (guide,) = [guide for guide in guides("en") if guide.id == guide_id]
    found = pieces(guide.text)
    assert found
    names: dict[str, Any] = {"__name__": "guide"}
    for piece in found:
        assert WRITTEN in piece.code or "127.0.0.1" not in piece.code
        await soon(run(piece.code, names, lambda code: code.replace(WRITTEN, f"mqtt://127.0.0.1:{mosquitto.port}")), 20)
        assert capsys.readouterr().out == (piece.output or ""), piece.code
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("guide_id", ORDER)
def test_both_languages_have_the_same_code(guide_id: str) -> None:
    by_language = {
        language: next(guide.text for guide in guides(language) if guide.id == guide_id) for language in ("en", "fr")
    }
    assert by_language["en"] != by_language["fr"]
    assert pieces(by_language["en"]) == pieces(by_language["fr"])
