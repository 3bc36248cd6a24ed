"""What is typed behind the command becomes start options; its help and its complaints are in the user's language.

The texts are marked where they stand and translated when they are printed, so that a start that goes well does not wait
for Qt here. argparse would translate through gettext, which needs a second catalogue and knows none of its own words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from . import APP_NAME, __version__
from .ui.marked import QT_TRANSLATE_NOOP

PROGRAM: Final = "tracemq"
THEMES: Final = ("system", "light", "dark")
OPTIONS: Final = QT_TRANSLATE_NOOP("CommandLine", "options")
USAGE: Final = QT_TRANSLATE_NOOP("CommandLine", "usage: ")
DESCRIPTION: Final = QT_TRANSLATE_NOOP("CommandLine", "{program}: a desktop MQTT explorer.")
UNKNOWN: Final = QT_TRANSLATE_NOOP("CommandLine", "not known: {arguments}")
COMPLAINT: Final = QT_TRANSLATE_NOOP("CommandLine", "{argument}: {complaint}")
NOT_POSITIVE: Final = QT_TRANSLATE_NOOP("CommandLine", "a positive number is expected")
NOT_WHOLE: Final = QT_TRANSLATE_NOOP("CommandLine", "a positive whole number is expected")
NO_THEME: Final = QT_TRANSLATE_NOOP("CommandLine", "one of system, light and dark is expected")
# What argparse says of its own accord; anything else stays in English.
ITS_WORDS: Final = {
    "expected one argument": QT_TRANSLATE_NOOP("CommandLine", "a value is expected"),
    "expected at least one argument": QT_TRANSLATE_NOOP("CommandLine", "at least one value is expected"),
}
MISSING_LIBRARY: Final = QT_TRANSLATE_NOOP(
    "CommandLine", "{program} cannot start, because a library that Qt needs is missing: {error}"
)
PLEASE_TYPE: Final = QT_TRANSLATE_NOOP("CommandLine", "On Debian and Ubuntu, please type:")
LIBRARIES: Final = (
    "sudo apt-get install libglib2.0-0 libdbus-1-3 libegl1 libgl1 libfontconfig1 libxkbcommon0 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
Say = Callable[[str], str]


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(NOT_POSITIVE)
    return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:20])):
        raise argparse.ArgumentTypeError(NOT_WHOLE)
    return int(text[:20])


def _theme(text: str) -> str:
    if text not in THEMES:
        raise argparse.ArgumentTypeError(NO_THEME)
    return text


# (what is typed, what stands for its value, what it does, how argparse reads it)
ARGUMENTS: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    (
        "url",
        "URL",
        QT_TRANSLATE_NOOP("CommandLine", "a mqtt:// or mqtts:// URL; the window asks before it connects"),
        {"nargs": "?"},
    ),
    (
        "--connect",
        QT_TRANSLATE_NOOP("CommandLine", "PROFILE-OR-URL"),
        QT_TRANSLATE_NOOP("CommandLine", "connect at once to a saved profile or to a URL"),
        {},
    ),
    (
        "--subscribe",
        QT_TRANSLATE_NOOP("CommandLine", "FILTER"),
        QT_TRANSLATE_NOOP("CommandLine", "with --connect: the topic filters to subscribe to (otherwise # and $SYS/#)"),
        {"nargs": "+", "action": "extend", "default": []},
    ),
    (
        "--demo",
        "",
        QT_TRANSLATE_NOOP("CommandLine", "connect to the built-in demonstration"),
        {"action": "store_true"},
    ),
    (
        "--profile",
        QT_TRANSLATE_NOOP("CommandLine", "FILE"),
        QT_TRANSLATE_NOOP("CommandLine", "connect with the profile in this YAML file"),
        {"type": Path},
    ),
    (
        "--retain-mib",
        "N",
        QT_TRANSLATE_NOOP("CommandLine", "memory for the messages of each connection, in MiB"),
        {"type": _whole},
    ),
    (
        "--report",
        QT_TRANSLATE_NOOP("CommandLine", "FILE"),
        QT_TRANSLATE_NOOP("CommandLine", "write a diagnostics report (JSON) to this file when the program ends"),
        {"type": Path},
    ),
    (
        "--exit-after",
        QT_TRANSLATE_NOOP("CommandLine", "SECONDS"),
        QT_TRANSLATE_NOOP("CommandLine", "quit after so many seconds"),
        {"type": _positive},
    ),
    ("--language", "CODE", QT_TRANSLATE_NOOP("CommandLine", "the window's language: en or fr"), {}),
    (
        "--theme",
        "{" + ",".join(THEMES) + "}",
        QT_TRANSLATE_NOOP("CommandLine", "the window's colours"),
        {"type": _theme},
    ),
    (
        "--install-desktop",
        "",
        QT_TRANSLATE_NOOP("CommandLine", "put {program} into this user's application menu, and quit"),
        {"action": "store_true"},
    ),
    (
        "--uninstall-desktop",
        "",
        QT_TRANSLATE_NOOP("CommandLine", "take it out of the menu again, and quit"),
        {"action": "store_true"},
    ),
    (
        "--version",
        "",
        QT_TRANSLATE_NOOP("CommandLine", "show the version, and quit"),
        {"action": "version", "version": f"{APP_NAME} {__version__}"},
    ),
    ("-h, --help", "", QT_TRANSLATE_NOOP("CommandLine", "show this help, and quit"), {"action": "store_true"}),
)


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


def start_options(given: argparse.Namespace) -> StartOptions:
    """Keep what a window needs."""
    return StartOptions(
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


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the arguments (of the process, if None); help and complaints are printed and end the program."""
    made = _parser()
    try:
        given, unknown = made.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        say = words()
        complaint = say(ITS_WORDS.get(error.message, error.message))
        _refuse(say(COMPLAINT).format(argument=error.argument_name, complaint=complaint), say)
    if given.help:
        _print(_parser(words(given.language)).format_help(), sys.stdout)
        sys.exit(0)
    if unknown:
        say = words(given.language)
        _refuse(say(UNKNOWN).format(arguments=" ".join(unknown)), say)
    return given


def words(language: str | None = None) -> Say:
    """Return what puts this module's sentences into a language, the system's if None."""
    try:
        from .i18n import without_application
    except ImportError:  # even Qt's smallest library is missing: then there is English
        return str
    return partial(without_application(language), "CommandLine")


def tell_missing_library(error: ImportError) -> None:
    """Say why no window can open: the one thing that a wheel cannot bring along."""
    say = words()
    sentence = say(MISSING_LIBRARY).format(program=APP_NAME, error=error)
    _print(f"{sentence}\n{say(PLEASE_TYPE)}\n    {LIBRARIES}\n", sys.stderr)


def _parser(say: Say = str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=say(DESCRIPTION).format(program=APP_NAME),
        formatter_class=partial(_Layout, usage_word=say(USAGE)),
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
    )
    group = parser.add_argument_group(say(OPTIONS))
    for names, value, meaning, more in ARGUMENTS:
        how = more | {"metavar": say(value)} if value else more
        group.add_argument(*names.split(", "), help=say(meaning).format(program=APP_NAME), **how)
    return parser


class _Layout(argparse.HelpFormatter):
    """Begins the usage line with a word of the user's language."""

    def __init__(self, prog: str, *, usage_word: str) -> None:
        super().__init__(prog)
        self._usage_word = usage_word

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or self._usage_word)


def _refuse(sentence: str, say: Say) -> NoReturn:
    _print(f"{_parser(say).format_usage()}{PROGRAM}: {sentence}\n", sys.stderr)
    sys.exit(2)


def _print(text: str, stream: TextIO) -> None:
    """Print even where the terminal lacks a sign."""
    encoding = stream.encoding or "ascii"
    stream.write(text.replace("\u202f", "\u00a0").encode(encoding, "replace").decode(encoding))
