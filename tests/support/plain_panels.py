"""What stands around a window in tests: layouts in memory, and panels that only write down what they are given."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from tracemq.history.row import LogView
from tracemq.ui.tab_parts import Panels


class Layouts(dict[str, bytes]):
    """Layouts in memory."""

    def load(self, name: str) -> bytes:
        return self.get(name, b"")

    def save(self, name: str, data: bytes) -> None:
        self[name] = data

    def remove(self, name: str) -> None:
        self.pop(name, None)


class Inspector(QWidget):
    """Writes down what it is to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: list[str | None] = []

    def show_row(self, log: LogView, seq: int | None) -> None:
        self.shown.append(None if seq is None else log.payload(seq).decode())


class Form(QLineEdit):
    def set_topic(self, topic: str) -> None:
        self.setText(topic)


def plain_panels() -> Panels:
    return Panels(
        subscriptions=lambda _connection, parent: QWidget(parent),
        inspector=lambda _connection, parent: Inspector(parent),
        publish=lambda _connection, parent, _bring: Form(parent),
    )
