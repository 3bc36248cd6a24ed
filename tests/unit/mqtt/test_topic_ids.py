"""TopicIds: a dict's answers, whatever the number of parts."""

from __future__ import annotations

import random

import pytest

from tracemq.mqtt.topic_ids import TopicIds


@pytest.mark.parametrize("seed", range(4))
def test_it_knows_what_a_dict_would_know(seed: int) -> None:
    chance, plain = random.Random(seed), dict[bytes, int]()
    ids = TopicIds(full=8)
    for number in range(2_000):
        name = b"%d" % chance.randrange(60)
        if name in plain and chance.random() < 0.5:
            del plain[name]
            ids.remove(name)
        elif name not in plain:
            plain[name] = number
            ids.add(name, number)
        asked = b"%d" % chance.randrange(70)
        assert ids.find(asked) == plain.get(asked)
        assert len(ids) == len(plain)
    assert sorted(ids) == sorted(plain)


def test_no_part_grows_beyond_what_it_may() -> None:
    ids = TopicIds(full=8)
    for number in range(100):
        ids.add(b"%d" % number, number)
    assert max(map(len, ids.parts)) == 8
    assert [ids.find(b"%d" % number) for number in range(101)] == [*range(100), None]


def test_parts_that_have_lost_their_names_take_new_ones() -> None:
    ids = TopicIds(full=8)
    for number in range(1_000):
        ids.add(b"%d" % number, number)
        if number >= 20:
            ids.remove(b"%d" % (number - 20))
    assert len(ids) == 20
    assert len(ids.parts) <= 5


def test_the_newest_names_come_first() -> None:
    ids = TopicIds(full=8)
    for number in range(20):
        ids.add(b"%d" % number, number)
    assert list(ids.newest(10)) == [b"%d" % number for number in range(19, 9, -1)]
    for number in range(8):  # the first part has room again
        ids.remove(b"%d" % number)
    for number in range(20, 27):
        ids.add(b"%d" % number, number)
    assert list(ids.newest(12)) == [b"%d" % number for number in range(26, 14, -1)]
    assert len(list(ids.newest(100))) == len(ids)
