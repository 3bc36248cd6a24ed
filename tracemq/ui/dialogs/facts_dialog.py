"""Turns the facts of a connection into a window that stays true while it is open: asked and granted side by side."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tracemq.ui.facts_text import asked_text, fact_text, granted_text, group_text
from tracemq.ui.room import take_room
from tracemq.ui.row_delegate import RowDelegate
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.connection_facts import Group, facts_of
from tracemq.workspace.connection import Connection

REFRESH_MS: Final = 1000
MOST_FOR_NAMES: Final = 420  # px


class FactsDialog(QDialog):
    """Call `refresh` to bring it up to date; while it is in sight it does so once a second."""

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.setWindowTitle(self.tr("Details of {name}").format(name=connection.name))
        self.view = QTreeWidget()
        self.view.setAccessibleName(self.tr("Facts of the connection"))
        self.view.setColumnCount(3)
        self.view.setHeaderLabels([self.tr("Fact"), self.tr("Asked for"), self.tr("In force")])
        self.view.setRootIsDecorated(False)
        self.view.setItemsExpandable(False)
        self.view.setUniformRowHeights(True)
        self.view.setAlternatingRowColors(True)
        self.view.setItemDelegate(RowDelegate(self.view))
        header = self.view.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.copy_button = QPushButton(self.tr("&Copy"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        take_room(self, QSize(900, 680))
        self._shown: list[tuple[str, str, str]] = []
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        for number, width in enumerate((300, 240)):
            self.view.setColumnWidth(number, width)
        self.refresh()

    def refresh(self) -> None:
        """Show the facts of this moment; texts that stay are not touched, so that a selection stays."""
        rows: list[tuple[str, str, str]] = []
        group: tuple[Group, int] | None = None
        for line in facts_of(self._connection):
            if (line.group, line.number) != group:
                group = line.group, line.number
                rows.append((group_text(line.group), "", ""))
            rows.append((fact_text(line.fact), asked_text(line), granted_text(line)))
        if not rows:
            rows.append((self.tr("The connection was never open"), "", ""))
        if [row[0] for row in rows] != [row[0] for row in self._shown]:
            self._fill(rows)
        else:
            for number, row in enumerate(rows):
                item = self.view.topLevelItem(number)
                for column in (1, 2):
                    if item is not None and item.text(column) != row[column]:
                        item.setText(column, row[column])
                        item.setToolTip(column, escape(row[column]))
        self._shown = rows

    def _fill(self, rows: list[tuple[str, str, str]]) -> None:
        self.view.clear()
        bold = QFont(self.view.font())
        bold.setBold(True)
        for row in rows:
            item = QTreeWidgetItem(list(row))
            if not row[1] and not row[2]:
                item.setFont(0, bold)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            else:
                item.setText(0, f"    {row[0]}")
            item.setToolTip(2, escape(row[2]))  # a fingerprint is longer than its column
            self.view.addTopLevelItem(item)
            item.setFirstColumnSpanned(not row[1] and not row[2])
        names = max(self.view.sizeHintForColumn(0), self.view.columnWidth(0))
        self.view.setColumnWidth(0, min(names, MOST_FOR_NAMES))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(row).rstrip() for row in self._shown))
