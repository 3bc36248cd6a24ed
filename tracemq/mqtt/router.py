"""Turns a topic into the handlers whose filters match it: a prefix tree of filter levels (section 4.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from .batch import Message, MessageBatch
from .tasks import call_safely

Handler = Callable[[Message], object]
REMEMBERED_TOPICS: Final = 100_000  # matches kept; beyond it the memory starts over


@dataclass(slots=True)
class _Level:
    below: dict[str, _Level] = field(default_factory=dict)
    handlers: list[tuple[int, Handler]] = field(default_factory=list)  # (order of registration, handler)


class Router:
    """Handlers by topic filter, called in the order in which they were added; what one raises is logged.

    Wildcards at the first level do not match topics that begin with $ [MQTT-4.7.2-1]. A shared filter
    ($share/group/filter) matches what its filter does. Handlers may be added and taken out on any thread, and by other
    handlers: from the next message on that counts.
    """

    def __init__(self) -> None:
        self._root = _Level()
        self._count = 0
        self._order = 0
        self._matches: dict[str, tuple[Handler, ...]] = {}
        self._changes = 0
        self._changing = Lock()

    def __len__(self) -> int:
        return self._count

    def add(self, topic_filter: str, handler: Handler) -> Callable[[], None]:
        """Register a handler; the function returned takes it out again, and may be called twice."""
        levels = unshared(topic_filter).split("/")
        with self._changing:
            node = self._root
            for level in levels:
                node = node.below.setdefault(level, _Level())
            self._order += 1
            entry = (self._order, handler)
            node.handlers.append(entry)
            self._count += 1
            self._changed()

        def remove() -> None:
            with self._changing:
                if entry in node.handlers:
                    node.handlers.remove(entry)
                    self._count -= 1
                    self._changed()
                    self._prune(levels)

        return remove

    def group(self) -> Group:
        """Handlers that are added to it leave together."""
        return Group(self)

    def match(self, topic: str) -> tuple[Handler, ...]:
        """The handlers for a topic, in the order of their registration."""
        known = self._matches.get(topic)
        if known is not None:
            return known
        with self._changing:
            if len(self._matches) >= REMEMBERED_TOPICS:
                self._matches.clear()
            found = tuple(handler for _, handler in _collect(self._root, topic.split("/")))
            self._matches[topic] = found
        return found

    def dispatch(self, batch: MessageBatch) -> None:
        """Give each message to its handlers; a topic without one costs a look-up per batch, not per message."""
        changes, names = self._changes, batch.topics
        matches = ((number, self.match(names.name(number))) for number in set(batch.topic_ids))
        wanted = {number: handlers for number, handlers in matches if handlers}
        if not wanted:
            return
        for index, number in enumerate(batch.topic_ids):
            handlers = wanted.get(number)
            if handlers:
                message = batch[index]
                for handler in handlers:
                    call_safely(handler, message)
                if changes != self._changes:
                    self._dispatch_rest(batch, index + 1)
                    return

    def _dispatch_rest(self, batch: MessageBatch, start: int) -> None:
        """As `dispatch`, looking each message up: handlers come and go while they are called."""
        for index in range(start, len(batch)):
            handlers = self.match(batch.topics.name(batch.topic_ids[index]))
            if handlers:
                message = batch[index]
                for handler in handlers:
                    call_safely(handler, message)

    def _changed(self) -> None:
        self._changes += 1
        self._matches.clear()

    def _prune(self, levels: list[str]) -> None:
        path = [self._root]
        for level in levels:
            path.append(path[-1].below[level])
        for parent, level, child in zip(reversed(path[:-1]), reversed(levels), reversed(path[1:]), strict=True):
            if child.handlers or child.below:
                return
            del parent.below[level]


class Group:
    """Handlers that are taken out together."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._removals: list[Callable[[], None]] = []

    def add(self, topic_filter: str, handler: Handler) -> Callable[[], None]:
        remove = self._router.add(topic_filter, handler)
        self._removals.append(remove)
        return remove

    def remove_all(self) -> None:
        removals, self._removals = self._removals, []
        for remove in removals:
            remove()


def unshared(topic_filter: str) -> str:
    """The filter inside a shared one: $share/{ShareName}/{filter} (section 4.8.2)."""
    if topic_filter.startswith("$share/"):
        return topic_filter.split("/", 2)[-1]
    return topic_filter


def _collect(root: _Level, levels: list[str]) -> list[tuple[int, Handler]]:
    found: list[tuple[int, Handler]] = []
    nodes = [root]
    for depth, level in enumerate(levels):
        wild = depth > 0 or not level.startswith("$")  # [MQTT-4.7.2-1]
        following: list[_Level] = []
        for below in (node.below for node in nodes):
            if level in below:
                following.append(below[level])
            if wild and "#" in below:
                found += below["#"].handlers
            if wild and "+" in below:
                following.append(below["+"])
        nodes = following
    for node in nodes:
        found += node.handlers
        if "#" in node.below:  # a/# matches a as well (section 4.7.1.2)
            found += node.below["#"].handlers
    return sorted(found, key=lambda entry: entry[0])
