"""Every window of the program, made without a broker, for the tests that walk all of them."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QDockWidget, QMenu, QTabWidget, QWidget

import tracemq.ui
from tests.support.open_connection import connection, receive
from tests.support.plain_panels import Layouts
from tests.support.publishing_contents import fill, filled_shelf
from tests.unit.history.batches import Sent
from tracemq.i18n import LANGUAGES
from tracemq.mqtt import errors
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.types import Version
from tracemq.profiles.bindings import Binding, BoundFormat
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Mqtt5Settings,
    Profile,
    ProxyKind,
    ProxySettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    WebSocketSettings,
    WillSettings,
)
from tracemq.profiles.secrets import SecretsState
from tracemq.profiles.settings import Settings
from tracemq.ui import tab_panels
from tracemq.ui.chart_legend import ChartLegend
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.dialogs.about import AboutDialog
from tracemq.ui.dialogs.bindings_dialog import BindingsDialog
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.doctor_dialog import DoctorDialog
from tracemq.ui.dialogs.export_dialog import ExportDialog
from tracemq.ui.dialogs.export_messages_dialog import ExportMessagesDialog
from tracemq.ui.dialogs.facts_dialog import FactsDialog
from tracemq.ui.dialogs.import_dialog import ImportDialog
from tracemq.ui.dialogs.preferences_dialog import PreferencesDialog
from tracemq.ui.dialogs.question import ask, tell
from tracemq.ui.dialogs.repeat_dialog import RepeatDialog
from tracemq.ui.dialogs.save_message_dialog import SaveMessageDialog
from tracemq.ui.dialogs.secrets_dialog import SecretsDialog
from tracemq.ui.dialogs.subscription_dialog import SubscriptionDialog
from tracemq.ui.dialogs.variables_dialog import VariablesDialog
from tracemq.ui.help_window import HelpWindow
from tracemq.ui.main_window import MainWindow
from tracemq.ui.notice_bar import Severity
from tracemq.ui.query_help import QueryHelp
from tracemq.ui.theme import Scheme as ThemeScheme
from tracemq.ui.theme import Theme
from tracemq.viewmodels.connections import ConnectionsModel, Entry, Kind
from tracemq.viewmodels.doctor import DoctorModel, Phase
from tracemq.viewmodels.exchange import ExportForm, ImportForm
from tracemq.viewmodels.export_messages import ExportMessagesForm, Rows
from tracemq.viewmodels.payload_bindings import PayloadBindings
from tracemq.viewmodels.preferences import Preferences
from tracemq.viewmodels.shortcuts import NamedAction
from tracemq.workspace.diagnosis import Cause, Diagnosis
from tracemq.workspace.doctor import Examination
from tracemq.workspace.happenings import Happening, What
from tracemq.workspace.missing_secrets import missing_secrets
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.remedies import remedies
from tracemq.workspace.shelf import Shelf
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

NAME = "Zpln"  # what stands for a name that the user gave: no word of any language, so that the walks know it
TOPIC = "zpln/qrt"
HOST = "zpln.example"
CHART_S = 30.0  # what draws it is imported first
SUBSCRIBED = (SubscriptionSettings(filter=f"{TOPIC}/#"), SubscriptionSettings(filter="zpln/+", enabled=False))
P12 = Profile(id="zpln3", name=NAME, host=HOST, scheme=Scheme.MQTTS, tls=TlsSettings(certificate=ClientCertificate.P12))
EVERYTHING = Profile(
    id="zpln1",
    name=NAME,
    host=HOST,
    scheme=Scheme.WSS,
    version=Version.V5,
    authentication=AuthMethod.PASSWORD,
    username="zpln",
    subscriptions=SUBSCRIBED,
    tls=TlsSettings(certificate=ClientCertificate.PEM),
    websocket=WebSocketSettings(headers=(Header(name="X-Zpln", value="1"),)),
    will=WillSettings(enabled=True, topic=TOPIC, payload="{}"),
    mqtt5=Mqtt5Settings(user_properties=(("zpln", "qrt"),)),
    proxy=ProxySettings(kind=ProxyKind.SOCKS5, host=HOST),
)
WRONG = Profile(id="zpln2", name="", host="", version=Version.V31, client_id="z" * 24, subscriptions=())


@dataclass
class Windows:
    """Makes windows one after the other; `close` ends the one that is open."""

    theme: Theme
    _open: list[Callable[[], object]] = field(default_factory=list)

    def close(self) -> None:
        while self._open:
            self._open.pop()()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _shown(self, window: QWidget) -> QWidget:
        window.show()
        self._open.append(window.deleteLater)
        self._open.append(window.close)
        for _ in range(3):  # what painting it for the first time sets off is over as well
            QCoreApplication.processEvents()
        return window

    def main(self) -> MainWindow:
        """The window before anything is connected."""
        model = ConnectionsModel()
        model.show(
            [
                Entry(id="demo", name=NAME, detail=HOST, kind=Kind.DEMO),
                Entry(id="zpln1", name=NAME, detail=HOST),
                Entry(id="bad", name="zpln.yaml", detail=HOST, kind=Kind.BROKEN),
            ]
        )
        window = MainWindow(self.theme, model, Layouts(), tab_panels.panels)
        window.clock.stop()
        window.resize(1280, 800)
        self._shown(window)
        return window

    def connected(self) -> MainWindow:
        """The window with a connection whose every bar and panel has something to say."""
        window = self.main()
        opened = connection(NAME, "zpln1", version=Version.V5)  # its host is broker.example
        opened.publishing.shelf = self._shelf()
        fill(opened, TOPIC)
        opened.subscriptions = [
            SubscriptionEntry(SUBSCRIBED[0], SubscriptionState.ACTIVE),
            SubscriptionEntry(SUBSCRIBED[1], SubscriptionState.OFF),
        ]
        tab = window.add_connection(opened)
        tab.complete()
        for name in (TOPIC, f"{TOPIC}/a"):
            receive(opened, Sent(name, b'{"zpln": 1}', retain=True, properties=b"\x01\x01"))
        for now_s in (1.0, 2.0):  # the second frame shows what the first has counted
            opened.tick(now_s)
            tab.tick(now_s)
        self._fill(tab)
        window.errors.show_error(RuntimeError("zpln"))
        QCoreApplication.processEvents()
        return window

    def _fill(self, tab: ConnectionTab) -> None:
        tab.table.selectRow(0)
        tab.topics.tree.selectRow(0)
        tab.notice.say(Severity.WARNING, NAME, HOST)
        tab.panel.filter_line.narrow_to(f"{TOPIC}/#")
        tab.panel.find_bar.begin()
        for dock in tab.docks.values():
            dock.show()
            dock.raise_()  # what is made when it is seen is made now
            QCoreApplication.processEvents()
        tab.tools.add_to_chart(TOPIC)
        end = time.monotonic() + CHART_S
        while not tab.findChildren(ChartLegend) or getattr(tab.docks["chart"].widget(), "plot", None) is None:
            QCoreApplication.processEvents()
            assert time.monotonic() < end
        for view in tab.findChildren(QAbstractItemView):
            if view.currentIndex().isValid() or view.model() is None or not view.model().rowCount():
                continue
            view.setCurrentIndex(view.model().index(0, 0))

    def separate(self) -> QWidget:
        """A tab that is a window of its own."""
        main = self.main()
        tab = main.add_connection(connection(NAME, "zpln1"))
        window = main.windows.move_out(tab)
        self._open.append(main.windows.close_all)
        QCoreApplication.processEvents()
        return window

    def pages(self, profile: Profile = EVERYTHING, *, new: bool = False) -> Iterator[ConnectionDialog]:
        """The connection dialog, on each of its pages."""
        dialog = ConnectionDialog(profile, keyring=SecretsState.LOCKED, new=new)
        self._shown(dialog)
        for key in dialog.pages:
            dialog.show_page(key)
            QCoreApplication.processEvents()
            yield dialog

    def others(self) -> Iterator[QWidget]:
        """Everything but the main window and the connection dialog, one at a time."""
        yield self.separate()
        yield self._shown(AboutDialog())
        yield self._shown(FactsDialog(connection(NAME)))
        yield self._shown(self._bindings())
        yield self._shown(HelpWindow())
        yield self._shown(SubscriptionDialog(SUBSCRIBED[0], Version.V5))
        yield self._shown(SubscriptionDialog(SUBSCRIBED[0], Version.V311, new=False))
        yield self._shown(self._doctor())
        yield self._shown(self._import())
        yield self._shown(ExportDialog(ExportForm([EVERYTHING, WRONG])))
        yield self._shown(self._export_messages())
        yield self._shown(SecretsDialog(P12, missing_secrets(EVERYTHING, ProfileSecrets(), keyring_works=False)))
        yield self._shown(self._preferences())
        yield self._shown(RepeatDialog(TOPIC))
        yield self._shown(VariablesDialog(self._shelf()))
        yield self._shown(SaveMessageDialog(MessageRecord(topic=TOPIC), self._shelf(), name=NAME))
        owner = self._shown(QWidget())
        popup = QueryHelp(owner)
        popup.pop_up(owner)
        yield popup
        popup.close()
        for box in (ask(owner, NAME, NAME, NAME, lambda: None, destructive=True), tell(owner, NAME, NAME)):
            yield box
            box.reject()

    def _shelf(self) -> Shelf:
        folder = TemporaryDirectory()
        self._open.append(folder.cleanup)
        return filled_shelf(Path(folder.name), NAME, TOPIC)

    def _export_messages(self) -> ExportMessagesDialog:
        log = connection(NAME).log
        return ExportMessagesDialog(ExportMessagesForm(Rows(log, log, log, [(0, 0)], filtered=True)))

    def _bindings(self) -> BindingsDialog:
        bindings = PayloadBindings()
        bindings.use(
            [
                Binding(filter=TOPIC, format=BoundFormat.PROTOBUF, schema_file="/zpln", type="zpln.qrt"),
                Binding(filter=TOPIC, format=BoundFormat.TEXT, profile="zpln1"),
            ]
        )
        return BindingsDialog(bindings, TOPIC, ("zpln1", NAME))

    def _preferences(self) -> PreferencesDialog:
        def actions() -> list[NamedAction]:
            return [NamedAction(NAME, NAME, "Ctrl+F"), NamedAction("qrt", NAME, "F9")]

        dialog = PreferencesDialog(Preferences(Settings(), lambda _: None), LANGUAGES, actions=actions)
        dialog.shortcuts.take_button.show()
        return dialog

    def _import(self) -> ImportDialog:
        form = ImportForm([EVERYTHING])
        form.read(f"mqtt://{HOST}\nmosquitto_sub -h {HOST} -t {TOPIC} --zpln\n".encode())
        dialog = ImportDialog(form)
        dialog.lock.show()
        return dialog

    def _doctor(self) -> DoctorDialog:
        async def never(_: object) -> Examination:
            raise NotImplementedError

        steps = (Step.LOOK_UP, Step.TCP, Step.CONNECT)
        failed = StepDone(step=Step.TCP, seconds=0.001, error=errors.ConnectionRefusedByHost(f"{HOST}:1"))
        done = (StepDone(step=Step.LOOK_UP, seconds=0.012, facts={"addresses": ["127.0.0.1"]}), failed)
        model = DoctorModel(steps, never)
        model.examination = Examination(
            url=f"mqtt://{HOST}:1",
            version=Version.V5,
            expected=steps,
            steps=done,
            diagnoses=(Diagnosis(cause=Cause.NOBODY_LISTENS, facts={"host": HOST, "port": 1}),),
            error=failed.error,
        )
        model._done = {step.step: step for step in done}
        model.phase = Phase.FINISHED
        happened = (
            Happening(at=1.0, what=What.CONNECTED, peer="127.0.0.1"),
            Happening(at=2.0, what=What.LOST, error=errors.ConnectionLost("reset"), held_s=7200.0),
        )
        sick = Profile(host=HOST, port=1)
        dialog = DoctorDialog(
            model,
            NAME,
            f"mqtt://{HOST}:1",
            history=lambda: happened,
            remedies=lambda diagnosis: remedies(diagnosis, sick),
        )
        model.changed.emit()
        return dialog


def in_sight(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget is to be seen in a window; not if its dock is behind another one."""
    inside: QObject | None = widget
    while inside is not None and not isinstance(inside, QDockWidget):
        inside = inside.parent()
    return widget.isVisibleTo(window) and not (inside is not None and inside.visibleRegion().isEmpty())


def turned(window: QWidget) -> Iterator[QWidget]:
    """Show a window with each of the tabs that its panels have, and with each panel that others hide."""
    yield window
    for dock in window.findChildren(QDockWidget):
        if not dock.isHidden() and dock.visibleRegion().isEmpty():
            dock.raise_()
            QCoreApplication.processEvents()
            yield window
    for tabs in window.findChildren(QTabWidget):
        for index in range(tabs.count()) if tabs.isVisibleTo(window) else ():
            tabs.setCurrentIndex(index)
            QCoreApplication.processEvents()
            yield window


@contextmanager
def windows(application: QApplication) -> Iterator[Windows]:
    """Make windows, and leave none behind."""
    made = Windows(Theme(application, ThemeScheme.LIGHT))
    try:
        yield made
    finally:
        made.close()
        application.setStyleSheet("")


def menus(window: QWidget) -> Iterator[QMenu]:
    """Every menu that can be reached from a window: of the bar, of buttons, and the context menu of each panel."""
    for widget in [window, *window.findChildren(QWidget)]:
        if isinstance(widget, QMenu):
            widget.aboutToShow.emit()
            yield widget
    for widget in window.findChildren(QWidget):
        ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("tracemq")]
        if not widget.isVisible() or not any("contextMenuEvent" in vars(kind) for kind in ours):
            continue  # Qt's own menus wait for an answer
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5)))
        widget.contextMenuEvent(event)
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            yield popup
            yield from popup.findChildren(QMenu)
            popup.close()


def dialogs_of_the_program() -> set[type[QDialog]]:
    """Every class of dialog in the sources, so that a walk that misses a new one fails."""
    for found in pkgutil.walk_packages(tracemq.ui.__path__, "tracemq.ui."):
        importlib.import_module(found.name)

    def below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return {kind for kind in below(QDialog) if kind.__module__.startswith("tracemq.")}
