"""Turns bytes of any number into offset, hex digits and text, painted row by row as they come into sight."""

from __future__ import annotations

from functools import partial
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QWidget

from tracemq.payloads.byte_texts import ByteText, byte_text

from .theme import MARGIN, colours, monospace

WIDTHS: Final = (32, 16, 8, 4)  # bytes in a row, the widest that fits
GROUP: Final = 8  # bytes between two wider gaps
MOST_COPIED: Final = 4 << 20  # bytes; the clipboard gets up to six characters for each
PRINTABLE: Final = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


class HexView(QAbstractScrollArea):
    """Nothing is prepared: 50 MiB cost as much as a page. Bytes are selected in both columns at once."""

    selected = Signal(int, int)  # the first byte and the one behind the last; equal where nothing is selected
    pointed = Signal(int)  # the byte that the user has gone to, by mouse or key
    too_large = Signal()  # to be copied

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._anchor = 0
        self._cursor = 0
        self._end = 0  # of the selection, exclusive, which begins at _start
        self._start = 0
        self._width = 16
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._measure()

    def show_bytes(self, data: bytes) -> None:
        self._data = data
        self._anchor = self._cursor = self._start = self._end = 0
        self.verticalScrollBar().setValue(0)
        self._arrange()

    @property
    def selection(self) -> tuple[int, int]:
        return self._start, self._end

    def select(self, start: int, end: int) -> None:
        """Select bytes and bring the first of them into sight."""
        self._anchor, self._cursor = start, max(start, end - 1)
        self._set_selection(start, end)
        self._reveal(self._cursor if end - start <= self._width * self.verticalScrollBar().pageStep() else start)
        self._reveal(start)

    def copy(self, kind: ByteText = ByteText.HEX) -> None:
        """Put the selected bytes, or all of them, into the clipboard."""
        start, end = self.selection if self._end > self._start else (0, len(self._data))
        if end - start > MOST_COPIED:
            self.too_large.emit()
            return
        QGuiApplication.clipboard().setText(byte_text(self._data[start:end], kind))

    def menu(self) -> QMenu:
        """Make the menu of the bytes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, text in (
            (ByteText.HEX, self.tr("Copy as &Hex")),
            (ByteText.TEXT, self.tr("Copy as &Text")),
            (ByteText.DUMP, self.tr("Copy as Hex &Dump")),
            (ByteText.BASE64, self.tr("Copy as &Base64")),
            (ByteText.C, self.tr("Copy as &C Array")),
            (ByteText.PYTHON, self.tr("Copy as &Python Bytes")),
        ):
            action = menu.addAction(text)
            action.setEnabled(bool(self._data))
            action.triggered.connect(partial(self.copy, kind))
        menu.addSeparator()
        everything = menu.addAction(self.tr("Select &All"))
        everything.triggered.connect(self.select_all)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def select_all(self) -> None:
        self.select(0, len(self._data))

    # Geometry

    def sizeHint(self) -> QSize:
        return QSize(self._wanted(16), 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wanted(4), 60)

    def _measure(self) -> None:
        self.setFont(monospace())
        metrics = QFontMetrics(self.font())
        self._char = QFontMetricsF(self.font()).horizontalAdvance("0")  # a fraction, on dense screens
        self._line = metrics.height() + 2
        self._ascent = metrics.ascent() + 1
        self._arrange()

    def _digits(self) -> int:
        return max(4, len(f"{max(0, len(self._data) - 1):x}"))

    def _wanted(self, width: int) -> int:
        """Pixels for a row of so many bytes."""
        chars = self._digits() + 2 + 3 * width + (width - 1) // GROUP + 1 + width
        return ceil(chars * self._char) + 2 * MARGIN + self.verticalScrollBar().sizeHint().width()

    def _hex_x(self, column: int) -> float:
        return MARGIN + (self._digits() + 2 + 3 * column + column // GROUP) * self._char

    def _text_x(self, column: int) -> float:
        hex_chars = 3 * self._width + (self._width - 1) // GROUP
        return MARGIN + (self._digits() + 2 + hex_chars + 1 + column) * self._char

    def _arrange(self) -> None:
        """Fit the rows to the width and the scroll bar to the rows."""
        room = self.width()
        self._width = next((width for width in WIDTHS if self._wanted(width) <= room), WIDTHS[-1])
        rows = -(-len(self._data) // self._width)
        page = max(1, self.viewport().height() // self._line)
        bar = self.verticalScrollBar()
        bar.setPageStep(page)
        bar.setSingleStep(1)
        bar.setRange(0, max(0, rows - page))
        self.viewport().update()

    def _byte_at(self, point: QPoint) -> int:
        """The byte nearest to a point, in whichever column it lies."""
        row = self.verticalScrollBar().value() + max(0, point.y()) // self._line
        if point.x() >= self._text_x(0) - self._char / 2:
            column = floor((point.x() - self._text_x(0)) / self._char)
        else:
            column = 0
            while column + 1 < self._width and point.x() >= self._hex_x(column + 1) - self._char / 2:
                column += 1
        column = min(max(column, 0), self._width - 1)
        return min(row * self._width + column, max(0, len(self._data) - 1))

    def _reveal(self, offset: int) -> None:
        row, bar = offset // self._width, self.verticalScrollBar()
        if row < bar.value():
            bar.setValue(row)
        elif row >= bar.value() + bar.pageStep():
            bar.setValue(row - bar.pageStep() + 1)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange}:
            self._measure()
        elif event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._data:
            offset = self._byte_at(event.position().toPoint())
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = offset
            self._move(offset)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._data:
            self._move(self._byte_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif (to := self._target(event)) is not None and self._data:
            to = min(max(to, 0), len(self._data) - 1)
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = to
            self._move(to)
        else:
            super().keyPressEvent(event)

    def _target(self, event: QKeyEvent) -> int | None:
        """Where a key leads the cursor."""
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = self.verticalScrollBar().pageStep() * self._width
        row_start = self._cursor - self._cursor % self._width
        targets = {
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Up: self._cursor - self._width,
            Qt.Key.Key_Down: self._cursor + self._width,
            Qt.Key.Key_PageUp: self._cursor - page,
            Qt.Key.Key_PageDown: self._cursor + page,
            Qt.Key.Key_Home: 0 if whole else row_start,
            Qt.Key.Key_End: len(self._data) - 1 if whole else row_start + self._width - 1,
        }
        return targets.get(Qt.Key(event.key()))

    def _move(self, to: int) -> None:
        self._cursor = to
        self._set_selection(min(self._anchor, to), max(self._anchor, to) + 1)
        self._reveal(to)
        self.pointed.emit(to)

    def _set_selection(self, start: int, end: int) -> None:
        if (start, end) != self.selection:
            self._start, self._end = start, end
            self.selected.emit(start, end)
            self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = self.palette()
        painter.fillRect(event.rect(), palette.base())
        painter.setFont(self.font())
        muted = QColor(colours(palette).muted)
        ink = palette.color(QPalette.ColorRole.Text)
        first = self.verticalScrollBar().value() + event.rect().top() // self._line
        last = self.verticalScrollBar().value() + event.rect().bottom() // self._line
        digits = self._digits()
        for row in range(first, last + 1):
            start = row * self._width
            chunk = self._data[start : start + self._width]
            if not chunk:
                break
            top = (row - self.verticalScrollBar().value()) * self._line
            self._paint_selection(painter, start, len(chunk), top)
            base = top + self._ascent
            painter.setPen(muted)
            painter.drawText(MARGIN, base, f"{start:0{digits}x}")
            painter.setPen(ink)
            for at in range(0, len(chunk), GROUP):
                painter.drawText(QPointF(self._hex_x(at), base), chunk[at : at + GROUP].hex(" "))
            painter.drawText(QPointF(self._text_x(0), base), chunk.translate(PRINTABLE).decode("ascii"))
        painter.end()

    def _paint_selection(self, painter: QPainter, start: int, count: int, top: int) -> None:
        low, high = max(self._start, start) - start, min(self._end, start + count) - start
        if low >= high:
            return
        ground = self.palette().highlight()
        width = self._hex_x(high - 1) + 2 * self._char - self._hex_x(low)
        painter.fillRect(QRectF(self._hex_x(low), top, width, self._line), ground)
        painter.fillRect(QRectF(self._text_x(low), top, (high - low) * self._char, self._line), ground)
