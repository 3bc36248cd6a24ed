"""Turns the options of subscriptions into a window to fill in, and back into settings to ask the broker for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QPushButton, QWidget

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.fields import Choice, FormPage, Note, Row, Tone, beside, number_line
from tracemq.ui.filters_editor import FiltersEditor, complaints_text
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.pairs_editor import pairs_editor
from tracemq.ui.problem_text import problem_text
from tracemq.ui.room import take_room
from tracemq.ui.row_colour_choice import ColourChoice
from tracemq.viewmodels.profile_form import Unused
from tracemq.viewmodels.row_colours import free_colour
from tracemq.viewmodels.rows import Pair
from tracemq.viewmodels.subscription_form import GROUP, IDENTIFIER, SubscriptionForm

from .form_layout import FormLayout

GROUP_CHARS: Final = 18
EACH: Final = object()  # as a colour: another one for each filter


class SubscriptionDialog(QDialog):
    """`chosen` has a list of SubscriptionSettings; with `new` filters are typed as well, one a line.

    `text` has those that were typed before. `others` are the subscriptions that there are: new ones get colours that
    few of them have, and what is among them is said to get other options.
    """

    chosen = Signal(object)

    def __init__(
        self,
        settings: SubscriptionSettings,
        version: Version,
        parent: QWidget | None = None,
        *,
        new: bool = True,
        text: str | None = None,
        others: Sequence[SubscriptionSettings] = (),
    ) -> None:
        super().__init__(parent)
        self.form = SubscriptionForm(settings, version, text)
        self._others = others
        self._rows: dict[str, Row] = {}
        self._touched = bool(self.form.text)  # nobody did anything wrong before
        self.setWindowTitle(self.tr("Subscribe") if new else self.tr("Options of the subscription"))
        self.page = FormPage()
        self.filter: QLineEdit | FiltersEditor
        if new:
            self._filters()
        else:
            self._fixed_filter()
        self._main()
        self._options()
        self.ok_button = QPushButton(self.tr("&Subscribe"))
        FormLayout(self, self.page, self.ok_button, self._subscribe)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Enter alone begins a line of the filters
            QShortcut(QKeySequence(keys), self).activated.connect(self._subscribe)
        take_room(self, QSize(580, 570 if new else 510))
        self._show()
        (self.filter if new else self.qos).setFocus()

    def _filters(self) -> None:
        self.filter = FiltersEditor(self.form.text)
        self.filter.setPlaceholderText("house/#\nhouse/+/light")
        self.filter.edited.connect(self._filter_typed)
        self._rows["filter"] = self.page.tall_row(self.tr("&Filters:"), self.filter)
        self._rows["filter"].hint(self.tr("One filter a line. Ctrl+Enter subscribes."))
        self.group = LineEdit()
        self.group.textEdited.connect(self._group_typed)
        self.group.setFixedWidth(GROUP_CHARS * self.fontMetrics().averageCharWidth())
        self.group.setToolTip(self.tr("As $share/group/filter does"))
        line = beside(self.group, self.tr("each message goes to one of its members"))
        self._rows[GROUP] = self.page.row(self.tr("Shared by &group:"), line, self.group)

    def _fixed_filter(self) -> None:
        self.filter = LineEdit(self.form.settings.filter)
        self.filter.setReadOnly(True)
        self._rows["filter"] = self.page.row(self.tr("&Filter:"), self.filter)

    def _main(self) -> None:
        settings, page = self.form.settings, self.page
        self.qos = Choice(*((str(level.value), level) for level in QoS))
        self.qos.choose(settings.qos)
        self.qos.activated.connect(lambda _: self._put("qos", self.qos.value))
        self._rows["qos"] = page.row(self.tr("&QoS:"), self.qos)
        self.colour = ColourChoice(settings.colour)
        self.colour.activated.connect(self._colour_chosen)
        self._colour_untouched = True
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
        self.form.text = text
        self._show()

    def _group_typed(self, text: str) -> None:
        self.form.group = text
        self._show()

    def _colour_chosen(self) -> None:
        self._colour_untouched = False
        if self.colour.value is not EACH:
            self.form.put("colour", self.colour.value)

    def _offer_colour_for_each(self) -> None:
        """Several filters can be told apart in the table."""
        several, offered = len(self.form.filters) > 1, EACH in self.colour.values
        if several and not offered:
            self.colour.insert(0, self.tr("One for each filter"), EACH)
            if self._colour_untouched:
                self.colour.choose(EACH)
        elif offered and not several:
            self.colour.remove(EACH)
            self.colour.choose(self.form.settings.colour)

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
        self.ok_button.setEnabled(not any(complaint.serious for complaint in complaints.values()))
        if not self._touched:
            complaints.pop("filter", None)
        for name, row in self._rows.items():
            row.complain(complaints.get(name))
            row.enable_only_if(self.form.carried(name))
        if isinstance(self.filter, FiltersEditor) and self._touched:
            self._say_of_filters(self.filter)
        self.table.complain(
            {
                (int(name.rpartition(".")[2]), ""): complaint
                for name, complaint in complaints.items()
                if name.startswith("user_properties.")
            }
        )
        self._note.say("" if self.form.carried(IDENTIFIER) else problem_text(Unused.NEEDS_MQTT_5))
        self._offer_colour_for_each()

    def _say_of_filters(self, editor: FiltersEditor) -> None:
        """What is wrong with each, else how many there are, and which are not new."""
        found, filters = self.form.filter_complaints(), self.form.filters
        several, wrong = len(filters) > 1, [each for each in found if each.serious]
        text = complaints_text(wrong or found, several=several, more=lambda count: self.tr("and %Ln more", "", count))
        tone = Tone.BAD if wrong else Tone.WARNING
        if not found:
            known = {settings.filter for settings in self._others}
            again = sum(each in known for each in filters)
            said = [self.tr("%Ln filter(s)", "", len(filters))] if several else []
            if again:
                said.append(self.tr("%Ln is there already: it gets these options.", "", again))
            text, tone = " · ".join(said), Tone.PLAIN
        editor.mark(found)
        if text:
            self._rows["filter"].note.say(text, tone)
        editor.setAccessibleDescription(text)

    def _subscribe(self) -> None:
        if self.form.can_subscribe:
            self.chosen.emit(self.form.wanted(self._colours()))
            self.accept()

    def _colours(self) -> list[str] | None:
        """One for each filter; None if they have the chosen one."""
        if self.colour.value is not EACH:
            return None
        known = {settings.filter: settings.colour for settings in self._others}
        used, colours = list(known.values()), []
        for each in self.form.filters:
            colours.append(known[each] if each in known else free_colour(used))
            used.append(colours[-1])
        return colours
