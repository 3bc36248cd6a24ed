"""Something to show in every panel that belongs to the publish form."""

from __future__ import annotations

from pathlib import Path

from tracemq.mqtt import Message
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.publishing_settings import OwnVariable
from tracemq.profiles.sent_history import SentMessage
from tracemq.workspace.connection import Connection
from tracemq.workspace.publication import Publication
from tracemq.workspace.repeats import Pace, Repeat, RepeatState
from tracemq.workspace.request_response import Request, RequestState
from tracemq.workspace.shelf import Shelf

AT = 1_700_000_000.0


def filled_shelf(folder: Path, name: str, topic: str) -> Shelf:
    """A shelf with an own variable, a saved message in a folder, and two messages that were sent."""
    shelf = Shelf(folder / "config", folder / "data")
    shelf.change(variables=(OwnVariable(name=name.lower(), value=name),))
    record = MessageRecord(name=name, topic=topic, payload="1")
    assert shelf.messages is not None
    shelf.messages.add(shelf.messages.make_folder("", name), record)
    shelf.messages.add("", record)
    (shelf.messages.folder / "broken.yaml").write_text("qos: 9\n")
    shelf.sent.settle(
        shelf.sent.add(SentMessage(at=AT, topic=topic, message=record, size=1)), failure=name, took_s=0.25
    )
    shelf.sent.add(SentMessage(at=AT, topic=topic, message=record, size=1, code=0))
    return shelf


def fill(connection: Connection, topic: str) -> None:
    """Repetitions and requests in several states; none of them runs."""
    publishing = connection.publishing
    for number, state in enumerate(RepeatState):
        times = None if number % 2 else 9
        publishing.repeats.all.append(Repeat(number, topic, float(number), times, Pace(1.0, 0.0), state=state, sent=4))
    asked = Publication(topic, b"1")
    for number, state in enumerate(RequestState):
        request = Request(number, topic, f"{topic}/r", b"1", asked, 10.0, AT, state=state)
        if state in {RequestState.ANSWERED, RequestState.LATE, RequestState.UNMATCHED}:
            request.answer, request.seq, request.round_trip_s = Message(f"{topic}/r", b'{"zpln": 1}'), 0, 0.012
        publishing.requests.all.append(request)
