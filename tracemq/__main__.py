"""The command line becomes start options; Qt is imported only when a window is going to open."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import APP_NAME, __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    """What the command line asked for; `connect` is a profile's name or a URL."""

    connect: str | None = None
    subscribe: list[str] = field(default_factory=list)
    demo: bool = False
    profile: Path | None = None
    retain_mib: int | None = None
    report: Path | None = None
    exit_after_s: float | None = None
    opened_url: str | None = None  # handed over by the desktop: asked about before connecting
    language: str | None = None
    theme: str | None = None


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return value


def _mebibytes(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return value


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tracemq", description=f"{APP_NAME}: a desktop MQTT explorer.")
    parser.add_argument("url", nargs="?", help="a mqtt:// or mqtts:// URL; the window asks before it connects")
    parser.add_argument("--connect", metavar="PROFILE-OR-URL", help="connect at once to a saved profile or to a URL")
    parser.add_argument(
        "--subscribe",
        metavar="FILTER",
        nargs="+",
        action="extend",
        default=[],
        help="with --connect: the topic filters to subscribe to (otherwise '#' and '$SYS/#')",
    )
    parser.add_argument("--demo", action="store_true", help="connect to the built-in demonstration")
    parser.add_argument("--profile", metavar="FILE", type=Path, help="connect with the profile in this YAML file")
    parser.add_argument(
        "--retain-mib", metavar="N", type=_mebibytes, help="memory for the messages of each connection, in MiB"
    )
    parser.add_argument(
        "--report", metavar="FILE", type=Path, help="write a diagnostics report (JSON) to FILE when the program ends"
    )
    parser.add_argument("--exit-after", metavar="SECONDS", type=_positive, help="quit after so many seconds")
    parser.add_argument("--language", metavar="CODE", help="the window's language, such as en or fr")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="the window's colours")
    parser.add_argument(
        "--install-desktop", action="store_true", help=f"put {APP_NAME} into this user's application menu, and quit"
    )
    parser.add_argument("--uninstall-desktop", action="store_true", help="take it out of the menu again, and quit")
    parser.add_argument("--version", action="version", version=f"{APP_NAME} {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run TraceMQ; the exit status. With --report it is 0 only if the report was written."""
    given = parser().parse_args(arguments)
    if given.install_desktop or given.uninstall_desktop:
        from .desktop import install, uninstall

        return install() if given.install_desktop else uninstall()
    options = StartOptions(
        connect=given.connect,
        subscribe=given.subscribe,
        demo=given.demo,
        profile=given.profile,
        retain_mib=given.retain_mib,
        report=given.report,
        exit_after_s=given.exit_after,
        opened_url=given.url,
        language=given.language,
        theme=given.theme,
    )
    try:
        from .app import run
    except ImportError as error:  # Qt's system libraries: the one thing a wheel cannot bring along
        print(
            f"{APP_NAME} cannot start, because a library that Qt needs is missing: {error}\n"
            "On Debian and Ubuntu, please type:\n"
            "    sudo apt-get install libglib2.0-0 libdbus-1-3 libegl1 libgl1 libfontconfig1 libxkbcommon0 "
            "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
            file=sys.stderr,
        )
        return 1
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
