"""Folders of the list: paths are made clean, moved as a whole, and kept in a small file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.profiles.folders import Folders, FolderStore, clean, inside, moved, with_parents


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("", ""),
        ("a", "a"),
        (" a / b /", "a/b"),
        ("//a//b//", "a/b"),
        ("a\u202eb\0", "ab"),
        ("/".join("x" * 20), "/".join("x" * 8)),
        ("n" * 300, "n" * 100),
    ],
)
def test_a_typed_path_is_made_clean(typed: str, path: str) -> None:
    assert clean(typed) == path


@given(st.text())
def test_a_clean_path_stays_as_it_is(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


def test_a_folder_is_moved_with_what_is_in_it_and_nothing_else() -> None:
    assert moved("a/b/c", "a/b", "x") == "x/c"
    assert moved("a/bc", "a/b", "x") == "a/bc"
    assert moved("a/b", "a/b", "a") == "a"
    assert moved("a/b", "a", "") == "b"
    assert inside("a/b", "a")
    assert not inside("ab", "a")


def test_every_folder_on_the_way_is_named_sorted_without_regard_to_capitals() -> None:
    assert with_parents(["b/c", "A", "", "b/a/x"]) == ["A", "b", "b/a", "b/a/x", "b/c"]


def test_folders_come_back_and_a_broken_file_is_none(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "folders.yaml")
    assert store.load() == Folders()
    kept = Folders(made=("a", "ü/b"), closed=("a",))
    store.save(kept)
    assert store.load() == kept
    assert store.rename("a", "z") == Folders(made=("z", "ü/b"), closed=("z",))
    assert store.rename("z", "") == Folders(made=("ü/b",)) == store.load()
    (tmp_path / "folders.yaml").write_bytes(b"\xff")
    assert store.load() == Folders()
    store.save(kept)
    assert store.load() == kept
