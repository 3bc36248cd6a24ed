"""What is kept for publishing, for all connections together: own variables, saved messages, and what was sent."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tracemq.profiles.allowed_messages import AllowedMessages
from tracemq.profiles.message_record import MessageRecord, PayloadKind
from tracemq.profiles.publishing_settings import PublishingSettingsStore
from tracemq.profiles.saved_messages import MessageStore
from tracemq.profiles.sent_history import SentHistory

from .variables import Known, environment_names


class Shelf:
    """`config` and `data` are the program's folders; without them all of it lives as long as the program."""

    def __init__(self, config: Path | None = None, data: Path | None = None) -> None:
        self._store = PublishingSettingsStore(config / "publishing.yaml" if config else None)
        self.settings = self._store.load()
        self.messages = MessageStore(config / "messages") if config else None
        self.sent = SentHistory(data / "sent.jsonl" if data else None, self.settings.remember)
        self._allowed = AllowedMessages(data / "allowed-messages" if data else None)
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call after the settings have changed; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def change(self, **values: Any) -> None:
        """Set some of the settings, and keep them; raises OSError and BadFileError, and uses them all the same."""
        self.settings = replace(self.settings, **values)
        self.sent.remember = self.settings.remember
        for listener in tuple(self._listeners):
            listener()
        self._store.save(self.settings)

    def known(self, *, barred: bool) -> Known:
        """What variables may stand for; a barred message may not read the environment."""
        own = {variable.name: variable.value for variable in self.settings.variables}
        return Known(own, None if barred else os.environ)

    def barred(self, message: MessageRecord) -> bool:
        """Whether the message would read from this computer, and nobody has allowed it to.

        One whose variables are switched off counts as well: they are switched on with a click.
        """
        return bool(reads(replace(message, variables=True))) and message not in self._allowed

    def allow(self, message: MessageRecord) -> None:
        """It was written here, or its user said so; raises OSError, and holds until the program ends all the same."""
        if reads(message):
            self._allowed.allow(message)


def reads(message: MessageRecord) -> list[str]:
    """What the message would read from this computer: names of its environment, or the path of a file."""
    if message.payload_as is PayloadKind.FILE:
        return [message.payload]
    return environment_names(message.topic, message.payload) if message.variables else []
