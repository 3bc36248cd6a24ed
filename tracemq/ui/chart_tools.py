"""The line of tools above a chart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from .fields import Choice
from .icons import set_icon
from .theme import GAP, MARGIN

SPANS_S: Final = (None, 60.0, 300.0, 900.0, 3600.0, 21_600.0, 86_400.0)


class ChartTools(QWidget):
    """Buttons and a choice of the part of time; what they do is the panel's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add, self.live, self.pause = QToolButton(), QToolButton(), QToolButton()
        self.stairs, self.scales, self.export = QToolButton(), QToolButton(), QToolButton()
        self.span = Choice(*((str(span), span) for span in SPANS_S))
        self._span_label = QLabel()
        self._span_label.setBuddy(self.span)
        self.picture, self.points = QAction(self), QAction(self)
        menu = QMenu(self.export)
        menu.addActions([self.picture, self.points])
        self.export.setMenu(menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN - 3, 0, GAP, GAP)
        line.setSpacing(2)
        for button, icon in (
            (self.add, "add"),
            (self.live, "follow"),
            (self.pause, "pause"),
            (self.stairs, "stairs"),
            (self.scales, "scales"),
            (self.export, "save"),
        ):
            set_icon(button, icon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setCheckable(button is not self.export)
        self.live.setChecked(True)
        line.addWidget(self.add)
        line.addSpacing(GAP)
        line.addWidget(self._span_label)
        line.addSpacing(2)
        line.addWidget(self.span)
        line.addSpacing(GAP)
        for button in (self.live, self.pause, self.stairs, self.scales):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.export)
        self.retranslate()

    def enable(self, wanted: bool) -> None:
        """There are lines to work with, or none."""
        for widget in (self.span, self.live, self.pause, self.stairs, self.scales, self.export):
            widget.setEnabled(wanted)

    def retranslate(self) -> None:
        for button, text in (
            (self.add, self.tr("Add lines")),
            (self.live, self.tr("Stay with the newest; Home, or a double-click into the chart")),
            (self.pause, self.tr("Hold the picture; what arrives is kept")),
            (self.stairs, self.tr("Draw stairs: a value holds until the next one")),
            (self.scales, self.tr("Draw each line on a scale of its own")),
            (self.export, self.tr("Export")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._span_label.setText(self.tr("Last:"))
        self.span.setAccessibleName(self.tr("Part of time in sight"))
        for index, text in enumerate(
            (
                self.tr("everything"),
                self.tr("1 minute"),
                self.tr("5 minutes"),
                self.tr("15 minutes"),
                self.tr("1 hour"),
                self.tr("6 hours"),
                self.tr("24 hours"),
            )
        ):
            self.span.setItemText(index, text)
        self.picture.setText(self.tr("Picture (PNG)…"))
        self.points.setText(self.tr("Points (CSV)…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
