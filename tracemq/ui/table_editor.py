"""Turns a list of records into a table that is edited in place, with what is wrong marked in its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.rows import ComplaintRole, RowsModel

from .fields import ICON_PX, Choice, Note, Tone, tone_colour
from .icons import pixmap, set_icon
from .problem_text import complaint_text
from .theme import GAP, row_height

WIDEST: Final = 160  # px, of a column beside the one that stretches; its title has a tool tip
Index = QModelIndex | QPersistentModelIndex


class _CellDelegate(QStyledItemDelegate):
    """Paints a mark into cells with a complaint; edits texts with a callback for each keystroke."""

    def __init__(self, parent: QObject, typing: Callable[[Index, str], None]) -> None:
        super().__init__(parent)
        self._typing = typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            place = QPersistentModelIndex(index)
            editor.setFrame(False)
            editor.textEdited.connect(lambda text: self._typing(place, text))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text() == index.data(Qt.ItemDataRole.EditRole):
            return  # it comes from this editor: setting it again would move the cursor to the end
        super().setEditorData(editor, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        complaint: Complaint | None = index.data(ComplaintRole)
        if complaint is None:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index)
        tone = Tone.BAD if complaint.serious else Tone.WARNING
        ratio = painter.device().devicePixelRatio()
        picture = pixmap(tone.value, tone_colour(tone, option.palette), round(ICON_PX * ratio))
        picture.setDevicePixelRatio(ratio)
        top = option.rect.center().y() - ICON_PX // 2
        painter.drawPixmap(option.rect.right() - ICON_PX - 3, top, picture)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        complaint: Complaint | None = index.data(ComplaintRole)
        if complaint is not None:
            QToolTip.showText(event.globalPos(), complaint_text(complaint), view)  # our own sentence, never a value
            return True
        return super().helpEvent(event, view, option, index)


class _Table(QTableView):
    """Knows the keys of the buttons beside it."""

    adding = Signal()
    removing = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
        elif event.key() == Qt.Key.Key_Insert:
            self.adding.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            if self.state() is not QAbstractItemView.State.EditingState:  # else it is the editor's, on its way up
                self.edit(self.currentIndex())  # and not the dialog's default button
        else:
            super().keyPressEvent(event)


class ChoiceDelegate(QStyledItemDelegate):
    """Shows a value in words, and edits it with a list of them."""

    def __init__(self, texts: Mapping[Any, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    def displayText(self, value: Any, locale: object) -> str:
        return self._texts.get(value, str(value))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = Choice(*((text, value) for value, text in self._texts.items()), parent=parent)
        box.activated.connect(lambda: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, Choice):
            editor.choose(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Choice):
            model.setData(index, editor.value, Qt.ItemDataRole.EditRole)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        widest = max(option.fontMetrics.horizontalAdvance(text) for text in self._texts.values())
        return QSize(max(hint.width(), widest + 34), hint.height())  # the arrow of the list

    def _finish(self, box: Choice) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class TableEditor(QWidget):
    """A table over a RowsModel with its buttons; under it, the first complaint in words."""

    def __init__(
        self, model: RowsModel[Any], name: str, parent: QWidget | None = None, *, ordered: bool = True
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.view = _Table(self)
        self.view.setModel(model)
        self.view.setAccessibleName(name)
        self.view.setItemDelegate(_CellDelegate(self.view, self._typing))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.AllEditTriggers & ~QAbstractItemView.EditTrigger.CurrentChanged
        )
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(row_height(self.font()) + 4)
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._delegates: list[QStyledItemDelegate] = []
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(2)
        self.note = Note(self)
        self._make_buttons(ordered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 2)
        column.addWidget(self.view, 1)
        column.addLayout(self.buttons)
        column.addWidget(self.note)
        self.view.selectionModel().currentRowChanged.connect(self._show_what_works)
        model.modelReset.connect(self._show_what_works)
        model.rowsRemoved.connect(self._show_what_works)
        model.rowsInserted.connect(self._show_what_works)
        self.view.adding.connect(self.add)
        self.view.removing.connect(self.remove)
        self._show_what_works()

    def sizeHint(self) -> QSize:
        return QSize(360, 150)

    def choices(self, column: int, texts: Mapping[Any, str]) -> None:
        """Let a column show and choose its values in words."""
        delegate = ChoiceDelegate(texts, self.view)
        self._delegates.append(delegate)
        self.view.setItemDelegateForColumn(column, delegate)

    def widths(self, stretched: int, *others: int) -> None:
        """One column takes the room that is left; the others are as wide as their titles and contents, or as given."""
        header = self.view.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            title = header.sectionSizeHint(column)
            contents = self.view.sizeHintForColumn(column) if self.model.rowCount() else 0
            self.view.setColumnWidth(column, min(max(title, contents) + 6, WIDEST))
        for column, width in enumerate(others):
            if width:
                self.view.setColumnWidth(column, width)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def complain(self, complaints: dict[tuple[int, str], Complaint]) -> None:
        """Mark cells, and say the worst of it under the table with the number of its row."""
        self.model.complain(complaints)
        told = sorted(complaints.items(), key=lambda item: (not item[1].serious, item[0]))
        if not told:
            self.note.say("")
            return
        (row, _), complaint = told[0]
        sentence = self.tr("Row {number}: {sentence}").format(number=row + 1, sentence=complaint_text(complaint))
        self.note.say(sentence, Tone.BAD if complaint.serious else Tone.WARNING)

    def add(self) -> None:
        """Append a row and begin to type into it."""
        row = self.model.add()
        index = self.model.index(row, 0)
        self.view.setCurrentIndex(index)
        self.view.setFocus()
        self.view.edit(index)

    def remove(self) -> None:
        row = self.view.currentIndex().row()
        if row >= 0:
            self.model.remove(row)
            self.view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._show_what_works()
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _make_buttons(self, ordered: bool) -> None:
        self._add = self._button("add", self.add)
        self._remove = self._button("remove", self.remove)
        self._up = self._button("chevron-up", lambda: self._move(-1))
        self._down = self._button("chevron-down", lambda: self._move(1))
        self._up.setVisible(ordered)
        self._down.setVisible(ordered)
        self.buttons.addStretch(1)
        self._retranslate()

    def _retranslate(self) -> None:
        for button, text, tip in (
            (self._add, self.tr("Add"), self.tr("Add a row (Ins)")),
            (self._remove, self.tr("Remove"), self.tr("Remove the row (Del)")),
            (self._up, self.tr("Up"), self.tr("Move the row up")),
            (self._down, self.tr("Down"), self.tr("Move the row down")),
        ):
            button.setText(text)
            button.setToolTip(tip)

    def _button(self, icon_name: str, action: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)  # shown without a parent it would be a window for a moment
        set_icon(button, icon_name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(action)
        self.buttons.addWidget(button)
        return button

    def _move(self, by: int) -> None:
        current = self.view.currentIndex()
        if current.isValid():
            row = self.model.move(current.row(), by)
            self.view.setCurrentIndex(self.model.index(row, current.column()))

    def _show_what_works(self) -> None:
        row, count = self.view.currentIndex().row(), self.model.rowCount()
        self._remove.setEnabled(self.isEnabled() and row >= 0)
        self._up.setEnabled(self.isEnabled() and row > 0)
        self._down.setEnabled(self.isEnabled() and 0 <= row < count - 1)

    def _typing(self, index: Index, text: str) -> None:
        """A cell is checked while it is typed in, not only when it is left."""
        self.model.setData(index, text, Qt.ItemDataRole.EditRole)
