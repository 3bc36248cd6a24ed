"""Turns a new order of the list of connections, or a change of its folders, into what the profiles' files say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracemq.profiles.folders import Folders, FolderStore, clean, fits, inside, moved
from tracemq.profiles.profile import Profile
from tracemq.profiles.store import ProfileStore
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.connections import ConnectionsModel

from .dialogs.error_box import tell_error
from .dialogs.question import ask, tell
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
        self._panel = panel = window.connections
        self._model = model
        self._store = store
        self._profiles = profiles
        self._folders = FolderStore(store.folder.parent / "folders.yaml")
        self._now = self._folders.load()
        panel.close_folders(self._now.closed)
        model.arranged.connect(self._arrange)
        model.folder_renamed.connect(self._move_asked)
        panel.folder_made.connect(self._make)
        panel.folder_removed.connect(self._ask_to_remove)
        panel.folders_closed.connect(self._keep_closed)

    @property
    def made(self) -> tuple[str, ...]:
        return tuple(clean(path) for path in self._now.made)

    @property
    def _over(self) -> QWidget:
        """What questions stand over: the window in which the list is, which may float."""
        return self._panel.window()

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
        if not fits(path):
            self._tell_limits()
            return
        self._save(Folders(made=(*self._now.made, path), closed=self._now.closed))
        self._profiles.reload()

    # A folder that gets another path

    def _move_asked(self, old: str, new: str) -> None:
        """Move everything in a folder to the new path, unless it does not fit; what would be mixed is asked about."""
        if any(fits(path) and not fits(moved(path, old, new)) for path in self._paths_in(old)):
            self._tell_limits()
        elif new in self._model.folders:
            ask(
                self._over,
                self.tr("Join folders"),
                self.tr("The folder “{name}” is there already. Put everything from “{other}” into it?").format(
                    name=new, other=old
                ),
                self.tr("Join"),
                lambda: self._move(old, new),
                detail=self.tr("Afterwards nothing tells which connection came from where."),
            )
        else:
            self._move(old, new)

    def _paths_in(self, folder: str) -> list[str]:
        """The folder, what it has below it, and what is in them."""
        paths = [folder, *self._now.made, *(profile.folder for profile in self._profiles.all_saved())]
        return [path for path in paths if inside(clean(path), folder)]

    def _move(self, old: str, new: str) -> None:
        """Move everything in a folder to the new path; "" is the top level."""
        try:
            self._now = self._folders.rename(old, new)
        except (OSError, BadFileError) as error:
            self._tell_error(error)
        inner = [profile for profile in self._profiles.all_saved() if inside(clean(profile.folder), old)]
        self._update([(each.id, moved(each.folder, old, new), each.position) for each in inner])

    def _ask_to_remove(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if not any(inside(clean(profile.folder), path) for profile in self._profiles.all_saved()):
            self._move(path, above)
            return
        ask(
            self._over,
            self.tr("Remove folder"),
            self.tr("Remove the folder “{name}”?").format(name=path),
            self.tr("Remove"),
            lambda: self._move(path, above),
            detail=self.tr("The connections in it stay, one level higher."),
        )

    # What is kept, and what went wrong

    def _keep_closed(self, closed: tuple[str, ...]) -> None:
        self._save(Folders(made=self._now.made, closed=closed))

    def _save(self, folders: Folders) -> None:
        self._now = folders
        try:
            self._folders.save(folders)
        except (OSError, BadFileError) as error:
            self._tell_error(error)

    def _tell_limits(self) -> None:
        tell(
            self._over,
            self.tr("Folders"),
            self.tr("The list cannot show this folder."),
            self.tr("There can be eight levels of folders, with names of 100 characters at most."),
        )

    def _tell_error(self, error: Exception) -> None:
        tell_error(self._over, error)
