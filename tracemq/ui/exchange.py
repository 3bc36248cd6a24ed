"""Turns the wish to import or export connections into dialogs, and what was chosen there into profiles or a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.files import write_now, written
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import Secrets
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.workspace.workspace import Workspace

from .dialogs.error_box import tell_error
from .main_window import MainWindow
from .soon import open_soon, when_imported

if TYPE_CHECKING:
    from tracemq.profiles.importers.imported import Imported

NOTE_MS: Final = 6000


class Exchange(QObject):
    """Lives as long as the window; `saved` gives the list of profiles, `reload` shows it anew."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        secrets: Secrets,
        saved: Callable[[], Sequence[Profile]],
        reload: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._secrets = secrets
        self._saved = saved
        self._reload = reload
        window.import_asked.connect(self.ask_import)
        window.export_asked.connect(self.ask_export)

    def ask_import(self) -> None:
        when_imported(self, self._ask_import, "tracemq.viewmodels.exchange", "tracemq.ui.dialogs.import_dialog")

    def ask_export(self) -> None:
        when_imported(self, self._ask_export, "tracemq.viewmodels.exchange", "tracemq.ui.dialogs.export_dialog")

    def _ask_import(self) -> None:
        from tracemq.viewmodels.exchange import ImportForm

        from .dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(ImportForm(self._saved()), self._window.windows.in_sight)
        dialog.wanted.connect(lambda chosen: self._start(self.take(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        open_soon(dialog)

    def _ask_export(self) -> None:
        from tracemq.viewmodels.exchange import ExportForm

        from .dialogs.export_dialog import ExportDialog

        dialog = ExportDialog(ExportForm(self._saved()), self._window.windows.in_sight)
        dialog.wanted.connect(
            lambda path, profiles, passphrase: self._start(self.give(Path(path), profiles, passphrase))
        )
        dialog.finished.connect(dialog.deleteLater)
        open_soon(dialog)

    async def take(self, chosen: Sequence[Imported]) -> None:
        """Save connections with their secrets; the first that cannot be saved ends it, and is told."""
        done = 0
        try:
            for each in chosen:
                await written(self._workspace.profiles.save(each.profile))
                await asyncio.to_thread(self._keep, each)
                done += 1
        except (OSError, BadFileError) as error:
            self._tell_error(error)
        self._reload()
        self._window.statusBar().showMessage(self.tr("%n connection(s) imported", "", done), NOTE_MS)

    def _keep(self, imported: Imported) -> None:
        for name, value in imported.secrets.items():
            self._secrets.set(name, value)

    async def give(self, path: Path, profiles: Sequence[Profile], passphrase: str) -> None:
        """Write the file, whole or not at all."""
        try:
            await asyncio.to_thread(self._write, path, profiles, passphrase)
        except (OSError, BadFileError) as error:
            self._tell_error(error)
            return
        self._window.statusBar().showMessage(self.tr("Exported to {file}").format(file=path.name), NOTE_MS)

    def _write(self, path: Path, profiles: Sequence[Profile], passphrase: str) -> None:
        from tracemq.profiles.export import export, secret_names

        found: dict[str, str] = {}
        if passphrase:
            known = {name: self._secrets.get(name) for profile in profiles for name in secret_names(profile)}
            found = {name: value for name, value in known.items() if value}
        write_now(path, export(profiles, found, passphrase))

    def _tell_error(self, error: Exception) -> None:
        tell_error(self._window.windows.in_sight, error)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        start_task(work, "import or export")
