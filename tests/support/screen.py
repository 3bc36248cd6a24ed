"""A virtual screen with a window manager: programs run on it, are driven by mouse and keyboard, and are pictured."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

REST_S = 0.7  # a loaded machine may show nothing new for as long as that between two turns
NEEDED = ("Xvfb", "openbox", "xdotool", "xprop", "import")


def missing_tools() -> list[str]:
    return [tool for tool in NEEDED if shutil.which(tool) is None]


def wait_until(check: Callable[[], object], *, timeout_s: float = 20.0, what: str = "the condition") -> object:
    """Poll until `check` returns something true, and return that; TimeoutError otherwise."""
    end = time.monotonic() + timeout_s
    while not (value := check()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come true within {timeout_s} s; last value {value!r}")
        time.sleep(0.05)
    return value


class VirtualScreen:
    """Xvfb and openbox on a display number of their own; everything started here ends with it."""

    def __init__(self, size: str = "1280x800") -> None:
        self._size = size
        self._processes: list[subprocess.Popen[bytes]] = []
        self.display = ""

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{self._size}x24",
            "-nolisten",
            "tcp",
            "-dpi",
            "96",
            # else the server starts over when its last client leaves: the first question of xprop below would throw
            # out the window manager that is just about to connect
            "-noreset",
        ]
        self._processes.append(subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL))
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                number = pipe.readline().strip()  # the server picks a free one: no races
            if not number:
                raise RuntimeError(f"Xvfb ended before it had a display: exit status {self._processes[0].wait()}")
            self.display = f":{number}"
            self.start(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL)
            wait_until(
                lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), what="the window manager"
            )
        except BaseException:
            self._end()  # nobody calls __exit__ for a screen that was never entered
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill(self) -> None:
        """Take the display away from under everybody."""
        self._processes[0].kill()
        self._processes[0].wait()

    @property
    def environment(self) -> dict[str, str]:
        outer = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        return {**outer, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def start(
        self, command: Sequence[str | Path], *, environment: dict[str, str] | None = None, stderr: int | None = None
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(list(map(str, command)), env=self.environment | (environment or {}), stderr=stderr)
        self._processes.append(process)
        return process

    def run(self, *command: str) -> str:
        """The output of a tool run on this screen, whatever its exit status."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.strip()

    def window(self, name: str, *, timeout_s: float = 30.0) -> str:
        """The id of a visible window whose title matches `name` (a regular expression), activated."""
        search = ("xdotool", "search", "--onlyvisible", "--name", name)
        found = str(wait_until(lambda: self.run(*search), timeout_s=timeout_s, what=f"a window named {name}"))
        window = found.split()[0]
        self.run("xdotool", "windowactivate", "--sync", window)
        return window

    def click(self, window: str, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click at a point of the window's own coordinates."""
        self.run("xdotool", "mousemove", "--sync", "--window", window, str(x), str(y))
        self.run("xdotool", "click", "--repeat", str(times), "--delay", "80", str(button))

    def key(self, *keys: str) -> None:
        self.run("xdotool", "key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        self.run("xdotool", "type", "--delay", "15", text)

    def rest(self) -> None:
        """Wait until the screen stays as it is: what comes in several turns of the event loop is there."""
        seen, since = b"", time.monotonic()

        def same() -> bool:
            nonlocal seen, since
            command = ["import", "-window", "root", "ppm:-"]
            shot = subprocess.run(command, env=self.environment, capture_output=True, check=True, timeout=60).stdout
            if shot != seen:
                seen, since = shot, time.monotonic()
            return time.monotonic() - since > REST_S

        wait_until(same, what="a screen at rest")

    def picture(self, path: Path) -> Path:
        """Write what the screen shows as a PNG."""
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "screen.png"
            subprocess.run(["import", "-window", "root", raw], env=self.environment, check=True, timeout=60)
            shutil.move(raw, path)
        return path
