from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.support.open_connection import become, connection
from tracemq.mqtt import ConnectionLost, MqttError, Properties, ReasonCode, Receipt
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.publishing_settings import OwnVariable
from tracemq.ui.dialogs.repeat_dialog import RepeatDialog
from tracemq.ui.dialogs.save_message_dialog import SaveMessageDialog
from tracemq.ui.dialogs.variables_dialog import VariablesDialog
from tracemq.ui.fields import Tone
from tracemq.ui.publish_desk import PublishDesk
from tracemq.ui.publish_form import PublishForm
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.shelf import Shelf


class Desk:
    """A form at a connection whose messages go nowhere; `docks` are those that were asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self.connection: Connection = connection()
        self.connection.publishing.shelf = self.shelf = shelf
        self.sent: list[tuple[str, bytes]] = []
        self.error: MqttError | None = None
        self.docks: list[str] = []
        self.connection.publish = self._publish  # type: ignore[method-assign]
        self.form = PublishForm(shelf=shelf, stream=self.connection.publishing.stream)
        self.desk = PublishDesk(self.connection, self.form, self._bring)

    def _bring(self, name: str, _then: object = None) -> None:
        self.docks.append(name)

    def _publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = NO_PROPERTIES
    ) -> Receipt:
        if self.error is not None:
            raise self.error
        self.sent.append((topic, payload))
        receipt = Receipt()
        receipt.settle(ReasonCode.NO_MATCHING_SUBSCRIBERS, Properties(reason_string="all gone"))
        return receipt

    async def settled(self) -> None:
        async with asyncio.timeout(10):
            while any(entry.code is None and not entry.failure for entry in self.shelf.sent.entries):
                await asyncio.sleep(0)


@pytest.fixture
async def desk(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(Shelf(tmp_path / "config", tmp_path / "data"))
    qtbot.addWidget(made.form)
    made.form.show()
    yield made
    made.connection.publishing.close()


async def test_what_is_published_is_remembered_with_its_receipt(desk: Desk) -> None:
    desk.form.topic.setText("a/{{counter}}")
    desk.form.payload.put(PayloadKind.TEXT, "x")
    desk.form.publish()
    await desk.settled()
    (entry,) = desk.shelf.sent.entries
    assert desk.sent == [("a/1", b"x")]
    assert (entry.topic, entry.broker, entry.code) == ("a/1", "Plant", ReasonCode.NO_MATCHING_SUBSCRIBERS)
    assert "nobody subscribes" in desk.form.receipt.text()
    assert "The broker says: “all gone”" in desk.form.receipt.text()


async def test_what_is_refused_is_remembered_as_such(desk: Desk) -> None:
    desk.error = ConnectionLost()
    desk.form.topic.setText("a")
    desk.form.publish()
    (entry,) = desk.shelf.sent.entries
    assert entry.failure
    assert desk.form.receipt.tone is Tone.BAD


async def test_own_variables_reach_the_form(desk: Desk) -> None:
    desk.form.topic.setText("a/{{room}}")
    desk.form.variables_asked.emit()
    (dialog,) = desk.form.findChildren(VariablesDialog)
    dialog.model.show([OwnVariable(name="room", value="kitchen")])
    dialog.ok_button.click()
    desk.form.publish()
    assert desk.sent == [("a/kitchen", b"")]


async def test_a_message_is_repeated_with_counters_of_its_own(desk: Desk) -> None:
    desk.form.topic.setText("a/{{counter}}")
    desk.form.publish()
    desk.form.repeat()
    (dialog,) = desk.form.findChildren(RepeatDialog)
    dialog.every.setText("0")
    dialog.times.setText("3")
    dialog.times.textEdited.emit("3")
    dialog.start_button.click()
    await desk.settled()
    assert [topic for topic, _ in desk.sent] == ["a/1", "a/1", "a/2", "a/3"]
    assert desk.docks == ["repeats"]
    assert [entry.code for entry in desk.shelf.sent.entries] == [ReasonCode.NO_MATCHING_SUBSCRIBERS, ReasonCode.SUCCESS]


async def test_a_request_is_sent_and_its_panel_shown(desk: Desk) -> None:
    desk.form.topic.setText("ask")
    desk.form.request()
    assert desk.docks == ["requests"]
    (request,) = desk.connection.publishing.requests.all
    assert request.topic == "ask"
    become(desk.connection, ConnectionState.OFFLINE)
    assert not desk.form.publish_button.isEnabled()


async def test_saving_what_was_written_here_allows_it_to_read(desk: Desk) -> None:
    desk.form.payload.put(PayloadKind.TEXT, "{{env.HOME}}")
    desk.form.topic.setText("a")
    desk.form.head.actions_by_name["save"].trigger()
    (dialog,) = desk.form.findChildren(SaveMessageDialog)
    dialog.save_button.click()
    assert not desk.shelf.barred(MessageRecord(topic="a", payload="{{env.HOME}}"))


async def test_saving_what_comes_from_elsewhere_allows_nothing(desk: Desk) -> None:
    theirs = MessageRecord(topic="a", payload="{{env.HOME}}")
    desk.form.show_record(theirs, barred=True)
    desk.form.head.actions_by_name["save"].trigger()
    (dialog,) = desk.form.findChildren(SaveMessageDialog)
    dialog.save_button.click()
    assert desk.shelf.messages is not None
    assert len(desk.shelf.messages.load().messages) == 1
    assert desk.shelf.barred(theirs)


async def test_a_form_that_is_gone_is_told_nothing(qapp: QApplication, tmp_path: Path) -> None:
    made = Desk(Shelf(tmp_path / "config", tmp_path / "data"))
    delete(made.form)
    become(made.connection, ConnectionState.OFFLINE)
    made.shelf.change(variables=())
    assert made.connection.publishing.repeats._listeners == []
