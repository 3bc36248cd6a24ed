"""Folders of the list: paths are made clean, moved as a whole, and kept in a small file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.profiles.folders import Folders, FolderStore, clean, fits, inside, moved, tidy, with_parents


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


def test_what_is_moved_loses_no_level_and_no_letter_even_if_the_list_cannot_show_it() -> None:
    deep, long = "/".join("abcdefghijkl"), "n" * 150
    assert moved(deep, "a/b", "x") == "x/" + "/".join("cdefghijkl")
    assert moved(f"{long}/y", "n" * 100, "x") == "x/y"
    assert moved(f"a/{long}", "a", "b/c") == f"b/c/{long}"
    assert moved(" a // b ", "x", "y") == " a // b "


@given(st.text())
def test_a_path_fits_if_the_list_shows_all_of_it(typed: str) -> None:
    assert fits(clean(typed))
    assert fits(typed) == (tidy(typed) == clean(typed))


@pytest.mark.parametrize(("path", "shown"), [("/".join("x" * 8), True), ("/".join("x" * 9), False), ("n" * 101, False)])
def test_eight_levels_fit_with_names_of_a_hundred_characters(path: str, shown: bool) -> None:
    assert fits(path) is shown


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
