from __future__ import annotations

from tracemq.demo.limits import Limits
from tracemq.demo.publication import Publication
from tracemq.demo.session import Session
from tracemq.demo.subscriptions import Grant
from tracemq.mqtt import codec
from tracemq.mqtt.packets import Packet, Puback, Pubcomp, Publish, Pubrec, Pubrel, Subscription
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version

Q0, Q1, Q2 = QoS


class Link:
    """A connection that notes what is sent over it."""

    version = Version.V5
    taken_over = False

    def __init__(self, receive_maximum: int = 100, maximum_packet_size: int = 1 << 20) -> None:
        self.receive_maximum = receive_maximum
        self.maximum_packet_size = maximum_packet_size
        self.writable = True
        self._sent = b""

    def send(self, data: bytes) -> None:
        self._sent += data

    def take_over(self) -> None:
        self.taken_over = True

    def sent(self) -> list[Packet]:
        data, self._sent = self._sent, b""
        packets: list[Packet] = []
        while data:
            decoded = codec.decode(data, self.version, "server")
            assert decoded is not None
            packets.append(decoded[0])
            data = data[decoded[1] :]
        return packets


def session(limits: Limits | None = None) -> Session:
    return Session("me", limits or Limits(), expiry_s=1000.0)


def attached(limits: Limits | None = None, receive_maximum: int = 100) -> tuple[Session, Link]:
    made, link = session(limits), Link(receive_maximum)
    made.attach(link)
    return made, link


def grant(qos: QoS = Q2, identifier: int = 0, *, no_local: bool = False, as_published: bool = False) -> Grant:
    return Grant(Subscription("t", qos, no_local, as_published), identifier)


def message(text: bytes = b"x", qos: QoS = Q0, *, retain: bool = False, publisher: str = "") -> Publication:
    return Publication("t", text, qos, retain, publisher=publisher)


def test_a_message_arrives_at_the_lower_of_both_qos() -> None:
    made, link = attached()
    made.deliver(message(b"a", Q2), [grant(Q1)], 0.0)
    made.deliver(message(b"b", Q1), [grant(Q2)], 0.0)
    made.deliver(message(b"c", Q2), [grant(Q0)], 0.0)
    assert link.sent() == [
        Publish("t", b"a", Q1, packet_id=1),
        Publish("t", b"b", Q1, packet_id=2),
        Publish("t", b"c"),
    ]


def test_overlapping_subscriptions_give_one_copy_with_the_best_qos_and_all_identifiers() -> None:
    made, link = attached()
    made.deliver(message(qos=Q2), [grant(Q0, 7), grant(Q1, 9), grant(Q0)], 0.0)
    assert link.sent() == [Publish("t", b"x", Q1, packet_id=1, properties=Properties(subscription_identifiers=(7, 9)))]


def test_retain_is_kept_only_where_the_subscription_asks_for_it() -> None:
    made, link = attached()
    made.deliver(message(retain=True), [grant()], 0.0)
    made.deliver(message(retain=True), [grant(as_published=True)], 0.0)
    assert [packet.retain for packet in link.sent() if isinstance(packet, Publish)] == [False, True]


def test_no_local_keeps_ones_own_messages_away() -> None:
    made, link = attached()
    assert not made.deliver(message(publisher="me"), [grant(no_local=True)], 0.0)
    assert made.deliver(message(publisher="me"), [grant(no_local=True), grant(identifier=2)], 0.0)
    made.deliver_retained(message(publisher="me", retain=True), grant(no_local=True), 0.0)
    assert link.sent() == [Publish("t", b"x", properties=Properties(subscription_identifiers=(2,)))]


def test_at_least_once_is_done_with_its_puback() -> None:
    made, link = attached()
    made.deliver(message(qos=Q1), [grant()], 0.0)
    assert made.inflight == 1
    made.acknowledge(Puback(1), 0.0)
    assert made.inflight == 0
    assert link.sent() == [Publish("t", b"x", Q1, packet_id=1)]


def test_exactly_once_is_done_after_the_four_way_handshake() -> None:
    made, link = attached()
    made.deliver(message(qos=Q2), [grant()], 0.0)
    made.acknowledge(Pubrec(1), 0.0)
    made.acknowledge(Pubcomp(1), 0.0)
    assert link.sent() == [Publish("t", b"x", Q2, packet_id=1), Pubrel(1)]
    assert made.inflight == 0


def test_a_pubrec_that_refuses_ends_the_flow() -> None:
    made, link = attached()
    made.deliver(message(qos=Q2), [grant()], 0.0)
    link.sent()
    made.acknowledge(Pubrec(1, ReasonCode.QUOTA_EXCEEDED), 0.0)
    assert (link.sent(), made.inflight) == ([], 0)


def test_answers_to_nothing_are_forgiven() -> None:
    made, link = attached()
    made.deliver(message(qos=Q2), [grant()], 0.0)
    link.sent()
    made.acknowledge(Puback(1), 0.0)  # of the wrong kind
    made.acknowledge(Puback(99), 0.0)
    made.acknowledge(Pubcomp(99), 0.0)
    made.acknowledge(Pubrec(99), 0.0)
    assert link.sent() == [Pubrel(99, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)]
    assert made.inflight == 1


def test_the_receive_maximum_holds_messages_back_in_order() -> None:
    made, link = attached(receive_maximum=2)
    for number in range(4):
        made.deliver(message(b"%d" % number, Q1), [grant()], 0.0)
    made.deliver(message(b"after"), [grant()], 0.0)
    assert [packet.payload for packet in link.sent() if isinstance(packet, Publish)] == [b"0", b"1"]
    made.acknowledge(Puback(1), 0.0)
    made.acknowledge(Puback(2), 0.0)
    assert [packet.payload for packet in link.sent() if isinstance(packet, Publish)] == [b"2", b"3", b"after"]
    assert made.queued == 0


def test_pubcomp_gives_the_place_back_not_pubrec() -> None:
    made, link = attached(receive_maximum=1)
    made.deliver(message(b"a", Q2), [grant()], 0.0)
    made.deliver(message(b"b", Q2), [grant()], 0.0)
    made.acknowledge(Pubrec(1), 0.0)
    assert link.sent() == [Publish("t", b"a", Q2, packet_id=1), Pubrel(1)]
    made.acknowledge(Pubcomp(1), 0.0)
    assert link.sent() == [Publish("t", b"b", Q2, packet_id=2)]


def test_a_slow_client_gets_its_messages_when_it_reads_again() -> None:
    made, link = attached()
    link.writable = False
    for number in range(3):
        made.deliver(message(b"%d" % number), [grant()], 0.0)
    assert link.sent() == []
    link.writable = True
    made.pump(0.0)
    assert [packet.payload for packet in link.sent() if isinstance(packet, Publish)] == [b"0", b"1", b"2"]


def test_the_queue_of_a_slow_client_is_bounded_in_messages_and_in_bytes() -> None:
    made, link = attached(Limits(queued_messages=3))
    link.writable = False
    assert [made.deliver(message(), [grant()], 0.0) for _ in range(5)] == [True, True, True, False, False]
    assert (made.queued, made.dropped) == (3, 2)

    made, link = attached(Limits(queued_bytes=1000))
    link.writable = False
    assert made.deliver(message(bytes(5000)), [grant()], 0.0), "one message of any size has room"
    assert not made.deliver(message(bytes(10)), [grant()], 0.0)


def test_messages_wait_for_a_client_that_is_away_but_not_at_qos_0() -> None:
    made = session()
    assert not made.deliver(message(b"a"), [grant()], 0.0)
    assert made.deliver(message(b"b", Q1), [grant()], 0.0)
    link = Link()
    made.attach(link)
    made.pump(0.0)
    assert link.sent() == [Publish("t", b"b", Q1, packet_id=1)]


def test_what_waits_at_qos_0_goes_with_the_connection() -> None:
    made, link = attached()
    link.writable = False
    made.deliver(message(b"a"), [grant()], 0.0)
    made.deliver(message(b"b", Q1), [grant()], 0.0)
    made.detach()
    assert made.queued == 1


def test_unfinished_work_is_taken_up_again_in_order_on_the_next_connection() -> None:
    made, _ = attached()
    for text in (b"a", b"b", b"c"):
        made.deliver(message(text, Q2), [grant()], 0.0)
    made.acknowledge(Pubrec(2), 0.0)
    made.detach()
    made.deliver(message(b"d", Q1), [grant()], 0.0)
    link = Link()
    made.attach(link)
    made.pump(0.0)
    assert link.sent() == [
        Publish("t", b"a", Q2, dup=True, packet_id=1),
        Pubrel(2),
        Publish("t", b"c", Q2, dup=True, packet_id=3),
        Publish("t", b"d", Q1, packet_id=4),
    ]


def test_work_taken_up_again_keeps_to_the_new_receive_maximum() -> None:
    made, _ = attached()
    for text in (b"a", b"b", b"c"):
        made.deliver(message(text, Q1), [grant()], 0.0)
    made.detach()
    link = Link(receive_maximum=1)
    made.attach(link)
    made.pump(0.0)
    assert link.sent() == [Publish("t", b"a", Q1, dup=True, packet_id=1)]
    made.acknowledge(Puback(1), 0.0)
    assert link.sent() == [Publish("t", b"b", Q1, dup=True, packet_id=2)]


def test_an_old_flow_takes_its_place_on_the_new_connection_until_it_ends() -> None:
    made, _ = attached()
    made.deliver(message(b"old", Q2), [grant()], 0.0)
    made.acknowledge(Pubrec(1), 0.0)
    made.detach()
    link = Link(receive_maximum=1)
    made.attach(link)
    made.pump(0.0)
    made.deliver(message(b"a", Q1), [grant()], 0.0)
    assert link.sent() == [Pubrel(1)]
    made.acknowledge(Pubcomp(1), 0.0)
    assert link.sent() == [Publish("t", b"a", Q1, packet_id=2)]


def test_a_message_that_the_client_takes_for_too_large_is_left_out() -> None:
    made, link = session(), Link(maximum_packet_size=50)
    made.attach(link)
    made.deliver(message(bytes(100)), [grant()], 0.0)
    made.deliver(message(bytes(100), Q1), [grant()], 0.0)
    made.deliver(message(b"small", Q1), [grant()], 0.0)
    assert [packet.payload for packet in link.sent() if isinstance(packet, Publish)] == [b"small"]
    assert (made.dropped, made.inflight) == (2, 1)


def test_a_message_whose_time_is_over_is_not_sent_any_more() -> None:
    made = session()
    made.deliver(Publication("t", b"old", Q1, expires_at=10.0), [grant()], 0.0)
    made.deliver(Publication("t", b"fresh", Q1, expires_at=30.0), [grant()], 0.0)
    link = Link()
    made.attach(link)
    made.pump(20.0)
    assert [packet.payload for packet in link.sent() if isinstance(packet, Publish)] == [b"fresh"]


def test_a_packet_id_in_use_is_not_given_out_again() -> None:
    made, link = attached(Limits(inflight_messages=70_000), receive_maximum=65_535)
    made.deliver(message(b"stays", Q1), [grant()], 0.0)
    for number in range(2, 65_536):
        made.deliver(message(qos=Q1), [grant()], 0.0)
        made.acknowledge(Puback(number), 0.0)
    link._sent = b""
    made.deliver(message(b"next", Q1), [grant()], 0.0)
    assert link.sent() == [Publish("t", b"next", Q1, packet_id=2)]
