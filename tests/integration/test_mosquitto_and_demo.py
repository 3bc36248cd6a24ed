"""Our client with a real mosquitto and with the demo broker: the same conversations hold with both."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.any_broker import AnyBroker, BuiltInBroker, RealBroker
from tests.support.inbox import AT_ONCE, LEVELS, Inbox, joined
from tracemq.mqtt import (
    Disconnected,
    Message,
    Properties,
    QoS,
    ReasonCode,
    ServerDisconnected,
    Subscription,
    Version,
    Will,
)

Q0, Q1, Q2 = QoS
V31, V311, V5 = Version
both_brokers = pytest.mark.parametrize("broker", ["mosquitto", "demo"], indirect=True)
every_level = pytest.mark.parametrize(("version", "qos"), LEVELS)
every_version = pytest.mark.parametrize("version", Version)

pytestmark = both_brokers


@pytest_asyncio.fixture
async def broker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AnyBroker]:
    made: AnyBroker = RealBroker(tmp_path / "mosquitto") if request.param == "mosquitto" else BuiltInBroker()
    await made.start()
    yield made
    await made.stop()


async def subscribe(inbox: Inbox, *filters: str, qos: QoS = Q2, properties: Properties = Properties()) -> None:
    codes = await inbox.client.subscribe([Subscription(filter_, qos) for filter_ in filters], properties)
    assert codes == (ReasonCode(int(qos)),) * len(filters)


def facts(message: Message) -> tuple[str, bytes, QoS, bool]:
    return message.topic, message.payload, message.qos, message.retain


@every_level
async def test_a_message_goes_there_and_back(broker: AnyBroker, version: Version, qos: QoS) -> None:
    async with joined(broker.port, "me", version=version) as me:
        await subscribe(me, "a/b", qos=qos)
        assert await me.client.publish("a/b", b"\x00\xff hello", qos) is ReasonCode.SUCCESS
        assert facts(await me.message()) == ("a/b", b"\x00\xff hello", qos, False)


@every_version
async def test_the_lower_qos_of_publisher_and_subscriber_counts(broker: AnyBroker, version: Version) -> None:
    async with joined(broker.port, "me", version=version) as me:
        await subscribe(me, "q1", qos=Q1)
        await me.client.publish("q1", b"", 2)
        await me.client.publish("q1", b"", 0)
        assert [message.qos for message in await me.messages(2)] == [Q1, Q0]


@every_level
async def test_retained_messages_meet_late_subscribers(broker: AnyBroker, version: Version, qos: QoS) -> None:
    async with joined(broker.port, "early", version=version) as early:
        await early.client.publish("state/a", b"old", qos, retain=True)
        await early.client.publish("state/a", b"new", qos, retain=True)
        await early.client.publish("state/b", b"forgotten", qos, retain=True)
        await early.client.publish("state/b", b"", qos, retain=True)
        await early.client.publish("state/c", b"passing", qos)
        await subscribe(early, "settled")  # the answer comes after everything before it was taken
        async with joined(broker.port, "late", version=version) as late:
            await subscribe(late, "state/#")
            assert facts(await late.message()) == ("state/a", b"new", qos, True)
            await early.client.publish("state/a", b"live", qos, retain=True)
            assert facts(await late.message()) == ("state/a", b"live", qos, False)


@every_level
async def test_a_connection_that_breaks_leaves_its_will(broker: AnyBroker, version: Version, qos: QoS) -> None:
    will = Will("wills/dying", b"gone", qos, True)
    async with joined(broker.port, "watcher", version=version) as watcher:
        await subscribe(watcher, "wills/#")
        async with joined(broker.port, "dying", version=version, will=will) as dying:
            dying.client.abort()
            assert facts(await watcher.message()) == ("wills/dying", b"gone", qos, False)
    async with joined(broker.port, "late", version=version) as late:
        await subscribe(late, "wills/#")
        assert (await late.message()).retain


@every_version
async def test_a_goodbye_leaves_no_will(broker: AnyBroker, version: Version) -> None:
    will = Will("wills/leaving", b"gone")
    async with joined(broker.port, "watcher", version=version) as watcher:
        await subscribe(watcher, "wills/#")
        async with joined(broker.port, "leaving", version=version, will=will):
            pass
        await watcher.client.publish("wills/marker", b"", 1)
        assert (await watcher.message()).topic == "wills/marker"


@pytest.mark.parametrize(
    ("filter_", "topics"),
    [
        ("a/+/c", {"a/b/c", "a//c"}),
        ("a/#", {"a", "a/b", "a/b/c", "a//c"}),
        ("+", {"a", "x"}),
        ("#", {"a", "a/b", "a/b/c", "a//c", "x", "/x"}),
        ("/+", {"/x"}),
    ],
)
async def test_wildcards_match_as_the_standard_says(broker: AnyBroker, filter_: str, topics: set[str]) -> None:
    async with joined(broker.port, "me") as me:
        await subscribe(me, filter_, "end/of/test")
        for topic in ("a", "a/b", "a/b/c", "a//c", "x", "/x", "$private/x"):
            await me.client.publish(topic, b"", 1)
        await me.client.publish("end/of/test", b"", 1)
        seen = [(await me.message()).topic]
        while seen[-1] != "end/of/test":
            seen.append((await me.message()).topic)
        assert set(seen[:-1]) == topics


@every_version
async def test_a_broker_tells_about_itself(broker: AnyBroker, version: Version) -> None:
    async with joined(broker.port, "me", version=version) as me:
        await subscribe(me, "$SYS/broker/version", "$SYS/broker/uptime")
        seen = {message.topic: message for message in await me.messages(2)}
        assert set(seen) == {"$SYS/broker/version", "$SYS/broker/uptime"}
        assert seen["$SYS/broker/uptime"].payload.endswith(b" seconds")


async def test_unsubscribing_ends_the_messages(broker: AnyBroker) -> None:
    async with joined(broker.port, "me") as me:
        await subscribe(me, "a", "b")
        codes = await me.client.unsubscribe(["a", "never"])
        assert codes == (ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED)
        await me.client.publish("a", b"", 1)
        await me.client.publish("b", b"", 1)
        assert (await me.message()).topic == "b"


async def test_shared_subscribers_share(broker: AnyBroker) -> None:
    async with joined(broker.port, "one") as one, joined(broker.port, "two") as two:
        for member in (one, two):
            await subscribe(member, "$share/team/jobs")
            await subscribe(member, "end")
        for number in range(100):
            one.client.publish("jobs", b"%d" % number, 1)
        await one.client.publish("end", b"", 1)
        shares = []
        for member in (one, two):
            share = [await member.message()]
            while share[-1].topic != "end":
                share.append(await member.message())
            shares.append([message.payload for message in share[:-1]])
        assert all(len(share) >= 20 for share in shares)
        assert sorted(shares[0] + shares[1]) == sorted(b"%d" % number for number in range(100))


async def test_what_version_5_adds_to_a_message_arrives(broker: AnyBroker) -> None:
    properties = Properties(
        payload_format_indicator=1,
        message_expiry_interval=60,
        content_type="application/json",
        response_topic="answers",
        correlation_data=b"\x00\x01",
        user_properties=(("a", "1"), ("b", "ü"), ("a", "2")),
    )
    async with joined(broker.port, "me") as me:
        await subscribe(me, "t", properties=Properties(subscription_identifiers=(77,)))
        await me.client.publish("t", b"{}", 1, properties=properties)
        got = (await me.message()).properties
        assert got.subscription_identifiers == (77,)
        assert got.user_properties == properties.user_properties
        assert (got.content_type, got.response_topic, got.correlation_data, got.payload_format_indicator) == (
            "application/json",
            "answers",
            b"\x00\x01",
            1,
        )
        assert got.message_expiry_interval in {59, 60}


async def test_no_local_and_retain_as_published_are_respected(broker: AnyBroker) -> None:
    async with joined(broker.port, "me") as me, joined(broker.port, "other") as other:
        await me.client.subscribe([Subscription("t/#", Q1, no_local=True, retain_as_published=True)])
        await me.client.publish("t/mine", b"x", 1)
        await other.client.publish("t/theirs", b"x", 1, retain=True)
        assert facts(await me.message()) == ("t/theirs", b"x", Q1, True)


async def test_retain_handling_is_respected(broker: AnyBroker) -> None:
    async with joined(broker.port, "me") as me:
        await me.client.publish("kept", b"x", 1, retain=True)
        await me.client.subscribe([Subscription("kept", Q1, retain_handling=2)])
        await me.client.subscribe([Subscription("kept", Q1, retain_handling=1)])
        await me.client.publish("kept", b"live", 1)
        assert facts(await me.message()) == ("kept", b"live", Q1, False)
        await me.client.subscribe([Subscription("kept", Q1, retain_handling=0)])
        assert facts(await me.message()) == ("kept", b"x", Q1, True)


async def test_a_request_gets_its_response(broker: AnyBroker) -> None:
    async with joined(broker.port, "asks") as asks, joined(broker.port, "answers") as answers:
        await subscribe(answers, "service")

        async def serve() -> None:
            request = await answers.message()
            topic = request.properties.response_topic
            assert topic is not None
            correlation = Properties(correlation_data=request.properties.correlation_data)
            await answers.client.publish(topic, request.payload.upper(), 1, properties=correlation)

        async with asyncio.TaskGroup() as group:
            group.create_task(serve())
            response = await asks.client.request("service", b"hello")
        assert response.payload == b"HELLO"


async def test_the_broker_names_a_client_without_a_name(broker: AnyBroker) -> None:
    async with joined(broker.port, "") as me:
        assert me.client.client_id
        assert me.client.negotiated is not None
        assert me.client.negotiated.client_id_assigned


async def test_the_second_client_of_a_name_takes_the_firsts_place(broker: AnyBroker) -> None:
    async with joined(broker.port, "same") as first, joined(broker.port, "same") as second:
        ended = await first.event(Disconnected)
        if isinstance(broker, BuiltInBroker):  # mosquitto 2.0.11 closes without a word
            assert isinstance(ended.error, ServerDisconnected)
            assert ended.reason is ReasonCode.SESSION_TAKEN_OVER
        assert second.client.connected


@every_version
async def test_a_session_keeps_subscriptions_and_messages_while_its_client_is_away(
    broker: AnyBroker, version: Version
) -> None:
    async with (
        joined(broker.port, "keeper", version=version, clean=False, expiry_s=600) as keeper,
        joined(broker.port, "boss", version=version) as boss,
    ):
        await subscribe(keeper, "work/#", qos=Q2)
        await keeper.client.disconnect()
        for number in range(6):
            await boss.client.publish("work/now", b"%d" % number, number % 3)
        connected = await keeper.client.connect()
        assert connected.session_present is (version is not V31), "3.1 cannot say so"
        await keeper.client.publish("work/end", b"end", 1)
        seen = [(await keeper.message()).payload]
        while seen[-1] != b"end":
            seen.append((await keeper.message()).payload)
        assert [payload for payload in seen if payload not in {b"0", b"3"}] == [b"1", b"2", b"4", b"5", b"end"]


@pytest.mark.parametrize(
    ("version", "qos"), [(V311, Q0), (V5, Q0), (V31, Q1), (V311, Q1), (V5, Q1), (V311, Q2), (V5, Q2)]
)
async def test_twenty_thousand_messages_arrive_once_and_in_order_per_topic(
    broker: AnyBroker, version: Version, qos: QoS
) -> None:
    count, topics = 20_000, 20
    async with joined(broker.port, "from", version=version) as sender, joined(broker.port, "to", version=version) as to:
        await subscribe(to, "flood/#", qos=qos)
        receipts = []
        for number in range(count):
            receipts.append(sender.client.publish(f"flood/{number % topics}", b"%d" % (number // topics), qos))
            if number % 100 == 0:
                await sender.client.drain()
        assert Counter([await receipt for receipt in receipts]) == {ReasonCode.SUCCESS: count}
        by_topic: dict[str, list[int]] = defaultdict(list)
        for message in await to.messages(count):
            by_topic[message.topic].append(int(message.payload))
        assert len(by_topic) == topics
        assert all(numbers == list(range(count // topics)) for numbers in by_topic.values())
        assert to.waiting() == []


@pytest.mark.parametrize("qos", [Q0, Q2])
async def test_a_payload_of_50_mib_arrives_whole(broker: AnyBroker, qos: QoS) -> None:
    payload = os.urandom(1 << 20) * 50
    async with joined(broker.port, "me") as me:
        await subscribe(me, "large")
        assert await me.client.publish("large", payload, qos) is ReasonCode.SUCCESS
        assert (await me.message()).payload == payload


@pytest.mark.parametrize(("version", "qos"), [(V311, Q1), (V311, Q2), (V5, Q1), (V5, Q2)])
async def test_nothing_is_lost_when_the_broker_restarts_in_the_middle(
    broker: AnyBroker, version: Version, qos: QoS
) -> None:
    """QoS 1: each message at least once; QoS 2: exactly once; both in order when repetitions are left out."""
    count = 300
    kept = {"version": version, "clean": False, "expiry_s": 600, "reconnect": AT_ONCE}
    async with joined(broker.port, "to", **kept) as to, joined(broker.port, "from", **kept) as sender:
        await subscribe(to, "work", qos=qos)
        receipts = []
        for number in range(count):
            receipts.append(sender.client.publish("work", b"%d" % number, qos))
            if number in {100, 200}:
                await broker.stop()
                await broker.start()
        await asyncio.wait_for(asyncio.gather(*receipts), 60)
        seen: list[int] = []
        while len(set(seen)) < count:
            seen.append(int((await to.message()).payload))
        assert list(dict.fromkeys(seen)) == list(range(count))
        if qos is Q2:
            assert len(seen) - count <= broker.published_after_pubrel("to")
