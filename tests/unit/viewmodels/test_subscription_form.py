from __future__ import annotations

import pytest

from tracemq.mqtt.topics import FilterProblem
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.cautions import Caution
from tracemq.profiles.problems import Problem
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.subscription_form import FilterLine, GroupProblem, SubscriptionForm, filters_in


def form(topic_filter: str = "a/#", version: Version = Version.V5) -> SubscriptionForm:
    return SubscriptionForm(SubscriptionSettings(filter=topic_filter), version)


def test_what_is_typed_becomes_settings() -> None:
    edited = form()
    edited.put("qos", QoS.EXACTLY_ONCE)
    edited.type_identifier("12")
    assert edited.settings == SubscriptionSettings(filter="a/#", qos=QoS.EXACTLY_ONCE, identifier=12)
    edited.type_identifier("")
    assert edited.settings.identifier is None


def test_a_wrong_filter_keeps_from_subscribing() -> None:
    assert form("a/#/b").complaints()["filter"].problem is FilterProblem.HASH_NOT_LAST
    assert not form("").can_subscribe


def test_an_unusual_filter_warns() -> None:
    edited = form("a b")
    assert edited.complaints()["filter"].problem is Caution.TOPIC_HAS_SPACE
    assert edited.can_subscribe


def test_an_identifier_that_is_none_stays_as_typed() -> None:
    edited = form()
    edited.type_identifier("0")
    assert edited.identifier_text == "0"
    assert edited.complaints()["identifier"].problem is NumberProblem.OUT_OF_RANGE
    assert not edited.can_subscribe


def test_no_local_does_not_go_with_a_shared_subscription() -> None:
    edited = form("$share/g/a")
    edited.put("no_local", True)
    assert edited.complaints()["no_local"].problem is Problem.NO_LOCAL_ON_SHARED


def test_before_mqtt_5_options_are_not_carried_and_not_complained_about() -> None:
    edited = form(version=Version.V311)
    edited.type_identifier("x")
    assert edited.can_subscribe
    assert not edited.carried("no_local")
    assert edited.carried("qos")


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", [""]),
        ("a/#", ["a/#"]),
        (" a b ", [" a b "]),
        ("a\r\nb\n\nc\n", ["a", "b", "c"]),
        ("a/#, b ,a/#", ["a/#", "b"]),
        (" , \n", [""]),
    ],
)
def test_one_filter_stays_as_it_is_typed_and_several_are_parted(text: str, filters: list[str]) -> None:
    assert filters_in(text) == filters


def test_of_several_filters_the_first_wrong_one_is_named_before_an_unusual_one() -> None:
    line = FilterLine("a, b c, d/#/e, f+")
    assert line.complaint == ("d/#/e", FilterProblem.HASH_NOT_LAST)
    assert not line.can_subscribe
    line.text = "a, b c"
    assert line.complaint == ("b c", Caution.TOPIC_HAS_SPACE)
    assert line.can_subscribe
    line.text = "a, b"
    assert line.complaint is None


def test_a_share_is_checked_where_the_version_knows_it() -> None:
    assert not FilterLine("$share/g", Version.V5).can_subscribe
    assert FilterLine("$share/g", Version.V311).can_subscribe


def test_options_are_those_of_all_filters_that_are_typed_a_line_each() -> None:
    edited = SubscriptionForm(SubscriptionSettings(filter=""), Version.V5, "a/#\n\n b \na/#")
    edited.put("qos", QoS.AT_LEAST_ONCE)
    assert edited.wanted(["#000001", "#000002"]) == [
        SubscriptionSettings(filter="a/#", qos=QoS.AT_LEAST_ONCE, colour="#000001"),
        SubscriptionSettings(filter="b", qos=QoS.AT_LEAST_ONCE, colour="#000002"),
    ]


def test_what_is_wrong_with_each_filter_is_told_serious_things_first() -> None:
    edited = SubscriptionForm(SubscriptionSettings(filter=""), Version.V5, "a b\nc#\nd\ne+")
    assert [each.filter for each in edited.filter_complaints()] == ["c#", "e+", "a b"]
    assert not edited.can_subscribe
    edited.text = "a b\nd"
    assert edited.can_subscribe


def test_a_group_is_put_before_filters_that_name_none() -> None:
    edited = SubscriptionForm(SubscriptionSettings(filter=""), Version.V5, "a\n$share/h/b")
    edited.group = "g"
    assert edited.filters == ["$share/g/a", "$share/h/b"]
    edited.put("no_local", True)
    assert edited.complaints()["no_local"].problem is Problem.NO_LOCAL_ON_SHARED
    edited.put("no_local", False)
    for name, problem in (("g+", FilterProblem.SHARE_NAME_WILDCARD), ("g/x", GroupProblem.SLASH)):
        edited.group = name
        assert edited.complaints()["group"].problem is problem
        assert "filter" not in edited.complaints()
        assert not edited.can_subscribe
