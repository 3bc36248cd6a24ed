"""The diagnostics report: complete, without secrets, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.open_connection import receive
from tracemq.mqtt import ConnectionLost
from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.workspace.connection import Connection
from tracemq.workspace.loop_gap import LoopGaps
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.recording import Recording
from tracemq.workspace.report import report, write_report

KEYS = {
    "version", "platform", "python", "qt", "window_shown_s", "connections", "loop_gap_ms", "rss_mib", "cpu_s", "wall_s",
}  # fmt: skip
CONNECTION_KEYS = {
    "url", "state", "received", "sent", "topics", "rows", "evicted", "bytes_in", "bytes_out", "behind_ms_max",
    "behind_bytes_max", "read_paused_s", "last_error", "history", "topics_forgotten",
}  # fmt: skip


def connection() -> Connection:
    profile = Profile(host="h", username="alice", authentication=AuthMethod.PASSWORD)
    return Connection(profile, ProfileSecrets(password="geheim"))


def made(*connections: Connection) -> dict[str, Any]:
    return report(connections, LoopGaps().figures(), qt="6", window_shown_s=0.5, wall_s=1.0)


def test_it_has_every_key_that_was_promised() -> None:
    content = made(connection())
    assert content.keys() >= KEYS
    assert [each.keys() for each in content["connections"]] == [CONNECTION_KEYS]
    assert content["loop_gap_ms"].keys() >= {"p50", "p99", "max", "stall_share"}


def test_it_shows_neither_user_nor_password() -> None:
    text = json.dumps(made(connection()))
    assert "mqtt://h" in text
    assert "geheim" not in text
    assert "alice" not in text


def test_it_does_not_show_where_a_file_lies() -> None:
    (of_file,) = made(Recording(Path("/home/alice/plant.jsonl")))["connections"]
    assert of_file["url"] == "file:"
    assert "alice" not in json.dumps(of_file)


def test_it_counts_what_a_connection_has_received_and_says_what_went_wrong() -> None:
    busy = connection()
    receive(busy, "house/light", "house/door", "house/light")
    busy.tick(1.0)
    busy.last_error = ConnectionLost("gone")
    (told,) = made(busy)["connections"]
    assert (told["received"], told["topics"], told["rows"], told["sent"]) == (3, 2, 3, 0)
    assert told["last_error"] == "ConnectionLost: gone"


def test_a_file_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(path, {"a": 1})
    with pytest.raises(TypeError):
        write_report(path, {"a": object()})
    assert json.loads(path.read_text()) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OSError, match="no-such"):
        write_report(tmp_path / "no-such" / "report.json", {})
