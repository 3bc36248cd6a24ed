"""What was asked and granted is shown side by side, in words, and stays true."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pytestqt.qtbot import QtBot

from tests.support.certificates import Certificates
from tracemq.mqtt import Connected, Properties, ReasonCode, Version
from tracemq.mqtt.errors import TlsFailed, TlsFault
from tracemq.mqtt.negotiation import Negotiated, Terms
from tracemq.mqtt.transports.base import TlsFacts, TransportFacts
from tracemq.mqtt.types import QoS
from tracemq.profiles.profile import Profile
from tracemq.ui.dialogs.facts_dialog import FactsDialog
from tracemq.ui.facts_text import FACTS, GROUPS
from tracemq.viewmodels.connection_facts import Fact, Group, facts_of
from tracemq.workspace.connection import Connection

NEGOTIATED = Negotiated(
    version=Version.V5,
    client_id="auto-1",
    client_id_assigned=True,
    keep_alive=Terms(60, 30),
    session_expiry=Terms(0xFFFFFFFF, 0),
    receive_maximum=Terms(65_535, 20),
    maximum_packet_size=Terms(268_435_460, 1024),
    topic_alias_maximum=Terms(0, 10),
    maximum_qos=QoS.AT_LEAST_ONCE,
    retain_available=False,
    wildcard_subscriptions_available=True,
    subscription_identifiers_available=True,
    shared_subscriptions_available=True,
    user_properties=(("<b>region</b>", "eu"), ("region", "us")),
)


def connection(negotiated: Negotiated) -> Connection:
    made = Connection(Profile(host="h"))
    made.connected = Connected(
        session_present=False, reason=ReasonCode.SUCCESS, properties=Properties(), negotiated=negotiated
    )
    return made


def shown(dialog: FactsDialog) -> dict[str, tuple[str, str]]:
    items = [dialog.view.topLevelItem(number) for number in range(dialog.view.topLevelItemCount())]
    return {item.text(0).strip(): (item.text(1), item.text(2)) for item in items if item is not None}


def test_the_lines_of_a_group_stand_together() -> None:
    groups = [line.group for line in facts_of(connection(NEGOTIATED))]
    assert groups == sorted(groups, key=list(Group).index)


def test_every_fact_and_group_has_a_name() -> None:
    assert FACTS.keys() == set(Fact)
    assert GROUPS.keys() == set(Group)


def test_asked_and_granted_stand_side_by_side(qtbot: QtBot) -> None:
    dialog = FactsDialog(connection(NEGOTIATED))
    qtbot.addWidget(dialog)
    lines = shown(dialog)
    assert lines["Keep alive"] == ("60 s", "30 s")
    assert lines["Session expiry interval"] == ("Never ends", "Ends with the connection")
    assert lines["Client id"] == ("", "auto-1 (chosen by the broker)")
    assert lines["Retained messages"] == ("", "No")
    assert lines["Maximum QoS"] == ("", "1")


def test_user_properties_keep_their_order_and_are_never_html(qtbot: QtBot) -> None:
    dialog = FactsDialog(connection(NEGOTIATED))
    qtbot.addWidget(dialog)
    items = [dialog.view.topLevelItem(number) for number in range(dialog.view.topLevelItemCount())]
    values = [item.text(2) for item in items if item is not None and "User property" in item.text(0)]
    assert values == ["<b>region</b> = eu", "region = us"]


def test_what_a_version_cannot_say_is_left_out() -> None:
    facts = {line.fact for line in facts_of(connection(replace(NEGOTIATED, version=Version.V31)))}
    assert Fact.KEEP_ALIVE in facts
    assert facts.isdisjoint({Fact.SESSION_PRESENT, Fact.SESSION_EXPIRY, Fact.RECEIVE_MAXIMUM, Fact.SHARED})


def test_it_follows_the_connection(qtbot: QtBot) -> None:
    made = connection(NEGOTIATED)
    dialog = FactsDialog(made)
    qtbot.addWidget(dialog)
    made.connected = connection(replace(NEGOTIATED, keep_alive=Terms(60, 45))).connected
    dialog.refresh()
    assert shown(dialog)["Keep alive"] == ("60 s", "45 s")
    made.connected = None
    dialog.refresh()
    assert "Keep alive" not in shown(dialog)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def der(made: Certificates, name: str) -> bytes:
    return x509.load_pem_x509_certificate(Path(made.path(name)).read_bytes()).public_bytes(Encoding.DER)


class Encrypted(Connection):
    """One that shows these certificates."""

    tls: TlsFacts

    @property
    def transport_facts(self) -> TransportFacts:
        return TransportFacts(peer="127.0.0.1:8883", tls=self.tls)


def encrypted(*chain: bytes, verified: bool = True) -> Encrypted:
    made = Encrypted(Profile(host="h"))
    made.tls = TlsFacts(version="TLSv1.3", cipher="AES", verified=verified, certificate=chain[0], chain=chain)
    return made


def test_the_whole_chain_is_shown_the_brokers_own_first(qtbot: QtBot, made: Certificates) -> None:
    dialog = FactsDialog(encrypted(der(made, "server.pem"), der(made, "ca.pem")))
    qtbot.addWidget(dialog)
    texts = [dialog.view.topLevelItem(at).text(0) for at in range(dialog.view.topLevelItemCount())]  # type: ignore[union-attr]
    assert texts.index("The broker’s certificate") < texts.index("Its issuer")
    lines = facts_of(encrypted(der(made, "server.pem"), der(made, "ca.pem")))
    said = {(line.group, line.fact): line.granted for line in lines}
    assert said[Group.CERTIFICATE, Fact.SUBJECT] == "CN=localhost"
    assert said[Group.CERTIFICATE, Fact.NAMES] == "localhost, 127.0.0.1, ::1"
    assert said[Group.CERTIFICATE, Fact.ISSUED_BY] == said[Group.ISSUER, Fact.SUBJECT] == "CN=Test CA ca"
    fingerprint = hashlib.sha256(der(made, "server.pem")).hexdigest().upper()
    assert str(said[Group.CERTIFICATE, Fact.FINGERPRINT]).replace(":", "") == fingerprint
    assert "UTC" in shown(dialog)["Valid until"][1]


def test_it_is_said_whether_the_broker_was_verified(qtbot: QtBot, made: Certificates) -> None:
    for verified, word in ((True, "Yes"), (False, "No")):
        dialog = FactsDialog(encrypted(der(made, "server.pem"), verified=verified))
        qtbot.addWidget(dialog)
        assert shown(dialog)["The broker was verified"] == ("", word)


def test_the_certificate_that_was_refused_is_shown(qtbot: QtBot, made: Certificates) -> None:
    failed = Connection(Profile(host="h"))
    error = TlsFailed(TlsFault.EXPIRED, "", server_name="h")
    error.certificate = der(made, "expired.pem")
    failed.last_error = error
    dialog = FactsDialog(failed)
    qtbot.addWidget(dialog)
    assert "The certificate that was refused" in shown(dialog)
    assert shown(dialog)["Issued to"] == ("", "CN=localhost")


def test_bytes_that_are_no_certificate_are_passed_over() -> None:
    assert all(line.group is not Group.CERTIFICATE for line in facts_of(encrypted(b"not DER")))
