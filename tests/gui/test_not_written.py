"""A disk that is slow keeps no window waiting, and what one does not take is told in words."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from tests.gui.test_conductor import Desk, desk, settled
from tracemq.profiles.files import WRITER
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.not_written import NotWritten
from tracemq.workspace.shelf import Shelf

__all__ = ["desk"]
PATIENCE_S = 30.0


def full(path: str) -> OSError:
    return OSError(28, "No space left on device", path)


@pytest.fixture
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that takes nothing: who waits for it is told so when it is let go."""
    event = threading.Event()

    def fsync(_descriptor: int) -> None:
        assert threading.current_thread() is not threading.main_thread()
        assert event.wait(PATIENCE_S)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    yield event
    event.set()
    WRITER.end()


async def test_a_profile_that_is_not_written_is_told_and_the_editor_comes_back_with_what_was_typed(
    desk: Desk, let_go: threading.Event
) -> None:
    before = desk.home
    told: list[Exception] = []
    WRITER.begin(told.append)
    dialog = await desk.editing()
    dialog.form.put("host", "other.example")
    dialog.fields.refresh()
    dialog.save_button.click()
    for _ in range(200):  # the loop runs on
        await asyncio.sleep(0)
    assert not let_go.is_set()
    assert not desk.window.findChildren(QMessageBox)
    let_go.set()
    box = await desk.shown(QMessageBox)
    box.accept()
    await settled(lambda: any(each.isVisible() for each in desk.window.findChildren(ConnectionDialog)))
    again = await desk.shown(ConnectionDialog)
    assert again.form.profile.host == "other.example"
    assert desk.on_disk() == [before]
    assert told == []
    again.reject()


async def test_each_file_that_was_not_written_has_a_box_after_the_one_before_it_was_read(desk: Desk) -> None:
    telling = NotWritten(desk.window)
    for name in ("one.yaml", "two.yaml", "one.yaml"):
        telling.tell(full(f"/somewhere/{name}"))
    box = await desk.shown(QMessageBox)
    assert box.windowTitle() == "Not saved: one.yaml"
    assert "disk" in box.text()
    box.accept()
    box = await desk.shown(QMessageBox)
    assert box.windowTitle() == "Not saved: two.yaml"
    box.accept()
    await settled(lambda: not any(each.isVisible() for each in desk.window.findChildren(QMessageBox)))


def test_settings_for_publishing_do_not_wait(tmp_path: Path, let_go: threading.Event) -> None:
    WRITER.begin(lambda _error: None)
    shelf = Shelf(tmp_path, tmp_path)
    shelf.change(answer_within_s=3.0)
    assert Shelf(tmp_path, tmp_path).settings.answer_within_s == 3.0
    assert not let_go.is_set()
