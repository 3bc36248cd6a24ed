"""Turns the wish to have a connection examined, of a tab or of one that is being edited, into the doctor's dialog.

The doctor is loaded when it is first asked for: with its dialogs it is a twentieth of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.profile_secrets import ProfileSecrets, read_secrets
from tracemq.workspace.workspace import DEMO_ID, Workspace

from .dialogs.error_box import tell_error
from .main_window import MainWindow
from .soon import imported, when_imported

if TYPE_CHECKING:  # imported where they are first needed: the window opens sooner
    from tracemq.mqtt.transports.base import StepDone
    from tracemq.viewmodels.doctor import Examine
    from tracemq.workspace.connection import Connection
    from tracemq.workspace.diagnosis import Diagnosis
    from tracemq.workspace.doctor import Examination
    from tracemq.workspace.remedies import Remedy

    from .dialogs.connection_dialog import ConnectionDialog
    from .dialogs.doctor_dialog import DoctorDialog

    Keep = Callable[[Remedy], object]

DOCTOR: Final = ("tracemq.workspace.remedies", "tracemq.viewmodels.doctor", "tracemq.ui.dialogs.doctor_dialog")


class Consulting(QObject):
    """Lives as long as the window; `saved` finds a saved profile by its id, `changed` tells that one was changed."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        saved: Callable[[str], Profile | None],
        changed: Callable[[], object] = bool,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._saved = saved
        self._changed = changed
        window.diagnose_asked.connect(self.diagnose)

    def diagnose(self, profile_id: str) -> None:
        """Examine the connection of a tab, or one of the list."""
        start_task(self._diagnose(profile_id), "diagnose")

    async def _diagnose(self, profile_id: str) -> None:
        connection = self._workspace.find(profile_id)
        profile = connection.profile if connection else self._saved(profile_id)
        if profile is None and profile_id == DEMO_ID:
            try:
                profile = await self._workspace.demo_profile()
            except OSError as error:
                tell_error(self._window.windows.in_sight, error)
        if profile is None:
            return
        await imported(*DOCTOR)
        secrets = connection.secrets if connection else await self._workspace.secrets_of(profile)
        keep = None if profile.id == DEMO_ID else self._keeper(profile.id)
        self.show(profile, secrets, self._window.windows.in_sight, connection=connection, keep=keep)

    def _keeper(self, profile_id: str) -> Keep:
        """Changes what is saved, and what an open connection uses from the next time on."""

        from tracemq.workspace.remedies import applied

        def keep(remedy: Remedy) -> None:
            if self._saved(profile_id) is not None:
                try:
                    self._workspace.profiles.revise(profile_id, lambda profile: applied(profile, remedy))
                except (OSError, KeyError, BadFileError) as error:
                    tell_error(self._window.windows.in_sight, error)
                    return
                self._changed()
            if connection := self._workspace.find(profile_id):
                connection.use(applied(connection.profile, remedy), connection.secrets)

        return keep

    def follow(self, dialog: ConnectionDialog) -> None:
        """Examine what is being edited when its dialog asks for it; nothing is saved."""

        def keep(remedy: Remedy) -> None:
            for path, value in remedy.changes:
                dialog.form.put(path, value)
            dialog.fields.refresh()

        def test(profile: Profile, secrets: Mapping[str, str]) -> None:
            kept = MemorySecrets()
            for name, value in secrets.items():
                if value:  # an empty field is no password
                    kept.set(name, value)
            when_imported(dialog, lambda: self.show(profile, read_secrets(kept, profile), dialog, keep=keep), *DOCTOR)

        dialog.test_asked.connect(test)

    def show(
        self,
        profile: Profile,
        secrets: ProfileSecrets,
        parent: QWidget,
        *,
        connection: Connection | None = None,
        keep: Keep | None = None,
    ) -> DoctorDialog:
        """Open the dialog and begin; `keep` takes a change that shall be tried, without it none is offered."""
        from tracemq.viewmodels.doctor import DoctorModel
        from tracemq.workspace.doctor import expected_steps
        from tracemq.workspace.remedies import applied, remedies

        from .dialogs.doctor_dialog import DoctorDialog

        patient = profile

        def offers(diagnosis: Diagnosis) -> Sequence[Remedy]:
            return remedies(diagnosis, patient) if keep is not None else ()

        def chosen(remedy: Remedy) -> None:
            nonlocal patient
            if keep is not None:
                keep(remedy)
            patient = applied(patient, remedy)
            dialog.show_address(_address(patient))
            model.start_anew(expected_steps(patient), self._examination(patient, secrets))

        model = DoctorModel(expected_steps(patient), self._examination(patient, secrets))
        happened = connection.history if connection is not None else ()
        dialog = DoctorDialog(
            model,
            profile.name or url(profile),
            _address(profile),
            parent,
            history=lambda: happened,
            remedies=offers,
            may_connect=lambda: not isinstance(parent, QDialog) and not self._stands(profile.id),
        )
        model.setParent(dialog)
        dialog.remedy_chosen.connect(chosen)
        dialog.connect_asked.connect(lambda: self._window.connect_asked.emit(profile.id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        model.start()
        return dialog

    def _stands(self, profile_id: str) -> bool:
        connection = self._workspace.find(profile_id)
        return connection is not None and connection.state is ConnectionState.CONNECTED

    def _examination(self, profile: Profile, secrets: ProfileSecrets) -> Examine:
        from tracemq.workspace.doctor import examine

        in_use = self._id_in_use(profile)

        async def made(told: Callable[[StepDone], object]) -> Examination:
            return await examine(profile, secrets, told, id_in_use=in_use)

        return made

    def _id_in_use(self, profile: Profile) -> bool:
        """Whether a connection of this program holds the client id at the same broker, or is about to."""
        return any(
            each.profile.client_id == profile.client_id
            and (each.profile.host, each.profile.port_number) == (profile.host, profile.port_number)
            and each.state is not ConnectionState.OFFLINE
            for each in self._workspace.connections
        )


def _address(profile: Profile) -> str:
    """Without what may hold a token."""
    return url(profile).partition("?")[0]
