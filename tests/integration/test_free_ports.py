"""Ports for the servers of the tests: nobody else gets them, neither another run nor an outgoing connection."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.support import free_ports
from tests.support.fire_hose import ROOT
from tests.support.free_ports import free_port

MANY = "from tests.support.free_ports import free_port; print(*[free_port() for _ in range(100)], flush=True); input()"
SYSTEM_FIRST = 32_768  # the lowest port that Linux gives to outgoing connections, unless it is told otherwise


def test_no_two_processes_are_given_one_port() -> None:
    command = [sys.executable, "-c", MANY]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    given: list[str] = []
    for process in processes:
        assert process.stdout is not None
        given += process.stdout.readline().split()
    for process in processes:
        process.communicate("\n")
    assert len(given) == len(set(given)) == 300


def test_nobody_answers_on_a_port_and_the_system_gives_it_to_nobody() -> None:
    port = free_port()
    assert port < SYSTEM_FIRST
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_port_that_somebody_listens_on_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    free_ports._held.pop().close()
    monkeypatch.setattr(free_ports, "FIRST", port)
    monkeypatch.setattr(free_ports, "LAST", port)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(RuntimeError, match="is free"):
        free_port()
