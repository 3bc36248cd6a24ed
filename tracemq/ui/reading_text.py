"""Turns how a payload was read into sentences: what was around it, what it was read by, and where it broke."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.payloads.detect import Format
from tracemq.payloads.framing import Framing, Header
from tracemq.viewmodels.payload_reader import Reading
from tracemq.viewmodels.sparkplug_nodes import SparkplugFacts

from .decode_text import decode_error_text
from .encoding_text import encoding_text
from .fields import Tone
from .format_text import format_text
from .marked import QT_TRANSLATE_NOOP
from .quantity_text import size_text

_NOT: Final = QT_TRANSLATE_NOOP("ReadingText", "Not {format}: {reason}")
_CUT: Final = QT_TRANSLATE_NOOP("ReadingText", "Cut off while unpacking {layers}: {size}")
_UNPACKED: Final = QT_TRANSLATE_NOOP("ReadingText", "Unpacked {layers}: {size}")
_MARKED: Final = QT_TRANSLATE_NOOP(
    "ReadingText", "Some bytes are not text in {encoding} and are shown by marks; the hex view shows them."
)
_UNSEEN: Final = QT_TRANSLATE_NOOP(
    "ReadingText", "Characters that cannot be seen, or that turn the line around, are shown by marks."
)
_WITH_MARK: Final = QT_TRANSLATE_NOOP("ReadingText", "{encoding} with a byte order mark")
_TYPE: Final = QT_TRANSLATE_NOOP("ReadingText", "Read as {type}")
_SEQ: Final = QT_TRANSLATE_NOOP("ReadingText", "seq {seq}")
_LIFE: Final = QT_TRANSLATE_NOOP("ReadingText", "bdSeq {life}")
_MISSING: Final = QT_TRANSLATE_NOOP("ReadingText", "a gap: at least {count} missing after seq {before}")
_UNKNOWN: Final = QT_TRANSLATE_NOOP("ReadingText", "aliases that are in no birth message: {count}")
_NO_BIRTH: Final = QT_TRANSLATE_NOOP("ReadingText", "aliases without a birth message seen yet: {count}")
_FRAMES: Final = {
    Framing.CONFLUENT: QT_TRANSLATE_NOOP("ReadingText", "Confluent frame, schema {schema}"),
    Framing.SINGLE_OBJECT: QT_TRANSLATE_NOOP("ReadingText", "Avro single object, fingerprint {schema}"),
}


def _said(text: str) -> str:
    return QCoreApplication.translate("ReadingText", text)


def layers_text(reading: Reading, *, automatic: bool) -> tuple[str, Tone] | None:
    """Say what was around the bytes and what they were read by, or why they are not shown as asked for."""
    if reading.error is not None and reading.tried is not None:
        text = _said(_NOT).format(format=format_text(reading.tried), reason=decode_error_text(reading.error))
        return text, Tone.PLAIN if automatic and reading.rule is None else Tone.WARNING
    parts, tone = [], Tone.PLAIN
    if reading.layers:
        layers = ", ".join(layer.format.value for layer in reading.layers)
        cut = not all(layer.complete for layer in reading.layers)
        tone = Tone.WARNING if cut else Tone.PLAIN
        parts.append(_said(_CUT if cut else _UNPACKED).format(layers=layers, size=size_text(reading.layers[-1].size)))
    if reading.header is not None:
        parts.append(header_text(reading.header))
    if reading.type:
        parts.append(_said(_TYPE).format(type=reading.type))
    if reading.format in {Format.TEXT, Format.JSON}:
        if reading.encoding != "utf-8":
            parts.append(encoding_text(reading.encoding))
        elif reading.data.startswith(BOM_UTF8):
            parts.append(_said(_WITH_MARK).format(encoding=encoding_text(reading.encoding)))
    if reading.sparkplug is not None:
        said, tone = _sparkplug(reading.sparkplug)
        parts += said
    return (" · ".join(parts), tone) if parts else None


def _sparkplug(facts: SparkplugFacts) -> tuple[list[str], Tone]:
    """Say a message's number and what is missing before it, its edge node's life, and aliases that nobody explains."""
    parts, tone, numbering = [], Tone.PLAIN, facts.numbering
    if numbering.seq is not None:
        parts.append(_said(_SEQ).format(seq=numbering.seq))
    if facts.life:
        parts.append(_said(_LIFE).format(life=facts.life))
    if numbering.missing:
        tone = Tone.WARNING
        parts.append(_said(_MISSING).format(count=numbering.missing, before=numbering.before))
    if facts.unknown_aliases:
        tone = Tone.WARNING
        parts.append(_said(_UNKNOWN if facts.births_seen else _NO_BIRTH).format(count=facts.unknown_aliases))
    return parts, tone


def header_text(header: Header) -> str:
    """Say what a frame tells of its schema."""
    return _said(_FRAMES[header.framing]).format(schema=header.schema)


def mark_text(encoding: str) -> str:
    """Say that something stands for bytes that are not text in an encoding; "": for what nobody could see."""
    if not encoding:
        return _said(_UNSEEN)
    return _said(_MARKED).format(encoding=encoding_text(encoding))
