"""A file of messages is a connection that waits for nobody."""

from __future__ import annotations

import time
from pathlib import Path

from tests.unit.history.batches import Sent, batch_of
from tracemq.workspace.recording import Recording


def test_messages_of_long_ago_are_not_behind_anything() -> None:
    recording = Recording(Path("plant.jsonl"))
    recording.take(batch_of(recording.topics, Sent("a", b"x"), received_at=time.time() - 3600))
    recording.tick(1.0)
    counters = recording.counters
    assert (recording.log.last, counters.behind_ms, counters.behind_ms_max) == (1, 0.0, 0.0)
