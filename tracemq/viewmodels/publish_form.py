"""Turns what stands in the publish form into a publication, or into what is wrong with which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import count
from typing import Final

from tracemq.mqtt.properties import NO_PROPERTIES, SPEC_BY_NAME, Properties, UserProperties
from tracemq.mqtt.topics import TopicProblem, topic_problem
from tracemq.mqtt.types import MAX_STRING_BYTES, QoS, Version

from .complaint import Complaint
from .numbers import parse_number
from .payload_input import PayloadKind, payload_bytes, payload_complaint


class PublishField(Enum):
    """What can be wrong in the form."""

    TOPIC = auto()
    PAYLOAD = auto()
    MESSAGE_EXPIRY = auto()
    TOPIC_ALIAS = auto()
    CONTENT_TYPE = auto()
    RESPONSE_TOPIC = auto()
    CORRELATION_DATA = auto()
    USER_PROPERTIES = auto()


class PublishProblem(Enum):
    """Facts are in the comment."""

    TOPIC_WITH_SPACES = auto()  # legal
    TOPIC_RESERVED = auto()  # legal: begins with $
    TOPIC_EDGE_SLASH = auto()  # legal: an empty first or last level
    TOPIC_EMPTY_LEVEL = auto()  # legal
    TEXT_TOO_LONG = auto()
    TEXT_UNFIT = auto()  # NUL or half a character
    RESPONSE_TOPIC_WILDCARD = auto()
    RETAINED_NOTHING = auto()  # legal: an empty retained message deletes


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be sent; the ticket tells two equal ones apart."""

    topic: str
    payload: bytes
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    properties: Properties = NO_PROPERTIES
    ticket: int = 0


_TICKETS: Final = count(1)


@dataclass(slots=True)
class PublishDraft:
    """The form's fields as typed. A property is sent only where `version` can carry it, and is kept otherwise."""

    version: Version = Version.V5
    topic: str = ""
    kind: PayloadKind = PayloadKind.TEXT
    text: str = ""  # of TEXT, JSON, HEX and BASE64 alike: changing the kind keeps what was typed
    file: str = ""
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    payload_is_text: bool = False  # payload format indicator 1
    message_expiry: str = ""
    topic_alias: str = ""
    content_type: str = ""
    response_topic: str = ""
    correlation_kind: PayloadKind = PayloadKind.TEXT
    correlation: str = ""
    user_properties: UserProperties = field(default=())

    @property
    def has_properties(self) -> bool:
        """Whether the version can carry any (MQTT 5.0)."""
        return self.version is Version.V5

    @property
    def properties_set(self) -> int:
        """How many properties would be sent."""
        if not self.has_properties:
            return 0
        texts = (self.message_expiry, self.topic_alias, self.content_type, self.response_topic, self.correlation)
        return sum(bool(text.strip()) for text in texts) + self.payload_is_text + len(self.user_properties)

    @property
    def payload_source(self) -> str:
        """What the payload is made of: the typed text or the file's path."""
        return self.file if self.kind is PayloadKind.FILE else self.text

    def payload_complaint(self) -> Complaint | None:
        return payload_complaint(self.kind, self.payload_source)

    def complaints(self) -> dict[PublishField, Complaint]:
        """What there is to say against the fields, the payload aside, which may be long: ask for it separately."""
        found: dict[PublishField, Complaint | None] = {PublishField.TOPIC: self._topic_complaint()}
        if self.has_properties:
            found |= {
                PublishField.MESSAGE_EXPIRY: _number_complaint(self.message_expiry, "message_expiry_interval"),
                PublishField.TOPIC_ALIAS: _number_complaint(self.topic_alias, "topic_alias"),
                PublishField.CONTENT_TYPE: text_complaint(self.content_type),
                PublishField.RESPONSE_TOPIC: self._response_topic_complaint(),
                PublishField.CORRELATION_DATA: self._correlation_complaint(),
                PublishField.USER_PROPERTIES: next(
                    (bad for pair in self.user_properties for text in pair if (bad := text_complaint(text))), None
                ),
            }
        return {place: complaint for place, complaint in found.items() if complaint}

    def publication(self) -> Publication | tuple[PublishField, Complaint]:
        """Return what is to be sent, or the first field that stands in the way. Reads the file, if one was chosen."""
        for place, complaint in self.complaints().items():
            if complaint.serious:
                return place, complaint
        payload = payload_bytes(self.kind, self.payload_source)
        if isinstance(payload, Complaint):
            return PublishField.PAYLOAD, payload
        return Publication(self.topic, payload, self.qos, self.retain, self._properties(), next(_TICKETS))

    def _properties(self) -> Properties:
        if not self.has_properties:
            return NO_PROPERTIES
        correlation = payload_bytes(self.correlation_kind, self.correlation)
        return Properties(
            payload_format_indicator=1 if self.payload_is_text else None,
            message_expiry_interval=_number(self.message_expiry, "message_expiry_interval"),
            topic_alias=_number(self.topic_alias, "topic_alias"),
            content_type=self.content_type or None,
            response_topic=self.response_topic or None,
            correlation_data=correlation if isinstance(correlation, bytes) and correlation else None,
            user_properties=self.user_properties,
        )

    def _topic_complaint(self) -> Complaint | None:
        if self.has_properties and not self.topic and self.topic_alias.strip():
            return None  # the alias stands for a topic that was sent before (section 3.3.2.3.4)
        problem = topic_problem(self.topic)
        if problem:
            return Complaint(problem)
        unusual = unusual_in_topic(self.topic)
        if unusual is None and self.retain and not self.payload_source:
            unusual = PublishProblem.RETAINED_NOTHING
        return Complaint(unusual, serious=False) if unusual else None

    def _response_topic_complaint(self) -> Complaint | None:
        if not self.response_topic:
            return None
        problem = topic_problem(self.response_topic)
        if problem is TopicProblem.WILDCARD:
            return Complaint(PublishProblem.RESPONSE_TOPIC_WILDCARD)  # [MQTT-3.3.2-14]
        return Complaint(problem) if problem else None

    def _correlation_complaint(self) -> Complaint | None:
        data = payload_bytes(self.correlation_kind, self.correlation)
        if isinstance(data, Complaint):
            return data
        return Complaint(PublishProblem.TEXT_TOO_LONG) if len(data) > MAX_STRING_BYTES else None


def unusual_in_topic(topic: str) -> PublishProblem | None:
    """What is legal in a topic, but seldom meant."""
    if topic.startswith("$"):
        return PublishProblem.TOPIC_RESERVED
    if any(sign.isspace() for sign in topic):
        return PublishProblem.TOPIC_WITH_SPACES
    if topic.startswith("/") or topic.endswith("/"):
        return PublishProblem.TOPIC_EDGE_SLASH
    return PublishProblem.TOPIC_EMPTY_LEVEL if "//" in topic else None


def text_complaint(text: str) -> Complaint | None:
    """What stands against a text as a UTF-8 string of MQTT (section 1.5.4)."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return Complaint(PublishProblem.TEXT_UNFIT)
    if "\0" in text:
        return Complaint(PublishProblem.TEXT_UNFIT)
    return Complaint(PublishProblem.TEXT_TOO_LONG) if size > MAX_STRING_BYTES else None


def _number_complaint(text: str, name: str) -> Complaint | None:
    number = parse_number(text, SPEC_BY_NAME[name].low, SPEC_BY_NAME[name].high)
    return number if isinstance(number, Complaint) else None


def _number(text: str, name: str) -> int | None:
    number = parse_number(text, SPEC_BY_NAME[name].low, SPEC_BY_NAME[name].high)
    return number if isinstance(number, int) else None
