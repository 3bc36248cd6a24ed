"""Turns exported JSON Lines back into batches, as if their messages had just been received.

Lines that are no messages are passed over and reported. A line that another program wrote needs a topic and a payload;
a payload that is not text is taken as JSON.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, BinaryIO, Final

from tracemq.mqtt.batch import MessageBatch, TopicTable
from tracemq.mqtt.codec import encode_publish, publish_properties, publish_topic
from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.properties import NO_PROPERTIES, SPEC_BY_NAME, Kind, Properties
from tracemq.mqtt.types import MAX_PACKET_ID, MAX_REMAINING_LENGTH, Version

from .import_long import CutLine, TooMuchAroundError

MAX_LINE: Final = 2 * MAX_REMAINING_LENGTH  # bytes; Base64 and escapes make a payload longer
SHORT_LINE: Final = 128 << 10  # bytes; a longer one is read in pieces
LINES_AT_ONCE: Final = 128
LARGE: Final = 1 << 20  # bytes; such a message is a batch of its own
REPORTED: Final = 100  # bad lines of which the number is kept
LATEST: Final = 253_402_300_799.0  # the end of the year 9999, in seconds since the epoch


class LineProblem(Enum):
    """Why a line is no message."""

    NOT_JSON = "not JSON"
    NOT_A_MESSAGE = "not an object with a topic and a payload"
    TOPIC = "not a topic name"
    PAYLOAD = "not a payload"
    FIELD = "a field that does not say what it should"
    PROPERTIES = "not properties of a PUBLISH"
    TOO_LONG = "longer than a message can be"


@dataclass(slots=True)
class BadLine:
    number: int  # from 1 on
    problem: LineProblem


@dataclass(slots=True)
class Imported:
    """How far an import has come."""

    rows: int = 0
    bytes: int = 0
    bad: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)  # the first of them


class _NoMessageError(ValueError):
    def __init__(self, problem: LineProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(slots=True)
class _Line:
    """A message as its packet."""

    raw_topic: bytes
    topic: str
    packet: bytes
    payload_start: int
    properties_start: int
    packet_id: int
    received_at: float
    version: Version


def import_lines(
    source: BinaryIO, topics: TopicTable, receive: Callable[[MessageBatch], object]
) -> Generator[Imported, None, Imported]:
    """Read a file to its end and hand its messages over in batches; yields after about every ms of work."""
    done = Imported()
    batch: _Batch | None = None
    number = 0
    while raw := source.readline(SHORT_LINE):
        number += 1
        done.bytes += len(raw)
        try:
            if len(raw) == SHORT_LINE and not raw.endswith(b"\n"):
                line = yield from _read_long(source, raw, done)
            elif raw.strip():
                line = read_line(raw)
            else:
                continue
        except _NoMessageError as error:
            done.bad += 1
            if len(done.bad_lines) < REPORTED:
                done.bad_lines.append(BadLine(number, error.problem))
        else:
            large = len(line.packet) > LARGE
            if large:
                yield done  # to copy 30 MiB takes 50 ms, and each copy has a step of its own
            if batch is None or not batch.takes(line):
                _hand_over(batch, receive)
                batch = _Batch(topics, line)
                if large:
                    yield done
            batch.add(line)
            done.rows += 1
        if number % LINES_AT_ONCE == 0:
            yield done
    _hand_over(batch, receive)
    return done


def _read_long(source: BinaryIO, begun: bytes, done: Imported) -> Generator[Imported, None, _Line]:
    """A line that goes on; raises _NoMessageError once it is read to its end."""
    whole = bytearray(begun)
    too_long = False
    while not begun.endswith(b"\n") and (begun := source.readline(SHORT_LINE)):
        done.bytes += len(begun)
        too_long = too_long or len(whole) + len(begun) > MAX_LINE
        if too_long:
            whole = bytearray()
        else:
            whole += begun
        yield done
    if too_long:
        raise _NoMessageError(LineProblem.TOO_LONG)
    cut = CutLine(whole)
    try:
        for _ in cut.read():
            yield done
    except TooMuchAroundError:
        raise _NoMessageError(LineProblem.TOO_LONG) from None
    except (ValueError, RecursionError):
        raise _NoMessageError(LineProblem.NOT_JSON) from None
    fields_of = _message(cut.document)
    in_base64 = "payload_base64" in fields_of
    value = fields_of.get("payload_base64" if in_base64 else "payload")
    if not isinstance(value, str) or not cut.is_cut(value):
        return _line_of(fields_of, _payload(fields_of))
    payload = b""
    try:
        steps = cut.base64(value) if in_base64 else cut.text(value)
        while True:
            try:
                next(steps)
            except StopIteration as finished:
                payload = finished.value
                break
            yield done
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise _NoMessageError(LineProblem.NOT_JSON) from None
    except ValueError:
        raise _NoMessageError(LineProblem.PAYLOAD) from None
    return _line_of(fields_of, payload)


def _hand_over(batch: _Batch | None, receive: Callable[[MessageBatch], object]) -> None:
    if batch is not None:
        receive(batch.whole())


class _Batch:
    """Lines of one time and version."""

    def __init__(self, topics: TopicTable, line: _Line) -> None:
        self._batch = MessageBatch(data=b"", version=line.version, topics=topics, received_at=line.received_at)
        self._packets: list[bytes] = []
        self._size = 0

    def takes(self, line: _Line) -> bool:
        batch = self._batch
        alike = line.received_at == batch.received_at and line.version is batch.version
        return alike and len(batch) < LINES_AT_ONCE and self._size + len(line.packet) <= LARGE

    def add(self, line: _Line) -> None:
        batch, start = self._batch, self._size
        number = batch.topics.ids.find(line.raw_topic)
        batch.topic_ids.append(batch.topics.add(line.raw_topic) if number is None else number)
        batch.starts.append(start)
        batch.properties_starts.append(start + line.properties_start)
        batch.payload_starts.append(start + line.payload_start)
        self._size = start + len(line.packet)
        batch.ends.append(self._size)
        batch.flags.append(line.packet[0])
        batch.packet_ids.append(line.packet_id)
        self._packets.append(line.packet)

    def whole(self) -> MessageBatch:
        self._batch.data = b"".join(self._packets) if len(self._packets) > 1 else self._packets[0]
        return self._batch


def read_line(raw: bytes) -> _Line:
    """One line as a packet; raises _NoMessageError."""
    try:
        fields_of = _message(json.loads(raw))
    except (ValueError, RecursionError) as error:
        if isinstance(error, _NoMessageError):
            raise
        raise _NoMessageError(LineProblem.NOT_JSON) from None
    return _line_of(fields_of, _payload(fields_of))


def _message(document: object) -> dict[str, Any]:
    if not isinstance(document, dict) or not isinstance(document.get("topic"), str):
        raise _NoMessageError(LineProblem.NOT_A_MESSAGE)
    return document


def _line_of(fields_of: dict[str, Any], payload: bytes) -> _Line:
    """A message with these fields and this payload as its packet."""
    topic: str = fields_of["topic"]
    try:
        raw_topic = publish_topic(topic)
    except MqttError:
        raise _NoMessageError(LineProblem.TOPIC) from None
    version = Version(_number(fields_of, "version", 3, 5, 5))
    qos = _number(fields_of, "qos", 0, 2, 0)
    packet_id = _number(fields_of, "packet_id", 0, MAX_PACKET_ID, 0) if qos else 0
    properties = _properties(fields_of.get("properties", {})) if version is Version.V5 else b""
    flags = (fields_of.get("retain") is True) | qos << 1 | (fields_of.get("dup") is True and qos > 0) << 3
    try:
        packet = encode_publish(raw_topic, payload, flags, packet_id, properties)
    except MqttError:
        raise _NoMessageError(LineProblem.TOO_LONG) from None
    start = len(packet) - len(payload)
    return _Line(
        raw_topic=raw_topic,
        topic=topic,
        packet=packet,
        payload_start=start,
        properties_start=start - len(properties) if len(properties) > 1 else start,
        packet_id=packet_id,
        received_at=_time(fields_of.get("received_at", 0.0)),
        version=version,
    )


def _payload(line: dict[str, Any]) -> bytes:
    try:
        if "payload_base64" in line:
            return b64decode(line["payload_base64"], validate=True)
        payload = line["payload"]
        return (payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)).encode()
    except KeyError:
        raise _NoMessageError(LineProblem.NOT_A_MESSAGE) from None
    except (TypeError, ValueError, binascii.Error, RecursionError):
        raise _NoMessageError(LineProblem.PAYLOAD) from None


def _number(line: dict[str, Any], name: str, low: int, high: int, default: int) -> int:
    value = line.get(name, default)
    if not isinstance(value, int) or not low <= value <= high:
        raise _NoMessageError(LineProblem.FIELD)
    return int(value)


def _time(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= LATEST:
        raise _NoMessageError(LineProblem.FIELD)
    return float(value)


def _properties(values: object) -> bytes:
    if not isinstance(values, dict):
        raise _NoMessageError(LineProblem.PROPERTIES)
    if not values:
        return publish_properties(NO_PROPERTIES)
    try:
        found = {name: _property(name, value) for name, value in values.items()}
        return publish_properties(Properties(**found))
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, MqttError):
        raise _NoMessageError(LineProblem.PROPERTIES) from None


def _property(name: str, value: Any) -> Any:
    spec = SPEC_BY_NAME[name]
    if spec.kind is Kind.PAIR:
        return tuple((str(key), str(text)) for key, text in value)
    if spec.repeats:
        return tuple(int(one) for one in value)
    return b64decode(value, validate=True) if spec.kind is Kind.BINARY else value
