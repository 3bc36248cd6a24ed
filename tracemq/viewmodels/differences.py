"""Turns two messages into rows that say what became of what: by structure, by line or by position, and in their facts.

Everything is done in steps of a few milliseconds, and has a limit that is told: payloads of 50 MiB may be compared.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any, Final

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.payloads.detect import Format
from tracemq.payloads.differences import (
    Change,
    LineBlock,
    diff_bytes_steps,
    diff_lines_steps,
    diff_trees_steps,
)
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.text import visible_line
from tracemq.payloads.tree import ELISION, Kind, Steps, Tree

from .payload_reader import Reading, read_steps

MAX_ROWS: Final = 10_000
SHOWN_CHARS: Final = 300  # of a value or line; the whole one can be seen in the inspector
SHOWN_BYTES: Final = 24  # of a range
CONTEXT: Final = 2  # equal lines shown around others
LONGEST_LINE: Final = 64 << 10  # bytes; longer ones are not what people call lines
MOST_LINES: Final = 300_000  # of one payload; more take too much memory, each being an object
LONG_VALUE: Final = 64 << 10  # bytes; longer ones are compared as they were sent
NEAR: Final = 8  # bytes; ranges that are nearer to each other are shown as one
DEEPEST: Final = 64  # steps of a path
SPLIT_BYTES: Final = 1 << 20
ROWS_PER_STEP: Final = 64


class Mode(Enum):
    """How payloads are compared."""

    STRUCTURE = auto()
    LINES = auto()
    BYTES = auto()


class Sign(Enum):
    """What a row says; the value is shown, so that colours do not stand alone."""

    SAME = ""
    ADDED = "+"
    REMOVED = "−"
    CHANGED = "≠"
    GAP = "⋯"  # `before` is the number of equal lines that are not shown


@dataclass(frozen=True, slots=True)
class DiffRow:
    """`place` is a path, line numbers or a range of bytes; a `fact` is named by its field instead."""

    sign: Sign
    place: str
    before: str = ""
    after: str = ""
    fact: str = ""


@dataclass(slots=True)
class Comparison:
    """The rows, how many of each sign, and whether there would have been more."""

    mode: Mode
    rows: list[DiffRow] = field(default_factory=list)
    complete: bool = True
    equal: bool = False  # the payloads, byte by byte
    unlike: bool = False  # as lines they have so little in common that one block stands for everything

    def count(self, sign: Sign) -> int:
        return sum(row.sign is sign for row in self.rows)


def compare_steps(old: Message, new: Message, wanted: Mode | None = None) -> Steps[Comparison]:
    """Compare two messages in a way, or in the one that suits both payloads."""
    facts = list(_facts(old, new))
    if old.payload == new.payload:
        return Comparison(wanted or Mode.BYTES, facts, equal=True)
    left = yield from read_steps(old, Format.JSON if _forced_json(old, wanted) else None)
    right = yield from read_steps(new, Format.JSON if _forced_json(new, wanted) else None)
    if wanted in {None, Mode.STRUCTURE} and _alike(left, right):
        found = yield from _compare_trees(left, right)
    elif wanted is Mode.BYTES or (wanted is not Mode.LINES and not (_is_text(left) and _is_text(right))):
        found = yield from _compare_bytes(left.data, right.data)
    else:
        found = yield from _compare_lines(left.data, right.data, forced=wanted is Mode.LINES)
    found.rows[:0] = facts
    return found


def _forced_json(message: Message, wanted: Mode | None) -> bool:
    """Large texts are not read as JSON unless somebody asks for their structure."""
    return wanted is Mode.STRUCTURE and message.payload[:64].lstrip()[:1] in {b"{", b"["}


def _alike(left: Reading, right: Reading) -> bool:
    return left.tree is not None and right.tree is not None and left.format is right.format


def _is_text(reading: Reading) -> bool:
    return reading.format in {Format.TEXT, Format.JSON, Format.XML, Format.EMPTY}


# -- facts


def _facts(old: Message, new: Message) -> list[DiffRow]:
    """What differs beside the payload; fields are named as in Message and Properties."""
    pairs: list[tuple[str, Any, Any]] = [
        ("topic", old.topic, new.topic),
        ("qos", int(old.qos), int(new.qos)),
        ("retain", old.retain, new.retain),
    ]
    pairs += [
        (each.name, getattr(old.properties, each.name), getattr(new.properties, each.name))
        for each in fields(Properties)
    ]
    rows = []
    for name, before, after in pairs:
        if before != after:
            sign = Sign.ADDED if before in {None, ()} else Sign.REMOVED if after in {None, ()} else Sign.CHANGED
            rows.append(DiffRow(sign, "", _fact_text(before), _fact_text(after), name))
    return rows


def _fact_text(value: Any) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bytes):
        return value[:SHOWN_BYTES].hex(" ") + (f" {ELISION}" if len(value) > SHOWN_BYTES else "")
    if isinstance(value, tuple):
        return ", ".join("=".join(map(_fact_text, each)) if isinstance(each, tuple) else str(each) for each in value)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return _short(visible_line(str(value)))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + ELISION


# -- structure


class _Paths:
    """Paths of nodes asked for in any order; places in lists are counted on from the one asked for before."""

    def __init__(self, reading: Reading, tree: Tree) -> None:
        self._json = isinstance(reading.document, JsonTree)
        self._tree = tree
        self._counted: dict[int, tuple[int, int]] = {}  # by list: a child and its place

    def of(self, node: int) -> Steps[str]:
        parts: list[str] = []
        tree = self._tree
        while (parent := tree.parent(node)) >= 0:
            if len(parts) == DEEPEST:
                parts.append(ELISION)
                break
            if tree.kind(parent) is Kind.ARRAY:
                place = yield from self._place(parent, node)
                parts.append(f"[{place}]")
            elif label := tree.label(node):
                parts.append(f".{_short(label)}")
            node = parent
        return visible_line("$" + "".join(reversed(parts)))

    def _place(self, parent: int, node: int) -> Steps[int]:
        child, place = self._counted.get(parent, (parent + 1, 0))
        if child > node:
            child, place = parent + 1, 0
        while child < node:
            child, place = self._tree.afters[child], place + 1
            if not place % 4096:
                yield place
        self._counted[parent] = child, place
        return place


def _compare_trees(left: Reading, right: Reading) -> Steps[Comparison]:
    old, new = left.tree, right.tree
    if old is None or new is None:
        return Comparison(Mode.STRUCTURE)
    found = yield from diff_trees_steps(old, new, MAX_ROWS, _differ(left, right, old, new))
    whole = found.complete and old.complete and new.complete
    result = Comparison(Mode.STRUCTURE, complete=whole)
    before, after = _Paths(left, old), _Paths(right, new)
    for number, (change, old_node, new_node) in enumerate(found.changes):
        paths, node = (before, old_node) if new_node < 0 else (after, new_node)
        place = yield from paths.of(node)
        result.rows.append(DiffRow(SIGNS[change], place, _value(left, old, old_node), _value(right, new, new_node)))
        if not number % ROWS_PER_STEP:
            yield number
    return result


def _differ(left: Reading, right: Reading, old: Tree, new: Tree) -> Any:
    """Tell two values apart; long ones by their bytes, which is quick."""

    def differ(one: int, other: int) -> bool:
        (start, end), (first, last) = old.span(one), new.span(other)
        if end - start > LONG_VALUE and last - first > LONG_VALUE and old.kind(one) is Kind.STRING:
            return left.data[start:end] != right.data[first:last]
        return old.text(one) != new.text(other)

    return differ


def _value(reading: Reading, tree: Tree, node: int) -> str:
    if node < 0:
        return ""
    shown = visible_line(reading.preview(node, SHOWN_CHARS))
    if tree.kind(node) is Kind.STRING:
        return f'"{shown}"'
    return shown or f"({tree.kind(node).name.lower()})"


SIGNS: Final = {Change.ADDED: Sign.ADDED, Change.REMOVED: Sign.REMOVED, Change.CHANGED: Sign.CHANGED}


# -- lines


def split_steps(data: bytes) -> Steps[list[bytes]]:
    """Lines without their ends, as many as there are line ends and one more."""
    lines: list[bytes] = []
    pending: list[bytes] = []  # of a line that goes on
    for start in range(0, len(data), SPLIT_BYTES):
        parts = data[start : start + SPLIT_BYTES].split(b"\n")
        if len(parts) > 1:
            lines.append(b"".join([*pending, parts[0]]))
            lines += parts[1:-1]
            pending = []
        pending.append(parts[-1])
        yield start
    lines.append(b"".join(pending))
    return lines


def _not_lines(data: bytes, *, forced: bool) -> Steps[bool]:
    """Whether there are too many lines, or such long ones that nobody would call them so."""
    count = 0
    for start in range(0, len(data), LONGEST_LINE):
        found = data.count(b"\n", start, start + LONGEST_LINE)
        if not found and not forced and start + LONGEST_LINE <= len(data):
            return True
        count += found
        if not start % SPLIT_BYTES:
            yield start
    return count > MOST_LINES


def _compare_lines(old: bytes, new: bytes, *, forced: bool) -> Steps[Comparison]:
    if (yield from _not_lines(old, forced=forced)) or (yield from _not_lines(new, forced=forced)):
        found = yield from _compare_bytes(old, new)
        return found
    left = yield from split_steps(old)
    right = yield from split_steps(new)
    difference = yield from diff_lines_steps(left, right)
    result = Comparison(Mode.LINES, unlike=not difference.exact)
    last = len(difference.blocks) - 1
    for number, block in enumerate(difference.blocks):
        for row in _block_rows(block, left, right, first=number == 0, last=number == last):
            if len(result.rows) >= MAX_ROWS:
                result.complete = False
                return result
            result.rows.append(row)
            if not len(result.rows) % ROWS_PER_STEP:
                yield len(result.rows)
    return result


def _block_rows(block: LineBlock, old: list[bytes], new: list[bytes], *, first: bool, last: bool) -> Any:
    """The rows of a block; of equal lines only those beside others."""
    change, a, b, c, d = block
    if change is Change.SAME:
        head = 0 if first else CONTEXT
        tail = 0 if last else CONTEXT
        if b - a <= head + tail + 1:
            head, tail = b - a, 0
        for at in range(head):
            yield _same(a + at, c + at, old)
        if b - a > head + tail:
            yield DiffRow(Sign.GAP, "", str(b - a - head - tail))
        for at in range(b - a - tail, b - a):
            yield _same(a + at, c + at, old)
        return
    for at in range(max(b - a, d - c)):
        before, after = a + at < b, c + at < d
        if before and after:
            one, other = _around(old[a + at], new[c + at])
            yield DiffRow(Sign.CHANGED, _place(a + at, c + at), one, other)
        elif before:
            yield DiffRow(Sign.REMOVED, str(a + at + 1), _line(old[a + at]))
        else:
            yield DiffRow(Sign.ADDED, str(c + at + 1), "", _line(new[c + at]))


def _same(old_at: int, new_at: int, old: list[bytes]) -> DiffRow:
    text = _line(old[old_at])
    return DiffRow(Sign.SAME, _place(old_at, new_at), text, text)


def _place(old_at: int, new_at: int) -> str:
    return str(old_at + 1) if old_at == new_at else f"{old_at + 1} → {new_at + 1}"


def _line(line: bytes) -> str:
    cut = line[: 4 * SHOWN_CHARS]
    return _short(visible_line(cut.decode(errors="replace").rstrip("\r"))) + (ELISION if len(cut) < len(line) else "")


def _around(old: bytes, new: bytes) -> tuple[str, str]:
    """Two lines from where they begin to differ, if that is far from where they begin."""
    common = _common_bytes(old, new)
    if common < SHOWN_CHARS // 2:
        return _line(old), _line(new)
    start = common - 20
    while start > 0 and old[start] & 0xC0 == 0x80:
        start -= 1
    return ELISION + _line(old[start:]), ELISION + _line(new[start:])


def _common_bytes(old: bytes, new: bytes) -> int:
    """Count the equal bytes at the beginning."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


# -- bytes


def _compare_bytes(old: bytes, new: bytes) -> Steps[Comparison]:
    found = yield from diff_bytes_steps(old, new, MAX_ROWS)
    result = Comparison(Mode.BYTES, complete=found.complete)
    merged = array("Q")
    for first, last in found.ranges:
        if merged and first - merged[-1] < NEAR:
            merged[-1] = last
        else:
            merged.extend((first, last))
    digits = max(4, len(f"{max(len(old), len(new)):x}"))
    for at in range(0, len(merged), 2):
        first, last = merged[at], merged[at + 1]
        shown = slice(first, min(last, first + SHOWN_BYTES + 1))
        place = _range(first, last, digits)
        result.rows.append(DiffRow(Sign.CHANGED, place, _hex(old[shown]), _hex(new[shown])))
        if not len(result.rows) % ROWS_PER_STEP:
            yield at
    if found.complete and found.old_size != found.new_size:
        shorter, longer = sorted((found.old_size, found.new_size))
        grown = found.new_size > found.old_size
        rest = _hex((new if grown else old)[shorter : shorter + SHOWN_BYTES + 1])
        place = _range(shorter, longer, digits)
        result.rows.append(DiffRow(Sign.ADDED, place, "", rest) if grown else DiffRow(Sign.REMOVED, place, rest, ""))
    return result


def _range(first: int, last: int, digits: int) -> str:
    return f"{first:0{digits}x}" if last - first == 1 else f"{first:0{digits}x}–{last - 1:0{digits}x}"


def _hex(data: bytes) -> str:
    return data[:SHOWN_BYTES].hex(" ") + (f" {ELISION}" if len(data) > SHOWN_BYTES else "")
