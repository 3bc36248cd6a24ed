"""Widgets become the rows of a form: label, field and, under it, what there is to say about the field."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from tracemq.viewmodels.complaint import Complaint

from .icons import pixmap
from .line_edit import LineEdit
from .problem_text import complaint_text
from .theme import GAP, MARGIN, colours

ICON_PX: Final = 14
NUMBER_CHARS: Final = 13  # as wide as a number of MQTT gets, and a little
_TEXT_EDGE: Final = 2  # px that a style leaves before the text of a choice and after it
_BAR_STYLE: Final = "QScrollBar { background: palette(window); } QScrollBar::handle { border-color: palette(window); }"


class Tone(Enum):
    """How a sentence is meant; the value is its icon."""

    PLAIN = ""
    BUSY = "more"
    GOOD = "info"
    WARNING = "warning"
    BAD = "error"


def tone_colour(tone: Tone, palette: QPalette) -> str:
    """Return "#rrggbb" for text of this tone."""
    scheme = colours(palette)
    return {Tone.GOOD: scheme.good, Tone.WARNING: scheme.warning, Tone.BAD: scheme.bad}.get(tone, scheme.muted)


class Note(QLabel):
    """A sentence with an icon, never read as HTML; it hides while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None, *, stays: bool = False) -> None:
        super().__init__(parent)
        self._stays = stays
        self._tone = Tone.PLAIN
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setVisible(stays)

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        self._tone = tone
        self.setText(text)
        self.setContentsMargins(ICON_PX + 5 if tone.value and text else 0, 0, 0, 0)
        self._tint()
        if not self._stays:
            self.setVisible(bool(text))

    @property
    def tone(self) -> Tone:
        return self._tone

    def minimumSizeHint(self) -> QSize:
        """One line; how many it takes at a width is asked for by heightForWidth, and Qt's guess is far too many."""
        return QSize(NUMBER_CHARS * self.fontMetrics().averageCharWidth(), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self.paint_mark(painter)
        painter.end()

    def paint_mark(self, painter: QPainter) -> None:
        """Paint the icon before the first line."""
        if self._tone.value and self.text():
            ratio = self.devicePixelRatioF()
            picture = pixmap(self._tone.value, tone_colour(self._tone, self.palette()), round(ICON_PX * ratio))
            picture.setDevicePixelRatio(ratio)
            top = max(0, (self.fontMetrics().height() - ICON_PX) // 2)
            if self.alignment() & Qt.AlignmentFlag.AlignVCenter and self.height() < 2 * self.fontMetrics().height():
                top = (self.height() - ICON_PX) // 2
            painter.drawPixmap(QPoint(0, top), picture)

    def _tint(self) -> None:
        wanted = QColor(tone_colour(self._tone, self.palette()))
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)


class Row:
    """One row of a form; label, field and note are hidden, disabled and complained about together."""

    def __init__(self, label: QLabel | None, field: QWidget, note: Note, inputs: Sequence[QWidget]) -> None:
        self.label = label
        self.field = field
        self.note = note
        self.inputs = inputs
        self._hint = ""

    def rename(self, label: str) -> None:
        """Give the row another label, as when the language changes."""
        if self.label is not None:
            self.label.setText(label)
        self.inputs[0].setAccessibleName(plain(label))

    def hint(self, text: str) -> None:
        """Say something that stays under the field while there is no complaint."""
        self._hint = text
        self.note.say(text)

    def complain(self, complaint: Complaint | None) -> None:
        text = complaint_text(complaint) if complaint else ""
        tone = Tone.PLAIN if not complaint else Tone.BAD if complaint.serious else Tone.WARNING
        self.note.say(text or self._hint, tone)
        for widget in self.inputs:
            widget.setAccessibleDescription(text)

    def show_only_if(self, shown: bool) -> None:
        for widget in (self.label, self.field):
            if widget is not None:
                widget.setVisible(shown)
        self.note.setVisible(shown and bool(self.note.text()))

    def enable_only_if(self, enabled: bool) -> None:
        self.field.setEnabled(enabled)
        if self.label is not None:
            self.label.setEnabled(enabled)


class _Body(QWidget):
    """Asks for the height that its rows take at the width it has; Qt would ask for that of the least width."""

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        if layout is None:
            return super().minimumSizeHint()
        hint = layout.totalMinimumSize()
        if layout.hasHeightForWidth():  # a sentence that wraps can be seen
            hint.setHeight(layout.totalMinimumHeightForWidth(max(hint.width(), self.width())))
        return hint


class FormPage(QScrollArea):
    """A column of rows with aligned labels; it scrolls when the window is too low."""

    def __init__(self, parent: QWidget | None = None, *, framed: bool = True) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setStyleSheet(_BAR_STYLE)
        body = _Body()
        self.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self._column = QVBoxLayout(body)
        margin = 2 * MARGIN if framed else MARGIN
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._body = body
        self._rows = 0
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than the fields need, because it does not scroll sideways."""
        hint = super().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        hint.setWidth(self._body.minimumSizeHint().width() + bar)
        return hint

    def height_at(self, width: int) -> int:
        """Return the height in px at which all rows are seen in this width."""
        self._grid.invalidate()  # before it is shown it has not heard what its sentences have grown to
        self._column.invalidate()
        return self._column.totalHeightForWidth(width)

    def heading(self, text: str) -> QLabel:
        """Add a title over the rows that follow."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        if self._rows:
            self._grid.setRowMinimumHeight(self._rows, GAP)
            self._rows += 1
        self._grid.addWidget(label, self._rows, 0, 1, 2)
        self._rows += 1
        return label

    def row(self, label: str, field: QWidget, *inputs: QWidget) -> Row:
        """Add a row; `inputs` are the focusable widgets inside `field`, if it is not one itself."""
        targets = inputs or (field,)
        name = QLabel(label)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setBuddy(targets[0])
        for target in targets:
            if not target.accessibleName():
                target.setAccessibleName(plain(label))
        self._grid.addWidget(name, self._rows, 0, Qt.AlignmentFlag.AlignVCenter)
        return self._finish(name, field, targets)

    def tall_row(self, label: str, field: QWidget, *inputs: QWidget) -> Row:
        """Add a row whose label stands at the top, beside a table or an editor."""
        row = self.row(label, field, *inputs)
        if row.label is not None:
            self._grid.setAlignment(row.label, Qt.AlignmentFlag.AlignTop)
            row.label.setContentsMargins(0, 4, 0, 0)
        return row

    def check(self, box: QCheckBox) -> Row:
        """Add a check box, which is its own label."""
        return self._finish(None, box, (box,))

    def remark(self) -> Note:
        """Add a sentence of its own under the row before, for what its note does not say."""
        note = Note()
        self._grid.addWidget(note, self._rows, 1)
        self._rows += 1
        return note

    def wide(self, widget: QWidget, *, stretch: int = 0) -> None:
        """Add something across both columns."""
        self._grid.addWidget(widget, self._rows, 0, 1, 2)
        if stretch:
            self._grid.setRowStretch(self._rows, stretch)
            self._column.setStretch(0, 1)
            self._column.setStretch(1, 0)
        self._rows += 1

    def _finish(self, label: QLabel | None, field: QWidget, inputs: Sequence[QWidget]) -> Row:
        note = Note()
        narrow = field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum
        # a column of nothing but narrow fields would not take its room, and end up at the right
        self._grid.addWidget(field, self._rows, 1, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        self._grid.addWidget(note, self._rows + 1, 1)
        self._rows += 2
        return Row(label, field, note, inputs)


def plain(label: str) -> str:
    """A label's text as it is read aloud: without mnemonic and colon."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(" :")


def beside(*widgets: QWidget | str, stretch: int = -1) -> QWidget:
    """Put widgets and texts into one line; `stretch` is the index of the one that takes the room that is left."""
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    for index, widget in enumerate(widgets):
        if isinstance(widget, str):
            text = QLabel(widget)
            text.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(text)
        else:
            layout.addWidget(widget, 1 if index == stretch else 0)
    if stretch < 0:
        layout.addStretch(1)
    return line


def number_line() -> QLineEdit:
    """Make a line for a number, as wide as the numbers of MQTT get."""
    line = LineEdit()
    line.setFixedWidth(line.fontMetrics().averageCharWidth() * NUMBER_CHARS + 3 * MARGIN)
    return line


class Choice(QComboBox):
    """A choice of (text, value) pairs, as wide as its longest text.

    The values stay in Python: Qt would give an enum's member back as the string or number that it is made of.
    """

    def __init__(self, *items: tuple[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = [value for _, value in items]
        self.addItems([text for text, _ in items])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt would cut a text that is too long for the room between two letters."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        facts: Any = option  # whose attributes the stubs do not know
        whole, place = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        painter.drawComplexControl(whole, option)
        room = self.style().subControlRect(whole, option, place, self).width() - _TEXT_EDGE
        facts.currentText = self.fontMetrics().elidedText(facts.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def sizeHint(self) -> QSize:
        """With the edge that is kept free of text, so that the widest of them is not cut."""
        return super().sizeHint() + QSize(_TEXT_EDGE, 0)

    def add(self, text: str, value: Any) -> None:
        self.values.append(value)
        self.addItem(text)

    def insert(self, index: int, text: str, value: Any) -> None:
        """Put an item between the others; what is chosen stays."""
        self.values.insert(index, value)
        self.insertItem(index, text)

    def remove(self, value: Any) -> None:
        """Take an item away."""
        index = self.values.index(value)
        del self.values[index]
        self.removeItem(index)

    @property
    def value(self) -> Any:
        return self.values[self.currentIndex()]

    def choose(self, value: Any) -> None:
        """Select the item that stands for a value, if there is one."""
        if value in self.values:
            self.setCurrentIndex(self.values.index(value))
