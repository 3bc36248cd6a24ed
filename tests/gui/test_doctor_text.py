from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracemq.mqtt import errors
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.types import Version
from tracemq.profiles.profile import Scheme
from tracemq.ui.doctor_causes import CAUSES
from tracemq.ui.doctor_text import (
    DiagnosisText,
    diagnosis_text,
    duration,
    identity_text,
    phase_text,
    report_text,
    state_name,
    step_facts,
    step_name,
    step_summary,
)
from tracemq.viewmodels.doctor import Phase, StepRow, StepState
from tracemq.workspace.diagnosis import Cause, Diagnosis
from tracemq.workspace.doctor import Examination, Identity

FACTS = {
    "host": "broker.example",
    "port": 1883,
    "seconds": 10.0,
    "path": "/mqtt",
    "proxy": "proxy:1080",
    "detail": "{braces}",
    "scheme": Scheme.MQTTS,
    "status": 404,
    "valid_from": datetime(2026, 1, 2, tzinfo=UTC),
    "valid_until": datetime(2026, 3, 4, tzinfo=UTC),
    "server_name": "a.example",
    "names": ("b.example", "c.example"),
    "issuer": "CN=ca",
    "subject": "CN=me",
    "location": "wss://there",
    "version": Version.V5,
    "taken": (Version.V311,),
    "username": "alice",
    "method": "SCRAM-SHA-256",
    "client_id": "twin",
    "topic": "alarm",
    "address": "west:1883",
    "reason": ReasonCode.SERVER_BUSY,
    "filters": (("a/#", ReasonCode.NOT_AUTHORIZED),),
    "days": 3,
    "error": errors.TlsFileInvalid(errors.FileFault.MISSING, "/a.pem"),
}


def is_sentence(text: str) -> bool:
    return text.lstrip("“")[:1].isalpha() and "?" not in text and len(text) > 10


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_says_what_happened_why_and_what_to_try(cause: Cause) -> None:
    told = diagnosis_text(Diagnosis(cause=cause, facts=FACTS))
    assert all(map(is_sentence, told)), told


@pytest.mark.parametrize("cause", Cause)
def test_a_cause_without_its_facts_is_still_told(cause: Cause) -> None:
    assert diagnosis_text(Diagnosis(cause=cause)).title == CAUSES[cause][0].replace("{port}", "?")


def test_facts_stand_in_the_sentences() -> None:
    told = diagnosis_text(Diagnosis(cause=Cause.CERTIFICATE_WRONG_HOST, facts=FACTS))
    assert "“a.example”" in told.detail
    assert "b.example, c.example" in told.detail
    refused = Diagnosis(cause=Cause.VERSION_REFUSED, facts={"version": Version.V5, "taken": (Version.V311,)})
    assert diagnosis_text(refused).advice == "It takes MQTT 3.1.1: choose that on the General page."


def test_a_path_that_works_is_the_advice() -> None:
    facts = {"path": "/wrong", "status": 404, "working": "/ws"}
    told = diagnosis_text(Diagnosis(cause=Cause.WEBSOCKET_PATH, facts=facts))
    assert told == DiagnosisText(
        "There is no broker at this path.",
        "The web server has nothing at /wrong (HTTP 404).",
        "The path /ws works: set it on the WebSocket page.",
    )


def test_what_the_broker_says_is_quoted_as_it_is() -> None:
    facts = {"reason": ReasonCode.QUOTA_EXCEEDED, "words": "{too} <b>much</b>"}
    assert "“{too} <b>much</b>”" in diagnosis_text(Diagnosis(cause=Cause.REFUSED, facts=facts)).detail


def test_what_the_broker_says_at_length_is_cut_with_a_mark_and_cannot_forge_lines() -> None:
    facts = {"reason": ReasonCode.QUOTA_EXCEEDED, "words": "no\nfine\u202e" + "x" * 65_000}
    detail = diagnosis_text(Diagnosis(cause=Cause.REFUSED, facts=facts)).detail
    assert "“no fine‹U+202E›xx" in detail
    assert "x…”" in detail
    assert len(detail) < 1500


def test_every_step_state_phase_and_identity_has_its_words() -> None:
    assert all(map(step_name, Step))
    assert all(map(state_name, StepState))
    assert all(phase_text(phase) for phase in Phase if phase not in {Phase.IDLE, Phase.FINISHED})
    assert all(identity_text(identity) for identity in Identity if identity is not Identity.OWN)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0004, "0.4 ms"), (0.0123, "12 ms"), (0.9, "900 ms"), (2.345, "2.3 s")]
)
def test_a_duration_is_said_in_a_fitting_unit(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_subscription_is_told_with_its_answer() -> None:
    facts = {"filters": ["a", "b"], "reason_codes": (ReasonCode.SUCCESS, ReasonCode.NOT_AUTHORIZED)}
    told = step_facts(StepDone(step=Step.SUBSCRIBE, seconds=0.1, facts=facts))
    assert [name for name, _ in told] == ["a", "b"]
    assert all(meaning for _, meaning in told)


def test_a_step_that_was_not_finished_in_time_says_so() -> None:
    done = StepDone(step=Step.TCP, seconds=10, error=TimeoutError())
    assert step_summary(StepRow(step=Step.TCP, state=StepState.FAILED, done=done)) == "No answer in time."


def test_the_report_has_every_step_and_cause_and_no_secret() -> None:
    done = StepDone(step=Step.LOOK_UP, seconds=0.01, facts={"addresses": ["127.0.0.1"]})
    failed = StepDone(step=Step.TCP, seconds=0.02, error=errors.ConnectionRefusedByHost("mqtt://u:hunter2@h:1"))
    rows = [
        StepRow(step=Step.LOOK_UP, state=StepState.PASSED, done=done),
        StepRow(step=Step.TCP, state=StepState.FAILED, done=failed),
        StepRow(step=Step.CONNECT, state=StepState.SKIPPED),
    ]
    text = report_text(
        rows,
        Examination(
            url="mqtt://h:1",
            version=Version.V5,
            expected=(Step.LOOK_UP, Step.TCP, Step.CONNECT),
            steps=(done, failed),
            diagnoses=(Diagnosis(cause=Cause.NOBODY_LISTENS, facts={"host": "h", "port": 1}),),
            error=failed.error,
        ),
    )
    assert "Name look-up: Passed 10 ms\n    Address: 127.0.0.1" in text
    assert "MQTT greeting: Not reached" in text
    assert "No program listens on port 1." in text
    assert "NOBODY_LISTENS" in text
    assert "hunter2" not in text


def test_no_fact_forges_another_line() -> None:
    facts = {"filters": ["a\u202eb\nc"], "reason_codes": [ReasonCode.GRANTED_QOS_1]}
    ((name, value),) = step_facts(StepDone(step=Step.SUBSCRIBE, seconds=0.1, facts=facts))
    assert name == "a‹U+202E›b c"
    assert value
    facts = {"host": "h", "port": 1, "scheme": "http", "proxy": "p\nConnected to: q"}
    told = step_facts(StepDone(step=Step.PROXY, seconds=0.1, facts=facts))
    assert told[0][1] == "http://p Connected to: q"
