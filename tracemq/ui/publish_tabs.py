"""Makes the tabs of a message: payload, properties and preview, with the payload's tools in their corner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from .fields import Note
from .later import Later, keep_tab_order
from .payload_editor import PayloadEditor
from .publish_preview import PublishPreview
from .publish_properties import PublishProperties
from .theme import GAP
from .variables_button import VariablesButton

PAYLOAD, PROPERTIES, PREVIEW = 0, 1, 2
CORNER_BOTTOM: Final = 2  # px, above the line below the tabs


class PublishTabs(QTabWidget):
    """The tools belong to the payload and are there on its page; the other pages are made when they are turned to."""

    def __init__(
        self,
        make_properties: Callable[[QWidget], PublishProperties],
        make_preview: Callable[[QWidget], PublishPreview],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._pages = [self._page() for _ in (PAYLOAD, PROPERTIES, PREVIEW)]  # in their places, before they are filled
        self._columns = [self._column(page) for page in self._pages]
        corner = QWidget(self)
        self.variables = VariablesButton(corner)
        self.payload = PayloadEditor(self._pages[PAYLOAD], corner)
        self._columns[PAYLOAD].setContentsMargins(0, GAP, 0, 0)
        self._columns[PAYLOAD].addWidget(self.payload)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, CORNER_BOTTOM)
        row.setSpacing(GAP)
        for tool in (self.variables, self.payload.format_button, self.payload.check_button, self.payload.kind):
            row.addWidget(tool)
        self.setCornerWidget(corner)
        self._make_properties, self._make_preview = make_properties, make_preview
        self._properties_note = Later(self._note_of_properties)
        self.properties, self.preview = Later(self._fill_properties), Later(self._fill_preview)
        self._count, self._enabled = 0, True
        self.currentChanged.connect(self._turned)
        self._retranslate()

    def _page(self) -> QWidget:
        page = QWidget()
        self.addTab(page, "")
        return page

    def _column(self, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        return column

    def _turned(self, page: int) -> None:
        """Show what was made just now; a layout would do it a turn of the event loop later."""
        if page == PROPERTIES:
            self.properties().show()
        elif page == PREVIEW:
            self.preview().show()

    def refresh_preview(self) -> None:
        """Show what would be sent now, if anybody looks."""
        if self.preview.made is not None:
            self.preview().refresh()

    def message_made(self) -> None:
        """The next message will be another one, if its variables say so."""
        if self.preview.made is not None and self.preview().moves:
            self.preview().refresh()

    def _fill_properties(self) -> PublishProperties:
        properties = self._make_properties(self._pages[PROPERTIES])
        properties.setEnabled(self._enabled)
        self._put(properties, PROPERTIES)
        return properties

    def _fill_preview(self) -> PublishPreview:
        preview = self._make_preview(self._pages[PREVIEW])
        self._put(preview, PREVIEW)
        return preview

    def _put(self, content: QWidget, page: int) -> None:
        self._columns[page].addWidget(content, 1)
        keep_tab_order(self._pages[page], content)

    def _note_of_properties(self) -> Note:
        note = Note(self._pages[PROPERTIES])
        note.setMargin(2)
        self._columns[PROPERTIES].insertWidget(0, note)
        return note

    def show_properties(self, count: int, *, enabled: bool) -> None:
        """Say how many properties are set, and whether they can be sent."""
        self._count, self._enabled = count, enabled
        if self.properties.made is not None:
            self.properties().setEnabled(enabled)
        if not enabled or self._properties_note.made is not None:
            self._properties_note().say(
                "" if enabled else self.tr("Properties exist in MQTT 5.0 only; they are kept and not sent.")
            )
        text = self.tr("Properties ({count})").format(count=count) if count else self.tr("Properties")
        self.setTabText(PROPERTIES, text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.tabBar().setAccessibleName(self.tr("Parts of the message"))
        self.setAccessibleName(self.tr("Parts of the message"))
        self.setTabText(PAYLOAD, self.tr("Payload"))
        self.setTabText(PREVIEW, self.tr("Preview"))
        self.show_properties(self._count, enabled=self._enabled)
