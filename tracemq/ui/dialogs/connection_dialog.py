"""Turns a profile into pages that are filled in, and what is filled in back into a profile to save or connect.

A page takes 5 to 20 ms to make. The first one is there when the dialog opens; the others are made one by one in later
turns of the event loop, or when somebody turns to them. What is wrong on them is known without them: the form knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPalette, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import SecretsState
from tracemq.ui.fields import FormPage, Note, Tone, tone_colour
from tracemq.ui.icons import pixmap
from tracemq.ui.later import keep_tab_order
from tracemq.ui.room import take_room
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.profile_form import URL, ProfileForm

from .connection_pages import ConnectionPages
from .profile_fields import ProfileFields
from .question import ask

if TYPE_CHECKING:
    from .general_page import GeneralPage
    from .tls_page import TlsPage

MARK_PX: Final = 14
FIRST_SIZE: Final = QSize(820, 700)
PAUSE_MS: Final = 16  # between two pages: the window paints

# The page that a field stands on, by the first part of its path; all others stand on the first page.
PAGE_OF: Final = {
    "authentication": "authentication",
    "username": "authentication",
    "password": "authentication",
    "remember_password": "authentication",
    "tls": "tls",
    "websocket": "websocket",
    "subscriptions": "subscriptions",
    "will": "will",
    "mqtt5": "mqtt5",
    "proxy": "proxy",
    "notes": "notes",
    "colour": "notes",
    "folder": "notes",
    "connect_at_start": "notes",
}


class ConnectionDialog(QDialog):
    """`saved` has the profile, the password (None: nobody typed one) and whether to connect; `secrets` has the rest."""

    saved = Signal(object, object, bool)
    test_asked = Signal(object, object)  # the profile as it stands, and its secrets by the ids of profiles.secrets

    def __init__(
        self,
        profile: Profile,
        password: str | None = None,
        parent: QWidget | None = None,
        *,
        secrets: Mapping[str, str] | None = None,
        keyring: SecretsState = SecretsState.AVAILABLE,
        new: bool = False,
    ) -> None:
        super().__init__(parent)
        self.form = ProfileForm(profile, password, secrets)
        self.fields = ProfileFields(self.form, self)
        self.setWindowTitle(self.tr("New connection") if new else self.tr("Edit connection"))
        self.list = _PageList()
        self.list.setAccessibleName(self.tr("Pages"))
        self.stack = QStackedWidget()
        self._marks: dict[str, QListWidgetItem] = {}
        self.pages = ConnectionPages(self.fields, keyring, self._place_page)
        self._list_pages()
        self.summary = Note(stays=True)
        self.general = cast("GeneralPage", self.pages["general"])
        self._make_buttons()
        self._lay_out()
        self.list.currentRowChanged.connect(self._turn_to)
        self.fields.refreshed.connect(self._show)
        self._first = (profile, self.secrets)
        self._changed_outside = False
        self.fields.refresh()
        self.list.setCurrentRow(0)
        self.general.name.setFocus()
        self.general.name.selectAll()
        self._making = QTimer(self, interval=PAUSE_MS)
        self._making.timeout.connect(self._make_next)
        self._making.start()

    @property
    def tls(self) -> TlsPage:
        """The page, made now if it is not there yet."""
        return cast("TlsPage", self.pages["tls"])

    @property
    def secrets(self) -> dict[str, str]:
        """Every secret that is known, by the ids of profiles.secrets."""
        return dict(self.form.secrets)

    def start_from(self, profile: Profile, secrets: Mapping[str, str]) -> None:
        """Take this for what was there before anything was typed: to leave it unsaved loses nothing."""
        self._first = (profile, dict(secrets))

    def tell_changed_outside(self, *, changed: bool) -> None:
        """Say, for as long as it is so, that what is saved is no longer what this dialog began with."""
        if changed is not self._changed_outside:
            self._changed_outside = changed
            self._show()

    @property
    def changed(self) -> bool:
        """Whether something was typed that would be lost."""
        before, secrets = self._first
        typed = {name: value for name, value in self.secrets.items() if value or name in secrets}
        return self.form.profile != before or typed != secrets or self.form.has_unfinished

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: what was typed is not thrown away without a word."""
        if not self.changed:
            super().reject()
            return
        ask(
            self,
            self.tr("Discard changes"),
            self.tr("Discard what you have changed?"),
            self.tr("Discard"),
            super().reject,
            detail=self.tr("Cancel brings you back to the connection."),
            destructive=True,
        )

    def show_page(self, key: str) -> None:
        self.list.setCurrentRow(list(self.pages).index(key))

    def _turn_to(self, row: int) -> None:
        self.stack.setCurrentWidget(self.pages[list(self.pages)[row]])

    def _titles(self) -> dict[str, str]:
        return {
            "general": self.tr("General"),
            "authentication": self.tr("Authentication"),
            "tls": self.tr("TLS"),
            "websocket": self.tr("WebSocket"),
            "subscriptions": self.tr("Subscriptions"),
            "will": self.tr("Last will"),
            "mqtt5": self.tr("MQTT 5"),
            "proxy": self.tr("Proxy"),
            "notes": self.tr("Notes and colour"),
        }

    def _list_pages(self) -> None:
        height = self.fontMetrics().height() + 2 * GAP
        for key, title in self._titles().items():
            item = QListWidgetItem(title, self.list)
            item.setSizeHint(QSize(0, height))
            self._marks[key] = item

    def _place_page(self, key: str, page: FormPage) -> None:
        """Put a page that was just made among the others, before the buttons in the order of Tab."""
        page.setAccessibleName(self._titles()[key])
        self.stack.addWidget(page)
        if key == "general":  # the first: the buttons are made after it
            return
        if key == "tls":
            self.tls.files.changed.connect(self._show)
        keep_tab_order(self.stack, page)
        self.fields.show_new()

    def _make_next(self) -> None:
        """Make one of the pages that nobody has turned to yet."""
        if not self.pages.make_next():
            self._making.stop()
            take_room(self, self.size())

    def _make_buttons(self) -> None:
        self.test_button = QPushButton(self.tr("&Test Connection…"))
        self.test_button.setToolTip(self.tr("Try these settings step by step; nothing is saved"))
        self.test_button.clicked.connect(lambda: self.test_asked.emit(self.form.finished(), self.secrets))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.save_button = QPushButton(self.tr("&Save"))
        self.connect_button = QPushButton(self.tr("Save && Co&nnect"))
        self._buttons = (self.test_button, self.cancel_button, self.save_button, self.connect_button)
        for button in self._buttons[:-1]:
            button.setAutoDefault(False)
        self.connect_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(lambda: self._save(connect=False))
        self.connect_button.clicked.connect(lambda: self._save(connect=True))

    def _lay_out(self) -> None:
        widest = max(self.fontMetrics().horizontalAdvance(item.text()) for item in self._marks.values())
        self.list.setFixedWidth(widest + MARK_PX + 6 * GAP)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.list)
        top.addWidget(line)
        top.addWidget(self.stack, 1)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setForegroundRole(self.palette().ColorRole.Mid)
        bottom = QHBoxLayout()
        bottom.setSpacing(GAP)
        bottom.setContentsMargins(2 * MARGIN, MARGIN, 2 * MARGIN, 2 * MARGIN)
        bottom.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in self._buttons:
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top, 1)
        column.addWidget(rule)
        column.addLayout(bottom)
        take_room(self, FIRST_SIZE)

    def _show(self) -> None:
        """Mark the pages with something wrong or unusual, and say what stands in the way of saving."""
        tones = dict.fromkeys(self.pages, Tone.PLAIN)
        for path, complaint in self.fields.complaints.items():
            page = "general" if path == URL else PAGE_OF.get(path.split(".", maxsplit=1)[0], "general")
            if page in tones and tones[page] is not Tone.BAD:
                tones[page] = Tone.BAD if complaint.serious else Tone.WARNING
        if "tls" in self.pages.made and tones["tls"] is Tone.PLAIN and self.tls.tone is not Tone.PLAIN:
            tones["tls"] = Tone.WARNING  # a file that is wrong now may be right when it is used
        for key, tone in tones.items():
            self._mark(key, tone)
        wrong = [self._marks[key].text() for key, tone in tones.items() if tone is Tone.BAD]
        self.test_button.setEnabled(self.form.can_save)
        self.save_button.setEnabled(self.form.can_save)
        self.connect_button.setEnabled(self.form.can_save)
        if self._changed_outside and not wrong:
            text = self.tr(
                "Somebody else has changed this connection meanwhile; you are asked before it is overwritten."
            )
            self.summary.say(text, Tone.WARNING)
        elif wrong:
            self.summary.say(self.tr("Something is wrong on: {pages}").format(pages=", ".join(wrong)), Tone.BAD)
        else:
            self.summary.say("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_making"):
            self._show()  # the marks of the pages have colours of the palette

    def _mark(self, key: str, tone: Tone) -> None:
        item = self._marks[key]
        if tone is Tone.PLAIN:
            item.setIcon(_nothing())
        else:
            item.setIcon(_mark_icon(tone, tone_colour(tone, self.palette())))
        state = {Tone.BAD: self.tr("something is wrong"), Tone.WARNING: self.tr("something is unusual")}.get(tone, "")
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, state)
        item.setToolTip(state)

    def _save(self, *, connect: bool) -> None:
        if self.form.can_save:
            self.saved.emit(self.form.finished(), self.form.password, connect)
            self.accept()


class _PageList(QListWidget):
    """Begins where the page beside it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(MARK_PX, MARK_PX))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setViewportMargins(0, MARGIN, 0, 0)


def _mark_icon(tone: Tone, colour: str) -> QIcon:
    """The same picture in every state: a selected row must not tint it."""
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        for size in (MARK_PX, 2 * MARK_PX):
            made.addPixmap(pixmap(tone.value, colour, size), mode)
    return made


def _nothing() -> QIcon:
    """An empty icon keeps the titles aligned."""
    picture = QPixmap(MARK_PX, MARK_PX)
    picture.fill(Qt.GlobalColor.transparent)
    return QIcon(picture)
