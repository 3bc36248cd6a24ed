"""News of a connection in words."""

from __future__ import annotations

import pytest

from tracemq.mqtt import (
    ClientIdContested,
    ConnectionLost,
    FellBack,
    OfflineQueued,
    PropertiesNotSent,
    ReasonCode,
    Redirected,
    Version,
)
from tracemq.ui.notice_bar import Severity
from tracemq.ui.notice_text import notice_text
from tracemq.workspace.connection import Notice
from tracemq.workspace.happenings import CameBack


@pytest.mark.parametrize(
    ("notice", "severity", "words"),
    [
        (ClientIdContested(client_id="me", times=3, certain=True), Severity.WARNING, ["me", "3", "Another client"]),
        (ClientIdContested(client_id="me", times=3, certain=False), Severity.WARNING, ["Perhaps"]),
        (
            Redirected(reason=ReasonCode.SERVER_MOVED, server_references=("b:1", "c:2")),
            Severity.INFO,
            ["b:1, c:2", "Edit"],
        ),
        (Redirected(reason=ReasonCode.SERVER_MOVED, server_references=()), Severity.INFO, ["does not say"]),
        (
            Redirected(reason=ReasonCode.USE_ANOTHER_SERVER, server_references=("b",), followed="mqtt://b"),
            Severity.INFO,
            ["mqtt://b"],
        ),
        (FellBack(refused=Version.V5, version=Version.V311), Severity.INFO, ["MQTT 5.0", "MQTT 3.1.1"]),
        (OfflineQueued(waiting=1), Severity.INFO, ["wait"]),
        (
            CameBack(lost_at=0.0, away_s=12.0, error=ConnectionLost("x"), attempts=2, session_present=True),
            Severity.INFO,
            ["12", "kept the session", "lost."],
        ),
        (
            CameBack(lost_at=0.0, away_s=0.5, error=None, attempts=1, session_present=False),
            Severity.WARNING,
            ["no session", "missing"],
        ),
        (PropertiesNotSent(ticket=1, names=("content_type",)), Severity.INFO, ["Content Type"]),
    ],
)
def test_each_is_said_with_its_facts(notice: Notice, severity: Severity, words: list[str]) -> None:
    grave, title, detail = notice_text(notice)
    assert grave is severity
    for word in words:
        assert word in f"{title} {detail}"
    assert "{" not in title + detail


def test_what_the_broker_says_is_made_visible() -> None:
    hostile = Redirected(reason=ReasonCode.SERVER_MOVED, server_references=("a\nb\u202e",))
    assert "\n" not in notice_text(hostile)[2]
    assert "\u202e" not in notice_text(hostile)[2]
