"""Whatever is put into a text in pieces, undone and copied: it is what it would be in one piece."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.viewmodels import text_pieces
from tracemq.viewmodels.text_pieces import (
    LONGEST_LINE,
    MOST_IN_PIECE,
    PIECE,
    Change,
    Place,
    TextPieces,
    has_long_line,
    index_of,
    needs_pieces,
    picture,
    units,
)

SIGNS = st.sampled_from(["a", "é", "\n", "\r", "\u2028", "\u2029", "\ud800", "😀", "\u00a0", "\ufdd0", "\0"])
AROUND = (0, 1, PIECE - 1, PIECE, PIECE + 1, MOST_IN_PIECE - 1, MOST_IN_PIECE, MOST_IN_PIECE + 1, LONGEST_LINE + 1)
LONG = st.tuples(SIGNS, st.sampled_from(AROUND)).map(lambda both: both[0] * both[1] if both[0] != "\n" else "\n")


class Long(str):
    """A text that is named by its beginning where it is told."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self[:20]!r}, {len(self)} characters>"


TEXTS = st.lists(st.one_of(SIGNS, LONG), max_size=4).map(lambda parts: Long("".join(parts)))
at_leisure = settings(max_examples=60)
ENDS = st.tuples(st.floats(0, 1), st.floats(0, 1), TEXTS, st.sampled_from(["", "typed"]))


def place_of(pieces: TextPieces, offset: int) -> Place:
    """One of the places in the pieces of a place in the whole text."""
    for piece, text in enumerate(pieces.texts):
        if offset <= len(text):
            return piece, offset
        offset -= len(text) + (not pieces.soft[piece])
    raise AssertionError(offset)


def shown_after(shown: list[str], change: Change) -> list[str]:
    """The blocks of a document that has followed a change."""
    assert shown[change.first : change.first + len(change.old)] == change.old
    return [*shown[: change.first], *change.new, *shown[change.first + len(change.old) :]]


@at_leisure
@given(TEXTS, st.lists(ENDS, max_size=5))
def test_a_text_in_pieces_is_the_text_through_all_changes_and_back(
    text: str, edits: list[tuple[float, float, str, str]]
) -> None:
    pieces = TextPieces(text)
    shown = pieces.texts.copy()
    assert pieces.whole == text
    states = [text]
    for one, other, put, how in edits:
        start, end = sorted(int(part * len(text)) for part in (one, other))
        before = place_of(pieces, start)
        change = pieces.put(before, place_of(pieces, end), put, before=before, how=how)
        text = text[:start] + put + text[end:]
        assert pieces.whole == text
        assert pieces.between((0, 0), change.after) == text[: start + len(put)]
        shown = shown_after(shown, change)
        assert shown == pieces.texts
        assert pieces.lines == text.count("\n") + 1
        assert len(pieces.soft) == len(pieces.texts)
        assert not pieces.soft[-1]
        assert all(len(each) <= MOST_IN_PIECE for each in pieces.texts)
        states.append(text)
    while (change_back := pieces.undo()) is not None:
        shown = shown_after(shown, change_back)
        assert pieces.whole in states
    assert pieces.whole == states[0]
    assert shown == pieces.texts
    while pieces.redo() is not None:
        assert pieces.whole in states
    assert pieces.whole == text


@at_leisure
@given(TEXTS, st.floats(0, 1), st.floats(0, 1))
def test_any_part_is_what_stands_there(text: str, one: float, other: float) -> None:
    pieces = TextPieces(text)
    start, end = sorted(int(part * len(text)) for part in (one, other))
    assert pieces.between(place_of(pieces, start), place_of(pieces, end)) == text[start:end]


@at_leisure
@given(TEXTS)
def test_the_picture_of_a_piece_has_a_sign_for_each_of_its_own(text: str) -> None:
    line = text.replace("\n", "")
    assert len(picture(line)) == len(line)
    assert not needs_pieces(picture(line)[:LONGEST_LINE])
    for index in range(0, len(line), max(1, len(line) // 5)):
        assert index_of(line, units(line[:index])) == index


@at_leisure
@given(TEXTS, st.integers(0, LONGEST_LINE + 2))
def test_a_long_line_is_found_without_looking_at_each(text: str, most: int) -> None:
    assert has_long_line(text, most) is (max(map(len, text.split("\n"))) > most)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("x" * LONGEST_LINE, False),
        ("x" * (LONGEST_LINE + 1), True),
        ("x\n" * LONGEST_LINE, False),
        ("a\r\nb", True),
        ("é\u2028", True),
        ("é\ud800", True),
        ("é\u00a0", False),
    ],
)
def test_what_a_document_would_change_or_be_slow_with_needs_pieces(text: str, needs: bool) -> None:
    assert needs_pieces(text) is needs


def test_a_line_has_its_number_at_its_first_piece() -> None:
    pieces = TextPieces("a\n" + "x" * (2 * PIECE) + "\nb")
    assert [pieces.line(piece) for piece in range(5)] == [1, 2, None, 3, None]


def test_keys_that_go_on_are_undone_together_and_others_alone() -> None:
    pieces = TextPieces("")
    for at, sign in enumerate("abc"):
        pieces.put((0, at), (0, at), sign, before=(0, at), how="typed")
    pieces.put((0, 2), (0, 3), "", before=(0, 3), how="deleted")
    pieces.put((0, 0), (0, 0), "x", before=(0, 0), how="typed")
    seen = [pieces.whole]
    while pieces.undo() is not None:
        seen.append(pieces.whole)
    assert seen == ["xab", "ab", "abc", ""]


def test_the_oldest_changes_are_let_go_of_and_the_newest_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_pieces, "MOST_REMEMBERED", 10)
    pieces = TextPieces("")
    for at in range(20):
        pieces.put((0, at), (0, at), "x", before=(0, at))
    assert pieces.undo() is not None
    assert pieces.undo() is None
    assert pieces.whole == 19 * "x"
