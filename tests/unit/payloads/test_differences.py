import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.cbor import parse_cbor
from tracemq.payloads.differences import (
    ByteDifference,
    Change,
    LineBlock,
    diff_bytes,
    diff_lines,
    diff_lines_steps,
    diff_trees,
)
from tracemq.payloads.json_pretty import json_path
from tracemq.payloads.json_tree import parse_json


def changes(old: bytes, new: bytes) -> list[tuple[Change, str]]:
    left, right = parse_json(old), parse_json(new)
    found = diff_trees(left.tree, right.tree)
    assert found.complete
    return [
        (item.change, json_path(right, item.new) if item.new >= 0 else json_path(left, item.old))
        for item in found.changes
    ]


def test_trees_differ_by_what_was_added_removed_and_changed() -> None:
    old = b'{"a":1,"b":[1,2,3],"c":{"x":null},"k":0,"k":1}'
    new = b'{"b":[1,5],"a":1.0,"c":{"x":null,"y":[]},"k":0,"k":2}'
    assert changes(old, new) == [
        (Change.REMOVED, "$.b[2]"),
        (Change.CHANGED, "$.b[1]"),
        (Change.CHANGED, "$.a"),
        (Change.ADDED, "$.c.y"),
        (Change.CHANGED, "$.k"),
    ]


def test_spelling_that_means_the_same_is_no_difference_but_another_number_is() -> None:
    assert changes(b'{"a":"\\u00e9", "b" : 1}', '{"b":1,"a":"é"}'.encode()) == []
    assert changes(b"[127.0]", b"[127]") == [(Change.CHANGED, "$[0]")]
    assert changes(b"{}", b"[]") == [(Change.CHANGED, "$")]


def test_trees_of_other_formats_are_compared_alike() -> None:
    cbor2 = pytest.importorskip("cbor2")
    found = diff_trees(parse_cbor(cbor2.dumps({"a": 1})), parse_cbor(cbor2.dumps({"a": 2})))
    assert [item.change for item in found.changes] == [Change.CHANGED]


values = st.recursive(
    st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)


@given(values, values)
def test_trees_without_differences_mean_the_same(left: Any, right: Any) -> None:
    old, new = parse_json(json.dumps(left).encode()), parse_json(json.dumps(right).encode())
    assert (not diff_trees(old.tree, new.tree).changes) == (left == right)


pairs = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=8)


@given(pairs, pairs)
def test_the_nth_of_a_doubled_key_is_compared_with_the_nth(
    old: list[tuple[str, int]], new: list[tuple[str, int]]
) -> None:
    def numbered(members: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
        found: dict[tuple[str, int], int] = {}
        for key, value in members:
            found[key, sum(name == key for name, _ in found)] = value
        return found

    def written(members: list[tuple[str, int]]) -> bytes:
        return ("{" + ",".join(f'"{key}":{value}' for key, value in members) + "}").encode()

    left, right = numbered(old), numbered(new)
    wanted = {
        Change.REMOVED: len(left.keys() - right.keys()),
        Change.ADDED: len(right.keys() - left.keys()),
        Change.CHANGED: sum(left[key] != right[key] for key in left.keys() & right.keys()),
    }
    found = diff_trees(parse_json(written(old)).tree, parse_json(written(new)).tree).changes
    assert {change: sum(item.change is change for item in found) for change in wanted} == wanted


def test_too_many_differences_are_cut_and_marked() -> None:
    old, new = parse_json(b"[" + b"1," * 99 + b"1]"), parse_json(b"[" + b"2," * 99 + b"2]")
    found = diff_trees(old.tree, new.tree, max_changes=10)
    assert (len(found.changes), found.complete) == (10, False)
    assert len(diff_trees(old.tree, new.tree, max_changes=100).changes) == 100


def test_lines_are_told_apart() -> None:
    old = ["a", "b", "c", "d", "e"]
    new = ["a", "c", "x", "y", "e", "f"]
    assert diff_lines(old, new).blocks == (
        LineBlock(Change.SAME, 0, 1, 0, 1),
        LineBlock(Change.REMOVED, 1, 2, 1, 1),
        LineBlock(Change.SAME, 2, 3, 1, 2),
        LineBlock(Change.CHANGED, 3, 4, 2, 4),
        LineBlock(Change.SAME, 4, 5, 4, 5),
        LineBlock(Change.ADDED, 5, 5, 5, 6),
    )


def shortest(old: list[str], new: list[str]) -> int:
    """Count the fewest added and removed lines, the slow way."""
    row = list(range(len(new) + 1))
    for line in old:
        left, row[0] = row[0], row[0] + 1
        for at, other in enumerate(new):
            left, row[at + 1] = row[at + 1], left if line == other else 1 + min(row[at], row[at + 1])
    return row[-1]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_blocks_cover_both_texts_and_change_as_little_as_possible(old: list[str], new: list[str]) -> None:
    found = diff_lines(old, new)
    assert found.exact
    old_at = new_at = edits = 0
    for block in found.blocks:
        assert (block.old_first, block.new_first) == (old_at, new_at)
        left, right = old[block.old_first : block.old_last], new[block.new_first : block.new_last]
        if block.change is Change.SAME:
            assert left == right
        else:
            assert (
                block.change
                is {(True, True): Change.CHANGED, (True, False): Change.REMOVED, (False, True): Change.ADDED}[
                    bool(left), bool(right)
                ]
            )
            edits += len(left) + len(right)
        old_at, new_at = block.old_last, block.new_last
    assert (old_at, new_at) == (len(old), len(new))
    assert edits == shortest(old, new)


def test_a_long_run_of_equal_lines_is_gone_along_in_steps() -> None:
    old = [str(number) for number in range(100_000)]
    steps = diff_lines_steps([*old, "end"], ["first", *old])
    taken = 0
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            found = finished.value
            break
        taken += 1
    assert [block.change for block in found.blocks] == [Change.ADDED, Change.SAME, Change.REMOVED]
    assert taken >= 5


def test_texts_with_too_little_in_common_become_one_block_in_good_time() -> None:
    old = ["same", *(f"a{number % 7}" for number in range(100_000)), "end"]
    new = ["same", *(f"b{number % 5}" for number in range(100_000)), "end"]
    longest, began = 0.0, time.thread_time()
    for _ in diff_lines_steps(old, new):
        now = time.thread_time()
        longest, began = max(longest, now - began), now
    assert longest < 0.3  # 10 ms on a machine that has nothing else to do
    found = diff_lines(old, new)
    assert not found.exact
    assert [block.change for block in found.blocks] == [Change.SAME, Change.CHANGED, Change.SAME]


def test_bytes_differ_by_position() -> None:
    assert diff_bytes(b"abcdef", b"abXYeZ12") == ByteDifference(((2, 4), (5, 6)), 6, 8)
    assert diff_bytes(b"", b"abc") == ByteDifference((), 0, 3)
    assert diff_bytes(b"same", b"same").ranges == ()
    assert diff_bytes(b"\0" * 10, b"\1\0" * 5, max_ranges=3) == ByteDifference(((0, 1), (2, 3), (4, 5)), 10, 10, False)


def test_a_range_across_the_pieces_of_the_work_is_one() -> None:
    old = bytes(3 << 20)
    new = bytes((1 << 20) - 5) + b"x" * 10 + bytes((2 << 20) - 5)
    assert diff_bytes(old, new).ranges == (((1 << 20) - 5, (1 << 20) + 5),)
    assert diff_bytes(old, b"x" * len(old)).ranges == ((0, 3 << 20),)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_ranges_of_bytes_are_exactly_those_that_differ(old: bytes, new: bytes) -> None:
    inside = {at for first, last in diff_bytes(old, new).ranges for at in range(first, last)}
    assert inside == {at for at, (left, right) in enumerate(zip(old, new, strict=False)) if left != right}


def test_large_payloads_are_compared_quickly() -> None:
    old = bytes(50 << 20)
    new = old[:-1] + b"\1"
    began = time.thread_time()
    assert diff_bytes(old, new).ranges == (((50 << 20) - 1, 50 << 20),)
    assert time.thread_time() - began < 1
