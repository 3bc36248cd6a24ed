"""The scanner against its slow twin: the same packets and the same errors, however the bytes are cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.mqtt.batch import MessageBatch, TopicTable
from tracemq.mqtt.codec import decode, encode
from tracemq.mqtt.errors import MalformedPacket, MqttError, ProtocolError
from tracemq.mqtt.packets import Packet, Pingresp, Puback, Pubcomp, Publish, Pubrec, Pubrel, Suback
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.scan import LONGEST_ANSWER, VECTOR_FROM, Rows, Scanner
from tracemq.mqtt.scan_acks import AckRun
from tracemq.mqtt.topic_ids import TopicIds
from tracemq.mqtt.types import PacketType, QoS, Version

ALIASES = 5
NO_LIMIT = 1 << 28
ACKS = {PacketType.PUBACK: Puback, PacketType.PUBREC: Pubrec, PacketType.PUBREL: Pubrel, PacketType.PUBCOMP: Pubcomp}

Outcome = tuple[list[Packet], tuple[type, str, ReasonCode | None] | None]


def limit_of(stream: bytes, position: int, limit: int) -> int:
    is_message = stream[position : position + 1] and stream[position] >> 4 == PacketType.PUBLISH
    return limit if is_message else min(limit, LONGEST_ANSWER)


def slowly(stream: bytes, version: Version, limit: int = NO_LIMIT) -> Outcome:
    """What is in a stream according to the codec, and to the plainest rules for topic aliases."""
    packets: list[Packet] = []
    aliases: dict[int, str] = {}
    position = 0
    try:
        while (decoded := decode(stream, version, start=position, limit=limit_of(stream, position, limit))) is not None:
            packet, size = decoded
            position += size
            if isinstance(packet, Publish) and packet.properties.topic_alias is not None:
                alias = packet.properties.topic_alias
                if alias > ALIASES:
                    raise ProtocolError(f"topic alias {alias} of {ALIASES}", ReasonCode.TOPIC_ALIAS_INVALID)
                if packet.topic:
                    aliases[alias] = packet.topic
                elif alias not in aliases:
                    raise ProtocolError(f"topic alias {alias} stands for nothing")
                packet = replace(packet, topic=aliases[alias])
            packets.append(packet)
    except MqttError as error:
        return packets, (type(error), str(error), error.reason)
    return packets, None


def quickly(pieces: Iterable[bytes], version: Version, limit: int = NO_LIMIT) -> Outcome:
    scanner = Scanner()
    scanner.begin(version, limit=limit, alias_maximum=ALIASES)
    packets: list[Packet] = []
    try:
        for piece in pieces:
            scanner.feed(piece, 0.0)
            while (item := scanner.next()) is not None:
                packets += unfolded(item)
    except MqttError as error:
        return packets, (type(error), str(error), error.reason)
    return packets, None


def unfolded(item: Rows | AckRun | Packet) -> list[Packet]:
    if isinstance(item, Rows):
        batch, first, last, qos = item
        assert qos or not any(flags & 6 for flags in batch.flags[first:last])
        return [published(batch, row) for row in range(first, last)]
    if isinstance(item, AckRun):
        return [ACKS[item.kind](packet_id, item.reason) for packet_id in item.packet_ids]
    return [item]


def published(batch: MessageBatch, row: int) -> Publish:
    message = batch[row]
    start, end = batch.starts[row], batch.ends[row]
    assert batch.data[start] == batch.flags[row]
    assert batch.properties_starts[row] <= batch.payload_starts[row] <= end
    return Publish(
        message.topic, message.payload, message.qos, message.retain, message.dup, message.packet_id, message.properties
    )


def cut(stream: bytes, sizes: Sequence[int]) -> list[bytes]:
    """The stream in pieces of these sizes, in turn."""
    pieces, position, turn = [], 0, 0
    while position < len(stream):
        size = sizes[turn % len(sizes)]
        pieces.append(stream[position : position + size])
        position += size
        turn += 1
    return pieces


def agree(stream: bytes, version: Version, sizes: Sequence[int], limit: int = NO_LIMIT) -> None:
    assert quickly(cut(stream, sizes), version, limit) == slowly(stream, version, limit)


# Streams

TOPICS = ["a", "sensors/1/temperature", "sensors/2/temperature", "ä/☃/𝄞", "$SYS/x", "x" * 200, " ", "/"]
PROPERTIES = [
    Properties(),
    Properties(content_type="text"),
    Properties(user_properties=(("k", "v"), ("k", "w")), correlation_data=b"\0\1"),
    Properties(message_expiry_interval=7, payload_format_indicator=1, response_topic="r/t"),
    Properties(subscription_identifiers=(1, 268_435_455)),
    Properties(user_properties=(("long", "y" * 150),)),
    Properties(user_properties=(("longer", "y" * 1200),)),
    Properties(topic_alias=1),
    Properties(topic_alias=2, content_type="alias"),
    Properties(topic_alias=ALIASES),
]
BAD_ALIASES = [Properties(topic_alias=ALIASES + 1), Properties(topic_alias=65_535)]
versions = st.sampled_from(list(Version))
packet_ids = st.integers(1, 65_535)


@st.composite
def publishes(draw: st.DrawFn, version: Version) -> bytes:
    qos = draw(st.sampled_from(list(QoS)))
    properties = draw(st.sampled_from(PROPERTIES)) if version is Version.V5 else Properties()
    if draw(st.integers(0, 30)) == 0 and version is Version.V5:
        properties = draw(st.sampled_from(BAD_ALIASES))
    by_alias = properties.topic_alias is not None and draw(st.booleans())
    packet = Publish(
        topic="" if by_alias else draw(st.sampled_from(TOPICS)),
        payload=draw(st.sampled_from([b"", b"1", b"x" * 40, b"y" * 130, b"z" * 17_000])),
        qos=qos,
        retain=draw(st.booleans()),
        dup=qos > 0 and draw(st.booleans()),
        packet_id=draw(packet_ids) if qos else 0,
        properties=properties,
    )
    return encode(packet, version)


@st.composite
def acknowledgements(draw: st.DrawFn, version: Version) -> bytes:
    make = draw(st.sampled_from([Puback, Pubrec, Pubrel, Pubcomp]))
    codes = [ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND]
    if make in (Puback, Pubrec):
        codes = [ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS, ReasonCode.QUOTA_EXCEEDED]
    properties = draw(st.sampled_from([Properties(), Properties(), Properties(reason_string="why")]))
    start = draw(packet_ids)
    count = draw(st.sampled_from([1, 1, 2, 30]))
    code = draw(st.sampled_from(codes))
    return b"".join(encode(make(min(start + n, 65_535), code, properties), version) for n in range(count))


@st.composite
def runs(draw: st.DrawFn, version: Version) -> bytes:
    """A few PUBLISH packets over and over, so that runs are long."""
    some = draw(st.lists(publishes(version), min_size=1, max_size=4))
    return b"".join(some) * draw(st.sampled_from([1, 5, 20, 80]))


@st.composite
def streams(draw: st.DrawFn, *, faulty: bool) -> tuple[bytes, Version]:
    version = draw(versions)
    rarer = st.sampled_from(
        [encode(Pingresp(), version), encode(Suback(7, (ReasonCode.GRANTED_QOS_1,)), version)],
    )
    parts = draw(st.lists(st.one_of(runs(version), runs(version), acknowledgements(version), rarer), max_size=6))
    if faulty:
        parts.insert(draw(st.integers(0, len(parts))), draw(faults(version)))
    return b"".join(parts), version


@st.composite
def faults(draw: st.DrawFn, version: Version) -> bytes:
    """A packet with a few bytes changed, or plain noise."""
    if draw(st.booleans()):
        return draw(st.binary(min_size=1, max_size=12))
    packet = bytearray(draw(st.one_of(publishes(version), acknowledgements(version))))
    for _ in range(draw(st.integers(1, 3))):
        packet[draw(st.integers(0, min(len(packet), 40) - 1))] = draw(st.integers(0, 255))
    return bytes(packet)


sizes = st.lists(st.sampled_from([1, 2, 3, 7, 64, 1000, 5000, 100_000]), min_size=1, max_size=4)


@given(streams(faulty=False), sizes)
@settings(max_examples=150)
def test_what_is_well_formed_gives_the_same_packets_as_the_codec(
    stream: tuple[bytes, Version], sizes: list[int]
) -> None:
    agree(*stream, sizes)


@given(streams(faulty=True), sizes)
@settings(max_examples=300)
def test_a_fault_gives_the_codecs_error_after_the_same_packets(stream: tuple[bytes, Version], sizes: list[int]) -> None:
    agree(*stream, sizes)


@given(streams(faulty=True), sizes, st.sampled_from([50, 120, 500, 16_500, 17_010]))
@settings(max_examples=100)
def test_a_limit_is_enforced_alike(stream: tuple[bytes, Version], sizes: list[int], limit: int) -> None:
    agree(*stream, sizes, limit)


@given(versions, st.binary(max_size=400), sizes)
@settings(max_examples=300)
def test_noise_gives_what_the_codec_makes_of_it(version: Version, noise: bytes, sizes: list[int]) -> None:
    agree(noise, version, sizes)


@given(versions, st.binary(min_size=1, max_size=9), st.sampled_from([10, 100, 300]), st.data())
@settings(max_examples=300)
def test_noise_inside_a_long_run_gives_what_the_codec_makes_of_it(
    version: Version, noise: bytes, count: int, data: st.DataObject
) -> None:
    packets = [encode(Publish(f"t/{n % 20}", bytes(n % 7)), version) for n in range(count)]
    spoilt = data.draw(st.integers(0, count - 1))
    body = bytearray(packets[spoilt])
    at = data.draw(st.integers(0, len(body) - 1))
    body[at : at + len(noise)] = noise
    packets[spoilt] = bytes(body)
    agree(b"".join(packets), version, [1 << 20])


# Single statements

FAULTS = {
    "QoS 3": "36050001610000",
    "DUP at QoS 0": "380400016100",
    "packet id 0": "3206000161000000",
    "empty topic without alias": "3003000000",
    "wildcard": "30050002612b00",
    "hash": "30050002232300",
    "NUL in topic": "30050002610000",
    "bad UTF-8": "3004000180ff",
    "surrogate": "30060003eda08000",
    "topic beyond the packet": "3004000961ff",
    "no room for a topic length": "300100",
    "nothing at all": "3000",
    "no packet id": "32030001ff",
    "half a packet id": "3204000161ff",
    "no property length": "3003000161",
    "properties beyond the packet": "30050001610501",
    "property length not in shortest form": "30050001618000",
    "property length of five bytes": "3009000161ffffffffff7f",
    "unknown property": "30060001610177ff",
    "property twice": "300a00016104010101010000",
    "alias 0": "300700016103230000",
    "length not in shortest form": "30840000016100",
}


@pytest.mark.statement(
    "MQTT-3.3.1-4", "MQTT-3.3.1-2", "MQTT-2.2.1-3", "MQTT-3.3.2-2", "MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-1.5.5-1"
)
@pytest.mark.parametrize("before", [0, 3, VECTOR_FROM + 5, 300])
@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_publish_is_refused_after_those_before_it(name: str, before: int) -> None:
    good = b"".join(encode(Publish(f"t/{n % 3}", b"x"), Version.V5) for n in range(before))
    stream = good + bytes.fromhex(FAULTS[name]) + good

    packets, error = quickly([stream], Version.V5)

    assert len(packets) == before
    assert error is not None
    assert (packets, error) == slowly(stream, Version.V5)


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("count", [1, VECTOR_FROM - 1, VECTOR_FROM, VECTOR_FROM + 1, 500])
def test_runs_of_every_length_agree(version: Version, count: int) -> None:
    packets = [
        Publish(f"topic/{n % 11}", b"p" * (n % 200), QoS(n % 3), packet_id=n + 1 if n % 3 else 0) for n in range(count)
    ]
    stream = b"".join(encode(packet, version) for packet in packets)
    assert quickly([stream], version) == (packets, None)


@pytest.mark.parametrize("lengths", [1, 2, 8, 9, 60])
def test_topics_of_few_lengths_and_of_many_are_found_again(lengths: int) -> None:
    packets = [Publish("t" * (1 + n % lengths) + str(n % 7), b"p" * (n % 5)) for n in range(400)]
    stream = b"".join(encode(packet, Version.V5) for packet in packets)
    assert quickly([stream, stream], Version.V5) == (packets * 2, None)


@pytest.mark.statement("MQTT-1.5.4-2")
def test_a_known_topic_with_a_nul_behind_it_is_refused() -> None:
    good = b"".join(encode(Publish(f"t/{n % 3}", b"x"), Version.V5) for n in range(300))
    bad = bytes.fromhex("30070004742f310000")
    packets, error = quickly([good, good + bad + good], Version.V5)
    assert len(packets) == 600
    assert error is not None
    assert error == slowly(bad, Version.V5)[1]


def test_topics_that_stand_in_different_parts_of_the_table_are_found_again() -> None:
    table = TopicTable()
    table.ids = TopicIds(full=16)
    scanner = Scanner(table)
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    packets = [Publish(f"t/{n % 100:03}", b"p") for n in range(400)]
    stream = b"".join(encode(packet, Version.V5) for packet in packets)
    for _ in range(2):
        scanner.feed(stream, 0.0)
        rows = scanner.next()
        assert isinstance(rows, Rows)
        assert unfolded(rows) == packets
    assert len(table.ids.parts) > 2
    assert len(table) == 100


def test_packets_of_one_size_are_found_together_and_a_different_one_ends_the_run() -> None:
    same = [Publish("same/size", b"%05d" % n) for n in range(400)]
    packets = [*same, Publish("same/size", b"longer than the others"), *same, Publish("same/siz", b"123456"), *same]
    stream = b"".join(encode(packet, Version.V5) for packet in packets)
    assert quickly([stream], Version.V5) == (packets, None)


def test_packets_of_one_size_with_lengths_of_two_bytes_are_found_together() -> None:
    packets = [Publish("same/size", b"%05d" % n * 60, QoS(1), packet_id=n + 1) for n in range(300)]
    stream = b"".join(encode(packet, Version.V311) for packet in packets)
    assert quickly([stream], Version.V311) == (packets, None)


def test_a_packet_of_many_mebibytes_is_put_together_once() -> None:
    packet = Publish("big", bytes(3 << 20))
    stream = encode(packet, Version.V5) + encode(Publish("next"), Version.V5)
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    found: list[Packet] = []
    for piece in cut(stream, [65_536]):
        scanner.feed(piece, 0.0)
        while (item := scanner.next()) is not None:
            found += unfolded(item)
        assert scanner.held < len(stream)
    assert found == [packet, Publish("next")]
    assert scanner.held == 0


def test_of_a_packet_that_is_not_whole_it_tells_how_much_has_come_and_how_much_it_will_be() -> None:
    stream = encode(Publish("big", bytes(300_000)), Version.V5)
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    told = []
    for end in (1, 3, 100_000, len(stream)):
        scanner.feed(stream[scanner.held : end], 0.0)
        while scanner.next() is not None:
            pass
        told.append(scanner.arriving)
    assert told == [(1, 2), (3, 4), (100_000, len(stream)), (0, 0)]


def test_what_a_connection_left_of_a_packet_is_forgotten_with_it() -> None:
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    scanner.feed(encode(Publish("big", bytes(300_000)), Version.V5)[:-1], 0.0)
    assert scanner.next() is None
    scanner.end()
    assert scanner.arriving == (0, 0)
    assert scanner.next() is None


@pytest.mark.statement("MQTT-3.1.2-24")
@pytest.mark.parametrize("cut_after", [2, 5, 100])
def test_a_packet_over_the_limit_is_refused_from_its_header(cut_after: int) -> None:
    stream = encode(Publish("big", bytes(1000)), Version.V5)[:cut_after]
    packets, error = quickly([stream], Version.V5, limit=500)
    if cut_after == 2:  # the length itself is not whole yet
        assert (packets, error) == ([], None)
    else:
        assert error is not None
        assert error[2] is ReasonCode.PACKET_TOO_LARGE


def test_acknowledgements_of_one_kind_come_as_one_run() -> None:
    stream = b"".join(encode(Puback(n), Version.V5) for n in range(1, 10_001))
    scanner = Scanner()
    scanner.feed(stream, 0.0)
    assert scanner.next() == AckRun(PacketType.PUBACK, ReasonCode.SUCCESS, list(range(1, 10_001)))
    assert scanner.next() is None


def test_acknowledgements_with_the_same_reason_come_as_one_run() -> None:
    code = ReasonCode.NO_MATCHING_SUBSCRIBERS
    stream = b"".join(encode(Pubrec(n, code), Version.V5) for n in range(1, 6)) + encode(Pubrec(6), Version.V5)
    scanner = Scanner()
    scanner.feed(stream, 0.0)
    assert scanner.next() == AckRun(PacketType.PUBREC, code, [1, 2, 3, 4, 5])
    assert scanner.next() == AckRun(PacketType.PUBREC, ReasonCode.SUCCESS, [6])


@pytest.mark.parametrize("code", [ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS])
def test_a_long_run_of_acknowledgements_ends_at_another_reason(code: ReasonCode) -> None:
    reason = b"" if code is ReasonCode.SUCCESS else bytes((code,))
    one = b"\x50" + bytes((2 + len(reason),))
    run = b"".join(one + packet_id.to_bytes(2, "big") + reason for packet_id in range(1, 5001))
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    scanner.feed(run + bytes.fromhex("5003138987") + run, 0.0)
    assert scanner.next() == AckRun(PacketType.PUBREC, code, list(range(1, 5001)))
    assert scanner.next() == AckRun(PacketType.PUBREC, ReasonCode.NOT_AUTHORIZED, [5001])
    assert scanner.next() == AckRun(PacketType.PUBREC, code, list(range(1, 5001)))
    assert scanner.next() is None


@pytest.mark.parametrize(
    "stream",
    [
        "40020000",
        "4002000140020000",
        "4003000110400300000010",
        "400300ff42",
        "60020001",
        "6a020001",
        "4000",
        "40050001000001",
    ],
)
@pytest.mark.parametrize("version", list(Version))
def test_unusual_acknowledgements_are_the_codecs_business(stream: str, version: Version) -> None:
    agree(bytes.fromhex(stream), version, [100])


def test_messages_around_acknowledgements_share_a_batch() -> None:
    message, ack = encode(Publish("t"), Version.V5), encode(Puback(1), Version.V5)
    scanner = Scanner()
    scanner.feed(message + ack + message, 12.5)
    kinds = []
    while (item := scanner.next()) is not None:
        kinds.append(type(item))
    batch = scanner.take_batch()
    assert kinds == [Rows, AckRun, Rows]
    assert batch is not None
    assert [message.topic for message in batch] == ["t", "t"]
    assert batch.received_at == 12.5
    assert scanner.take_batch() is None


def test_an_alias_survives_a_topic_that_the_owner_of_the_table_forgets() -> None:
    topics = TopicTable()
    scanner = Scanner(topics)
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=1)
    scanner.feed(encode(Publish("t", properties=Properties(topic_alias=1)), Version.V5), 0.0)
    rows = scanner.next()
    assert isinstance(rows, Rows)
    topics.forget([rows.batch.topic_ids[0]])
    scanner.feed(encode(Publish("", properties=Properties(topic_alias=1)), Version.V5), 0.0)
    rows = scanner.next()
    assert isinstance(rows, Rows)
    assert rows.batch[0].topic == "t"


@pytest.mark.statement("MQTT-3.3.2-7")
def test_aliases_do_not_outlive_the_connection() -> None:
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=1)
    scanner.feed(encode(Publish("t", properties=Properties(topic_alias=1)), Version.V5), 0.0)
    assert scanner.next() is not None
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=1)
    scanner.feed(encode(Publish("", properties=Properties(topic_alias=1)), Version.V5), 0.0)
    with pytest.raises(ProtocolError):
        scanner.next()


def test_what_was_left_of_a_connection_is_forgotten_with_it() -> None:
    scanner = Scanner()
    scanner.feed(b"\x30\x10half", 0.0)
    assert scanner.next() is None
    scanner.begin(Version.V311, limit=NO_LIMIT, alias_maximum=0)
    scanner.feed(encode(Publish("whole"), Version.V311), 0.0)
    assert isinstance(scanner.next(), Rows)


def test_a_table_of_its_own_begins_anew_when_it_is_full_and_batches_keep_theirs() -> None:
    scanner = Scanner(topic_limit=10)
    batches = []
    for number in range(100):
        scanner.feed(encode(Publish(f"t/{number}"), Version.V5), 0.0)
        assert scanner.next() is not None
        batches.append(scanner.take_batch())
    assert [batch[0].topic for batch in batches if batch] == [f"t/{number}" for number in range(100)]
    assert max(len(batch.topics) for batch in batches if batch) <= 11


def test_property_bytes_are_remembered_within_bounds() -> None:
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    for start in range(0, 10_000, 100):
        stream = b"".join(
            encode(Publish("t", properties=Properties(message_expiry_interval=n)), Version.V5)
            for n in range(start, start + 100)
        )
        scanner.feed(stream, 0.0)
        rows = scanner.next()
        assert isinstance(rows, Rows)
        assert [message.properties.message_expiry_interval for message in rows.batch] == list(range(start, start + 100))
    assert len(scanner._topics.known) <= 4096


def test_an_error_is_raised_again_for_whoever_asks_again() -> None:
    scanner = Scanner()
    scanner.feed(b"\x36\x00", 0.0)
    for _ in range(2):
        with pytest.raises(MalformedPacket):
            scanner.next()


@pytest.mark.parametrize("spoilt", [0, 1, 100])
def test_a_fault_of_an_alias_inside_a_long_run_comes_after_what_was_before_it(spoilt: int) -> None:
    packets = [encode(Publish("t", b"x"), Version.V5)] * 200
    packets[spoilt] = encode(Publish("", properties=Properties(topic_alias=2)), Version.V5)
    agree(b"".join(packets), Version.V5, [1 << 20])


@pytest.mark.parametrize("spoilt", [0, 1, 100])
def test_a_packet_over_the_limit_inside_a_long_run_comes_after_what_was_before_it(spoilt: int) -> None:
    packets = [encode(Publish("t", b"x"), Version.V5)] * 200
    packets[spoilt] = encode(Publish("t", bytes(60)), Version.V5)
    agree(b"".join(packets), Version.V5, [1 << 20], 50)


def test_properties_that_are_known_and_new_ones_alternate_in_a_long_run() -> None:
    packets = [
        Publish("t", b"x", properties=Properties(content_type="text" if n % 2 else f"text/{n}", topic_alias=None))
        for n in range(200)
    ]
    stream = b"".join(encode(packet, Version.V5) for packet in packets)
    scanner = Scanner()
    scanner.begin(Version.V5, limit=NO_LIMIT, alias_maximum=0)
    for _ in range(2):
        scanner.feed(stream, 0.0)
        rows = scanner.next()
        assert isinstance(rows, Rows)
        assert unfolded(rows) == packets
