"""Turns a payload as the inspector reads it, and a path, into the number there; or into the paths that have numbers.

One rule for every format with a tree: JSON, XML, CBOR, MessagePack, Protobuf, Avro, metrics of Sparkplug B by name; and
for texts that are a number. JSON as it usually comes is read from its bytes at once, which takes a tenth of the time
and gives the same: `NumberReader.quick`.
"""

from __future__ import annotations

import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum, auto
from itertools import islice
from typing import Final, Literal

from tracemq.history.json_path import Below, Element, Every, JsonPath, Member, Step
from tracemq.history.numbers import LONGEST_PAYLOAD, as_number, number_reader
from tracemq.history.segment import Segment
from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format, detect
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.node_path import inner_nodes, step_name
from tracemq.payloads.sparkplug import place_of
from tracemq.payloads.sparkplug_tree import Births
from tracemq.payloads.tree import Kind, Steps, Tree

from .payload_bindings import TopicRules
from .payload_reader import Reading, read_steps
from .sparkplug_nodes import Told

LONGEST_NUMBER: Final = 400  # characters; a double has at most 310 digits before the point
LONGEST_TEXT: Final = 64
MOST_PATHS: Final = 200  # that are offered
MOST_LOOKED_AT: Final = 20_000  # nodes
FIRST_ELEMENTS: Final = 20  # of a list
DEEPEST: Final = 32
STEP_NODES: Final = 2048
_JSON: Final = frozenset(b"{[")
_BARE: Final = frozenset(b' \t\r\n-+.0123456789tfn"')
_IN_BRACKETS: Final = re.compile(r"\((-?\d+)\)$")  # the number of an enumeration's value, behind its name


class Slow(Enum):
    """What `quick` says of a payload that is to be read by `steps`."""

    SLOW = auto()


class NumberReader:
    """Finds the number at a path in the messages of one topic, read in the format `wanted` or in the one that suits."""

    def __init__(
        self,
        topic: str,
        path: JsonPath,
        rules: TopicRules | None = None,
        told: Told | None = None,
        wanted: Format | None = None,
    ) -> None:
        self._path, self._rules, self._told, self._wanted = path, rules, told, wanted
        self._read_json = number_reader(path)
        rule = None if rules is None else rules.rule(topic)
        format_ = wanted or (rule.format if rule is not None else detect(b"{}", topic=topic))
        self._json_likely = format_ is Format.JSON

    def quick(self, segment: Segment, index: int) -> float | Literal[Slow.SLOW] | None:
        """Read what is JSON or a bare number by its first byte."""
        payload = segment.payload(index)
        if not payload:
            return None
        if self._json_likely:
            first = payload[0]
            if first in _JSON and payload[1:2] != b"\0":  # not UTF-16; and no other format begins so and is whole
                return self._read_json(payload)
            if first in _BARE and len(segment.properties_bytes(index)) <= 1:  # none that says that it is something else
                return self._read_json(payload)
        return Slow.SLOW

    def births(self, topic: str) -> Births | None:
        """What the births of a Sparkplug topic have told so far; None for other topics, and where nobody has told."""
        return self._told.births(topic) if self._told is not None and place_of(topic) is not None else None

    def steps(self, message: Message) -> Steps[float | None]:
        """Read any payload in steps of a few milliseconds."""
        reading = yield from read_steps(message, self._wanted, self._rules, told=self._told)
        return (yield from number_steps(reading, self._path))


def number_steps(reading: Reading, path: JsonPath) -> Steps[float | None]:
    """Return the number at a path: the first one, where the path leads to several; None where there is none."""
    tree = reading.tree
    if tree is None:
        return _number_of_text(reading) if not path.steps else None
    document = reading.document
    if isinstance(document, JsonTree) and len(document.data) <= LONGEST_PAYLOAD:
        return number_reader(path)(document.data.removeprefix(BOM_UTF8))
    groups = [[0]]
    for place, step in enumerate(path.steps, 1):
        if place == len(path.steps) and (element := _element(tree, groups, step)) is not None:
            return element
        groups = yield from _step(tree, groups, step)
    for count, group in enumerate(groups, 1):
        if (number := number_of(reading, group[-1])) is not None:
            return number
        if not count % STEP_NODES:
            yield tree.starts[group[-1]]
    return None


def number_of(reading: Reading, node: int) -> float | None:
    """Return the number that a node is: true and false are 1 and 0, a text that is a number counts as that."""
    tree = reading.tree
    if tree is None:
        return None
    node = tree.value_node(node)
    kind = tree.kind(node)
    if kind is Kind.BOOLEAN:
        return float(tree.text(node) == "true")
    if isinstance(reading.document, JsonTree):
        text = reading.preview(node, LONGEST_NUMBER)
    else:
        text = tree.plain(node, LONGEST_NUMBER)
    if kind in {Kind.INTEGER, Kind.FLOAT}:
        number = float(text) if len(text) <= LONGEST_NUMBER else math.inf
        return number if math.isfinite(number) else None
    if kind is Kind.TAG:
        return _quotient(text)
    if kind is Kind.BYTES:
        return tree.number(node)
    if kind in {Kind.ENUM, Kind.TIME} and (found := _IN_BRACKETS.search(text)):
        return as_number(found[1])
    if kind in {Kind.OBJECT, Kind.TIME}:
        return _seconds(text)
    return as_number(text) if kind in {Kind.STRING, Kind.ATTRIBUTE, Kind.ENUM} else None


def _element(tree: Tree, groups: list[list[int]], step: Step) -> float | None:
    """The first number that a last step leads to in values of packed bytes; None for other values."""
    wanted = step.index if isinstance(step, Element) else 0
    if not isinstance(step, Element | Every):
        return None
    for group in groups:
        node = tree.value_node(group[-1])
        count = tree.element_count(node)
        if -count <= wanted < count:
            element = tree.element(node, wanted % count)
            return element if math.isfinite(element) else None
    return None


def _seconds(text: str) -> float | None:
    """What a message of Protobuf stands for: a number, or a time (since 1970) or duration in seconds."""
    if not text[:1].isdecimal() and text[:1] != "-":
        return None
    try:
        return datetime.fromisoformat(text).timestamp() if text.endswith("Z") else as_number(text.removesuffix("s"))
    except ValueError:
        return None


def _quotient(text: str) -> float | None:
    """A number that consists of several: a fraction is reckoned."""
    above, _, below = text.partition("/")
    try:
        number = int(above) / int(below) if below else float(above)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def paths_steps(reading: Reading) -> Steps[list[str]]:
    """Return where a payload has numbers, in the order in which they stand there; "$" if it is one itself."""
    tree = reading.tree
    if tree is None:
        return ["$"] if _number_of_text(reading) is not None else []
    found: list[str] = []
    looked_at = 0
    around: list[Iterator[int]] = [iter((0,))]
    while around and len(found) < MOST_PATHS and looked_at < MOST_LOOKED_AT:
        node = next(around[-1], None)
        if node is None:
            around.pop()
            continue
        looked_at += 1
        if not looked_at % STEP_NODES:
            yield tree.starts[node]
        if count := tree.element_count(packed := tree.value_node(node)):
            found += [f"{reading.path(node)}[{index}]" for index in range(min(count, FIRST_ELEMENTS))]
            yield tree.starts[packed]
            continue
        if number_of(reading, node) is not None:
            found.append(reading.path(node))
            yield tree.starts[node]
            if tree.kind(node) is not Kind.ELEMENT:
                continue
        if len(around) <= DEEPEST:
            around.append(_worth_looking_at(reading, tree, node))
    return found


def _worth_looking_at(reading: Reading, tree: Tree, node: int) -> Iterator[int]:
    """The children whose numbers are offered: not every one of a long list, and of Sparkplug the metrics alone."""
    if reading.sparkplug is not None and node == 0:
        return (child for child in tree.children(0) if tree.has_children(child))
    if tree.kind(node) is Kind.ELEMENT:  # its text is its own number
        return (child for child in tree.children(node) if tree.kind(child) is not Kind.STRING)
    return islice(inner_nodes(tree, node), FIRST_ELEMENTS if tree.kind(node) is Kind.ARRAY else MOST_PATHS)


def _number_of_text(reading: Reading) -> float | None:
    if reading.format is not Format.TEXT or len(reading.data) > 4 * LONGEST_TEXT:
        return None
    text = reading.data.decode(reading.encoding, errors="replace").removeprefix("\ufeff")
    return number_reader(JsonPath())(text.encode(errors="replace"))


# -- a path in a tree: nodes of one name in one parent are a group, of which the last one counts unless one is chosen


def _step(tree: Tree, groups: list[list[int]], step: Step) -> Steps[list[list[int]]]:
    found: list[list[int]] = []
    for group in groups:
        node = group[-1]
        match step:
            case Member(name):
                same = [] if _is_list(tree, node) else (yield from _named(tree, inner_nodes(tree, node), name))
                found += [same] if same else []
            case Element(index):
                places = group
                if _is_list(tree, node):
                    places = yield from _named(tree, inner_nodes(tree, node))
                found += [[places[index]]] if -len(places) <= index < len(places) else []
            case Below(name):
                inside = yield from _named(tree, range(node + 1, tree.afters[node]), name)
                found += ([each] for each in inside)
            case Every():
                inner = yield from _named(tree, inner_nodes(tree, node))
                found += ([each] for each in (group if len(group) > 1 or not inner else inner))
    return found


def _is_list(tree: Tree, node: int) -> bool:
    while tree.kind(node) is Kind.TAG and tree.has_children(node):
        node = next(tree.children(node))
    return tree.kind(node) is Kind.ARRAY


def _named(tree: Tree, nodes: Iterable[int], name: str | None = None) -> Steps[list[int]]:
    """Those of the nodes that have a name; all of them where none is asked for."""
    found = []
    for count, node in enumerate(nodes, 1):
        if not count % STEP_NODES:
            yield tree.starts[node]
        if name is None or step_name(tree, node) == name:
            found.append(node)
    return found
