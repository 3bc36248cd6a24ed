"""Turns a connection's status into the line at the bottom, which never says more than is true."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from tracemq.viewmodels.status import Status

from . import theme
from .state_text import VERSIONS, state_colour, state_text
from .warning_badge import WarningBadge

DOT: Final = 9  # px
LEAST_WIDTH: Final = 320  # px: a narrow window is the user's choice


class StateDot(QWidget):
    """A coloured dot; the word beside it says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor(Qt.GlobalColor.transparent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(DOT + 8, DOT + 6)

    def set_colour(self, colour: str) -> None:
        if self._colour.name() != colour:
            self._colour = QColor(colour)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(self.width() - DOT - 2, (self.height() - DOT) // 2, DOT, DOT)


class _Field(QLabel):
    """A text that grows the room it takes, but never gives it back: numbers that change should not move the others."""

    def __init__(self, parent: QWidget, *, keeps_room: bool = True) -> None:
        super().__init__(parent)
        self._keeps_room = keeps_room
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setContentsMargins(6, 0, 6, 0)

    def say(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            if self._keeps_room:
                self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))


class _Place(_Field):
    """A text that is cut where the numbers need the room; the tool tip has all of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, keeps_room=False)
        self._whole = ""
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setToolTip(escape(text))
            self.setAccessibleName(text)
            self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class StatusBar(QStatusBar):
    """Call `tell` a few times a second; None when no connection is open."""

    details_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._dot = StateDot(self)
        self._state = _Field(self, keeps_room=False)
        self.unverified = WarningBadge(self)
        self.unverified.clicked.connect(self.details_asked)
        self._place = _Place(self)
        self._rates = _Field(self)
        self._received = _Field(self)
        self._shown = _Field(self)
        self._evicted = _Field(self)
        self._forgotten = _Field(self)
        self._dropped = _Field(self)
        self._behind = _Field(self)
        self._was_behind: bool | None = None
        self.addWidget(self._dot)
        self.addWidget(self._state)
        self.addWidget(self._place, 1)
        self.addPermanentWidget(self.unverified)  # a message for a moment does not hide it
        self._numbers = (
            self._rates,
            self._received,
            self._shown,
            self._evicted,
            self._forgotten,
            self._dropped,
            self._behind,
        )
        # those that a narrow window has no room for, the first to go first; what stands for them is at their right
        self._leaving = (self._received, self._dropped, self._forgotten, self._behind, self._evicted, self._rates)
        self._more = _Field(self, keeps_room=False)
        self._more.say("…")
        for field in (*self._numbers, self._more):
            self.addPermanentWidget(field)
        self._last: Status | None = None
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Status"))
        self.unverified.say(
            self.tr("Not verified"),
            self.tr("Nobody has checked the broker's certificate: anyone on the way can read and change everything"),
        )
        self._rates.setToolTip(self.tr("Messages per second: received, and published by this window"))
        self._received.setToolTip(self.tr("Messages received since the connection was opened"))
        self._shown.setToolTip(self.tr("Messages that are kept and shown as rows"))
        self._evicted.setToolTip(self.tr("Old messages that had to leave, so that memory stays within its limit"))
        self._forgotten.setToolTip(
            self.tr("Topics without messages that had to leave the tree, so that memory stays within its limit")
        )
        self._dropped.setToolTip(
            self.tr("Messages that the broker says it dropped, for all its clients since it was started")
        )
        self._behind.setToolTip(
            self.tr(
                "Bytes that wait to be read, or for the rest of their message; how late the newest shown message is"
            )
        )
        self._show(self._last)

    def tell(self, status: Status | None) -> None:
        """Show these facts."""
        if status != self._last:
            self._show(status)

    def _show(self, status: Status | None) -> None:
        self._last = status
        for widget in (self._dot, self._state, self._place):
            widget.setVisible(status is not None)
        self.unverified.setVisible(status is not None and status.unverified)
        if status is None:
            for widget in (*self._numbers, self._more):
                widget.hide()
            return
        shades, locale = theme.colours(self.palette()), QLocale()
        self._dot.set_colour(state_colour(status.state, shades, failed=status.failed))
        self._state.say(self._state_words(status))
        place = status.url if status.read_only else f"{status.url}  ·  {VERSIONS[status.version]}"
        self._place.say(self._advice(status) if status.behind else place)
        if status.dropped is not None:
            self._dropped.say(self.tr("Broker dropped {count}").format(count=locale.toString(status.dropped)))
        if status.topics_forgotten:
            count = locale.toString(status.topics_forgotten)
            self._forgotten.say(self.tr("Topics forgotten {count}").format(count=count))
        self._rates.say(
            self.tr("In {received}/s   Out {sent}/s").format(
                received=locale.toString(round(status.rate_in)), sent=locale.toString(round(status.rate_out))
            )
        )
        self._received.say(self.tr("Received {count}").format(count=locale.toString(status.received)))
        self._shown.say(self._shown_words(status))
        self._evicted.say(self.tr("Evicted {count}").format(count=locale.toString(status.evicted)))
        self._behind.say(self._behind_words(status))
        self._warn(status.behind)
        self._fit_numbers(status)

    def _fit_numbers(self, status: Status) -> None:
        """Show the numbers that there is room for; the others are told by what stands in their place."""
        silent = {
            *((self._dropped,) if status.dropped is None else ()),
            *((self._forgotten,) if not status.topics_forgotten else ()),
        }
        shown = [field for field in self._numbers if field not in silent]
        others = (self._dot, self._state, *((self.unverified,) if status.unverified else ()))
        layout = self.layout()
        gap = 0 if layout is None else max(0, layout.spacing())
        gone: list[_Field] = []
        leaving = sorted(self._leaving, key=lambda field: status.behind and field is self._behind)  # a warning stays
        for field in leaving if self.isVisible() else ():
            needed = (*others, *shown, *((self._more,) if gone else ()))
            if sum(max(each.minimumWidth(), each.sizeHint().width()) + gap for each in needed) <= self.width():
                break
            if field in shown:
                shown.remove(field)
                gone.append(field)
        for field in self._numbers:
            field.setVisible(field in shown)
        words = "\n".join(field.text() for field in self._numbers if field in gone)
        self._more.setVisible(bool(gone))
        if words != self._more.accessibleName():
            self._more.setAccessibleName(words)
            self._more.setToolTip(escape(words).replace("\n", "<br>"))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._last is not None:
            self._fit_numbers(self._last)

    def _state_words(self, status: Status) -> str:
        if status.read_only:
            return self.tr("File")
        words = state_text(status.state, failed=status.failed)
        if status.retry_in_s is not None:
            return self.tr("{state} next try in {seconds} s").format(state=words, seconds=round(status.retry_in_s))
        return words

    def _behind_words(self, status: Status) -> str:
        """A large message that is on its way is told as that: nothing is late because of it."""
        locale = QLocale()
        if status.arriving_of_bytes and not status.behind:
            return self.tr("Receiving {part} of {whole}").format(
                part=locale.formattedDataSize(status.arriving_bytes, 1),
                whole=locale.formattedDataSize(status.arriving_of_bytes, 1),
            )
        return self.tr("Behind {size}, {delay} ms").format(
            size=locale.formattedDataSize(status.behind_bytes, 0), delay=locale.toString(round(status.behind_ms))
        )

    def _advice(self, status: Status) -> str:
        """What being behind may lead to: reading pauses, and a broker does not wait for ever."""
        return self.tr("Behind: the broker may drop QoS 0 messages")

    def _shown_words(self, status: Status) -> str:
        shown = QLocale().toString(status.shown)
        if status.filtered is not None:
            shown = self.tr("{filtered} of {kept}").format(
                filtered=QLocale().toString(status.filtered), kept=QLocale().toString(status.shown)
            )
        if status.waiting:
            return self.tr("Paused at {count}, {waiting} more").format(
                count=shown, waiting=QLocale().toString(status.waiting)
            )
        return self.tr("Shown {count}").format(count=shown)

    def _warn(self, behind: bool) -> None:
        if behind == self._was_behind:
            return
        self._was_behind = behind
        for label in (self._behind, self._place):
            label.setProperty("warning", behind)
            label.style().unpolish(label)
            label.style().polish(label)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
