"""Shows one payload as text, formatted JSON, a tree or hex; whatever is long is shown in parts, and says so."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.payloads.errors import DecodeError
from tracemq.payloads.json_pretty import Pretty, json_path, pretty_steps
from tracemq.payloads.json_tree import JsonTree, parse_json_steps
from tracemq.payloads.text import visible
from tracemq.payloads.tree import Kind, Steps
from tracemq.viewmodels.payload_tree import KindRole, NodeRole, PayloadTreeModel
from tracemq.viewmodels.payload_view import Part, PayloadView, best_view, previous_part, text_part
from tracemq.viewmodels.slices import Slices

from .decode_text import decode_error_text
from .fields import Note, Tone
from .hex_view import HexView
from .icons import set_icon
from .json_colours import JsonColours, syntax_colours
from .quantity_text import size_text
from .row_delegate import RowDelegate
from .theme import GAP, monospace

MAX_PRETTY_CHARS: Final = 256 << 10
POURED_CHARS: Final = 4 << 10  # some 5 ms of layout and colours
_COLOUR_OF: Final = {
    Kind.STRING: "text",
    Kind.INTEGER: "number",
    Kind.FLOAT: "number",
    Kind.BOOLEAN: "word",
    Kind.NULL: "word",
}


class PayloadViews(QWidget):
    """`show_payload` gives it bytes, `use` a view (None: by rule); `shown` says which view it is now."""

    shown = Signal(object)  # a PayloadView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.payload = b""
        self._properties = NO_PROPERTIES
        self._wanted: PayloadView | None = None
        self._document: JsonTree | None = None
        self.view = PayloadView.TEXT
        self._slices = Slices(self)
        self._slices.progress.connect(self._tell_progress)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setStyleSheet("QPlainTextEdit { border: 0; border-radius: 0; }")  # flat, as the other views
        self.text.setFont(monospace())
        self.text.setUndoRedoEnabled(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, 64 KiB without a space take 175 ms
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._colours = JsonColours(self.text.document(), self.palette())
        self.hex = HexView()
        self.model = PayloadTreeModel((self.tr("Name"), self.tr("Value")), self)
        self.tree = QTreeView()
        self._make_tree()
        self.stack = QStackedWidget()
        for widget in (self.text, self.tree, self.hex):
            self.stack.addWidget(widget)
        self.note = Note()
        self._part: Part | None = None
        self._make_parts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.note)
        column.addWidget(self.stack, 1)
        column.addWidget(self._parts)
        self._retranslate()

    # What the inspector asks for

    def show_payload(self, payload: bytes, properties: Properties = NO_PROPERTIES) -> None:
        self._slices.cancel()
        self.payload, self._properties, self._document = payload, properties, None
        self._render()

    def use(self, view: PayloadView | None) -> None:
        """Show in this view from now on; None lets the payload decide."""
        self._wanted = view
        self._render()

    @property
    def automatic(self) -> bool:
        return self._wanted is None

    def copy_path(self) -> None:
        """Put the JSON path of the tree's current node into the clipboard."""
        node = self.tree.currentIndex().data(NodeRole)
        if self._document is not None and node is not None:
            QGuiApplication.clipboard().setText(json_path(self._document, node))

    def copy_value(self) -> None:
        """Put the tree's current branch or value into the clipboard, as it was sent."""
        node = self.tree.currentIndex().data(NodeRole)
        if self._document is not None and node is not None:
            document = self._document
            whole = document.tree.kind(node) in {Kind.OBJECT, Kind.ARRAY}
            QGuiApplication.clipboard().setText(document.raw(node) if whole else document.tree.text(node))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colours.use(self.palette())
            self._colours.rehighlight()
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._render()

    # Views

    def _render(self) -> None:
        self._slices.cancel()
        self.note.say("")
        self.view = self._wanted or best_view(self.payload, self._properties)
        if self.view is PayloadView.HEX:
            self._parts.hide()
            self.hex.show_bytes(self.payload)
            self.stack.setCurrentWidget(self.hex)
        elif self.view is PayloadView.TEXT:
            self._show_part(0)
        else:
            self._parts.hide()
            self._decode()
        self.shown.emit(self.view)

    def _show_part(self, start: int) -> None:
        """Show the text that begins at this byte."""
        part = self._part = text_part(self.payload, start)
        self._colours.active = False
        self.text.setPlainText(part.text)
        self.stack.setCurrentWidget(self.text)
        whole = part.start == 0 and part.end == len(self.payload)
        self._parts.setVisible(not whole)
        self._back.setEnabled(part.start > 0)
        self._on.setEnabled(part.end < len(self.payload))
        if not whole:
            self._where.say(
                self.tr("Shown: {first} to {last} of {size}").format(
                    first=size_text(part.start), last=size_text(part.end), size=size_text(len(self.payload))
                )
            )
        if not part.exact:
            self.note.say(self.tr("Some bytes are not text and are shown by marks; the hex view shows them."))

    def _decode(self) -> None:
        """Show formatted JSON or its tree, once it has been read."""
        if self._document is not None:
            self._show_document(self._document)
            return
        self.stack.setCurrentWidget(self.text if self.view is PayloadView.JSON else self.tree)
        self.text.clear()
        self.model.show(None)
        self._slices.run(parse_json_steps(self.payload), self._decoded, self._not_json, DecodeError)
        if self._slices.busy and self._document is None and self.view is PayloadView.JSON:
            self._colours.active = False
            self.text.setPlainText(text_part(self.payload, 0).text)  # something to look at while it is being read

    def _decoded(self, document: JsonTree) -> None:
        self._document = document
        self._show_document(document)

    def _show_document(self, document: JsonTree) -> None:
        if self.view is PayloadView.TREE:
            self.note.say("")
            self.model.show(document)
            self.tree.expandToDepth(1 if len(document.tree) < 2000 else 0)
            self.stack.setCurrentWidget(self.tree)
            if not document.tree.complete:
                self._tell_cut(document.tree.stopped_at)
            return
        steps: Steps[Pretty] = pretty_steps(document, MAX_PRETTY_CHARS)
        self._slices.run(steps, self._show_pretty)

    def _show_pretty(self, made: Pretty) -> None:
        self.note.say("")
        self._colours.active = True
        self.text.clear()
        self.stack.setCurrentWidget(self.text)
        if not made.complete:
            self._tell_cut(made.shown_to)
        self._slices.run(self._pour(visible(made.text)), lambda _: None)

    def _pour(self, text: str) -> Steps[None]:
        """Put a text in piece by piece: laying out and colouring all of it at once would be felt."""
        cursor = QTextCursor(self.text.document())
        for start in range(0, len(text), POURED_CHARS):
            cursor.insertText(text[start : start + POURED_CHARS])
            yield 0

    def _not_json(self, error: DecodeError) -> None:
        self._show_part(0)
        tone = Tone.WARNING if self._wanted is not None else Tone.PLAIN
        self.note.say(self.tr("Not JSON: {reason}").format(reason=decode_error_text(error)), tone)

    def _tell_cut(self, shown_to: int) -> None:
        text = self.tr("Only the first {shown} of {size} are shown here; the text and hex views show all.")
        self.note.say(text.format(shown=size_text(shown_to), size=size_text(len(self.payload))), Tone.WARNING)

    def _tell_progress(self, offset: Any) -> None:
        if isinstance(offset, int) and offset and self.payload:
            percent = min(100, offset * 100 // len(self.payload))
            self.note.say(self.tr("Reading… {percent} %").format(percent=percent), Tone.BUSY)

    # Building

    def _make_tree(self) -> None:
        self.tree.setModel(self.model)
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.tree.setItemDelegate(RowDelegate(self.tree))
        self.tree.setItemDelegateForColumn(1, _ValueDelegate(self.tree))
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 170)
        header.setStretchLastSection(True)

    def _make_parts(self) -> None:
        self._parts = QWidget()
        self._back, self._on, self._where = QToolButton(), QToolButton(), Note(stays=True)
        set_icon(self._back, "chevron-left")
        set_icon(self._on, "chevron-right")
        self._back.clicked.connect(self._go_back)
        self._on.clicked.connect(self._go_on)
        row = QHBoxLayout(self._parts)
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.addWidget(self._where, 1)
        for button in (self._back, self._on):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
        self._parts.hide()

    def _go_back(self) -> None:
        if self._part is not None:
            self._show_part(previous_part(self.payload, self._part.start))

    def _go_on(self) -> None:
        if self._part is not None:
            self._show_part(self._part.end)

    def _retranslate(self) -> None:
        self.text.setAccessibleName(self.tr("Payload as text"))
        self.tree.setAccessibleName(self.tr("Payload as a tree"))
        self.hex.setAccessibleName(self.tr("Payload in hex"))
        self._back.setAccessibleName(self.tr("Previous part"))
        self._back.setToolTip(self.tr("Previous part"))
        self._on.setAccessibleName(self.tr("Next part"))
        self._on.setToolTip(self.tr("Next part"))


class _ValueDelegate(RowDelegate):
    """Colours values by their kind; a selected one has the selection's colour."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Any) -> None:
        super().initStyleOption(option, index)
        name = _COLOUR_OF.get(index.data(KindRole))
        if name:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(syntax_colours(option.palette)[name]))
