"""Turns what the broker answers to a publication into a line of words, with the time that it took."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtWidgets import QWidget

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType, QoS
from tracemq.payloads.text import quoted
from tracemq.workspace.publication import Publication

from .error_text import error_text
from .fields import Tone
from .line_note import LineNote
from .quantity_text import duration_text
from .reason_text import reason_text
from .short_name import short_name

# The packet that settles a publication that went well.
_SETTLED_BY: Final = {
    QoS.AT_MOST_ONCE: PacketType.PUBLISH,
    QoS.AT_LEAST_ONCE: PacketType.PUBACK,
    QoS.EXACTLY_ONCE: PacketType.PUBCOMP,
}


class ReceiptLine(LineNote):
    """Only the newest publication has the line, unless an older one failed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, stays=True)
        self._sent_at: dict[int, float] = {}  # by ticket, time.monotonic
        self._newest = 0

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """One line, so that the payload keeps its room."""
        self.setWordWrap(False)
        super().say(text, tone)

    def sending(self, publication: Publication) -> None:
        """It is on its way."""
        self._newest = publication.ticket
        self._sent_at[publication.ticket] = time.monotonic()
        self.say(self.tr("{topic}: sending…").format(topic=short_name(publication.topic)), Tone.BUSY)

    def show_receipt(self, publication: Publication, code: ReasonCode, words: str | None = None) -> None:
        """Say what the broker answered; `words` are its own."""
        took = self._took(publication)
        packet = _SETTLED_BY[publication.qos]
        if code.failed and packet is PacketType.PUBCOMP:
            packet = PacketType.PUBREC
        meaning, advice = reason_text(code, packet)
        if code.failed:
            meaning = f"{meaning} {advice} (0x{code:02X})"
        if words:
            meaning += " " + self.tr("The broker says: “{words}”").format(words=quoted(words))
        tone = Tone.BAD if code.failed else Tone.WARNING if code is not ReasonCode.SUCCESS else Tone.GOOD
        self._tell(publication, self._said(publication, f"{meaning} {took}".rstrip()), tone)

    def show_failure(self, publication: Publication, error: BaseException) -> None:
        self._took(publication)
        text = error_text(error)
        self._tell(publication, self._said(publication, f"{text.title} {text.detail} {text.advice}"), Tone.BAD)

    def _said(self, publication: Publication, said: str) -> str:
        return self.tr("{topic}: {said}").format(topic=short_name(publication.topic), said=said)

    def _took(self, publication: Publication) -> str:
        sent_at = self._sent_at.pop(publication.ticket, None)
        return "" if sent_at is None else f"({duration_text(time.monotonic() - sent_at)})"

    def _tell(self, publication: Publication, text: str, tone: Tone) -> None:
        if publication.ticket == self._newest or tone is Tone.BAD:
            self.say(text, tone)
            self.setWordWrap(tone is Tone.BAD)  # nowhere else is said why, and what to do
