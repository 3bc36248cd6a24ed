"""The flat list of unfolded topics keeps pace with the tree, and tells Qt no more than has changed."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.tree import TopicTree
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels import topic_children, topic_tree
from tracemq.viewmodels.row_runs import insertions
from tracemq.viewmodels.topic_nodes import TreeColumn, TreeOrder
from tracemq.viewmodels.topic_tree import TopicTreeModel

pytestmark = pytest.mark.usefixtures("qapp")


class Garden:
    """A tree, its model under a tester, and the way that messages take."""

    def __init__(self) -> None:
        self.topics = TopicTable()
        self.tree = TopicTree(self.topics)
        self.model = TopicTreeModel(self.tree)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.resets = 0
        self.model.reset_done.connect(self._count_reset)

    def _count_reset(self) -> None:
        self.resets += 1

    def receive(self, *sent: Sent | str) -> None:
        messages = [one if isinstance(one, Sent) else Sent(one) for one in sent]
        self.tree.count(batch_of(self.topics, *messages), 0)
        while self.tree.waiting:
            self.model.grow(self.tree.tick(1.0, float("inf")))

    def lines(self) -> list[str]:
        """The rows as a person reads them."""
        model = self.model
        return [
            "  " * model.depth(model.node(row)) + model.text(TreeColumn.TOPIC, model.node(row))
            for row in range(model.rowCount())
        ]

    def node(self, topic: str) -> int:
        found = self.tree.find(topic)
        assert found is not None
        return found


@pytest.fixture
def garden() -> Garden:
    return Garden()


def test_only_the_first_level_is_shown_at_first(garden: Garden) -> None:
    garden.receive("b/x", "a/x/y", "c")
    assert garden.lines() == ["a", "b", "c"]


def test_unfolding_shows_the_children_and_folding_hides_everything_below(garden: Garden) -> None:
    garden.receive("b/x", "a/x/y", "c")
    garden.model.unfold(garden.node("a"))
    garden.model.unfold(garden.node("a/x"))
    assert garden.lines() == ["a", "  x", "    y", "b", "c"]
    garden.model.fold(garden.node("a"))
    assert garden.lines() == ["a", "b", "c"]
    garden.model.unfold(garden.node("a"))
    assert garden.lines() == ["a", "  x", "    y", "b", "c"]


def test_a_level_without_a_name_can_be_seen(garden: Garden) -> None:
    garden.receive("/a")
    assert garden.lines() == ["∅"]


def test_a_leaf_cannot_be_unfolded(garden: Garden) -> None:
    garden.receive("a", "b/c")
    garden.model.unfold(garden.node("a"))
    assert [garden.model.foldable(garden.node(topic)) for topic in ("a", "b")] == [False, True]
    assert not garden.model.unfolded(garden.node("a"))


def test_new_topics_take_their_places_without_a_reset(garden: Garden) -> None:
    garden.receive("b", "d/x")
    garden.model.unfold(garden.node("d"))
    garden.receive("a", "c/c", "d/w", "d/y", "e")
    assert garden.lines() == ["a", "b", "c", "d", "  w", "  x", "  y", "e"]
    assert garden.resets == 0


def test_topics_below_a_folded_node_change_no_row(garden: Garden) -> None:
    garden.receive("a/b")
    changed: list[object] = []
    garden.model.rowsInserted.connect(changed.append)
    garden.receive("a/c", "a/b/d")
    assert (garden.lines(), changed) == (["a"], [])


def test_a_flood_of_topics_is_one_reset(garden: Garden) -> None:
    garden.receive(*(f"t{number:04}" for number in range(0, 1000, 2)))
    before = garden.resets
    garden.receive(*(f"t{number:04}" for number in range(1, 1000, 2)))
    assert len(garden.lines()) == 1000
    assert garden.resets == before + 1


def test_forgotten_topics_leave(garden: Garden) -> None:
    garden.receive("a/x", "b/y", "c")
    garden.model.unfold(garden.node("b"))
    garden.tree.forget([garden.topics.number(b"b/y")])
    garden.model.grow(garden.tree.tick(2.0))
    assert garden.lines() == ["a", "c"]


def test_all_is_unfolded_up_to_a_limit(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    garden.receive("a/b/c", "d/e", "f")
    assert garden.model.unfold_all()
    assert garden.lines() == ["a", "  b", "    c", "d", "  e", "f"]
    garden.model.fold_all()
    assert garden.lines() == ["a", "d", "f"]
    monkeypatch.setattr(topic_tree, "MOST_UNFOLDED", 5)
    assert not garden.model.unfold_all()
    assert garden.lines() == ["a", "  b", "d", "  e", "f"]


def test_a_branch_alone_is_unfolded(garden: Garden) -> None:
    garden.receive("a/b/c", "d/e")
    garden.model.unfold(garden.node("a"))
    assert garden.model.unfold_all(garden.node("a"))
    assert garden.lines() == ["a", "  b", "    c", "d"]


def test_revealing_unfolds_what_hides_a_node(garden: Garden) -> None:
    garden.receive("a/b/c", "d")
    assert garden.model.reveal(garden.node("a/b/c")) == 2
    assert garden.lines() == ["a", "  b", "    c", "d"]


def test_a_search_shows_matches_with_what_leads_to_them_and_folds_back(garden: Garden) -> None:
    garden.receive("a/b/c", "a/b/d", "e/f", "g")
    garden.model.unfold(garden.node("e"))
    garden.model.show_found([garden.node("a/b/d"), garden.node("g")])
    assert garden.lines() == ["a", "  b", "    d", "g"]
    garden.model.add_found([garden.node("e/f")])
    assert garden.lines() == ["a", "  b", "    d", "e", "  f", "g"]
    garden.model.fold(garden.node("a"))
    garden.model.show_found(None)
    assert garden.lines() == ["a", "e", "  f", "g"]
    assert not garden.model.searching


def test_new_topics_do_not_disturb_a_search(garden: Garden) -> None:
    garden.receive("a/b")
    garden.model.show_found([garden.node("a/b")])
    garden.receive("a/c", "d")
    assert garden.lines() == ["a", "  b"]


def test_columns_say_value_count_and_rate(garden: Garden) -> None:
    garden.receive(*[Sent("a/b", b"21.5")] * 1234, Sent("a", b"\x00\x01"))
    row = garden.model.row_of(garden.node("a"))
    assert row is not None
    value, count, rate, age = (garden.model.index(row, column).data() for column in list(TreeColumn)[1:])
    assert value == "‹NUL›‹SOH›"
    assert "".join(filter(str.isdecimal, count)) == "1235"
    assert rate.endswith("/s")
    assert age == ""  # the test sends at no time


def test_the_whole_topic_is_read_aloud(garden: Garden) -> None:
    garden.receive("a/b")
    garden.model.unfold(garden.node("a"))
    assert garden.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "a/b"


def test_children_are_sorted_by_name_count_rate_and_change(garden: Garden) -> None:
    garden.receive("a/x", "a/x", "a/y", "b", "c", "c", "c")
    garden.model.unfold(garden.node("a"))
    for order in (TreeOrder.COUNT, TreeOrder.RATE):
        garden.model.sort_by(order, descending=True)
        assert garden.lines() == ["a", "  x", "  y", "c", "b"]
    garden.model.sort_by(TreeOrder.COUNT, descending=False)
    assert garden.lines() == ["b", "a", "  y", "  x", "c"]
    garden.model.sort_by(TreeOrder.NAME, descending=True)
    assert garden.lines() == ["c", "b", "a", "  y", "  x"]


def test_the_order_follows_the_numbers_once_a_second(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_tree, "RESORT_SHARE", 0)  # however long a loaded machine takes for it
    garden.receive("a", "b", "b")
    garden.model.sort_by(TreeOrder.COUNT, descending=True)
    garden.model.keep_order(10.0, changed=True)
    garden.receive("a", "a", "c")
    garden.model.keep_order(10.5, changed=True)
    assert garden.lines() == ["b", "a"]
    garden.model.keep_order(11.1, changed=False)
    assert garden.lines() == ["a", "b", "c"]
    garden.tree.forget([garden.topics.number(b"b")])
    garden.model.grow(garden.tree.tick(2.0))
    assert garden.lines() == ["a", "c"]  # at once: its number may come again


def test_a_search_is_sorted_as_well(garden: Garden) -> None:
    garden.receive("a/x", "b/x", "b/x", "c")
    garden.model.sort_by(TreeOrder.COUNT, descending=True)
    garden.model.show_found([garden.node("a/x"), garden.node("b/x")])
    assert garden.lines() == ["b", "  x", "a", "  x"]


def crowded(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Unfold a node with many children as far as the first slice goes; what is to be shown in the end."""
    monkeypatch.setattr(topic_children, "MANY_CHILDREN", 100)
    monkeypatch.setattr(topic_children, "FIRST_SCREEN_S", 60.0)  # the first rows come, however loaded the machine is
    names = [f"{number:05}" for number in range(9_000)]
    garden.receive("z", *(f"m/{name}" for name in reversed(names)))
    garden.model.unfold(garden.node("m"))
    return ["m", *(f"  {name}" for name in names), "z"]


def test_the_first_of_very_many_children_are_shown_before_the_rest(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = crowded(garden, monkeypatch)
    first = garden.lines()
    assert 100 < len(first) < len(wanted)
    assert first == [*wanted[: len(first) - 1], "z"]
    garden.receive("m/00000x", "y")
    assert "y" in garden.lines()
    while garden.model.step(0.002):
        pass
    wanted = [*wanted[:2], "  00000x", *wanted[2:-1], "y", "z"]
    assert (garden.lines(), garden.resets) == (wanted, 0)


@pytest.mark.parametrize("what", ["fold", "reveal", "search", "forget", "clear", "sort"])
def test_whatever_comes_between_the_rows_are_right(garden: Garden, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    wanted = crowded(garden, monkeypatch)
    model = garden.model
    if what == "fold":
        model.fold(garden.node("m"))
        wanted = ["m", "z"]
    elif what == "reveal":
        row = model.reveal(garden.node("m/08999"))
        assert row is not None
        assert model.node(row) == garden.node("m/08999")  # at once, with those between to follow
    elif what == "search":
        model.show_found([garden.node("m/08999")])
        wanted = ["m", "  08999"]
    elif what == "forget":
        garden.tree.forget([garden.topics.number(b"m/00003")])
        model.grow(garden.tree.tick(2.0))
        wanted.remove("  00003")
    elif what == "clear":
        garden.tree.clear()
        model.clear()
        wanted = []
    else:
        model.sort_by(TreeOrder.NAME, descending=True)
        wanted = ["z", "m", *reversed(wanted[1:-1])]
    if what in {"fold", "search", "clear"}:
        assert garden.lines() == wanted
    elif what == "forget":
        assert "  00003" not in garden.lines()  # at once: its number may come again
    while model.step(0.1):
        pass
    assert garden.lines() == wanted
    if what == "search":
        model.show_found(None)
        assert garden.lines() == ["m", *(f"  {number:05}" for number in range(9_000)), "z"]


def test_clearing_begins_anew(garden: Garden) -> None:
    garden.receive("a/b")
    garden.model.unfold(garden.node("a"))
    garden.tree.forget([garden.topics.number(b"a/b")])
    garden.tree.tick(2.0)
    garden.model.clear()
    assert garden.lines() == []
    garden.receive("a/c")
    assert garden.lines() == ["a"]


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_are_the_unfolded_part_of_the_tree_whatever_happens(seed: int) -> None:
    chance = random.Random(seed)
    garden = Garden()
    unfolded: set[str] = set()

    def expected(node: int = 0, depth: int = 0) -> Iterator[str]:
        for child in garden.tree.children(node):
            yield "  " * depth + garden.tree.name(child)
            if garden.tree.topic(child) in unfolded:
                yield from expected(child, depth + 1)

    for _ in range(120):
        topic = "/".join(chance.choice("abcde") for _ in range(chance.randint(1, 4)))
        what = chance.random()
        if what < 0.5:
            garden.receive(*(topic[: chance.randint(1, 7)].strip("/") for _ in range(chance.randint(1, 5))))
        elif what < 0.6 and topic.encode() in garden.topics.ids:
            before = set(map(garden.tree.topic, _everything(garden.tree)))
            garden.tree.forget([garden.topics.number(topic.encode())])
            garden.model.grow(garden.tree.tick(1.0))
            unfolded -= before - set(map(garden.tree.topic, _everything(garden.tree)))
        elif (node := garden.tree.find(topic)) is not None:
            if what < 0.9:
                if garden.model.foldable(node):
                    unfolded.add(topic)
                garden.model.unfold(node)
            else:
                unfolded.discard(topic)
                garden.model.fold(node)
        assert garden.lines() == list(expected())


def _everything(tree: TopicTree, node: int = 0) -> Iterator[int]:
    for child in tree.children(node):
        yield child
        yield from _everything(tree, child)


@given(st.lists(st.integers(0, 60), unique=True, max_size=40), st.sets(st.integers(0, 60)))
def test_what_was_inserted_is_found(new: list[int], kept: set[int]) -> None:
    old = [number for number in new if number in kept]
    runs = insertions(array("i", old), array("i", new))
    assert runs is not None
    rebuilt = list(old)
    for first, last in runs:
        rebuilt[first:first] = new[first:last]
    assert rebuilt == new


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_what_is_no_insertion_is_never_taken_for_one(old: list[int], new: list[int]) -> None:
    inserted = [number for number in new if number in old] == old
    assert (insertions(array("i", old), array("i", new)) is not None) == inserted


@pytest.mark.parametrize("order", [TreeOrder.COUNT, TreeOrder.RATE, TreeOrder.CHANGED])
@pytest.mark.parametrize("descending", [False, True])
def test_children_by_number_are_those_that_one_look_at_each_gives(order: TreeOrder, descending: bool) -> None:
    garden, chance = Garden(), random.Random(7)
    topics = [f"t/{number:03}" for number in range(300)]
    garden.receive(*chance.choices(topics, k=2_000))
    tree, parent = garden.tree, garden.node("t")
    of = {TreeOrder.COUNT: tree.subtree, TreeOrder.RATE: tree.subtree_rate, TreeOrder.CHANGED: tree.changed_at}[order]
    plain = sorted(tree.children(parent), key=of, reverse=descending)
    garden.model.unfold(parent)
    garden.model.sort_by(order, descending=descending)
    assert [garden.model.node(row) for row in range(1, garden.model.rowCount())] == plain


def test_very_many_children_by_count_are_put_in_order_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_children, "MANY_CHILDREN", 100)
    monkeypatch.setattr(topic_children, "FIRST_SCREEN_S", 0.0)
    garden = Garden()
    garden.receive(*(f"t/{number:05}" for number in range(5_000)), "t/04000", "z")
    garden.model.sort_by(TreeOrder.COUNT, descending=True)
    garden.model.unfold(garden.node("t"))
    assert garden.lines() == ["t", "z"]  # which comes first is not known yet
    while garden.model.step(0.0001):
        assert garden.model.rowCount() == 2
    assert garden.lines()[:3] == ["t", "  04000", "  00000"]
    assert garden.model.rowCount() == 5_002
