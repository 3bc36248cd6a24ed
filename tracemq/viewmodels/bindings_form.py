"""Turns the rules for topics into a list to edit, with what is wrong with each; nothing holds before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from tracemq.mqtt.topics import FilterProblem, filter_problem
from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.proto_schema import ProtoSchema
from tracemq.payloads.text import ENCODINGS
from tracemq.payloads.tree import Steps
from tracemq.profiles.bindings import Binding, BoundFormat
from tracemq.profiles.yaml_nodes import BadFileError

from .payload_bindings import PayloadBindings
from .schemas import Schemas, message_types, only_type

WITH_FILE: Final = frozenset({BoundFormat.PROTOBUF, BoundFormat.AVRO})
WITH_TYPE: Final = frozenset({BoundFormat.PROTOBUF, BoundFormat.TEXT})


class BindingProblem(Enum):
    """What can be said of a rule beside its filter and its schema."""

    FILE_NOT_CHOSEN = auto()
    NEVER_REACHED = auto()  # a rule before it has the same filter


@dataclass(frozen=True, slots=True)
class Checked:
    """What a rule's schema file gave: the types to choose from, and why it cannot be used, if so."""

    types: tuple[str, ...] = ()
    error: DecodeError | BadFileError | None = None


class BindingsForm:
    """`rows` are the rules as they are typed; `topic` is what a new one begins with."""

    def __init__(self, bindings: PayloadBindings, topic: str = "") -> None:
        self._bindings = bindings
        self._topic = topic
        self._schemas = Schemas()
        self.rows: list[Binding] = list(bindings.bindings)

    @property
    def first(self) -> int:
        """The row to begin with: the one that holds for the topic, else the first; -1 if there is none."""
        found = next((at for at, row in enumerate(self.rows) if row.filter == self._topic), None)
        return (0 if self.rows else -1) if found is None else found

    def add(self) -> int:
        """Append a rule for the topic; returns its place."""
        self.rows.append(Binding(filter=self._topic, format=BoundFormat.PROTOBUF))
        return len(self.rows) - 1

    def remove(self, row: int) -> None:
        del self.rows[row]

    def move(self, row: int, by: int) -> int:
        """Move a rule up (-1) or down (1): the first that fits counts; returns its new place."""
        target = min(max(row + by, 0), len(self.rows) - 1)
        self.rows.insert(target, self.rows.pop(row))
        return target

    def put(self, row: int, **values: str) -> None:
        """Change a rule; what another format does not have is dropped."""
        changed = replace(self.rows[row], **values)  # type: ignore[arg-type]  # names and texts of its fields
        if changed.format is not self.rows[row].format:
            changed = replace(changed, type="")
        if changed.format not in WITH_FILE:
            changed = replace(changed, schema_file="")
        self.rows[row] = changed

    def filter_problem(self, row: int) -> FilterProblem | None:
        return filter_problem(self.rows[row].filter)

    def problem(self, row: int) -> BindingProblem | None:
        """Return what makes a rule useless, though not wrong."""
        rule = self.rows[row]
        if rule.format in WITH_FILE and not rule.schema_file:
            return BindingProblem.FILE_NOT_CHOSEN
        if any(other.filter == rule.filter and other.profile == rule.profile for other in self.rows[:row]):
            return BindingProblem.NEVER_REACHED
        return None

    def check_steps(self, row: int) -> Steps[Checked]:
        """Read a rule's schema in steps of a few milliseconds."""
        rule = self.rows[row]
        if rule.format is BoundFormat.TEXT:
            return Checked(ENCODINGS)
        if rule.format not in WITH_FILE or not rule.schema_file:
            return Checked()
        types: tuple[str, ...] = ()
        try:
            schema = yield from self._schemas.steps(rule.schema_file)
            types = tuple(message_types(schema))
            if isinstance(schema, ProtoSchema) is not (rule.format is BoundFormat.PROTOBUF):
                return Checked(types, DecodeError(DecodeProblem.NO_SCHEMA))
            if isinstance(schema, ProtoSchema):
                only_type(schema, rule.type)
        except (DecodeError, BadFileError) as error:
            return Checked(types, error)
        return Checked(types)

    @property
    def can_save(self) -> bool:
        return not any(self.filter_problem(row) for row in range(len(self.rows)))

    def save(self) -> None:
        """Let the rules hold; raises OSError when they cannot be kept."""
        self._bindings.use(self.rows)
