"""YAML bytes become a tree of nodes, and back, without ever making a Python object of what stands in them.

Nodes and not values, because a file that people edit must come back as they wrote it: an unknown key keeps its
`0x10`, its quotes and its `!tag` when only another key changes. It also means that no constructor runs at all.
Anchors and aliases are refused, so nothing can grow (billion laughs), and size, depth and count have limits.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 32
MAX_NODES: Final = 50_000
TAG: Final = "tag:yaml.org,2002:"

_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Final[Any] = Resolver()


class FileProblem(Enum):
    """Why a file of the user's could not be taken over."""

    UNREADABLE = auto()  # detail: the operating system's words
    NOT_A_FILE = auto()  # a folder, a pipe, a device
    TOO_LARGE = auto()
    NOT_UTF8 = auto()
    EMPTY = auto()
    NOT_YAML = auto()  # detail: the parser's words
    ALIAS = auto()  # an anchor or alias: &name, *name
    TOO_DEEP = auto()
    TOO_MANY_NODES = auto()
    SEVERAL_DOCUMENTS = auto()
    NOT_A_MAPPING = auto()
    DUPLICATE_KEY = auto()  # detail: the key
    WRONG_TYPE = auto()  # detail: the path of the key, as in tls.verify
    UNKNOWN_VALUE = auto()  # detail likewise
    MISSING = auto()  # detail likewise
    NEWER_SCHEMA = auto()  # detail: the number found; made by a newer version of the program
    ID_INVALID = auto()
    ID_TAKEN = auto()  # detail: the name of the other file


class BadFileError(Exception):
    """The bytes are not what they should be: `problem`, `detail` (see FileProblem), and `line` from 1, or 0."""

    def __init__(self, problem: FileProblem, detail: str = "", line: int = 0) -> None:
        super().__init__(f"{problem.name} {detail} line {line}")
        self.problem = problem
        self.detail = detail
        self.line = line


def line_of(node: Node) -> int:
    """Return the line, from 1, where a node begins in its file; 0 for one that we made."""
    return node.start_mark.line + 1 if node.start_mark else 0


def parse(data: bytes) -> MappingNode:
    """Return the mapping that the bytes are; raises BadFileError."""
    if len(data) > MAX_BYTES:
        raise BadFileError(FileProblem.TOO_LARGE, str(len(data)))
    text = _text(data)
    try:
        root = _compose(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFileError(FileProblem.NOT_YAML, error.reason, line) from None
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        detail = error.problem or error.context or ""
        raise BadFileError(FileProblem.NOT_YAML, detail, mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: PyYAML's scanner on an escape beyond Unicode
        raise BadFileError(FileProblem.NOT_YAML, str(error)) from None
    if root is None:
        raise BadFileError(FileProblem.EMPTY)
    if not isinstance(root, MappingNode):
        raise BadFileError(FileProblem.NOT_A_MAPPING, line=line_of(root))
    return root


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError(FileProblem.NOT_UTF8, line=data.count(b"\n", 0, error.start) + 1) from None
    if (nul := text.find("\0")) >= 0:
        raise BadFileError(FileProblem.NOT_YAML, "NUL", text.count("\n", 0, nul) + 1)
    return text


def _compose(text: str) -> Node | None:
    root: Node | None = None
    open_nodes: list[CollectionNode] = []
    pending_keys: list[Node | None] = []  # beside open_nodes: the key that waits for its value
    count = 0
    events: Any = yaml.parse(text, Loader=_PARSER)
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
            pending_keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise BadFileError(FileProblem.ALIAS, event.anchor or "", line)
        count += 1
        if count > MAX_NODES:
            raise BadFileError(FileProblem.TOO_MANY_NODES, line=line)
        node = _node(event)
        if open_nodes:
            _attach(open_nodes[-1], pending_keys, node)
        elif root is None:
            root = node
        else:
            raise BadFileError(FileProblem.SEVERAL_DOCUMENTS, line=line)
        if isinstance(node, CollectionNode):
            open_nodes.append(node)
            pending_keys.append(None)
            if len(open_nodes) > MAX_DEPTH:
                raise BadFileError(FileProblem.TOO_DEEP, line=line)
    return root


def _node(event: Any) -> Node:
    start: Any = event.start_mark
    if isinstance(event, yaml.ScalarEvent):
        tag = event.tag or _RESOLVER.resolve(ScalarNode, event.value, event.implicit)
        return ScalarNode(tag, event.value, start, style=event.style)
    kind: type[CollectionNode] = MappingNode if isinstance(event, yaml.MappingStartEvent) else SequenceNode
    tag = event.tag or _RESOLVER.resolve(kind, None, event.implicit)
    return kind(tag, [], start, flow_style=event.flow_style)


def _attach(parent: CollectionNode, pending_keys: list[Node | None], node: Node) -> None:
    if not isinstance(parent, MappingNode):
        parent.value.append(node)
        return
    key = pending_keys[-1]
    if key is None:
        pending_keys[-1] = node
        return
    parent.value.append((key, node))
    pending_keys[-1] = None


def refuse_doubled_keys(node: Node) -> None:
    """Raise BadFileError where a mapping at or below the node names a key twice."""
    todo = [node]
    while todo:
        here = todo.pop()
        if isinstance(here, SequenceNode):
            todo += here.value
        if not isinstance(here, MappingNode):
            continue
        seen = set()
        for key, value in here.value:
            todo += (key, value)
            if isinstance(key, ScalarNode):
                if key.value in seen:
                    raise BadFileError(FileProblem.DUPLICATE_KEY, key.value, line_of(key))
                seen.add(key.value)


class _Emitter(yaml.SafeDumper):
    """Lists stand indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def render(root: MappingNode) -> bytes:
    """Return the file's bytes for a tree."""
    text = yaml.serialize(root, Dumper=_Emitter, allow_unicode=True, width=1000)
    return str(text).encode()


def scalar(value: str, kind: str = "str") -> ScalarNode:
    """Make a scalar of one of YAML's own kinds: str, int, float, bool, null."""
    style = None
    if kind == "str":
        if not value.isprintable():
            style = "|" if _fits_a_block(value) else '"'
        elif value != value.strip() or not value.isascii():
            style = '"' if value != value.strip() else None
    return ScalarNode(TAG + kind, value, style=style)


def _fits_a_block(value: str) -> bool:
    """Whether people can read it as lines: indented ones as well, as in JSON, but nothing that an eye would miss."""
    first, *others = value.split("\n")
    return (
        bool(others)
        and bool(first)
        and first == first.lstrip()
        and all(line.isprintable() and line == line.rstrip() for line in (first, *others))
    )


def find(node: MappingNode, key: str) -> Node | None:
    """Return the value under a key, or None."""
    return next((value for name, value in node.value if isinstance(name, ScalarNode) and name.value == key), None)


def put(node: MappingNode, key: str, value: Node, *, first: bool = False) -> None:
    """Set a key where it stands already, else at the end (or as the first one)."""
    for at, (name, _) in enumerate(node.value):
        if isinstance(name, ScalarNode) and name.value == key:
            node.value[at] = (name, value)
            return
    node.value.insert(0 if first else len(node.value), (scalar(key), value))


def remove(node: MappingNode, key: str) -> None:
    """Take a key away if it is there."""
    node.value = [pair for pair in node.value if not (isinstance(pair[0], ScalarNode) and pair[0].value == key)]
