"""Shows one payload as text, formatted, as a tree, an image or hex; what is long is shown in parts, and says so."""

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

from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format
from tracemq.payloads.json_pretty import Pretty, pretty_steps
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.text import visible
from tracemq.payloads.tree import Kind, Steps
from tracemq.payloads.xml_tree import XmlTree, pretty_xml_steps
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.payload_text import Part, previous_part, text_part, with_shorter_lines
from tracemq.viewmodels.payload_tree import KindRole, NodeRole, PayloadTreeModel
from tracemq.viewmodels.slices import Slices

from .decode_text import decode_error_text
from .fields import Note, Tone
from .format_text import format_text
from .hex_view import HexView
from .icons import set_icon
from .image_view import ImageView
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


NOTHING: Final = Message("", b"")


class PayloadViews(QWidget):
    """`show_message` gives it a payload, `use` a format (None: by rule); `shown` says which one it is now."""

    shown = Signal(object)  # a Reading

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = NOTHING
        self._wanted: Format | None = None
        self._as_tree = False
        self.reading = Reading(format=Format.TEXT, data=b"")
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
        self.model = PayloadTreeModel(("", ""), self)
        self.tree = QTreeView()
        self._make_tree()
        self.image = ImageView()
        self.stack = QStackedWidget()
        for widget in (self.text, self.tree, self.hex, self.image):
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

    def show_message(self, message: Message | None) -> None:
        self._message = message or NOTHING
        self._read()

    def use(self, wanted: Format | None) -> None:
        """Read payloads in this format from now on; None lets each decide."""
        self._wanted = wanted
        self._read()

    def use_tree(self, as_tree: bool) -> None:
        """Show what can be shown both formatted and as a tree in the one or the other way."""
        self._as_tree = as_tree
        self._show_reading()

    @property
    def automatic(self) -> bool:
        return self._wanted is None

    @property
    def has_choice(self) -> bool:
        """Whether what is shown could be shown formatted and as a tree."""
        return isinstance(self.reading.document, JsonTree | XmlTree)

    @property
    def node(self) -> int | None:
        """The tree's current node."""
        node: int | None = self.tree.currentIndex().data(NodeRole)
        return node

    def copy_path(self) -> None:
        """Put the path of the tree's current node into the clipboard."""
        if self.node is not None:
            QGuiApplication.clipboard().setText(self.reading.path(self.node))

    def copy_value(self) -> None:
        """Put the tree's current value, or its branch as it was sent, into the clipboard."""
        if self.node is not None:
            QGuiApplication.clipboard().setText(self.reading.value(self.node))

    def show_bytes_of_node(self) -> None:
        """Show the bytes of the tree's current node in the hex view."""
        node, tree = self.node, self.reading.tree
        if node is None or tree is None:
            return
        self._show_hex()
        self.hex.select(*tree.span(node))
        self.hex.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colours.use(self.palette())
            self._colours.rehighlight()
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_reading()

    # Views

    def _read(self) -> None:
        self.note.say("")
        self._where.say("")
        self._parts.hide()
        self._slices.run(read_steps(self._message, self._wanted), self._done)
        if self._slices.busy and self.reading.data is not self._message.payload:
            self._put(text_part(self._message.payload, 0).text)  # something to look at while it is being read
            self.stack.setCurrentWidget(self.text)

    def _done(self, reading: Reading) -> None:
        self.reading = reading
        self._show_reading()
        self.shown.emit(reading)

    def _show_reading(self) -> None:
        self._slices.cancel()
        self._parts.hide()
        self.note.say("")
        reading, tree = self.reading, self.reading.tree
        if tree is not None and (self._as_tree or not self.has_choice):
            self._show_tree()
        elif isinstance(reading.document, JsonTree):
            self._slices.run(pretty_steps(reading.document, MAX_PRETTY_CHARS), self._show_pretty)
        elif isinstance(reading.document, XmlTree):
            self._slices.run(pretty_xml_steps(reading.document, MAX_PRETTY_CHARS), self._show_pretty)
        elif reading.format is Format.IMAGE:
            self._show_image()
        elif reading.format is Format.BINARY:
            self._show_hex()
        else:
            self._show_part(0)
        self._tell_layers()

    def _show_hex(self) -> None:
        self.hex.show_bytes(self.reading.data)
        self.stack.setCurrentWidget(self.hex)

    def _show_tree(self) -> None:
        tree = self.reading.tree
        if tree is None:
            return
        self.model.show(self.reading)
        self.tree.expandToDepth(1 if len(tree) < 2000 else 0)
        self.stack.setCurrentWidget(self.tree)
        if not tree.complete:
            self._tell_cut(tree.stopped_at)

    def _show_image(self) -> None:
        self.image.show_bytes(self.reading.data)
        facts = self.image.facts
        if facts is None or not self.image.shown:
            self._show_hex()
            self.note.say(
                self.tr("This is no image that can be shown.")
                if facts is None or not facts.width
                else self.tr("{format} image, {width} × {height} pixels: broken, or too large to be shown.").format(
                    **facts._asdict()
                ),
                Tone.WARNING,
            )
            return
        self.stack.setCurrentWidget(self.image)
        self.note.say(self.tr("{format} image, {width} × {height} pixels").format(**facts._asdict()))

    def _show_part(self, start: int) -> None:
        """Show the text that begins at this byte."""
        data = self.reading.data
        part = self._part = text_part(data, start)
        self._put(part.text)
        self.stack.setCurrentWidget(self.text)
        whole = part.start == 0 and part.end == len(data)
        self._parts.setVisible(not whole)
        self._back.setEnabled(part.start > 0)
        self._on.setEnabled(part.end < len(data))
        if not whole:
            self._where.say(
                self.tr("Shown: {first} to {last} of {size}").format(
                    first=size_text(part.start), last=size_text(part.end), size=size_text(len(data))
                )
            )
        if not part.exact:
            self.note.say(self.tr("Some bytes are not text and are shown by marks; the hex view shows them."))

    def _put(self, text: str) -> None:
        self._colours.active = False
        self.text.setPlainText(text)

    def _show_pretty(self, made: Pretty) -> None:
        self._colours.active = self.reading.format is Format.JSON
        self.text.clear()
        self.stack.setCurrentWidget(self.text)
        self.note.say("")
        self._tell_layers()
        text, cut = with_shorter_lines(visible(made.text))
        if cut:
            self.note.say(
                self.tr("Long lines are shortened here; the text and hex views show all of them."), Tone.WARNING
            )
        if not made.complete:
            self._tell_cut(made.shown_to)
        self._slices.run(self._pour(text), lambda _: None)

    def _pour(self, text: str) -> Steps[None]:
        """Put a text in piece by piece: laying out and colouring all of it at once would be felt."""
        cursor = QTextCursor(self.text.document())
        for start in range(0, len(text), POURED_CHARS):
            cursor.insertText(text[start : start + POURED_CHARS])
            yield 0

    def _tell_layers(self) -> None:
        """Say what was around the bytes, and why they are not shown as asked for."""
        reading = self.reading
        if reading.error is not None and reading.tried is not None:
            text = self.tr("Not {format}: {reason}").format(
                format=format_text(reading.tried), reason=decode_error_text(reading.error)
            )
            self.note.say(text, Tone.PLAIN if self.automatic else Tone.WARNING)
        elif reading.layers:
            layers = ", ".join(format_text(layer.format) for layer in reading.layers)
            cut = not all(layer.complete for layer in reading.layers)
            text = self.tr("Cut off while unpacking {layers}: {size}") if cut else self.tr("Unpacked {layers}: {size}")
            size = size_text(reading.layers[-1].size)
            self.note.say(text.format(layers=layers, size=size), Tone.WARNING if cut else Tone.PLAIN)

    def _tell_cut(self, shown_to: int) -> None:
        text = self.tr("Only the first {shown} of {size} are shown here; the text and hex views show all.")
        self.note.say(text.format(shown=size_text(shown_to), size=size_text(len(self.reading.data))), Tone.WARNING)

    def _tell_progress(self, offset: Any) -> None:
        size = len(self._message.payload)
        if isinstance(offset, int) and offset and size:
            percent = min(100, offset * 100 // size)
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
            self._show_part(previous_part(self.reading.data, self._part.start))

    def _go_on(self) -> None:
        if self._part is not None:
            self._show_part(self._part.end)

    def _retranslate(self) -> None:
        self.model.titles = (self.tr("Name"), self.tr("Value"))
        self.text.setAccessibleName(self.tr("Payload as text"))
        self.tree.setAccessibleName(self.tr("Payload as a tree"))
        self.image.setAccessibleName(self.tr("Payload as an image"))
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
