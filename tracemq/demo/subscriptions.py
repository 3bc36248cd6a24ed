"""Topic names into the subscriptions that match them: a tree of filter levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from tracemq.mqtt.packets import Subscription
from tracemq.mqtt.topics import split_shared

from .publication import Publication

_REMEMBERED_TOPICS: Final = 10_000  # their routes are looked up once, until somebody subscribes


@dataclass(frozen=True, slots=True)
class Grant:
    """A subscription as it was granted; `identifier` 0 is none."""

    subscription: Subscription
    identifier: int = 0


class Subscriber(Protocol):
    """Who receives what matches: a client's session, or a device that lives in this process."""

    @property
    def client_id(self) -> str: ...

    @property
    def ready(self) -> bool:
        """Whether it can take a message right now: shared subscriptions prefer such a member."""
        ...

    def deliver(self, publication: Publication, grants: Sequence[Grant], now: float) -> bool:
        """Take a message that `grants` ask for; False if it is not wanted after all."""
        ...


class Group:
    """The members of one shared subscription; each message goes to one of them, in turn."""

    def __init__(self) -> None:
        self.members: dict[Subscriber, Grant] = {}
        self._turn = 0

    def deliver(self, publication: Publication, now: float) -> bool:
        members = list(self.members.items())
        self._turn += 1
        order = [members[(self._turn + offset) % len(members)] for offset in range(len(members))]
        order.sort(key=lambda member: not member[0].ready)  # stable: those who are ready, in their order, first
        return any(subscriber.deliver(publication, (grant,), now) for subscriber, grant in order)


class Routes(NamedTuple):
    """Where a topic goes: each subscriber once with all its grants, and each group."""

    direct: tuple[tuple[Subscriber, tuple[Grant, ...]], ...]
    groups: tuple[Group, ...]


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    grants: dict[Subscriber, Grant] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.children or self.grants or self.groups)


class SubscriptionTree:
    """Every subscription of every subscriber; subscribers are told apart by identity."""

    def __init__(self) -> None:
        self._root = _Node()
        self._routes: dict[str, Routes] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, subscriber: Subscriber, grant: Grant) -> bool:
        """Subscribe, or replace the same filter's options; True if it is new."""
        share, filter_ = split_shared(grant.subscription.filter)
        node = self._root
        for level in filter_.split("/"):
            node = node.children.setdefault(level, _Node())
        members = node.grants if share is None else node.groups.setdefault(share, Group()).members
        new = subscriber not in members
        members[subscriber] = grant
        self._count += new
        self._routes.clear()
        return new

    def remove(self, subscriber: Subscriber, filter_: str) -> bool:
        """Unsubscribe; False if there was no such subscription."""
        share, filter_ = split_shared(filter_)
        path = [self._root]
        levels = filter_.split("/")
        for level in levels:
            child = path[-1].children.get(level)
            if child is None:
                return False
            path.append(child)
        members = _members(path[-1], share)
        if members is None or subscriber not in members:
            return False
        del members[subscriber]
        if share is not None and not members:
            del path[-1].groups[share]
        for parent, level in zip(reversed(path[:-1]), reversed(levels), strict=True):
            if parent.children[level].empty:
                del parent.children[level]
        self._count -= 1
        self._routes.clear()
        return True

    def match(self, topic: str) -> Routes:
        routes = self._routes.get(topic)
        if routes is None:
            if len(self._routes) >= _REMEMBERED_TOPICS:
                self._routes.clear()
            routes = self._routes[topic] = self._look_up(topic)
        return routes

    def _look_up(self, topic: str) -> Routes:
        direct: dict[Subscriber, list[Grant]] = {}
        groups: list[Group] = []
        for node in _matching(self._root, topic.split("/")):
            groups += node.groups.values()
            for subscriber, grant in node.grants.items():
                direct.setdefault(subscriber, []).append(grant)
        return Routes(tuple((subscriber, tuple(grants)) for subscriber, grants in direct.items()), tuple(groups))


def _members(node: _Node, share: str | None) -> dict[Subscriber, Grant] | None:
    if share is None:
        return node.grants
    group = node.groups.get(share)
    return group.members if group else None


def _matching(root: _Node, levels: list[str]) -> list[_Node]:
    """The nodes of all filters that match a topic (section 4.7)."""
    found: list[_Node] = []
    here = [root]
    for depth, level in enumerate(levels):
        below: list[_Node] = []
        wild = depth > 0 or not level.startswith("$")  # [MQTT-4.7.2-1]
        for node in here:
            if level in node.children:
                below.append(node.children[level])
            if wild and "+" in node.children:
                below.append(node.children["+"])
            if wild and "#" in node.children:
                found.append(node.children["#"])
        here = below
    for node in here:
        found.append(node)
        if "#" in node.children:  # "sport/#" matches "sport" too
            found.append(node.children["#"])
    return found
