"""Turns what was typed, with its variables, into one message after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tracemq.mqtt.properties import Properties
from tracemq.mqtt.topics import topic_problem
from tracemq.mqtt.types import MAX_REMAINING_LENGTH, QoS
from tracemq.payloads.tree import Steps, finish
from tracemq.workspace.publication import Publication, numbered
from tracemq.workspace.repeats import UnfitMessage
from tracemq.workspace.variable_stream import Moment, Stream
from tracemq.workspace.variables import Fault, Known, Template, parse_steps, plain

from .complaint import Complaint
from .payload_input import PayloadKind, PayloadProblem, payload_bytes


class Made(NamedTuple):
    """A message, and its payload as text before it became bytes."""

    publication: Publication
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a message needs but the values of its variables; a file is read already."""

    topic: Template
    payload: Template
    kind: PayloadKind
    file: bytes | None  # of PayloadKind.FILE
    qos: QoS
    retain: bool
    properties: Properties
    topic_may_be_empty: bool = False  # an alias stands for it

    def make(self, stream: Stream) -> Made:
        """Make the next message; raises UnfitMessage with a Complaint, and then the stream has not moved on."""
        moment = stream.begin()
        made = self.at(moment)
        stream.commit(moment)
        return made

    def at(self, moment: Moment) -> Made:
        """Make the message of a moment: the next one, or its preview."""
        topic, text = self.topic.expand(moment), self.payload.expand(moment)
        problem = topic_problem(topic)
        if problem and not (self.topic_may_be_empty and not topic):
            raise UnfitMessage(Complaint(problem))
        payload = payload_bytes(self.kind, text) if self.file is None else self.file
        if isinstance(payload, bytes) and len(payload) > MAX_REMAINING_LENGTH:
            payload = Complaint(PayloadProblem.TOO_LARGE, {"size": len(payload)})
        if isinstance(payload, Complaint):
            raise UnfitMessage(payload)
        return Made(numbered(Publication(topic, payload, self.qos, self.retain, self.properties)), text)


def template(text: str, known: Known, place: str, *, variables: bool) -> Template | Complaint:
    """Look the variables of a field up; without them every brace stays a brace."""
    return finish(template_steps(text, known, place, variables=variables))


def template_steps(text: str, known: Known, place: str, *, variables: bool) -> Steps[Template | Complaint]:
    """The same in steps of a few milliseconds."""
    if not variables or "{{" not in text:
        return plain(text)
    found = yield from parse_steps(text, known, place)
    return variable_complaint(found, text) if isinstance(found, Fault) else found


def variable_complaint(fault: Fault, text: str) -> Complaint:
    """Say where a variable is wrong: line and column, both from 1."""
    line_start = text.rfind("\n", 0, fault.at) + 1
    facts: dict[str, str | float] = {
        "name": fault.name,
        "usage": fault.usage,
        "line": text.count("\n", 0, fault.at) + 1,
        "column": fault.at - line_start + 1,
        "open": "{{",
        "close": "}}",
        "plain": "{{{{",
        "example": "{{random 1 10}}",
    }
    return Complaint(fault.problem, facts)
