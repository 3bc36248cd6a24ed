"""The doctor against real servers and proxies: each usual trap is named, and what works is said to work."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.certificates import Certificates
from tests.support.free_ports import free_port
from tests.support.mosquitto import Mosquitto
from tests.support.proxies import PASSWORD, USER, Proxies
from tests.support.scripted_broker import ScriptedBroker, soon
from tracemq.mqtt import Client, ConnectOptions, ReasonCode, Version
from tracemq.mqtt.packets import Connack, Connect
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Mqtt5Settings,
    PayloadSource,
    Profile,
    ProxyKind,
    ProxySettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
    WebSocketSettings,
    WillSettings,
)
from tracemq.workspace.diagnosis import Cause
from tracemq.workspace.doctor import Examination, Identity, examine, expected_steps
from tracemq.workspace.profile_secrets import ProfileSecrets

Make = Callable[..., Mosquitto]
NO_SECRETS = ProfileSecrets()


def profile(port: int, scheme: Scheme = Scheme.MQTT, **fields: Any) -> Profile:
    return Profile(name="patient", scheme=scheme, host="127.0.0.1", port=port, **fields)


def trusting(certificates: Certificates, **fields: Any) -> TlsSettings:
    return TlsSettings(trust=Trust.CA_FILE, ca_file=certificates.path("ca.pem"), **fields)


async def examined(patient: Profile, secrets: ProfileSecrets = NO_SECRETS, **more: Any) -> Examination:
    more.setdefault("hold_s", 0.0)
    return await soon(examine(patient, secrets, **more), 15)


async def cause(patient: Profile, secrets: ProfileSecrets = NO_SECRETS, **more: Any) -> Cause | None:
    fatal = (await examined(patient, secrets, **more)).fatal
    return fatal.cause if fatal else None


def named(examination: Examination) -> list[Step]:
    return [step.step for step in examination.steps]


@asynccontextmanager
async def server(answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> AsyncIterator[int]:
    """Something else than a broker on a port; `answer` has each connection until it returns."""
    writers: list[asyncio.StreamWriter] = []

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await answer(reader, writer)

    listening = await asyncio.start_server(accepted, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        for writer in writers:
            writer.close()
        listening.close()
        await listening.wait_closed()


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)
    writer.close()


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.close()


# What works


async def test_a_working_connection_has_every_step_with_its_time_and_no_diagnosis(mosquitto: Mosquitto) -> None:
    told: list[StepDone] = []
    examination = await examined(profile(mosquitto.port), told=told.append)
    assert named(examination) == [Step.LOOK_UP, Step.TCP, Step.CONNECT, Step.SUBSCRIBE]
    assert tuple(named(examination)) == examination.expected
    assert told == list(examination.steps)
    assert all(step.error is None and step.seconds >= 0 for step in examination.steps)
    assert examination.diagnoses == ()
    assert examination.connected is not None


async def test_the_certificate_of_an_encrypted_connection_is_shown(
    make_mosquitto: Make, certificates: Certificates
) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    patient = profile(broker.ports["tls"], Scheme.MQTTS, tls=trusting(certificates))
    examination = await examined(patient)
    assert named(examination) == [Step.LOOK_UP, Step.TCP, Step.TLS, Step.CONNECT, Step.SUBSCRIBE]
    assert examination.diagnoses == ()
    assert "localhost" in examination.chain[0].names
    assert "Test CA ca" in examination.chain[0].issuer


async def test_a_connection_that_verifies_nothing_works_with_a_warning(make_mosquitto: Make) -> None:
    broker = make_mosquitto("self-signed")
    broker.start()
    patient = profile(broker.ports["self-signed"], Scheme.MQTTS, tls=TlsSettings(trust=Trust.NOBODY))
    examination = await examined(patient)
    assert examination.fatal is None
    assert [each.cause for each in examination.diagnoses] == [Cause.NOT_VERIFIED]


async def test_a_session_that_ends_at_once_is_warned_about(mosquitto: Mosquitto) -> None:
    examination = await examined(profile(mosquitto.port, clean_start=False))
    assert [each.cause for each in examination.diagnoses] == [Cause.SESSION_ENDS_AT_ONCE]
    kept = Mqtt5Settings(session_expiry_interval_s=60)
    assert (await examined(profile(mosquitto.port, clean_start=False, mqtt5=kept))).diagnoses == ()


async def test_a_session_that_waits_at_the_server_is_not_touched(mosquitto: Mosquitto) -> None:
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    owner = Client(ConnectOptions(url, client_id="owner", clean_start=False, version=Version.V311))
    await soon(owner.connect())
    await soon(owner.disconnect())
    patient = profile(mosquitto.port, client_id="owner", clean_start=False, version=Version.V311)
    assert (await examined(patient)).identity is Identity.OTHER_SESSION_WAITS
    again = await soon(owner.connect())
    await soon(owner.disconnect())
    assert again.session_present


async def test_an_open_connection_with_the_same_client_id_is_not_thrown_out(mosquitto: Mosquitto) -> None:
    open_one = Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}", client_id="busy"))
    await soon(open_one.connect())
    examination = await examined(profile(mosquitto.port, client_id="busy"), id_in_use=True)
    assert examination.identity is Identity.OTHER_IN_USE
    assert examination.fatal is None
    assert open_one.connected
    await soon(open_one.disconnect())


async def test_shared_subscriptions_are_left_out(mosquitto: Mosquitto) -> None:
    wanted = (SubscriptionSettings(filter="$share/group/a/#"), SubscriptionSettings(filter="b"))
    examination = await examined(profile(mosquitto.port, subscriptions=wanted))
    assert examination.steps[-1].facts["filters"] == ["b"]
    assert examination.left_out == ("$share/group/a/#",)


async def test_cancelling_leaves_no_connection_behind() -> None:
    async with server(silence) as port:
        running = asyncio.ensure_future(examine(profile(port), NO_SECRETS))
        await asyncio.sleep(0.05)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await soon(running)


# On the way


async def test_a_closed_port_is_named() -> None:
    examination = await examined(profile(port := free_port()))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.NOBODY_LISTENS
    assert examination.fatal.facts == {"host": "127.0.0.1", "port": port}
    assert named(examination) == [Step.LOOK_UP, Step.TCP]
    assert examination.steps[-1].error is examination.error


async def test_an_unknown_name_is_named() -> None:
    patient = replace(profile(1883), host="no-such-host.invalid", connect_timeout_s=5.0)
    assert await cause(patient) is Cause.NAME_UNKNOWN


async def test_a_missing_unix_socket_is_named(tmp_path: Path) -> None:
    patient = Profile(scheme=Scheme.UNIX, socket_path=str(tmp_path / "nothing.sock"))
    assert await cause(patient) is Cause.SOCKET_MISSING


async def test_a_will_whose_file_is_gone_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    will = WillSettings(enabled=True, topic="w", source=PayloadSource.FILE, payload=str(tmp_path / "gone"))
    examination = await examined(profile(free_port(), will=will))
    assert examination.steps == ()
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.NOT_SENT


# What speaks there


async def test_tls_against_a_plain_port_is_named_with_the_scheme_to_use(
    mosquitto: Mosquitto, certificates: Certificates
) -> None:
    examination = await examined(profile(mosquitto.port, Scheme.MQTTS, tls=trusting(certificates)))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.TLS_NOT_SPOKEN
    assert examination.fatal.facts["scheme"] is Scheme.MQTT


@pytest.mark.parametrize(("kind", "scheme", "wanted"), [("tls", "mqtt", "mqtts"), ("wss", "ws", "wss")])
async def test_a_plain_connection_to_a_tls_port_is_named(
    make_mosquitto: Make, kind: str, scheme: str, wanted: str
) -> None:
    broker = make_mosquitto(kind)
    broker.start()
    examination = await examined(profile(broker.ports[kind], Scheme(scheme)))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.TLS_EXPECTED
    assert examination.fatal.facts["scheme"] is Scheme(wanted)


async def test_mqtt_on_a_websocket_port_is_named(make_mosquitto: Make) -> None:
    broker = make_mosquitto("ws")
    broker.start()
    examination = await examined(profile(broker.ports["ws"], connect_timeout_s=1.5))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.OTHER_SCHEME
    assert examination.fatal.facts["scheme"] is Scheme.WS


async def test_a_websocket_to_a_plain_mqtt_port_is_named(mosquitto: Mosquitto) -> None:
    examination = await examined(profile(mosquitto.port, Scheme.WS, connect_timeout_s=1.5))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.OTHER_SCHEME
    assert examination.fatal.facts["scheme"] is Scheme.MQTT


async def test_a_silent_server_is_named() -> None:
    async with server(silence) as port:
        assert await cause(profile(port, connect_timeout_s=0.5)) is Cause.SILENT
        assert await cause(profile(port, Scheme.MQTTS, connect_timeout_s=0.5)) is Cause.SILENT


async def test_a_server_that_hangs_up_is_named() -> None:
    async with server(hang_up) as port:
        assert await cause(profile(port)) is Cause.HUNG_UP


@pytest.mark.parametrize("scheme", [Scheme.MQTTS, Scheme.WSS])
async def test_probes_of_a_port_that_has_not_proved_itself_carry_no_secret(scheme: Scheme) -> None:
    seen = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            seen.extend(data)
            writer.write(b"?\r\n\r\n")
        writer.close()

    patient = profile(
        0,
        scheme,
        client_id="my-own-id",
        authentication=AuthMethod.PASSWORD,
        username="alice",
        will=WillSettings(enabled=True, topic="will/topic", payload="will-payload"),
        websocket=WebSocketSettings(
            path="/secret-path", query="token=abc", headers=(Header(name="X-Key", secret=True),)
        ),
        connect_timeout_s=1.0,
    )
    secrets = ProfileSecrets(password="hunter2", headers={"X-Key": "header-secret"})
    async with server(listen) as port:
        examination = await examined(replace(patient, port=port), secrets)
    assert examination.fatal is not None
    assert b"MQTT" in seen  # somebody did ask
    for secret in (b"hunter2", b"alice", b"my-own-id", b"will", b"header-secret", b"token", b"secret-path"):
        assert secret not in seen


@pytest.fixture
def web_server() -> Iterator[int]:
    """Python's own, in a thread."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running.server_port
    running.shutdown()
    running.server_close()
    thread.join()


async def test_a_web_server_on_the_port_is_named(web_server: int) -> None:
    assert await cause(profile(web_server, connect_timeout_s=1.0)) is Cause.HTTP_SERVER
    assert await cause(profile(web_server, Scheme.MQTTS, connect_timeout_s=1.0)) is Cause.HTTP_SERVER
    assert await cause(profile(web_server, Scheme.WS, connect_timeout_s=1.0)) is Cause.WEBSOCKET_PATH


async def test_a_websocket_path_that_works_is_found() -> None:
    from picows import (
        WSFrame,
        WSListener,
        WSMsgType,
        WSTransport,
        WSUpgradeRequest,
        WSUpgradeResponse,
        WSUpgradeResponseWithListener,
        ws_create_server,
    )

    class Broker(WSListener):
        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            packet = frame.get_payload_as_bytes()
            if packet[:1] == b"\x10":
                transport.send(WSMsgType.BINARY, b"\x20\x03\x00\x00\x00")

    def accept(request: WSUpgradeRequest) -> Any:
        if request.path != b"/ws":
            return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(404, b"no such page"), None)
        protocol = {"Sec-WebSocket-Protocol": "mqtt"}
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(protocol), Broker())

    listening = await ws_create_server(accept, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        examination = await examined(profile(port, Scheme.WS, websocket=WebSocketSettings(path="/wrong")))
    finally:
        listening.close()
        await listening.wait_closed()
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.WEBSOCKET_PATH
    assert examination.fatal.facts["working"] == "/ws"
    assert examination.steps[-1].step is Step.WEBSOCKET


# TLS


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("expired", Cause.CERTIFICATE_EXPIRED),
        ("wrong-host", Cause.CERTIFICATE_WRONG_HOST),
        ("self-signed", Cause.CERTIFICATE_SELF_SIGNED),
        ("mtls", Cause.CLIENT_CERTIFICATE_NEEDED),
    ],
)
@pytest.mark.parametrize("scheme", [Scheme.MQTTS])
async def test_a_fault_of_a_certificate_is_named(
    make_mosquitto: Make, certificates: Certificates, kind: str, expected: Cause, scheme: Scheme
) -> None:
    broker = make_mosquitto(kind)
    broker.start()
    examination = await examined(profile(broker.ports[kind], scheme, tls=trusting(certificates)))
    assert examination.fatal is not None
    assert examination.fatal.cause is expected
    if kind == "wrong-host":
        assert examination.fatal.facts["names"] == ("not-this-host.invalid",)
    if kind == "expired":
        assert examination.fatal.facts["valid_until"] == examination.chain[0].valid_until


async def test_an_unknown_issuer_is_named(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    tls = TlsSettings(trust=Trust.CA_FILE, ca_file=certificates.path("other-ca.pem"))
    examination = await examined(profile(broker.ports["tls"], Scheme.MQTTS, tls=tls))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.CERTIFICATE_UNKNOWN_ISSUER
    assert "Test CA ca" in str(examination.fatal.facts["issuer"])


async def test_a_client_certificate_that_is_refused_is_named(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("mtls")
    broker.start()
    bad = {name: certificates.path(f"client-bad.{end}") for name, end in (("cert_file", "pem"), ("key_file", "key"))}
    tls = trusting(certificates, certificate=ClientCertificate.PEM, **bad)
    assert await cause(profile(broker.ports["mtls"], Scheme.MQTTS, tls=tls)) is Cause.CLIENT_CERTIFICATE_REFUSED


async def test_a_certificate_file_that_is_missing_is_named_as_a_failed_step(certificates: Certificates) -> None:
    tls = TlsSettings(trust=Trust.CA_FILE, ca_file=certificates.path("nothing.pem"))
    examination = await examined(profile(free_port(), Scheme.MQTTS, tls=tls))
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.TLS_FILE
    assert named(examination) == [Step.TLS]


# CONNECT


async def test_missing_and_wrong_credentials_are_told_apart(make_mosquitto: Make) -> None:
    broker = make_mosquitto("password")
    broker.start()
    port = broker.ports["password"]
    for version in Version:
        alice = profile(port, version=version, authentication=AuthMethod.PASSWORD, username="alice")
        assert await cause(profile(port, version=version)) is Cause.CREDENTIALS_NEEDED
        assert await cause(alice, ProfileSecrets(password="wrong")) is Cause.CREDENTIALS_REFUSED
        assert await cause(alice, ProfileSecrets(password="secret")) is None


async def test_a_will_that_the_broker_denies_is_named() -> None:
    async with ScriptedBroker(tcp=True) as broker:

        async def deny_wills() -> None:
            while True:
                peer = await broker.peer()
                connect = await peer.expect(Connect)
                peer.send(Connack(False, ReasonCode.NOT_AUTHORIZED if connect.will else ReasonCode.SUCCESS))

        serving = asyncio.ensure_future(deny_wills())
        will = WillSettings(enabled=True, topic="alarm/gone", payload="x")
        examination = await examined(profile(broker.port, will=will))
        serving.cancel()
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.WILL_DENIED
    assert examination.fatal.facts["topic"] == "alarm/gone"


async def test_a_version_that_the_server_refuses_is_named_with_those_it_takes() -> None:
    async with ScriptedBroker(tcp=True) as broker:

        async def only_3_1_1() -> None:
            while True:
                peer = await broker.peer()
                connect = await peer.expect(Connect)
                if connect.protocol_level == Version.V311:
                    peer.send(b"\x20\x02\x00\x00")
                else:
                    peer.send(b"\x20\x02\x00\x01")
                    peer.close()

        serving = asyncio.ensure_future(only_3_1_1())
        examination = await examined(profile(broker.port))
        serving.cancel()
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.VERSION_REFUSED
    assert examination.fatal.facts["taken"] == (Version.V311,)


@pytest.mark.parametrize("version", [Version.V5, Version.V311])
async def test_a_client_id_in_use_by_another_is_named(mosquitto: Mosquitto, version: Version) -> None:
    subscribed = asyncio.Event()

    def told(step: StepDone) -> None:
        if step.step is Step.SUBSCRIBE:
            subscribed.set()

    patient = profile(mosquitto.port, client_id="twin", version=version)
    running = asyncio.ensure_future(examine(patient, NO_SECRETS, told, hold_s=1.0))
    await soon(subscribed.wait())
    other = Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}", client_id="twin"))
    await soon(other.connect())
    examination = await soon(running)
    assert other.connected
    await soon(other.disconnect())
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.CLIENT_ID_CONTESTED
    assert examination.fatal.facts["client_id"] == "twin"


async def test_a_server_that_hangs_up_at_the_subscription_is_named() -> None:
    async with ScriptedBroker(tcp=True) as broker:
        running = asyncio.ensure_future(examined(profile(broker.port)))
        peer = await broker.peer()
        await peer.accept()
        await peer.receive()
        peer.close()
        examination = await soon(running)
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.HUNG_UP_AT_SUBSCRIBE


async def test_refused_subscriptions_are_named_with_their_codes() -> None:
    async with ScriptedBroker(tcp=True) as broker:
        wanted = (SubscriptionSettings(filter="a"), SubscriptionSettings(filter="b"))
        running = asyncio.ensure_future(examined(profile(broker.port, subscriptions=wanted)))
        peer = await broker.peer()
        await peer.accept()
        subscribe = await peer.receive()
        peer.send(bytes((0x90, 5, 0, subscribe.packet_id, 0, 0, 0x87)))  # type: ignore[union-attr]
        examination = await soon(running)
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.SUBSCRIPTIONS_REFUSED
    assert examination.fatal.facts["filters"] == (("b", ReasonCode.NOT_AUTHORIZED),)


# Proxies


@pytest.fixture
def proxies(tmp_path: Path) -> Iterator[Proxies]:
    if missing := Proxies.missing():
        pytest.skip(f"not installed: {missing}")
    running = Proxies(tmp_path)
    yield running
    running.stop()


@pytest.mark.parametrize("kind", [ProxyKind.SOCKS5, ProxyKind.HTTP])
async def test_a_proxy_is_a_step_and_its_refusals_are_named(
    mosquitto: Mosquitto, proxies: Proxies, kind: ProxyKind
) -> None:
    make = proxies.socks5 if kind is ProxyKind.SOCKS5 else proxies.http
    through = ProxySettings(kind=kind, host="127.0.0.1", port=make(password=True), username=USER)
    patient = profile(mosquitto.port, proxy=through)
    working = await examined(patient, ProfileSecrets(proxy_password=PASSWORD))
    assert working.fatal is None
    assert named(working) == [Step.PROXY, Step.CONNECT, Step.SUBSCRIBE]
    assert tuple(named(working)) == expected_steps(patient)
    assert await cause(patient, ProfileSecrets(proxy_password="wrong")) is Cause.PROXY_CREDENTIALS
    nowhere = replace(patient, port=free_port())
    assert await cause(nowhere, ProfileSecrets(proxy_password=PASSWORD)) is Cause.PROXY_CANNOT_REACH
    absent = replace(patient, proxy=replace(through, port=free_port()))
    assert await cause(absent) is Cause.PROXY_UNREACHABLE


async def test_a_port_that_a_proxy_does_not_allow_is_named(mosquitto: Mosquitto, proxies: Proxies) -> None:
    through = ProxySettings(kind=ProxyKind.HTTP, host="127.0.0.1", port=proxies.http(only_port=1))
    assert await cause(profile(mosquitto.port, proxy=through)) is Cause.PROXY_FORBIDS
