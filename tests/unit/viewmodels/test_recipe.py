from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given

from tests.unit.profiles.test_message_record import RECORDS
from tracemq.mqtt.topics import TopicProblem
from tracemq.payloads.tree import finish
from tracemq.profiles.message_record import MessageRecord
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.payload_input import PayloadKind, PayloadProblem
from tracemq.viewmodels.publish_form import PublishDraft, PublishField, PublishProblem
from tracemq.viewmodels.recipe import Made, Recipe
from tracemq.workspace.repeats import UnfitMessage
from tracemq.workspace.variable_stream import Stream
from tracemq.workspace.variables import Known, VariableProblem

KNOWN = Known(own={"room": "kitchen", "wild": "#", "nothing": ""}, environment={"HOME": "/me"})


def stream() -> Stream:
    seeds = count()
    return Stream(lambda: 1000.0, lambda: next(seeds))


def recipe(draft: PublishDraft) -> Recipe:
    made = draft.recipe()
    assert isinstance(made, Recipe), made
    return made


def test_variables_are_filled_in_anew_for_each_message() -> None:
    draft = PublishDraft(topic="house/{{room}}/{{counter}}", text="n={{counter}} {{now s}}", known=KNOWN)
    made, through = recipe(draft), stream()
    found = [made.make(through) for _ in range(2)]
    assert [(one.publication.topic, one.publication.payload) for one in found] == [
        ("house/kitchen/1", b"n=1 1000"),
        ("house/kitchen/2", b"n=2 1000"),
    ]
    assert found[0].publication.ticket != found[1].publication.ticket


def test_without_variables_every_brace_is_sent_as_it_stands() -> None:
    draft = PublishDraft(topic="t", text="{{ value_json.t }}", variables=False)
    assert recipe(draft).make(stream()).publication.payload == b"{{ value_json.t }}"
    assert draft.payload_complaint() is None


def test_an_unknown_variable_is_told_with_its_place_and_nothing_is_sent() -> None:
    draft = PublishDraft(topic="t", text="a\n  {{nope}}")
    complaint = draft.payload_complaint()
    assert complaint is not None
    assert complaint.problem is VariableProblem.UNKNOWN
    assert (complaint.facts["name"], complaint.facts["line"], complaint.facts["column"]) == ("nope", 2, 3)
    assert draft.recipe() == (PublishField.PAYLOAD, complaint)


def test_a_variable_that_is_wrong_in_the_topic_is_told_there() -> None:
    draft = PublishDraft(topic="a/{{nope}}")
    complaint = draft.complaints()[PublishField.TOPIC]
    assert complaint.serious
    assert complaint.facts["column"] == 3


def test_a_topic_is_checked_with_its_variables_filled_in() -> None:
    draft = PublishDraft(topic="a/{{wild}}", known=KNOWN)
    assert draft.complaints()[PublishField.TOPIC].problem is TopicProblem.WILDCARD
    assert PublishDraft(topic="{{nothing}}", known=KNOWN).complaints()[PublishField.TOPIC].problem is TopicProblem.EMPTY
    assert PublishDraft(topic="a/{{random 1 3}}", known=KNOWN).complaints() == {}


def test_a_topic_that_goes_wrong_later_ends_in_a_complaint_and_the_count_stays() -> None:
    draft = PublishDraft(topic="a/{{sequence ok '#'}}", text="{{counter}}")
    made, through = recipe(draft), stream()
    made.make(through)
    for _ in range(2):
        with pytest.raises(UnfitMessage) as unfit:
            made.make(through)
        assert unfit.value.reason == Complaint(TopicProblem.WILDCARD)
    assert made.payload.expand(through.begin()) == "2"


def test_json_is_checked_as_it_will_be_sent() -> None:
    draft = PublishDraft(kind=PayloadKind.JSON, text='{"v": {{random 1 9}}, "id": "{{uuid}}"}')
    assert draft.payload_complaint() is None
    draft.text = '{"v": {{choice a b}}}'
    complaint = draft.payload_complaint()
    assert complaint is not None
    assert complaint.problem is PayloadProblem.JSON_INVALID


def test_hex_may_have_variables_and_is_refused_when_they_do_not_fit() -> None:
    draft = PublishDraft(topic="t", kind=PayloadKind.HEX, text="00 {{sequence 1f xx}}")
    made, through = recipe(draft), stream()
    assert made.make(through).publication.payload == b"\x00\x1f"
    with pytest.raises(UnfitMessage):
        made.make(through)


def test_a_file_is_read_once_and_its_braces_are_its_own(tmp_path: Path) -> None:
    file = tmp_path / "payload"
    file.write_text("{{uuid}}")
    made = recipe(PublishDraft(topic="t", kind=PayloadKind.FILE, file=str(file)))
    file.unlink()
    assert made.make(stream()).publication.payload == b"{{uuid}}"


def test_an_alias_may_stand_for_the_topic() -> None:
    assert recipe(PublishDraft(topic="", topic_alias="1")).make(stream()).publication.topic == ""


def test_a_message_from_elsewhere_reads_neither_environment_nor_files(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("x")
    draft = PublishDraft(topic="t", kind=PayloadKind.FILE, file=str(file), barred=True)
    assert draft.payload_complaint() == Complaint(PublishProblem.FILE_BARRED, {"path": str(file)})
    assert not isinstance(draft.recipe(), Recipe)
    draft = PublishDraft(topic="t", text="{{env.HOME}}", barred=True, known=Known(KNOWN.own, None))
    complaint = draft.payload_complaint()
    assert complaint is not None
    assert complaint.problem is VariableProblem.ENVIRONMENT_BARRED


def test_the_preview_is_what_is_sent() -> None:
    draft = PublishDraft(topic="{{uuid}}", text=json.dumps({"n": "{{random 1 1000000}}"}))
    made, through = recipe(draft), stream()
    shown = made.at(through.begin())
    sent = draft.made(through)
    assert isinstance(sent, Made)
    assert (shown.publication.topic, shown.text) == (sent.publication.topic, sent.text)


@given(RECORDS)
def test_a_record_fills_a_draft_and_comes_back(record: MessageRecord) -> None:
    draft = PublishDraft(topic="old", file="old", text="old")
    draft.take(record)
    assert draft.record(record.name) == record


def test_variables_are_looked_up_once_as_long_as_nothing_is_typed() -> None:
    draft = PublishDraft(topic="t", text="{{room}} {{counter}}", known=KNOWN)
    made = draft.payload_template()
    assert draft.payload_template() is made
    assert recipe(draft).payload is made
    draft.text = "{{room}}"
    assert recipe(draft).make(stream()).text == "kitchen"
    draft.known = Known(own={"room": "cellar"})
    assert recipe(draft).make(stream()).text == "cellar"
    draft.variables = False
    assert recipe(draft).make(stream()).text == "{{room}}"


def test_a_payload_is_judged_with_its_size_and_its_text() -> None:
    draft = PublishDraft(kind=PayloadKind.HEX, text="00 {{sequence 1f xx}}")
    moment = stream().begin()
    verdict = finish(draft.verdict_steps(moment))
    assert (verdict.complaint, verdict.text, verdict.size) == (None, "00 1f", 2)
    draft.text = "{{nope}}"
    verdict = finish(draft.verdict_steps(moment))
    assert verdict.complaint is not None
    assert (verdict.text, verdict.size) == (None, None)
