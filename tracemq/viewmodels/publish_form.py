"""Turns what stands in the publish form into a publication, or into what is wrong with which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from tracemq.mqtt.properties import NO_PROPERTIES, SPEC_BY_NAME, Properties, UserProperties
from tracemq.mqtt.topics import TopicProblem, topic_problem
from tracemq.mqtt.types import MAX_STRING_BYTES, QoS, Version
from tracemq.payloads.tree import Steps, finish
from tracemq.profiles.message_record import BytesKind, MessageRecord
from tracemq.profiles.sent_history import SentMessage
from tracemq.workspace.publication import Publication
from tracemq.workspace.repeats import UnfitMessage
from tracemq.workspace.variable_stream import Moment, Stream
from tracemq.workspace.variables import Known, Template

from .complaint import Complaint
from .numbers import parse_number
from .payload_input import PayloadKind, judged, payload_bytes, payload_complaint
from .recipe import Made, Recipe, template, template_steps

__all__ = ["Publication", "PublishDraft", "PublishField", "PublishProblem"]


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
    FILE_BARRED = auto()  # the message comes from elsewhere, and would send a file of this computer; path


@dataclass(frozen=True, slots=True)
class PayloadVerdict:
    """What there is to say against a payload, its text with variables filled in, and its size in bytes."""

    complaint: Complaint | None
    text: str | None = None  # None where a variable is wrong
    size: int | None = None  # None where it cannot be sent


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A payload's template, and what it was made of."""

    text: str
    known: Known
    variables: bool
    template: Template | Complaint


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
    variables: bool = True  # whether {{...}} is filled in
    barred: bool = False  # it comes from elsewhere: it may not read the environment or files before that is allowed
    known: Known = field(default_factory=Known)  # what names stand for
    payload_is_text: bool = False  # payload format indicator 1
    message_expiry: str = ""
    topic_alias: str = ""
    content_type: str = ""
    response_topic: str = ""
    correlation_kind: BytesKind = BytesKind.TEXT
    correlation: str = ""
    user_properties: UserProperties = field(default=())
    _parsed: _Parsed | None = field(default=None, init=False, repr=False, compare=False)

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

    def payload_complaint(self, moment: Moment | None = None) -> Complaint | None:
        """What there is to say against the payload, with its variables filled in as they are at this moment."""
        return finish(self.verdict_steps(moment or Stream().begin())).complaint

    def verdict_steps(self, moment: Moment) -> Steps[PayloadVerdict]:
        """Judge the payload as it is at this moment, in steps of some milliseconds however long it is."""
        kind = self.kind
        made = yield from self._template_steps()
        if isinstance(made, Complaint):
            return PayloadVerdict(made)
        text = yield from made.expand_steps(moment)
        yield 0
        complaint, size = judged(kind, text)
        return PayloadVerdict(complaint, text, size)

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

    def recipe(self, *, read_file: bool = True) -> Recipe | tuple[PublishField, Complaint]:
        """Return what messages are made from, or the first field that stands in the way.

        Reads the file, if one was chosen, unless it is only to be seen whether it would do.
        """
        for place, complaint in self.complaints().items():
            if complaint.serious:
                return place, complaint
        topic, payload = self._topic_template(), self.payload_template()
        if isinstance(topic, Complaint):
            return PublishField.TOPIC, topic
        if isinstance(payload, Complaint):
            return PublishField.PAYLOAD, payload
        file = None
        if self.kind is PayloadKind.FILE:
            file = payload_bytes(self.kind, self.file) if read_file else payload_complaint(self.kind, self.file) or b""
        if isinstance(file, Complaint):
            return PublishField.PAYLOAD, file
        properties = self._properties()
        has_alias = properties.topic_alias is not None
        return Recipe(topic, payload, self.kind, file, self.qos, self.retain, properties, has_alias)

    def made(self, stream: Stream) -> Made | tuple[PublishField, Complaint]:
        """Return the next message, or the first field that stands in the way."""
        recipe = self.recipe()
        if not isinstance(recipe, Recipe):
            return recipe
        try:
            return recipe.make(stream)
        except UnfitMessage as unfit:
            return unfit_field(unfit)

    def publication(self, stream: Stream | None = None) -> Publication | tuple[PublishField, Complaint]:
        """Return what is to be sent, or the first field that stands in the way."""
        made = self.made(stream or Stream())
        return made.publication if isinstance(made, Made) else made

    # Records

    def record(self, name: str = "") -> MessageRecord:
        """Return the fields as they are kept."""
        return MessageRecord(
            name=name,
            topic=self.topic,
            payload_as=self.kind,
            payload=self.payload_source,
            qos=self.qos,
            retain=self.retain,
            variables=self.variables,
            utf8=self.payload_is_text,
            expires_after_s=self.message_expiry,
            topic_alias=self.topic_alias,
            content_type=self.content_type,
            response_topic=self.response_topic,
            correlation_as=self.correlation_kind,
            correlation_data=self.correlation,
            user_properties=self.user_properties,
        )

    def sent(self, made: Made, at: float) -> SentMessage:
        """Return what to remember of a message that was made of the fields at some time (seconds since the epoch)."""
        record, publication = self.record(), made.publication
        payload = made.text if made.text != record.payload else None
        return SentMessage(
            at=at, message=record, topic=publication.topic, payload=payload, size=len(publication.payload)
        )

    def take(self, record: MessageRecord) -> None:
        """Fill the fields with what was kept."""
        is_file = record.payload_as is PayloadKind.FILE
        self.topic, self.kind = record.topic, record.payload_as
        self.text, self.file = ("", record.payload) if is_file else (record.payload, "")
        self.qos, self.retain, self.variables = record.qos, record.retain, record.variables
        self.payload_is_text = record.utf8
        self.message_expiry, self.topic_alias = record.expires_after_s, record.topic_alias
        self.content_type, self.response_topic = record.content_type, record.response_topic
        self.correlation_kind, self.correlation = record.correlation_as, record.correlation_data
        self.user_properties = record.user_properties

    def _topic_template(self) -> Template | Complaint:
        return template(self.topic, self.known, "topic", variables=self.variables)

    def payload_template(self) -> Template | Complaint:
        """Return what payloads are made from, or the variable in the way; asking again costs nothing."""
        return finish(self._template_steps())

    def _template_steps(self) -> Steps[Template | Complaint]:
        is_file = self.kind is PayloadKind.FILE
        if is_file and self.barred and self.file:
            return Complaint(PublishProblem.FILE_BARRED, {"path": self.file})
        text, known, variables = self.payload_source, self.known, self.variables and not is_file
        old = self._parsed
        if old is not None and old.text is text and old.known is known and old.variables is variables:
            return old.template
        made = yield from template_steps(text, known, "payload", variables=variables)
        self._parsed = _Parsed(text, known, variables, made)
        return made

    def _properties(self) -> Properties:
        if not self.has_properties:
            return NO_PROPERTIES
        correlation = payload_bytes(PayloadKind(self.correlation_kind), self.correlation)
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
        made = self._topic_template()
        if isinstance(made, Complaint):
            return made
        topic = made.expand(Stream().begin())
        problem = topic_problem(topic)
        if problem:
            return Complaint(problem)
        unusual = unusual_in_topic(topic)
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
        data = payload_bytes(PayloadKind(self.correlation_kind), self.correlation)
        if isinstance(data, Complaint):
            return data
        return Complaint(PublishProblem.TEXT_TOO_LONG) if len(data) > MAX_STRING_BYTES else None


def unfit_field(unfit: UnfitMessage) -> tuple[PublishField, Complaint]:
    """The field that a message could not be made of."""
    complaint = unfit.reason if isinstance(unfit.reason, Complaint) else Complaint(PublishProblem.TEXT_UNFIT)
    is_topic = isinstance(complaint.problem, TopicProblem)
    return (PublishField.TOPIC if is_topic else PublishField.PAYLOAD), complaint


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
