"""Turns what happened to a connection into lines with a time, what it was, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from tracemq.profiles.url import without_password
from tracemq.workspace.happenings import Happening, What

from .error_text import error_text
from .marked import QT_TRANSLATE_NOOP
from .quantity_text import stretch_text

WORDS: Final[dict[What, str]] = {
    What.CONNECTED: QT_TRANSLATE_NOOP("DoctorHistory", "Connected"),
    What.LOST: QT_TRANSLATE_NOOP("DoctorHistory", "Connection lost"),
    What.FAILED: QT_TRANSLATE_NOOP("DoctorHistory", "Attempt failed"),
    What.CLOSED: QT_TRANSLATE_NOOP("DoctorHistory", "Disconnected"),
    What.GAVE_UP: QT_TRANSLATE_NOOP("DoctorHistory", "Gave up"),
    What.SESSION_GONE: QT_TRANSLATE_NOOP("DoctorHistory", "The broker forgot the session"),
    What.WOKE: QT_TRANSLATE_NOOP("DoctorHistory", "Woke up"),
}


class Line(NamedTuple):
    time: str
    what: str
    detail: str


def history_lines(history: Iterable[Happening]) -> list[Line]:
    """The newest first."""
    return [Line(_time(each.at), _what(each), _detail(each)) for each in reversed(list(history))]


def _time(at: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    if moment.date() == QDate.currentDate():
        return moment.toString("HH:mm:ss")
    day = QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
    return f"{day} {moment.toString('HH:mm:ss')}"


def _what(entry: Happening) -> str:
    words = QCoreApplication.translate("DoctorHistory", WORDS[entry.what])
    if entry.times == 1:
        return words
    return QCoreApplication.translate("DoctorHistory", "{what} ({times} times)").format(what=words, times=entry.times)


def _detail(entry: Happening) -> str:
    translate = QCoreApplication.translate
    why = error_text(entry.error).title if entry.error is not None else ""
    match entry.what:
        case What.CONNECTED:
            kept = translate("DoctorHistory", "The broker had kept the session.") if entry.session_present else ""
            return " ".join(filter(None, (entry.peer, kept)))
        case What.LOST | What.CLOSED:
            held = translate("DoctorHistory", "It had stood for {duration}.").format(
                duration=stretch_text(entry.held_s)
            )
            return f"{why} {held}".strip()
        case What.FAILED if entry.times > 1:
            last = translate("DoctorHistory", "The last time at {time}.").format(time=_time(entry.until))
            return f"{why} {last}"
        case What.SESSION_GONE if entry.unsent:
            lost = translate("DoctorHistory", "Messages that were given up with it: {count}")
            return lost.format(count=entry.unsent)
        case What.WOKE:
            slept = translate("DoctorHistory", "The computer, or the program, had stood still for {duration}.")
            return slept.format(duration=stretch_text(entry.held_s))
        case _:
            return why


def history_text(history: Iterable[Happening]) -> str:
    """The same lines for a report; "" if there are none."""
    lines = ["  ".join(filter(None, line)) for line in history_lines(history)]
    title = QCoreApplication.translate("DoctorHistory", "What happened:")
    return without_password("\n".join(["", title, *lines, ""])) if lines else ""
