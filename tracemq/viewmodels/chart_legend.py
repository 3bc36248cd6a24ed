"""Turns the lines of a chart into a table: name, value at the cursor or newest one, lowest and highest in sight."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.payloads.text import visible_line

from .chart import Chart, short_names
from .chart_drawing import Extremes, visible
from .chart_series import Series

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()


class LegendColumn(IntEnum):
    """The columns in their order."""

    NAME = 0
    VALUE = 1
    LOW = 2
    HIGH = 3


@dataclass(slots=True)
class Line:
    """What the legend says of a line; `number` chooses its colour."""

    series: Series
    number: int
    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


def value_text(value: float | None) -> str:
    """Say a number with the digits that matter."""
    if value is None or not math.isfinite(value):
        return ""
    return QLocale().toString(value, "g", 6 if abs(value) < 1e6 else 10)


TEXTS: Final[tuple[Callable[[Line], str], ...]] = (
    lambda line: visible_line(line.name),
    lambda line: value_text(line.value),
    lambda line: value_text(line.low),
    lambda line: value_text(line.high),
)


class LegendModel(QAbstractTableModel):
    """`refresh` it after a change of the chart, of the part of time in sight, or of the cursor."""

    def __init__(self, chart: Chart, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._titles: Sequence[str] = [""] * len(LegendColumn)
        self._alignments: Sequence[Qt.AlignmentFlag] = [Qt.AlignmentFlag.AlignLeft] * len(LegendColumn)
        self.lines: list[Line] = []
        chart.changed.connect(self._rebuild)

    def _rebuild(self) -> None:
        self.beginResetModel()
        series = self._chart.series
        names = short_names(series)
        taken: set[int] = set()
        for each in series:
            if each.colour in taken:
                each.colour = -1
            taken.add(each.colour)
        free = (number for number in range(len(series)) if number not in taken)
        for each in series:
            each.colour = next(free) if each.colour < 0 else each.colour
        self.lines = [Line(each, each.colour, name) for each, name in zip(series, names, strict=True)]
        self.endResetModel()

    def refresh(self, left: float, right: float, cursor: float | None) -> None:
        """Take the values of this moment."""
        for line in self.lines:
            points = line.series.points
            times, values = points.times, points.values
            part = visible(times, left, right)
            found = Extremes()
            found.take(values[part])
            line.low, line.high = (found.low, found.high) if found.low <= found.high else (None, None)
            if cursor is not None:
                line.value = line.series.value_at(cursor)
            else:
                line.value = float(values[-1]) if len(values) else None
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(LegendColumn) - 1))

    def page(self, first: int, count: int) -> Sequence[Line]:
        return self.lines[first : first + count]

    @staticmethod
    def text(column: int, item: Line) -> str:
        return TEXTS[column](item)

    def whole_text(self, column: int, row: int) -> str:
        """Return what a cell says, with the whole topic."""
        return self.said(column, self.lines[row])

    def said(self, column: int, line: Line) -> str:
        """The same of a line."""
        if column == LegendColumn.NAME:
            return visible_line(f"{line.series.topic}  {line.series.path}")
        return self.text(column, line)

    def set_titles(self, titles: Sequence[str], alignments: Sequence[Qt.AlignmentFlag]) -> None:
        """The words above the columns and where they stand; the window knows the user's language."""
        self._titles, self._alignments = titles, alignments
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(LegendColumn) - 1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(LegendColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.column(), self.lines[index.row()])
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == LegendColumn.NAME:
            return Qt.CheckState.Checked if self.lines[index.row()].series.shown else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None
