"""Turns the secrets that a connection lacks into a question to its user, and the answers into what it connects with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import FallbackSecrets, SecretsState
from tracemq.workspace.missing_secrets import Missing, missing_secrets
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import Workspace

from .main_window import MainWindow

Given = tuple[Mapping[str, str], bool]


class SecretPrompt:
    """Asks once for each connection that is about to be made; nothing is asked where nothing is missing."""

    def __init__(self, window: MainWindow, workspace: Workspace, secrets: FallbackSecrets) -> None:
        self._window = window
        self._workspace = workspace
        self._secrets = secrets
        self._asking: set[str] = set()

    async def secrets_of(self, profile: Profile) -> ProfileSecrets | None:
        """Return everything that the profile needs to connect; None if the user does not give it."""
        if profile.id in self._asking:  # a second double-click, while the first one's question is open
            return None
        self._asking.add(profile.id)
        try:
            return await self._complete(profile)
        finally:
            self._asking.discard(profile.id)

    async def _complete(self, profile: Profile) -> ProfileSecrets | None:
        while True:
            known = await self._workspace.secrets_of(profile)
            works = self._secrets.state is SecretsState.AVAILABLE
            missing = await asyncio.to_thread(missing_secrets, profile, known, keyring_works=works)
            if not missing:
                return known
            given = await self._ask(profile, missing)
            if given is None:
                return None
            await asyncio.to_thread(self._take, *given)

    async def _ask(self, profile: Profile, missing: Sequence[Missing]) -> Given | None:
        from .dialogs.secrets_dialog import SecretsDialog

        answer: asyncio.Future[Given | None] = asyncio.get_running_loop().create_future()

        def settle(given: Given | None) -> None:
            if not answer.done():
                answer.set_result(given)

        dialog = SecretsDialog(profile, missing, self._secrets.state, self._window.windows.in_sight)
        dialog.given.connect(lambda values, keep: settle((values, keep)))
        dialog.finished.connect(lambda _: settle(None))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return await answer

    def _take(self, values: Mapping[str, str], keep: bool) -> None:
        for name, value in values.items():
            if keep and value:
                self._secrets.set(name, value)
            else:
                self._secrets.delete(name)
                self._secrets.hold(name, value)  # an empty one as well: it is an answer, too
