"""Turns the beginning of a topic into topics that begin so, level by level, from the topic tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

MOST_CHILDREN: Final = 5_000  # of one node; more take too long to look through at a keystroke
MOST_OFFERED: Final = 50


class Nodes(Protocol):
    """What is asked of history.tree.TopicTree; node 0 is the root."""

    def name(self, node: int) -> str: ...
    def children(self, node: int) -> Sequence[int]: ...
    def child_count(self, node: int) -> int: ...
    def find(self, topic: str) -> int | None: ...


def complete_topic(tree: Nodes, typed: str) -> list[str]:
    """Return topics one level beyond what is typed; a slash at the end stands where the tree goes on."""
    above, slash, start = typed.rpartition("/")
    node = tree.find(above) if slash else 0
    if node is None or tree.child_count(node) > MOST_CHILDREN:
        return []
    wanted = start.casefold()
    found = []
    for child in tree.children(node):
        name = tree.name(child)
        if name.casefold().startswith(wanted):
            topic = above + slash + name
            found.append(topic + "/" if tree.child_count(child) else topic)
            if len(found) == MOST_OFFERED:
                break
    return [] if found == [typed] else found
