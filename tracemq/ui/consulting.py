"""Turns the wish to have a connection examined, of a tab or of one that is being edited, into the doctor's dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracemq.mqtt.tasks import start_task
from tracemq.mqtt.transports.base import StepDone
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.url import url
from tracemq.viewmodels.doctor import DoctorModel
from tracemq.workspace.connect_options import ProfileSecrets
from tracemq.workspace.connection import Connection, ConnectionState
from tracemq.workspace.doctor import Examination, examine, expected_steps
from tracemq.workspace.workspace import Workspace, read_secrets

from .dialogs.connection_dialog import ConnectionDialog
from .dialogs.doctor_dialog import DoctorDialog
from .main_window import MainWindow


class Consulting(QObject):
    """Lives as long as the window; `saved` finds a saved profile by its id."""

    def __init__(self, window: MainWindow, workspace: Workspace, saved: Callable[[str], Profile | None]) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._saved = saved
        window.diagnose_asked.connect(self.diagnose)

    def diagnose(self, profile_id: str) -> None:
        """Examine the connection of a tab, or one of the list."""
        connection = self._workspace.find(profile_id)
        profile = connection.profile if connection else self._saved(profile_id)
        if profile is not None:
            start_task(self._diagnose(profile, connection), "diagnose")

    async def _diagnose(self, profile: Profile, connection: Connection | None) -> None:
        secrets = connection.secrets if connection else await self._workspace.secrets_of(profile)
        self.show(profile, secrets, self._window)

    def follow(self, dialog: ConnectionDialog) -> None:
        """Examine what is being edited when its dialog asks for it; nothing is saved."""

        def test(profile: Profile, secrets: Mapping[str, str]) -> None:
            kept = MemorySecrets()
            for name, value in secrets.items():
                if value:  # an empty field is no password
                    kept.set(name, value)
            self.show(profile, read_secrets(kept, profile), dialog)

        dialog.test_asked.connect(test)

    def show(self, profile: Profile, secrets: ProfileSecrets, parent: QWidget) -> DoctorDialog:
        """Open the dialog and begin."""
        in_use = self._id_in_use(profile)

        async def made(told: Callable[[StepDone], object]) -> Examination:
            return await examine(profile, secrets, told, id_in_use=in_use)

        model = DoctorModel(expected_steps(profile), made)
        dialog = DoctorDialog(model, profile.name or url(profile), url(profile).partition("?")[0], parent)
        model.setParent(dialog)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        model.start()
        return dialog

    def _id_in_use(self, profile: Profile) -> bool:
        """Whether a connection of this program holds the client id at the same broker, or is about to."""
        return any(
            each.profile.client_id == profile.client_id
            and (each.profile.host, each.profile.port_number) == (profile.host, profile.port_number)
            and each.state is not ConnectionState.OFFLINE
            for each in self._workspace.connections
        )
