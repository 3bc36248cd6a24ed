"""Rules that say what the payloads of a topic are, and their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracemq.payloads.detect import Format
from tracemq.profiles.bindings import Binding, BindingStore, BoundFormat, binding_for
from tracemq.profiles.yaml_nodes import FileProblem

RULES = (
    Binding(filter="house/#", format=BoundFormat.PROTOBUF, schema_file="/tmp/house.proto", type="house.Reading"),
    Binding(filter="house/kitchen", format=BoundFormat.TEXT, type="shift_jis"),
    Binding(filter="house/+", format=BoundFormat.CBOR, profile="p1"),
)


def test_rules_come_back_and_unknown_keys_stay(tmp_path: Path) -> None:
    path = tmp_path / "bindings.yaml"
    store = BindingStore(path)
    assert store.load() == ()
    store.save(RULES)
    path.write_bytes(path.read_bytes() + b"later: 0x1\n")
    store.save(RULES[1:])
    assert store.load() == RULES[1:]
    assert b"later: 0x1" in path.read_bytes()


@pytest.mark.parametrize(
    ("topic", "profile", "rule"),
    [
        ("house/kitchen", "", 0),  # the first that fits
        ("house/kitchen", "p1", 2),  # a connection's own come first
        ("house/kitchen/light", "p1", 0),
        ("garden", "p1", None),
        ("$SYS/house", "", None),
    ],
)
def test_the_first_rule_that_fits_counts_and_a_connections_own_before_those_for_all(
    topic: str, profile: str, rule: int | None
) -> None:
    assert binding_for(RULES, topic, profile) == (None if rule is None else RULES[rule])


def test_a_broken_file_is_told_and_kept_aside_when_new_rules_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "bindings.yaml"
    path.write_bytes(b"bindings:\n  - filter: a\n    format: elvish\n")
    store = BindingStore(path)
    assert store.load() == ()
    assert store.broken
    assert (store.broken.problem, store.broken.detail) == (FileProblem.UNKNOWN_VALUE, "bindings.0.format")
    store.save(RULES)
    assert store.load() == RULES
    assert (tmp_path / "bindings.yaml.kept-1").exists()


def test_every_bound_format_is_one_that_can_be_shown() -> None:
    assert {kind.name for kind in BoundFormat} <= {kind.name for kind in Format}
