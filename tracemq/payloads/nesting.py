"""Values of a binary format, in the order of their bytes, become a tree with their keys and ends looked after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .errors import DecodeError, DecodeProblem
from .tree import MAX_NODES, Builder, Kind, LongText, Tree, Value

KEY: Final = "{key}"  # the labels of an entry whose key is itself a list or a map
VALUE: Final = "{value}"
CLOSINGS_PER_STEP: Final = 1024


@dataclass(slots=True)
class _Frame:
    is_map: bool
    left: int  # values still to come, a key counting as one; -1 until a break
    wants_key: bool
    label: str = ""


class Nesting:
    """Feed it `leaf` and `begin`, then call `settle` until it says False; `done` once the outermost value is whole."""

    def __init__(self, max_nodes: int = MAX_NODES, make: type[Tree] = Tree) -> None:
        self.builder = Builder(max_nodes, make)
        self._frames: list[_Frame] = []
        self._end = 0
        self.done = False

    @property
    def tree(self) -> Tree:
        return self.builder.tree

    def leaf(self, kind: Kind, start: int, end: int, text: Value) -> None:
        """Take a value without content; where a key is due, it becomes the label of the next value."""
        self._end = end
        frame = self._frames[-1] if self._frames else None
        if frame and frame.wants_key:
            frame.label, frame.wants_key = _label(text), False
            frame.left -= frame.left > 0
            return
        self.builder.leaf(kind, frame.label if frame else "", start, end, text)
        self._completed(frame)

    def begin(self, kind: Kind, count: int, start: int, end: int, text: str = "") -> None:
        """Take the head, up to `end`, of a list or tag of `count` values, or a map of as many pairs; -1: to a break."""
        self._end = end
        frame = self._frames[-1] if self._frames else None
        label = ""
        if frame:
            label = KEY if frame.wants_key else frame.label
        self.builder.open(kind, label, start, text)
        is_map = kind is Kind.OBJECT
        self._frames.append(_Frame(is_map, 2 * count if is_map and count > 0 else count, is_map))

    def break_here(self, end: int) -> None:
        """End the innermost list or map, which must be one without a count."""
        frame = self._frames[-1] if self._frames else None
        if not frame or frame.left != -1 or (frame.is_map and not frame.wants_key):
            raise DecodeError(DecodeProblem.UNEXPECTED, end - 1, "FF")
        self._end = end
        frame.left = 0

    def settle(self) -> bool:
        """End what is complete; True if there is more to end in another call (a value may end 100,000 levels)."""
        for _ in range(CLOSINGS_PER_STEP):
            if not self._frames or self._frames[-1].left:
                return False
            self._frames.pop()
            self.builder.close(self._end)
            frame = self._frames[-1] if self._frames else None
            if frame and frame.wants_key:
                frame.label, frame.wants_key = VALUE, False
                frame.left -= frame.left > 0
            else:
                self._completed(frame)
        return True

    def _completed(self, frame: _Frame | None) -> None:
        if frame is None:
            self.done = True
            return
        frame.left -= frame.left > 0
        frame.wants_key = frame.is_map


def _label(key: Value) -> str:
    return key if isinstance(key, str) else key.text() if isinstance(key, LongText) else key.hex()


def expect_end(data: bytes, at: int) -> None:
    """Raise DecodeError if something follows the whole value."""
    if at < len(data):
        raise DecodeError(DecodeProblem.EXTRA_DATA, at, f"{data[at]:02X}")
