from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.topics import TopicProblem
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.message_record import BytesKind
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.payload_input import PayloadKind, PayloadProblem
from tracemq.viewmodels.publish_form import Publication, PublishDraft, PublishField, PublishProblem


def made(draft: PublishDraft) -> Publication:
    publication = draft.publication()
    assert isinstance(publication, Publication)
    return publication


def test_a_draft_becomes_a_publication() -> None:
    draft = PublishDraft(topic="a/b", text="hé", qos=QoS.AT_LEAST_ONCE, retain=True)
    publication = made(draft)
    assert (publication.topic, publication.payload) == ("a/b", "hé".encode())
    assert (publication.qos, publication.retain) == (QoS.AT_LEAST_ONCE, True)
    assert publication.properties == NO_PROPERTIES


def test_two_equal_publications_are_told_apart_by_their_tickets() -> None:
    draft = PublishDraft(topic="a")
    assert made(draft).ticket != made(draft).ticket


def test_every_property_that_is_set_is_sent() -> None:
    draft = PublishDraft(
        topic="a",
        payload_is_text=True,
        message_expiry="60",
        topic_alias="3",
        content_type="text/plain",
        response_topic="answers/me",
        correlation_kind=BytesKind.HEX,
        correlation="00 ff",
        user_properties=(("k", "1"), ("k", "2")),
    )
    assert made(draft).properties == Properties(
        payload_format_indicator=1,
        message_expiry_interval=60,
        topic_alias=3,
        content_type="text/plain",
        response_topic="answers/me",
        correlation_data=b"\x00\xff",
        user_properties=(("k", "1"), ("k", "2")),
    )
    assert draft.properties_set == 8


@pytest.mark.parametrize(
    ("kind", "text"), [(BytesKind.TEXT, "é"), (BytesKind.HEX, "C3:a9"), (BytesKind.BASE64, "w6k=")]
)
def test_correlation_data_is_written_in_three_ways(kind: BytesKind, text: str) -> None:
    draft = PublishDraft(topic="a", correlation_kind=kind, correlation=text)
    assert made(draft).properties == Properties(correlation_data="é".encode())


def test_before_mqtt_5_properties_are_neither_sent_nor_complained_about() -> None:
    draft = PublishDraft(version=Version.V311, topic="a", message_expiry="soon", content_type="x")
    assert draft.complaints() == {}
    assert draft.properties_set == 0
    assert made(draft).properties == NO_PROPERTIES


@pytest.mark.parametrize(
    ("topic", "problem"),
    [
        ("", TopicProblem.EMPTY),
        ("a/#", TopicProblem.WILDCARD),
        ("a\0", TopicProblem.NUL),
        ("\ud800", TopicProblem.SURROGATE),
    ],
)
def test_a_topic_that_cannot_be_published_to_stands_in_the_way(topic: str, problem: TopicProblem) -> None:
    assert PublishDraft(topic=topic).publication() == (PublishField.TOPIC, Complaint(problem))


@pytest.mark.parametrize(
    ("topic", "problem"),
    [
        ("$SYS/x", PublishProblem.TOPIC_RESERVED),
        ("a b", PublishProblem.TOPIC_WITH_SPACES),
        ("/a", PublishProblem.TOPIC_EDGE_SLASH),
        ("a/", PublishProblem.TOPIC_EDGE_SLASH),
        ("a//b", PublishProblem.TOPIC_EMPTY_LEVEL),
    ],
)
def test_an_unusual_topic_warns_and_is_sent(topic: str, problem: PublishProblem) -> None:
    draft = PublishDraft(topic=topic)
    assert draft.complaints()[PublishField.TOPIC] == Complaint(problem, serious=False)
    assert made(draft).topic == topic


def test_an_empty_topic_is_right_with_a_topic_alias() -> None:
    assert made(PublishDraft(topic="", topic_alias="1")).properties.topic_alias == 1


def test_an_empty_retained_message_says_what_it_does() -> None:
    draft = PublishDraft(topic="a", retain=True)
    assert draft.complaints()[PublishField.TOPIC].problem is PublishProblem.RETAINED_NOTHING
    assert made(draft).payload == b""


@pytest.mark.parametrize(
    ("field", "changes", "problem"),
    [
        (PublishField.MESSAGE_EXPIRY, {"message_expiry": "4294967296"}, NumberProblem.OUT_OF_RANGE),
        (PublishField.TOPIC_ALIAS, {"topic_alias": "0"}, NumberProblem.OUT_OF_RANGE),
        (PublishField.CONTENT_TYPE, {"content_type": "\0"}, PublishProblem.TEXT_UNFIT),
        (PublishField.RESPONSE_TOPIC, {"response_topic": "a/+"}, PublishProblem.RESPONSE_TOPIC_WILDCARD),
        (
            PublishField.CORRELATION_DATA,
            {"correlation_kind": BytesKind.HEX, "correlation": "0"},
            PayloadProblem.HEX_ODD,
        ),
        (PublishField.CORRELATION_DATA, {"correlation": "x" * 65_536}, PublishProblem.TEXT_TOO_LONG),
        (PublishField.USER_PROPERTIES, {"user_properties": (("a", "\ud800"),)}, PublishProblem.TEXT_UNFIT),
    ],
)
def test_a_property_that_cannot_be_sent_stands_in_the_way(
    field: PublishField, changes: dict[str, object], problem: object
) -> None:
    draft = PublishDraft(topic="a", **changes)  # type: ignore[arg-type]
    found = draft.publication()
    assert isinstance(found, tuple)
    assert (found[0], found[1].problem) == (field, problem)


def test_broken_json_is_sent_all_the_same() -> None:
    draft = PublishDraft(topic="a", kind=PayloadKind.JSON, text="{")
    assert draft.payload_complaint() is not None
    assert made(draft).payload == b"{"


def test_broken_hex_is_not_sent() -> None:
    found = PublishDraft(topic="a", kind=PayloadKind.HEX, text="0g").publication()
    assert found == (PublishField.PAYLOAD, Complaint(PayloadProblem.HEX_NOT_A_DIGIT, {"sign": "g", "position": 2}))


def test_changing_the_kind_keeps_what_was_typed() -> None:
    draft = PublishDraft(topic="a", text="00ff")
    draft.kind = PayloadKind.HEX
    assert made(draft).payload == b"\x00\xff"


@given(st.text(st.characters(codec=None)), st.sampled_from(PayloadKind), st.sampled_from(Version), st.text())
def test_no_text_makes_the_form_fail(text: str, kind: PayloadKind, version: Version, number: str) -> None:
    draft = PublishDraft(
        version=version, topic=text, kind=kind, text=text, file=text, message_expiry=number, correlation=text
    )
    draft.payload_complaint()
    draft.complaints()
    draft.publication()
