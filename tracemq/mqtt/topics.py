"""What is wrong with a topic name or a topic filter, and whether a filter matches a topic (section 4.7 and 4.8.2).

Problems are facts; the sentences that people read about them are made elsewhere.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from .types import MAX_STRING_BYTES, Version

SHARE: Final = "$share/"


class TopicProblem(Enum):
    """Why a text is not a topic name."""

    EMPTY = "empty"  # [MQTT-4.7.3-1]
    NUL = "contains U+0000"  # [MQTT-4.7.3-2]
    SURROGATE = "contains a lone surrogate"  # [MQTT-1.5.4-1]
    TOO_LONG = "longer than 65,535 bytes"  # [MQTT-4.7.3-3]
    WILDCARD = "contains a wildcard"  # [MQTT-3.3.2-2]


class FilterProblem(Enum):
    """Why a text is not a topic filter."""

    EMPTY = "empty"  # [MQTT-4.7.3-1]
    NUL = "contains U+0000"  # [MQTT-4.7.3-2]
    SURROGATE = "contains a lone surrogate"  # [MQTT-1.5.4-1]
    TOO_LONG = "longer than 65,535 bytes"  # [MQTT-4.7.3-3]
    HASH_NOT_LAST = "# is not the last level"  # [MQTT-4.7.1-1]
    HASH_NOT_ALONE = "# does not fill its level"  # [MQTT-4.7.1-1]
    PLUS_NOT_ALONE = "+ does not fill its level"  # [MQTT-4.7.1-2]
    SHARE_NAME_EMPTY = "shared subscription without a name"  # [MQTT-4.8.2-1]
    SHARE_NAME_WILDCARD = "wildcard in the name of a shared subscription"  # [MQTT-4.8.2-2]
    SHARE_FILTER_EMPTY = "shared subscription without a topic filter"  # [MQTT-4.8.2-2]


def topic_problem(name: str) -> TopicProblem | None:
    """Why `name` may not be published to; None if it may."""
    if not name:
        return TopicProblem.EMPTY
    if "#" in name or "+" in name:
        return TopicProblem.WILDCARD
    problem = _text_problem(name)
    return TopicProblem[problem] if problem else None


def filter_problem(topic_filter: str, version: Version = Version.V5) -> FilterProblem | None:
    """Why `topic_filter` may not be subscribed to; None if it may. Shared subscriptions exist in MQTT 5.0 only."""
    if not topic_filter:
        return FilterProblem.EMPTY
    problem = _text_problem(topic_filter)
    if problem:
        return FilterProblem[problem]
    if version is Version.V5 and is_shared(topic_filter):
        name, _, inner = topic_filter[len(SHARE) :].partition("/")
        if not name:
            return FilterProblem.SHARE_NAME_EMPTY
        if "#" in name or "+" in name:
            return FilterProblem.SHARE_NAME_WILDCARD
        return _wildcard_problem(inner) if inner else FilterProblem.SHARE_FILTER_EMPTY
    return _wildcard_problem(topic_filter)


def is_shared(topic_filter: str) -> bool:
    """Whether a server of MQTT 5.0 takes the filter for a shared subscription [MQTT-4.8.2-1]."""
    return topic_filter.startswith(SHARE)


def split_shared(topic_filter: str) -> tuple[str | None, str]:
    """The share name (None if not shared) and the filter that topics are matched against."""
    if not is_shared(topic_filter):
        return None, topic_filter
    name, _, inner = topic_filter[len(SHARE) :].partition("/")
    return name, inner


def has_wildcard(topic_filter: str) -> bool:
    """Whether the filter may match more than one topic."""
    return "#" in topic_filter or "+" in topic_filter


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a valid filter matches a valid topic name; a shared subscription matches as the filter in it does.

    Wildcards in the first level do not match topics that begin with `$` [MQTT-4.7.2-1].
    """
    if is_shared(topic_filter):
        topic_filter = split_shared(topic_filter)[1]
    if not has_wildcard(topic_filter):
        return topic_filter == topic
    if topic.startswith("$") and topic_filter[0] in "#+":
        return False
    wanted, levels = topic_filter.split("/"), topic.split("/")
    if wanted[-1] == "#":
        del wanted[-1]
        if len(levels) < len(wanted):  # "a/#" matches "a" as well (section 4.7.1.2)
            return False
    elif len(levels) != len(wanted):
        return False
    return all(level in ("+", name) for level, name in zip(wanted, levels, strict=False))


def _text_problem(text: str) -> str | None:
    """The name of the problem that a text has as a UTF-8 string, whatever it is used for."""
    if "\0" in text:
        return "NUL"
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return "SURROGATE"
    return "TOO_LONG" if size > MAX_STRING_BYTES else None


def _wildcard_problem(topic_filter: str) -> FilterProblem | None:
    if not has_wildcard(topic_filter):
        return None
    *inner, last = topic_filter.split("/")
    for level in (*inner, last):
        if level not in ("#", "+") and "#" in level:
            return FilterProblem.HASH_NOT_ALONE
        if level != "+" and "+" in level:
            return FilterProblem.PLUS_NOT_ALONE
    return FilterProblem.HASH_NOT_LAST if "#" in inner else None
