"""What a tab looks like is kept: for the connection, for the next one that was never arranged, or for it alone."""

from __future__ import annotations

from PySide6.QtCore import QByteArray

from tests.support.plain_panels import Layouts
from tracemq.ui.tab_layouts import TabLayouts

STATES = {name: QByteArray(name.encode()) for name in ("docks", "messages", "topics", "chart")}


def test_the_lines_of_a_chart_are_those_of_one_connection_alone() -> None:
    layouts = Layouts()
    tabs = TabLayouts(layouts, lambda profile: profile in {"a", "b"})
    tabs.save("a", STATES, QByteArray())
    assert tabs.load("a") == STATES
    assert tabs.load("b") == {**STATES, "chart": QByteArray()}
    assert "chart" not in tabs.load("unknown")
    tabs.save("unknown", STATES, QByteArray())
    assert "tab-chart" not in layouts
    tabs.forget("a")
    assert tabs.load("a")["chart"] == QByteArray()
