from __future__ import annotations

import asyncio

import pytest

from tests.support.fake_line import FakeLine
from tracemq.mqtt import Message, NotConnected, Properties, ReasonCode, RefusedLocally, Version
from tracemq.workspace.publication import Publication
from tracemq.workspace.request_response import Request, Requests, RequestState

ASK = Publication("services/time", b"")


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


def answer(request: Request, payload: bytes = b"12:00", **changes: object) -> Message:
    properties = Properties(correlation_data=request.correlation)
    return Message(**{"topic": request.response_topic, "payload": payload, "properties": properties, **changes})  # type: ignore[arg-type]


async def waiting(line: FakeLine, *requests: Request) -> None:
    """Until all of them are on their way."""
    async with asyncio.timeout(10):
        while any(request.state is RequestState.SENDING for request in requests):
            await asyncio.sleep(0)


async def over(request: Request) -> None:
    await asyncio.wait_for(request.over.wait(), 10)


async def test_topic_and_correlation_data_are_made_and_the_answer_is_matched_and_timed() -> None:
    line, clock = FakeLine(), Clock()
    requests = Requests(line, clock)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    (sent,) = line.sent
    assert sent.properties.response_topic == request.response_topic
    assert request.response_topic.startswith("responses/me/")
    assert sent.properties.correlation_data == request.correlation
    assert line.asked == [request.response_topic]
    clock.now += 0.25
    line.arrive(answer(request), seq=7)
    assert (request.state, request.seq, request.round_trip_s) == (RequestState.ANSWERED, 7, 0.25)
    assert request.answer is not None
    assert request.answer.payload == b"12:00"
    assert request.correlated


async def test_what_the_user_gives_is_used_and_other_properties_stay() -> None:
    line = FakeLine()
    given = Properties(response_topic="mine", correlation_data=b"\x01", content_type="a/b")
    request = Requests(line).ask(Publication("t", b"", properties=given), limit_s=60)
    await waiting(line, request)
    assert line.sent[0].properties == given
    assert line.asked == ["mine"]


async def test_a_topic_that_is_heard_already_is_not_subscribed_again() -> None:
    line = FakeLine(heard={"mine"})
    requests = Requests(line)
    one = requests.ask(ASK, limit_s=60, response_topic="mine")
    other = requests.ask(ASK, limit_s=60, response_topic="mine")
    await waiting(line, one, other)
    assert line.asked == []


async def test_several_are_open_at_once_and_answered_in_any_order() -> None:
    line = FakeLine()
    requests = Requests(line)
    asked = [requests.ask(ASK, limit_s=60) for _ in range(3)]
    await waiting(line, *asked)
    assert len({request.response_topic for request in asked}) == 1
    assert len({request.correlation for request in asked}) == 3
    for number in (2, 0, 1):
        line.arrive(answer(asked[number], str(number).encode()))
    assert [request.answer.payload for request in asked if request.answer] == [b"0", b"1", b"2"]
    assert requests.waiting == []


async def test_an_answer_after_the_time_limit_is_told_as_late() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=0.001)
    await over(request)
    assert request.state is RequestState.TIMED_OUT
    line.arrive(answer(request))
    assert request.state is RequestState.LATE
    assert request.answer is not None


async def test_an_answer_to_nobody_is_told() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    line.arrive(answer(request, properties=Properties(correlation_data=b"other")), seq=3)
    assert request.open
    stray = requests.all[-1]
    assert (stray.state, stray.seq) == (RequestState.UNMATCHED, 3)


async def test_a_second_answer_is_counted() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    line.arrive(answer(request, b"first"))
    line.arrive(answer(request, b"second"))
    assert request.answer is not None
    assert (request.answer.payload, request.more) == (b"first", 1)


async def test_a_retained_message_answers_nothing() -> None:
    line = FakeLine()
    request = Requests(line).ask(ASK, limit_s=60)
    await waiting(line, request)
    line.arrive(answer(request, retain=True))
    assert request.open


async def test_an_answer_without_correlation_data_goes_to_the_only_one_that_waits() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    line.arrive(answer(request, properties=Properties()))
    assert (request.state, request.correlated) == (RequestState.ANSWERED, False)


async def test_an_answer_without_correlation_data_goes_to_nobody_if_it_may_mean_two() -> None:
    line = FakeLine()
    requests = Requests(line)
    one, other = requests.ask(ASK, limit_s=60), requests.ask(ASK, limit_s=60)
    await waiting(line, one, other)
    line.arrive(answer(one, properties=Properties()))
    assert one.open
    assert other.open
    assert requests.all[-1].state is RequestState.UNMATCHED


async def test_before_mqtt_5_the_topic_alone_tells_in_the_order_of_asking() -> None:
    line = FakeLine(version=Version.V311)
    requests = Requests(line)
    one, other = requests.ask(ASK, limit_s=60), requests.ask(ASK, limit_s=60)
    await waiting(line, one, other)
    assert one.response_topic == "services/time/response"
    assert line.sent[0].properties == Properties()
    for payload in (b"1", b"2"):
        line.arrive(answer(one, payload))
    assert [request.answer.payload for request in (one, other) if request.answer] == [b"1", b"2"]
    assert not one.correlated


async def test_before_mqtt_5_the_user_says_where_answers_come() -> None:
    line = FakeLine(version=Version.V311)
    request = Requests(line).ask(ASK, limit_s=60, response_topic="time/is")
    await waiting(line, request)
    assert line.asked == ["time/is"]


async def test_offline_nothing_is_asked() -> None:
    requests = Requests(FakeLine(online=False))
    with pytest.raises(NotConnected):
        requests.ask(ASK, limit_s=60)
    assert requests.all == []


async def test_a_refusal_ends_it() -> None:
    line = FakeLine(answers=lambda _: ReasonCode.NOT_AUTHORIZED)
    request = Requests(line).ask(ASK, limit_s=60)
    await over(request)
    assert (request.state, request.failure) == (RequestState.FAILED, ReasonCode.NOT_AUTHORIZED)


async def test_what_may_not_be_sent_ends_it() -> None:
    line = FakeLine(refuses=RefusedLocally("too large"))
    request = Requests(line).ask(ASK, limit_s=60)
    await over(request)
    assert (request.state, request.failure) == (RequestState.FAILED, line.refuses)


async def test_nobody_subscribing_is_told_and_waited_for_all_the_same() -> None:
    line = FakeLine(answers=lambda _: ReasonCode.NO_MATCHING_SUBSCRIBERS)
    request = Requests(line).ask(ASK, limit_s=60)
    async with asyncio.timeout(10):
        while request.failure is None:
            await asyncio.sleep(0)
    assert request.open
    line.arrive(answer(request))
    assert request.state is RequestState.ANSWERED


async def test_after_a_reconnect_the_topic_is_subscribed_again_for_those_that_wait() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    line.heard.clear()
    requests.connection_changed()
    async with asyncio.timeout(10):
        while not line.heard:
            await asyncio.sleep(0)
    assert line.asked == [request.response_topic] * 2


async def test_cancelled_ones_wait_no_more_and_forgetting_ends_the_watching() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    await waiting(line, request)
    requests.cancel(request)
    assert request.state is RequestState.CANCELLED
    requests.forget_ended()
    assert requests.all == []
    assert line.watchers == {}


async def test_closing_leaves_nothing_behind() -> None:
    line = FakeLine()
    requests = Requests(line)
    request = requests.ask(ASK, limit_s=60)
    requests.close()
    assert not request.open
    assert line.watchers == {}
    assert request.task is not None
    await request.task
