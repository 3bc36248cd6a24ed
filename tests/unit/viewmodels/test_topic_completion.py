from __future__ import annotations

import pytest

from tests.unit.viewmodels.test_filter_counts import Tree
from tracemq.viewmodels.topic_completion import complete_topic

TREE = Tree({"house/kitchen/light": 1, "house/kitchen": 1, "house/Hall": 1, "factory": 1, "/lead": 1})


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["/", "factory", "house/"]),
        ("h", ["house/"]),
        ("H", ["house/"]),
        ("house/", ["house/Hall", "house/kitchen/"]),
        ("house/h", ["house/Hall"]),
        ("house/kitchen/l", ["house/kitchen/light"]),
        ("house/kitchen/light", []),
        ("nowhere/", []),
        ("/", ["/lead"]),
    ],
)
def test_a_topic_is_completed_level_by_level(typed: str, offered: list[str]) -> None:
    assert complete_topic(TREE, typed) == offered


def test_a_level_with_too_many_topics_is_not_looked_through() -> None:
    wide = Tree({f"t/{number}": 1 for number in range(5001)})
    assert complete_topic(wide, "t/") == []
