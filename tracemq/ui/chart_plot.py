"""Draws the lines of a chart over time, in the colours of the theme; moved by mouse, wheel and keys.

The only module that imports pyqtgraph, which takes 0.3 s and 25 MiB: `chart_panel` imports it in slices when somebody
wants a chart.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QWidget

from tracemq.viewmodels.chart_drawing import Extremes, Scale, as_steps, cut, thinned, visible
from tracemq.viewmodels.chart_legend import Line
from tracemq.viewmodels.time_ticks import tick_step, tick_text, tick_times
from tracemq.viewmodels.times import clock_text

from . import theme

COLOURS_LIGHT: Final = ("#1a6c8a", "#c2500c", "#2f7d32", "#7b3fb5", "#b3261e", "#8a6a00", "#00796b", "#b5317e")
COLOURS_DARK: Final = ("#59b6d6", "#f2994a", "#6fcf7f", "#b79bff", "#f48b83", "#e5c04b", "#4fd1c5", "#f27fb8")
DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)  # the second half of sixteen lines
ROOM: Final = 0.08  # of the values' range, above and below
MARKED: Final = 0.08  # points per pixel; fewer are drawn as dots as well
LINE_WIDTH: Final = 1.5  # px
FAR: Final = 1000  # heights of the picture; what draws crashes where a line ends a billion pixels away
MARK_SIZE: Final = 5  # px
TICK_WIDTH: Final = 74  # px that a time takes
TICK_HEIGHT: Final = 25  # px that a number takes
WHEEL_STEP: Final = 1.25
PAN_STEP: Final = 0.1  # of what is in sight
LEAST_SPAN_S: Final = 0.001
LONGEST_SPAN_S: Final = 3.2e9  # a century, as far as one can look ahead; and back to 1970


def line_colour(number: int, palette: QPalette) -> str:
    """Return the colour of a line as "#rrggbb"."""
    shades = COLOURS_DARK if theme.colours(palette) is theme.DARK else COLOURS_LIGHT
    return shades[number % len(shades)]


def line_dash(number: int) -> Qt.PenStyle:
    """Return the style of a line: with the colours used up, others are dashed."""
    return DASHES[number // len(COLOURS_LIGHT) % len(DASHES)]


class _TimeAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    origin = 0.0  # the time that is drawn at 0

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        step = tick_step(high - low, int(size / TICK_WIDTH))
        return [(step, [at - self.origin for at in tick_times(low + self.origin, high + self.origin, step)])]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        return [tick_text(value + self.origin, spacing) for value in values]


class _ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    drawn = Scale()  # which values are drawn where
    _step = 1.0

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Round numbers, some `TICK_HEIGHT` apart."""
        bottom, top = self.drawn.value(low), self.drawn.value(high)
        span = top - bottom
        if not math.isfinite(span) or span <= 0:
            return []
        wanted = span / max(3, size / TICK_HEIGHT)
        power = 10.0 ** math.floor(math.log10(wanted)) if wanted > 1e-300 else 0.0
        step = next((power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted), wanted)
        if not 0 < step < math.inf or not math.isfinite(bottom / step) or not math.isfinite(top / step):
            return []
        self._step = step
        first, last = math.ceil(bottom / step), math.floor(top / step)
        places = self.drawn.place(np.array([number * step for number in range(first, min(last, first + 50) + 1)]))
        return [(step, places.tolist())]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        numbers, step = QLocale(), self._step
        real = [round(self.drawn.value(value) / step) * step for value in values]
        if max(map(abs, real), default=0) >= 1e7 or step < 1e-6:
            return [numbers.toString(value, "g", 6) for value in real]
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        return [numbers.toString(value, "f", places) for value in real]


class _Box(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """Wheel and drag move time; with Ctrl, or over the numbers, they move the values."""

    moved = Signal(bool)  # by the user; whether it is the values that were
    reset_asked = Signal()

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        if axis is None:
            axis = 1 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 0
        super().wheelEvent(event, axis=axis)
        self.moved.emit(axis == 1)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if axis is None:
            axis = 1 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 0
        super().mouseDragEvent(event, axis=axis)
        self.moved.emit(axis == 1)

    def mouseClickEvent(self, event: Any) -> None:
        if event.double():
            self.reset_asked.emit()


class ChartPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """`draw` lines; `moved` says that the user has chosen another part of time."""

    moved = Signal()
    reset_asked = Signal()
    pointed = Signal(object)  # the time under the cursor in seconds since the epoch, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        self._box = _Box(enableMenu=False)
        super().__init__(
            parent=parent,
            viewBox=self._box,
            axisItems={"bottom": _TimeAxis("bottom"), "left": _ValueAxis("left")},
        )
        self._curves: list[tuple[Any, Any]] = []  # a line and its dots
        self._lines: Sequence[Line] = ()
        self._stairs = False
        self._own_scales = False
        self._values_moved = False
        self._cursor_at: float | None = None
        self._origin = float(int(time.time()))  # pictures are drawn with smaller numbers than times are
        self.getAxis("bottom").origin = self._origin
        self.hideButtons()
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        for part in self.findChildren(QWidget):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # after its viewport, which hands on its own to it
        self.getPlotItem().setContentsMargins(4, 4, 8, 0)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setZValue(10)
        self._cursor.hide()
        self._cursor_time = pg.InfLineLabel(self._cursor, text="", position=1.0, anchors=[(0, 0), (1, 0)])
        self.addItem(self._cursor, ignoreBounds=True)
        self._box.disableAutoRange()
        self._box.setLimits(
            xMin=-self._origin, xMax=LONGEST_SPAN_S, minXRange=LEAST_SPAN_S, minYRange=1e-6, maxYRange=1e4
        )
        self._box.moved.connect(self._moved)
        self._box.reset_asked.connect(self.reset_asked)
        self._box.sigResized.connect(self._draw_again)
        self.scene().sigMouseMoved.connect(self._mouse_moved)
        self.dress()

    # -- lines

    @property
    def span(self) -> tuple[float, float]:
        """The part of time in sight, in seconds since the epoch."""
        left, right = self._box.viewRange()[0]
        return float(left) + self._origin, float(right) + self._origin

    @property
    def stairs(self) -> bool:
        return self._stairs

    def draw_stairs(self, wanted: bool) -> None:
        """Let values hold until the next one comes, instead of joining them by straight lines."""
        self._stairs = wanted
        self._draw_again()

    def use_own_scales(self, wanted: bool) -> None:
        """Let each line fill the height, whatever its numbers are."""
        self._own_scales, self._values_moved = wanted, False
        self.getAxis("left").setStyle(showValues=not wanted)
        self._draw_again()

    def show_span(self, left: float, right: float) -> None:
        """Show this part of time, with the values that lie in it."""
        self._box.setXRange(left - self._origin, right - self._origin, padding=0)

    def free_values(self) -> None:
        """Let the range of the values follow the lines again."""
        self._values_moved = False

    def draw(self, lines: Sequence[Line]) -> None:
        """Draw the part in sight of these lines."""
        self._lines = lines
        while len(self._curves) < len(lines):
            curve, dots = pg.PlotCurveItem(antialias=True), pg.ScatterPlotItem(size=MARK_SIZE, pxMode=True)
            for item in (curve, dots):
                self.addItem(item, ignoreBounds=True)
            self._curves.append((curve, dots))
        for curve, dots in self._curves[len(lines) :]:
            self.removeItem(curve)
            self.removeItem(dots)
        del self._curves[len(lines) :]
        left, right = self.span
        columns = max(1, int(self._box.width()))
        found = [self._in_sight(line, left, right, columns) for line in lines]
        if not self._values_moved:
            whole = Extremes()
            for x, y in found:
                whole.take(y[visible(x, left, right)])
            axis = self.getAxis("left")
            axis.drawn = Scale(*whole.with_room(ROOM))
            axis.picture = None  # the same places have other numbers now
            axis.update()
            self._box.setYRange(0, 1, padding=0)
        for line, (curve, dots), (x, y) in zip(lines, self._curves, found, strict=True):
            self._draw_line(line, curve, dots, x, y)

    @staticmethod
    def _in_sight(line: Line, left: float, right: float, columns: int) -> tuple[Any, Any]:
        points = line.series.points
        if not line.series.shown:
            return points.times[:0], points.values[:0]
        return thinned(points.times, points.values, left, right, columns)

    def _draw_line(self, line: Line, curve: Any, dots: Any, x: Any, y: Any) -> None:
        left, right = self.span
        scale: Scale = self.getAxis("left").drawn
        if self._own_scales and len(y):
            own = Extremes()
            own.take(y[visible(x, left, right)])
            scale = Scale(*own.with_room(ROOM))
        few = len(x) <= MARKED * self._box.width()
        low, high = map(float, self._box.viewRange()[1])
        y = np.clip(scale.place(y), low - FAR * (high - low), high + FAR * (high - low))
        colour = QColor(line_colour(line.number, self.palette()))
        inside = (x >= left) & (x <= right)
        dots.setVisible(few and bool(inside.any()))
        if dots.isVisible():
            dots.setData(x[inside] - self._origin, y[inside], pen=None, brush=pg.mkBrush(colour))
        if self._stairs and len(x):
            x, y = as_steps(x, y)
        x, y = cut(x, y, left, right)
        curve.setVisible(len(x) > 1)  # an empty line would be drawn from memory that is gone
        if len(x) < 2:
            return
        curve.setData(x - self._origin, y)
        dash = line_dash(line.number)
        solid = dash is Qt.PenStyle.SolidLine
        curve.setSegmentedLineMode("on" if solid else "auto")  # 4 ms instead of 38 for a line that goes up and down
        curve.setPen(pg.mkPen(colour, width=LINE_WIDTH if solid else 1, style=dash, cosmetic=True))

    def _draw_again(self) -> None:
        self.draw(self._lines)

    # -- moving

    def _moved(self, values: bool) -> None:
        self._values_moved = self._values_moved or values
        self.moved.emit()

    def zoom(self, factor: float) -> None:
        """Show `factor` times as much of time, about the cursor or the middle."""
        left, right = self.span
        about = self._cursor_at if self._cursor_at is not None else (left + right) / 2
        self.show_span(about - (about - left) * factor, about + (right - about) * factor)
        self.moved.emit()

    def pan(self, share: float) -> None:
        left, right = self.span
        by = (right - left) * share
        self.show_span(left + by, right + by)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor, with Ctrl what is in sight; plus and minus zoom, Home shows the newest again."""
        key = event.key()
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if way and ctrl:
            self.pan(way * PAN_STEP)
        elif way:
            self._step_cursor(way)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1 / WHEEL_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(WHEEL_STEP)
        elif key == Qt.Key.Key_Home:
            self.reset_asked.emit()
        elif key == Qt.Key.Key_Escape and self._cursor_at is not None:
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    # -- cursor

    def point_at(self, at_s: float | None) -> None:
        """Put the cursor at a time, or take it away."""
        self._cursor_at = at_s
        self._cursor.setVisible(at_s is not None)
        if at_s is not None:
            self._cursor.setValue(at_s - self._origin)
            self._cursor_time.setFormat(f" {clock_text(at_s)} ")
        self.pointed.emit(at_s)

    def _step_cursor(self, way: int) -> None:
        """Go to the next point of any line."""
        left, right = self.span
        at = self._cursor_at if self._cursor_at is not None else (right if way < 0 else left)
        found = []
        for line in self._lines:
            if line.series.shown:
                times = line.series.points.times
                place = int(times.searchsorted(at, side="left" if way < 0 else "right")) + (-1 if way < 0 else 0)
                if 0 <= place < len(times):
                    found.append(float(times[place]))
        if found:
            self.point_at(max(found) if way < 0 else min(found))

    def _mouse_moved(self, point: QPointF) -> None:
        if self._box.sceneBoundingRect().contains(point):
            self.point_at(float(self._box.mapSceneToView(point).x()) + self._origin)
        elif self._cursor_at is not None:
            self.point_at(None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._frame()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frame()

    # -- look

    def _frame(self) -> None:
        """Show who has the focus."""
        shades = theme.colours(self.palette())
        self._box.setBorder(pg.mkPen(shades.accent if self.hasFocus() else shades.line, width=1))

    def dress(self) -> None:
        """Take the colours and fonts of the theme."""
        shades = theme.colours(self.palette())
        self.setBackground(shades.base)
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        for name in ("bottom", "left"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(shades.line))
            axis.setTextPen(pg.mkPen(shades.muted))
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4 if name == "left" else 4, tickTextOffset=4, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
        self.showGrid(x=True, y=True, alpha=0.35)
        self._cursor_time.setColor(shades.text)
        self._cursor_time.fill = pg.mkBrush(shades.hover)
        self._cursor_time.setFont(font)
        self._cursor.setPen(pg.mkPen(shades.muted, width=1, style=Qt.PenStyle.DashLine))
        self._frame()
        self._draw_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_cursor"):
            self.dress()
