"""The tree of topics: folding by mouse and keyboard, a selection that stays with its topic, search and menu."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tracemq.ui import topic_panel
from tracemq.ui.painted_table import PADDING
from tracemq.ui.topic_panel import TopicPanel
from tracemq.ui.topic_tree import TopicTree
from tracemq.viewmodels import topic_children, topic_search, topic_tree
from tracemq.viewmodels.topic_nodes import TreeColumn, TreeOrder
from tracemq.workspace.connection import Connection


@pytest.fixture
def broker() -> Connection:
    return connection()


@pytest.fixture
def panel(broker: Connection, qtbot: QtBot) -> Iterator[TopicPanel]:
    panel = TopicPanel(broker.tree, broker.topics)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(panel)
    panel.resize(400, 500)
    panel.show()
    yield panel
    assert tester is not None


@pytest.fixture
def tree(panel: TopicPanel) -> TopicTree:
    return panel.tree


def tell(panel: TopicPanel, broker: Connection, *sent: Sent | str) -> None:
    receive(broker, *sent)
    while broker.tree.waiting or broker.log.pending:
        panel.tick(broker.tick(1.0), 1.0)


@contextmanager
def watching(widget: QWidget, kind: QEvent.Type) -> Iterator[list[QEvent.Type]]:
    """Write down the events of a kind that a widget gets."""
    seen: list[QEvent.Type] = []

    class Filter(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is kind:
                seen.append(kind)
            return False

    QApplication.processEvents()
    seer = Filter()
    widget.installEventFilter(seer)
    yield seen
    widget.removeEventFilter(seer)


def rows(tree: TopicTree) -> list[str]:
    model = tree.model()
    return [model.index(row, TreeColumn.TOPIC).data() for row in range(model.rowCount())]


def keys(qtbot: QtBot, tree: TopicTree, *pressed: Qt.Key) -> None:
    for key in pressed:
        qtbot.keyClick(tree, key)


def test_arrows_plus_minus_and_star_fold(panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot) -> None:
    tell(panel, broker, "a/b/c", "a/d", "e")
    key = Qt.Key
    keys(qtbot, tree, key.Key_Down)
    assert tree.topic == "a"
    keys(qtbot, tree, key.Key_Right)
    assert rows(tree) == ["a", "b", "d", "e"]
    keys(qtbot, tree, key.Key_Right)
    assert tree.topic == "a/b"
    keys(qtbot, tree, key.Key_Plus, key.Key_Down)
    assert tree.topic == "a/b/c"
    keys(qtbot, tree, key.Key_Left)
    assert tree.topic == "a/b"
    keys(qtbot, tree, key.Key_Left)
    assert rows(tree) == ["a", "b", "d", "e"]
    keys(qtbot, tree, key.Key_Left, key.Key_Minus)
    assert rows(tree) == ["a", "e"]
    keys(qtbot, tree, key.Key_Asterisk)
    assert rows(tree) == ["a", "b", "c", "d", "e"]
    keys(qtbot, tree, key.Key_End)
    assert tree.topic == "e"
    keys(qtbot, tree, key.Key_Home)
    assert tree.topic == "a"


def test_typed_letters_go_to_the_next_topic_that_begins_with_them(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, "alpha", "beta", "bravo", "gamma")
    qtbot.keyClicks(tree, "br")
    assert tree.topic == "bravo"


def test_a_click_on_the_arrow_folds_and_selects_nothing(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, "a/b", "c")
    arrow = QPoint(PADDING + 6, tree.row_height // 2)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert (rows(tree), tree.topic) == (["a", "b", "c"], None)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert rows(tree) == ["a", "c"]


def test_a_double_click_folds_a_branch_and_activates_a_leaf(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, "a/b")
    with qtbot.assertNotEmitted(tree.topic_activated):
        qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 5))
    assert rows(tree) == ["a", "b"]
    with qtbot.waitSignal(tree.topic_activated) as heard:
        qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, tree.row_height + 5))
    assert heard.args == ["a/b"]


def test_folding_over_the_selection_selects_the_branch(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, "a/b/c", "d")
    node = broker.tree.find("a/b/c")
    assert node is not None
    tree.select_node(node)
    assert tree.topic == "a/b/c"
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(PADDING + 6, tree.row_height // 2))
    assert tree.topic == "a"


def test_the_selection_stays_with_its_topic_while_others_join(
    panel: TopicPanel, tree: TopicTree, broker: Connection
) -> None:
    tell(panel, broker, "m/n")
    node = broker.tree.find("m/n")
    assert node is not None
    selected: list[str] = []
    tree.topic_selected.connect(selected.append)
    tree.select_node(node)
    tell(panel, broker, "a", "m/a", "z")  # a few are inserted ...
    tell(panel, broker, *(f"{first}{second}" for first in "bcdefghijklnopq" for second in "abcdef"))  # ... many reset
    current = tree.currentIndex()
    assert (tree.topic, selected) == ("m/n", ["m/n"])
    assert tree.selectionModel().isSelected(current)
    assert tree.model().index(current.row(), 0).data() == "n"


def test_branches_and_topics_are_asked_for_as_filters(panel: TopicPanel, tree: TopicTree, broker: Connection) -> None:
    tell(panel, broker, "a/b")
    asked: list[str] = []
    tree.topic_actions.offer_filters()
    tree.topic_actions.filter_asked.connect(asked.append)
    tree.topic_actions.publish_asked.connect(asked.append)
    for topic in ("a", "a/b"):
        node = broker.tree.find(topic)
        assert node is not None
        tree.select_node(node)
        tree.topic_actions.filter.trigger()
        tree.topic_actions.publish.trigger()
    tree.topic_actions.copy.trigger()
    assert asked == ["a/#", "a", "a/b", "a/b"]
    assert QGuiApplication.clipboard().text() == "a/b"
    tree.topic_actions.copy_value.trigger()
    assert QGuiApplication.clipboard().text() == "21.5"


def test_a_branch_is_subscribed_to_and_ended_by_the_menu(
    panel: TopicPanel, tree: TopicTree, broker: Connection
) -> None:
    tell(panel, broker, "a/b", "c")
    actions, asked = tree.topic_actions, list[str]()
    known = {"a"}
    actions.offer_subscriptions(lambda topic: topic in known)
    actions.subscribe_asked.connect(asked.append)
    actions.unsubscribe_asked.connect(asked.append)
    enabled = []
    for topic in ("a", "c"):
        node = broker.tree.find(topic)
        assert node is not None
        tree.select_node(node)
        tree.menu()
        enabled.append(actions.unsubscribe.isEnabled())
        actions.subscribe.trigger()
        actions.unsubscribe.trigger()
    assert asked == ["a/#", "a", "c"]  # a disabled action asks for nothing
    assert enabled == [True, False]


def test_the_order_is_remembered_and_shown(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, "a", "b", "b")
    tree.columns.sort_by(TreeOrder.COUNT, descending=True)
    state = tree.layout_state()
    other = TopicPanel(broker.tree, broker.topics)
    qtbot.addWidget(other)
    other.tree.restore_layout(state)
    assert rows(other.tree) == ["b", "a"]
    header = other.tree.horizontalHeader()
    assert (header.isSortIndicatorShown(), header.sortIndicatorSection()) == (True, TreeColumn.COUNT)


def test_a_layout_of_an_older_program_is_taken(panel: TopicPanel, tree: TopicTree) -> None:
    header = tree.horizontalHeader()
    before = header.saveState()
    header.showSection(TreeColumn.AGE)
    tree.restore_layout(before)
    assert tree.isColumnHidden(TreeColumn.AGE)
    tree.restore_layout(QByteArray(b"{broken\n" + bytes(before.data())))
    assert tree.columns._tree.order == (TreeOrder.NAME, False)


def test_expanding_all_says_how_many_it_shows_where_there_are_more(
    panel: TopicPanel, tree: TopicTree, broker: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (topic_tree, topic_panel):
        monkeypatch.setattr(module, "MOST_UNFOLDED", 30)
    tell(panel, broker, *(f"{branch}/{number}" for branch in "abc" for number in range(12)))
    tree.expand_all.trigger()
    assert tree.model().rowCount() == 3 + 24
    assert panel._note.text().startswith("27 topics are shown. At most 30")


def test_a_name_or_value_that_is_cut_has_a_tool_tip_without_html(
    panel: TopicPanel, tree: TopicTree, broker: Connection
) -> None:
    tell(
        panel, broker, Sent("a", b"1"), Sent("<b>" + "n" * 200, b"2"), Sent("z", b"<i>" + b"v" * 200), Sent("y/y", b"3")
    )

    def tip(row: int) -> str:
        return tree.tip_at(tree.visualRect(tree.model().index(row, TreeColumn.TOPIC)).center())

    assert rows(tree)[:2] == ["<b>" + "n" * 200, "a"]
    assert "&lt;b&gt;" + "n" * 200 in tip(0)
    assert tip(1) == ""
    assert tip(2) == ""
    assert "&lt;i&gt;" + "v" * 200 in tip(3)


def test_columns_can_be_shown_and_are_remembered(
    panel: TopicPanel, tree: TopicTree, broker: Connection, qtbot: QtBot
) -> None:
    tell(panel, broker, Sent("a", b"<b>"), Sent("b/c", "значение".encode()))
    inline = tree.viewport().grab().toImage()
    actions = {action.text(): action for action in tree.columns.column_actions(tree)}
    actions["Value"].setChecked(True)
    assert tree.viewport().grab().toImage() != inline
    state = tree.layout_state()
    other = TopicPanel(broker.tree, broker.topics)
    qtbot.addWidget(other)
    other.tree.restore_layout(state)
    assert not other.tree.isColumnHidden(TreeColumn.VALUE)


def test_the_menu_offers_what_can_be_done(panel: TopicPanel, tree: TopicTree, broker: Connection) -> None:
    tell(panel, broker, "a/b")
    names = ["Copy Topic", "Copy Last Value", "Show Only This Branch", "Publish to This Topic"]

    def offered() -> list[bool]:
        actions = {action.text(): action for action in tree.menu().actions()}
        return [actions[name].isEnabled() for name in names]

    tree.topic_actions.offer_filters()
    assert offered() == [False] * 4
    tree.selectionModel().setCurrentIndex(tree.model().index(0, 0), QItemSelectionModel.SelectionFlag.SelectCurrent)
    assert offered() == [True] * 4


def test_a_search_shows_what_it_finds_and_escape_ends_it(panel: TopicPanel, broker: Connection, qtbot: QtBot) -> None:
    tell(panel, broker, "house/kitchen/light", "house/bath/light", "plant/line", "Light")
    panel.line.setText("light")
    qtbot.waitUntil(lambda: rows(panel.tree) == ["Light", "house", "bath", "light", "kitchen", "light"])
    panel.line.setText("Light")
    qtbot.waitUntil(lambda: rows(panel.tree) == ["Light"])
    tell(panel, broker, "plant/MainLight", "plant/other")
    assert rows(panel.tree) == ["Light", "plant", "MainLight"]
    qtbot.keyClick(panel.line, Qt.Key.Key_Escape)
    assert rows(panel.tree) == ["Light", "house", "plant"]


def test_a_search_that_finds_too_much_says_so(
    panel: TopicPanel, broker: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_search, "MOST_FOUND", 3)
    monkeypatch.setattr(topic_panel, "TYPING_PAUSE_MS", 0)
    tell(panel, broker, *(f"t{number}" for number in range(9)))
    panel.line.setText("t")
    qtbot.waitUntil(lambda: len(rows(panel.tree)) == 3)
    assert "3" in panel._note.text()
    assert panel._note.isVisible()


def test_expanding_too_much_says_so(panel: TopicPanel, broker: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_tree, "MOST_UNFOLDED", 4)
    tell(panel, broker, *(f"a/{number}" for number in range(9)))
    panel.tree.expand_all.trigger()
    assert rows(panel.tree) == ["a"]
    assert panel._note.isVisible()
    panel.tree.collapse_all.trigger()


def test_what_has_just_changed_stands_out_for_a_moment(
    panel: TopicPanel, broker: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(broker, "a", at=time.time())
    panel.tick(broker.tick(1.0), 1.0)
    fresh = panel.tree.viewport().grab().toImage()
    with watching(panel.tree.viewport(), QEvent.Type.Paint) as painted:
        panel.tick(broker.tick(1.1), 1.1)
        assert painted == []
        panel.tick(broker.tick(2.0), 2.0)
        qtbot.waitUntil(lambda: bool(painted))
    monkeypatch.setattr("tracemq.ui.topic_tree.FRESH_S", 0.0)
    assert panel.tree.viewport().grab().toImage() != fresh


def test_a_click_on_a_title_sorts_and_the_selection_stays(
    panel: TopicPanel, tree: TopicTree, broker: Connection
) -> None:
    tell(panel, broker, "a", "b", "b", "c")
    node = broker.tree.find("a")
    assert node is not None
    tree.select_node(node)
    tree.horizontalHeader().sectionClicked.emit(TreeColumn.COUNT)
    assert (rows(tree), tree.topic, tree.currentIndex().row()) == (["b", "a", "c"], "a", 1)
    tree.horizontalHeader().sectionClicked.emit(TreeColumn.COUNT)
    assert rows(tree) == ["a", "c", "b"]
    tree.horizontalHeader().sectionClicked.emit(TreeColumn.VALUE)
    assert rows(tree) == ["a", "c", "b"]
    actions = {action.text(): action for action in tree.columns.order_actions(tree)}
    assert actions["Messages"].isChecked()
    actions["Name"].trigger()
    assert (rows(tree), tree.horizontalHeader().isSortIndicatorShown()) == (["a", "b", "c"], False)


def test_what_is_silent_for_long_fades(panel: TopicPanel, broker: Connection, qtbot: QtBot) -> None:
    receive(broker, "a", at=time.time() - 30)
    panel.tick(broker.tick(1.0), 1.0)
    vivid = panel.tree.viewport().grab().toImage()
    broker.tree.clear()
    receive(broker, "a", at=time.time() - 90)
    panel.tick(broker.tick(1.5), 1.5)
    assert panel.tree.viewport().grab().toImage() != vivid
    with watching(panel.tree.viewport(), QEvent.Type.Paint) as painted:
        panel.tick(broker.tick(9.0), 9.0)
        QApplication.processEvents()
        panel.tick(broker.tick(20.0), 20.0)
        qtbot.waitUntil(lambda: bool(painted))


def test_many_children_are_put_in_order_while_the_window_lives(
    panel: TopicPanel, broker: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_children, "MANY_CHILDREN", 100)
    tell(panel, broker, *(f"m/{number:05}" for number in reversed(range(5_000))))
    node = broker.tree.find("m")
    assert node is not None
    panel.model.unfold(node)
    assert panel.model.rowCount() < 5_001
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5_001)
    assert not panel._ordering.isActive()


def test_an_empty_tree_says_so(panel: TopicPanel) -> None:
    said = panel.tree.viewport().grab().toImage()
    panel.tree.empty_text = ""
    assert panel.tree.viewport().grab().toImage() != said


def test_everything_has_a_name_to_be_read_aloud(panel: TopicPanel) -> None:
    assert panel.tree.accessibleName() == "Topics"
    assert panel.line.accessibleName() == "Search topics"
