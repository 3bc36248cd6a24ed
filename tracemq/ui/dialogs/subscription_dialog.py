"""Turns the options of one subscription into a window to fill in, and back into settings to ask the broker for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPushButton, QWidget

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.fields import Choice, FormPage, Note, Row, beside, number_line
from tracemq.ui.pairs_editor import pairs_editor
from tracemq.ui.problem_text import problem_text
from tracemq.ui.room import take_room
from tracemq.ui.row_colour_choice import ColourChoice
from tracemq.viewmodels.profile_form import Unused
from tracemq.viewmodels.rows import Pair
from tracemq.viewmodels.subscription_form import IDENTIFIER, SubscriptionForm

from .form_layout import FormLayout


class SubscriptionDialog(QDialog):
    """`chosen` has the SubscriptionSettings; `new` lets the filter be typed as well."""

    chosen = Signal(object)

    def __init__(
        self, settings: SubscriptionSettings, version: Version, parent: QWidget | None = None, *, new: bool = True
    ) -> None:
        super().__init__(parent)
        self.form = SubscriptionForm(settings, version)
        self._rows: dict[str, Row] = {}
        self._touched = bool(settings.filter)  # nobody did anything wrong before
        self.setWindowTitle(self.tr("Subscribe") if new else self.tr("Options of the subscription"))
        self.page = FormPage()
        self._main(new=new)
        self._options()
        self.ok_button = QPushButton(self.tr("&Subscribe"))
        FormLayout(self, self.page, self.ok_button, self._subscribe)
        take_room(self, QSize(560, 520))
        self._show()
        (self.filter if new else self.qos).setFocus()

    def _main(self, *, new: bool) -> None:
        settings, page = self.form.settings, self.page
        self.filter = QLineEdit(settings.filter)
        self.filter.setPlaceholderText("house/#")
        self.filter.setReadOnly(not new)
        self.filter.textEdited.connect(self._filter_typed)
        self._rows["filter"] = page.row(self.tr("&Filter:"), self.filter)
        self._rows["filter"].hint(self.tr("$share/group/filter shares the messages among the members of a group."))
        self.qos = Choice(*((str(level.value), level) for level in QoS))
        self.qos.choose(settings.qos)
        self.qos.activated.connect(lambda _: self._put("qos", self.qos.value))
        self._rows["qos"] = page.row(self.tr("&QoS:"), self.qos)
        self.colour = ColourChoice(settings.colour)
        self.colour.activated.connect(lambda _: self._put("colour", self.colour.value))
        self._rows["colour"] = page.row(self.tr("&Colour of its rows:"), self.colour)

    def _options(self) -> None:
        settings, page = self.form.settings, self.page
        page.heading(self.tr("Options"))
        self._note = Note()
        page.wide(self._note)
        self.no_local = QCheckBox(self.tr("&No Local: do not send me what I publish myself"))
        self.as_published = QCheckBox(self.tr("&Retain As Published: keep the retain flag as the publisher set it"))
        for name, box in (("no_local", self.no_local), ("retain_as_published", self.as_published)):
            box.setChecked(getattr(settings, name))
            self._rows[name] = page.check(box)
        self.no_local.toggled.connect(lambda ticked: self._put("no_local", ticked))
        self.as_published.toggled.connect(lambda ticked: self._put("retain_as_published", ticked))
        self.handling = Choice(
            (self.tr("send them"), 0),
            (self.tr("send them if the subscription is new"), 1),
            (self.tr("do not send them"), 2),
        )
        self.handling.choose(settings.retain_handling)
        self.handling.activated.connect(lambda _: self._put("retain_handling", self.handling.value))
        self._rows["retain_handling"] = page.row(self.tr("Retained &messages:"), self.handling)
        self.identifier = number_line()
        self.identifier.setText(self.form.identifier_text)
        self.identifier.textEdited.connect(self._identifier_typed)
        line = beside(self.identifier, self.tr("comes with each message that matches"))
        self._rows[IDENTIFIER] = page.row(self.tr("&Identifier:"), line, self.identifier)
        self.pairs, self.table = pairs_editor(self.tr("User properties of the subscription"), self)
        self.pairs.show([Pair(*pair) for pair in settings.user_properties])
        self.pairs.edited.connect(self._pairs_edited)
        self._rows["user_properties"] = page.tall_row(self.tr("&User properties:"), self.table, self.table.view)

    def _filter_typed(self, text: str) -> None:
        self._touched = True
        self._put("filter", text)

    def _put(self, name: str, value: object) -> None:
        self.form.put(name, value)
        self._show()

    def _identifier_typed(self, text: str) -> None:
        self.form.type_identifier(text)
        self._show()

    def _pairs_edited(self) -> None:
        self._put("user_properties", tuple((pair.name, pair.value) for pair in self.pairs.rows))

    def _show(self) -> None:
        complaints = self.form.complaints()
        if not self._touched:
            complaints.pop("filter", None)
        for name, row in self._rows.items():
            row.complain(complaints.get(name))
            row.enable_only_if(self.form.carried(name))
        self.table.complain(
            {
                (int(name.rpartition(".")[2]), ""): complaint
                for name, complaint in complaints.items()
                if name.startswith("user_properties.")
            }
        )
        self._note.say("" if self.form.carried(IDENTIFIER) else problem_text(Unused.NEEDS_MQTT_5))
        self.ok_button.setEnabled(self.form.can_subscribe)

    def _subscribe(self) -> None:
        if self.form.can_subscribe:
            self.chosen.emit(self.form.settings)
            self.accept()
