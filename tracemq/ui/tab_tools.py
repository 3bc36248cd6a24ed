"""Adds to the menus of a tab's table and tree what its further panels do with a row or a topic.

The window imports this before it is shown: what few need is imported where they ask for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction

from tracemq.history.row import LogView

from .icons import set_icon
from .tab_docks import LATER_DOCKS

if TYPE_CHECKING:
    from tracemq.payloads.detect import Format

    from .chart_panel import ChartPanel
    from .connection_tab import ConnectionTab
    from .differences_panel import DifferencesPanel
    from .history_panel import HistoryPanel

PROPERTIES_HEIGHT: Final = 300  # px of the publish form


class TabTools(QObject):
    """Lives as long as the tab."""

    def __init__(self, tab: ConnectionTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._properties_seen = False
        self._export = self._action("save", tab.export_asked.emit)
        self._history = self._action("history", lambda: tab.bring("history"))
        self._compare = self._action("compare", lambda: tab.bring("differences"))
        self._chart_row = self._action("chart", self._chart_of_row)
        self._chart_topic = self._action("chart", self._chart_of_topic)
        self._chart_node = self._action("chart", self._chart_of_node)
        self._filter_node = self._action("filter", self._filter_by_node)
        tab.docks["inspector"].made.connect(self._inspector_made)
        tab.docks["publish"].made.connect(self._form_made)
        tab.table.row_actions.more += [self._history, self._compare, self._chart_row, self._export]
        tab.topics.tree.topic_actions.more += [self._history, self._chart_topic]
        self._kept_chart = b""
        self._row: tuple[LogView, int | None] | None = None  # chosen last, for panels that are opened later
        self.topic: str | None = None  # likewise
        tab.row_chosen.connect(self._row_chosen)
        tab.topic_chosen.connect(self._topic_chosen)
        tab.installEventFilter(self)
        self.retranslate()

    def _inspector_made(self) -> None:
        from .inspector import InspectorPanel  # there already, if the tab has one

        if isinstance(self._tab.inspector, InspectorPanel):
            self._tab.inspector.offer_to_tree(self._filter_node)
            self._tab.inspector.offer_to_tree(self._chart_node)

    def _form_made(self) -> None:
        from .publish_form import PublishForm  # likewise

        if isinstance(self._tab.publish, PublishForm):
            self._tab.publish.tabs.currentChanged.connect(self._page_of_form_chosen)

    def _action(self, icon: str, slot: Callable[[], object]) -> QAction:
        action = QAction(self)
        set_icon(action, icon)
        action.triggered.connect(lambda _checked: slot())
        return action

    def _row_chosen(self, view: LogView, position: int | None) -> None:
        self._row, self.topic = (view, position), None

    def _topic_chosen(self, topic: str) -> None:
        self.topic = topic

    def hide_what_sends(self) -> None:
        """Where a file is shown, there is no broker to subscribe at or to publish to."""
        tab = self._tab
        if not tab.connection.read_only:
            return
        for action in (tab.topics.tree.topic_actions.publish, tab.table.row_actions.publish):
            action.setVisible(False)
        for name in ("subscriptions", "publish", *(spec.name for spec in LATER_DOCKS if spec.needs_broker)):
            tab.docks[name].hide()
            tab.docks[name].toggleViewAction().setVisible(False)

    def give_height(self, name: str, height: int) -> None:
        """Make a panel at least so high in px, once it has its place."""
        dock = self._tab.docks[name]

        def grow() -> None:
            if dock.height() < height:
                self._tab.resizeDocks([dock], [height], Qt.Orientation.Vertical)

        QTimer.singleShot(0, dock, grow)

    def _page_of_form_chosen(self, page: int) -> None:
        """The properties are more than the form's first height shows; after that the height is the user's."""
        from .publish_tabs import PROPERTIES

        if page == PROPERTIES and not self._properties_seen:
            self._properties_seen = True
            self.give_height("publish", PROPERTIES_HEIGHT)

    # -- history

    def fill_history(self, panel: HistoryPanel) -> None:
        """Show in a history that was just made what was chosen last."""
        if self.topic is not None:
            panel.show_topic(self.topic)
        elif self._row is not None:
            panel.show_row(*self._row)

    # -- differences

    def compare_with(self, panel: DifferencesPanel) -> None:
        """Show in the panel what the chosen rows differ in: two selected ones, or one from the one before it."""
        from tracemq.viewmodels.difference_rows import two_selected

        tab = self._tab

        def compare() -> None:
            if not panel.isVisible():  # it asks again once it can be seen
                return
            view, first = tab.messages.view, tab.messages.first
            two = two_selected(tab.table.selected_spans())
            if two is not None:
                seqs = sorted(view.seq(first + row) for row in two)
                panel.show_two(*seqs)
            elif self._row is not None:
                panel.show_row(*self._row)

        later = QTimer(panel, singleShot=True, interval=0)
        later.timeout.connect(compare)
        tab.table.selectionModel().selectionChanged.connect(later.start)
        tab.row_chosen.connect(lambda view, position: None if tab.table.hasFocus() else panel.show_row(view, position))
        panel.shown.connect(later.start)

    # -- the chart

    @property
    def chart_state(self) -> bytes:
        """The lines of the chart, or those that it will have once somebody opens it."""
        panel = self._chart
        return self._kept_chart if panel is None else panel.state()

    @property
    def _chart(self) -> ChartPanel | None:
        panel: ChartPanel | None = self._tab.docks["chart"].panel  # type: ignore[assignment]  # see `tab_docks`
        return panel

    def restore_chart(self, state: bytes) -> None:
        """Draw the lines that were kept, now or when the chart is opened."""
        self._kept_chart = state
        if self._chart is not None:
            self._chart.restore(state)

    def add_to_chart(self, topic: str, path: str | None = None, wanted: Format | None = None) -> None:
        """Draw the numbers of a topic, or those at a path in its messages, read in a format if one is wanted."""

        def add(chart: ChartPanel) -> None:
            if path is None:
                chart.add_topic(topic)
            else:
                chart.add_number(topic, path, wanted)

        self._tab.bring("chart", add)  # type: ignore[arg-type]  # see `tab_docks`

    def _chart_of_row(self) -> None:
        tab = self._tab
        position = tab.table.current
        if position is not None:
            self.add_to_chart(tab.messages.view.row(position).topic)

    def _chart_of_topic(self) -> None:
        topic = self._tab.topics.tree.topic
        if topic:
            self.add_to_chart(topic)

    def _chart_of_node(self) -> None:
        """Draw the value that is current in the inspector's tree."""
        from tracemq.viewmodels.payload_numbers import number_of

        from .inspector import InspectorPanel

        inspector = self._tab.inspector
        if not isinstance(inspector, InspectorPanel) or inspector.message is None:
            return
        views = inspector.views
        if views.node is None or number_of(views.reading, views.node) is None:
            self._tab.note.emit(self.tr("This value is no number."))
        else:
            self.add_to_chart(inspector.message.topic, views.reading.path(views.node), views.wanted)

    # -- the filter

    def _filter_by_node(self) -> None:
        """Show only messages that have the current value of the inspector's tree in the same place."""
        from tracemq.viewmodels.value_filter import value_query

        from .inspector import InspectorPanel

        inspector = self._tab.inspector
        if not isinstance(inspector, InspectorPanel) or inspector.message is None:
            return
        views = inspector.views
        query = None if views.node is None else value_query(views.reading, views.node)
        if query is None:
            self._tab.note.emit(self.tr("A filter can look at single values of JSON payloads alone."))
        else:
            self._tab.panel.filter_line.add_query(query)

    def retranslate(self) -> None:
        self._export.setText(self.tr("Export…"))
        self._history.setText(self.tr("Topic History"))
        for action in (self._chart_row, self._chart_topic, self._chart_node):
            action.setText(self.tr("Add to Chart"))
        self._compare.setText(self.tr("Show Differences"))
        self._filter_node.setText(self.tr("Show Only This Value"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)
