"""Says the news of a connection that are no failure: a shared client id, another version, messages that wait."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from tracemq.mqtt import ClientIdContested, ConnectionLost, FellBack, OfflineQueued, Redirected
from tracemq.payloads.text import quoted, visible_line
from tracemq.workspace.connection import Notice
from tracemq.workspace.happenings import CameBack

from .error_text import error_text
from .notice_bar import Severity
from .property_text import property_name
from .quantity_text import stretch_text
from .state_text import VERSIONS


def notice_text(notice: Notice) -> tuple[Severity, str, str]:
    """How grave it is, a title, and what it means with what to try."""
    translate = QCoreApplication.translate
    if isinstance(notice, ClientIdContested):
        title = (
            translate("NoticeText", "Another client uses the same client id.")
            if notice.certain
            else translate("NoticeText", "Perhaps another client uses the same client id.")
        )
        detail = translate(
            "NoticeText",
            "“{client_id}” was thrown out {times} times in a row: two clients with one id end each other’s "
            "connections. Give one of them another client id.",
        )
        return Severity.WARNING, title, detail.format(client_id=visible_line(notice.client_id), times=notice.times)
    if isinstance(notice, Redirected):
        named = quoted(", ".join(notice.server_references))
        title = translate("NoticeText", "The broker names another server.")
        if notice.followed:
            return (
                Severity.INFO,
                title,
                translate("NoticeText", "Connecting to {server}.").format(server=notice.followed),
            )
        if not named:
            return Severity.INFO, title, translate("NoticeText", "It does not say which one.")
        return (
            Severity.INFO,
            title,
            translate("NoticeText", "It is {server}. Edit the connection to use it.").format(server=named),
        )
    if isinstance(notice, FellBack):
        return (
            Severity.INFO,
            translate("NoticeText", "The broker does not speak {version}.").format(version=VERSIONS[notice.refused]),
            translate("NoticeText", "Trying again with {version}.").format(version=VERSIONS[notice.version]),
        )
    if isinstance(notice, OfflineQueued):
        return (
            Severity.INFO,
            translate("NoticeText", "Messages wait for the connection."),
            translate("NoticeText", "They are sent when the broker is there again, as far as they do not expire."),
        )
    if isinstance(notice, CameBack):
        return _came_back(notice)
    names = ", ".join(property_name(name) for name in notice.names)
    return (
        Severity.INFO,
        translate("NoticeText", "Some properties were not sent."),
        translate("NoticeText", "This version of MQTT cannot carry: {names}.").format(names=names),
    )


def _came_back(notice: CameBack) -> tuple[Severity, str, str]:
    translate = QCoreApplication.translate
    title = translate("NoticeText", "The connection was lost at {time} and is back after {duration}.").format(
        time=QLocale().toString(QDateTime.fromSecsSinceEpoch(int(notice.lost_at)).time(), "HH:mm:ss"),
        duration=stretch_text(notice.away_s),
    )
    kept = (
        translate("NoticeText", "The broker kept the session: what QoS 1 and 2 promise is not lost.")
        if notice.session_present
        else translate(
            "NoticeText",
            "The broker kept no session: what was published meanwhile is missing, except retained messages.",
        )
    )
    known = notice.error is not None and type(notice.error) is not ConnectionLost  # that it was gone is said already
    why = error_text(notice.error).title if notice.error is not None and known else ""
    return Severity.INFO if notice.session_present else Severity.WARNING, title, f"{why} {kept}".strip()
