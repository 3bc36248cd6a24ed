"""Everything that the program writes while secrets pass through it is searched for them: files, log, titles, copies."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.test_conductor import Desk
from tests.support.certificates import Certificates
from tests.support.mosquitto import Mosquitto
from tracemq.app import keep_log
from tracemq.mqtt import SqliteSessionStore
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Profile,
    ProxyKind,
    ProxySettings,
    ReconnectSettings,
    Scheme,
    TlsSettings,
    WebSocketSettings,
)
from tracemq.profiles.secrets import SecretKind, header_secret_id, secret_id
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.facts_dialog import FactsDialog
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.doctor import examine
from tracemq.workspace.loop_gap import LoopGaps
from tracemq.workspace.report import report, write_report

# Words that stand nowhere else, of every kind that a profile keeps
SECRETS = {
    "password": "Hemlock-Oriole-41",
    "wrong password": "Quartz-Bittern-17",
    "passphrase": "Saffron-Plover-93",
    "psk": "5ec2e7ab1e0ddba11c0ffee5",
    "proxy": "Cobalt-Heron-58",
    "header": "Bearer Umber-Kestrel-26",
    "export": "Indigo-Warbler-74",
}


def spellings(secret: str) -> list[bytes]:
    """The ways in which a secret might slip into a file."""
    raw = secret.encode()
    return [raw, base64.b64encode(raw).rstrip(b"=")[:-1], raw.hex().encode(), secret.encode("utf-16-le")]


async def settled(check: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not check():
            await asyncio.sleep(0.01)


def texts(desk: Desk) -> str:
    """Every text that stands in a window, its title or its descriptions; what hides its text shows none."""
    found = []
    for widget in [desk.window, *desk.window.findChildren(QWidget)]:
        found += [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.displayText())
    return "\n".join(found)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_no_secret_gets_into_anything_that_is_written_or_shown(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mosquitto_with_password: Mosquitto
) -> None:
    broker = mosquitto_with_password
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    keep_log(tmp_path / "log")
    root.setLevel(logging.DEBUG)
    desk = Desk(qtbot, qapp, tmp_path)
    desk.workspace._store = SqliteSessionStore(tmp_path / "sessions.sqlite")
    shown = []
    try:
        # an address with a password, saved from its tab
        address = f"mqtt://alice:{SECRETS['wrong password']}@127.0.0.1:{broker.ports['password']}"
        desk.conductor.open_url(address)
        (opened,) = desk.workspace.connections
        await settled(lambda: opened.last_error is not None)
        shown.append(texts(desk))
        dialog = await desk.editing(opened.profile.id)
        shown.append(texts(desk))
        dialog.form.put("reconnect", ReconnectSettings(enabled=False))
        dialog.save_button.click()
        await settled(lambda: any(profile.id == opened.profile.id for profile in desk.on_disk()))

        # every secret that there is, typed into the dialog; and a connection with the right password
        full = Profile(
            id="full1",
            name="full",
            host="127.0.0.1",
            port=broker.ports["password"],
            scheme=Scheme.WSS,
            authentication=AuthMethod.PASSWORD,
            username="alice",
            clean_start=False,
            tls=TlsSettings(
                certificate=ClientCertificate.P12, p12_file=Certificates(tmp_path / "certs").path("client.p12")
            ),
            websocket=WebSocketSettings(headers=(Header(name="Authorization", secret=True),)),
            proxy=ProxySettings(kind=ProxyKind.SOCKS5, host="127.0.0.1", port=9, username="bob"),
            reconnect=ReconnectSettings(enabled=False),
        )
        desk.store.save(full)
        desk.conductor.reload()
        dialog = await desk.editing("full1")
        for kind, name in (
            (SecretKind.PASSWORD, "password"),
            (SecretKind.KEY_PASSPHRASE, "passphrase"),
            (SecretKind.PSK, "psk"),
            (SecretKind.PROXY_PASSWORD, "proxy"),
        ):
            dialog.form.put_secret(kind, SECRETS[name])
        dialog.form.put_headers([Header(name="Authorization", value=SECRETS["header"], secret=True)])
        dialog.fields.refresh()
        for key in dialog.pages:
            dialog.show_page(key)
            if key != "websocket":  # the table shows a header's value to whoever edits it
                shown.append(texts(desk))
        tested = await examine(dialog.form.finished(), await desk.workspace.secrets_of(full), lambda _: None)
        assert tested.error is not None
        shown.append(repr(tested))
        dialog.save_button.click()
        await settled(lambda: desk.keyring.get(header_secret_id("full1", "Authorization")) == SECRETS["header"])
        plain = replace(full, id="plain1", name="plain", scheme=Scheme.MQTT, proxy=ProxySettings())
        desk.store.save(plain)
        desk.conductor.reload()
        desk.keyring.set(secret_id("plain1", SecretKind.PASSWORD), "secret")  # what the test's broker knows
        await desk.conductor.open_saved(plain)
        connection = desk.workspace.find("plain1")
        assert connection is not None
        await settled(lambda: connection.state is ConnectionState.CONNECTED)
        facts = FactsDialog(connection, desk.window)
        facts._copy()
        shown.append(QGuiApplication.clipboard().text())
        shown += [texts(desk), repr(connection.secrets), repr(full), repr(await desk.workspace.secrets_of(full))]

        # what leaves the program
        await desk.conductor._exchange.give(tmp_path / "out.yaml", desk.on_disk(), "")
        await desk.conductor._exchange.give(tmp_path / "sealed.yaml", desk.on_disk(), SECRETS["export"])
        figures = report(desk.workspace.connections, LoopGaps().figures(), qt="", window_shown_s=0, wall_s=1)
        write_report(tmp_path / "report.json", figures)
        desk.window.save_layout()
        desk.conductor.tell_unknown(f"mqtt://x:{SECRETS['password']}@h ost")
        shown.append(texts(desk))
    finally:
        await desk.workspace.close_all()
        for widget in desk.window.findChildren(ConnectionDialog):
            widget.deleteLater()
        for handler in [each for each in root.handlers if each not in handlers]:
            handler.close()
            root.removeHandler(handler)
        root.setLevel(level)

    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "broker" not in path.parts}
    assert {"out.yaml", "sealed.yaml", "report.json", "tracemq.log"} <= {path.name for path in written}
    assert len([path for path in written if path.parent.name == "profiles"]) >= 3
    for name, secret in SECRETS.items():
        for spelling in spellings(secret):
            assert [path.name for path, data in written.items() if spelling in data] == [], name
        assert not [text for text in shown if secret in text], name


@pytest.fixture
def mosquitto_with_password(tmp_path: Path) -> object:
    made = Mosquitto(tmp_path / "broker", listeners=("password",))
    made.start()
    yield made
    made.stop()
