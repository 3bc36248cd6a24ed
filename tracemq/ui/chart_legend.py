"""Shows what the lines of a chart are, with their colours and values; lines are hidden, shown and removed here."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QHelpEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from tracemq.viewmodels.chart import Chart
from tracemq.viewmodels.chart_legend import LegendColumn, LegendModel, Line

from .icons import set_icon
from .painted_table import PADDING, ColumnStyle, PaintedTable
from .tool_tips import plain_tip

SWATCH: Final = 18  # px
LEAST_NAME: Final = 165
STYLES: Final = {
    LegendColumn.NAME: ColumnStyle(middle=True, whole_levels=False, sample="machine/temperature"),
    LegendColumn.VALUE: ColumnStyle(right=True, sample="1,234.56"),
    LegendColumn.LOW: ColumnStyle(right=True, muted=True, sample="1,234.56"),
    LegendColumn.HIGH: ColumnStyle(right=True, muted=True, sample="1,234.56"),
}


class ChartLegend(PaintedTable):
    """Space or a click on the colour hides a line or shows it again; Delete removes it."""

    removed = Signal()

    def __init__(self, chart: Chart, model: LegendModel, parent: QWidget | None = None) -> None:
        super().__init__(model, [STYLES[column] for column in LegendColumn], parent)
        self._chart = chart
        self._lines = model
        self.setSelectionMode(PaintedTable.SelectionMode.SingleSelection)
        self._toggle, self._remove, self._remove_all = QAction(self), QAction(self), QAction(self)
        self._toggle.setShortcut(QKeySequence(Qt.Key.Key_Space))
        self._remove.setShortcut(QKeySequence.StandardKey.Delete)
        for action, icon, slot in (
            (self._toggle, "eye", self.toggle),
            (self._remove, "delete", self.remove),
            (self._remove_all, "clear", self.remove_all),
        ):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            set_icon(action, icon)
            self.addAction(action)
        self.retranslate()
        self.size_columns(self.titles)
        self.fill_with(LegendColumn.NAME, LEAST_NAME)

    @property
    def least_width(self) -> int:
        """How wide it has to be in px for all columns to be in sight."""
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(LegendColumn.NAME)
        scroll_bar = self.verticalScrollBar().sizeHint().width()  # sixteen lines need one
        return LEAST_NAME + int(others) + 2 * self.frameWidth() + scroll_bar

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Lines of the chart"))
        self._toggle.setText(self.tr("Hide or Show"))
        self._remove.setText(self.tr("Remove"))
        self._remove_all.setText(self.tr("Remove All"))
        self.titles = [self.tr("Line"), self.tr("Value"), self.tr("Min."), self.tr("Max.")]
        self._lines.set_titles(self.titles, [STYLES[column].alignment for column in LegendColumn])

    # -- what the user does

    def _line(self, index: QModelIndex) -> Line | None:
        return self._lines.lines[index.row()] if index.isValid() else None

    def toggle(self) -> None:
        line = self._line(self.currentIndex())
        if line is not None:
            row = self.currentIndex().row()
            self._chart.show(line.series, shown=not line.series.shown)
            self.setCurrentIndex(self._lines.index(row, 0))

    def remove(self) -> None:
        line = self._line(self.currentIndex())
        if line is not None:
            row = self.currentIndex().row()
            self._chart.remove(line.series)
            self.setCurrentIndex(self._lines.index(min(row, len(self._lines.lines) - 1), 0))

    def remove_all(self) -> None:
        for series in tuple(self._chart.series):
            self._chart.remove(series)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        x = event.position().x() - self.columnViewportPosition(LegendColumn.NAME)
        left = event.button() is Qt.MouseButton.LeftButton
        if left and 0 <= x <= SWATCH + PADDING and self.indexAt(event.position().toPoint()).isValid():
            self.toggle()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._toggle, self._remove, self._remove_all])
        for action in (self._toggle, self._remove):
            action.setEnabled(self.currentIndex().isValid())
        self._remove_all.setEnabled(bool(self._chart.series))
        menu.popup(event.globalPos())

    # -- look

    def indent(self, column: int, item: Line) -> int:
        return SWATCH if column == LegendColumn.NAME else 0

    def decorate(self, painter: QPainter, column: int, item: Line, cell: QRect, selected: bool) -> None:
        """Draw a piece of the line; a hidden one as a faint frame."""
        from .chart_plot import line_colour, line_dash

        colour = QColor(line_colour(item.number, self.palette()))
        middle = cell.center().y() + 1
        if item.series.shown:
            pen = QPen(colour, 3, line_dash(item.number))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(cell.x() + PADDING, middle, cell.x() + PADDING + SWATCH - 6, middle)
        else:
            painter.setPen(QPen(self.palette().placeholderText().color(), 1))
            painter.drawRect(cell.x() + PADDING, middle - 2, SWATCH - 7, 3)

    def ink(self, column: int, item: Line, ink: QColor) -> QColor:
        return ink if item.series.shown else self.palette().placeholderText().color()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole topic of a line whose name is shortened."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = self._lines.whole_text(index.column(), index.row()) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        result: bool = super().viewportEvent(event)
        return result

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
