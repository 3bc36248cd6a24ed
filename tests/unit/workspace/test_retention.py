"""The workspace's limits by number and age hold for connections that are open and for those opened later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.store import ProfileStore
from tracemq.workspace.connection import Connection
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import Workspace


def limits(connection: Connection) -> tuple[int | None, float | None]:
    return connection.log.max_rows, connection.log.max_age_s


def test_a_connection_takes_its_limits_and_new_ones() -> None:
    connection = Connection(Profile(), max_rows=1000, max_age_s=60.0)
    assert limits(connection) == (1000, 60.0)
    connection.retain(max_rows=None, max_age_s=5.0)
    assert limits(connection) == (None, 5.0)


async def test_limits_hold_for_open_and_later_connections(tmp_path: Path) -> None:
    nowhere = Profile(host="127.0.0.1", port=1)
    workspace = Workspace(ProfileStore(tmp_path), MemorySecrets(), max_rows=1000)
    first = workspace.open(nowhere, ProfileSecrets())
    assert limits(first) == (1000, None)
    workspace.retain(max_rows=50, max_age_s=3600.0)
    second = workspace.open(Profile(id="other", host="127.0.0.1", port=1), ProfileSecrets())
    assert limits(first) == limits(second) == (50, 3600.0)
    with pytest.raises(ValueError, match="row"):
        workspace.retain(max_rows=0, max_age_s=None)
    assert limits(first) == (50, 3600.0)
    await workspace.close_all()
