from __future__ import annotations

import pytest

from tests.support.demo_world import DemoWorld, as_object
from tracemq.demo import all_devices
from tracemq.demo.services import Guide, services
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS


def test_the_echo_answers_where_it_is_asked_to_with_the_correlation_data() -> None:
    asked = Properties(
        response_topic="reply/me",
        correlation_data=b"\x00\x07",
        content_type="text/plain",
        user_properties=(("a", "b"),),
    )
    (answer,) = DemoWorld(services).command("services/echo", b"hello", properties=asked, qos=QoS.AT_LEAST_ONCE)
    assert (answer.topic, answer.payload, answer.qos) == ("reply/me", b"hello", QoS.AT_LEAST_ONCE)
    assert answer.properties == Properties(
        correlation_data=b"\x00\x07", content_type="text/plain", user_properties=(("a", "b"),)
    )


def test_who_cannot_ask_for_a_topic_finds_the_answer_beside_the_request() -> None:
    (answer,) = DemoWorld(services).command("services/echo", b"hello")
    assert (answer.topic, answer.payload) == ("services/echo/response", b"hello")


@pytest.mark.parametrize("topic", ["services/echo", "with/#/wildcard", "$SYS/broker/uptime"])
def test_a_service_does_not_answer_where_it_must_not(topic: str) -> None:
    asked = Properties(response_topic=topic)
    assert DemoWorld(services).command("services/echo", b"hello", properties=asked) == []


def test_services_that_are_set_upon_each_other_do_not_flood() -> None:
    world = DemoWorld(services)
    world.command("services/echo", b"x", properties=Properties(response_topic="services/time"))
    assert len(world.run(5.0)) <= 3


def test_the_clock_tells_the_time() -> None:
    world = DemoWorld(services)
    world.run(90.0)
    (answer,) = world.command("services/time")
    assert as_object(answer)["time"].endswith("T12:01:30.000+00:00")


def test_every_command_of_the_guide_is_obeyed_as_it_stands() -> None:
    for topic, payload in Guide.PAYLOADS:
        world = DemoWorld(all_devices)
        assert world.command(topic, payload.encode()), topic
