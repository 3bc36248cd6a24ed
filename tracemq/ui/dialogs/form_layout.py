"""Turns one page of fields into what a dialog shows: the page over "Cancel" and the button that accepts it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from tracemq.ui.fields import FormPage
from tracemq.ui.theme import GAP, MARGIN


class FormLayout(QVBoxLayout):
    """Lays out the dialog; Enter is `button`, which calls `accept`."""

    def __init__(self, dialog: QDialog, page: FormPage, button: QPushButton, accept: Callable[[], object]) -> None:
        super().__init__(dialog)
        self._page = page
        button.setDefault(True)
        cancel = QPushButton(QCoreApplication.translate("FormLayout", "Cancel"))
        cancel.setAutoDefault(False)
        button.clicked.connect(accept)
        cancel.clicked.connect(dialog.reject)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(2 * MARGIN, 0, 2 * MARGIN, 2 * MARGIN)
        self._buttons.setSpacing(GAP)
        self._buttons.addStretch(1)
        self._buttons.addWidget(cancel)
        self._buttons.addWidget(button)
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(page, 1)
        self.addLayout(self._buttons)

    def height_at(self, width: int) -> int:
        """How high the dialog has to be for all its sentences, which are longer in some languages; in px."""
        return self._page.height_at(width) + self.spacing() + self._buttons.sizeHint().height()
