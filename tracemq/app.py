"""Start options become a running program: the long-lived objects are made here, joined, and taken down again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import logging.handlers
import signal
import sys
import time
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import PlatformDirs
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from . import APP_NAME, __version__
from .command_line import StartOptions
from .desktop import DESKTOP_ID
from .i18n import LANGUAGES, Translations
from .mqtt.tasks import start_task
from .profiles.files import WRITER
from .profiles.layouts import LayoutStore
from .profiles.profile import Profile
from .profiles.secrets import FallbackSecrets, KeyringSecrets
from .profiles.settings import AtStart, SettingsStore
from .profiles.settings import Theme as SavedTheme
from .profiles.store import Loaded, ProfileStore, load_profile
from .ui.collecting import Collecting
from .ui.conductor import Conductor
from .ui.event_loop import QtAsyncLoop
from .ui.loop_watch import LoopWatch
from .ui.main_window import MainWindow
from .ui.not_written import NotWritten
from .ui.settings_in_use import SettingsInUse, letters
from .ui.soon import imported, open_soon, when_imported
from .ui.theme import Scheme, Theme
from .ui.unforeseen import Unforeseen
from .viewmodels.connections import ConnectionsModel
from .workspace.connection_state import Change
from .workspace.loop_gap import LoopGaps
from .workspace.process import keep_large_blocks_apart, started_at
from .workspace.report import report, write_report
from .workspace.stand_still import StandStill
from .workspace.workspace import Opening, Workspace, with_filters

if TYPE_CHECKING:  # imported with the first tab: the window opens sooner
    from .mqtt import SqliteSessionStore
    from .ui.tab_parts import Panels
    from .workspace.connection import Connection

log = logging.getLogger(__name__)

LOG_BYTES: Final = 1 << 20
LOG_FILES: Final = 3
FIRST_PAINT_S: Final = 1.0
ENDS_WITHIN_S: Final = 5.0
NEEDED_BY_TABS: Final = (
    "tracemq.workspace.connection",
    "numpy.ma",  # numpy imports it with the first call of `unique`, which is with the first messages
    "tracemq.ui.connection_tab",
    "tracemq.ui.tab_panels",
)


def run(options: StartOptions) -> int:
    """Show the window until it is closed; the process's exit status."""
    began = time.monotonic()
    keep_large_blocks_apart()
    folders = PlatformDirs(DESKTOP_ID, appauthor=False)
    keep_log(folders.user_log_path)
    application = QApplication(sys.argv[:1])
    application.setApplicationName(DESKTOP_ID)
    application.setApplicationDisplayName(APP_NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_ID)
    application.setQuitOnLastWindowClosed(False)  # else Qt ends the loop under the shutdown
    loop = QtAsyncLoop(application)
    asyncio.set_event_loop(loop)
    unforeseen = Unforeseen()
    unforeseen.install(loop)
    program = Program(application, options, folders, unforeseen)
    try:
        with loop:
            return run_to_the_end(loop, program, began)
    finally:
        asyncio.set_event_loop(None)


def run_to_the_end(loop: QtAsyncLoop, program: Program, began: float) -> int:
    """The exit status; 1 if Qt ended its loop under us, as it does when the display is gone."""
    running = loop.create_task(program.run(began), name="program")
    try:
        status: int = loop.run_until_complete(running)
    except RuntimeError:
        if running.done():
            raise
    else:
        return status
    log.warning("the display is gone: ending without it")
    program.quit()
    if not loop.finish(running, ENDS_WITHIN_S):
        program.save()
    return 1


def keep_log(folder: Path) -> None:
    """Log to a rotating file; without one (a full or read-only disk) to nowhere but the terminal."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    # Below that it writes down the arguments and results of whatever runs in a thread: passwords, for one.
    logging.getLogger("qasync").setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "tracemq.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError as error:
        logging.basicConfig(level=logging.WARNING)
        log.warning("no log file: %s", error.strerror)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


def session_store(folder: Path) -> SqliteSessionStore:
    """Where sessions outlive the program; the first connection makes its folder."""
    from .mqtt import SqliteSessionStore

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:  # those who want such a session will be told that there is none
        log.warning("no folder for sessions: %s", error.strerror)
    return SqliteSessionStore(folder / "sessions.sqlite")


async def import_the_rest(collecting: Collecting) -> None:
    """Import what tabs need; from then on garbage is collected, and never looked for among all that was imported.

    That stays anyway: 60,000 objects, which cost every full collection 30 ms. `main` has Python's own switched off.
    What the panels of the first tab need belongs to it (100 ms), or it would be imported while messages flow already.
    """
    try:
        await imported(*NEEDED_BY_TABS)
        from .ui.tab_panels import MODULES

        await imported(*chain.from_iterable(MODULES.values()))
    finally:
        gc.freeze()
        collecting.start()


def panels() -> Panels:
    """Make a tab's panels; imported with the first tab, so that the window opens sooner."""
    from .ui import tab_panels

    return tab_panels.panels()


class Program:
    """Everything that lives as long as the program."""

    def __init__(
        self, application: QApplication, options: StartOptions, folders: PlatformDirs, unforeseen: Unforeseen
    ) -> None:
        self._options = options
        settings_store = SettingsStore(folders.user_config_path / "settings.yaml")
        settings = settings_store.load()
        translations = Translations(application)
        translations.use(options.language or settings.language or None)
        theme = Theme(application, Scheme(options.theme or settings.theme.value), letters(settings))
        profiles = ProfileStore(folders.user_config_path / "profiles")
        secrets = FallbackSecrets(KeyringSecrets())
        sessions = partial(session_store, folders.user_data_path)
        retain_mib = options.retain_mib or settings.retention_mib
        config, data = folders.user_config_path, folders.user_data_path
        self._workspace = Workspace(
            profiles, secrets, retain_mib=retain_mib, sessions=sessions, config=config, data=data
        )
        model = ConnectionsModel()
        layouts = LayoutStore(folders.user_config_path / "layouts")
        self._window = MainWindow(theme, model, layouts, panels)
        self._settings = SettingsInUse(settings_store, settings, translations, theme, self._workspace, self._window)
        self._not_written = NotWritten(self._window)
        self._conductor = Conductor(self._window, model, self._workspace, secrets)
        self._window.scheme_chosen.connect(self._keep_scheme)
        self._window.preferences_asked.connect(self._preferences_asked)
        self._window.quit_asked.connect(self.quit)
        self._window.painted_first.connect(self._painted)
        unforeseen.happened.connect(self._window.show_error)
        self._shown_s: float | None = None
        self._gaps = LoopGaps()
        self._watch = LoopWatch(self._gaps, self._flowing)
        self._collecting = Collecting()
        self._workspace.listen(self._opened_or_closed)
        self._over = asyncio.Event()
        self._seen = asyncio.Event()

    async def run(self, began: float) -> int:
        """Until `quit`; then everything is closed, and the report written."""
        loop = asyncio.get_running_loop()
        WRITER.begin(lambda error: loop.call_soon_threadsafe(self._not_written.tell, error))
        if sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self.quit)
        if self._options.exit_after_s is not None:
            loop.call_later(self._options.exit_after_s, self.quit)
        self._window.show()
        start_task(self._connect_first(), "connect at start")
        watching = start_task(self._conductor.watch_files(), "watch the profiles' files")
        waking = start_task(StandStill().watch(self._workspace.woke), "notice that the machine has slept")
        await self._over.wait()
        status = self._report(began)
        watching.cancel()
        waking.cancel()
        if self._window.isVisible():  # nobody has closed it: a signal ends the program, or its time is up
            self._window.save_layout()
        self.save()
        await self._workspace.close_all()
        await asyncio.to_thread(WRITER.end)  # the loop goes on: a disk may take seconds
        return status

    def save(self) -> None:
        """Remember what is open, for the next start; it needs neither the loop nor a display.

        A file of settings that could not be read stays until the user changes something.
        """
        used = self._settings
        open_ids = tuple(each.profile.id for each in self._workspace.connections if not each.read_only)
        if used.now.at_start is AtStart.REOPEN and open_ids != used.now.open_profiles and used.broken is None:
            self._keep(open_profiles=open_ids)

    def quit(self) -> None:
        self._over.set()

    def _opened_or_closed(self, opening: Opening, connection: Connection) -> None:
        if opening is Opening.OPENED:
            connection.listen(self._heard)
            self._watch.start()
        elif not self._workspace.connections:
            self._watch.stop()

    def _heard(self, change: Change) -> None:
        if change is Change.FLOW:
            self._watch.wake()

    def _flowing(self) -> bool:
        return any(connection.flowing for connection in self._workspace.connections)

    def _painted(self) -> None:
        self._shown_s = time.time() - started_at()
        self._seen.set()

    def _keep_scheme(self, scheme: Scheme) -> None:
        self._keep(theme=SavedTheme(scheme.value))

    def _preferences_asked(self) -> None:
        when_imported(self._window, self._show_preferences, "tracemq.ui.dialogs.preferences_dialog")

    def _show_preferences(self) -> None:
        from .ui.dialogs.preferences_dialog import PreferencesDialog
        from .viewmodels.preferences import Preferences

        used = self._settings
        preferences = Preferences(used.now, used.use, used.broken)
        dialog = PreferencesDialog(
            preferences, LANGUAGES, self._window.windows.in_sight, actions=self._window.named_actions
        )
        dialog.finished.connect(self._conductor.reload)  # the list has words of its own
        dialog.finished.connect(dialog.deleteLater)
        open_soon(dialog)

    def _keep(self, **values: Any) -> None:
        try:
            with WRITER.quietly():
                self._settings.keep(**values)
        except OSError as error:  # a full or read-only disk: this run goes on with them all the same
            log.warning("the settings could not be saved: %s", error.strerror)

    async def _connect_first(self) -> None:
        """What the command line asks for; without a wish the very first start shows the Demo."""
        options, conductor = self._options, self._conductor
        with contextlib.suppress(TimeoutError):  # the window comes first; a minimised one may never paint
            await asyncio.wait_for(self._seen.wait(), FIRST_PAINT_S)
        await import_the_rest(self._collecting)
        if self._settings.broken is not None:
            conductor.tell_broken_settings(self._settings.broken)
        if options.profile is not None:
            loaded = load_profile(options.profile)
            if isinstance(loaded, Loaded):
                loaded = replace(loaded, profile=self._filtered(loaded.profile))
            await conductor.open_file(loaded)
        elif options.connect is not None:
            if (saved := conductor.named(options.connect)) is not None:
                await conductor.open_saved(self._filtered(saved))
            else:
                conductor.open_url(options.connect, self._filtered)
        elif options.opened_url is not None:
            conductor.ask_about_url(options.opened_url)
        elif options.demo or self._first_start:
            await conductor.connect_demo()
        else:
            settings = self._settings.now
            await conductor.open_at_start(settings.open_profiles if settings.at_start is AtStart.REOPEN else ())
        if self._first_start:
            self._keep(first_start_done=True)

    @property
    def _first_start(self) -> bool:
        return not self._settings.now.first_start_done and self._settings.broken is None

    def _filtered(self, profile: Profile) -> Profile:
        return with_filters(profile, self._options.subscribe) if self._options.subscribe else profile

    def _report(self, began: float) -> int:
        if self._options.report is None:
            return 0
        content = report(
            self._workspace.connections,
            self._gaps.figures(),
            qt=qVersion(),
            window_shown_s=self._shown_s,
            wall_s=time.monotonic() - began,
        )
        try:
            write_report(self._options.report, content)
        except OSError as error:
            sys.stderr.write(f"{self._options.report}: {error.strerror}\n")
            return 1
        return 0
