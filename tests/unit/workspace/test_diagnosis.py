from __future__ import annotations

from dataclasses import replace

import pytest

from tracemq.mqtt import errors
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.transports.base import Step
from tracemq.mqtt.types import Version
from tracemq.profiles.profile import AuthMethod, Profile, Scheme, WillSettings
from tracemq.workspace.certificate_facts import certificate_facts
from tracemq.workspace.diagnosis import NOTHING_FOUND, Cause, Diagnosis, Findings, diagnose

PLAIN = Profile(host="broker.example", client_id="me")
REFUSED = errors.ConnectionRefused


@pytest.mark.parametrize("fault", TlsFault)
def test_every_fault_of_tls_has_a_cause(fault: TlsFault) -> None:
    assert diagnose(errors.TlsFailed(fault), PLAIN, Step.TLS).cause is not Cause.OTHER


@pytest.mark.parametrize("reason", [code for code in ReasonCode if code.failed])
def test_every_refusal_has_a_cause(reason: ReasonCode) -> None:
    assert diagnose(REFUSED(reason), PLAIN, Step.CONNECT).cause is not Cause.OTHER


@pytest.mark.parametrize(
    ("error", "step", "cause"),
    [
        (errors.NameNotResolved("x"), Step.LOOK_UP, Cause.NAME_UNKNOWN),
        (errors.ServerUnreachable("x:1"), Step.TCP, Cause.UNREACHABLE),
        (errors.ConnectionRefusedByHost("x:1"), Step.TCP, Cause.NOBODY_LISTENS),
        (errors.TimedOut("transport", 10), Step.TCP, Cause.NO_ANSWER),
        (errors.TimedOut("transport", 10), Step.TLS, Cause.SILENT),
        (errors.TimedOut("CONNACK", 10), Step.CONNECT, Cause.SILENT),
        (errors.TimedOut("SUBACK", 10), Step.SUBSCRIBE, Cause.SUBSCRIPTIONS_UNANSWERED),
        (errors.ProxyFailed("p:1", "no", 403), Step.PROXY, Cause.PROXY_FORBIDS),
        (errors.ProxyFailed("p:1", "no", 5), Step.PROXY, Cause.PROXY_CANNOT_REACH),
        (errors.ProxyFailed("p:1", "no", 407), Step.PROXY, Cause.PROXY_CREDENTIALS),
        (errors.ProxyFailed("p:1", "no", 99), Step.PROXY, Cause.PROXY_FAILED),
        (errors.WebSocketRefused("no", 404), Step.WEBSOCKET, Cause.WEBSOCKET_PATH),
        (errors.WebSocketRefused("no", 403), Step.WEBSOCKET, Cause.WEBSOCKET_FORBIDDEN),
        (errors.WebSocketRefused("no", 503), Step.WEBSOCKET, Cause.WEBSOCKET_UNAVAILABLE),
        (errors.WebSocketRefused("no", 101, {"Upgrade": "websocket"}), Step.WEBSOCKET, Cause.WEBSOCKET_SUBPROTOCOL),
        (errors.WebSocketRefused("no", 418), Step.WEBSOCKET, Cause.WEBSOCKET_REFUSED),
        (errors.SpeaksAnother("tls"), Step.CONNECT, Cause.TLS_EXPECTED),
        (errors.SpeaksAnother("http"), Step.CONNECT, Cause.HTTP_SERVER),
        (errors.MalformedPacket("?"), Step.CONNECT, Cause.NOT_MQTT),
        (errors.ConnectionLost(), Step.CONNECT, Cause.HUNG_UP),
        (errors.ConnectionLost(), Step.SUBSCRIBE, Cause.HUNG_UP_AT_SUBSCRIBE),
        (errors.ConnectionLost(), None, Cause.THROWN_OUT),
        (errors.ServerDisconnected(ReasonCode.SESSION_TAKEN_OVER), None, Cause.CLIENT_ID_CONTESTED),
        (errors.ServerDisconnected(ReasonCode.QUOTA_EXCEEDED), None, Cause.THROWN_OUT),
        (errors.RefusedLocally("no"), None, Cause.NOT_SENT),
        (errors.StorageFailed("full"), None, Cause.OTHER),
    ],
    ids=repr,
)
def test_an_error_and_the_step_it_ended_give_the_cause(error: Exception, step: Step | None, cause: Cause) -> None:
    assert diagnose(error, PLAIN, step).cause is cause


LOST = errors.ConnectionLost()


@pytest.mark.parametrize(
    ("error", "found", "diagnosis"),
    [
        (LOST, Findings(tls=True), Diagnosis(cause=Cause.TLS_EXPECTED, facts={"scheme": Scheme.MQTTS})),
        (LOST, Findings(scheme=Scheme.WS), Diagnosis(cause=Cause.OTHER_SCHEME, facts={"scheme": Scheme.WS})),
        (LOST, Findings(http_status=404), Diagnosis(cause=Cause.HTTP_SERVER, facts={"status": 404})),
        (
            LOST,
            Findings(versions=(Version.V311,)),
            Diagnosis(cause=Cause.VERSION_REFUSED, facts={"version": Version.V5, "taken": (Version.V311,)}),
        ),
        (LOST, NOTHING_FOUND, Diagnosis(cause=Cause.HUNG_UP)),
    ],
)
def test_what_a_probe_found_says_more_than_the_error(error: Exception, found: Findings, diagnosis: Diagnosis) -> None:
    assert diagnose(error, PLAIN, Step.CONNECT, found) == diagnosis


def test_a_refusal_of_credentials_says_whether_there_were_any() -> None:
    error = REFUSED(ReasonCode.NOT_AUTHORIZED)
    named = replace(PLAIN, authentication=AuthMethod.PASSWORD, username="alice")
    scram = replace(PLAIN, authentication=AuthMethod.SCRAM_SHA_256, username="alice")
    assert diagnose(error, PLAIN).cause is Cause.CREDENTIALS_NEEDED
    assert diagnose(error, named) == Diagnosis(cause=Cause.CREDENTIALS_REFUSED, facts={"username": "alice"})
    assert diagnose(error, scram).cause is Cause.AUTHENTICATION_FAILED


def test_a_refusal_is_laid_at_the_will_only_if_it_passes_without_it() -> None:
    error = REFUSED(ReasonCode.NOT_AUTHORIZED)
    willing = replace(PLAIN, will=WillSettings(enabled=True, topic="w"))
    assert diagnose(error, willing, Step.CONNECT, Findings(without_will=True)).cause is Cause.WILL_DENIED
    assert diagnose(error, willing, Step.CONNECT).cause is Cause.CREDENTIALS_NEEDED


def test_a_server_that_moved_is_told_with_its_new_address() -> None:
    error = REFUSED(ReasonCode.SERVER_MOVED, Properties(server_reference="west:1883"))
    diagnosis = diagnose(error, PLAIN, Step.CONNECT)
    assert diagnosis.cause is Cause.MOVED
    assert diagnosis.facts["address"] == "west:1883"


def test_bytes_that_are_no_certificate_have_no_facts() -> None:
    assert certificate_facts(b"") is None
    assert certificate_facts(b"\x30\x82" + bytes(100)) is None
