"""Nothing received is lost, reordered or shown twice: at full speed, with eviction, filters, pauses and cuts.

What counts is what a table shows: an item model over each view writes down every row that it announces, and these are
compared with the numbers that the sender put into the payloads.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Container, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex

from tests.support.fake_broker import Load, topic_name
from tests.support.fire_hose import FireHose, cutting_hose, fire_hose, number_over_all
from tests.support.mosquitto import Mosquitto
from tests.support.relay import Relay
from tracemq.history.filter import FilteredLog
from tracemq.history.query import parse
from tracemq.history.row import LogView
from tracemq.history.sorted_log import SortColumn, SortedLog
from tracemq.mqtt import Client, ConnectOptions, QoS, SqliteSessionStore, Version
from tracemq.mqtt.codec import decode
from tracemq.mqtt.packets import Publish
from tracemq.profiles.profile import Mqtt5Settings, Profile, ReconnectSettings, SubscriptionSettings
from tracemq.viewmodels.message_table import MessageTableModel
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.happenings import What
from tracemq.workspace.subscription_list import SubscriptionState

LIMIT_S = 60.0
TOPICS = 50
BUDGET = 12 << 20


class Ledger:
    """A table's rows as its model announces them; `seen` has the number in the payload of every row ever shown."""

    def __init__(self, view: LogView, number: Callable[[bytes], int]) -> None:
        self.model = MessageTableModel(view)
        self.seen: list[int] = []
        self.repeated: list[int] = []  # those with the DUP flag
        self._number = number
        self._there: deque[int] = deque()  # sequence numbers of the rows in the table
        self.model.rowsInserted.connect(self._inserted)
        self.model.rowsRemoved.connect(self._removed)

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        assert first == len(self._there), "rows are added at the end alone"
        for row in self.model.page(first, last - first + 1):
            number = self._number(row.preview)
            assert not self._there or row.seq > self._there[-1]
            self._there.append(row.seq)
            self.seen.append(number)
            if row.dup:
                self.repeated.append(number)
        assert len(self._there) == last + 1 == self.model.rowCount()

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        assert first == 0, "rows leave at the front alone"
        for _ in range(last + 1):
            self._there.popleft()
        assert self.model.rowCount() == len(self._there)

    def agrees(self) -> bool:
        """Whether the table still has just the rows that were announced and not taken back."""
        return [row.seq for row in self.model.page(0, len(self._there))] == list(self._there)


class Screen:
    """An open connection with three tables: all rows, those of one topic, and one that is paused again and again."""

    def __init__(self, connection: Connection, query: str, number: Callable[[bytes], int]) -> None:
        self.connection = connection
        term = parse(query)
        assert term is not None
        self.filter = FilteredLog(connection.log, term)
        self.all = Ledger(connection.log, number)
        self.filtered = Ledger(self.filter, number)
        self.paused = Ledger(connection.log, number)
        self.frames = 0

    def frame(self) -> None:
        """What the window does in each frame."""
        self.frames += 1
        self.connection.tick(asyncio.get_running_loop().time())
        while not self.filter.step(0.01):
            pass
        if self.frames % 7 == 0:
            self.paused.model.pause(not self.paused.model.paused)

    def close(self) -> None:
        self.paused.model.pause(False)
        for ledger in (self.all, self.filtered, self.paused):
            assert ledger.agrees()
            ledger.model.close()
        self.filter.close()


@asynccontextmanager
async def opened(profile: Profile, store: Path | None = None) -> AsyncIterator[Connection]:
    sessions = None if store is None else SqliteSessionStore(store)
    connection = Connection(profile, budget_bytes=BUDGET, store=sessions)
    connection.open()
    try:
        yield connection
    finally:
        await connection.close()


async def whole(hose: FireHose, screen: Screen, count: int) -> dict[str, object]:
    async with asyncio.timeout(LIMIT_S):
        while screen.connection.counters.received < count:
            await asyncio.sleep(0.004)
            screen.frame()
        screen.frame()
        return await asyncio.to_thread(hose.report)


@pytest.mark.parametrize(("qos", "count"), [(0, 240_000), (1, 160_000), (2, 120_000)])
async def test_at_full_speed_every_row_is_shown_once_and_in_order(qos: int, count: int) -> None:
    load = Load(messages=count, topics=TOPICS, size=100, qos=qos)
    with fire_hose(load) as hose:
        subscriptions = (SubscriptionSettings(filter="#", qos=QoS(qos)),)
        profile = Profile(host="127.0.0.1", port=hose.port, subscriptions=subscriptions)
        async with opened(profile) as connection:
            screen = Screen(connection, topic_name(7), number_over_all)
            report = await whole(hose, screen, count)
            log = connection.log
            assert report["sent"] == count
            assert log.last - log.first + log.evicted == connection.counters.received == count
            assert log.evicted > 0, "old rows had to leave meanwhile"
            assert screen.filter.passed_over == 0
            screen.close()
    assert screen.all.seen == list(range(count))
    assert screen.filtered.seen == list(range(7, count, TOPICS))
    assert all(before < after for before, after in pairwise(screen.paused.seen))
    assert screen.paused.seen[-1] == count - 1
    assert connection.tree.subtree(0) == count


async def test_a_flood_of_topics_at_full_speed_makes_the_broker_wait_and_loses_nothing() -> None:
    """Every message has a topic of its own, faster than they can be counted and forgotten."""
    count, limit = 60_000, 10_000
    with fire_hose(Load(messages=count, topics=count, size=100)) as hose:
        profile = Profile(host="127.0.0.1", port=hose.port, subscriptions=(SubscriptionSettings(filter="#"),))
        async with opened(profile) as connection:
            connection._bound.limit = limit
            screen, most = Screen(connection, topic_name(7), number_over_all), 0
            async with asyncio.timeout(LIMIT_S):
                while connection.counters.received < count or not connection.settled:
                    await asyncio.sleep(0.004)
                    screen.frame()
                    most = max(most, len(connection.topics))
            statistics, log = connection.statistics, connection.log
            assert statistics is not None
            assert statistics.read_paused_s > 0
            assert most < 2 * limit
            assert len(connection.topics) <= limit
            assert len(connection.topics) + log.topics_forgotten == count == connection.tree.subtree(0)
            screen.close()
    assert screen.all.seen == list(range(count))
    assert screen.filtered.seen == [7]


async def test_rows_that_are_sorted_while_others_arrive_and_leave_are_those_of_the_log() -> None:
    count = 200_000
    with fire_hose(Load(messages=count, topics=TOPICS, size=100)) as hose:
        profile = Profile(host="127.0.0.1", port=hose.port, subscriptions=(SubscriptionSettings(filter="#"),))
        async with opened(profile) as connection, asyncio.timeout(LIMIT_S):
            log, sortings = connection.log, 0
            while connection.counters.received < count:
                await asyncio.sleep(0.002)
                connection.tick(asyncio.get_running_loop().time())
                view, first, last = SortedLog(log, log, SortColumn.TOPIC), log.first, log.last
                while not view.step(0.002):
                    await asyncio.sleep(0)
                    connection.tick(asyncio.get_running_loop().time())
                there = [seq for seq in view.seqs(view.first, last - first) if seq >= log.first]
                assert sorted(there) == list(range(log.first, last))
                view.close()
                sortings += 1
            assert sortings > 1
            assert log.evicted > 0


@pytest.mark.parametrize(("qos", "count"), [(0, 200_000), (1, 120_000), (2, 100_000)])
async def test_at_full_speed_a_connection_that_is_cut_again_and_again_loses_nothing(qos: int, count: int) -> None:
    """At QoS 0 all bytes get through before a cut; at the others some are lost on their way, in both directions."""
    cuts = 5
    with cutting_hose(messages=count, topics=TOPICS, size=100, qos=qos, cuts=cuts) as hose:
        profile = Profile(
            host="127.0.0.1",
            port=hose.port,
            client_id="cut",
            clean_start=qos == 0,
            mqtt5=Mqtt5Settings(session_expiry_interval_s=3600),
            reconnect=ReconnectSettings(first_delay_s=0.02, max_delay_s=0.05),
            subscriptions=(SubscriptionSettings(filter="#", qos=QoS(qos)),),
        )
        async with opened(profile) as connection:
            screen = Screen(connection, topic_name(7), number_over_all)
            async with asyncio.timeout(LIMIT_S):
                while not screen.all.seen or screen.all.seen[-1] != count - 1:
                    await asyncio.sleep(0.004)
                    screen.frame()
                report = await asyncio.to_thread(hose.report)
                screen.frame()
            log = connection.log
            assert report["connections"] == cuts + 1
            assert (report["acks_in_order"], report["complaints"]) == (True, [])
            assert qos == 2 or not report["refused"]  # a PUBCOMP that was lost is asked for again, and says 0x92 then
            assert log.last - log.first + log.evicted == connection.counters.received
            assert log.evicted > 0
            assert screen.filter.passed_over == 0
            screen.close()
    judge_whole(screen.all, range(count), qos)
    judge_whole(screen.filtered, range(7, count, TOPICS), qos)


def judge_whole(ledger: Ledger, expected: range, qos: int) -> None:
    """Each message once and in order; at QoS 1 those that came again say so, and stand where they came."""
    if qos == 1:
        assert list(dict.fromkeys(ledger.seen)) == list(expected)
        again = len(ledger.seen) - len(expected)
        assert 0 < again <= len(ledger.repeated)
    else:
        assert ledger.seen == list(expected)


async def publish(
    port: int, count: int, qos: int, cuts: Container[int], cut: Callable[[], None], stands: Callable[[], bool]
) -> None:
    """Publish numbers to one topic after the other; at those of `cuts` others are on their way when `cut` is called."""
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}")) as client:
        receipts = []
        for number in range(count):
            receipts.append(client.publish(f"t/{number % TOPICS}", b"%d" % number, qos=qos))
            if number % 100 == 99:
                await client.drain()
                for receipt in receipts:
                    await receipt
                receipts.clear()
            while (number in cuts or number == count - 500) and not stands():
                await asyncio.sleep(0.01)
            if number in cuts:
                cut()


@pytest.mark.parametrize("qos", [0, 1, 2])
async def test_a_connection_that_is_cut_again_and_again_shows_what_its_level_promises(tmp_path: Path, qos: int) -> None:
    count, done = 12_000, 0
    cuts = range(1251, 11_400, 1200)
    broker = Mosquitto(tmp_path / "broker", log_types="all" if qos == 2 else "error")
    broker.start("max_inflight_messages 2000\n")
    try:
        async with Relay(broker.port) as relay:
            profile = Profile(
                host="127.0.0.1",
                port=relay.port,
                client_id="cut",
                clean_start=False,
                mqtt5=Mqtt5Settings(session_expiry_interval_s=3600),
                reconnect=ReconnectSettings(first_delay_s=0.02, max_delay_s=0.05),
                subscriptions=(SubscriptionSettings(filter="t/#", qos=QoS(qos)),),
            )
            async with opened(profile, tmp_path / "sessions.sqlite") as connection, asyncio.timeout(LIMIT_S):
                screen = Screen(connection, "t/7", int)
                while not subscribed(connection):
                    await asyncio.sleep(0.01)

                def stands() -> bool:
                    times = sum(each.what is What.CONNECTED for each in connection.history)
                    return times == done + 1 and subscribed(connection)

                def cut() -> None:
                    nonlocal done
                    relay.cut()
                    done += 1

                sending = asyncio.ensure_future(publish(broker.port, count, max(qos, 1), cuts, cut, stands))
                while not sending.done() or not subscribed(connection) or missing(screen, count, qos):
                    await asyncio.sleep(0.004)
                    screen.frame()
                await sending
                connection.log.give_up(100)
                screen.frame()
                log = connection.log
                assert log.last - log.first + log.evicted == connection.counters.received
                screen.close()
    finally:
        broker.stop()
    assert done == len(cuts)
    again = broker.published_after_pubrel("cut")
    judge(screen.all, range(count), qos, again)
    judge(screen.filtered, range(7, count, TOPICS), qos, again)
    if qos == 0:
        assert screen.all.seen == those_that_came(relay, screen.all.seen)


def subscribed(connection: Connection) -> bool:
    active = all(entry.state is SubscriptionState.ACTIVE for entry in connection.subscriptions)
    return active and connection.state is ConnectionState.CONNECTED


def missing(screen: Screen, count: int, qos: int) -> bool:
    """Whether messages are still to come: at QoS 0 the last one is waited for, at the others all of them."""
    seen = screen.all.seen
    return not seen or (seen[-1] != count - 1 if qos == 0 else len(set(seen)) < count)


def judge(ledger: Ledger, expected: range, qos: int, again: int) -> None:
    """QoS 2: each once and in order; QoS 1: each, repeated only as such; QoS 0: in order, some lost with each cut.

    `again` messages at QoS 2 were sent as new ones by the broker after they had been settled.
    """
    seen = ledger.seen
    first = list(dict.fromkeys(seen))
    if qos == 2:
        assert first == list(expected)
        assert len(seen) - len(first) <= again
    elif qos == 1:
        assert first == list(expected)
        assert len(seen) - len(first) <= len(ledger.repeated), "what came twice says that it did"
    else:
        assert all(before < after for before, after in pairwise(seen))
        assert set(seen) <= set(expected)
        assert seen[-1] == expected[-1]


def those_that_came(relay: Relay, seen: Sequence[int]) -> list[int]:
    """What the broker said in each call, up to where the call was cut as far as `seen` tells, and in the last all."""
    came: list[int] = []
    for call, said in enumerate(relay.answers):
        numbers, position = [], 0
        data = bytes(said)
        while (decoded := decode(data[position : position + 4096], Version.V5)) is not None:
            packet, size = decoded
            position += size
            if isinstance(packet, Publish):
                numbers.append(int(packet.payload))
        ahead = seen[len(came) : len(came) + len(numbers)]
        through = next((place for place, (a, b) in enumerate(zip(numbers, ahead, strict=False)) if a != b), len(ahead))
        came += numbers if call == len(relay.answers) - 1 else numbers[:through]
    return came
