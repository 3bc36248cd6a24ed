"""Puts payload, properties and preview of a message into tabs, with the payload's tools in their corner."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from .fields import Note
from .payload_editor import PayloadEditor
from .publish_preview import PublishPreview
from .publish_properties import PublishProperties
from .theme import GAP
from .variables_button import VariablesButton

PAYLOAD, PROPERTIES, PREVIEW = 0, 1, 2
CORNER_BOTTOM: Final = 2  # px, above the line below the tabs


class PublishTabs(QTabWidget):
    """The tools belong to the payload and are there on its page."""

    def __init__(
        self,
        payload: PayloadEditor,
        properties: PublishProperties,
        preview: PublishPreview,
        variables: VariablesButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._properties = properties
        self._properties_note = Note()
        self._properties_note.setMargin(2)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(payload)
        self.addTab(page, "")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._properties_note)
        column.addWidget(properties, 1)
        self.addTab(page, "")
        self.addTab(preview, "")
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, CORNER_BOTTOM)
        row.setSpacing(GAP)
        for tool in (variables, payload.format_button, payload.check_button, payload.kind):
            row.addWidget(tool)
        self.setCornerWidget(corner)
        self._count, self._enabled = 0, True
        self._retranslate()

    def show_properties(self, count: int, *, enabled: bool) -> None:
        """Say how many properties are set, and whether they can be sent."""
        self._count, self._enabled = count, enabled
        self._properties.setEnabled(enabled)
        self._properties_note.say(
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
