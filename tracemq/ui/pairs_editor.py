"""Makes the table in which user properties are edited: ordered, and with names that may repeat."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from tracemq.viewmodels.rows import Column, Pair, RowsModel

from .table_editor import TableEditor

NAME_WIDTH = 150  # px


class PairsEditor(TableEditor):
    """A table of names and values."""

    def __init__(self, model: RowsModel[Pair], name: str, parent: QWidget | None) -> None:
        super().__init__(model, name, parent)
        self._say_titles()
        self.widths(1, NAME_WIDTH)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say_titles()

    def _say_titles(self) -> None:
        self.model.rename([self.tr("User property"), self.tr("Value")])


def pairs_editor(name: str, parent: QWidget) -> tuple[RowsModel[Pair], TableEditor]:
    """Return the model and the table of a list of user properties; `name` is read aloud."""
    model: RowsModel[Pair] = RowsModel([Column("name", ""), Column("value", "")], Pair, parent)
    return model, PairsEditor(model, name, parent)
