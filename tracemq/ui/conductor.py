"""Turns what the window asks for into use cases, and what comes of them into dialogs, tabs and sentences."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.files import WRITER
from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.profiles.secrets import FallbackSecrets
from tracemq.profiles.store import Broken, Loaded
from tracemq.profiles.url import UrlProblem, parse_url, url, with_url, without_password
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.connections import ConnectionsModel, Entry, Kind
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import DEMO_ID, Opening, Workspace, demo_profile

from .arranging import Arranging
from .consulting import Consulting
from .dialogs.error_box import tell_error
from .dialogs.question import ask, tell
from .error_text import error_text
from .exchange import Exchange
from .main_window import MainWindow
from .message_files import MessageFiles
from .profile_editing import ProfileEditing
from .secret_prompt import SecretPrompt
from .soon import when_imported

if TYPE_CHECKING:  # imported where they are first needed: the window opens sooner
    from tracemq.workspace.connection import Connection

    from .help_window import HelpWindow

LOOK_INTERVAL_S: Final = 3.0  # how often files that others edit are looked at


class Conductor(QObject):
    """Joins a window to a workspace; lives as long as both."""

    def __init__(
        self, window: MainWindow, model: ConnectionsModel, workspace: Workspace, secrets: FallbackSecrets
    ) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self._workspace = workspace
        self._secrets = secrets
        self._saved: dict[str, Profile] = {}
        self._broken: dict[str, Broken] = {}
        self._guides: HelpWindow | None = None
        self._unsaved: dict[str, Profile] = {}  # open from the command line alone
        self._prompt = SecretPrompt(window, workspace, secrets)
        self._arranging = Arranging(window, model, workspace.profiles, self)
        workspace.listen(self._opened_or_closed)
        window.connect_asked.connect(self._connect_asked)
        window.disconnect_asked.connect(self._disconnect_asked)
        window.close_asked.connect(self._close_asked)
        window.about_asked.connect(self._about_asked)
        self._exchange = Exchange(window, workspace, secrets, self.all_saved, self.reload)
        self._files = MessageFiles(window, workspace)
        self._consulting = Consulting(window, workspace, self.saved, self.reload)
        self._editing = ProfileEditing(window, workspace, secrets, self, self._consulting)
        window.details_asked.connect(self._details_asked)
        window.guide_asked.connect(self._guide_asked)
        window.installEventFilter(self)  # before the window itself is told of another language: its tabs have names
        self.reload()

    # The list

    def reload(self) -> None:
        """Read the profiles' files anew."""
        entries = self._workspace.profiles.load_all()
        self._saved = {entry.profile.id: entry.profile for entry in entries if isinstance(entry, Loaded)}
        self._broken = {f"broken:{entry.path.name}": entry for entry in entries if isinstance(entry, Broken)}
        self._show_list()
        self._editing.look()

    def _show_list(self) -> None:
        demo = demo_profile(name=self.tr("Demo"))
        shown = [Entry(id=demo.id, name=demo.name, detail=self.tr("Built-in broker"), kind=Kind.DEMO)]
        shown += [_entry(each, Kind.SAVED) for each in self._saved.values()]
        shown += [_entry(each, Kind.UNSAVED) for each in self._unsaved.values()]
        shown += [
            Entry(id=key, name=each.path.name, detail=error_text(_as_error(each)).detail, kind=Kind.BROKEN)
            for key, each in self._broken.items()
        ]
        self._model.show(shown, self._arranging.made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LanguageChange:
            self._name_demo()
            self._show_list()
        return super().eventFilter(watched, event)

    def _name_demo(self) -> None:
        """The demonstration has its name from the program: an open one is called by it in the language of now."""
        if demo := self._workspace.find(DEMO_ID):
            demo.profile = replace(demo.profile, name=self.tr("Demo"))

    async def watch_files(self) -> None:
        """Notice files that are edited by hand or by another running program; until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_INTERVAL_S)
            if self._workspace.profiles.changed_outside():
                self.reload()

    def all_saved(self) -> list[Profile]:
        """The saved profiles, in the order of the list."""
        return list(self._saved.values())

    def saved(self, profile_id: str) -> Profile | None:
        return self._saved.get(profile_id)

    def unsaved(self, profile_id: str) -> Profile | None:
        """The profile of a connection that is open and in no file."""
        return self._unsaved.get(profile_id)

    def broken(self, profile_id: str) -> Broken | None:
        """What is wrong with the file that stands in the list under this id."""
        return self._broken.get(profile_id)

    def forget_unsaved(self, profile_id: str) -> None:
        """It has a file from now on."""
        self._unsaved.pop(profile_id, None)

    def named(self, name: str) -> Profile | None:
        """The saved profile of that name, whatever its capitals if there is only one such."""
        exact = [profile for profile in self._saved.values() if profile.name == name]
        alike = [profile for profile in self._saved.values() if profile.name.casefold() == name.casefold()]
        return next(iter(exact or alike), None)

    # Connecting

    async def connect_demo(self) -> None:
        """Connect the built-in entry, starting its broker if need be."""
        try:
            profile = await self._workspace.demo_profile()
        except OSError as error:
            self._tell_error(error)
            return
        self.open(replace(profile, name=self.tr("Demo")), ProfileSecrets())

    def open(self, profile: Profile, secrets: ProfileSecrets) -> Connection:
        """Open a connection, in front."""
        if profile.id != DEMO_ID and profile.id not in self._saved:
            self._unsaved[profile.id] = profile
            self._show_list()
        connection = self._workspace.open(profile, secrets)
        self._window.show_connection(connection)
        return connection

    async def open_saved(self, profile: Profile) -> None:
        """Open a profile with the secrets that the keyring has for it, and those that its user is asked for."""
        secrets = await self._prompt.secrets_of(profile)
        if secrets is None:
            return
        self.open(profile, secrets)
        if profile.id in self._saved:
            try:
                with WRITER.quietly():
                    self._saved[profile.id] = self._workspace.profiles.update(profile.id, last_used=datetime.now(UTC))
            except (OSError, KeyError, BadFileError):  # it is only a date
                return
            self._show_list()

    async def open_at_start(self, ids: Sequence[str]) -> None:
        """Open what was open at the end, and what is marked to connect at start; what is gone since is passed over."""
        marked = [profile.id for profile in self._saved.values() if profile.connect_at_start]
        for profile_id in dict.fromkeys((*ids, *marked)):
            if profile_id == DEMO_ID:
                await self.connect_demo()
            elif profile := self._saved.get(profile_id):
                await self.open_saved(profile)

    async def open_file(self, loaded: Loaded | Broken) -> None:
        """Open the profile of a file that is not in the list."""
        if isinstance(loaded, Loaded):
            await self.open_saved(loaded.profile)
        else:
            self._tell_error(_as_error(loaded))

    def open_url(self, text: str, change: Callable[[Profile], Profile] = lambda profile: profile) -> None:
        """Open a connection to a URL as it was typed on the command line; a bare word was meant as a profile's name."""
        parts = parse_url(text)
        if isinstance(parts, UrlProblem) or not (set(":.") & set(text) or text == "localhost"):
            self.tell_unknown(text)
            return
        profile = with_url(Profile(name=""), parts)
        if parts.password is not None and profile.authentication is AuthMethod.NONE:
            profile = replace(profile, authentication=AuthMethod.PASSWORD)
        self.open(change(profile), ProfileSecrets(password=parts.password))

    def ask_about_url(self, text: str) -> None:
        """A link was clicked somewhere: connect only if the user wants it."""
        parts = parse_url(text)
        if isinstance(parts, UrlProblem):
            self.tell_unknown(text)
            return
        ask(
            self._window.windows.in_sight,
            self.tr("Connect to a broker"),
            self.tr("A link asks to connect to this broker:"),
            self.tr("Connect"),
            partial(self.open_url, text),
            detail=url(with_url(Profile(), parts)),
        )

    def _connect_asked(self, profile_id: str) -> None:
        if profile_id == DEMO_ID:
            self._start(self.connect_demo())
        elif profile_id in self._broken:
            broken = self._broken[profile_id]
            self._tell_error(_as_error(broken), broken.path.name)
        elif profile := self._saved.get(profile_id):
            self._start(self.open_saved(profile))
        elif connection := self._workspace.find(profile_id):
            self._window.show_connection(connection)
            connection.open()

    def _disconnect_asked(self, profile_id: str) -> None:
        if connection := self._workspace.find(profile_id):
            self._start(connection.disconnect())

    def _close_asked(self, connection: Connection) -> None:
        self._start(self._workspace.close(connection))

    def _opened_or_closed(self, opening: Opening, connection: Connection) -> None:
        if opening is Opening.OPENED:
            from tracemq.workspace.subscription_keeper import SubscriptionKeeper

            SubscriptionKeeper(connection, self._workspace.profiles, self._profile_kept)
            self._window.add_connection(connection)
            return
        self._window.remove_connection(connection)
        if self._unsaved.pop(connection.profile.id, None) is not None:
            self._show_list()

    def _profile_kept(self, profile: Profile) -> None:
        self._saved[profile.id] = profile

    # Words

    def _about_asked(self) -> None:
        from .dialogs.about import AboutDialog

        dialog = AboutDialog(self._window.windows.in_sight)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _details_asked(self, connection: Connection) -> None:
        from .dialogs.facts_dialog import FactsDialog

        dialog = FactsDialog(connection, self._window.windows.in_sight)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _guide_asked(self) -> None:
        when_imported(self, self._show_guides, "tracemq.ui.help_window")

    def _show_guides(self) -> None:
        from .help_window import HelpWindow

        if self._guides is None:
            self._guides = HelpWindow(parent=self._window)
        self._guides.show()
        self._guides.raise_()
        self._guides.activateWindow()

    def _tell_error(self, error: Exception, title: str = "") -> None:
        tell_error(self._window.windows.in_sight, error, title)

    def tell_broken_settings(self, broken: Broken) -> None:
        """The preferences are not what the user has chosen: who is not told would look for a fault elsewhere."""
        reason = error_text(_as_error(broken)).detail
        tell(
            self._window.windows.in_sight,
            self.tr("Preferences"),
            self.tr("The preferences could not be read, so the defaults hold."),
            self.tr("{file}: {reason}").format(file=broken.path, reason=reason)
            + "\n\n"
            + self.tr("Mend the file, or change something in the preferences: the file is renamed then, not lost."),
        )

    def tell_unknown(self, text: str) -> None:
        """Something that was to be connected to is neither a profile nor a URL."""
        tell(
            self._window.windows.in_sight,
            self.tr("Unknown connection"),
            self.tr("“{name}” is neither a saved connection nor a broker's address.").format(
                name=without_password(text)
            ),
            self.tr("An address looks like mqtt://broker.example.org:1883."),
        )

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        start_task(work, "asked by the window")


def _entry(profile: Profile, kind: Kind) -> Entry:
    words = (profile.client_id, profile.username, profile.notes)
    return Entry(
        id=profile.id,
        name=profile.name or url(profile),
        detail=url(profile),
        kind=kind,
        folder=profile.folder,
        position=profile.position,
        colour=profile.colour,
        last_used=profile.last_used,
        at_start=profile.connect_at_start,
        words="\n".join(words),
    )


def _as_error(broken: Broken) -> BadFileError:
    """What is wrong with a file, as the error that the sentences are made of."""
    return BadFileError(broken.problem, broken.detail, broken.line)
