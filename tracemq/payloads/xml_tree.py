"""The bytes of an XML document become a tree and, with every tag and text as sent, indented text.

Python's expat parses; entities are never expanded: a document that declares one is refused (billion laughs), and
nothing outside it is ever opened. Anything but UTF-8 and ASCII-compatible encodings is turned into UTF-8 first, and
offsets are those in it: `XmlTree.data`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat  # nosec - no entity gets through, see above

from .errors import DecodeError, DecodeProblem, line_and_column
from .json_pretty import INDENT, MAX_CHARS, Pretty
from .tree import ELISION, MAX_NODES, Builder, Kind, Steps, TooManyNodesError, Tree, finish

CHUNK_BYTES: Final = 1 << 14  # of small elements: 3 ms
STEP_NODES: Final = 1024
MOST_ATTRIBUTES: Final = 5_000  # about; of one element they come in one step, and a document with more is cut before it
_TAG: Final = re.compile(rb"<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>").match
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class XmlTree:
    """The root is the document: elements, comments and instructions stand in it, attributes first in their element."""

    tree: Tree
    data: bytes

    def raw(self, node: int) -> str:
        """Return the node's own bytes as text, entities as sent."""
        start, end = self.tree.span(node)
        return self.data[start:end].decode(errors="replace")


def parse_xml(data: bytes, max_nodes: int = MAX_NODES) -> XmlTree:
    """Return the document; raises DecodeError with offset, line and column."""
    return finish(parse_xml_steps(data, max_nodes))


def parse_xml_steps(data: bytes, max_nodes: int = MAX_NODES) -> Steps[XmlTree]:
    """The same in steps of a few milliseconds. A document with too many nodes gives a tree that is not `complete`."""
    data, encoding = _narrowed(data)
    if not data.strip():
        raise DecodeError(DecodeProblem.EMPTY, line=1, column=1)
    reader = _Reader(data, max_nodes, encoding)
    try:
        for at in range(0, len(data), CHUNK_BYTES):
            reader.feed(data[at : at + CHUNK_BYTES], last=at + CHUNK_BYTES >= len(data))
            yield at
    except TooManyNodesError:
        tree = yield from reader.builder.stop_steps(reader.at)
        return XmlTree(tree, data)
    reader.builder.close(len(data))
    return XmlTree(reader.builder.tree, data)


def _narrowed(data: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            try:
                return data.decode(encoding).encode(), "utf-8"
            except UnicodeError as error:
                offset = error.start if isinstance(error, UnicodeDecodeError) else 0
                raise DecodeError(DecodeProblem.BAD_VALUE, offset, encoding) from None
    return data, None


class _Reader:
    """What expat tells becomes nodes."""

    def __init__(self, data: bytes, max_nodes: int, encoding: str | None) -> None:
        self.builder = Builder(max_nodes)
        self.builder.open(Kind.ELEMENT, "", 0)
        self.at = 0
        self._data = data
        self._words: list[str] = []
        self._words_start = 0
        self._just_opened = False
        self._tag, self._signs = 0, 0  # where a token begins that has not ended, and how many = came since
        self._fed = 0
        self._parser = parser = expat.ParserCreate(encoding)
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped

    def feed(self, chunk: bytes, *, last: bool) -> None:
        self._look_at_tag(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            offset = max(0, self._parser.ErrorByteIndex)
            detail = expat.errors.messages.get(error.code, "")
            place = {"line": error.lineno, "column": error.offset + 1}
            raise DecodeError(DecodeProblem.SYNTAX, offset, detail, **place) from None
        except (
            LookupError,
            ValueError,
            UnicodeError,
        ) as error:  # an encoding that Python does not have or is not 8-bit
            raise DecodeError(DecodeProblem.SYNTAX, 0, str(error), line=1, column=1) from None

    def _look_at_tag(self, chunk: bytes) -> None:
        """Stop before a tag that has not ended after many attributes: a million would take expat more than a second."""
        begins = self._parser.CurrentByteIndex
        if begins != self._tag:
            self._tag, self._signs = begins, 0
        self._signs += chunk.count(b"=")
        self._fed += len(chunk)
        is_tag = self._data[begins : begins + 1] == b"<" and self._data[begins + 1 : begins + 2] not in {b"!", b"?"}
        if self._signs > MOST_ATTRIBUTES and begins >= 0 and is_tag:
            whole = _TAG(self._data, begins, self._fed)  # else it ends in this piece, and they stand behind it
            if whole is None or self._data.count(b"=", begins, whole.end()) > MOST_ATTRIBUTES:
                self.at = begins
                raise TooManyNodesError

    def _start(self, name: str, attributes: list[str]) -> None:
        start = self._place()
        self._flush(start)
        self.builder.open(Kind.ELEMENT, name, start)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            self.builder.leaf(Kind.ATTRIBUTE, key, start, start, value)
        self._just_opened = True

    def _end(self, _: str) -> None:
        start = self._place()
        empty_tag = self._just_opened and self._data[start - 2 : start] == b"/>"  # expat stands behind it then
        self._flush(start)
        self.builder.close(start if empty_tag else self._data.find(b">", start) + 1)

    def _text(self, text: str) -> None:
        self._just_opened = False
        if not self._words:
            self._words_start = self._place()
        self._words.append(text)

    def _skipped(self, name: str, is_parameter_entity: bool) -> None:
        if not is_parameter_entity:
            self._text(f"&{name};")

    def _comment(self, text: str) -> None:
        start = self._place()
        self._flush(start)
        self.builder.leaf(Kind.COMMENT, "", start, self._data.find(b"-->", start) + 3, text)

    def _instruction(self, target: str, text: str) -> None:
        start = self._place()
        self._flush(start)
        self.builder.leaf(Kind.INSTRUCTION, target, start, self._data.find(b"?>", start) + 2, text)

    def _entity(self, name: str, *_: object) -> None:
        offset = max(0, self._data.rfind(b"<!ENTITY", 0, self._place()))
        line, column = line_and_column(self._data, offset)
        raise DecodeError(DecodeProblem.ENTITY, offset, name, line=line, column=column)

    def _place(self) -> int:
        self.at = self._parser.CurrentByteIndex
        return self.at

    def _flush(self, end: int) -> None:
        self._just_opened = False
        if not self._words:
            return
        text = "".join(self._words)
        self._words.clear()
        if text.strip():  # else only what indents
            self.builder.leaf(Kind.STRING, "", self._words_start, end, text)


def pretty_xml(document: XmlTree, max_chars: int = MAX_CHARS) -> Pretty:
    """Return the document as indented text of at most about `max_chars` characters."""
    return finish(pretty_xml_steps(document, max_chars))


def pretty_xml_steps(document: XmlTree, max_chars: int = MAX_CHARS) -> Steps[Pretty]:
    """The same in steps of a few milliseconds. Only white space between tags is changed."""
    tree = document.tree
    output = _Lines(max_chars)
    open_nodes: list[int] = []
    node = count = 1  # the root is the document itself
    while True:
        while open_nodes and tree.afters[open_nodes[-1]] <= node:
            closed = open_nodes.pop()
            if tree.complete or tree.ends[closed] < tree.stopped_at:
                output.add(len(open_nodes), f"</{tree.label(closed)}>")
        if node >= len(tree):
            break
        if output.full:
            return Pretty(output.text() + ELISION, complete=False, shown_to=tree.starts[node])
        if tree.kinds[node] == Kind.ATTRIBUTE:
            node += 1
            continue
        opened = tree.kinds[node] == Kind.ELEMENT and not _fits_one_line(tree, node)
        output.add(len(open_nodes), _source(document, node, output.room, tag_only=opened))
        if opened:
            open_nodes.append(node)
        node = node + 1 if opened else tree.afters[node]
        count += 1
        if not count % STEP_NODES:
            yield tree.starts[min(node, len(tree) - 1)]
    if output.full:
        return Pretty(output.text() + ELISION, complete=False, shown_to=len(document.data))
    if not tree.complete:
        return Pretty(output.text() + "\n" + ELISION, complete=False, shown_to=tree.stopped_at)
    return Pretty(output.text(), complete=True, shown_to=len(document.data))


class _Lines:
    """Indented lines up to a number of characters."""

    def __init__(self, max_chars: int) -> None:
        self._lines: list[str] = []
        self._max_chars = self.room = max_chars

    @property
    def full(self) -> bool:
        return self.room < 0

    def add(self, depth: int, line: str) -> None:
        if not self.full:
            line = INDENT * depth + line
            self.room -= len(line) + bool(self._lines)
            self._lines.append(line)

    def text(self) -> str:
        return "\n".join(self._lines)[: self._max_chars]


def _fits_one_line(tree: Tree, node: int) -> bool:
    """Tell whether an element has nothing or one text in it."""
    texts = 0
    for child in tree.children(node):
        if tree.kinds[child] != Kind.ATTRIBUTE:
            texts += 1
            if texts > 1 or tree.kinds[child] != Kind.STRING:
                return False
    return True


def _source(document: XmlTree, node: int, room: int, *, tag_only: bool) -> str:
    """Return a node or its start tag as sent, some more than there is room for if it is longer."""
    start, end = document.tree.span(node)
    tag = _TAG(document.data, start) if tag_only else None
    if tag:
        end = tag.end()
    reach = min(end, start + 4 * max(room, 0) + 8)
    text = document.data[start:reach].decode(errors="replace" if reach == end else "ignore")
    return text.strip() if document.tree.kinds[node] == Kind.STRING else text
