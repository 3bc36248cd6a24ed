"""Turns the wish to make, change, copy or delete a connection into dialogs, and answers into files and secrets."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.files import ChangedOnDiskError, written
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import (
    FallbackSecrets,
    SecretKind,
    SecretsState,
    copy_secrets,
    delete_secrets,
    secret_id,
    secret_ids,
)
from tracemq.profiles.store import Broken
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.workspace.workspace import Workspace

from .consulting import Consulting
from .dialogs.error_box import tell_error
from .dialogs.question import ask
from .main_window import MainWindow
from .soon import imported

if TYPE_CHECKING:
    from .dialogs.connection_dialog import ConnectionDialog


# with those of its pages that bring much
DIALOG: Final = tuple(f"tracemq.ui.dialogs.{name}" for name in ("connection_dialog", "subscriptions_page", "tls_page"))


class ListOfProfiles(Protocol):
    """What is in the list, and what to do once it has changed."""

    def saved(self, profile_id: str) -> Profile | None: ...
    def unsaved(self, profile_id: str) -> Profile | None: ...
    def broken(self, profile_id: str) -> Broken | None: ...
    def all_saved(self) -> list[Profile]: ...
    def reload(self) -> None: ...
    def forget_unsaved(self, profile_id: str) -> None: ...
    async def open_saved(self, profile: Profile) -> None: ...


class ProfileEditing(QObject):
    """Lives as long as the window."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        secrets: FallbackSecrets,
        profiles: ListOfProfiles,
        consulting: Consulting,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._secrets = secrets
        self._profiles = profiles
        self._consulting = consulting
        self._open: list[tuple[ConnectionDialog, Profile]] = []
        window.new_asked.connect(self._new_asked)
        window.edit_asked.connect(self._edit_asked)
        window.duplicate_asked.connect(self._duplicate_asked)
        window.delete_asked.connect(self._delete_asked)

    # Making and changing

    def _new_asked(self) -> None:
        places = [profile.position for profile in self._profiles.all_saved()]
        place = max(places) + 1 if any(places) else 0  # at the end, or by its name where nobody has made an order
        new = Profile(name=self.tr("New broker"), folder=self._window.connections.folder, position=place)
        self._start(self.edit(new, before=None))

    def _edit_asked(self, profile_id: str) -> None:
        if profile := self._profiles.saved(profile_id):
            self._start(self.edit(profile, before=profile))
        elif unsaved := self._profiles.unsaved(profile_id):
            self._start(self.edit(replace(unsaved, name=url(unsaved)), before=None, typed=self._of_open(unsaved)))
        elif broken := self._profiles.broken(profile_id):
            self._tell_error(BadFileError(broken.problem, broken.detail, broken.line), broken.path.name)

    def _of_open(self, profile: Profile) -> dict[str, str]:
        """The password of a connection that is nowhere but in the window, as of one that came with its address."""
        connection = self._workspace.find(profile.id)
        password = connection.secrets.password if connection else None
        return {} if password is None else {secret_id(profile.id, SecretKind.PASSWORD): password}

    async def edit(self, profile: Profile, *, before: Profile | None, typed: dict[str, str] | None = None) -> None:
        """Show the dialog with the profile; `before` is what is saved, `typed` secrets that are not saved yet."""
        await imported(*DIALOG)
        from .dialogs.connection_dialog import ConnectionDialog

        known = {} if before is None else await asyncio.to_thread(self._read_secrets, before)
        state = await asyncio.to_thread(self._secrets.retry)
        secrets = known | (typed or {})
        dialog = ConnectionDialog(
            profile, None, self._window.windows.in_sight, secrets=secrets, keyring=state, new=before is None
        )
        if before is not None:
            dialog.start_from(before, known)
        dialog.saved.connect(
            lambda edited, _password, connect: self._start(
                self._save(edited, before, known, dialog.secrets, connect=connect)
            )
        )
        self._consulting.follow(dialog)
        if before is not None:
            self._open.append((dialog, before))
            dialog.finished.connect(lambda _: self._open.remove((dialog, before)))
        dialog.finished.connect(dialog.deleteLater)
        await asyncio.sleep(0)  # to make it takes a turn of the loop, to lay it out and paint it another
        dialog.open()

    def look(self) -> None:
        """The files were read anew: tell whoever edits a connection that somebody else has changed it meanwhile."""
        for dialog, before in self._open:
            now = self._profiles.saved(before.id)
            same = now is not None and replace(now, last_used=before.last_used, position=before.position) == before
            dialog.tell_changed_outside(changed=not same)

    def _read_secrets(self, profile: Profile) -> dict[str, str]:
        found = {name: self._secrets.get(name) for name in secret_ids(profile)}
        return {name: value for name, value in found.items() if value is not None}

    async def _save(
        self,
        profile: Profile,
        before: Profile | None,
        known: dict[str, str],
        secrets: dict[str, str],
        *,
        connect: bool,
        overwrite: bool = False,
    ) -> None:
        try:
            await written(self._workspace.profiles.save(profile, replaces=before, overwrite=overwrite))
        except ChangedOnDiskError as error:
            again = partial(self._save, profile, before, known, secrets, connect=connect, overwrite=True)
            ask(
                self._window.windows.in_sight,
                self.tr("Changed by someone else"),
                self.tr("The file {file} was changed while you edited the connection.").format(file=error.path.name),
                self.tr("Overwrite"),
                lambda: self._start(again()),
                refused=lambda: self._start(self.edit(profile, before=before, typed=secrets)),
                detail=self.tr("Overwriting it loses those changes. Cancel brings you back to what you typed."),
                destructive=True,
            )
            return
        except (OSError, BadFileError) as error:
            self._profiles.reload()  # the file is as it was
            box = self._tell_error(error)
            box.finished.connect(lambda _: self._start(self.edit(profile, before=before, typed=secrets)))
            return
        await asyncio.to_thread(self._keep_secrets, profile, before, known, secrets)
        self._profiles.forget_unsaved(profile.id)
        self._profiles.reload()
        self._tell_keyring()
        if connection := self._workspace.find(profile.id):
            connection.use(profile, await self._workspace.secrets_of(profile))
            if before is not None:
                from tracemq.workspace.subscription_keeper import follow_edit

                await follow_edit(connection, before.subscriptions, profile.subscriptions)
        if connect:
            await self._profiles.open_saved(profile)

    def _keep_secrets(
        self, profile: Profile, before: Profile | None, known: dict[str, str], secrets: dict[str, str]
    ) -> None:
        from tracemq.profiles.export import secret_names

        password = secret_id(profile.id, SecretKind.PASSWORD)
        passphrase = secret_id(profile.id, SecretKind.KEY_PASSPHRASE)
        remembered = {password: profile.remember_password, passphrase: profile.tls.remember_passphrase}
        used = set(secret_names(profile))  # the form knows of headers as well whose names were only half typed
        for name in set(() if before is None else secret_ids(before)) - used:
            self._secrets.delete(name)
        for name in used & secrets.keys():
            value = secrets[name]
            if not value:
                self._secrets.delete(name)
            elif not remembered.get(name, True):
                self._secrets.delete(name)
                self._secrets.hold(name, value)
            elif value != known.get(name) or self._secrets.in_memory_only(name):
                self._secrets.set(name, value)

    # Copying and deleting

    def _duplicate_asked(self, profile_id: str) -> None:
        if profile := self._profiles.saved(profile_id):
            self._start(self._duplicate(profile))

    async def _duplicate(self, profile: Profile) -> None:
        name = self.tr("{name} (copy)").format(name=profile.name)
        try:
            copy = self._workspace.profiles.duplicate(profile, name)
            await written(self._workspace.profiles.path(copy.id))
        except (OSError, BadFileError) as error:
            self._tell_error(error)
            return
        await asyncio.to_thread(copy_secrets, self._secrets, profile, copy)
        self._profiles.reload()
        self._window.connections.select(copy.id)

    def _delete_asked(self, profile_id: str) -> None:
        if profile := self._profiles.saved(profile_id):
            ask(
                self._window.windows.in_sight,
                self.tr("Delete connection"),
                self.tr("Delete the connection “{name}”?").format(name=profile.name),
                self.tr("Delete"),
                lambda: self._start(self._delete(profile)),
                detail=self.tr("Its settings and its saved passwords are removed. Nothing changes at the broker."),
                destructive=True,
            )
        elif broken := self._profiles.broken(profile_id):
            ask(
                self._window.windows.in_sight,
                self.tr("Delete file"),
                self.tr("Delete the file {file}?").format(file=broken.path.name),
                self.tr("Delete"),
                lambda: self._delete_file(broken.path),
                detail=self.tr("It cannot be read as it is, but might be mended in a text editor."),
                destructive=True,
            )

    async def _delete(self, profile: Profile) -> None:
        if connection := self._workspace.find(profile.id):
            await self._workspace.close(connection)
        try:
            path = self._workspace.profiles.path(profile.id)
            self._workspace.profiles.delete(profile.id, overwrite=True)
            await written(path)
        except (OSError, KeyError) as error:
            self._tell_error(error)
        else:
            self._window.tab_layouts.forget(profile.id)
            await asyncio.to_thread(delete_secrets, self._secrets, profile)
        self._profiles.reload()

    def _delete_file(self, path: Path) -> None:
        try:
            self._workspace.profiles.delete_file(path)
        except OSError as error:
            self._tell_error(error)
        self._profiles.reload()

    # Words

    def _tell_error(self, error: Exception, title: str = "") -> QMessageBox:
        return tell_error(self._window.windows.in_sight, error, title)

    def _tell_keyring(self) -> None:
        if self._secrets.state is not SecretsState.AVAILABLE and any(self._held_in_memory()):
            from .dialogs.keyring_note import keyring_note

            self._window.statusBar().showMessage(keyring_note(self._secrets.state, remember=True), 15_000)

    def _held_in_memory(self) -> list[str]:
        return [
            name
            for profile in self._profiles.all_saved()
            for name in secret_ids(profile)
            if self._secrets.in_memory_only(name)
        ]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        start_task(work, "asked by the window")
