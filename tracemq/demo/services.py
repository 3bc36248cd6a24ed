"""Requests into responses (section 4.10): an echo and a clock; 3.x clients find the answer beside the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tracemq.mqtt.properties import Properties
from tracemq.mqtt.topics import topic_problem

from .devices import JSON, Command, Device, Job, Report, as_json
from .publication import Publication
from .world import World


class Service:
    """Answers what is published to services/NAME."""

    def __init__(self, name: str, answer: Callable[[Publication, float], tuple[bytes, str | None]]) -> None:
        """`answer` makes the payload and its content type."""
        self._topic = f"services/{name}"
        self._answer = answer

    def jobs(self) -> Iterable[Job]:
        return ()

    def commands(self) -> Iterable[Command]:
        yield Command(self._topic, self._respond)

    def states(self, t: float) -> Iterable[Report]:
        del t
        return ()

    def _respond(self, request: Publication, t: float) -> Iterable[Report]:
        asked = request.properties
        topic = asked.response_topic or f"{self._topic}/response"
        if topic == self._topic or topic_problem(topic) is not None or topic.startswith("$"):
            return  # it would answer itself for ever, or somebody else's topics
        payload, content_type = self._answer(request, t)
        properties = Properties(
            content_type=content_type,
            correlation_data=asked.correlation_data,
            user_properties=asked.user_properties,
        )
        yield Report(topic, payload, request.qos, properties=properties)


class Guide:
    """Says, retained, which commands there are to try, with payloads that they take."""

    PAYLOADS = (
        ("house/kitchen/light/set", "on"),
        ("house/heating/target/set", "22.5"),
        ("house/front-door/lock/set", "unlock"),
        ("factory/line-1/press/reset", ""),
        ("fleet/van-01/stop", ""),
        ("services/echo", "hello"),
        ("services/time", ""),
    )

    def jobs(self) -> Iterable[Job]:
        return ()

    def commands(self) -> Iterable[Command]:
        return ()

    def states(self, t: float) -> Iterable[Report]:
        del t
        commands = [{"topic": topic, "payload": payload} for topic, payload in self.PAYLOADS]
        yield Report("services/commands", as_json(commands=commands), retain=True, properties=JSON)


def services(world: World) -> list[Device]:
    def echo(request: Publication, t: float) -> tuple[bytes, str | None]:
        del t
        return request.payload, request.properties.content_type

    def clock(request: Publication, t: float) -> tuple[bytes, str | None]:
        del request
        return as_json(time=world.stamp(t)), JSON.content_type

    return [Service("echo", echo), Service("time", clock), Guide()]
