"""The program's open connections, and the things that they share: profiles, secrets, the memory budget, the Demo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracemq.history.budget import Budgets
from tracemq.history.retention import Limits
from tracemq.mqtt.types import QoS
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.secrets import Secrets
from tracemq.profiles.store import ProfileStore

from .profile_secrets import ProfileSecrets, read_secrets

if TYPE_CHECKING:  # imported where they are first needed: the window opens sooner
    from tracemq.demo import Demo
    from tracemq.mqtt import SessionStore

    from .connection import Connection
    from .recording import Recording
    from .shelf import Shelf

DEMO_ID: Final = "demo"  # the built-in entry's; ids of saved profiles are hexadecimal and never this
MIB: Final = 1 << 20


class Opening(Enum):
    """What a listener of the workspace is told about a connection."""

    OPENED = "opened"
    CLOSED = "closed"


class Workspace:
    """Opens and closes connections; `connections` are the open ones, in the order of their opening.

    `config` and `data` are the program's folders; without them what is kept for publishing ends with the program.
    """

    def __init__(
        self,
        profiles: ProfileStore,
        secrets: Secrets,
        *,
        retain_mib: int = 1024,
        max_rows: int | None = None,
        max_age_s: float | None = None,
        sessions: Callable[[], SessionStore] | None = None,
        config: Path | None = None,
        data: Path | None = None,
    ) -> None:
        self.profiles = profiles
        self.secrets = secrets
        self.connections: list[Connection] = []
        self._sessions = sessions
        self._folders = config, data
        self._retain_bytes = retain_mib * MIB
        self._max_rows, self._max_age_s = max_rows, max_age_s
        self._budgets = Budgets(self._retain_bytes)
        self._demo: Demo | None = None
        self._listeners: list[Callable[[Opening, Connection], None]] = []

    def listen(self, listener: Callable[[Opening, Connection], None]) -> Callable[[], None]:
        """Call `listener` when a connection is opened or closed; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def retain_mib(self) -> int:
        """The memory that all logs together may take, in MiB; changing it holds from the next tick on.

        Topics may take as much again, and 256 MiB in any case.
        """
        return self._retain_bytes // MIB

    @retain_mib.setter
    def retain_mib(self, mib: int) -> None:
        self._retain_bytes = mib * MIB
        self._budgets.limit(self._retain_bytes)
        for connection in self.connections:
            connection.log.budget_bytes = self._retain_bytes

    def retain(self, *, max_rows: int | None, max_age_s: float | None) -> None:
        """Limit every log by number of rows and by age in seconds as well (None: no limit), from the next tick on.

        ValueError if a limit would keep nothing.
        """
        Limits(max_rows, max_age_s)  # refuses such a one before anything has changed
        for connection in self.connections:
            connection.retain(max_rows=max_rows, max_age_s=max_age_s)
        self._max_rows, self._max_age_s = max_rows, max_age_s

    @cached_property
    def _shelf(self) -> Shelf:
        from .shelf import Shelf

        return Shelf(*self._folders)

    def find(self, profile_id: str) -> Connection | None:
        """The open connection of a profile."""
        return next((open_one for open_one in self.connections if open_one.profile.id == profile_id), None)

    def open(self, profile: Profile, secrets: ProfileSecrets) -> Connection:
        """Open a connection and begin to connect; one that is open already is connected again with this profile."""
        from .connection import Connection

        connection = self.find(profile.id)
        if connection is None:
            connection = Connection(
                profile,
                secrets,
                budget_bytes=self._retain_bytes,
                max_rows=self._max_rows,
                max_age_s=self._max_age_s,
                shared=self._budgets,
                store=None if self._sessions is None else self._sessions(),
                shelf=self._shelf,
            )
            self.connections.append(connection)
            self._tell(Opening.OPENED, connection)
        else:
            connection.use(profile, secrets)
        connection.open()
        return connection

    def open_file(self, path: Path) -> Recording:
        """Open a tab for a file of messages; its messages are still to be read."""
        from .recording import Recording

        recording = Recording(path, budget_bytes=self._retain_bytes, shared=self._budgets)
        self.connections.append(recording)
        self._tell(Opening.OPENED, recording)
        return recording

    async def close(self, connection: Connection) -> None:
        """Disconnect and forget what the connection received."""
        await connection.close()
        if connection in self.connections:
            self.connections.remove(connection)
            self._tell(Opening.CLOSED, connection)

    async def close_all(self) -> None:
        """Leave nothing running: every connection and the Demo."""
        for connection in tuple(self.connections):
            await self.close(connection)
        if self._demo is not None:
            demo, self._demo = self._demo, None
            await demo.stop()

    def woke(self, stood_still_s: float) -> None:
        """The machine slept, or the program was stopped: every connection finds out whether it still stands."""
        for connection in self.connections:
            connection.woke(stood_still_s)

    async def secrets_of(self, profile: Profile) -> ProfileSecrets:
        """Ask for the secrets that a profile needs to connect; in a thread, because a key ring may prompt."""
        return await asyncio.to_thread(read_secrets, self.secrets, profile)

    async def demo_profile(self) -> Profile:
        """The built-in entry as a profile, its broker running."""
        if self._demo is None:
            from tracemq.demo import start_demo  # most starts do not need it

            self._demo = await start_demo()
        return demo_profile(self._demo.port)

    def _tell(self, opening: Opening, connection: Connection) -> None:
        for listener in tuple(self._listeners):
            listener(opening, connection)


def demo_profile(port: int | None = None, name: str = "Demo") -> Profile:
    """The Demo's profile; without a port it is only fit to be listed."""
    return Profile(
        id=DEMO_ID,
        name=name,
        host="127.0.0.1",
        port=port,
        client_id="",
        subscriptions=(SubscriptionSettings(filter="#", qos=QoS.AT_LEAST_ONCE), SubscriptionSettings(filter="$SYS/#")),
    )


def with_filters(profile: Profile, filters: Sequence[str]) -> Profile:
    """The profile with other filters to subscribe to, at QoS 0."""
    return replace(profile, subscriptions=tuple(SubscriptionSettings(filter=each) for each in filters))
