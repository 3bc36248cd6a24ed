"""A session in SQLite survives SIGKILL at any moment: nothing is lost, and nothing at QoS 2 comes twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

ROUNDS = 150  # a thousand: python -m tests.support.killed_client 1000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
@pytest.mark.statement("MQTT-4.1.0-1", "MQTT-4.3.3-10", "MQTT-4.3.3-13", "MQTT-4.4.0-1")
def test_nothing_is_lost_and_nothing_at_qos_2_comes_twice() -> None:
    command = [sys.executable, "-m", "tests.support.killed_client", str(ROUNDS)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["sent"] > ROUNDS, counted
    assert counted["published"] > ROUNDS / 2, counted
    nothing = ("sent_lost", "sent_twice_at_qos_2", "published_lost", "published_twice_at_qos_2", "unfinished")
    assert {name: counted[name] for name in nothing} == dict.fromkeys(nothing, 0), counted
