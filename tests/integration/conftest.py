"""Real brokers and screens for the integration tests, ended with the test that asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.certificates import Certificates
from tests.support.mosquitto import Mosquitto
from tests.support.program import environment
from tests.support.screen import VirtualScreen


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def make_mosquitto(tmp_path: Path, certificates: Certificates) -> Iterator[Callable[..., Mosquitto]]:
    """Makes brokers, not yet started: `make_mosquitto("tls", "ws")` has these listeners beside plain TCP."""
    made: list[Mosquitto] = []

    def make(*listeners: str) -> Mosquitto:
        folder = tmp_path / f"mosquitto-{len(made)}"
        made.append(Mosquitto(folder, listeners=listeners, certificates=certificates))
        return made[-1]

    yield make
    for broker in made:
        broker.stop()


@pytest.fixture
def mosquitto(make_mosquitto: Callable[..., Mosquitto]) -> Mosquitto:
    """An anonymous broker on `mosquitto.port`, running."""
    broker = make_mosquitto()
    broker.start()
    return broker


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen("1280x800") as screen:
        yield screen


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a program with folders of its own and no key ring, in English."""
    return environment(tmp_path)
