"""Turns an examination into a list of steps with their facts, and below it the cause of a failure with what to try."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.transports.base import Step
from tracemq.ui import theme
from tracemq.ui.doctor_history import history_text
from tracemq.ui.doctor_history_view import HistoryView
from tracemq.ui.doctor_remedies import remedy_text
from tracemq.ui.doctor_text import (
    STEP_WORDS,
    DiagnosisText,
    diagnosis_text,
    duration,
    fact_name,
    identity_text,
    left_out_text,
    phase_text,
    report_text,
    state_name,
    step_facts,
    step_name,
    step_summary,
)
from tracemq.ui.doctor_verdict import Verdict
from tracemq.ui.icons import icon
from tracemq.ui.notice_bar import Severity
from tracemq.ui.room import take_room
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.doctor import DoctorModel, Phase, StepRow, StepState
from tracemq.workspace.diagnosis import Diagnosis
from tracemq.workspace.doctor import Examination
from tracemq.workspace.happenings import Happening
from tracemq.workspace.remedies import Remedy

SIZE: Final = QSize(720, 560)
ICON: Final = 16
PICTURES: Final = {
    StepState.WAITING: "more",
    StepState.RUNNING: "play",
    StepState.PASSED: "passed",
    StepState.FAILED: "error",
    StepState.SKIPPED: "remove",
}


class DoctorDialog(QDialog):
    """Shows a DoctorModel; closing it stops an examination that is still running.

    `history` gives what happened to the connection so far, `remedies` what a cause could be done away with:
    `remedy_chosen` tells which one shall be tried. A connection that works and `may_connect` has a button for that.
    """

    remedy_chosen = Signal(object)
    connect_asked = Signal()

    def __init__(
        self,
        model: DoctorModel,
        name: str,
        address: str,
        parent: QWidget | None = None,
        *,
        history: Callable[[], Iterable[Happening]] = tuple,
        remedies: Callable[[Diagnosis], Sequence[Remedy]] = lambda _: (),
        may_connect: Callable[[], bool] = bool,
    ) -> None:
        super().__init__(parent)
        self.model = model
        self._history = history
        self._remedies = remedies
        self._may_connect = may_connect
        self._tried: list[str] = []
        self._expanded: set[Step] = set()
        self._opened: Examination | None = None  # whose failed step was opened
        self.setWindowTitle(self.tr("Connection doctor: {name}").format(name=name))
        self.address = QLabel(address)
        self.address.setTextFormat(Qt.TextFormat.PlainText)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.address.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.steps = self._make_steps()
        self.history = HistoryView()
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.state.setAccessibleName(self.tr("State of the examination"))
        self.verdicts: list[Verdict] = []
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(GAP)
        self._make_buttons()
        self._lay_out()
        model.changed.connect(self._show)
        self._show()

    def _make_steps(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(3)
        tree.setHeaderLabels([self.tr("Step"), self.tr("Result"), self.tr("Time")])
        tree.setAccessibleName(self.tr("Steps of the connection"))
        tree.setIconSize(QSize(ICON, ICON))
        tree.setUniformRowHeights(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        names = [*map(step_name, Step), *map(fact_name, STEP_WORDS)]
        widest = max(map(tree.fontMetrics().horizontalAdvance, names))
        header.resizeSection(0, widest + ICON + 8 * GAP)
        header.resizeSection(2, tree.fontMetrics().horizontalAdvance("0000 ms") + 4 * GAP)
        copying = QAction(self.tr("Copy"), tree)
        copying.setShortcut(QKeySequence.StandardKey.Copy)
        copying.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copying.triggered.connect(self._copy_fact)
        tree.addAction(copying)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        tree.itemExpanded.connect(lambda item: self._remember(item, expanded=True))
        tree.itemCollapsed.connect(lambda item: self._remember(item, expanded=False))
        return tree

    def _make_buttons(self) -> None:
        self.again_button = QPushButton(self.tr("&Examine Again"))
        self.stop_button = QPushButton(self.tr("&Stop"))
        self.copy_button = QPushButton(self.tr("Copy &Report"))
        self.copy_button.setToolTip(self.tr("Copy what was found as text; it holds no password"))
        self.connect_button = QPushButton(self.tr("Co&nnect"))
        self.close_button = QPushButton(self.tr("Close"))
        for button in (self.again_button, self.stop_button, self.copy_button, self.connect_button):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        self.again_button.clicked.connect(self.model.start)
        self.stop_button.clicked.connect(self.model.stop)
        self.copy_button.clicked.connect(self._copy)
        self.connect_button.clicked.connect(self._connect)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.again_button, self.stop_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.connect_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(self.address)
        column.addWidget(self._tabs(), 1)
        column.addLayout(buttons)
        take_room(self, SIZE)

    def _tabs(self) -> QWidget:
        """The examination, and beside it what happened before; alone where nothing has."""
        now = QWidget()
        column = QVBoxLayout(now)
        column.setSpacing(MARGIN)
        column.addWidget(self.steps, 1)
        column.addWidget(self.state)
        column.addLayout(self._verdicts)
        if not list(self._history()):
            column.setContentsMargins(0, 0, 0, 0)
            self.history.setParent(self)
            self.history.hide()
            return now
        before = QWidget()
        beside = QVBoxLayout(before)
        beside.addWidget(self.history)
        for layout in (column, beside):
            layout.setContentsMargins(0, MARGIN, 0, 0)
        tabs = QTabWidget()
        tabs.setAccessibleName(self.tr("Examination and what happened before"))
        tabs.addTab(now, self.tr("E&xamination"))
        tabs.addTab(before, self.tr("What &happened"))
        return tabs

    # What is shown

    def _show(self) -> None:
        model = self.model
        self._open_what_failed()
        self._show_steps(model.rows)
        self._show_verdicts()
        self.history.show_history(self._history())
        examination = model.examination
        notes = [*self._tried, phase_text(model.phase)]
        if examination is not None:
            notes += [identity_text(examination.identity), left_out_text(examination.left_out)]
        self.state.setText("\n".join(filter(None, notes)))
        self.state.setVisible(bool(self.state.text()))
        self.stop_button.setEnabled(model.running)
        self.again_button.setEnabled(not model.running)
        self.copy_button.setEnabled(examination is not None)
        works = model.phase is Phase.FINISHED and examination is not None and examination.fatal is None
        self.connect_button.setVisible(works and self._may_connect())

    def _open_what_failed(self) -> None:
        """Once: what the server showed before the step failed, its certificate above all, is what people look for."""
        examination = self.model.examination
        if examination is not self._opened:
            self._opened = examination
            self._expanded |= {row.step for row in self.model.rows if row.state is StepState.FAILED}

    def _show_steps(self, rows: list[StepRow]) -> None:
        current = self.steps.currentIndex()
        at = current.row() if not current.parent().isValid() else current.parent().row()
        self.steps.blockSignals(True)
        self.steps.clear()
        for row in rows:
            item = self._item(row)
            self.steps.addTopLevelItem(item)
            item.setExpanded(row.step in self._expanded)
        if (item_before := self.steps.topLevelItem(at)) is not None:
            self.steps.setCurrentItem(item_before)
        self.steps.blockSignals(False)

    def _item(self, row: StepRow) -> QTreeWidgetItem:
        examination = self.model.examination
        took = duration(row.done.seconds) if row.done is not None else ""
        summary = step_summary(row, examination)
        item = QTreeWidgetItem([step_name(row.step), summary, took])
        item.setIcon(0, icon(PICTURES[row.state], QColor(self._colour(row.state))))
        item.setData(0, Qt.ItemDataRole.UserRole, row.step.value)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{step_name(row.step)}: {state_name(row.state)}")
        item.setToolTip(1, summary)
        item.setSizeHint(0, QSize(0, theme.row_height(self.font())))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if row.state in {StepState.WAITING, StepState.SKIPPED}:
            for column in range(2):
                item.setForeground(column, QColor(theme.colours(self.palette()).muted))
        if row.done is not None:
            for name, value in step_facts(row.done, examination):
                fact = QTreeWidgetItem([name, value])
                fact.setToolTip(1, value)
                fact.setForeground(0, QColor(theme.colours(self.palette()).muted))
                item.addChild(fact)
        return item

    def _colour(self, state: StepState) -> str:
        shades = theme.colours(self.palette())
        known = {StepState.PASSED: shades.good, StepState.FAILED: shades.bad, StepState.RUNNING: shades.accent}
        return known.get(state, shades.muted)

    def _remember(self, item: QTreeWidgetItem, *, expanded: bool) -> None:
        step = Step(item.data(0, Qt.ItemDataRole.UserRole))
        (self._expanded.add if expanded else self._expanded.discard)(step)

    def _show_verdicts(self) -> None:
        for verdict in self.verdicts:
            self._verdicts.removeWidget(verdict)
            verdict.hide()  # else it would be painted once more, over everything
            verdict.deleteLater()
        self.verdicts = [
            Verdict(severity, text, self._remedies(diagnosis) if diagnosis else (), self._try)
            for severity, text, diagnosis in self._judged()
        ]
        for verdict in self.verdicts:
            self._verdicts.addWidget(verdict)

    def _judged(self) -> list[tuple[Severity, DiagnosisText, Diagnosis | None]]:
        examination = self.model.examination
        if self.model.phase is not Phase.FINISHED or examination is None:
            return []
        found: list[tuple[Severity, DiagnosisText, Diagnosis | None]] = [
            (Severity.ERROR if diagnosis.fatal else Severity.WARNING, diagnosis_text(diagnosis), diagnosis)
            for diagnosis in examination.diagnoses
        ]
        if examination.fatal is None:
            detail = self.tr("Every step succeeded, from the network to the subscriptions.")
            found.insert(0, (Severity.INFO, DiagnosisText(self.tr("The connection works."), detail, ""), None))
        return found

    # What is done

    def _try(self, remedy: Remedy) -> None:
        words = remedy_text(remedy).replace("&&", "&")
        self._tried.append(self.tr("Changed in the connection: {what}.").format(what=words))
        self.remedy_chosen.emit(remedy)

    def _connect(self) -> None:
        self.accept()
        self.connect_asked.emit()

    def show_address(self, address: str) -> None:
        """The connection has another one now."""
        self.address.setText(address)

    def _copy(self) -> None:
        if self.model.examination is not None:
            report = report_text(self.model.rows, self.model.examination)
            QGuiApplication.clipboard().setText(report + history_text(self._history()))

    def _copy_fact(self) -> None:
        item = self.steps.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText("\t".join(filter(None, map(item.text, range(3)))))

    # What Qt tells

    def done(self, result: int) -> None:
        self.model.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.model.stop()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_verdicts"):
            self._show()
