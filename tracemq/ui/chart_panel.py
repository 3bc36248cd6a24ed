"""Joins the chart with its tools: lines are added, time is chosen and held, the picture and the points are exported."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QElapsedTimer, QEvent, QLocale, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from tracemq.history.json_path import JsonPath, read_path
from tracemq.payloads.detect import Format
from tracemq.viewmodels.chart import MOST_AT_ONCE, MOST_SERIES, Chart
from tracemq.viewmodels.chart_legend import LegendModel
from tracemq.viewmodels.chart_lines import chart_bytes, read_chart
from tracemq.viewmodels.import_slices import import_steps, touch_steps
from tracemq.viewmodels.payload_bindings import PayloadBindings
from tracemq.viewmodels.slices import Slices
from tracemq.viewmodels.sparkplug_nodes import EdgeNodes, RememberedBirths
from tracemq.workspace.connection import Connection

from .chart_add import ChartAdd
from .chart_files import ChartFiles
from .chart_legend import ChartLegend
from .chart_tools import ChartTools
from .fields import Note, Tone
from .theme import GAP, MARGIN

if TYPE_CHECKING:
    from .chart_plot import ChartPlot

STEP_S: Final = 0.004  # a frame, for what arrives
CATCH_UP_S: Final = 0.008  # a frame, while much is to be read
DRAW_INTERVAL_S: Final = 0.06  # more often nobody sees
WORK_INTERVAL_MS: Final = 8  # between two frames' work, while much is to be read or drawn and no frames come
TELL_INTERVAL_S: Final = 0.5
WIDE: Final = 1.5  # width by height, from which on the legend stands beside the plot
LEAST_WIDE: Final = 520  # px of width for that
LEAST_PLOT: Final = 56  # px
LEGEND_SHARE: Final = 0.38  # of the width, or of the height


class ChartPanel(QWidget):
    """`add_topic` and `add_number` put lines in; call `tick` once per frame and `close_panel` at the end."""

    def __init__(
        self, connection: Connection, parent: QWidget | None = None, bindings: PayloadBindings | None = None
    ) -> None:
        super().__init__(parent)
        self._bindings = bindings
        rules = None if bindings is None else bindings.rules(connection.profile.id)
        told = RememberedBirths(EdgeNodes(connection.log, connection.tree))
        self.chart = Chart(connection.log, self, rules=rules, told=told)
        self.plot: ChartPlot | None = None  # once its library is there
        self.legend_model = LegendModel(self.chart, self)
        self.legend = ChartLegend(self.chart, self.legend_model)
        self.tools = ChartTools()
        self.add = ChartAdd(self.chart, connection.tree)
        self.note = Note()
        self._working = QTimer(self, interval=WORK_INTERVAL_MS)
        self._working.timeout.connect(self._work)
        self._drawn = QElapsedTimer()
        self._importing, self._looking = Slices(self), Slices(self)
        self._asked: deque[str] = deque()  # topics whose numbers are to be added
        self.files = ChartFiles(self.picture, lambda: self.chart.shown, self.note, self)
        self._cursor_at: float | None = None
        self._drawn_at_s = self._told_at_s = 0.0
        self._stale = True
        self._losses_told = False
        self._offered = False  # the line to add lines with is there because there are none
        self._to_open = False  # by hand, once it is shown
        self._nothing = QLabel()
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.legend)
        self.legend.setMinimumHeight(LEAST_PLOT)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._split)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._lines_changed()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.add)
        column.addWidget(self._stack, 1)
        self.note.setMargin(MARGIN // 2)
        column.addWidget(self.note)
        self.note.setContentsMargins(MARGIN, 0, MARGIN, GAP)

    def _connect(self) -> None:
        tools = self.tools
        tools.add.toggled.connect(self._show_add)
        tools.span.activated.connect(self._go_live)
        tools.live.toggled.connect(self._live_toggled)
        tools.pause.toggled.connect(self._pause_toggled)
        tools.picture.triggered.connect(self.files.ask_picture)
        tools.points.triggered.connect(self.files.ask_points)
        self.add.wanted.connect(self.add_lines)
        self.add.refused.connect(lambda text: self.note.say(text, Tone.WARNING))
        self.chart.changed.connect(self._lines_changed)
        if self._bindings is not None:
            self._bindings.changed.connect(self.chart.read_again)

    def retranslate(self) -> None:
        self._nothing.setText(self.tr("Add a topic whose messages have numbers, and they are drawn here over time."))

    # -- what is remembered

    def state(self) -> bytes:
        """Return the lines and how they are shown, for `restore`."""
        tools = self.tools
        return chart_bytes(
            self.chart.series,
            span_s=tools.span.value,
            stairs=tools.stairs.isChecked(),
            own_scales=tools.scales.isChecked(),
        )

    def restore(self, state: bytes) -> None:
        """Draw the lines that were kept, whoever has written them."""
        kept, tools = read_chart(state), self.tools
        if kept.span_s in tools.span.values:
            tools.span.choose(kept.span_s)
        tools.stairs.setChecked(kept.stairs)
        tools.scales.setChecked(kept.own_scales)
        for line in kept.lines:
            self.chart.add(line.topic, line.path, line.wanted, colour=line.colour, shown=line.shown)

    # -- lines

    def opened_by_hand(self) -> None:
        """Let a topic be typed, or the keys move what is drawn."""
        self._to_open = not self.isVisible()
        if not self._to_open:
            first = self.plot if self.plot is not None and self.chart.series else self.add.topic
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_topic(self, topic: str) -> None:
        """Add the numbers of a topic; where there are many, let one be chosen."""
        self._asked.append(topic)
        if not self._looking.busy:
            self._look()

    def _look(self) -> None:
        """Look for the numbers of one topic after the other: to read a long message takes a while."""
        topic = self._asked.popleft()

        def found(paths: list[str]) -> None:
            self._add_some(topic, paths)
            if self._asked:
                self._look()

        self._looking.run(self.add.paths_steps(topic), found)

    def _add_some(self, topic: str, paths: list[str]) -> None:
        if 0 < len(paths) <= MOST_AT_ONCE:
            for path in paths:
                self.add_number(topic, path)
            return
        self.tools.add.setChecked(True)
        self.add.begin(topic)
        if paths:
            self.note.say(self.tr("Choose which of the numbers of this topic is to be drawn."))
        else:
            self.note.say(self.tr("The newest message of this topic has no number."), Tone.WARNING)

    def add_number(self, topic: str, path: str, wanted: Format | None = None) -> None:
        """Add the number at a path ("$": the payload) in a topic's messages, read in a format if one is wanted."""
        self.add_lines([topic], read_path(path, 0)[0], wanted)

    def add_lines(self, topics: Sequence[str], path: JsonPath, wanted: Format | None = None) -> None:
        self.note.say("")
        for topic in topics:
            if not self.chart.add(topic, path, wanted):
                text = self.tr("A chart has at most {count} lines; remove some first.")
                self.note.say(text.format(count=MOST_SERIES), Tone.WARNING)
                return

    def _lines_changed(self) -> None:
        there = bool(self.chart.series)
        self._stack.setCurrentIndex(1 if there and self.plot is not None else 0)
        self.tools.enable(there)
        if not there:
            self.tools.add.setChecked(True)
            self._offered = True
        elif self._offered:  # not asked for by the user: it has done its service
            self._offered = False
            self.tools.add.setChecked(self.add.holds_focus())
        self.add.setVisible(self.tools.add.isChecked())
        self._mark_stale()
        if there and self.plot is None:
            self._begin_import()

    def _show_add(self, wanted: bool) -> None:
        self.add.setVisible(wanted)
        if wanted and self.isVisible():
            self.add.topic.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the library that draws

    def _begin_import(self) -> None:
        if not self._importing.busy:
            self._importing.run(_library_steps(), self._imported)

    def _imported(self, _nothing: object) -> None:
        from .chart_plot import ChartPlot

        plot = self.plot = ChartPlot()
        plot.setAccessibleName(self.tr("Chart"))
        plot.setMinimumSize(LEAST_PLOT, LEAST_PLOT)
        plot.moved.connect(self._moved)
        plot.reset_asked.connect(self._go_live)
        plot.pointed.connect(self._pointed)
        self.tools.stairs.toggled.connect(plot.draw_stairs)
        self.tools.scales.toggled.connect(plot.use_own_scales)
        plot.draw_stairs(self.tools.stairs.isChecked())
        plot.use_own_scales(self.tools.scales.isChecked())
        self._split.insertWidget(0, plot)
        self._split.setStretchFactor(0, 1)
        self._arrange()
        self._lines_changed()
        self._draw()

    # -- time

    def tick(self, now_s: float) -> None:
        """Show what has arrived; `now_s` is time.monotonic."""
        if not self.chart.series:
            return
        more = self._read(CATCH_UP_S if self.chart.losses.waiting > 0 else STEP_S)
        if self._stale and now_s - self._drawn_at_s >= DRAW_INTERVAL_S:
            self._drawn_at_s = now_s
            self._draw()
        if more or self._stale:  # there may be no frame for long
            self._working.start()
        if now_s - self._told_at_s >= TELL_INTERVAL_S:
            self._told_at_s = now_s
            self._tell_losses()

    def _read(self, budget_s: float) -> bool:
        """Read messages; whether there is more to do."""
        more = self.chart.step(budget_s)
        if self.chart.take_changes() and not self.tools.pause.isChecked():
            self._stale = True
        return more

    def _work(self) -> None:
        """Go on between frames, as long as there is something to be read or drawn that somebody sees."""
        if not self.isVisible() or not self.chart.series:
            self._working.stop()
            return
        more = self._read(CATCH_UP_S)
        if self._stale and (not more or self._drawn.hasExpired(round(DRAW_INTERVAL_S * 1000))):
            self._draw()
        if not more and (not self._stale or self.plot is None):
            self._working.stop()
            self._tell_losses()

    def _mark_stale(self) -> None:
        self._stale = True
        self._working.start()

    def _pause_toggled(self, paused: bool) -> None:
        if not paused:
            self._mark_stale()

    def _draw(self) -> None:
        plot = self.plot
        if plot is None:
            return
        self._stale = False
        self._drawn.start()
        if self.tools.live.isChecked() and not self.tools.pause.isChecked():
            plot.show_span(*self.chart.window(self.tools.span.value))
        plot.draw(self.legend_model.lines)
        self.legend_model.refresh(*plot.span, self._cursor_at)

    def _moved(self) -> None:
        """The user looks at another part of time: what arrives no longer moves it."""
        self.tools.live.setChecked(False)
        self._mark_stale()

    def _go_live(self) -> None:
        """Show the newest again, with all values."""
        if self.plot is not None:
            self.plot.free_values()
        self.tools.live.setChecked(True)
        self._mark_stale()

    def _live_toggled(self, wanted: bool) -> None:
        if wanted:
            self._go_live()

    def _pointed(self, at_s: float | None) -> None:
        self._cursor_at = at_s
        if self.plot is not None:
            self.legend_model.refresh(*self.plot.span, at_s)
            self.legend.viewport().update()

    def _tell_losses(self) -> None:
        """Say what is not drawn."""
        losses, numbers, said = self.chart.losses, QLocale(), []
        if losses.waiting:
            said.append(self.tr("Still to be read: {count}.").format(count=numbers.toString(losses.waiting)))
        if losses.no_numbers:
            said.append(
                self.tr("Messages without a number: {count}.").format(count=numbers.toString(losses.no_numbers))
            )
        if losses.too_long:
            said.append(
                self.tr("Payloads too long to be read: {count}.").format(count=numbers.toString(losses.too_long))
            )
        if losses.passed_over:
            text = self.tr("Gone from memory before they were read: {count}.")
            said.append(text.format(count=numbers.toString(losses.passed_over)))
        if said or self._losses_told:
            self.note.say(" ".join(said), Tone.BUSY if losses.waiting else Tone.PLAIN)
        self._losses_told = bool(said)

    # -- export

    def picture(self) -> QImage:
        """Draw plot and legend as an image, twice as dense as the screen."""
        from .chart_picture import picture

        assert self.plot is not None  # noqa: S101 - there is nothing to export before
        self.legend_model.refresh(*self.plot.span, self._cursor_at)
        return picture(self.plot, self.legend_model, self.legend.titles)

    # -- the rest

    def close_panel(self) -> None:
        """Look at the log no more."""
        self._asked.clear()
        self._looking.cancel()
        self.files.cancel()
        self._working.stop()
        self.chart.close()

    def _arrange(self) -> None:
        """Put the legend beside the plot where there is width, below it where there is not."""
        wide = self.width() > max(WIDE * self.height(), LEAST_WIDE)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() is not way or not self._split.property("arranged"):
            self._split.setOrientation(way)
            self._split.setProperty("arranged", self.plot is not None)
            whole = self.width() if wide else self.height()
            legend = round(whole * LEGEND_SHARE)
            if wide:  # all its columns are in sight
                legend = max(legend, min(self.legend.least_width, whole // 2))
            self._split.setSizes([whole - legend, legend])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._mark_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._mark_stale()
        self._begin_import()
        if self._to_open:
            self.opened_by_hand()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self._mark_stale()


def _library_steps() -> Any:
    """Import what draws, a few milliseconds at a time."""
    yield from touch_steps(QtCore, QtGui, QtWidgets)
    yield from import_steps("PySide6.QtTest", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "pyqtgraph")
