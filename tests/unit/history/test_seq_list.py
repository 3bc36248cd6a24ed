"""A list of sequence numbers in two bytes each answers like a plain list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.seq_list import SeqList


def test_numbers_of_many_spans_are_kept() -> None:
    kept = SeqList()
    seqs = list(range(0, 1_000_000, 777))
    kept.append(np.array(seqs))
    assert [kept[position] for position in range(kept.last)] == seqs
    assert kept.slice(500, 700) == seqs[500:700]
    assert kept.position(777 * 600 + 1) == 601
    assert kept.between(70_000, 140_000).tolist() == [seq for seq in seqs if 70_000 <= seq < 140_000]
    with pytest.raises(IndexError):
        kept[kept.last]


STEPS = st.lists(
    st.one_of(
        st.lists(st.integers(1, 50_000), max_size=12).map(lambda gaps: ("append", gaps)),
        st.integers(0, 200_000).map(lambda distance: ("drop", [distance])),
    ),
    max_size=12,
)


@given(STEPS, st.lists(st.integers(0, 800_000), min_size=5, max_size=5))
@settings(max_examples=200)
def test_it_answers_like_a_plain_list(steps: list[tuple[str, list[int]]], asked: list[int]) -> None:
    kept, plain, gone, end, begin = SeqList(), list[int](), 0, 0, 0
    for what, numbers in steps:
        if what == "append":
            seqs = []
            for gap in numbers:
                end += gap
                seqs.append(end)
            kept.append(np.array(seqs, np.int64))
            plain += seqs
        else:
            begin += numbers[0]
            kept.drop_before(begin)
            gone += sum(seq < begin for seq in plain)
            plain = [seq for seq in plain if seq >= begin]
        assert (kept.first, kept.last) == (gone, gone + len(plain))
        assert kept.slice(kept.first, kept.last) == plain
        for seq in asked:
            assert kept.position(seq) == gone + sum(other < seq for other in plain)
        for position in {kept.first - 1, kept.last, -1}:
            with pytest.raises(IndexError):
                kept[position]
