"""A client and a strict broker at random: cuts at any byte, lost sessions, crashes, and every promise counted."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.model_broker import ModelBroker
from tracemq.mqtt.batch import Message, MessageBatch
from tracemq.mqtt.codec import encode
from tracemq.mqtt.events import Closing, Event, Failed, SessionDiscarded, Settled
from tracemq.mqtt.journal import (
    Entry,
    ForgetMessages,
    ForgetReceived,
    Journal,
    SaveMessage,
    SaveReceived,
    SaveReleased,
    SaveSent,
    SaveServerSession,
    SessionState,
)
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packets import Connack, Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.session import Session, State
from tracemq.mqtt.types import QoS, Version

sizes = st.sampled_from([1, 2, 5, 17, 100, 100_000])


def keep(state: SessionState, entries: list[Entry]) -> None:
    """What a store makes of a journal."""
    for entry in entries:
        match entry:
            case SaveMessage(message):
                state.messages.append(message)
            case SaveSent(ticket, packet_id):
                state.messages = [
                    replace(one, packet_id=packet_id) if one.ticket == ticket else one for one in state.messages
                ]
            case SaveReleased(tickets):
                moved = {one.ticket: one for one in state.messages if one.ticket in tickets}
                state.messages = [one for one in state.messages if one.ticket not in tickets]
                first = sum(one.released for one in state.messages)
                state.messages[first:first] = [replace(moved[ticket], released=True) for ticket in tickets]
            case ForgetMessages(tickets):
                state.messages = [one for one in state.messages if one.ticket not in tickets]
            case SaveReceived(packet_ids):
                state.received.update(packet_ids)
            case ForgetReceived(packet_ids):
                state.received.difference_update(packet_ids)
            case SaveServerSession(kept):
                state.server_has_session = kept


class Flows(RuleBasedStateMachine):
    """The client publishes to the broker and the broker to the client; bytes move in pieces, or are lost."""

    version = Version.V5
    journaled = False
    manual = False

    @initialize(maximum=st.sampled_from([2, 5, 65_535]), ours=st.sampled_from([1, 3, 65_535]))
    def begin(self, maximum: int, ours: int) -> None:
        self.broker = ModelBroker(self.version, receive_maximum=maximum)
        properties = Properties(session_expiry_interval=0xFFFFFFFF, receive_maximum=ours)
        self.settings = SessionSettings(
            version=self.version,
            client_id="me",
            clean_start=False,
            keep_alive=0,
            properties=properties,
            manual_acknowledgement=self.manual,
        )
        self.unacknowledged: list[MessageBatch] = []
        self.saved = SessionState()
        self.session = Session(self.settings, restored=copy.deepcopy(self.saved) if self.journaled else None)
        self.to_broker = b""
        self.linked = False
        self.now = 0.0
        self.count = 0
        self.published: dict[int, tuple[bytes, int]] = {}  # ticket -> payload, QoS; until it is settled
        self.settled: list[tuple[bytes, int]] = []
        self.sent_by_broker: list[tuple[bytes, int]] = []
        self.received: list[Message] = []
        self.uncommitted: list[Message] = []
        self.committing: tuple[Journal, list[Message]] | None = None
        self.sessions_discarded = 0
        self.crashes = 0

    # what may happen

    @rule(qos=st.sampled_from([0, 1, 2]), topic=st.sampled_from("abc"))
    def client_publishes(self, qos: int, topic: str) -> None:
        self.count += 1
        payload = b"c%d" % self.count
        ticket = self.session.publish(topic, payload, qos, now=self.now)
        if ticket:
            self.published[ticket] = payload, qos

    @rule(qos=st.sampled_from([0, 1, 2]))
    def broker_publishes(self, qos: int) -> None:
        if self.broker.session is not None:
            self.count += 1
            payload = b"b%d" % self.count
            self.sent_by_broker.append((payload, qos))
            self.broker.publish(Publish("t", payload, QoS(qos)))

    @precondition(lambda self: not self.linked)
    @rule(lose=st.sampled_from([False, False, False, True]))
    def link(self, lose: bool) -> None:
        if lose:
            self.broker.lose_session()
        self.broker.begin()
        self.to_broker = b""
        self.session.connect(self.now)
        self.linked = True

    @precondition(lambda self: self.linked)
    @rule()
    def cut(self) -> None:
        self.heard(self.session.lost(self.now))
        self.broker.begin()
        self.linked = False

    @precondition(lambda self: self.linked)
    @rule(size=sizes)
    def bytes_reach_broker(self, size: int) -> None:
        self.begin_commit()
        self.to_broker += b"".join(self.session.take_output(self.now))
        data, self.to_broker = self.to_broker[:size], self.to_broker[size:]
        self.broker.take(data)

    @precondition(lambda self: self.linked)
    @rule(size=sizes)
    def bytes_reach_client(self, size: int) -> None:
        data = bytes(self.broker.output[:size])
        del self.broker.output[:size]
        self.heard(self.session.receive(data, self.now, 0.0))

    @precondition(lambda self: self.manual and self.unacknowledged)
    @rule(place=st.sampled_from([0, 0, 0, -1]))
    def acknowledge(self, place: int) -> None:
        self.session.acknowledge(self.unacknowledged.pop(place))

    @precondition(lambda self: self.journaled)
    @rule()
    def commit(self) -> None:
        """A commit that is under way comes to its end."""
        self.begin_commit()
        if self.committing is not None:
            journal, batches = self.committing
            self.committing = None
            keep(self.saved, journal.entries)
            self.received += batches
            self.session.committed(journal)

    def begin_commit(self) -> None:
        """What a client does before it writes: hand over what is to be committed, unless it is busy with that."""
        if self.journaled and self.committing is None:
            journal = self.session.take_journal(force=bool(self.uncommitted))
            if journal is not None:
                self.committing = journal, self.uncommitted
                self.uncommitted = []

    @precondition(lambda self: self.journaled)
    @rule()
    def crash(self) -> None:
        if self.linked:
            self.broker.begin()
            self.linked = False
        self.crashes += 1
        self.uncommitted = []
        self.committing = None
        self.published = {message.ticket: (message.payload, message.qos) for message in self.saved.messages}
        self.session = Session(self.settings, restored=copy.deepcopy(self.saved))

    def heard(self, events: list[Event]) -> None:
        for event in events:
            assert not isinstance(event, Closing), event
            if isinstance(event, MessageBatch):
                self.unacknowledged.append(event)
                (self.uncommitted if self.journaled else self.received).extend(event)
            elif isinstance(event, Settled):
                self.settled += [self.published.pop(ticket) for ticket in event.tickets]  # each once
            elif isinstance(event, Failed):
                for ticket in event.tickets:
                    del self.published[ticket]
            elif isinstance(event, SessionDiscarded):
                self.sessions_discarded += 1

    # what must hold

    @invariant()
    def counters_are_sane(self) -> None:
        if hasattr(self, "session"):
            assert self.session.waiting >= 0
            assert self.session.in_flight >= 0
            assert self.session._inbound.open >= 0

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        self.settle()
        assert self.session.state is State.CONNECTED
        assert (self.session.waiting, self.session.in_flight) == (0, 0)
        assert self.session._ids.used == set()
        assert self.published == {}
        self.check_broker_got()
        self.check_client_got()

    def settle(self) -> None:
        """Let everything that is under way come to its end."""
        if not self.linked:
            self.link(False)
        for _ in range(100):
            if self.journaled:
                self.commit()
            before = self.session.has_output, bytes(self.broker.output), self.to_broker
            self.bytes_reach_broker(1 << 30)
            self.bytes_reach_client(1 << 30)
            while self.unacknowledged:
                self.session.acknowledge(self.unacknowledged.pop(0))
            if self.journaled:
                self.commit()
            if before == (False, b"", b"") and not self.session.has_output and not self.broker.output:
                return
        raise AssertionError("it never comes to rest")

    def check_broker_got(self) -> None:
        times = Counter(packet.payload for packet in self.broker.delivered)
        whole = not self.broker.sessions_lost
        for payload, qos in self.settled:
            if qos:
                assert times[payload] >= 1, f"{payload!r} was lost"
            if qos == 2 and whole and not self.crashes:
                assert times[payload] == 1, f"{payload!r} came {times[payload]} times"
        if whole and not self.crashes:
            for qos in (1, 2):
                order = [packet.payload for packet in self.broker.delivered if packet.qos == qos]
                first = list(dict.fromkeys(order))
                assert first == sorted(first, key=lambda payload: int(payload[1:]))

    def check_client_got(self) -> None:
        times = Counter(message.payload for message in self.received)
        if self.broker.sessions_lost:
            return
        for payload, qos in self.sent_by_broker:
            if qos == 1:
                assert times[payload] >= 1, f"{payload!r} was lost"
            elif qos == 2:
                assert times[payload] == 1, f"{payload!r} came {times[payload]} times"


class Flows311(Flows):
    version = Version.V311


class ManualFlows(Flows):
    manual = True


class ManualFlows311(ManualFlows):
    version = Version.V311


class JournaledFlows(Flows):
    journaled = True


class JournaledFlows311(JournaledFlows):
    version = Version.V311


@pytest.mark.statement("MQTT-4.3.2-1", "MQTT-4.3.3-10", "MQTT-4.4.0-1", "MQTT-4.6.0-1", "MQTT-4.6.0-2", "MQTT-4.9.0-2")
@pytest.mark.parametrize("machine", [Flows, Flows311, ManualFlows, ManualFlows311, JournaledFlows, JournaledFlows311])
def test_promises_hold_whatever_the_network_does(machine: type[Flows]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=200, stateful_step_count=60, suppress_health_check=list(HealthCheck)),
    )


# Noise


def greeted(version: Version) -> Session:
    session = Session(
        SessionSettings(version=version, client_id="me", incoming_packet_limit=2000, keep_alive=0, clean_start=False)
    )
    session.connect(0.0)
    code = ReasonCode.SUCCESS if version is Version.V5 else ConnectReturnCode.ACCEPTED
    session.receive(encode(Connack(False, code), version), 0.0, 0.0)
    for qos in (0, 1, 2):
        session.publish("t", b"x", qos, now=0.0)
    session.take_output(0.0)
    return session


@given(st.sampled_from(list(Version)), st.lists(st.binary(max_size=40), max_size=8), st.booleans())
@settings(max_examples=500)
def test_noise_ends_a_connection_and_nothing_else(version: Version, reads: list[bytes], connected: bool) -> None:
    session = greeted(version)
    if not connected:
        session.lost(0.0)
        session.connect(0.0)
    for read in reads:
        events = session.receive(read, 0.0, 0.0)
        closings = [event for event in events if isinstance(event, Closing)]
        assert len(closings) == (session.state is State.CLOSING and bool(events) and events[-1] in closings)
        assert session._connection._scanner.held <= 2000
    session.take_output(0.0)
    session.lost(0.0)
    session.connect(0.0)
    assert b"".join(session.take_output(0.0))[0] == 0x10


plausible = st.sampled_from(
    [bytes([kind << 4 | flags]) for kind in range(16) for flags in (0, 2, 4)],
).flatmap(lambda head: st.binary(max_size=12).map(lambda body: head + bytes([len(body)]) + body))


@given(st.sampled_from(list(Version)), st.lists(plausible, max_size=6))
@settings(max_examples=1000)
def test_packets_of_noise_end_a_connection_and_nothing_else(version: Version, packets: list[bytes]) -> None:
    session = greeted(version)
    session.receive(b"".join(packets), 0.0, 0.0)
    session.expire(0.0)
    session.take_output(0.0)
    assert session.state in (State.CONNECTED, State.CLOSING)
