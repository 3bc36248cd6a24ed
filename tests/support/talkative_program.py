"""The program itself, driven from inside through everything that writes or shows something while it holds secrets.

python -m tests.support.talkative_program PLAN ARGUMENTS...: it saves connections with secrets of every kind, lets them
connect, fail, lose their broker and be examined, exports them, logs all it can, runs into errors that nobody foresaw,
and ends. What the clipboard and the windows showed goes to the file `seen` that the plan names.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tracemq import app, command_line
from tracemq.mqtt import Client
from tracemq.mqtt.tasks import start_task
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
    Trust,
    WebSocketSettings,
)
from tracemq.profiles.secrets import SecretKind, header_secret_id, secret_id
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.doctor_dialog import DoctorDialog
from tracemq.viewmodels.doctor import Phase
from tracemq.workspace.connect_options import connect_options
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState

PASSWORD = "pw:5ecret/Q7w e@r\u00e4t"
URL_PASSWORD = "url5ecretZx81"
KEY_PASSPHRASE = "key5ecretMn24"
PROXY_PASSWORD = "proxy5ecretHj66"
SCRAM_PASSWORD = "scram5ecretLp39"
TOKEN = "tok5ecret.eyJhbGciOi"
HEADER = "Bearer hdr5ecretVb17"
EXPORT_PASSPHRASE = "exp5ecretKd52"
SECRETS = (PASSWORD, URL_PASSWORD, KEY_PASSPHRASE, PROXY_PASSWORD, SCRAM_PASSWORD, TOKEN, HEADER, EXPORT_PASSPHRASE)
SOON = ReconnectSettings(first_delay_s=0.05, max_delay_s=0.1)


@dataclass(slots=True, kw_only=True)
class Plan:
    """What the test has made ready."""

    seen: str
    exports: str
    broker_pid: int
    ports: dict[str, int] = field(default_factory=dict)  # ws, mtls, plain, proxy
    certificates: str = ""


def profiles(plan: Plan) -> Iterator[tuple[Profile, dict[str, str]]]:
    """Connections with the secrets that their dialogs would have saved."""
    certificates = Path(plan.certificates)
    for name, scheme, port, fields, secrets in (
        (
            "certificate",
            Scheme.MQTTS,
            plan.ports["mtls"],
            {
                "authentication": AuthMethod.PASSWORD,
                "username": "alice",
                "tls": TlsSettings(
                    trust=Trust.CA_FILE,
                    ca_file=str(certificates / "ca.pem"),
                    certificate=ClientCertificate.PEM,
                    cert_file=str(certificates / "client.pem"),
                    key_file=str(certificates / "client-own.key"),
                    remember_passphrase=True,
                ),
            },
            {SecretKind.PASSWORD: PASSWORD, SecretKind.KEY_PASSPHRASE: KEY_PASSPHRASE},
        ),
        (
            "proxy",
            Scheme.MQTT,
            plan.ports["plain"],
            {
                "proxy": ProxySettings(
                    kind=ProxyKind.SOCKS5, host="127.0.0.1", port=plan.ports["proxy"], username="alice"
                )
            },
            {SecretKind.PROXY_PASSWORD: PROXY_PASSWORD},
        ),
        (
            "scram",
            Scheme.MQTT,
            plan.ports["plain"],
            {"authentication": AuthMethod.SCRAM_SHA_256, "username": "alice"},
            {SecretKind.PASSWORD: SCRAM_PASSWORD},
        ),
        (
            "token",
            Scheme.WS,
            plan.ports["ws"],
            {
                "authentication": AuthMethod.TOKEN,
                "username": "alice",
                "websocket": WebSocketSettings(headers=(Header(name="Authorization", secret=True),)),
            },
            {SecretKind.PASSWORD: TOKEN, "Authorization": HEADER},
        ),
    ):
        profile = Profile(name=name, scheme=scheme, host="127.0.0.1", port=port, reconnect=SOON, **fields)
        yield (
            profile,
            {
                secret_id(profile.id, key) if isinstance(key, SecretKind) else header_secret_id(profile.id, key): value
                for key, value in secrets.items()
            },
        )


def settled(connection: Connection) -> bool:
    return connection.state in {ConnectionState.CONNECTED, ConnectionState.OFFLINE}


async def until(check: Callable[[], object], what: str, limit_s: float = 20.0) -> None:
    end = asyncio.get_running_loop().time() + limit_s
    while not check():
        if asyncio.get_running_loop().time() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


def texts() -> Iterator[str]:
    """Everything that a window shows or tells a screen reader."""
    for top in QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            told = (widget.windowTitle(), widget.toolTip(), widget.statusTip())
            yield from filter(None, (*told, widget.accessibleName(), widget.accessibleDescription()))
            if isinstance(widget, QLabel):
                yield widget.text()
            elif isinstance(widget, QLineEdit):
                yield widget.displayText()
            elif isinstance(widget, QPlainTextEdit | QTextEdit):
                yield widget.toPlainText()


class TalkativeProgram(app.Program):
    """The program, and a task that drives it."""

    plan: Plan

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        logging.getLogger().setLevel(logging.DEBUG)
        self._shown: list[str] = []

    async def run(self, began: float) -> int:
        driving = start_task(self._drive(), "drive")
        status = await super().run(began)
        driving.cancel()
        return status

    async def _drive(self) -> None:
        await asyncio.sleep(0.3)
        outcome = "FAILED: the log says why"
        try:
            await self._show_everything()
            outcome = "done"
        finally:
            Path(self.plan.seen).write_text("\n".join([*self._shown, outcome]), encoding="utf-8")
            self.quit()

    async def _show_everything(self) -> None:
        conductor = self._conductor
        made = list(profiles(self.plan))
        for profile, secrets in made:
            await conductor._editing._save(profile, None, {}, secrets, connect=True)
            connection = self._workspace.find(profile.id)
            assert connection is not None
            await until(partial(settled, connection), profile.name)
            self._shown += [f"{profile.name}: {connection.state.value}", *texts()]
        for connection in self._workspace.connections[:-1]:
            await self._diagnose(connection.profile.id)
        await self._edit(made[0][0])
        os.kill(self.plan.broker_pid, signal.SIGKILL)
        token = self._workspace.find(made[-1][0].id)
        assert token is not None
        await until(lambda: any(each.times > 2 for each in token.history), "attempts to come back")
        await self._diagnose(token.profile.id)
        saved = conductor.all_saved()
        await conductor._exchange.give(Path(self.plan.exports, "open.yaml"), saved, "")
        await conductor._exchange.give(Path(self.plan.exports, "sealed.yaml"), saved, EXPORT_PASSPHRASE)
        await self._run_into_errors()
        self._shown += texts()

    async def _diagnose(self, profile_id: str) -> None:
        self._window.diagnose_asked.emit(profile_id)
        await until(lambda: self._open(DoctorDialog), "the doctor's dialog")
        dialog = self._open(DoctorDialog)
        await until(lambda: dialog.model.phase is Phase.FINISHED, "the examination")
        dialog.copy_button.click()
        self._shown += [QGuiApplication.clipboard().text(), *texts()]
        dialog.reject()
        await until(lambda: self._open(DoctorDialog) is None, "the end of the dialog")

    async def _edit(self, profile: Profile) -> None:
        self._window.edit_asked.emit(profile.id)
        await until(lambda: self._open(ConnectionDialog), "the connection's dialog")
        self._shown += texts()
        self._open(ConnectionDialog).reject()

    def _open(self, kind: type[QWidget]) -> Any:
        shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())
        return next(shown, None)

    async def _run_into_errors(self) -> None:
        """With everything that knows a secret in the frame, and in the words."""

        def stumble() -> None:
            for connection in self._workspace.connections:
                secrets = connection.secrets
                options = connect_options(connection.profile, secrets)
                client = Client(options)
                things = (connection, connection.profile, secrets, options, options.tls, options.proxy, client)
                raise RuntimeError(" ".join(f"{thing!r} {thing!s}" for thing in things), *things)

        async def stumble_later() -> None:
            stumble()

        QTimer.singleShot(0, stumble)
        asyncio.get_running_loop().call_soon(stumble)
        thread = threading.Thread(target=stumble)
        thread.start()
        thread.join()
        start_task(stumble_later(), "stumble")
        await asyncio.sleep(0.3)


def main() -> int:
    TalkativeProgram.plan = Plan(**json.loads(Path(sys.argv[1]).read_text()))
    app.Program = TalkativeProgram  # type: ignore[misc, assignment]  # run() makes this one
    del sys.argv[1]
    return app.run(command_line.start_options(command_line.parse(sys.argv[1:])))


if __name__ == "__main__":
    sys.exit(main())
