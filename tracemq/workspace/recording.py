"""A file of messages as a connection without a broker: log, tree, filter and search work, nothing can be sent."""

from __future__ import annotations

import uuid
from pathlib import Path

from tracemq.history.budget import Budgets
from tracemq.mqtt.batch import MessageBatch
from tracemq.profiles.profile import Profile

from .connection import DEFAULT_BUDGET_BYTES, Connection


class Recording(Connection):
    """`take` the file's messages; old ones leave for the budget alone: their age is that of the file."""

    read_only = True

    def __init__(self, path: Path, *, budget_bytes: int = DEFAULT_BUDGET_BYTES, shared: Budgets | None = None) -> None:
        profile = Profile(id=f"file-{uuid.uuid4().hex}", name=path.name, subscriptions=())
        super().__init__(profile, budget_bytes=budget_bytes, shared=shared)
        self.path = path

    @property
    def url(self) -> str:
        """Where the file lies."""
        return str(self.path)

    def open(self) -> None:
        """There is nobody to connect to."""

    def retain(self, *, max_rows: int | None, max_age_s: float | None) -> None:
        """What a file holds is looked at whole, as far as memory goes."""

    def take(self, batch: MessageBatch) -> None:
        """Messages of the file, as if they had just come."""
        self._received(batch)
