"""Makes the table in which user properties are edited: ordered, and with names that may repeat."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from tracemq.viewmodels.rows import Column, Pair, RowsModel

from .table_editor import TableEditor


def pairs_editor(name: str, parent: QObject) -> tuple[RowsModel[Pair], TableEditor]:
    """Return the model and the table of a list of user properties; `name` is read aloud."""
    columns = [
        Column("name", QCoreApplication.translate("PairsEditor", "User property")),
        Column("value", QCoreApplication.translate("PairsEditor", "Value")),
    ]
    model: RowsModel[Pair] = RowsModel(columns, Pair, parent)
    table = TableEditor(model, name)
    table.widths(1, 150)
    return model, table
