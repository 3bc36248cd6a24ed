"""Turns what is typed about subscriptions into their settings, or into what is wrong with which field or filter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final, NamedTuple

from tracemq.mqtt.topics import FilterProblem, filter_problem
from tracemq.mqtt.types import Version
from tracemq.profiles.cautions import Caution, cautions, topic_cautions
from tracemq.profiles.problems import RANGES, Problem, not_carried, problems
from tracemq.profiles.profile import Profile, SubscriptionSettings

from .complaint import Complaint
from .numbers import parse_number

_PLACE: Final = "subscriptions.0."
IDENTIFIER: Final = "identifier"
_LINE_END: Final = re.compile(r"[\r\n\u2028\u2029]+")


def filters_in(text: str) -> list[str]:
    """Return the filters of a text, each once: one a line, or with commas between them; one alone stays as it is.

    A filter may hold a comma by the standard. Hardly any does, and the window with all options takes it as it is.
    """
    parts = [part for line in _LINE_END.split(text) for part in line.split(",")]
    if len(parts) == 1:
        return parts
    return list(dict.fromkeys(stripped for part in parts if (stripped := part.strip()))) or [""]


class FilterComplaint(NamedTuple):
    """What there is to say about one of several filters; a caution is not serious."""

    filter: str
    problem: FilterProblem | Caution

    @property
    def serious(self) -> bool:
        return isinstance(self.problem, FilterProblem)


class FilterLine:
    """What is typed into a line that takes one filter or several."""

    def __init__(self, text: str = "", version: Version = Version.V5) -> None:
        self.text = text
        self.version = version

    @property
    def filters(self) -> list[str]:
        return filters_in(self.text)

    @property
    def complaint(self) -> FilterComplaint | None:
        """The first filter that cannot be asked for, else the first that is unusual."""
        unusual: FilterComplaint | None = None
        for each in self.filters:
            problem = filter_problem(each, self.version)
            if problem is not None:
                return FilterComplaint(each, problem)
            if unusual is None and (found := topic_cautions(each)):
                unusual = FilterComplaint(each, found[0])
        return unusual

    @property
    def can_subscribe(self) -> bool:
        return self.complaint is None or not self.complaint.serious


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
