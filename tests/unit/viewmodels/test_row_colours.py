"""Rows have the colour of the narrowest subscription that matches them, whatever number their topic has."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.ui.theme import DARK, LIGHT
from tracemq.viewmodels import row_colours
from tracemq.viewmodels.row_colours import COLOURS, RowColours, free_colour


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable())


@pytest.fixture
def colours(log: MessageLog) -> RowColours:
    return RowColours(log)


def test_the_narrowest_filter_wins(colours: RowColours) -> None:
    colours.use([("#", "#1"), ("a/#", "#2"), ("a/+/c", "#3"), ("a/b/c", "#4"), ("+/b/#", "#5")])
    topics = ["x", "a", "a/q", "a/z/c", "a/b/c", "q/b/c"]
    assert [colours.of(number, topic) for number, topic in enumerate(topics)] == [*("#1", "#2", "#2", "#3", "#4", "#5")]


def test_a_filter_without_colour_marks_nothing_and_hides_nothing(colours: RowColours) -> None:
    colours.use([("a/#", "#1"), ("a/b", "")])
    assert colours.of(1, "a/b") == "#1"
    assert colours.of(2, "c") == ""


def test_the_filter_in_a_shared_subscription_counts(colours: RowColours) -> None:
    colours.use([("$share/g/a/#", "#1"), ("not/#/valid", "#2")])
    assert colours.of(1, "a/b") == "#1"


def test_dollar_topics_are_not_marked_by_a_leading_wildcard(colours: RowColours) -> None:
    colours.use([("#", "#1")])
    assert colours.of(1, "$SYS/a") == ""


def test_other_colours_hold_at_once_and_the_same_ones_change_nothing(colours: RowColours) -> None:
    assert colours.use([("a", "#1")])
    assert colours.of(1, "a") == "#1"
    assert not colours.use([("a", "#1"), ("b", "")])
    assert colours.use([("a", "#2")])
    assert colours.of(1, "a") == "#2"
    assert colours.use([])
    assert colours.of(1, "a") == ""


def test_a_row_that_left_has_no_topic_and_no_colour(colours: RowColours) -> None:
    colours.use([("#", "#1")])
    assert colours.of(-1, "") == ""


def test_a_number_that_is_given_to_another_topic_loses_its_colour(log: MessageLog, colours: RowColours) -> None:
    log.append(batch_of(log.topics, Sent("a", b"")))
    log.tick()
    colours.use([("a", "#1"), ("b", "#2")])
    topic_id = log.row(0).topic_id
    assert colours.of(topic_id, "a") == "#1"
    log.forget_topics([topic_id])
    assert colours.of(topic_id, "b") == "#2"
    colours.close()


def test_what_is_kept_is_bounded(colours: RowColours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_colours, "MOST_KEPT", 10)
    colours.use([("#", "#1")])
    for number in range(100):
        assert colours.of(number, f"t/{number}") == "#1"
        assert len(colours._known) <= 10


def test_a_new_subscription_gets_a_colour_that_is_free() -> None:
    assert free_colour([]) == COLOURS[0]
    assert free_colour(["", COLOURS[0], COLOURS[2]]) == COLOURS[1]
    assert free_colour(list(COLOURS)) == COLOURS[0]


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("ground", [LIGHT.base, LIGHT.alternate, DARK.base, DARK.alternate])
def test_every_colour_stands_out_from_rows_in_both_themes(colour: str, ground: str) -> None:
    def luminance(name: str) -> float:
        parts = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 3.0
