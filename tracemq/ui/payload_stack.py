"""The views of a payload, one over the other: text, tree, hex or image, each made with the first payload for it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from .hex_view import HexView
from .image_view import ImageView
from .later import Later, keep_tab_order
from .payload_tree_view import PayloadTreeView
from .text_pages import TextPages

View = TypeVar("View", bound=QWidget)


class PayloadStack(QStackedWidget):
    """The signals are those of the views."""

    node_chosen = Signal(int)
    copy_asked = Signal()
    image_finished = Signal()
    too_large = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tree_actions: list[QAction] = []
        self._tree, self._hex, self._image = Later(self._make_tree), Later(self._make_hex), Later(self._make_image)
        self.pages = TextPages(self)  # most payloads are texts
        self.addWidget(self.pages)

    @property
    def tree(self) -> PayloadTreeView:
        return self._tree()

    @property
    def hex(self) -> HexView:
        return self._hex()

    @property
    def image(self) -> ImageView:
        return self._image()

    @property
    def has_tree(self) -> bool:
        """Whether there is a tree yet."""
        return self._tree.made is not None

    @property
    def shows_tree(self) -> bool:
        return self.currentWidget() is self._tree.made

    @property
    def shows_hex(self) -> bool:
        return self.currentWidget() is self._hex.made

    @property
    def shows_pages(self) -> bool:
        return self.currentWidget() is self.pages

    def offer_to_tree(self, action: QAction) -> None:
        """Let something be done with the tree's current value."""
        self._tree_actions.append(action)
        if self._tree.made is not None:
            self._tree.made.addAction(action)

    def leave(self) -> None:
        """Let go of what the views hold."""
        self.pages.leave()
        if self._tree.made is not None:
            self._tree.made.leave()
        if self._image.made is not None:
            self._image.made.leave()
        if self._hex.made is not None:
            self._hex.made.show_bytes(b"")

    def _make_tree(self) -> PayloadTreeView:
        view = PayloadTreeView(self)
        view.node_chosen.connect(self.node_chosen)
        view.copy_asked.connect(self.copy_asked)
        view.addActions(self._tree_actions)
        return self._put(view)

    def _make_hex(self) -> HexView:
        view = HexView(self)
        view.too_large.connect(self.too_large)
        return self._put(view)

    def _make_image(self) -> ImageView:
        view = ImageView(self)
        view.finished.connect(self.image_finished)
        return self._put(view)

    def _put(self, view: View) -> View:
        self.addWidget(view)
        keep_tab_order(self, view)
        self._name(view)
        return view

    def _name(self, view: QWidget | None) -> None:
        if isinstance(view, PayloadTreeView):
            view.items.titles = (self.tr("Name"), self.tr("Value"))
            view.setAccessibleName(self.tr("Payload as a tree"))
        elif isinstance(view, HexView):
            view.setAccessibleName(self.tr("Payload in hex"))
        elif isinstance(view, ImageView):
            view.setAccessibleName(self.tr("Payload as an image"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            for index in range(self.count()):
                self._name(self.widget(index))
