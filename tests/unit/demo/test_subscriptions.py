from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.demo.publication import Publication
from tracemq.demo.subscriptions import Grant, SubscriptionTree
from tracemq.mqtt.packets import Subscription
from tracemq.mqtt.topics import filter_problem, matches


class Listener:
    """A subscriber that notes what it gets."""

    def __init__(self, client_id: str, *, ready: bool = True, wants: bool = True) -> None:
        self.client_id = client_id
        self.ready = ready
        self.wants = wants
        self.got: list[bytes] = []

    def deliver(self, publication: Publication, grants: Sequence[Grant], now: float) -> bool:
        if self.wants:
            self.got.append(publication.payload)
        return self.wants


def tree_of(*filters: str) -> tuple[SubscriptionTree, Listener]:
    tree, listener = SubscriptionTree(), Listener("a")
    for filter_ in filters:
        tree.add(listener, Grant(Subscription(filter_)))
    return tree, listener


@pytest.mark.parametrize(
    ("filter_", "topic", "matching"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/b/c", False),
        ("a/+", "a/b", True),
        ("a/+", "a", False),
        ("a/+", "a/", True),
        ("+", "/a", False),
        ("+/+", "/a", True),
        ("#", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "ab", False),
        ("+/b/#", "a/b/c/d", True),
        ("#", "$SYS/uptime", False),
        ("+/uptime", "$SYS/uptime", False),
        ("$SYS/#", "$SYS/uptime", True),
        ("a/#", "a/$b", True),
        ("$share/g/a/+", "a/b", True),
        ("$share/g/#", "a", True),
    ],
)
def test_filters_match_as_the_standard_says(filter_: str, topic: str, matching: bool) -> None:
    tree, _ = tree_of(filter_)
    routes = tree.match(topic)
    assert bool(routes.direct or routes.groups) is matching


levels = st.sampled_from(["a", "b", "", "+", "$x"])


@given(st.lists(levels, min_size=1, max_size=4), st.booleans(), st.lists(levels, min_size=1, max_size=4))
def test_the_tree_agrees_with_matching_one_filter_at_a_time(filter_: list[str], rest: bool, names: list[str]) -> None:
    text = "/".join([*filter_, "#"] if rest else filter_)
    topic = "/".join("c" if name == "+" else name for name in names)
    if not topic or filter_problem(text) is not None:
        return
    tree, _ = tree_of(text)
    assert bool(tree.match(topic).direct) is matches(text, topic)


def test_a_subscriber_with_overlapping_filters_comes_once_with_all_of_them() -> None:
    tree, listener = tree_of("a/b", "a/+", "#", "c")
    ((subscriber, grants),) = tree.match("a/b").direct
    assert subscriber is listener
    assert sorted(grant.subscription.filter for grant in grants) == ["#", "a/+", "a/b"]


def test_subscribing_again_replaces_the_options_and_counts_once() -> None:
    tree, listener = tree_of("a")
    assert not tree.add(listener, Grant(Subscription("a"), 7))
    assert tree.match("a").direct == ((listener, (Grant(Subscription("a"), 7),)),)
    assert len(tree) == 1


def test_a_new_subscription_counts_for_topics_that_were_looked_up_before() -> None:
    tree, _ = tree_of("a")
    assert not tree.match("b").direct
    late = Listener("late")
    tree.add(late, Grant(Subscription("b")))
    assert [subscriber for subscriber, _ in tree.match("b").direct] == [late]


def test_unsubscribing_leaves_nothing_behind() -> None:
    filters = ("a/b/c", "a/#", "$share/g/a/b", "+")
    tree, listener = tree_of(*filters)
    assert [tree.remove(listener, filter_) for filter_ in filters] == [True] * 4
    assert len(tree) == 0
    assert tree._root.empty


def test_unsubscribing_from_what_was_not_subscribed_says_so() -> None:
    tree, listener = tree_of("a/b")
    assert not tree.remove(listener, "a")
    assert not tree.remove(listener, "x/y")
    assert not tree.remove(listener, "$share/g/a/b")
    assert not tree.remove(Listener("b"), "a/b")
    assert len(tree) == 1


def test_a_shared_subscription_gives_each_message_to_one_member_in_turn() -> None:
    tree = SubscriptionTree()
    members = [Listener(name) for name in "abc"]
    for member in members:
        tree.add(member, Grant(Subscription("$share/g/t")))
    (group,) = tree.match("t").groups
    for number in range(6):
        assert group.deliver(Publication("t", b"%d" % number), 0.0)
    assert [len(member.got) for member in members] == [2, 2, 2]
    assert sorted(got for member in members for got in member.got) == [b"0", b"1", b"2", b"3", b"4", b"5"]


def test_a_shared_subscription_prefers_members_who_keep_up() -> None:
    tree, slow, quick = SubscriptionTree(), Listener("slow", ready=False), Listener("quick")
    for member in (slow, quick):
        tree.add(member, Grant(Subscription("$share/g/t")))
    (group,) = tree.match("t").groups
    for _ in range(4):
        group.deliver(Publication("t", b"x"), 0.0)
    assert (len(slow.got), len(quick.got)) == (0, 4)


def test_a_member_who_refuses_passes_the_message_to_the_next() -> None:
    tree, deaf, other = SubscriptionTree(), Listener("deaf", wants=False), Listener("other")
    for member in (deaf, other):
        tree.add(member, Grant(Subscription("$share/g/t")))
    (group,) = tree.match("t").groups
    assert all(group.deliver(Publication("t", b"x"), 0.0) for _ in range(4))
    assert len(other.got) == 4


def test_groups_of_different_names_each_get_the_message() -> None:
    tree, one, two = SubscriptionTree(), Listener("one"), Listener("two")
    tree.add(one, Grant(Subscription("$share/g/t")))
    tree.add(two, Grant(Subscription("$share/h/t")))
    assert len(tree.match("t").groups) == 2
