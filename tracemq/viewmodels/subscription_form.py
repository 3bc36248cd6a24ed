"""Turns what is typed about subscriptions into their settings, or into what is wrong with which field or filter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from tracemq.mqtt.topics import SHARE, FilterProblem, filter_problem, split_shared
from tracemq.mqtt.types import Version
from tracemq.profiles.cautions import Caution, cautions, topic_cautions
from tracemq.profiles.problems import RANGES, Problem, not_carried, problems
from tracemq.profiles.profile import Profile, SubscriptionSettings

from .complaint import Complaint
from .numbers import parse_number

_PLACE: Final = re.compile(r"subscriptions\.\d+\.")
IDENTIFIER: Final = "identifier"
GROUP: Final = "group"
_LINE_END: Final = re.compile(r"[\r\n\u2028\u2029]+")


class GroupProblem(Enum):
    """What is wrong with the name of a group."""

    SLASH = auto()  # what follows it would be taken for the filter


def filters_in(text: str, *, commas: bool = True) -> list[str]:
    """Return the filters of a text, each once: one a line, or with `commas` between them; one alone stays as it is.

    A filter may hold a comma by the standard. Hardly any does, and the window with all options takes it as it is.
    """
    parts = [part for line in _LINE_END.split(text) for part in (line.split(",") if commas else (line,))]
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


def _group_problem(name: str) -> FilterProblem | GroupProblem | None:
    return GroupProblem.SLASH if "/" in name else filter_problem(f"{SHARE}{name}/-", Version.V5)


def _complaints(filters: Iterable[str], version: Version) -> Iterator[FilterComplaint]:
    for each in filters:
        problem = filter_problem(each, version)
        if problem is not None:
            yield FilterComplaint(each, problem)
        elif unusual := topic_cautions(each):
            yield FilterComplaint(each, unusual[0])


def _worst(filters: Iterable[str], version: Version) -> FilterComplaint | None:
    """The first filter that cannot be asked for, else the first that is unusual."""
    found = list(_complaints(filters, version))
    return next((each for each in found if each.serious), found[0] if found else None)


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
        return _worst(self.filters, self.version)

    @property
    def can_subscribe(self) -> bool:
        return self.complaint is None or not self.complaint.serious


class SubscriptionForm:
    """Fields are named as in SubscriptionSettings; a number that is none stays as it was typed.

    `text` has the filters, one a line: all of them are asked for with the same options. `group` is the share of those
    that do not name one themselves.
    """

    def __init__(self, settings: SubscriptionSettings, version: Version, text: str | None = None) -> None:
        self.settings = settings
        self.version = version
        self.text = settings.filter if text is None else text
        self.group = ""
        self._identifier = "" if settings.identifier is None else str(settings.identifier)

    @property
    def filters(self) -> list[str]:
        """What the broker is asked for, each once."""
        found = (self._shared(each) for each in filters_in(self.text, commas=False))
        return list(dict.fromkeys(found))

    def wanted(self, colours: Sequence[str] | None = None) -> list[SubscriptionSettings]:
        """The settings of each filter; `colours` are theirs, where they have not the same one."""
        wanted = [replace(self.settings, filter=each) for each in self.filters]
        if colours is None:
            return wanted
        return [replace(each, colour=colour) for each, colour in zip(wanted, colours, strict=True)]

    def _shared(self, topic_filter: str) -> str:
        if not self.group or not topic_filter or split_shared(topic_filter)[0] is not None:
            return topic_filter
        return f"{SHARE}{self.group}/{topic_filter}"

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
        """What there is to say, by field; about a user property by "user_properties.ROW".

        Under "filter" stands the worst of what `filter_complaints` has.
        """
        filters = self.filters
        shared = next((each for each in filters if split_shared(each)[0] is not None), filters[0])
        # all have the same options: two filters tell what there is to say of those, however many there are
        probe = Profile(
            name="-",
            client_id="-",
            version=self.version,
            subscriptions=tuple(replace(self.settings, filter=each) for each in dict.fromkeys((filters[0], shared))),
        )
        unusual: dict[str, Complaint] = {}
        for path, notes in cautions(probe).items():
            if place := _PLACE.match(path):
                unusual.setdefault(path[place.end() :], Complaint(notes[0], serious=False))
        found: dict[str, Complaint] = {}
        for path, problem in problems(probe).items():
            if (place := _PLACE.match(path)) and problem is not Problem.OUT_OF_RANGE:
                found.setdefault(path[place.end() :], Complaint(problem))
        if (worst := _worst(filters, self.version)) is not None:
            (found if worst.serious else unusual)["filter"] = Complaint(worst.problem, serious=worst.serious)
        if self.group and (bad := _group_problem(self.group)) is not None:
            found[GROUP] = Complaint(bad)
            if found.get("filter") == found[GROUP]:  # said of each of them
                del found["filter"]
        number = self._number()
        if isinstance(number, Complaint) and self.carried(IDENTIFIER):
            found[IDENTIFIER] = number
        return unusual | found

    def filter_complaints(self) -> list[FilterComplaint]:
        """What there is to say against the filters as they are typed, what is serious first."""
        typed = _complaints(filters_in(self.text, commas=False), self.version)
        return sorted(typed, key=lambda each: not each.serious)

    @property
    def can_subscribe(self) -> bool:
        return not any(complaint.serious for complaint in self.complaints().values())

    def _number(self) -> int | Complaint | None:
        low, high = RANGES["subscriptions.identifier"]
        return parse_number(self._identifier, int(low), int(high))
