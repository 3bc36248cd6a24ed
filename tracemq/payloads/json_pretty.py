"""A JSON tree becomes indented text in which every key and scalar stands as it was sent; a node becomes its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .json_tree import STEP_NODES, JsonTree
from .node_path import node_path
from .tree import ELISION, Kind, Steps, finish

INDENT: Final = "  "
MAX_CHARS: Final = 1 << 20
_BRACKETS: Final = {Kind.OBJECT: "{}", Kind.ARRAY: "[]"}


@dataclass(frozen=True, slots=True)
class Pretty:
    """Indented text. Where it is not `complete` it ends with an ellipsis; it goes up to byte `shown_to` of the data."""

    text: str
    complete: bool
    shown_to: int


def pretty(document: JsonTree, max_chars: int = MAX_CHARS) -> Pretty:
    """Return the document as text of at most about `max_chars` characters."""
    return finish(pretty_steps(document, max_chars))


def pretty_steps(document: JsonTree, max_chars: int = MAX_CHARS) -> Steps[Pretty]:
    """The same in steps of a few milliseconds."""
    tree = document.tree
    kinds, afters, parents = tree.kinds, tree.afters, tree.parents
    parts: list[str] = []
    size = 0
    open_nodes: list[int] = []
    for node in range(len(kinds)):
        if not node % STEP_NODES:
            yield tree.starts[node]
        part = ""
        while open_nodes and afters[open_nodes[-1]] <= node:
            part += "\n" + INDENT * (len(open_nodes) - 1) + _BRACKETS[Kind(kinds[open_nodes.pop()])][1]
        if node:
            first = parents[node] == node - 1
            part += ("" if first else ",") + "\n" + INDENT * len(open_nodes)
            if document.key_starts[node] >= 0:
                part += _shown(document, document.key_starts[node], document.key_ends[node], max_chars - size) + ": "
        kind = kinds[node]
        if kind not in _BRACKETS:
            part += _shown(document, tree.starts[node], tree.ends[node], max_chars - size)
        elif afters[node] == node + 1 and (tree.complete or tree.ends[node] < tree.stopped_at):
            part += _BRACKETS[Kind(kind)]
        else:
            part += _BRACKETS[Kind(kind)][0]
            open_nodes.append(node)
        size += len(part)
        if size > max_chars:
            parts.append(part[: len(part) - (size - max_chars)])
            return Pretty("".join(parts) + ELISION, complete=False, shown_to=tree.starts[node])
        parts.append(part)
    if not tree.complete:
        return Pretty("".join(parts) + "\n" + ELISION, complete=False, shown_to=tree.stopped_at)
    while open_nodes:
        part = "\n" + INDENT * (len(open_nodes) - 1) + _BRACKETS[Kind(kinds[open_nodes.pop()])][1]
        size += len(part)
        if size > max_chars:
            parts.append(part[: len(part) - (size - max_chars)])
            return Pretty("".join(parts) + ELISION, complete=False, shown_to=len(document.data))
        parts.append(part)
    return Pretty("".join(parts), complete=True, shown_to=len(document.data))


def _shown(document: JsonTree, start: int, end: int, room: int) -> str:
    """Return the bytes as text, some more of it than there is room for, so that the caller notices."""
    if end - start <= 4 * max(room, 0) + 8:
        return document.data[start:end].decode()
    return document.data[start : start + 4 * max(room, 0) + 8].decode(errors="ignore")


def json_path(document: JsonTree, node: int) -> str:
    """Return where a node is, as in $.sensors[2]['odd key']."""
    return node_path(document.tree, node, doubled=False)
