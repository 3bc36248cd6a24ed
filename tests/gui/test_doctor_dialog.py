"""The doctor's dialog: it follows an examination, says what came of it, and can be stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tracemq.mqtt import errors
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.types import Version
from tracemq.profiles.profile import Profile, Scheme
from tracemq.ui.dialogs.doctor_dialog import DoctorDialog
from tracemq.ui.doctor_history import history_lines
from tracemq.ui.doctor_remedies import remedy_text
from tracemq.ui.notice_bar import Severity
from tracemq.viewmodels.doctor import DoctorModel, Phase, StepState
from tracemq.workspace.certificate_facts import CertificateFacts
from tracemq.workspace.diagnosis import Cause, Diagnosis
from tracemq.workspace.doctor import Examination
from tracemq.workspace.happenings import Happening, What
from tracemq.workspace.remedies import Kind, Remedy, remedies

NOW = datetime.now(UTC)
EXPECTED = (Step.LOOK_UP, Step.TCP, Step.CONNECT)
LOOKED_UP = StepDone(step=Step.LOOK_UP, seconds=0.012, facts={"addresses": ["127.0.0.1", "::1"]})
REFUSED = StepDone(step=Step.TCP, seconds=0.001, error=errors.ConnectionRefusedByHost("h:1"))
REACHED = StepDone(step=Step.TCP, seconds=0.001, facts={"peer": "127.0.0.1", "port": 1})
ACCEPTED = StepDone(step=Step.CONNECT, seconds=0.001)


def examination(*steps: StepDone, diagnoses: tuple[Diagnosis, ...] = ()) -> Examination:
    error = next((step.error for step in steps if step.error), None)
    return Examination(
        url="mqtt://h:1", version=Version.V5, expected=EXPECTED, steps=steps, diagnoses=diagnoses, error=error
    )


FAILED = examination(
    LOOKED_UP, REFUSED, diagnoses=(Diagnosis(cause=Cause.NOBODY_LISTENS, facts={"host": "h", "port": 1}),)
)


class Patient:
    """An examination that goes on when the test says so."""

    def __init__(self) -> None:
        self.tell: Callable[[StepDone], object] = print
        self.result: asyncio.Future[Examination] = asyncio.get_running_loop().create_future()
        self.started = asyncio.Event()

    async def examine(self, told: Callable[[StepDone], object]) -> Examination:
        self.tell = told
        self.started.set()
        return await self.result


async def shown(qtbot: QtBot) -> tuple[DoctorDialog, Patient]:
    patient = Patient()
    dialog = DoctorDialog(DoctorModel(EXPECTED, patient.examine), "home", "mqtt://h:1")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.model.start()
    await patient.started.wait()
    return dialog, patient


async def finish(dialog: DoctorDialog, patient: Patient, result: Examination) -> None:
    patient.result.set_result(result)
    while dialog.model.running:
        await asyncio.sleep(0)


def states(dialog: DoctorDialog) -> list[StepState]:
    return [row.state for row in dialog.model.rows]


def texts(dialog: DoctorDialog, column: int) -> list[str]:
    items = [dialog.steps.topLevelItem(row) for row in range(dialog.steps.topLevelItemCount())]
    return [item.text(column) for item in items if item is not None]


async def test_steps_appear_as_they_end(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    assert states(dialog) == [StepState.RUNNING, StepState.WAITING, StepState.WAITING]
    patient.tell(LOOKED_UP)
    assert states(dialog) == [StepState.PASSED, StepState.RUNNING, StepState.WAITING]
    assert texts(dialog, 0) == ["Name look-up", "Connection", "MQTT greeting"]
    assert texts(dialog, 1) == ["127.0.0.1, ::1", "In progress…", "Waiting"]
    assert texts(dialog, 2) == ["12 ms", "", ""]
    patient.tell(REFUSED)
    assert dialog.model.phase is Phase.LOOKING_CLOSER
    assert dialog.state.text() == "Looking closer…"
    await finish(dialog, patient, FAILED)
    assert states(dialog) == [StepState.PASSED, StepState.FAILED, StepState.SKIPPED]


async def test_the_cause_of_a_failure_is_shown_with_what_to_try(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    await finish(dialog, patient, FAILED)
    assert [verdict.severity for verdict in dialog.verdicts] == [Severity.ERROR]
    assert dialog.verdicts[0].text.title == "No program listens on port 1."
    assert "Check that the broker runs" in dialog.verdicts[0].accessibleDescription()


async def test_a_connection_that_works_is_said_to_work_beside_what_will_surprise(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    surprise = (Diagnosis(cause=Cause.NOT_VERIFIED),)
    await finish(dialog, patient, examination(LOOKED_UP, REACHED, ACCEPTED, diagnoses=surprise))
    assert [verdict.severity for verdict in dialog.verdicts] == [Severity.INFO, Severity.WARNING]
    assert dialog.verdicts[0].text.title == "The connection works."


async def test_the_report_can_be_copied_when_there_is_one(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    assert not dialog.copy_button.isEnabled()
    await finish(dialog, patient, FAILED)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "NOBODY_LISTENS" in QGuiApplication.clipboard().text()


async def test_stopping_leaves_what_was_found_and_allows_another_run(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    patient.tell(LOOKED_UP)
    qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.model.phase is Phase.STOPPED
    assert states(dialog) == [StepState.PASSED, StepState.SKIPPED, StepState.SKIPPED]
    assert dialog.again_button.isEnabled()
    await asyncio.sleep(0)
    assert patient.result.cancelled()


async def test_closing_the_dialog_stops_the_examination(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    dialog.reject()
    await asyncio.sleep(0)
    assert patient.result.cancelled()


async def test_facts_that_were_opened_stay_open_while_steps_come_in(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    patient.tell(LOOKED_UP)
    first = dialog.steps.topLevelItem(0)
    assert first is not None
    first.setExpanded(True)
    patient.tell(REACHED)
    again = dialog.steps.topLevelItem(0)
    assert again is not None
    assert again.isExpanded()
    assert again.childCount() == 2


async def test_what_a_server_showed_before_a_step_failed_is_open_until_it_is_closed(qtbot: QtBot) -> None:
    dialog, patient = await shown(qtbot)
    shown_first = CertificateFacts(
        subject="CN=h",
        issuer="CN=other",
        names=("h",),
        valid_from=NOW,
        valid_until=NOW,
        fingerprint="AA:BB",
    )
    failed = StepDone(step=Step.TLS, seconds=0.1, error=errors.TlsFailed(errors.TlsFault.UNKNOWN_ISSUER))
    await finish(dialog, patient, replace(examination(LOOKED_UP, failed), chain=(shown_first,)))
    items = [dialog.steps.topLevelItem(row) for row in range(dialog.steps.topLevelItemCount())]
    (tls,) = [item for item in items if item is not None and item.isExpanded()]
    assert tls.text(0) == "Encryption (TLS)"
    facts = [tls.child(row) for row in range(tls.childCount())]
    assert "CN=other" in [fact.text(1) for fact in facts if fact is not None]
    tls.setExpanded(False)
    dialog.model.changed.emit()
    items = [dialog.steps.topLevelItem(row) for row in range(dialog.steps.topLevelItemCount())]
    assert not any(item.isExpanded() for item in items if item is not None)


async def test_a_fault_of_our_own_is_said_and_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    dialog, patient = await shown(qtbot)
    patient.result.set_exception(ZeroDivisionError())
    while dialog.model.running:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert dialog.model.phase is Phase.BROKEN
    assert "broke off" in dialog.state.text()
    assert "connection doctor" in caplog.text


# What can be done about it


async def offered(qtbot: QtBot, *, history: tuple[Happening, ...] = ()) -> tuple[DoctorDialog, Patient, list[Remedy]]:
    patient, chosen = Patient(), list[Remedy]()
    profile = Profile(host="h", port=1)
    dialog = DoctorDialog(
        DoctorModel(EXPECTED, patient.examine),
        "home",
        "mqtt://h:1",
        history=lambda: history,
        remedies=lambda diagnosis: remedies(diagnosis, profile),
    )
    dialog.remedy_chosen.connect(chosen.append)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.model.start()
    await patient.started.wait()
    return dialog, patient, chosen


async def test_advice_that_can_be_carried_out_has_a_button(qtbot: QtBot) -> None:
    dialog, patient, chosen = await offered(qtbot)
    await finish(dialog, patient, FAILED)
    (button,) = dialog.verdicts[0].buttons
    assert button.text() == "Use port 1883"
    button.click()
    assert [remedy.kind for remedy in chosen] == [Kind.USE_PORT]
    dialog.model.changed.emit()
    assert "Changed in the connection: Use port 1883." in dialog.state.text()


async def test_a_changed_connection_is_examined_anew(qtbot: QtBot) -> None:
    dialog, patient, _ = await offered(qtbot)
    await finish(dialog, patient, FAILED)
    again = Patient()
    dialog.show_address("mqtts://h:1")
    dialog.model.start_anew((Step.TCP, Step.TLS), again.examine)
    await again.started.wait()
    assert dialog.address.text() == "mqtts://h:1"
    assert texts(dialog, 0) == ["Connection", "Encryption (TLS)"]
    assert dialog.verdicts == []
    dialog.reject()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_remedy_has_words_for_its_button(kind: Kind) -> None:
    facts = {"scheme": Scheme.MQTTS, "port": 1, "path": "/a&b", "version": Version.V5, "host": "h" * 300}
    words = remedy_text(Remedy(kind=kind, changes=(), facts=facts))
    assert "{" not in words
    assert len(words) < 70
    assert words.replace("&&", "").count("&") == 0


# What happened before


async def test_what_happened_stands_beside_the_examination_and_in_the_report(qtbot: QtBot) -> None:
    happened = (
        Happening(at=1.0, what=What.CONNECTED, peer="10.0.0.1", session_present=True),
        Happening(at=2.0, what=What.LOST, error=errors.ConnectionLost("reset"), held_s=7200.0),
        Happening(at=3.0, what=What.FAILED, error=errors.ConnectionRefusedByHost("h:1"), times=12, until=90.0),
        Happening(at=100.0, what=What.WOKE, held_s=7200.0),
    )
    dialog, patient, _ = await offered(qtbot, history=happened)
    rows = [dialog.history.topLevelItem(row) for row in range(dialog.history.topLevelItemCount())]
    told = [f"{row.text(1)}: {row.text(2)}" for row in rows if row is not None]
    assert told[0] == "Woke up: The computer, or the program, had stood still for 2 h."
    assert told[1].startswith("Attempt failed (12 times): ")
    assert told[2].endswith("It had stood for 2 h.")
    assert told[3] == "Connected: 10.0.0.1 The broker had kept the session."
    await finish(dialog, patient, FAILED)
    dialog.copy_button.click()
    assert "Connection lost" in QGuiApplication.clipboard().text()


async def test_without_a_past_there_is_no_table_of_it(qtbot: QtBot) -> None:
    dialog, patient, _ = await offered(qtbot)
    await finish(dialog, patient, FAILED)
    assert not dialog.history.isVisible()
    assert dialog.steps.isVisible()
    dialog.copy_button.click()
    assert "What happened" not in QGuiApplication.clipboard().text()


async def test_a_fact_and_a_line_of_the_past_can_be_copied(qtbot: QtBot) -> None:
    dialog, patient, _ = await offered(qtbot, history=(Happening(at=1.0, what=What.CONNECTED, peer="10.0.0.1"),))
    await finish(dialog, patient, FAILED)
    first = dialog.steps.topLevelItem(0)
    assert first is not None
    fact, line = first.child(0), dialog.history.topLevelItem(0)
    assert fact is not None
    assert line is not None
    dialog.steps.setCurrentItem(fact)
    dialog.steps.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "Address\t127.0.0.1"
    dialog.history.setCurrentItem(line)
    dialog.history.actions()[0].trigger()
    assert QGuiApplication.clipboard().text().endswith("\tConnected\t10.0.0.1")


@pytest.mark.parametrize("what", list(What))
def test_every_happening_has_words(what: What) -> None:
    for times in (1, 3):
        entry = Happening(at=time.time(), what=what, error=errors.ConnectionLost("x"), times=times, until=5.0, unsent=2)
        (line,) = history_lines([entry])
        assert line.what
        assert "{" not in line.what + line.detail
