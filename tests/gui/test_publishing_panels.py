from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.fake_line import FakeLine
from tracemq.mqtt import Message, Properties, ReasonCode, Version
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.publishing_settings import OwnVariable, Remember
from tracemq.profiles.sent_history import SentMessage
from tracemq.ui.dialogs.repeat_dialog import RepeatDialog
from tracemq.ui.dialogs.save_message_dialog import SaveMessageDialog
from tracemq.ui.dialogs.variables_dialog import VariablesDialog
from tracemq.ui.fields import Tone
from tracemq.ui.message_library import MessageLibrary
from tracemq.ui.messages_panel import MessagesPanel
from tracemq.ui.repeats_panel import RepeatsPanel
from tracemq.ui.request_panel import RequestPanel
from tracemq.ui.sent_panel import SentPanel
from tracemq.viewmodels import slices
from tracemq.viewmodels.entries import EntriesModel, Entry
from tracemq.viewmodels.saved_tree import MIME, SavedRole
from tracemq.workspace.publication import Publication
from tracemq.workspace.publishing import Publishing
from tracemq.workspace.repeats import Pace, Repeat, RepeatState
from tracemq.workspace.request_response import Request, RequestState
from tracemq.workspace.shelf import Shelf

LIGHT = MessageRecord(name="Light", topic="house/light", payload="on")


def sent(topic: str, payload: str = "1", **facts: object) -> SentMessage:
    message = MessageRecord(topic=topic, payload=payload)
    return SentMessage(at=1_700_000_000.0, topic=topic, message=message, size=len(payload), **facts)  # type: ignore[arg-type]


def titles(model: EntriesModel) -> list[str]:
    return [entry.title for entry in model.entries]


@pytest.fixture(autouse=True)
def _in_one_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes milliseconds on a quiet machine ends before it returns on a loaded one as well."""
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "config", tmp_path / "data")


# Entries


def entries(*keys: int, detail: str = "") -> list[Entry]:
    return [Entry(key=key, title=str(key), detail=detail) for key in keys]


@pytest.mark.parametrize(
    ("before", "after"),
    [((), (1,)), ((1,), (2, 1)), ((2, 1), (3, 2)), ((1,), ()), ((3, 2, 1), (3, 1)), ((1, 2), (3, 4)), ((2, 1), (2, 1))],
)
def test_a_list_of_entries_becomes_another_one(qapp: object, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    model = EntriesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(entries(*before))
    model.show(entries(*after, detail="new"))
    assert [(entry.key, entry.detail) for entry in model.entries] == [(key, "new") for key in after]
    del tester


# What was sent


@pytest.fixture
def sent_panel(qtbot: QtBot, shelf: Shelf) -> SentPanel:
    panel = SentPanel(shelf)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_what_is_sent_appears_at_the_top_with_its_outcome(qtbot: QtBot, shelf: Shelf, sent_panel: SentPanel) -> None:
    shelf.sent.add(sent("a", code=0))
    shelf.sent.add(sent("b", failure="The connection was lost."))
    qtbot.waitUntil(lambda: titles(sent_panel.model) == ["b", "a"])
    assert [entry.mark for entry in sent_panel.model.entries] == [Tone.BAD.value, Tone.GOOD.value]
    assert "The connection was lost." in sent_panel.model.entries[0].detail


def test_a_click_fills_the_form_and_the_list_is_searched(qtbot: QtBot, shelf: Shelf, sent_panel: SentPanel) -> None:
    shelf.sent.add(sent("house/light", "on"))
    shelf.sent.add(sent("garden/pump", "off"))
    qtbot.keyClicks(sent_panel.search, "house")
    qtbot.waitUntil(lambda: titles(sent_panel.model) == ["house/light"])
    place = sent_panel.list.visualRect(sent_panel.model.index(0)).center()
    with qtbot.waitSignal(sent_panel.filled) as signal:
        qtbot.mouseClick(sent_panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args == [MessageRecord(topic="house/light", payload="on"), ""]


def test_a_payload_that_was_not_kept_is_told(qtbot: QtBot, shelf: Shelf, sent_panel: SentPanel) -> None:
    shelf.sent.add(sent("big", "x" * 100_000))
    qtbot.waitUntil(lambda: titles(sent_panel.model) == ["big"])
    assert "97.7 KiB, not kept" in sent_panel.model.entries[0].detail
    with qtbot.waitSignal(sent_panel.filled) as signal:
        sent_panel.list.picked.emit(sent_panel.model.entries[0].key)
    assert signal.args[1] == "The payload of 97.7 KiB was not kept."


def test_what_is_remembered_is_chosen_and_forgotten(qtbot: QtBot, shelf: Shelf, sent_panel: SentPanel) -> None:
    shelf.sent.add(sent("a"))
    sent_panel._remember[Remember.NOTHING].trigger()
    assert shelf.settings.remember is Remember.NOTHING
    assert shelf.sent.add(sent("b")) == 0
    sent_panel._actions["clear"].trigger()
    (box,) = sent_panel.findChildren(QMessageBox)
    (forget,) = (button for button in box.findChildren(QPushButton) if button.text() == "Forget")
    qtbot.mouseClick(forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(sent_panel.model) == [])
    assert "not remembered" in sent_panel.list.empty_text


# Saved messages


@pytest.fixture
def library(qtbot: QtBot, shelf: Shelf) -> MessageLibrary:
    assert shelf.messages is not None
    shelf.messages.add("", LIGHT)
    shelf.messages.make_folder("", "House")
    panel = MessageLibrary(shelf, shelf.messages)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    return panel


def paths(library: MessageLibrary) -> list[str]:
    return [message.path for message in library.model.library.messages]


def test_a_double_click_fills_the_form(qtbot: QtBot, shelf: Shelf, library: MessageLibrary) -> None:
    with qtbot.waitSignal(library.filled) as signal:
        library.tree.activated.emit(library.model.index_of("light.yaml", is_folder=False))
    assert signal.args == [LIGHT, False]


def test_a_message_that_reads_from_this_computer_comes_barred(
    qtbot: QtBot, shelf: Shelf, library: MessageLibrary
) -> None:
    assert shelf.messages is not None
    shelf.messages.add("", MessageRecord(name="Theirs", payload="{{env.HOME}}"))
    library.reload()
    with qtbot.waitSignal(library.filled) as signal:
        library.tree.activated.emit(library.model.index_of("theirs.yaml", is_folder=False))
    assert signal.args[1] is True


def test_messages_are_renamed_moved_by_dragging_and_deleted(qtbot: QtBot, library: MessageLibrary) -> None:
    model = library.model
    model.setData(model.index_of("light.yaml", is_folder=False), "Lamp")
    assert paths(library) == ["lamp.yaml"]
    data = model.mimeData([model.index_of("lamp.yaml", is_folder=False)])
    folder = model.index_of("House", is_folder=True)
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, folder)
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, folder)
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, folder)
    assert paths(library) == ["House/lamp.yaml"]
    library._delete("House", is_folder=True)
    assert paths(library) == []
    assert data.hasFormat(MIME)


def test_a_folder_is_made_and_named_at_once(library: MessageLibrary) -> None:
    library.tree.setCurrentIndex(library.model.index_of("House", is_folder=True))
    library.actions_by_name["new_folder"].trigger()
    assert library.model.library.folders == ("House", "House/New folder")
    assert library.tree.currentIndex().data(SavedRole.PATH) == "House/New folder"


def test_what_cannot_be_done_is_told(library: MessageLibrary) -> None:
    library._rename("House", True, "...")
    assert library.note.tone is Tone.BAD
    library._move("House", True, "House/Deeper")
    assert library.note.tone is Tone.BAD


def test_a_broken_file_is_listed_and_says_what_is_wrong(shelf: Shelf, library: MessageLibrary) -> None:
    assert shelf.messages is not None
    (shelf.messages.folder / "bad.yaml").write_text("qos: 9\n")
    library.tick(1e9)
    library.tree.activated.emit(library.model.index_of("bad.yaml", is_folder=False))
    assert library.note.text().startswith("bad.yaml: ")


def test_messages_are_brought_in_and_taken_out(qtbot: QtBot, tmp_path: Path, library: MessageLibrary) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "good.yaml").write_text("topic: a\n")
    (theirs / "bad.yaml").write_text("- 1\n")
    library.bring_in([theirs])
    qtbot.waitUntil(lambda: "theirs/good.yaml" in paths(library))
    refused = "Messages imported: 1. Not taken over (1): bad.yaml It is not a list of keys and values."
    assert library.note.text() == refused
    assert "bad.yaml: It is not a list" in library.note.toolTip()
    library.tree.setCurrentIndex(library.model.index_of("theirs", is_folder=True))
    library.take_out(tmp_path / "out")
    qtbot.waitUntil(lambda: library.note.text() == "Messages exported: 1.")
    assert (tmp_path / "out" / "good.yaml").read_text() == "topic: a\n"


def test_each_file_that_was_not_taken_over_has_its_reason(
    qtbot: QtBot, tmp_path: Path, library: MessageLibrary
) -> None:
    (tmp_path / "new.yaml").write_text("schema: 99\n")
    (tmp_path / "thief.yaml").write_text("correlation_as: file\ncorrelation_data: /etc/hostname\n")
    library.bring_in([tmp_path / "new.yaml", tmp_path / "thief.yaml"])
    qtbot.waitUntil(lambda: "Not taken over (2): new.yaml, thief.yaml" in library.note.text())
    reasons = library.note.accessibleDescription().splitlines()
    assert reasons == [
        "new.yaml: It was written by a newer version of the program.",
        "thief.yaml: “correlation_as” has an unknown value (line 1).",
    ]
    library.reload()
    library.tree.activated.emit(library.model.index_of("light.yaml", is_folder=False))
    assert not library.note.toolTip()


def test_messages_are_taken_out_into_an_empty_folder_alone(
    qtbot: QtBot, tmp_path: Path, library: MessageLibrary
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    library.take_out(tmp_path / "full")
    qtbot.waitUntil(lambda: library.note.tone is Tone.BAD)
    assert library.note.text().startswith("The folder is not empty.")


def test_the_list_keeps_the_focus_when_a_name_was_typed(qtbot: QtBot, library: MessageLibrary) -> None:
    library.activateWindow()
    qtbot.waitActive(library)
    library.tree.setCurrentIndex(library.model.index_of("light.yaml", is_folder=False))
    library._edit_name()
    line = library.tree.findChild(QLineEdit)
    line.setText("Lamp")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: paths(library) == ["lamp.yaml"])
    assert library.tree.hasFocus()
    assert library.tree.currentIndex().data(SavedRole.PATH) == "lamp.yaml"


def test_a_name_that_is_being_typed_stays_when_others_change_the_folder(shelf: Shelf, library: MessageLibrary) -> None:
    assert shelf.messages is not None
    library.tree.setCurrentIndex(library.model.index_of("light.yaml", is_folder=False))
    library._edit_name()
    line = library.tree.findChild(QLineEdit)
    line.setText("Half a na")
    (shelf.messages.folder / "theirs.yaml").write_text("topic: a\n")
    library.tick(1e9)
    assert library.tree.findChild(QLineEdit) is line
    assert line.isVisible()


def test_html_in_a_topic_stays_text_in_tool_tips(shelf: Shelf, library: MessageLibrary) -> None:
    assert shelf.messages is not None
    shelf.messages.add("", MessageRecord(name="Odd", topic="<b>x</b>"))
    library.reload()
    tip = library.model.index_of("odd.yaml", is_folder=False).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip


def test_both_pages_fill_the_form(qtbot: QtBot, shelf: Shelf) -> None:
    filled: list[tuple[MessageRecord, bool, str]] = []
    panel = MessagesPanel(shelf, lambda *message: filled.append(message))
    qtbot.addWidget(panel)
    assert panel.saved is not None
    panel.sent.filled.emit(LIGHT, "left out")
    panel.saved.filled.emit(LIGHT, True)
    assert filled == [(LIGHT, False, "left out"), (LIGHT, True, "")]
    panel.close_panel()


# Dialogs


def test_a_message_is_saved_and_another_of_its_name_replaces_it(qtbot: QtBot, shelf: Shelf) -> None:
    assert shelf.messages is not None
    for payload, button in (("1", "&Save"), ("2", "&Replace")):
        dialog = SaveMessageDialog(MessageRecord(topic="a/b", payload=payload), shelf)
        qtbot.addWidget(dialog)
        assert dialog.name.text() == "b"
        assert dialog.save_button.text() == button
        with qtbot.waitSignal(dialog.saved) as signal:
            dialog.save_button.click()
        assert signal.args == ["b.yaml"]
    (saved,) = shelf.messages.load().messages
    assert saved.message == MessageRecord(name="b", topic="a/b", payload="2")


def test_a_message_is_saved_into_a_folder_that_is_made_for_it(qtbot: QtBot, shelf: Shelf) -> None:
    assert shelf.messages is not None
    shelf.messages.make_folder("", "House")
    for button in ("&Save", "&Replace"):  # the second time the folders are there
        dialog = SaveMessageDialog(MessageRecord(topic="a/b"), shelf, folder="House")
        qtbot.addWidget(dialog)
        qtbot.keyClicks(dialog.new_folder, "..")
        assert not dialog.save_button.isEnabled()
        dialog.new_folder.clear()
        qtbot.keyClicks(dialog.new_folder, "Kitchen/ Lamps")
        assert dialog.save_button.text() == button
        with qtbot.waitSignal(dialog.saved) as signal:
            dialog.save_button.click()
        assert signal.args == ["House/Kitchen/Lamps/b.yaml"]
    assert shelf.messages.load().folders == ("House", "House/Kitchen", "House/Kitchen/Lamps")


def test_a_new_repetition_is_chosen(qtbot: QtBot) -> None:
    publishing = Publishing(FakeLine())
    panel = RepeatsPanel(publishing.repeats)
    qtbot.addWidget(panel)
    publishing.repeats.all.append(Repeat(1, "a", 1.0, None, Pace(1.0, 0.0)))
    panel.refresh()
    publishing.repeats.all.append(Repeat(2, "b", 1.0, None, Pace(1.0, 0.0)))
    panel.refresh()
    assert panel.list.current == 2
    panel.list.select(1)
    panel.refresh()
    assert panel.list.current == 1


def test_what_is_chosen_stays_chosen_when_repetitions_that_have_ended_are_cleared(qtbot: QtBot) -> None:
    publishing = Publishing(FakeLine())
    repeats = [Repeat(number, "a", 1.0, None, Pace(1.0, 0.0)) for number in (1, 2, 3)]
    publishing.repeats.all += repeats
    panel = RepeatsPanel(publishing.repeats)
    qtbot.addWidget(panel)
    panel.list.select(1)
    repeats[2].state = RepeatState.DONE
    panel.refresh()
    panel.actions_by_name["clear"].trigger()
    assert (panel.list.current, panel.model.rowCount()) == (1, 2)


def test_a_message_too_large_for_a_file_stays_in_the_dialog(qtbot: QtBot, shelf: Shelf) -> None:
    dialog = SaveMessageDialog(MessageRecord(topic="a", payload="x" * (1 << 20)), shelf)
    qtbot.addWidget(dialog)
    dialog.save_button.click()
    assert dialog.problem.tone is Tone.BAD


def test_dialogs_of_the_form_are_as_high_as_their_sentences(qtbot: QtBot, shelf: Shelf) -> None:
    assert shelf.messages is not None
    shelf.messages.add("", MessageRecord(name="b", topic="a/b"))
    for dialog in (RepeatDialog("a long topic " * 15), SaveMessageDialog(MessageRecord(topic="a/b"), shelf)):
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        assert dialog.page.verticalScrollBar().maximum() == 0


def test_own_variables_are_checked_and_kept(qtbot: QtBot, shelf: Shelf) -> None:
    dialog = VariablesDialog(shelf)
    qtbot.addWidget(dialog)
    dialog.model.show([OwnVariable(name="uuid", value="1")])
    dialog.model.edited.emit()
    assert not dialog.ok_button.isEnabled()
    dialog.model.show([OwnVariable(name="site", value="7")])
    dialog.model.edited.emit()
    dialog.ok_button.click()
    assert shelf.settings.variables == (OwnVariable(name="site", value="7"),)


def test_how_often_is_asked_and_checked(qtbot: QtBot) -> None:
    dialog = RepeatDialog("<b>t</b>")
    qtbot.addWidget(dialog)
    dialog.every.clear()
    qtbot.keyClicks(dialog.every, "0")
    assert not dialog.start_button.isEnabled()
    qtbot.keyClicks(dialog.times, "5")
    with qtbot.waitSignal(dialog.chosen) as signal:
        dialog.start_button.click()
    assert signal.args == [0.0, 5]


# Repetitions and requests


def test_repetitions_are_listed_and_stopped(qtbot: QtBot) -> None:
    publishing = Publishing(FakeLine())
    running = Repeat(1, "a", 2.0, 10, Pace(2.0, 7.0), sent=4)
    failed = Repeat(2, "b", 0.0, None, Pace(0.0, 0.0), sent=3, failed=2, state=RepeatState.DONE)
    failed.last_failure = ReasonCode.NOT_AUTHORIZED
    publishing.repeats.all += [running, failed]
    panel = RepeatsPanel(publishing.repeats)
    qtbot.addWidget(panel)
    panel.show()
    panel.tick(5.0)
    second, first = panel.model.entries
    assert (first.title, first.aside, first.detail) == ("a", "4 / 10", "next in 2 s · every 2.0 s")
    assert first.progress == 0.4
    assert "refused or lost: 2" in second.detail
    panel.list.select(1)
    panel.actions_by_name["pause"].trigger()
    assert running.state is RepeatState.PAUSED
    assert panel.actions_by_name["pause"].text() == "Go on"
    panel.actions_by_name["stop_all"].trigger()
    assert running.state is RepeatState.STOPPED
    panel.actions_by_name["clear"].trigger()
    assert titles(panel.model) == []
    panel.close_panel()


def request(number: int, state: RequestState, **facts: object) -> Request:
    made = Request(number, f"ask/{number}", "answers", b"1", Publication("ask", b""), 10.0, 0.0, state=state)
    for name, fact in facts.items():
        setattr(made, name, fact)
    return made


def test_requests_are_listed_with_their_answers(qtbot: QtBot) -> None:
    publishing = Publishing(FakeLine())
    answer = Message("answers", b'{"a":1}', properties=Properties(correlation_data=b"1"))
    publishing.requests.all += [
        request(1, RequestState.TIMED_OUT),
        request(2, RequestState.FAILED, failure=ReasonCode.NOT_AUTHORIZED),
        request(3, RequestState.ANSWERED, answer=answer, seq=7, round_trip_s=0.025, correlated=False, more=1),
    ]
    panel = RequestPanel(publishing, Version.V5)
    qtbot.addWidget(panel)
    panel.show()
    assert titles(panel.model) == ["ask/3", "ask/2", "ask/1"]
    assert panel.model.entries[2].detail == "no answer in 10.0 s"
    assert panel.answer.payload.toPlainText() == '{\n  "a": 1\n}'
    assert "without correlation data" in panel.answer.note.text()
    assert "Further answers: 1." in panel.answer.note.text()
    with qtbot.waitSignal(panel.show_asked) as signal:
        qtbot.mouseClick(panel.answer.show_button, Qt.MouseButton.LeftButton)
    assert signal.args == [7]
    panel.list.select(1)
    assert not panel.answer.isVisible()  # the list has its room
    panel.list.select(3)
    assert panel.answer.isVisible()
    panel.actions_by_name["clear"].trigger()
    assert titles(panel.model) == []
    assert not panel.answer.isVisible()
    panel.close_panel()


@pytest.mark.parametrize(
    ("payload", "shown", "whole"),
    [
        (b"plain", "plain", True),
        (b"\xff\x00", "0000  ff 00", True),
        (b"x" * 50_001, "x" * 50_000, False),
        ("é".encode() * 100_001, "é" * 50_000, False),
        (b"\xff" * 5_000, "0000", False),
    ],
)
def test_an_answer_is_shown_as_what_it_is(qtbot: QtBot, payload: bytes, shown: str, whole: bool) -> None:
    publishing = Publishing(FakeLine())
    publishing.requests.all.append(request(1, RequestState.ANSWERED, answer=Message("answers", payload)))
    panel = RequestPanel(publishing, Version.V5)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.answer.payload.toPlainText().startswith(shown)
    assert ("Only the beginning" in panel.answer.note.text()) is not whole


def test_before_mqtt_5_the_topic_for_answers_is_agreed_on(qtbot: QtBot) -> None:
    publishing = Publishing(FakeLine(version=Version.V311))
    panel = RequestPanel(publishing, Version.V311)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.topic.isVisible()
    assert "no correlation" in panel.note.text()
    qtbot.keyClicks(panel.topic, "time/is")
    assert publishing.response_topic == "time/is"
    qtbot.keyClicks(panel.topic, "/#")
    assert panel.note.tone is Tone.BAD
    assert publishing.response_topic == "time/is/"
    panel.set_version(Version.V5)
    assert not panel.topic.isVisible()


def test_the_time_limit_is_kept(qtbot: QtBot, shelf: Shelf) -> None:
    panel = RequestPanel(Publishing(FakeLine(), shelf), Version.V5)
    qtbot.addWidget(panel)
    panel.limit.clear()
    qtbot.keyClicks(panel.limit, "2,5")
    panel.limit.editingFinished.emit()
    assert shelf.settings.answer_within_s == 2.5
    qtbot.keyClicks(panel.limit, "x")
    assert panel.note.tone is Tone.BAD
