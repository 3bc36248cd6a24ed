"""The library's public names, which are fetched when the first one is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tracemq.mqtt
from tracemq.mqtt import names


def loaded_by(statement: str) -> set[str]:
    """The modules that a process of its own has loaded after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_has_every_public_name() -> None:
    for name in names.__all__:
        assert getattr(tracemq.mqtt, name) is getattr(names, name)
    assert set(names.__all__) <= set(dir(tracemq.mqtt))


def test_a_star_brings_the_public_names() -> None:
    found: dict[str, object] = {}
    exec("from tracemq.mqtt import *", found)
    assert set(found) - {"__builtins__"} == set(names.__all__)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = tracemq.mqtt.Nothing  # type: ignore[attr-defined]  # that is the point
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        from tracemq.mqtt import Nothing  # type: ignore[attr-defined]  # noqa: F401  # that is the point


@pytest.mark.parametrize(
    "statement",
    ["import tracemq.mqtt.types", "from tracemq.mqtt import errors, tasks", "from tracemq.mqtt.topics import matches"],
)
def test_a_module_alone_does_not_load_the_client(statement: str) -> None:
    assert not loaded_by(statement) & {"numpy", "tracemq.mqtt.client"}


def test_a_look_at_the_package_does_not_load_the_client() -> None:
    looks = "import inspect, tracemq.mqtt\ninspect.getsource(tracemq.mqtt)"
    assert "tracemq.mqtt.client" not in loaded_by(looks)


def test_a_public_name_is_fetched_with_the_first_use() -> None:
    assert "tracemq.mqtt.client" in loaded_by("import tracemq.mqtt as mqtt; mqtt.Client")
    assert "tracemq.mqtt.client" in loaded_by("from tracemq.mqtt import Client")
