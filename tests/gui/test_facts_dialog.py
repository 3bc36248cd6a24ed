"""What was asked and granted is shown side by side, in words, and stays true."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from tracemq.mqtt import Connected, Properties, ReasonCode, Version
from tracemq.mqtt.negotiation import Negotiated, Terms
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
