"""Joins the publish form to a connection: what the form asks for is done, remembered, and told to the form."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.tasks import start_task
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.sent_history import SentMessage
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.publish_form import Publication
from tracemq.viewmodels.recipe import Recipe
from tracemq.viewmodels.topic_completion import complete_topic
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change
from tracemq.workspace.repeats import Repeat, UnfitMessage
from tracemq.workspace.variable_stream import Stream

from .error_text import error_text
from .problem_text import complaint_text
from .publish_form import PublishForm

log = logging.getLogger(__name__)


class PublishDesk(QObject):
    """Lives as long as the form; `bring` brings a panel to the front by name, and gives it to what it gets beside."""

    def __init__(self, connection: Connection, form: PublishForm, bring: Callable[..., object]) -> None:
        super().__init__(form)
        self._connection = connection
        self._publishing = connection.publishing
        self._shelf = connection.publishing.shelf
        self._form = form
        self._bring = bring
        form.complete_with(partial(complete_topic, connection.tree))
        form.publish_requested.connect(self._publish)
        form.request_requested.connect(self._request)
        form.repeat_requested.connect(self._ask_how_often)
        form.save_requested.connect(self._ask_where)
        form.dock_asked.connect(bring)
        form.variables_asked.connect(self._ask_for_variables)
        self._repeated: dict[int, Repeat] = {}  # by number in the history
        ends = [
            connection.listen(self._heard),
            self._shelf.listen(form.known_changed),
            self._publishing.repeats.listen(self._repeats_changed),
        ]
        form.destroyed.connect(lambda: [end() for end in ends])
        self._heard(Change.STATE)

    def _heard(self, change: Change) -> None:
        if change is Change.STATE:
            self._form.set_connected(self._connection.online)
            self._form.set_version(self._connection.version)

    def _publish(self, publication: Publication, sent: SentMessage) -> None:
        try:
            receipt = self._connection.publish(
                publication.topic,
                publication.payload,
                qos=publication.qos,
                retain=publication.retain,
                properties=publication.properties,
            )
        except MqttError as error:
            self._form.show_failure(publication, error)
            self._remember(sent, error)
        else:
            number = self._remember(sent)
            settled = partial(self._settled, number)
            start_task(self._form.follow(publication, receipt, settled), "wait for a receipt")

    def _request(self, publication: Publication, sent: SentMessage) -> None:
        requests, limit_s = self._publishing.requests, self._shelf.settings.answer_within_s
        try:
            requests.ask(publication, limit_s=limit_s, response_topic=self._publishing.response_topic)
        except MqttError as error:
            self._form.show_failure(publication, error)
        else:
            self._remember(sent)
            self._bring("requests")

    def _repeat(self, recipe: Recipe, record: MessageRecord, every_s: float, times: int | None) -> None:
        """Begin it; the history has one line for all its messages."""
        stream = Stream()  # counters and waves of its own
        repeat = self._publishing.repeats.start(
            record.topic, lambda: recipe.make(stream).publication, every_s=every_s, times=times
        )
        size = len(record.payload.encode(errors="replace"))
        number = self._remember(SentMessage(at=time.time(), message=record, topic=record.topic, size=size))
        self._repeated[number] = repeat
        self._bring("repeats")

    def _repeats_changed(self) -> None:
        for number, repeat in list(self._repeated.items()):
            if repeat.ended:
                del self._repeated[number]
                self._shelf.sent.settle(number, **outcome_of(repeat))

    def _remember(self, sent: SentMessage, error: MqttError | None = None) -> int:
        """Keep it; what was sent from the form may be sent again."""
        failure = "" if error is None else error_text(error).title
        try:
            self._shelf.allow(sent.message)
        except OSError as problem:
            log.warning("the permission to read was not kept: %s", problem.strerror)
        return self._shelf.sent.add(replace(sent, broker=self._connection.name, failure=failure))

    def _settled(self, number: int, took_s: float, outcome: ReasonCode | MqttError) -> None:
        if isinstance(outcome, MqttError):
            self._shelf.sent.settle(number, failure=error_text(outcome).title, took_s=took_s)
        else:
            self._shelf.sent.settle(number, code=int(outcome), took_s=took_s)

    # Windows

    def _ask_how_often(self, recipe: Recipe, record: MessageRecord) -> None:
        from .dialogs.repeat_dialog import RepeatDialog

        dialog = RepeatDialog(record.topic, self._form)
        dialog.chosen.connect(lambda every_s, times: self._repeat(recipe, record, every_s, times or None))
        self._open(dialog)

    def _ask_where(self, record: MessageRecord) -> None:
        from .dialogs.save_message_dialog import SaveMessageDialog

        draft = self._form.draft  # or it comes from what was sent
        barred = draft.barred if record == draft.record() else self._shelf.barred(record)
        dialog = SaveMessageDialog(record, self._shelf, self._form, barred=barred)
        dialog.saved.connect(self._show_saved)
        self._open(dialog)

    def _show_saved(self, path: str) -> None:
        self._bring("messages", lambda panel: panel.show_saved(path))

    def _ask_for_variables(self) -> None:
        from .dialogs.variables_dialog import VariablesDialog

        self._open(VariablesDialog(self._shelf, self._form))

    def _open(self, dialog: Any) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def outcome_of(repeat: Repeat) -> dict[str, Any]:
    """What the history says of a repetition that has ended."""
    failure = repeat.last_failure
    if isinstance(failure, ReasonCode):
        return {"code": int(failure)}
    if isinstance(failure, UnfitMessage):
        return {"failure": complaint_text(failure.reason) if isinstance(failure.reason, Complaint) else str(failure)}
    if failure is not None:
        return {"failure": error_text(failure).title}
    return {"code": int(ReasonCode.SUCCESS)}
