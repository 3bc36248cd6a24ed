"""Shows one payload as text, formatted, as a tree, an image or hex; what is long is shown in parts, and says so."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format
from tracemq.payloads.json_tree import JsonTree
from tracemq.payloads.xml_tree import XmlTree
from tracemq.viewmodels.payload_bindings import TopicRules
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.payload_text import Base64Parts, Part, PrettyText, TextParts, first_lines, pretty_text_steps
from tracemq.viewmodels.slices import Slices
from tracemq.viewmodels.sparkplug_nodes import Told

from .fields import Note, Tone
from .hex_view import HexView
from .image_view import ImageView
from .later import Later, keep_tab_order
from .payload_find import PayloadFind
from .payload_searching import PayloadSearching
from .payload_stack import PayloadStack
from .payload_tree_view import PayloadTreeView
from .quantity_text import size_text
from .reading_text import layers_text, mark_text
from .theme import GAP

MAX_PRETTY_CHARS: Final = 256 << 10
MOST_COPIED: Final = 16 << 20  # bytes; the clipboard is memory
SHARES: Final = (3, 2)  # of the height, of a tree and its bytes
NOTHING: Final = Message("", b"")


class PayloadViews(QWidget):
    """`show_message` gives it a payload, `use` a format (None: by rule); `shown` says which one it is now.

    A view is made with the first payload that it is for.
    """

    shown = Signal(object)  # a Reading

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = NOTHING
        self._wanted: Format | None = None
        self._encoding = self._mark = ""  # the mark is what is said of the page in sight
        self._as_tree = self._with_bytes = False
        self.rules: TopicRules | None = None
        self.told: Told | None = None
        self._seq: int | None = None
        self.reading = Reading(format=Format.TEXT, data=b"")
        self._slices = Slices(self)
        self._slices.progress.connect(self._tell_progress)
        self.note = Note(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setChildrenCollapsible(False)
        self.stack = PayloadStack(self.split)
        self.split.addWidget(self.stack)
        self.pages, self.text = self.stack.pages, self.stack.pages.text
        self._bytes = Later(self._make_bytes)
        self.searching = PayloadSearching(self.stack, self._make_finder, lambda: self.reading, self._go_to)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.note)
        self._column.addWidget(self.split, 1)
        self.pages.turned.connect(self._page_turned)
        self.stack.node_chosen.connect(self._mark_bytes)
        self.stack.copy_asked.connect(self.copy_value)
        self.stack.image_finished.connect(self._image_shown)
        self.stack.too_large.connect(self._tell_too_large)

    # Views that are made later

    @property
    def hex(self) -> HexView:
        return self.stack.hex

    @property
    def tree(self) -> PayloadTreeView:
        return self.stack.tree

    @property
    def image(self) -> ImageView:
        return self.stack.image

    @property
    def bytes_view(self) -> HexView:
        """The bytes beside the tree."""
        return self._bytes()

    @property
    def finder(self) -> PayloadFind:
        return self.searching.finder

    def _make_bytes(self) -> HexView:
        view = HexView(self.split)
        view.hide()
        self.split.addWidget(view)
        for place, share in enumerate(SHARES):
            self.split.setStretchFactor(place, share)
        view.pointed.connect(self._mark_node)
        view.too_large.connect(self._tell_too_large)
        view.setAccessibleName(self.tr("Bytes of the tree"))
        keep_tab_order(self.tree, view)
        return view

    def _make_finder(self) -> PayloadFind:
        finder = PayloadFind(self)
        self._column.addWidget(finder)
        keep_tab_order(self.text, finder)
        return finder

    # What the inspector asks for

    def show_message(self, message: Message | None, seq: int | None = None) -> None:
        """Show a message's payload; `seq` is its number in the log, if it is there."""
        self._message, self._seq = message or NOTHING, seq
        self._read()

    def read_again(self) -> None:
        """The rules of the topics have changed."""
        self._read()

    def use(self, wanted: Format | None) -> None:
        """Read payloads in this format from now on; None lets each decide."""
        self._wanted = wanted
        self._read()

    def use_encoding(self, encoding: str) -> None:
        """Read texts in this encoding from now on; "" lets each decide."""
        self._encoding = encoding
        self._read()

    def use_tree(self, as_tree: bool) -> None:
        """Show what can be shown both formatted and as a tree in the one or the other way."""
        self._as_tree = as_tree
        self._show_reading()

    def use_bytes(self, with_bytes: bool) -> None:
        """Show the bytes beside a tree."""
        self._with_bytes = with_bytes
        self._show_reading()

    @property
    def busy(self) -> bool:
        """Whether something is being read or looked for."""
        return self._slices.busy or self.searching.busy

    @property
    def wanted(self) -> Format | None:
        """The format chosen by hand."""
        return self._wanted

    @property
    def automatic(self) -> bool:
        return self._wanted is None

    @property
    def has_choice(self) -> bool:
        """Whether what is shown could be shown formatted and as a tree."""
        return isinstance(self.reading.document, JsonTree | XmlTree)

    @property
    def shows_tree(self) -> bool:
        return self.reading.tree is not None and (self._as_tree or self._with_bytes or not self.has_choice)

    @property
    def node(self) -> int | None:
        """The tree's current node."""
        return self.tree.node if self.stack.has_tree else None

    def copy_path(self) -> None:
        """Put the path of the tree's current node into the clipboard."""
        if self.node is not None:
            QGuiApplication.clipboard().setText(self.reading.path(self.node))

    def copy_value(self) -> None:
        """Put the tree's current value, or its branch as it was sent, into the clipboard."""
        tree = self.reading.tree
        if self.node is None or tree is None:
            return
        start, end = tree.span(self.node)
        if end - start > MOST_COPIED:
            self._tell_too_large()
        else:
            QGuiApplication.clipboard().setText(self.reading.value(self.node))

    def show_bytes_of_node(self, node: int | None) -> None:
        """Mark the bytes of a node, which are shown beside the tree."""
        if node is None:
            return
        self.tree.select_node(node)
        self._mark_bytes(node)
        self.bytes_view.setFocus()

    def minimumSizeHint(self) -> QSize:
        """What is said and looked for takes its room from the payload, and makes no small window larger."""
        return QSize(super().minimumSizeHint().width(), self.split.minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_reading()

    # Views

    def _read(self) -> None:
        self.note.say("")
        self.searching.cancel()
        steps = read_steps(self._message, self._wanted, self.rules, self._encoding, self.told, self._seq)
        self._slices.run(steps, self._done)
        if self._slices.busy and self.reading.data is not self._message.payload:
            self._leave()
            self.pages.put(first_lines(self._message.payload))  # something to look at while it is being read
            self.stack.setCurrentWidget(self.pages)

    def _leave(self) -> None:
        """Let go of what the views hold."""
        self.stack.leave()
        if self._bytes.made is not None:
            self._bytes.made.show_bytes(b"")
            self._bytes.made.hide()

    def _done(self, reading: Reading) -> None:
        self._leave()
        self.reading = reading
        self._show_reading()
        self.shown.emit(reading)

    def _show_reading(self) -> None:
        self._slices.cancel()
        self._mark = ""
        self.note.say("")
        beside = self.shows_tree and self._with_bytes
        if self._bytes.made is None and beside:
            self.bytes_view.show()
            self.split.setSizes(list(SHARES))
        elif self._bytes.made is not None:
            self.bytes_view.setVisible(beside)
        reading = self.reading
        if self.shows_tree:
            self._show_tree()
        elif isinstance(reading.document, JsonTree | XmlTree):
            self._slices.run(pretty_text_steps(reading.document, MAX_PRETTY_CHARS), self._show_pretty)
        elif reading.format is Format.IMAGE:
            self._show_image()
        elif reading.format is Format.BINARY:
            self._show_hex()
        elif reading.format is Format.AS_BASE64:
            self._show_pages(Base64Parts(reading.data))
        else:
            self._show_pages(TextParts(reading.data, reading.encoding))
        self._tell_layers()

    def _show_hex(self) -> None:
        self.hex.show_bytes(self.reading.data)
        self.stack.setCurrentWidget(self.hex)

    def _show_tree(self) -> None:
        tree = self.reading.tree
        if tree is None:
            return
        if self.tree.items.reading is not self.reading:
            self.tree.show_reading(self.reading)
        if self._with_bytes:
            self.bytes_view.show_bytes(self._bytes_of_tree())
        self.stack.setCurrentWidget(self.tree)
        if not tree.complete:
            self._tell_cut(tree.stopped_at)

    def _bytes_of_tree(self) -> bytes:
        """What the offsets of the tree count in."""
        document = self.reading.document
        return document.data if isinstance(document, XmlTree) else self.reading.data

    def _show_image(self) -> None:
        self.image.show_bytes(self.reading.data)
        if self.image.busy:
            self.stack.setCurrentWidget(self.image)
            self.note.say(self.tr("The image is being decoded…"), Tone.BUSY)
        else:
            self._image_shown()

    def _image_shown(self) -> None:
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
        said = [self.tr("{format} image, {width} × {height} pixels").format(**facts._asdict())]
        if facts.animated:
            said.append(self.tr("the first picture of an animation"))
        self.note.say(" · ".join(said))

    def _show_pages(self, parts: TextParts | Base64Parts) -> None:
        self.stack.setCurrentWidget(self.pages)
        self._slices.run(self.pages.show_steps(parts), lambda _: None)

    def _page_turned(self, part: Part) -> None:
        self._mark = "" if part.exact else mark_text("" if part.readable else self.reading.encoding)
        self.note.say("")
        self._tell_layers()

    def _show_pretty(self, pretty: PrettyText) -> None:
        self.stack.setCurrentWidget(self.pages)
        self.note.say("")
        self._tell_layers()
        if pretty.shortened:
            self.note.say(
                self.tr("Long lines are shortened here; the text and hex views show all of them."), Tone.WARNING
            )
        if not pretty.made.complete:
            self._tell_cut(pretty.made.shown_to)
        self._slices.run(self.pages.pour(pretty.text, self.reading.format), lambda _: None)

    # The tree and its bytes

    def _mark_bytes(self, node: int) -> None:
        tree = self.reading.tree
        if tree is not None and self._bytes.made is not None and self.bytes_view.isVisibleTo(self):
            self.bytes_view.select(*self.reading.span(node))

    def _mark_node(self, offset: int) -> None:
        tree = self.reading.tree
        if tree is not None and not self.tree.select_node(self.reading.node_at(offset)):
            self.note.say(self.tr("This is nested too deeply to be unfolded; what is around it is selected."))

    # Searching

    def begin_search(self) -> None:
        """Ask what to look for."""
        self.finder.begin()

    def look_for(self, text: str, backward: bool) -> None:
        """Select the next place that has the text."""
        self.searching.look_for(text, backward)

    def _go_to(self, node: int) -> None:
        self.tree.select_node(node)
        self._mark_bytes(node)

    # Saying what is so

    def _tell_layers(self) -> None:
        """Say what was around the bytes, and why they are not shown as asked for."""
        text, tone = layers_text(self.reading, automatic=self.automatic) or ("", Tone.PLAIN)
        if text or self._mark:
            self.note.say(" · ".join(filter(None, (text, self._mark))), tone)

    def _tell_cut(self, shown_to: int) -> None:
        if self.reading.transcoded is not None:
            shown_to = self.reading.transcoded.sent(shown_to)
        text = self.tr("Only the first {shown} of {size} are shown here; the text and hex views show all.")
        self.note.say(text.format(shown=size_text(shown_to), size=size_text(len(self.reading.data))), Tone.WARNING)

    def _tell_progress(self, offset: Any) -> None:
        size = len(self._message.payload)
        if isinstance(offset, int) and offset and size:
            percent = min(100, offset * 100 // size)
            self.note.say(self.tr("Reading… {percent} %").format(percent=percent), Tone.BUSY)

    def _tell_too_large(self) -> None:
        self.note.say(self.tr("So many bytes are too much for the clipboard; select fewer."), Tone.WARNING)

    def _retranslate(self) -> None:
        if self._bytes.made is not None:
            self._bytes.made.setAccessibleName(self.tr("Bytes of the tree"))
