"""Turns a Sparkplug B topic into what earlier messages of its edge node tell: births, and the number before its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from tracemq.history.log import MessageLog
from tracemq.history.tree import TopicTree
from tracemq.payloads.sparkplug import SEQUENCED, Place, expected_after, is_metric, metric, place_of, sequence_of
from tracemq.payloads.sparkplug_tree import Births, name_of
from tracemq.payloads.tree import Steps, Tree

MOST_ROWS: Final = 2_000_000  # that are looked back through
STEP_METRICS: Final = 256
MOST_DEVICES: Final = 1000  # of an edge node
PREFIX: Final = "spBv1.0"


@dataclass(frozen=True, slots=True)
class Numbering:
    """A message's number and that of the one before it from the same edge node; None where it is not known."""

    seq: int | None = None
    before: int | None = None
    is_birth: bool = False  # an edge node's birth begins anew, with any number

    @property
    def missing(self) -> int:
        """How many messages are missing between the two: at least so many, as numbers come round after 256."""
        if self.seq is None or self.before is None or self.is_birth:
            return 0
        return (self.seq - expected_after(self.before)) % 256


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkplugFacts:
    """What there is to say of a payload beside its tree."""

    numbering: Numbering
    births_seen: bool
    life: str = ""  # bdSeq: which life of the edge node this is (section 6.4.18)
    unknown_aliases: int = 0  # metrics that no birth message has named


def facts_steps(tree: Tree, births: Births, numbering: Numbering) -> Steps[SparkplugFacts]:
    """Look at all metrics of a payload in steps of a few milliseconds."""
    life, unknown = "", 0
    for count, node in enumerate(tree.children(0)):
        if not count % STEP_METRICS:
            yield tree.starts[node]
        if not is_metric(tree, node):
            continue
        item = metric(tree, node)
        unknown += item.alias >= 0 and not name_of(item, births)
        if item.name == "bdSeq":
            life = next((tree.text(child) for child in tree.children(node) if tree.label(child) == "long_value"), life)
    return SparkplugFacts(numbering=numbering, births_seen=births.seen, life=life, unknown_aliases=unknown)


class Told(Protocol):
    """What a reader of Sparkplug payloads asks of the messages that came before."""

    def births(self, topic: str) -> Births:
        """Return what the births of the topic's edge node and device have told."""

    def numbering_steps(self, topic: str, payload: bytes, seq: int | None) -> Steps[Numbering]:
        """Look for the message before; `seq` is the message's own place in the log."""


class EdgeNodes:
    """Looks into a connection's tree and log when it is asked, and keeps nothing."""

    def __init__(self, log: MessageLog, tree: TopicTree) -> None:
        self._log, self._tree = log, tree

    def births(self, topic: str) -> Births:
        found = Births()
        place = place_of(topic)
        if place is None:
            return found
        for name in _birth_topics(place):
            payload = self._last_payload(name)
            if payload is not None:
                found.learn(payload)
        return found

    def birth_rows(self, topic: str) -> tuple[int, ...]:
        """Return where the newest births of the topic's edge node and device are in the log; -1 for none."""
        place = place_of(topic)
        nodes = [self._tree.find(name) for name in _birth_topics(place)] if place is not None else []
        return tuple(-1 if node is None else self._tree.last_seq(node) for node in nodes)

    def numbering_steps(self, topic: str, payload: bytes, seq: int | None) -> Steps[Numbering]:
        place = place_of(topic)
        if place is None or place.message not in SEQUENCED:
            return Numbering()
        own = sequence_of(payload)
        if place.message == "NBIRTH" or own is None or seq is None:
            return Numbering(own, is_birth=place.message == "NBIRTH")
        before = yield from self._row_before(self._topics_of(place), seq)
        return Numbering(own, None if before is None else sequence_of(self._log.payload(before)))

    def _row_before(self, topic_ids: Sequence[int], seq: int) -> Steps[int | None]:
        """Look back from a row, one segment in each step."""
        wanted = np.array(topic_ids, np.int32)
        last = min(seq, self._log.last)
        parts = list(self._log.segments(max(self._log.first, last - MOST_ROWS), last))
        for segment, low, high in reversed(parts):
            columns = segment.columns(low, high)
            rows = np.flatnonzero(np.isin(columns.topic_ids, wanted))
            if len(rows):
                found = segment.first + low + int(rows[-1])
                return found if found >= self._log.first else None
            yield 0
        return None

    def _topics_of(self, place: Place) -> list[int]:
        """The topics whose messages are numbered together: those of the edge node and of its devices."""
        found: list[int] = []
        for message in SEQUENCED:
            node = self._tree.find(f"{PREFIX}/{place.group}/{message}/{place.node}")
            if node is None:
                continue
            if message.startswith("N"):
                found.append(self._tree.topic_id(node))
            else:
                found += [self._tree.topic_id(child) for child in self._tree.children(node)[:MOST_DEVICES]]
        return [number for number in found if number >= 0]

    def _last_payload(self, topic: str) -> bytes | None:
        node = self._tree.find(topic)
        seq = -1 if node is None else self._tree.last_seq(node)
        return self._log.payload(seq) if self._log.first <= seq < self._log.last else None


class RememberedBirths:
    """The same for whoever reads many messages of few topics: births are read once, and kept when the log lets them go.

    The numbers of messages are not looked for.
    """

    def __init__(self, nodes: EdgeNodes) -> None:
        self._nodes = nodes
        self._known: dict[str, tuple[tuple[int, ...], Births]] = {}

    def births(self, topic: str) -> Births:
        rows, births = self._known.get(topic, ((), Births()))
        newest = self._nodes.birth_rows(topic)
        if newest != rows:
            found = self._nodes.births(topic)
            births = found if found.seen or not births.seen else births
            if len(self._known) >= MOST_DEVICES:
                self._known.clear()
            self._known[topic] = newest, births
        return births

    def numbering_steps(self, topic: str, payload: bytes, seq: int | None) -> Steps[Numbering]:
        del topic, payload, seq
        yield from ()
        return Numbering()


def _birth_topics(place: Place) -> Iterator[str]:
    yield f"{PREFIX}/{place.group}/NBIRTH/{place.node}"
    if place.device:
        yield f"{PREFIX}/{place.group}/DBIRTH/{place.node}/{place.device}"
