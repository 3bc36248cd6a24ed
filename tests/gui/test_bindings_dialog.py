"""The dialog that binds formats, schemas and message types to topics."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format
from tracemq.profiles.bindings import Binding, BindingStore, BoundFormat
from tracemq.ui.dialogs.bindings_dialog import BindingsDialog
from tracemq.ui.fields import Tone
from tracemq.ui.inspector import InspectorPanel
from tracemq.viewmodels import slices
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_bindings import PayloadBindings

PROTO = "package plant; message Reading { optional double value = 1; optional Unit unit = 2; } enum Unit { K = 1; }"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


@pytest.fixture
def proto(tmp_path: Path) -> str:
    (tmp_path / "plant.proto").write_text(PROTO)
    return str(tmp_path / "plant.proto")


@pytest.fixture
def bindings(tmp_path: Path) -> PayloadBindings:
    return PayloadBindings(BindingStore(tmp_path / "bindings.yaml"))


def shown(qtbot: QtBot, bindings: PayloadBindings, topic: str = "plant/7") -> BindingsDialog:
    dialog = BindingsDialog(bindings, topic, ("p1", "Plant"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: BindingsDialog, kind: BoundFormat) -> None:
    dialog.format.choose(kind)
    dialog.format.activated.emit(dialog.format.currentIndex())


def test_a_rule_is_made_for_the_topic_in_sight_and_kept(
    qtbot: QtBot, bindings: PayloadBindings, proto: str, tmp_path: Path
) -> None:
    dialog = shown(qtbot, bindings)
    assert not dialog.page.isEnabled()
    dialog._buttons["add"].click()
    assert dialog.filter.text() == "plant/7"
    dialog.use_file(proto)
    assert [dialog.type.itemText(at) for at in range(dialog.type.count())] == ["", "plant.Reading"]
    dialog.type.setCurrentText("plant.Reading")
    dialog.ok_button.click()
    rule = Binding(filter="plant/7", format=BoundFormat.PROTOBUF, schema_file=proto, type="plant.Reading")
    assert bindings.bindings == (rule,)
    assert BindingStore(tmp_path / "bindings.yaml").load() == (rule,)


def test_a_wrong_filter_is_told_in_words_and_cannot_be_saved(qtbot: QtBot, bindings: PayloadBindings) -> None:
    dialog = shown(qtbot, bindings)
    dialog._buttons["add"].click()
    dialog.filter.clear()
    qtbot.keyClicks(dialog.filter, "plant/#/x")
    assert "#" in dialog._rows["filter"].note.text()
    assert dialog._rows["filter"].note.tone is Tone.BAD
    assert not dialog.ok_button.isEnabled()
    dialog.save()
    assert bindings.bindings == ()


def test_what_is_wrong_with_a_schema_is_told_with_its_place(
    qtbot: QtBot, bindings: PayloadBindings, proto: str
) -> None:
    dialog = shown(qtbot, bindings)
    dialog._buttons["add"].click()
    Path(proto).write_text("message A {\n oops }")
    dialog.use_file(proto)
    assert "plant.proto, line 2, column 7" in dialog._rows["file"].note.text()
    dialog.use_file("/nowhere/a.proto")
    assert dialog._rows["file"].note.text().startswith("It cannot be read")
    choose(dialog, BoundFormat.AVRO)
    dialog.use_file("")
    assert dialog._rows["file"].note.text() == "Avro is read with a schema alone: choose its file."


def test_an_unknown_message_type_is_told(qtbot: QtBot, bindings: PayloadBindings, proto: str) -> None:
    dialog = shown(qtbot, bindings)
    dialog._buttons["add"].click()
    dialog.use_file(proto)
    dialog.type.setEditText("plant.Nothing")
    assert "plant.Nothing" in dialog._rows["file"].note.text()
    assert dialog.form.rows[0].type == "plant.Nothing"


def test_a_text_has_an_encoding_in_place_of_a_type(qtbot: QtBot, bindings: PayloadBindings) -> None:
    dialog = shown(qtbot, bindings)
    dialog._buttons["add"].click()
    choose(dialog, BoundFormat.TEXT)
    assert dialog._rows["type"].field.isVisible()
    assert not dialog._rows["file"].field.isVisible()
    dialog.type.setCurrentText("Shift-JIS")
    assert dialog.form.rows[0] == Binding(filter="plant/7", format=BoundFormat.TEXT, type="shift_jis")
    choose(dialog, BoundFormat.CBOR)
    assert not dialog._rows["type"].field.isVisible()
    assert dialog.form.rows[0] == Binding(filter="plant/7", format=BoundFormat.CBOR)


def test_rules_are_put_in_order_removed_and_given_to_one_connection(qtbot: QtBot, bindings: PayloadBindings) -> None:
    bindings.use([Binding(filter=name, format=BoundFormat.JSON) for name in ("a", "b", "a")])
    dialog = shown(qtbot, bindings, "b")
    assert dialog.list.currentRow() == 1
    dialog._buttons["up"].click()
    assert [row.filter for row in dialog.form.rows] == ["b", "a", "a"]
    dialog.list.setCurrentRow(2)
    assert "never asked" in dialog._rows["filter"].note.text()
    dialog.scope.choose("p1")
    dialog.scope.activated.emit(1)
    assert dialog._rows["filter"].note.text() == ""
    assert dialog.list.item(2).text().endswith("JSON · Plant")
    dialog.list.setCurrentRow(0)
    dialog._buttons["remove"].click()
    dialog.save()
    assert [(row.filter, row.profile) for row in bindings.bindings] == [("a", ""), ("a", "p1")]


def test_a_disk_that_refuses_is_told_and_the_rules_hold_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    bindings = PayloadBindings(BindingStore(tmp_path / "file" / "bindings.yaml"))
    dialog = shown(qtbot, bindings)
    dialog._buttons["add"].click()
    with qtbot.waitSignal(dialog.problem):
        dialog.save()
    assert len(bindings.bindings) == 1


def test_a_payload_in_sight_is_read_again_when_the_rules_change(
    qtbot: QtBot, bindings: PayloadBindings, proto: str
) -> None:
    panel = InspectorPanel(None, Inspected(bindings))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_message(Message("plant/7", bytes.fromhex("0900000000008035401001")))
    assert panel.views.reading.format is Format.BINARY
    bindings.use([Binding(filter="plant/+", format=BoundFormat.PROTOBUF, schema_file=proto)])
    tree = panel.views.reading.tree
    assert tree is not None
    assert [tree.text(node) for node in tree.children(0)] == ["21.5", "K (1)"]
    assert panel.views.note.text() == "Read as plant.Reading"
    assert panel.view_choice.itemText(0) == "Auto: Protobuf"


def test_the_inspector_opens_the_dialog_for_the_topic_in_sight(qtbot: QtBot, bindings: PayloadBindings) -> None:
    panel = InspectorPanel(None, Inspected(bindings))
    qtbot.addWidget(panel)
    panel.show_message(Message("plant/7", b"x"))
    panel.tools.actions_by_name["bindings"].trigger()
    (dialog,) = panel.findChildren(BindingsDialog)
    dialog._buttons["add"].click()
    assert dialog.filter.text() == "plant/7"
    dialog.reject()


def test_without_rules_the_list_says_so(qtbot: QtBot, bindings: PayloadBindings) -> None:
    dialog = shown(qtbot, bindings)
    assert "No rules yet" in dialog.list.empty_text
    empty = dialog.list.grab().toImage()
    dialog.list.empty_text = ""
    assert dialog.list.grab().toImage() != empty
