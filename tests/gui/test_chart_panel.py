"""Numbers are drawn over time: lines are added, hidden and removed, time is moved and held, all can be exported."""

from __future__ import annotations

import csv
import io
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import cbor2
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tracemq.history.json_path import JsonPath
from tracemq.profiles.bindings import Binding, BoundFormat
from tracemq.ui import chart_panel
from tracemq.ui.chart_panel import ChartPanel
from tracemq.ui.fields import Tone
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels import slices
from tracemq.viewmodels.chart_export import write_csv, write_png
from tracemq.viewmodels.chart_legend import LegendColumn
from tracemq.viewmodels.payload_bindings import PayloadBindings
from tracemq.workspace.connection import Connection

NOW = 1_700_000_000.0


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read all messages in one frame, however busy the machine is."""
    monkeypatch.setattr(chart_panel, "STEP_S", 60.0)
    monkeypatch.setattr(chart_panel, "CATCH_UP_S", 60.0)


@pytest.fixture
def plant() -> Connection:
    made = connection()
    for number in range(100):
        payload = json.dumps({"t": number, "s": {"h": 100 - number}, "on": "yes"}).encode()
        receive(made, Sent("hall/a", payload), Sent("hall/b", b"%d.5" % number), Sent("c", b"word"), at=NOW + number)
    made.tick(1.0)
    return made


@pytest.fixture
def panel(plant: Connection, qtbot: QtBot) -> Iterator[ChartPanel]:
    QLocale.setDefault(QLocale.c())
    made = ChartPanel(plant)
    tester = QAbstractItemModelTester(made.legend_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(made)
    made.resize(900, 240)
    made.show()
    qtbot.waitUntil(lambda: made.plot is not None, timeout=20_000)
    yield made
    made.close_panel()
    assert tester is not None


_clock = [10.0]


def tick(panel: ChartPanel) -> None:
    for _ in range(3):
        _clock[0] += 1.0
        panel.tick(_clock[0])


def cells(panel: ChartPanel, row: int) -> list[str]:
    return [panel.legend_model.index(row, column).data() for column in LegendColumn]


def drawn(panel: ChartPanel, row: int = 0) -> tuple[list[float], list[float]]:
    assert panel.plot is not None
    if not panel.plot._curves[row][0].isVisible():
        return [], []
    x, y = panel.plot._curves[row][0].getData()
    scale = panel.plot.getAxis("left").drawn
    return [at + panel.plot._origin for at in x], [round(scale.value(at), 6) for at in y]


def test_without_lines_it_says_what_to_do_and_offers_to_add(panel: ChartPanel) -> None:
    assert panel.add.isVisible()
    assert "Add a topic" in panel._nothing.text()
    assert not panel.tools.export.isEnabled()


def test_a_number_at_a_path_is_drawn_over_time(panel: ChartPanel) -> None:
    panel.add_number("hall/a", "$.t")
    tick(panel)
    x, y = drawn(panel)
    assert (y, x[0], x[-1]) == ([float(n) for n in range(100)], NOW, NOW + 99)
    assert panel.plot is not None
    left, right = panel.plot.span
    assert left <= NOW < NOW + 99 <= right < NOW + 110
    scale = panel.plot.getAxis("left").drawn
    assert scale.low < 0 < 99 < scale.high
    assert cells(panel, 0) == ["hall/a · t", "99", "0", "99"]


def test_lines_of_several_topics_share_what_tells_them_apart(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    panel.add_topic("hall/a")
    tick(panel)
    names = [cells(panel, row)[0] for row in range(panel.legend_model.rowCount())]
    assert names == ["…/b", "…/a · t", "…/a · s.h"]
    assert panel.legend_model.whole_text(0, 1) == "hall/a  $.t"


def test_no_topic_is_forgotten_while_a_long_message_of_another_is_read(
    panel: ChartPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.0)
    for topic in ("hall/a", "hall/b"):
        panel.add_topic(topic)
    assert panel.chart.series == []
    qtbot.waitUntil(lambda: len(panel.chart.series) == 3)
    keys = [series.key[:2] for series in panel.chart.series]
    assert keys == [("hall/a", "$.t"), ("hall/a", "$.s.h"), ("hall/b", "$")]


def test_a_topic_with_many_numbers_lets_one_be_chosen(panel: ChartPanel, plant: Connection) -> None:
    receive(plant, Sent("many", json.dumps(list(range(9))).encode()), at=NOW + 200)
    plant.tick(2.0)
    panel.add_topic("many")
    assert panel.chart.series == []
    assert panel.add.topic.text() == "many"
    assert panel.add.path.itemText(0) == "$[0]"
    panel.add.path.setCurrentText("[3]")
    panel.add.add()
    assert [series.key for series in panel.chart.series] == []
    assert "no JSON path" in panel.note.text()
    panel.add.path.setCurrentText("$[3]")
    panel.add.add()
    assert [series.key for series in panel.chart.series] == [("many", "$[3]", None)]


@pytest.mark.parametrize("selected", [True, False])
def test_enter_adds_the_offered_number_once_whether_its_path_is_selected_or_not(
    panel: ChartPanel, selected: bool
) -> None:
    panel.add.topic.setText("hall/a")
    panel.add.fill_paths(["$.t", "$.s.h"])
    line = panel.add.path.lineEdit()
    assert line is not None
    if selected:
        line.selectAll()
    else:
        line.deselect()
    asked: list[object] = []
    panel.add.wanted.connect(lambda topics, _path: asked.append(topics))
    QTest.keyClick(panel.add.path, Qt.Key.Key_Return)
    assert asked == [["hall/a"]]
    assert [series.topic for series in panel.chart.series] == ["hall/a"]


def test_a_topic_without_numbers_is_told(panel: ChartPanel) -> None:
    panel.add_topic("c")
    assert "no number" in panel.note.text()


def test_a_filter_adds_a_line_for_each_topic(panel: ChartPanel) -> None:
    panel.add.topic.setText("hall/+")
    panel.add.path.setCurrentText("$.t")
    panel.add.add()
    assert [series.topic for series in panel.chart.series] == ["hall/a", "hall/b"]
    panel.add.topic.setText("none/+")
    panel.add.add()
    assert "No topic" in panel.note.text()


def test_topics_are_completed_while_typing(panel: ChartPanel) -> None:
    QTest.keyClicks(panel.add.topic, "ha")
    assert panel.add._offered.stringList() == ["hall/"]


def test_there_are_no_more_lines_than_can_be_told_apart(panel: ChartPanel) -> None:
    for number in range(17):
        panel.add_number("hall/b", f"$[{number}]")
    assert len(panel.chart.series) == 16
    assert "at most 16" in panel.note.text()


def test_it_follows_what_arrives_until_the_user_looks_elsewhere(panel: ChartPanel, plant: Connection) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    assert panel.plot is not None
    receive(plant, Sent("hall/b", b"7"), at=NOW + 150)
    plant.tick(2.0)
    tick(panel)
    assert panel.plot.span[1] > NOW + 150
    panel.plot.pan(-0.5)
    assert not panel.tools.live.isChecked()
    before = panel.plot.span
    receive(plant, Sent("hall/b", b"8"), at=NOW + 200)
    plant.tick(3.0)
    tick(panel)
    assert panel.plot.span == before
    QTest.keyClick(panel.plot, Qt.Key.Key_Home)
    tick(panel)
    assert panel.tools.live.isChecked()
    assert panel.plot.span[1] > NOW + 200


def test_the_last_minute_may_be_shown_alone(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    panel.tools.span.choose(60.0)
    panel.tools.span.activated.emit(1)
    tick(panel)
    assert panel.plot is not None
    assert panel.plot.span[0] == pytest.approx(NOW + 39)
    assert cells(panel, 0)[2:] == ["38.5", "99.5"]  # one more on the left, so that the line goes on to the edge


def test_held_it_stands_still_and_keeps_what_arrives(panel: ChartPanel, plant: Connection) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    panel.tools.pause.setChecked(True)
    before = drawn(panel)
    receive(plant, Sent("hall/b", b"7"), at=NOW + 150)
    plant.tick(2.0)
    tick(panel)
    assert panel.plot is not None
    assert (drawn(panel), len(panel.chart.series[0].points)) == (before, 101)
    panel.tools.pause.setChecked(False)
    tick(panel)
    assert drawn(panel)[1][-1] == 7.0


def test_the_cursor_reads_the_values_and_the_time(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    assert panel.plot is not None
    panel.plot.point_at(NOW + 10.2)
    assert cells(panel, 0)[1] == "10.5"
    said = panel.plot._cursor_time.toPlainText().strip()
    assert said == time.strftime("%H:%M:%S", time.localtime(NOW + 10)) + ".200"
    QTest.keyClick(panel.plot, Qt.Key.Key_Right)
    assert cells(panel, 0)[1] == "11.5"
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    assert cells(panel, 0)[1] == "10.5"
    QTest.keyClick(panel.plot, Qt.Key.Key_Escape)
    assert cells(panel, 0)[1] == "99.5"
    assert not panel.plot._cursor.isVisible()


def test_tab_comes_to_the_plot_once_on_its_way_to_the_legend(panel: ChartPanel, qtbot: QtBot) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.legend.setFocus()
    met: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in met:
        met.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert panel.plot is not None
    assert [part for part in met if part is panel.plot or panel.plot.isAncestorOf(part)] == [panel.plot]


def test_keys_zoom_about_the_cursor(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    assert panel.plot is not None
    panel.plot.point_at(NOW + 25)
    left, right = panel.plot.span
    QTest.keyClick(panel.plot, Qt.Key.Key_Plus)
    inner = panel.plot.span
    assert (inner[1] - inner[0]) * 1.25 == pytest.approx(right - left)
    assert (NOW + 25 - inner[0]) / (inner[1] - inner[0]) == pytest.approx((NOW + 25 - left) / (right - left))


def test_a_line_is_hidden_shown_and_removed_by_keys(panel: ChartPanel) -> None:
    panel.add_topic("hall/a")
    tick(panel)
    panel.legend.setCurrentIndex(panel.legend_model.index(0, 0))
    panel.activateWindow()
    panel.legend.setFocus()
    QTest.keyClick(panel.legend, Qt.Key.Key_Space)
    tick(panel)
    assert (drawn(panel)[0], panel.chart.series[0].shown) == ([], False)
    QTest.keyClick(panel.legend, Qt.Key.Key_Space)
    tick(panel)
    assert len(drawn(panel)[0]) == 100
    QTest.keyClick(panel.legend, Qt.Key.Key_Delete)
    assert [series.key for series in panel.chart.series] == [("hall/a", "$.s.h", None)]
    assert panel.legend_model.lines[0].number == 1  # it keeps its colour


def test_stairs_and_own_scales_draw_the_same_points_in_other_ways(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    panel.tools.stairs.setChecked(True)
    tick(panel)
    assert len(drawn(panel)[0]) == 199
    panel.tools.scales.setChecked(True)
    tick(panel)
    y = panel.plot._curves[0][0].getData()[1]  # type: ignore[union-attr]
    assert (min(y), max(y)) == (pytest.approx(0.08 / 1.16), pytest.approx(1.08 / 1.16))


def test_what_is_not_drawn_is_told(panel: ChartPanel, plant: Connection) -> None:
    receive(plant, Sent("hall/b", b"NaN"), Sent("hall/b", b"1e400"), Sent("hall/b", bytes(2 << 20)), at=NOW + 100)
    plant.tick(2.0)
    panel.add_number("hall/b", "$")
    tick(panel)
    assert panel.note.text() == "Messages without a number: 2. Payloads too long to be read: 1."


def test_extreme_numbers_are_drawn_without_harm(panel: ChartPanel, plant: Connection) -> None:
    values = ["1.7e308", "-1.7e308", "5e-324", "0", "123456789012345678901234567890", "-0.0"]
    for number, value in enumerate(values):
        receive(plant, Sent("x", value.encode()), at=NOW + number)
    plant.tick(2.0)
    panel.add_number("x", "$")
    tick(panel)
    QApplication.processEvents()
    assert panel.plot is not None
    assert all(map(math.isfinite, panel.plot._box.viewRange()[1]))
    panel.tools.scales.setChecked(True)
    tick(panel)
    QApplication.processEvents()


def test_clearing_the_log_empties_the_chart(panel: ChartPanel, plant: Connection) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    plant.clear()
    tick(panel)
    assert drawn(panel) == ([], [])
    assert cells(panel, 0)[1:] == ["", "", ""]


def test_the_points_go_into_a_csv_file_whole(
    panel: ChartPanel, qtbot: QtBot, tmp_path: Path, plant: Connection
) -> None:
    receive(plant, Sent("=hall\t", b"1"), at=NOW)
    plant.tick(2.0)
    panel.add_number("=hall\t", "$")
    panel.add_number("hall/a", "$.t")
    tick(panel)
    path = tmp_path / "points.csv"
    panel.files.export(path, lambda path: write_csv(path, panel.chart.shown))
    qtbot.waitUntil(lambda: panel.note.tone is Tone.GOOD)
    rows = list(csv.DictReader(io.StringIO(path.read_text(), newline="")))
    assert len(rows) == 101
    assert rows[0] == {
        "time": "2023-11-14T22:13:20.000000Z",
        "seconds": "1700000000.0",
        "topic": "'=hall\t",
        "path": "$",
        "value": "1.0",
    }
    assert [float(row["value"]) for row in rows[1:]] == [float(n) for n in range(100)]


def test_the_picture_goes_into_a_png_file(panel: ChartPanel, qtbot: QtBot, tmp_path: Path) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    path = tmp_path / "chart.png"
    panel.files.export(path, lambda path: write_png(path, panel.picture()))
    qtbot.waitUntil(lambda: panel.note.tone is Tone.GOOD)
    image = QImage(str(path))
    assert panel.plot is not None
    assert (image.width(), image.height() > 2 * panel.plot.height()) == (2 * panel.plot.width(), True)
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 5


def test_the_picture_has_every_line_that_is_shown_and_room_for_whole_names(
    panel: ChartPanel, plant: Connection
) -> None:
    long = "hall/" + "x" * 150
    receive(plant, *(Sent(f"{long}/{number}", b"1") for number in range(12)), at=NOW + 200)
    plant.tick(2.0)
    panel.add_lines(["hall/b"], JsonPath())
    tick(panel)
    one = panel.picture()
    panel.add_lines([f"{long}/{number}" for number in range(12)], JsonPath())
    tick(panel)
    many = panel.picture()
    panel.chart.show(panel.chart.series[3], shown=False)
    fewer = panel.picture()
    row = (many.height() - one.height()) // 12
    assert row >= panel.fontMetrics().height()
    assert many.height() - fewer.height() == row
    assert many.width() > 2 * panel.fontMetrics().horizontalAdvance(long) > one.width()


def test_a_file_that_cannot_be_written_is_told(panel: ChartPanel, qtbot: QtBot, tmp_path: Path) -> None:
    panel.add_topic("hall/b")
    tick(panel)
    panel.files.export(tmp_path / "no" / "points.csv", lambda path: write_csv(path, panel.chart.shown))
    qtbot.waitUntil(lambda: panel.note.tone is Tone.BAD)


def test_the_legend_stands_where_there_is_room(panel: ChartPanel) -> None:
    panel.add_topic("hall/b")
    assert panel._split.orientation() is Qt.Orientation.Horizontal
    panel.resize(280, 600)
    QApplication.processEvents()
    assert panel._split.orientation() is Qt.Orientation.Vertical


def test_the_colours_change_with_the_theme(panel: ChartPanel, qapp: QApplication) -> None:
    panel.add_topic("hall/b")
    theme = Theme(qapp, Scheme.LIGHT)
    tick(panel)
    light = panel.picture().pixelColor(3, 3).lightness()
    theme.use(Scheme.DARK)
    QApplication.processEvents()
    tick(panel)
    assert panel.picture().pixelColor(3, 3).lightness() < 100 < light
    theme.use(Scheme.LIGHT)
    qapp.setStyleSheet("")


def test_a_hundred_thousand_points_are_drawn_quickly(panel: ChartPanel, plant: Connection) -> None:
    for block in range(100):
        receive(plant, *(Sent("wave", b"%d" % (number * 7919 % 1000)) for number in range(1000)), at=NOW + block)
    plant.tick(2.0)
    panel.add_number("wave", "$")
    while panel.chart.step(0.05):
        pass
    assert len(panel.chart.series[0].points) == 100_000
    tick(panel)
    began = time.thread_time()
    for _ in range(5):
        panel._draw()
        panel.plot.grab()  # type: ignore[union-attr]
    assert (time.thread_time() - began) / 5 < 0.15  # 20 ms on a machine that has nothing else to do
    x, y = drawn(panel)
    assert len(x) < 5000
    assert (min(y), max(y)) == (0.0, 999.0)


def test_numbers_of_other_formats_are_offered_and_drawn(panel: ChartPanel, plant: Connection) -> None:
    for number in range(3):
        receive(plant, Sent("bin", cbor2.dumps({"t": number, "u": {"v w": 2 * number}})), at=NOW + 300 + number)
    plant.tick(2.0)
    panel.add_topic("bin")
    tick(panel)
    assert [series.key for series in panel.chart.series] == [("bin", "$.t", None), ("bin", '$.u["v w"]', None)]
    assert drawn(panel, 1)[1] == [0.0, 2.0, 4.0]


def test_lines_are_read_anew_when_the_rules_of_topics_change(plant: Connection, qtbot: QtBot) -> None:
    bindings = PayloadBindings()
    panel = ChartPanel(plant, bindings=bindings)
    qtbot.addWidget(panel)
    receive(plant, Sent("five", b"5"), at=NOW)
    plant.tick(2.0)
    panel.add_number("five", "$")
    panel.chart.step(1.0)
    assert panel.chart.series[0].points.values.tolist() == [5.0]
    bindings.use([Binding(filter="five", format=BoundFormat.CBOR)])
    panel.chart.step(1.0)
    assert panel.chart.series[0].points.values.tolist() == [-22.0]
    panel.close_panel()


def test_lines_come_back_as_they_were_kept(panel: ChartPanel, plant: Connection, qtbot: QtBot) -> None:
    for topic, path in (("hall/a", "$.t"), ("hall/b", "$"), ("hall/a", "$.s.h")):
        panel.add_number(topic, path)
    panel.chart.remove(panel.chart.series[0])
    panel.chart.show(panel.chart.series[0], shown=False)
    panel.tools.stairs.setChecked(True)
    panel.tools.scales.setChecked(True)
    panel.tools.span.choose(300.0)
    state = panel.state()
    other = ChartPanel(plant)
    qtbot.addWidget(other)
    other.restore(state)
    assert [series.key for series in other.chart.series] == [("hall/b", "$", None), ("hall/a", "$.s.h", None)]
    assert [(line.number, line.series.shown) for line in other.legend_model.lines] == [(1, False), (2, True)]
    assert (other.tools.stairs.isChecked(), other.tools.scales.isChecked(), other.tools.span.value) == (
        True,
        True,
        300.0,
    )
    assert other.state() == state
    other.add_number("c", "$.x")
    assert other.legend_model.lines[2].number == 0
    other.close_panel()


def test_a_chart_goes_on_without_frames_until_all_is_read_and_drawn(
    panel: ChartPanel, plant: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_panel, "CATCH_UP_S", 0.0)
    panel.add_number("hall/a", "$.t")
    qtbot.waitUntil(lambda: bool(panel.plot and panel.plot._curves) and len(drawn(panel)[1]) == 100, timeout=20_000)
    qtbot.waitUntil(lambda: not panel._working.isActive())
