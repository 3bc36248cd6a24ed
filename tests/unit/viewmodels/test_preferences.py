"""What is chosen holds at once and is kept; what is not chosen here stays as it is."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

from tracemq.profiles.settings import AtStart, Settings, SettingsStore, Theme
from tracemq.profiles.store import Broken
from tracemq.profiles.yaml_nodes import FileProblem
from tracemq.viewmodels.preferences import CHOSEN, Preferences


def test_a_change_is_used_as_a_whole_and_once() -> None:
    used: list[Settings] = []
    preferences = Preferences(Settings(retention_mib=64), used.append)
    preferences.change(theme=Theme.DARK)
    preferences.change(theme=Theme.DARK)
    assert used == [Settings(retention_mib=64, theme=Theme.DARK)]


def test_defaults_leave_alone_what_is_not_chosen_here() -> None:
    used: list[Settings] = []
    kept = Settings(open_profiles=("a",), first_start_done=True)
    before = replace(
        kept,
        language="fr",
        font_size_pt=12,
        interface_font="S",
        monospace_font="M",
        at_start=AtStart.REOPEN,
        retention_mib=64,
        retention_rows=1_000,
        retention_minutes=5,
        shortcuts=(("publish", "Ctrl+Shift+P"),),
    )
    preferences = Preferences(before, used.append)
    assert not preferences.all_default
    preferences.restore_defaults()
    assert used == [kept]
    assert preferences.all_default


def test_every_choice_is_a_setting() -> None:
    assert set(CHOSEN) < set(Settings.__slots__)


def test_what_cannot_be_kept_holds_all_the_same_until_it_can() -> None:
    full = [True]

    def use(_settings: Settings) -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")

    preferences = Preferences(Settings(), use)
    preferences.change(language="fr")
    assert preferences.settings.language == "fr"
    assert preferences.not_kept is not None
    full[0] = False
    preferences.change(language="en")
    assert preferences.not_kept is None


def test_a_broken_file_is_told_until_a_change_has_put_it_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(b"schema: 1\ntheme: pink\n")
    store = SettingsStore(path)
    settings = store.load()
    preferences = Preferences(settings, store.save, store.broken)
    assert preferences.broken == Broken(path=path, problem=FileProblem.UNKNOWN_VALUE, detail="theme", line=2)
    preferences.change(theme=Theme.DARK)
    assert preferences.broken is None
    assert SettingsStore(path).load() == Settings(theme=Theme.DARK)
    assert [each.read_bytes() for each in tmp_path.glob("*.kept-*")] == [b"schema: 1\ntheme: pink\n"]
