from __future__ import annotations

from tracemq.mqtt.topics import FilterProblem
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.cautions import Caution
from tracemq.profiles.problems import Problem
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.subscription_form import SubscriptionForm


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
