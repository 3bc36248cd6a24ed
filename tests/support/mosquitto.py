"""A real mosquitto on free loopback ports, with the listeners that a test asks for.

def test_something(mosquitto: Mosquitto) -> None:
    port = mosquitto.start()                     # anonymous TCP
    ...
broker = Mosquitto(folder); port = broker.start("max_topic_alias 3\n"); tls = broker.ports["tls"]; broker.stop()
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

from .certificates import Certificates
from .free_ports import free_port

PROGRAM = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
PASSWORD_PROGRAM = shutil.which("mosquitto_passwd") or "/usr/bin/mosquitto_passwd"
STARTS_WITHIN_S = 10.0
LAST_WORDS = 4_000  # characters
USERS = {"alice": "secret", "bob": "secret"}  # bob may only read
PSK_IDENTITY, PSK_KEY = "psk", "0011223344556677"

# What a listener of each kind says below its "listener PORT ADDRESS" line; {certs}, {folder} are filled in.
LISTENERS = {
    "password": "allow_anonymous false\npassword_file {folder}/passwd\nacl_file {folder}/acl\n",
    "tls": "allow_anonymous true\ncertfile {certs}/server.pem\nkeyfile {certs}/server.key\n",
    "mtls": "allow_anonymous false\ncafile {certs}/ca.pem\ncertfile {certs}/server.pem\nkeyfile {certs}/server.key\n"
    "require_certificate true\nuse_identity_as_username true\n",
    "ws": "protocol websockets\nallow_anonymous true\n",
    "wss": "protocol websockets\nallow_anonymous true\ncertfile {certs}/server.pem\nkeyfile {certs}/server.key\n",
    "expired": "allow_anonymous true\ncertfile {certs}/expired.pem\nkeyfile {certs}/expired.key\n",
    "wrong-host": "allow_anonymous true\ncertfile {certs}/wrong-host.pem\nkeyfile {certs}/wrong-host.key\n",
    "self-signed": "allow_anonymous true\ncertfile {certs}/self-signed.pem\nkeyfile {certs}/self-signed.key\n",
    "psk": "allow_anonymous true\npsk_hint test\npsk_file {folder}/psk\n",
    "unix": "allow_anonymous true\n",
}
NEEDS_CERTIFICATES = {"tls", "mtls", "wss", "expired", "wrong-host", "self-signed"}


class Mosquitto:
    """One mosquitto process; may be started and stopped again, then on the same ports."""

    def __init__(
        self,
        folder: Path,
        *,
        listeners: Iterable[str] = (),
        certificates: Certificates | None = None,
        log_types: str = "all",  # which notes each message
    ) -> None:
        self.folder = folder
        self.port = 0
        self.ports: dict[str, int] = {}  # per listener kind, beside the anonymous TCP one of `port`
        self.socket_path = folder / "mqtt.sock"
        self.certificates = certificates
        self._log_types = log_types
        self._listeners = tuple(listeners)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        path = self.folder / "mosquitto.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def last_words(self) -> str:
        """Whether it runs, and the end of its log: for a failure that is to be understood afterwards."""
        ended = self._process.poll() if self._process is not None else 0
        said = (self.folder / "stderr").read_text(errors="replace") + self.log[-LAST_WORDS:]
        return f"mosquitto {'runs' if ended is None else f'has ended with {ended}'}; it said\n{said}"

    def start(self, extra_config: str = "") -> int:
        """Start it with an anonymous TCP listener, which `extra_config` follows; returns that listener's port."""
        assert self._process is None, "mosquitto runs already"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        for kind in self._listeners:
            self.ports.setdefault(kind, 0 if kind == "unix" else free_port())
        self._write_files()
        config = self.folder / "mosquitto.conf"
        config.write_text(self._config(extra_config))
        with (self.folder / "stderr").open("wb") as stderr:
            self._process = subprocess.Popen([PROGRAM, "-c", str(config)], stdout=stderr, stderr=stderr)
        self._wait_until_it_listens()
        return self.port

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End it without a word to its clients."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def published_after_pubrel(self, client_id: str) -> int:
        """PUBLISH packets sent to a client again although PUBREL had been sent for them, against [MQTT-4.3.3-6].

        2.0.11 forgets that it has sent PUBREL if it ends, or the connection is cut again, before PUBCOMP has come.
        Nobody can tell such a packet from a new message. It is seen in the log, which must have all types.
        """
        steps = re.compile(
            rf"(Sending PUBREL|Received PUBCOMP|Sending PUBLISH) (?:to|from) {re.escape(client_id)} "
            r"\((?:d\d, q2, r\d, m|m|Mid: )(\d+)"
        )
        released: set[str] = set()
        again = 0
        for step, packet_id in steps.findall(self.log):
            if step == "Sending PUBREL":
                released.add(packet_id)
            else:
                again += step == "Sending PUBLISH" and packet_id in released
                released.discard(packet_id)
        return again

    def _write_files(self) -> None:
        if "password" in self._listeners:
            passwords = self.folder / "passwd"
            passwords.write_bytes(b"")
            passwords.chmod(0o600)
            for user, password in USERS.items():
                subprocess.run([PASSWORD_PROGRAM, "-b", str(passwords), user, password], check=True)
            (self.folder / "acl").write_text(
                "user alice\ntopic readwrite #\ntopic read $SYS/#\nuser bob\ntopic read #\n"
            )
        if "psk" in self._listeners:
            (self.folder / "psk").write_text(f"{PSK_IDENTITY}:{PSK_KEY}\n")
        if NEEDS_CERTIFICATES & set(self._listeners) and self.certificates is None:
            self.certificates = Certificates(self.folder / "certs")

    def _config(self, extra: str) -> str:
        log = self.folder / "mosquitto.log"
        lines = [
            "per_listener_settings true",
            # as root mosquitto would become the user "mosquitto" and lose sight of these files
            "user root" if os.geteuid() == 0 else "",
            "max_queued_messages 0",  # the default drops messages for a slow client
            "sys_interval 1",
            f"log_dest file {log}",
            f"log_type {self._log_types}",
            "connection_messages true",
            f"listener {self.port} 127.0.0.1",
            "allow_anonymous true",
            extra,
        ]
        certs = self.certificates.folder if self.certificates else ""
        for kind in self._listeners:
            address = f"0 {self.socket_path}" if kind == "unix" else f"{self.ports[kind]} 127.0.0.1"
            lines.append(f"listener {address}\n" + LISTENERS[kind].format(folder=self.folder, certs=certs))
        return "\n".join(line for line in lines if line) + "\n"

    def _wait_until_it_listens(self) -> None:
        waiting = [self.port, *(port for port in self.ports.values() if port)]
        end = time.monotonic() + STARTS_WITHIN_S
        while True:
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                said = (self.folder / "stderr").read_text(errors="replace")
                raise RuntimeError(f"mosquitto did not start: {said}\n{self.log}")
            if not waiting:
                return
            try:
                socket.create_connection(("127.0.0.1", waiting[0]), 1).close()
                waiting.pop(0)
            except OSError:
                time.sleep(0.02)
