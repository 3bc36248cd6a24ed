"""The panels of a tab that are made when somebody first asks for them: a table of docks, and what makes each.

Made later because most people open few of them, and some bring large libraries: start and memory stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab

RIGHT: Final = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM: Final = Qt.DockWidgetArea.BottomDockWidgetArea
CHART_HEIGHT: Final = 260  # px at first
RETAINED_HEIGHT: Final = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class TabDock:
    """A dock that is not made before it is shown; its title stands in the tab.

    The widget may have `tick(now_s)`, called once per frame while it can be seen, and `close_panel()`, called when
    the connection is closed.
    """

    name: str  # it is remembered by
    area: Qt.DockWidgetArea
    make: Callable[[ConnectionTab], QWidget]
    beside: str = ""  # the dock that it is a tab of
    needs_broker: bool = False  # it is not there where a file is shown
    modules: Sequence[str] = ()  # what `make` imports, to be imported in steps before


def _chart(tab: ConnectionTab) -> QWidget:
    from .chart_panel import ChartPanel
    from .inspector_join import shared_bindings

    tab.tools.give_height("chart", CHART_HEIGHT)
    panel = ChartPanel(tab.connection, tab.docks["chart"], shared_bindings())
    panel.restore(tab.tools.chart_state)
    return panel


def _history(tab: ConnectionTab) -> QWidget:
    from .history_panel import HistoryPanel

    panel = HistoryPanel(tab.connection.log, tab.docks["history"])
    tab.topic_chosen.connect(panel.show_topic)
    tab.row_chosen.connect(panel.show_row)
    panel.row_chosen.connect(tab.inspect)
    panel.row_activated.connect(tab.table.go_to_seq)
    panel.chart_asked.connect(tab.tools.add_to_chart)
    tab.tools.fill_history(panel)
    return panel


def _differences(tab: ConnectionTab) -> QWidget:
    from .differences_panel import DifferencesPanel

    panel = DifferencesPanel(tab.connection.log, tab.docks["differences"])
    tab.tools.compare_with(panel)
    return panel


def _talkers(tab: ConnectionTab) -> QWidget:
    from .top_talkers import TopTalkers

    talkers = TopTalkers(tab.connection.tree, tab.docks["talkers"])
    talkers.topic_chosen.connect(tab.go_to_topic)
    return talkers


def _retained(tab: ConnectionTab) -> QWidget:
    from .retained_panel import RetainedPanel

    tab.tools.give_height("retained", RETAINED_HEIGHT)
    panel = RetainedPanel(tab.connection, tab.docks["retained"])
    panel.topic_chosen.connect(tab.go_to_topic)
    panel.publish_asked.connect(tab.publish_to)
    return panel


def _messages(tab: ConnectionTab) -> QWidget:
    from .publishing_docks import messages

    return messages(tab)


def _repeats(tab: ConnectionTab) -> QWidget:
    from .publishing_docks import repeats

    return repeats(tab)


def _requests(tab: ConnectionTab) -> QWidget:
    from .publishing_docks import requests

    return requests(tab)


def _publishing(panel: str) -> tuple[str, str]:
    """The modules of a panel that belongs to the publish form."""
    return "tracemq.ui.publishing_docks", f"tracemq.ui.{panel}"


LATER_DOCKS: Final = (
    TabDock(name="chart", area=BOTTOM, make=_chart, modules=("tracemq.ui.chart_panel",), beside="publish"),
    TabDock(name="history", area=RIGHT, make=_history, modules=("tracemq.ui.history_panel",), beside="inspector"),
    TabDock(
        name="differences", area=RIGHT, make=_differences, modules=("tracemq.ui.differences_panel",), beside="inspector"
    ),
    TabDock(name="talkers", area=RIGHT, make=_talkers, modules=("tracemq.ui.top_talkers",), beside="inspector"),
    TabDock(
        name="retained",
        area=BOTTOM,
        make=_retained,
        modules=("tracemq.ui.retained_panel",),
        beside="publish",
        needs_broker=True,
    ),
    # at the right of the form
    TabDock(name="messages", area=BOTTOM, make=_messages, modules=_publishing("messages_panel"), needs_broker=True),
    TabDock(
        name="repeats",
        area=BOTTOM,
        make=_repeats,
        modules=_publishing("repeats_panel"),
        beside="messages",
        needs_broker=True,
    ),
    TabDock(
        name="requests",
        area=BOTTOM,
        make=_requests,
        modules=_publishing("request_panel"),
        beside="messages",
        needs_broker=True,
    ),
)
