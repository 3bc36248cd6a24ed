from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fake_line import FakeLine
from tracemq.mqtt import ReasonCode, RefusedLocally
from tracemq.workspace.publication import Publication
from tracemq.workspace.repeats import MOST_LATE_S, Pace, Repeat, Repeats, RepeatState, UnfitMessage


def messages(topic: str = "t") -> Callable[[], Publication]:
    numbers = count()
    return lambda: Publication(topic, str(next(numbers)).encode())


async def finished(repeat: Repeat) -> None:
    assert repeat.task is not None
    await asyncio.wait_for(asyncio.gather(repeat.task, return_exceptions=True), 10)


def payloads(line: FakeLine) -> list[int]:
    return [int(publication.payload) for publication in line.sent]


async def sent(line: FakeLine, at_least: int) -> None:
    async with asyncio.timeout(10):
        while len(line.sent) < at_least:
            await asyncio.sleep(0)


@given(st.floats(0, 100), st.lists(st.floats(0, 0.5), max_size=30))
def test_a_pace_keeps_its_beat_when_it_is_a_little_late(every_s: float, delays: list[float]) -> None:
    pace = Pace(every_s, 100.0)
    for number, delay in enumerate(delays):
        due = pace.next_at
        assert pace.wait_s(due) == 0
        pace.sent(due + delay)
        assert pace.next_at == pytest.approx(100.0 + (number + 1) * every_s)


def test_a_pace_does_not_make_up_for_a_sleep() -> None:
    pace = Pace(0.5, 100.0)
    pace.sent(100.0 + MOST_LATE_S + 1)
    assert pace.next_at == 100.0 + MOST_LATE_S + 1.5
    assert pace.wait_s(101.5) == 1.0


async def test_a_message_goes_out_so_many_times_and_is_counted() -> None:
    line = FakeLine()
    repeats = Repeats(line)
    repeat = repeats.start("t/{{counter}}", messages(), every_s=0.001, times=5)
    await finished(repeat)
    assert payloads(line) == [0, 1, 2, 3, 4]
    assert (repeat.state, repeat.sent, repeat.answered, repeat.failed) == (RepeatState.DONE, 5, 5, 0)
    assert repeat.last_topic == "t"


async def test_ten_thousand_at_once_leave_turns_to_the_loop_and_wait_for_room() -> None:
    line = FakeLine()
    repeat = Repeats(line).start("t", messages(), every_s=0, times=10_000)
    turns = 0
    async with asyncio.timeout(30):
        while not repeat.ended:
            turns += 1
            await asyncio.sleep(0)
    assert payloads(line) == list(range(10_000))
    assert repeat.answered == 10_000
    assert line.drained > 3
    assert turns > line.drained


async def test_several_run_side_by_side_and_stop_together() -> None:
    line = FakeLine()
    repeats = Repeats(line)
    one = repeats.start("a", messages("a"), every_s=0.001, times=None)
    other = repeats.start("b", messages("b"), every_s=0.002, times=None)
    await sent(line, 20)
    repeats.stop_all()
    assert {publication.topic for publication in line.sent} == {"a", "b"}
    assert {one.state, other.state} == {RepeatState.STOPPED}
    count_then = len(line.sent)
    await finished(one)
    await finished(other)
    assert len(line.sent) == count_then
    assert repeats.running == []
    repeats.forget_ended()
    assert repeats.all == []


async def test_a_pause_holds_it_and_nothing_is_made_up_for() -> None:
    line = FakeLine()
    repeats = Repeats(line)
    repeat = repeats.start("t", messages(), every_s=0.001, times=None)
    await sent(line, 3)
    repeats.pause(repeat)
    paused_at = len(line.sent)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(line.sent) == paused_at
    assert repeat.state is RepeatState.PAUSED
    repeats.resume(repeat)
    await sent(line, paused_at + 1)
    repeats.stop(repeat)
    assert payloads(line) == list(range(len(line.sent)))


async def test_offline_it_waits_and_goes_on_with_the_connection() -> None:
    line = FakeLine()
    repeats = Repeats(line)
    repeat = repeats.start("t", messages(), every_s=0.001, times=None)
    await sent(line, 2)
    line.online = False
    repeats.connection_changed()
    assert repeat.state is RepeatState.OFFLINE
    sent_by_then = len(line.sent)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(line.sent) == sent_by_then
    line.online = True
    repeats.connection_changed()
    await sent(line, sent_by_then + 3)
    repeats.stop(repeat)
    assert payloads(line) == list(range(len(line.sent)))


async def test_a_connection_that_goes_between_two_messages_loses_none() -> None:
    line = FakeLine()

    def answer(publication: Publication) -> ReasonCode:
        line.online = publication.payload != b"1"  # it goes when the second one is out, and nobody has told yet
        return ReasonCode.SUCCESS

    line.answers = answer
    repeats = Repeats(line)
    repeat = repeats.start("t", messages(), every_s=0.001, times=4)
    async with asyncio.timeout(10):
        while repeat.state is not RepeatState.OFFLINE:
            await asyncio.sleep(0)
    line.online = True
    repeats.connection_changed()
    await finished(repeat)
    assert payloads(line) == [0, 1, 2, 3]


async def test_started_offline_it_waits_from_the_start() -> None:
    line = FakeLine(online=False)
    repeats = Repeats(line)
    repeat = repeats.start("t", messages(), every_s=0, times=1)
    assert repeat.state is RepeatState.OFFLINE
    line.online = True
    repeats.connection_changed()
    await finished(repeat)
    assert repeat.state is RepeatState.DONE


async def test_refusals_by_the_broker_are_counted_and_it_goes_on() -> None:
    line = FakeLine(
        answers=lambda publication: (
            ReasonCode.NOT_AUTHORIZED if publication.payload == b"1" else ReasonCode.NO_MATCHING_SUBSCRIBERS
        )
    )
    repeat = Repeats(line).start("t", messages(), every_s=0, times=3)
    await finished(repeat)
    assert (repeat.state, repeat.sent, repeat.failed) == (RepeatState.DONE, 3, 1)
    assert repeat.last_failure is ReasonCode.NOT_AUTHORIZED


async def test_a_lost_receipt_counts_as_failed() -> None:
    line = FakeLine(answers=lambda _: None)
    repeat = Repeats(line).start("t", messages(), every_s=0, times=2)
    async with asyncio.timeout(10):
        while repeat.state is not RepeatState.SETTLING:
            await asyncio.sleep(0)
    line.receipts[0].settle(ReasonCode.SUCCESS)
    line.receipts[1].fail(RefusedLocally("lost"))
    await finished(repeat)
    assert (repeat.state, repeat.answered, repeat.failed) == (RepeatState.DONE, 2, 1)


async def test_what_may_not_be_sent_ends_it_with_the_reason() -> None:
    line = FakeLine(refuses=RefusedLocally("too large", ReasonCode.PACKET_TOO_LARGE))
    repeat = Repeats(line).start("t", messages(), every_s=0, times=None)
    await finished(repeat)
    assert repeat.state is RepeatState.FAILED
    assert repeat.last_failure is line.refuses


async def test_a_message_that_cannot_be_made_ends_it() -> None:
    def make() -> Publication:
        raise UnfitMessage("why")

    repeat = Repeats(FakeLine()).start("t", make, every_s=0, times=None)
    await finished(repeat)
    assert repeat.state is RepeatState.FAILED
    assert isinstance(repeat.last_failure, UnfitMessage)


async def test_a_full_buffer_is_waited_for_and_no_message_is_left_out() -> None:
    line = FakeLine(refuses=RefusedLocally("full", ReasonCode.QUOTA_EXCEEDED))
    repeat = Repeats(line).start("t", messages(), every_s=0, times=3)
    async with asyncio.timeout(10):
        while line.drained < 3:
            await asyncio.sleep(0)
    line.refuses = None
    await finished(repeat)
    assert payloads(line) == [0, 1, 2]


async def test_listeners_hear_of_states_and_not_of_messages() -> None:
    line = FakeLine()
    repeats = Repeats(line)
    heard: list[RepeatState] = []
    stop = repeats.listen(lambda: heard.append(repeats.all[-1].state))
    await finished(repeats.start("t", messages(), every_s=0, times=100))
    assert heard == [RepeatState.RUNNING, RepeatState.SETTLING, RepeatState.DONE]
    stop()


async def test_answers_are_counted_while_it_waits_for_its_next_turn() -> None:
    line = FakeLine(answers=lambda _: None)
    repeats = Repeats(line)
    repeat = repeats.start("t", messages(), every_s=60, times=2)
    await sent(line, 1)
    line.receipts[0].settle(ReasonCode.SUCCESS)
    repeats.sweep()
    assert repeat.answered == 1
    repeats.stop(repeat)
