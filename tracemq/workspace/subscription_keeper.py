"""Turns what the user does with a connection's subscriptions into the same changes of its saved profile, and back.

Only what differs is changed, filter by filter, in the profile as it is on disk then: the connection may have been
opened with other filters from the command line, and the profile edited meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tracemq.profiles.files import WRITER
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.store import ProfileStore
from tracemq.profiles.yaml_nodes import BadFileError

from .connection import Connection
from .connection_state import Change

log = logging.getLogger(__name__)
Settings = dict[str, SubscriptionSettings]  # by filter


class SubscriptionKeeper:
    """Lives as long as the connection; `saved` is called with each profile that was written."""

    def __init__(self, connection: Connection, profiles: ProfileStore, saved: Callable[[Profile], object]) -> None:
        self._connection = connection
        self._profiles = profiles
        self._saved = saved
        self._known = _by_filter(entry.wanted for entry in connection.subscriptions)
        connection.listen(self._heard)

    def _heard(self, change: Change) -> None:
        if change is not Change.SUBSCRIPTIONS:
            return
        now = _by_filter(entry.wanted for entry in self._connection.subscriptions)
        before, self._known = self._known, now
        if now == before:
            return
        try:
            with WRITER.quietly():
                revised = self._profiles.revise(self._connection.profile.id, lambda saved: _merged(saved, before, now))
            self._saved(revised)
        except KeyError:  # the connection has no saved profile
            return
        except (OSError, BadFileError) as error:  # it holds for this run all the same
            log.warning("the subscriptions of a profile were not saved: %s", type(error).__name__)


async def follow_edit(
    connection: Connection, before: Sequence[SubscriptionSettings], after: Sequence[SubscriptionSettings]
) -> None:
    """Do to a connection's subscriptions what an editor has done to those of its profile, and nothing else."""
    old, new = _by_filter(before), _by_filter(after)
    changed = [settings for settings in after if old.get(settings.filter) != settings]
    off = {settings.filter for settings in changed if not settings.enabled}
    for entry in tuple(connection.subscriptions):
        if entry.filter in off or (entry.filter in old and entry.filter not in new):
            await connection.unsubscribe(entry, forget=entry.filter not in new)
    if changed:
        await connection.subscribe_all(changed)


def _by_filter(settings: Iterable[SubscriptionSettings]) -> Settings:
    return {each.filter: each for each in settings}


def _merged(profile: Profile, before: Settings, now: Settings) -> Profile:
    """Do to a profile what leads from `before` to `now`."""
    kept = _by_filter(profile.subscriptions)
    left = {name: each for name, each in kept.items() if name in now or name not in before}
    changed = {name: each for name, each in now.items() if before.get(name) != each}
    return replace(profile, subscriptions=tuple((left | changed).values()))
