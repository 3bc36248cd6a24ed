from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.profiles.layouts import LayoutStore
from tracemq.profiles.settings import SCHEMA, Settings, SettingsStore, Theme
from tracemq.profiles.yaml_nodes import FileProblem


def test_the_first_start_has_the_defaults_and_writes_nothing(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.yaml")
    assert store.load() == Settings()
    assert store.broken is None
    assert list(tmp_path.iterdir()) == []


def test_settings_come_back_and_unknown_keys_stay(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.yaml"
    store = SettingsStore(path)
    store.save(Settings(language="fr"))
    path.write_bytes(path.read_bytes() + b"later: [0x1]\n")
    changed = replace(store.load(), theme=Theme.DARK, shortcuts=(("publish", "Ctrl+P"),), first_start_done=True)
    store.save(changed)
    assert store.load() == changed
    assert path.read_bytes() == (
        b"schema: 1\nlanguage: fr\ntheme: dark\ndensity: comfortable\ntime_format: time\nretention_mib: 1024\n"
        b"at_start: show-list\nlater: [0x1]\nshortcuts:\n  - [publish, Ctrl+P]\nfirst_start_done: true\n"
    )


@pytest.mark.parametrize(
    ("data", "problem", "detail"),
    [
        (b"theme: [", FileProblem.NOT_YAML, None),
        (b"theme: pink", FileProblem.UNKNOWN_VALUE, "theme"),
        (b"retention_mib: 1", FileProblem.UNKNOWN_VALUE, "retention_mib"),
        (b"font_size_pt: 4000", FileProblem.UNKNOWN_VALUE, "font_size_pt"),
        (b"retention_rows: 0", FileProblem.UNKNOWN_VALUE, "retention_rows"),
        (b"retention_minutes: -1", FileProblem.UNKNOWN_VALUE, "retention_minutes"),
        (b"schema: 9", FileProblem.NEWER_SCHEMA, "9"),
    ],
)
def test_broken_settings_give_the_defaults_and_are_kept_aside_when_new_ones_are_saved(
    tmp_path: Path, data: bytes, problem: FileProblem, detail: str | None
) -> None:
    path = tmp_path / "settings.yaml"
    path.write_bytes(data)
    store = SettingsStore(path)
    assert store.load() == Settings()
    assert store.broken
    assert store.broken.problem is problem
    assert detail is None or store.broken.detail == detail
    assert path.read_bytes() == data
    store.save(Settings(language="fr"))
    assert store.load() == Settings(language="fr")
    assert store.broken is None
    assert (tmp_path / "settings.yaml.kept-1").read_bytes() == data


@given(st.builds(Settings))
def test_any_settings_come_back(value: Settings) -> None:
    assert SCHEMA.decode(SCHEMA.encode(value)) == value


def test_layouts_are_kept_by_name(tmp_path: Path) -> None:
    layouts = LayoutStore(tmp_path / "layouts")
    assert layouts.load("main") == b""
    layouts.save("main", b"\x00\xff")
    layouts.save("dialog", b"")
    assert layouts.load("main") == b"\x00\xff"
    for _ in range(2):
        layouts.remove("main")
    assert layouts.load("main") == b""
    assert layouts.load("dialog") == b""
    assert [path.name for path in (tmp_path / "layouts").iterdir()] == ["dialog.layout"]
    with pytest.raises(ValueError, match="up"):
        layouts.save("../up", b"x")
