"""The dialog for exporting messages: what is chosen is written, what went wrong or was cancelled is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.export_formats import Format
from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.mqtt.batch import TopicTable
from tracemq.ui.dialogs.export_messages_dialog import ExportMessagesDialog
from tracemq.ui.fields import Tone
from tracemq.viewmodels.export_messages import ExportMessagesForm, Rows, Scope


def dialog(qtbot: QtBot, count: int = 10) -> ExportMessagesDialog:
    log = MessageLog(TopicTable())
    if count:
        log.append(batch_of(log.topics, *(Sent(f"t/{number % 2}", b"%d" % number) for number in range(count))))
        log.tick()
    odd = FilteredLog(log, parse("topic:t/1"))
    odd.step(1.0)
    made = ExportMessagesDialog(ExportMessagesForm(Rows(log, odd, odd, [(0, 2)] if count else (), filtered=True)))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("scope", "lines"), [(Scope.SELECTED, ["1", "3"]), (Scope.FILTERED, list("13579")), (Scope.ALL, list("0123456789"))]
)
def test_the_chosen_rows_are_written(qtbot: QtBot, tmp_path: Path, scope: Scope, lines: list[str]) -> None:
    made, path = dialog(qtbot), tmp_path / "rows.txt"
    made.scopes[scope].click()
    made.format.choose(Format.TEXT)
    made.format.activated.emit(made.format.currentIndex())
    with qtbot.waitSignal(made.exported) as told:
        made.write(str(path))
    assert told.args == [str(path)]
    assert [line.rpartition(" ")[2] for line in path.read_text().splitlines()] == lines
    assert (str(len(lines)) in made.note.text(), made.note.tone) == (True, Tone.GOOD)
    assert made.folder_button.isVisible()
    assert (made.cancel_button.text(), made.export_button.isEnabled()) == ("Close", True)


def test_escape_cancels_what_is_written_and_then_closes(qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(qtbot, 100_000)
    made.scopes[Scope.ALL].click()
    made.write(str(tmp_path / "rows.jsonl"))
    assert made.bar.isVisible()
    assert not made.export_button.isEnabled()
    made.reject()
    assert made.isVisible()
    assert "nothing was written" in made.note.text()
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))
    made.reject()
    assert not made.isVisible()


def test_the_button_cancels_the_second_file_as_it_did_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(qtbot, 100_000)
    made.scopes[Scope.ALL].click()
    for name in ("first", "second"):
        made.write(str(tmp_path / name))
        assert made.cancel_button.text() == "Cancel"
        qtbot.waitUntil(lambda: made.cancel_button.text() == "Close", timeout=20_000)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_what_cannot_be_written_is_said_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(qtbot)
    made.write(str(tmp_path / "no" / "rows.jsonl"))
    qtbot.waitUntil(lambda: made.note.tone is Tone.BAD)
    assert "could not be" in made.note.text()
    assert made.export_button.isEnabled()


def test_rows_that_come_while_it_is_open_count(qtbot: QtBot) -> None:
    made = dialog(qtbot, 0)
    log = made.form.rows.log
    log.append(batch_of(log.topics, Sent("t")))
    log.tick()
    made._counting.timeout.emit()
    assert made.scopes[Scope.ALL].text() == "&All rows (1)"
    made.scopes[Scope.ALL].click()
    assert made.export_button.isEnabled()
    assert made.note.text() == ""


def test_without_rows_there_is_nothing_to_export(qtbot: QtBot) -> None:
    made = dialog(qtbot, 0)
    assert not made.export_button.isEnabled()
    assert "no rows" in made.note.text()
