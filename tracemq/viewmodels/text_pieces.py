"""Turns a text with lines of any length into pieces that an editor can lay out one by one, and keeps it exactly.

Qt lays out a line as a whole: a million characters take 0.2 s to be shown, and again at each key. So a long line is
held in several pieces, each a block of the document of its own, and `soft` says of each piece whether its line goes on
in the next. The pieces are the text; what the document shows is a picture of them, piece by piece: nothing is lost of
what Qt's documents have no place for (a carriage return, U+2028), or show as something else. Long texts of short lines
are held so as well: they are read, and put back by undo, without the document.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

MOST_IN_DOCUMENT: Final = 120_000  # characters; reading 5 MB out of a document takes 30 ms, at each pause in typing
LONGEST_LINE: Final = 20_000  # characters that Qt lays out in one go, in 5 ms
PIECE: Final = 8_000  # characters, of a longer line
MOST_IN_PIECE: Final = 2 * PIECE  # after something was typed into it
LEAST_IN_PIECE: Final = PIECE // 4  # one that has become shorter is joined to its neighbour
MOST_REMEMBERED: Final = 64 << 20  # characters of all changes that can be undone
# a document begins a new block at these, or cannot hold them
_UNFIT_SIGNS: Final = "\r\u2028\u2029\ufdd0\ufdd1"
_UNFIT: Final = re.compile(f"[{_UNFIT_SIGNS}\ud800-\udfff]")
RETURN: Final = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"  # fonts have it, other than the symbol for a return
_PICTURES: Final = {"\r": RETURN, "\u2028": "\N{PILCROW SIGN}"}

Place = tuple[int, int]  # a piece, and a character in it


def needs_pieces(text: str) -> bool:
    """Whether a document of Qt's would be slow with the text, or change it."""
    return len(text) > MOST_IN_DOCUMENT or has_long_line(text) or is_unfit(text)


def has_long_line(text: str, most: int = LONGEST_LINE) -> bool:
    """Whether a line has more characters than that."""
    at = 0
    while len(text) - at > most:
        at = text.rfind("\n", at, at + most + 1) + 1
        if not at:
            return True
    return False


def is_unfit(text: str) -> bool:
    """Whether a document would change a character of the text; to search for the pattern takes 50 times as long."""
    if text.isascii():
        return "\r" in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return any(sign in text for sign in _UNFIT_SIGNS)


def picture(text: str) -> str:
    """What stands in the document for a piece, character by character."""
    return _UNFIT.sub(_picture, text) if is_unfit(text) else text


def _picture(found: re.Match[str]) -> str:
    return _PICTURES.get(found[0], "\N{REPLACEMENT CHARACTER}")


def units(text: str) -> int:
    """How many places a document has for the text: UTF-16 counts some characters twice."""
    return len(text) if _in_plane_0(text) else len(picture(text).encode("utf-16-le")) // 2


def index_of(text: str, place: int) -> int:
    """The character that is at a place of the document's."""
    if _in_plane_0(text):
        return min(place, len(text))
    return len(picture(text).encode("utf-16-le")[: 2 * place].decode("utf-16-le", "ignore"))


def _in_plane_0(text: str) -> bool:
    return text.isascii() or max(text) <= "\uffff"


@dataclass(frozen=True, slots=True)
class Change:
    """From piece `first` on, `old` pieces became `new` ones; each with whether its line goes on."""

    first: int
    old: list[str]
    old_soft: bytes
    new: list[str]
    new_soft: bytes
    before: Place  # where the cursor was, and came to
    after: Place
    size: int  # characters of both
    how: str = ""  # with which keys: what they go on with is one change; "" stands alone

    @property
    def reverse(self) -> Change:
        return Change(self.first, self.new, self.new_soft, self.old, self.old_soft, self.after, self.before, self.size)


class TextPieces:
    """A text, and what was done to it."""

    def __init__(self, text: str, *, shown: bool = False) -> None:
        """`shown`: a document has it as it is, a block for each line."""
        self.texts, self.soft = _cut(text, len(text) if shown else PIECE)
        self._undo: deque[Change] = deque()
        self._redo: list[Change] = []
        self._remembered = 0

    @property
    def whole(self) -> str:
        return self.between((0, 0), self.end)

    @property
    def end(self) -> Place:
        return len(self.texts) - 1, len(self.texts[-1])

    def between(self, start: Place, end: Place) -> str:
        """The text from one place to another."""
        (first, at), (last, until) = start, end
        if first == last:
            return self.texts[first][at:until]
        inside = [self.texts[first][at:], *self.texts[first + 1 : last], self.texts[last][:until]]
        soft, lines, done = self.soft[first:last], [], 0
        while (begun := soft.find(1, done)) >= 0:
            lines += inside[done:begun]
            done = soft.find(0, begun) + 1 or len(inside)
            lines.append("".join(inside[begun:done]))
        return "\n".join(lines + inside[done:])

    def line(self, piece: int) -> int | None:
        """The number of the line that begins with a piece, from 1; None if it only goes on there, or is none."""
        if piece >= len(self.texts) or (piece and self.soft[piece - 1]):
            return None
        return piece - self.soft.count(1, 0, piece) + 1

    @property
    def lines(self) -> int:
        return len(self.texts) - self.soft.count(1)

    def same(self, one: Place, other: Place) -> bool:
        """Whether there is nothing between two places but the end of a piece whose line goes on."""
        first, last = sorted((one, other))
        return first == last or (
            last == (first[0] + 1, 0) and first[1] == len(self.texts[first[0]]) and bool(self.soft[first[0]])
        )

    def put(self, start: Place, end: Place, text: str, *, before: Place, how: str = "") -> Change:
        """Let a text stand between two places; returns what that has changed."""
        (first, at), (last, until) = start, end
        head, tail = self.texts[first][:at], self.texts[last][until:]
        while first and self.soft[first - 1] and len(head) + len(text) + len(tail) < LEAST_IN_PIECE:
            first -= 1
            head = self.texts[first] + head
        while self.soft[last] and len(head) + len(text) + len(tail) < LEAST_IN_PIECE:
            last += 1
            tail += self.texts[last]
        new, new_soft = _cut(head + text + tail, MOST_IN_PIECE)
        new_soft[-1] = self.soft[last]
        after = _place(new, new_soft, len(tail))
        size = sum(map(len, self.texts[first : last + 1])) + len(head) + len(text) + len(tail)
        change = Change(
            first,
            self.texts[first : last + 1],
            bytes(self.soft[first : last + 1]),
            new,
            bytes(new_soft),
            before,
            (first + after[0], after[1]),
            size,
            how,
        )
        self._apply(change)
        self._remember(change)
        return change

    def became(self, text: str) -> None:
        """What can be undone first is that this text became the one that is here."""
        old = text.split("\n")
        size = len(text) + len(self.whole)
        self._keep(Change(0, old, bytes(len(old)), self.texts.copy(), bytes(self.soft), (0, 0), self.end, size))

    def undo(self) -> Change | None:
        """Take the last change back; returns what that changes."""
        if not self._undo:
            return None
        change = self._undo.pop()
        self._remembered -= change.size
        self._redo.append(change)
        self._apply(change.reverse)
        return change.reverse

    def redo(self) -> Change | None:
        """Do again what was taken back last; returns what that changes."""
        if not self._redo:
            return None
        change = self._redo.pop()
        self._apply(change)
        self._keep(change)
        return change

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def _apply(self, change: Change) -> None:
        span = slice(change.first, change.first + len(change.old))
        self.texts[span] = change.new
        self.soft[span] = change.new_soft

    def _remember(self, change: Change) -> None:
        self._redo.clear()
        last = self._undo[-1] if self._undo else None
        goes_on = (
            last is not None
            and last.how == change.how != ""
            and (last.first, len(last.new)) == (change.first, len(change.old))
            and last.after == change.before
        )
        if last is not None and goes_on:
            self._remembered -= self._undo.pop().size
            change = replace(change, old=last.old, old_soft=last.old_soft, before=last.before)
        self._keep(change)

    def _keep(self, change: Change) -> None:
        self._undo.append(change)
        self._remembered += change.size
        while self._remembered > MOST_REMEMBERED and len(self._undo) > 1:
            self._remembered -= self._undo.popleft().size


def _cut(text: str, most: int = PIECE) -> tuple[list[str], bytearray]:
    """Cut lines into pieces where they have more characters than `most`."""
    lines = text.split("\n")
    if not has_long_line(text, most):
        return lines, bytearray(len(lines))
    pieces: list[str] = []
    soft = bytearray()
    for line in lines:
        if len(line) <= most:
            pieces.append(line)
            soft.append(0)
        else:
            count = -(-len(line) // PIECE)
            size = -(-len(line) // count)  # all of about the same length: none is short
            cut = [line[at : at + size] for at in range(0, len(line), size)]
            pieces += cut
            soft += bytes([1] * (len(cut) - 1) + [0])
    return pieces, soft


def _place(pieces: list[str], soft: bytearray, left: int) -> Place:
    """Where a text begins that the pieces end with."""
    piece = len(pieces) - 1
    while left > len(pieces[piece]):
        left -= len(pieces[piece]) + (not soft[piece - 1])
        piece -= 1
    return piece, len(pieces[piece]) - left
