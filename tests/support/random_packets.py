"""Hypothesis strategies for every packet that may be sent, by version and by who sends it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tracemq.mqtt.packets import (
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Subscription,
    Unsuback,
    Unsubscribe,
    Will,
)
from tracemq.mqtt.properties import NO_PROPERTIES, PROPERTIES_OF, WILL, Kind, Properties, Spec
from tracemq.mqtt.reason_codes import ALLOWED, ConnectReturnCode, ReasonCode
from tracemq.mqtt.roles import Sender, misplaced
from tracemq.mqtt.topics import filter_problem
from tracemq.mqtt.types import PROTOCOL_NAMES, PacketType, QoS, Version

P = PacketType
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
TOPICS = st.text(st.characters(exclude_characters="\0#+", exclude_categories=["Cs"]), min_size=1, max_size=12)
LEVELS = st.one_of(st.just("+"), st.text("ab$é ", max_size=3))
PLAIN_FILTERS = st.builds(
    lambda levels, last: "/".join([*levels, *last]),
    st.lists(LEVELS, max_size=4),
    st.sampled_from([[], ["#"]]),
)
FILTERS = st.one_of(PLAIN_FILTERS, PLAIN_FILTERS.map("$share/group/".__add__))
BINARY = st.binary(max_size=20)
PACKET_IDS = st.integers(1, 65_535)
QOS = st.sampled_from(QoS)


def _value(spec: Spec) -> st.SearchStrategy[Any]:
    if spec.name == "response_topic":
        return TOPICS
    texts: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: TEXT,
        Kind.BINARY: BINARY,
        Kind.PAIR: st.tuples(TEXT, TEXT),
    }
    return texts[spec.kind] if spec.kind in texts else st.integers(spec.low, spec.high)


def properties(place: PacketType | str, version: Version) -> st.SearchStrategy[Properties]:
    """Properties that the packet may carry; none in 3.x."""
    if version is not Version.V5:
        return st.just(NO_PROPERTIES)
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for spec in PROPERTIES_OF[place]:
        most = 1 if place is P.SUBSCRIBE and spec.kind is Kind.VARINT else 3
        value = _value(spec)
        fields[spec.name] = st.lists(value, max_size=most).map(tuple) if spec.repeats else st.none() | value
    made = st.builds(Properties, **fields)
    return st.just(NO_PROPERTIES) | made.filter(_proves_itself)


def _proves_itself(properties: Properties) -> bool:
    return properties.authentication_data is None or properties.authentication_method is not None


def _reasons(kind: PacketType, version: Version) -> st.SearchStrategy[ReasonCode]:
    codes = sorted(ALLOWED[kind]) if version is Version.V5 else [ReasonCode.SUCCESS]
    return st.sampled_from(codes)


def _connects(version: Version) -> st.SearchStrategy[Packet]:
    wills = st.builds(
        Will, topic=TOPICS, payload=BINARY, qos=QOS, retain=st.booleans(), properties=properties(WILL, version)
    )
    made = st.builds(
        Connect,
        protocol_name=st.just(PROTOCOL_NAMES[version]),
        protocol_level=st.just(int(version)),
        clean_start=st.booleans(),
        keep_alive=st.integers(0, 65_535),
        client_id=st.text("abc", min_size=1, max_size=23) if version is Version.V31 else TEXT,
        will=st.none() | wills,
        username=st.none() | TEXT,
        password=st.none() | BINARY,
        properties=properties(P.CONNECT, version),
        bridge=st.booleans() if version is Version.V31 else st.just(False),
    )
    return made.filter(lambda packet: _may_connect(packet, version))


def _may_connect(packet: Connect, version: Version) -> bool:
    if version is Version.V5:
        return True
    return (packet.username is not None or packet.password is None) and bool(packet.client_id or packet.clean_start)


def _connacks(version: Version) -> st.SearchStrategy[Packet]:
    codes = _reasons(P.CONNACK, version) if version is Version.V5 else st.sampled_from(ConnectReturnCode)
    present = st.just(False) if version is Version.V31 else st.booleans()
    made = st.builds(Connack, session_present=present, reason_code=codes, properties=properties(P.CONNACK, version))
    return made.filter(lambda packet: not (packet.session_present and packet.reason_code))


@st.composite
def publishes(draw: st.DrawFn, version: Version, sender: Sender) -> Publish:
    """A PUBLISH that this side may send, by topic or by alias."""
    qos = draw(QOS)
    found = draw(properties(P.PUBLISH, version).filter(lambda it: misplaced(sender, P.PUBLISH, None, it) is None))
    by_alias = found.topic_alias is not None and draw(st.booleans())
    return Publish(
        topic="" if by_alias else draw(TOPICS),
        payload=draw(st.binary(max_size=200)),
        qos=qos,
        retain=draw(st.booleans()),
        dup=bool(qos) and draw(st.booleans()),
        packet_id=draw(PACKET_IDS) if qos else 0,
        properties=found,
    )


def _acks(version: Version) -> st.SearchStrategy[Packet]:
    kinds = {P.PUBACK: Puback, P.PUBREC: Pubrec, P.PUBREL: Pubrel, P.PUBCOMP: Pubcomp}
    return st.one_of(
        [
            st.builds(
                make, packet_id=PACKET_IDS, reason_code=_reasons(kind, version), properties=properties(kind, version)
            )
            for kind, make in kinds.items()
        ]
    )


def _subscribes(version: Version) -> st.SearchStrategy[Packet]:
    filters = FILTERS.filter(lambda text: filter_problem(text, version) is None)
    options: dict[str, st.SearchStrategy[Any]] = {}
    if version is Version.V5:
        options = {
            "retain_as_published": st.booleans(),
            "retain_handling": st.integers(0, 2),
            "no_local": st.booleans(),
        }
    subscriptions = st.builds(Subscription, filter=filters, qos=QOS, **options).filter(
        lambda it: not (it.no_local and it.filter.startswith("$share/"))
    )
    return st.builds(
        Subscribe,
        packet_id=PACKET_IDS,
        subscriptions=st.lists(subscriptions, min_size=1, max_size=4).map(tuple),
        properties=properties(P.SUBSCRIBE, version),
    ) | st.builds(
        Unsubscribe,
        packet_id=PACKET_IDS,
        filters=st.lists(filters, min_size=1, max_size=4).map(tuple),
        properties=properties(P.UNSUBSCRIBE, version),
    )


def _subacks(version: Version) -> st.SearchStrategy[Packet]:
    codes = sorted(ALLOWED[P.SUBACK])
    if version is not Version.V5:
        codes = [code for code in codes if code <= (0x80 if version is Version.V311 else 0x02)]
    return st.builds(
        Suback,
        packet_id=PACKET_IDS,
        reason_codes=st.lists(st.sampled_from(codes), min_size=1, max_size=5).map(tuple),
        properties=properties(P.SUBACK, version),
    ) | st.builds(
        Unsuback,
        packet_id=PACKET_IDS,
        reason_codes=st.lists(_reasons(P.UNSUBACK, version), min_size=1, max_size=5).map(tuple)
        if version is Version.V5
        else st.just(()),
        properties=properties(P.UNSUBACK, version),
    )


def _goodbyes(version: Version, sender: Sender) -> st.SearchStrategy[Packet]:
    if version is not Version.V5:
        return st.just(Disconnect()) if sender == "client" else st.nothing()
    disconnects = st.builds(
        Disconnect, reason_code=_reasons(P.DISCONNECT, version), properties=properties(P.DISCONNECT, version)
    ).filter(lambda it: misplaced(sender, P.DISCONNECT, it.reason_code, it.properties) is None)
    auths = st.builds(
        Auth,
        reason_code=_reasons(P.AUTH, version),
        properties=properties(P.AUTH, version).filter(lambda it: it.authentication_method is not None),
    ).filter(lambda it: misplaced(sender, P.AUTH, it.reason_code, it.properties) is None)
    return disconnects | auths


def packets(version: Version, sender: Sender) -> st.SearchStrategy[Packet]:
    """Any packet that this side may send in this version."""
    both = st.one_of(publishes(version, sender), _acks(version), _goodbyes(version, sender))
    if sender == "client":
        return st.one_of(both, _connects(version), _subscribes(version), st.just(Pingreq()))
    return st.one_of(both, _connacks(version), _subacks(version), st.just(Pingresp()))


@st.composite
def sent(draw: st.DrawFn) -> tuple[Packet, Version, Sender]:
    """A packet, the version it is of, and who sends it."""
    version = draw(st.sampled_from(Version))
    senders: list[Sender] = ["server", "client"]
    sender = draw(st.sampled_from(senders))
    return draw(packets(version, sender)), version, sender
