"""SOCKS5 and HTTP CONNECT proxies on free loopback ports (Debian: microsocks, tinyproxy)."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

from .free_ports import free_port

USER, PASSWORD = "u", "p"


class Proxies:
    """Started one by one; all are ended by `stop`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    @staticmethod
    def missing() -> str:
        """Programs that are not installed."""
        return " ".join(name for name in ("microsocks", "tinyproxy") if shutil.which(name) is None)

    def socks5(self, *, password: bool = False) -> int:
        port = free_port()
        who = ["-u", USER, "-P", PASSWORD] if password else []
        return self._start(port, ["microsocks", "-i", "127.0.0.1", "-p", str(port), *who])

    def http(self, *, password: bool = False, only_port: int | None = None) -> int:
        port = free_port()
        config = self._folder / f"tinyproxy-{port}.conf"
        lines = [
            f"Port {port}",
            "Listen 127.0.0.1",
            "Timeout 600",
            "Allow 127.0.0.1",
            "MaxClients 50",
            "LogLevel Info",
            f'LogFile "{self._folder}/tinyproxy-{port}.log"',
        ]
        lines += [f"BasicAuth {USER} {PASSWORD}"] if password else []
        lines += [f"ConnectPort {only_port}"] if only_port else []
        config.write_text("\n".join(lines) + "\n")
        return self._start(port, ["tinyproxy", "-d", "-c", str(config)])

    def _start(self, port: int, command: list[str]) -> int:
        self._processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                assert time.monotonic() < end, f"{command[0]} did not start"
                time.sleep(0.02)
            else:
                return port

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
            process.wait()
