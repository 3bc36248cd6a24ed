"""Turns a new order of the list of connections, or a change of its folders, into what the profiles' files say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from tracemq.profiles.folders import Folders, FolderStore, clean, inside, moved
from tracemq.profiles.profile import Profile
from tracemq.profiles.store import ProfileStore
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.connections import ConnectionsModel

from .dialogs.question import ask, tell
from .error_text import error_text
from .main_window import MainWindow


class ListOfProfiles(Protocol):
    def all_saved(self) -> list[Profile]: ...
    def reload(self) -> None: ...


class Arranging(QObject):
    """Lives as long as the window. `made` are the folders that stay while they are empty."""

    def __init__(
        self, window: MainWindow, model: ConnectionsModel, store: ProfileStore, profiles: ListOfProfiles
    ) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._profiles = profiles
        self._folders = FolderStore(store.folder.parent / "folders.yaml")
        self._now = self._folders.load()
        panel = window.connections
        panel.close_folders(self._now.closed)
        model.arranged.connect(self._arrange)
        model.folder_renamed.connect(self._rename)
        panel.folder_made.connect(self._make)
        panel.folder_removed.connect(self._ask_to_remove)
        panel.folders_closed.connect(self._keep_closed)

    @property
    def made(self) -> tuple[str, ...]:
        return tuple(clean(path) for path in self._now.made)

    def _arrange(self, order: Sequence[tuple[str, str]]) -> None:
        """Give each profile its place and folder; only files that change are written."""
        known = {profile.id for profile in self._profiles.all_saved()}
        self._update([(name, folder, place) for place, (name, folder) in enumerate(order) if name in known])

    def _update(self, wanted: Sequence[tuple[str, str, int]]) -> None:
        try:
            for profile_id, folder, place in wanted:
                self._store.update(profile_id, folder=folder, position=place)
        except (OSError, KeyError, BadFileError) as error:
            self._tell_error(error)
        self._profiles.reload()

    def _make(self, path: str) -> None:
        self._save(Folders(made=(*self._now.made, path), closed=self._now.closed))
        self._profiles.reload()

    def _rename(self, old: str, new: str) -> None:
        """Move everything in a folder to the new path; "" means one level up, and the folder goes."""
        try:
            self._now = self._folders.rename(old, new)
        except (OSError, BadFileError) as error:
            self._tell_error(error)
        inner = [profile for profile in self._profiles.all_saved() if inside(clean(profile.folder), old)]
        self._update([(each.id, moved(clean(each.folder), old, new), each.position) for each in inner])

    def _ask_to_remove(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if not any(inside(clean(profile.folder), path) for profile in self._profiles.all_saved()):
            self._rename(path, above)
            return
        ask(
            self._window,
            self.tr("Remove folder"),
            self.tr("Remove the folder “{name}”?").format(name=path),
            self.tr("Remove"),
            lambda: self._rename(path, above),
            detail=self.tr("The connections in it stay, one level higher."),
        )

    def _keep_closed(self, closed: tuple[str, ...]) -> None:
        self._save(Folders(made=self._now.made, closed=closed))

    def _save(self, folders: Folders) -> None:
        self._now = folders
        try:
            self._folders.save(folders)
        except (OSError, BadFileError) as error:
            self._tell_error(error)

    def _tell_error(self, error: Exception) -> None:
        said = error_text(error)
        tell(self._window, said.title, said.title, f"{said.detail}\n\n{said.advice}".strip())
