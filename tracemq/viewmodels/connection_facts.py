"""Turns an open connection into facts by group: what was asked and granted, how the bytes travel, what is under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from tracemq.mqtt.errors import TlsFailed
from tracemq.mqtt.negotiation import NEVER_EXPIRES, Negotiated, Terms
from tracemq.mqtt.statistics import Statistics
from tracemq.mqtt.transports.base import TlsFacts, TransportFacts
from tracemq.mqtt.types import Version
from tracemq.workspace.certificate_facts import CertificateFacts, certificate_facts, chain_facts
from tracemq.workspace.connection import Connection


class Group(Enum):
    SESSION = auto()
    LIMITS = auto()
    OFFERS = auto()  # what the broker does and does not do
    TRANSPORT = auto()
    CERTIFICATE = auto()  # the broker's own
    REFUSED_CERTIFICATE = auto()  # which did not pass: that is why there is no connection
    ISSUER = auto()  # a certificate that leads to the authority
    TRAFFIC = auto()


class Fact(Enum):
    """The names of the lines; the sentences are in ui/facts_text.py."""

    VERSION = auto()
    CLIENT_ID = auto()
    SESSION_PRESENT = auto()
    KEEP_ALIVE = auto()
    SESSION_EXPIRY = auto()
    RECEIVE_MAXIMUM = auto()
    MAXIMUM_PACKET_SIZE = auto()
    TOPIC_ALIAS_MAXIMUM = auto()
    MAXIMUM_QOS = auto()
    RETAIN = auto()
    WILDCARDS = auto()
    SUBSCRIPTION_IDENTIFIERS = auto()
    SHARED = auto()
    RESPONSE_INFORMATION = auto()
    SERVER_REFERENCE = auto()
    REASON_STRING = auto()
    USER_PROPERTY = auto()
    NOT_SENT = auto()
    PEER = auto()
    LOCAL = auto()
    PROXY = auto()
    TLS = auto()
    COMPRESSED = auto()
    VERIFIED = auto()
    SUBJECT = auto()
    NAMES = auto()
    ISSUED_BY = auto()
    VALID_FROM = auto()
    VALID_UNTIL = auto()
    FINGERPRINT = auto()
    MESSAGES_IN = auto()
    MESSAGES_OUT = auto()
    PACKETS_IN = auto()
    PACKETS_OUT = auto()
    BYTES_IN = auto()
    BYTES_OUT = auto()
    WAITING = auto()
    IN_FLIGHT = auto()
    RECONNECTS = auto()
    READ_PAUSED = auto()


class Unit(Enum):
    """How a number is to be said."""

    PLAIN = auto()
    SECONDS = auto()  # 0 means none
    EXPIRY = auto()  # seconds; 0 ends with the connection, None never ends
    BYTES = auto()
    YES_NO = auto()


Value = str | int | float | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """`asked` is None where nothing was asked; `assigned` marks a value that the server chose."""

    group: Group
    fact: Fact
    granted: Value
    asked: Value = None
    unit: Unit = Unit.PLAIN
    assigned: bool = False
    number: int = 0  # of groups that repeat: the place in the chain

    @property
    def differs(self) -> bool:
        return self.asked is not None and self.asked != self.granted


def facts_of(connection: Connection) -> list[Line]:
    """Every fact that holds now; what 3.x cannot say is left out."""
    lines: list[Line] = []
    if connection.connected is not None:
        lines += _session(connection, connection.connected.negotiated)
    if (facts := connection.transport_facts) is not None:
        lines += _transport(facts)
        lines += _certificates(facts.tls)
    lines += _refused(connection.last_error)
    if (statistics := connection.statistics) is not None:
        lines += _traffic(statistics)
    return lines


def _session(connection: Connection, negotiated: Negotiated) -> list[Line]:
    connected = connection.connected
    if connected is None:
        return []
    v5 = negotiated.version is Version.V5
    lines = [
        Line(Group.SESSION, Fact.VERSION, negotiated.version, connection.profile.version),
        Line(Group.SESSION, Fact.CLIENT_ID, negotiated.client_id, assigned=negotiated.client_id_assigned),
    ]
    if negotiated.version is not Version.V31:
        lines.append(Line(Group.SESSION, Fact.SESSION_PRESENT, connected.session_present, unit=Unit.YES_NO))
    lines.append(_terms(Group.SESSION, Fact.KEEP_ALIVE, negotiated.keep_alive, Unit.SECONDS))
    if v5:
        lines += [
            _terms(Group.SESSION, Fact.SESSION_EXPIRY, negotiated.session_expiry, Unit.EXPIRY),
            _terms(Group.LIMITS, Fact.RECEIVE_MAXIMUM, negotiated.receive_maximum),
            _terms(Group.LIMITS, Fact.MAXIMUM_PACKET_SIZE, negotiated.maximum_packet_size, Unit.BYTES),
            _terms(Group.LIMITS, Fact.TOPIC_ALIAS_MAXIMUM, negotiated.topic_alias_maximum),
            Line(Group.OFFERS, Fact.MAXIMUM_QOS, int(negotiated.maximum_qos)),
            Line(Group.OFFERS, Fact.RETAIN, negotiated.retain_available, unit=Unit.YES_NO),
            Line(Group.OFFERS, Fact.WILDCARDS, negotiated.wildcard_subscriptions_available, unit=Unit.YES_NO),
            Line(
                Group.OFFERS,
                Fact.SUBSCRIPTION_IDENTIFIERS,
                negotiated.subscription_identifiers_available,
                unit=Unit.YES_NO,
            ),
            Line(Group.OFFERS, Fact.SHARED, negotiated.shared_subscriptions_available, unit=Unit.YES_NO),
        ]
    said = (
        (Fact.RESPONSE_INFORMATION, negotiated.response_information),
        (Fact.SERVER_REFERENCE, negotiated.server_reference),
        (Fact.REASON_STRING, negotiated.reason_string),
        *((Fact.USER_PROPERTY, f"{key} = {value}") for key, value in negotiated.user_properties),
        (Fact.NOT_SENT, ", ".join(connected.not_sent)),
    )
    lines += [Line(Group.SESSION, fact, text) for fact, text in said if text]
    return sorted(lines, key=lambda line: line.group.value)


def _terms(group: Group, fact: Fact, terms: Terms[int], unit: Unit = Unit.PLAIN) -> Line:
    asked, granted = (_expiry(value) if unit is Unit.EXPIRY else value for value in terms)
    return Line(group, fact, granted, asked, unit)


def _expiry(seconds: int) -> int | str:
    return "never" if seconds == NEVER_EXPIRES else seconds


def _transport(facts: TransportFacts) -> list[Line]:
    lines = [
        Line(Group.TRANSPORT, fact, text)
        for fact, text in ((Fact.PEER, facts.peer), (Fact.LOCAL, facts.local), (Fact.PROXY, facts.proxy))
        if text
    ]
    if facts.tls is not None:
        lines.append(Line(Group.TRANSPORT, Fact.TLS, f"{facts.tls.version}, {facts.tls.cipher}"))
        lines.append(Line(Group.TRANSPORT, Fact.VERIFIED, facts.tls.verified, unit=Unit.YES_NO))
    if facts.compressed:
        lines.append(Line(Group.TRANSPORT, Fact.COMPRESSED, granted=True, unit=Unit.YES_NO))
    return lines


def _certificates(tls: TlsFacts | None) -> list[Line]:
    """The broker's certificate, and those that lead to its authority as far as it sent them."""
    lines: list[Line] = []
    chain = chain_facts(tls)
    for at, certificate in enumerate(chain):
        lines += _certificate(Group.ISSUER if at else Group.CERTIFICATE, certificate, at)
    return lines


def _refused(error: BaseException | None) -> list[Line]:
    """The certificate for which the connection was given up; a second look, which verifies nothing, has fetched it."""
    found = certificate_facts(error.certificate) if isinstance(error, TlsFailed) and error.certificate else None
    return [] if found is None else _certificate(Group.REFUSED_CERTIFICATE, found, 0)


def _certificate(group: Group, facts: CertificateFacts, number: int) -> list[Line]:
    values: tuple[tuple[Fact, Value], ...] = (
        (Fact.SUBJECT, facts.subject),
        (Fact.NAMES, ", ".join(facts.names)),
        (Fact.ISSUED_BY, facts.issuer),
        (Fact.VALID_FROM, facts.valid_from),
        (Fact.VALID_UNTIL, facts.valid_until),
        (Fact.FINGERPRINT, facts.fingerprint),
    )
    return [Line(group, fact, value, number=number) for fact, value in values if value]


def _traffic(statistics: Statistics) -> list[Line]:
    numbers = (
        (Fact.MESSAGES_IN, statistics.messages_in, Unit.PLAIN),
        (Fact.MESSAGES_OUT, statistics.messages_out, Unit.PLAIN),
        (Fact.PACKETS_IN, statistics.packets_in.total(), Unit.PLAIN),
        (Fact.PACKETS_OUT, statistics.packets_out.total(), Unit.PLAIN),
        (Fact.BYTES_IN, statistics.bytes_in, Unit.BYTES),
        (Fact.BYTES_OUT, statistics.bytes_out, Unit.BYTES),
        (Fact.WAITING, statistics.waiting, Unit.PLAIN),
        (Fact.IN_FLIGHT, statistics.in_flight, Unit.PLAIN),
        (Fact.RECONNECTS, statistics.reconnects, Unit.PLAIN),
        (Fact.READ_PAUSED, round(statistics.read_paused_s, 1), Unit.SECONDS),
    )
    return [Line(Group.TRAFFIC, fact, value, unit=unit) for fact, value, unit in numbers]
