"""Imports in steps and dialogs in turns of their own come to the same as both at once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tracemq.ui.soon import imported, open_soon, when_imported


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("from . import one, two\n")
    (folder / name / "one.py").write_text("")
    (folder / name / "two.py").write_text("")
    monkeypatch.syspath_prepend(str(folder))


def test_what_needs_a_module_is_done_when_it_is_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, "zplnsoon")
    parent, seen = QObject(), []
    when_imported(parent, lambda: seen.append("zplnsoon.two" in sys.modules), "zplnsoon")
    qtbot.waitUntil(lambda: seen == [True])
    qtbot.waitUntil(lambda: not parent.children())
    when_imported(parent, lambda: seen.append(True), "zplnsoon")
    assert seen == [True, True]  # at once


async def test_others_have_their_turns_during_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnturns")
    turns = 0

    async def other() -> None:
        nonlocal turns
        while "zplnturns" not in sys.modules or "zplnturns.two" not in sys.modules:
            turns += 1
            await asyncio.sleep(0)

    await asyncio.gather(other(), imported("zplnturns"))
    assert turns > 1


def test_a_dialog_opens_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    open_soon(dialog)
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible)


def test_a_dialog_that_is_gone_before_its_turn_harms_nobody(qtbot: QtBot) -> None:
    dialog = QDialog()
    open_soon(dialog)
    dialog.deleteLater()
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    qtbot.waitUntil(lambda: gone == [True])
