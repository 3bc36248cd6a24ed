"""Turns what is typed about one subscription into its settings, or into what is wrong with which field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tracemq.mqtt.types import Version
from tracemq.profiles.cautions import cautions
from tracemq.profiles.problems import RANGES, Problem, not_carried, problems
from tracemq.profiles.profile import Profile, SubscriptionSettings

from .complaint import Complaint
from .numbers import parse_number

_PLACE: Final = "subscriptions.0."
IDENTIFIER: Final = "identifier"


class SubscriptionForm:
    """Fields are named as in SubscriptionSettings; a number that is none stays as it was typed."""

    def __init__(self, settings: SubscriptionSettings, version: Version) -> None:
        self.settings = settings
        self.version = version
        self._identifier = "" if settings.identifier is None else str(settings.identifier)

    @property
    def identifier_text(self) -> str:
        return self._identifier

    def put(self, name: str, value: Any) -> None:
        changes: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changes)

    def type_identifier(self, text: str) -> None:
        self._identifier = text
        number = self._number()
        if not isinstance(number, Complaint):
            self.put(IDENTIFIER, number)

    def carried(self, name: str) -> bool:
        """Whether the version can send a field."""
        return f"subscriptions.{name}" not in not_carried(self.version)

    def complaints(self) -> dict[str, Complaint]:
        """What there is to say, by field; about a user property by "user_properties.ROW"."""
        probe = Profile(name="-", client_id="-", version=self.version, subscriptions=(self.settings,))
        found: dict[str, Complaint] = {}
        for path, notes in cautions(probe).items():
            if path.startswith(_PLACE):
                found[path.removeprefix(_PLACE)] = Complaint(notes[0], serious=False)
        for path, problem in problems(probe).items():
            if path.startswith(_PLACE) and problem is not Problem.OUT_OF_RANGE:
                found[path.removeprefix(_PLACE)] = Complaint(problem)
        number = self._number()
        if isinstance(number, Complaint) and self.carried(IDENTIFIER):
            found[IDENTIFIER] = number
        return found

    @property
    def can_subscribe(self) -> bool:
        return not any(complaint.serious for complaint in self.complaints().values())

    def _number(self) -> int | Complaint | None:
        low, high = RANGES["subscriptions.identifier"]
        return parse_number(self._identifier, int(low), int(high))
