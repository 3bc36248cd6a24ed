"""Turns the rules that the user has made for topics into what a payload is read by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from tracemq.payloads.avro_schema import AvroSchema
from tracemq.payloads.detect import Format
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.tree import Steps
from tracemq.profiles.bindings import Binding, BindingStore, BoundFormat, binding_for
from tracemq.profiles.store import Broken
from tracemq.profiles.yaml_nodes import BadFileError

from .schemas import Schema, Schemas

FORMAT_OF: Final = {bound: Format[bound.name] for bound in BoundFormat}


@dataclass(frozen=True, slots=True)
class TopicRule:
    """What a topic's payloads are: the format, the message type or encoding, and where the schema comes from."""

    format: Format
    type: str = ""
    schema_file: str = ""


class PayloadBindings(QObject):
    """The rules of all connections; `changed` comes when the user has changed them."""

    changed = Signal()

    def __init__(self, store: BindingStore | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._schemas = Schemas()
        self.bindings: tuple[Binding, ...] = store.load() if store is not None else ()

    @property
    def broken(self) -> Broken | None:
        """Why the file of rules could not be taken over."""
        return self._store.broken if self._store is not None else None

    def use(self, bindings: Sequence[Binding]) -> None:
        """Take over and keep other rules; raises OSError when they cannot be saved, and holds them all the same."""
        self.bindings = tuple(bindings)
        self.changed.emit()
        if self._store is not None:
            self._store.save(self.bindings)

    def rules(self, profile: str = "") -> TopicRules:
        """Return the rules as one connection has them."""
        return TopicRules(self, profile)

    def schema_steps(self, file: str) -> Steps[Schema]:
        """See `Schemas.steps`."""
        return self._schemas.steps(file)

    def fingerprint_steps(self, fingerprint: str) -> Steps[AvroSchema | None]:
        """Look for the Avro schema with a fingerprint (hex) among all that were chosen, whatever their topics."""
        for binding in self.bindings:
            if binding.format is not BoundFormat.AVRO:
                continue
            try:
                schema = yield from self._schemas.steps(binding.schema_file)
            except (DecodeError, BadFileError):  # told where it is the topic's own
                continue
            if isinstance(schema, AvroSchema) and schema.fingerprint.hex() == fingerprint:
                return schema
        return None


class TopicRules:
    """What a reader of payloads asks of the rules."""

    def __init__(self, bindings: PayloadBindings, profile: str) -> None:
        self._bindings = bindings
        self._profile = profile

    def rule(self, topic: str) -> TopicRule | None:
        """Return what the user has said of a topic."""
        found = binding_for(self._bindings.bindings, topic, self._profile)
        return None if found is None else TopicRule(FORMAT_OF[found.format], found.type, found.schema_file)

    def schema_steps(self, file: str) -> Steps[Schema]:
        return self._bindings.schema_steps(file)

    def fingerprint_steps(self, fingerprint: str) -> Steps[AvroSchema | None]:
        return self._bindings.fingerprint_steps(fingerprint)
