"""Every way to a real mosquitto, and what is said when one does not lead there."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.support.certificates import Authority, Certificates
from tests.support.free_ports import free_port
from tests.support.mosquitto import PSK_IDENTITY, PSK_KEY, Mosquitto
from tests.support.scripted_broker import ScriptedBroker, soon, until
from tracemq.mqtt import (
    Client,
    ConnectionLost,
    ConnectionRefusedByHost,
    ConnectOptions,
    Message,
    MqttError,
    NameNotResolved,
    ReasonCode,
    RefusedLocally,
    SpeaksAnother,
    TimedOut,
    TlsFailed,
    TlsFileInvalid,
    TlsOptions,
    TransportFacts,
    Version,
    WebSocketClosed,
    WebSocketRefused,
    parse_url,
)
from tracemq.mqtt.errors import FileFault, TlsFault
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.transports.probe import objection

Make = Callable[..., Mosquitto]
BIG = b"\x00\xff" * 200_000  # needs many reads and writes
LESS = BIG[:20_000]  # mosquitto 2.0.11 leaves what is larger lying in its WebSockets until something else happens


async def round_trip(url: str, **options: Any) -> tuple[TransportFacts, list[StepDone]]:
    """Connect, get a message of our own back, disconnect; the transport's facts and the steps that led there."""
    big = LESS if url.startswith("ws") else BIG
    steps: list[StepDone] = []
    got: list[Message] = []
    client = Client(ConnectOptions(url, client_id="traveller", **options))
    client.on_step = steps.append
    client.on_messages = got.extend
    try:
        await soon(client.connect())
        await soon(client.subscribe("t/#"))
        receipt = client.publish("t/big", big, qos=1)
        client.publish("t/small", b"1", qos=1)
        await until(lambda: len(got) == 2)
        assert [message.payload for message in got] == [big, b"1"]
        assert await receipt is ReasonCode.SUCCESS
        facts = client.transport_facts
        assert facts is not None
        return facts, steps
    finally:
        await soon(client.disconnect())


async def failure(url: str, **options: Any) -> tuple[MqttError, list[StepDone]]:
    """What a connect that does not succeed raises, and the steps it took."""
    steps: list[StepDone] = []
    client = Client(ConnectOptions(url, client_id="traveller", **options))
    client.on_step = steps.append
    with pytest.raises(MqttError) as raised:
        await soon(client.connect(), 10)
    assert not client.running
    return raised.value, steps


def named(steps: list[StepDone]) -> list[Step]:
    return [step.step for step in steps]


# TCP and Unix sockets


@pytest.mark.parametrize("version", Version)
async def test_tcp_carries_every_version(mosquitto: Mosquitto, version: Version) -> None:
    facts, steps = await round_trip(f"mqtt://127.0.0.1:{mosquitto.port}", version=version)
    assert facts.peer == f"127.0.0.1:{mosquitto.port}"
    assert facts.tls is None
    assert named(steps) == [Step.LOOK_UP, Step.TCP, Step.CONNECT, Step.SUBSCRIBE]
    assert all(step.error is None and step.seconds >= 0 for step in steps)


async def test_a_name_is_looked_up_and_its_addresses_are_shown(mosquitto: Mosquitto) -> None:
    _, steps = await round_trip(f"tcp://localhost:{mosquitto.port}")
    assert "127.0.0.1" in steps[0].facts["addresses"]  # type: ignore[operator] # a list, as the look-up reports it


async def test_a_unix_socket_leads_there_too(make_mosquitto: Make) -> None:
    broker = make_mosquitto("unix")
    broker.start()
    facts, steps = await round_trip(f"unix:{broker.socket_path}")
    assert facts.peer == str(broker.socket_path)
    assert named(steps) == [Step.TCP, Step.CONNECT, Step.SUBSCRIBE]


async def test_a_port_where_nobody_listens_is_named() -> None:
    error, steps = await failure(f"mqtt://127.0.0.1:{free_port()}")
    assert isinstance(error, ConnectionRefusedByHost)
    assert isinstance(error.errors[0], ConnectionRefusedError)
    assert named(steps) == [Step.LOOK_UP, Step.TCP]
    assert steps[-1].error is error


async def test_a_unix_socket_that_is_not_there_is_named(tmp_path: Path) -> None:
    error, _ = await failure(f"unix:{tmp_path}/nothing.sock")
    assert "nothing.sock" in str(error)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".invalid", "xn--zz--.invalid"])
async def test_a_name_without_address_is_named(host: str) -> None:
    error, steps = await failure(f"mqtt://{host}")
    assert isinstance(error, NameNotResolved)
    assert error.host == host
    assert named(steps) == [Step.LOOK_UP]


# TLS


async def test_tls_with_an_authority_of_our_own(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    url = f"mqtts://localhost:{broker.ports['tls']}"
    facts, steps = await round_trip(url, tls=TlsOptions(ca_file=certificates.path("ca.pem"), minimum_version="1.3"))
    assert facts.tls is not None
    assert facts.tls.version == "TLSv1.3"
    assert facts.tls.verified
    assert facts.tls.certificate is not None
    subject = x509.load_der_x509_certificate(facts.tls.certificate).subject
    assert subject.rfc4514_string() == "CN=localhost"
    assert named(steps) == [Step.LOOK_UP, Step.TCP, Step.TLS, Step.CONNECT, Step.SUBSCRIBE]


async def test_tls_options_of_every_kind_lead_there(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    port = broker.ports["tls"]
    ca_file = certificates.path("ca.pem")
    await round_trip(f"tls://localhost:{port}", tls=TlsOptions(ca_folder=str(certificates.folder)))
    await round_trip(f"ssl://127.0.0.1:{port}", tls=TlsOptions(ca_file=ca_file, alpn=("mqtt",)))
    await round_trip(f"mqtts://127.0.0.1:{port}", tls=TlsOptions(ca_file=ca_file, server_name="localhost"))
    facts, _ = await round_trip(f"mqtts://127.0.0.1:{port}", tls=TlsOptions(verify=False))
    assert facts.tls is not None
    assert not facts.tls.verified


async def test_a_folder_of_authorities_may_hold_other_files_too(
    make_mosquitto: Make, certificates: Certificates, tmp_path: Path
) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    (tmp_path / "a.pem").write_text("notes")
    (tmp_path / "b.pem").write_bytes(Path(certificates.path("ca.pem")).read_bytes())
    (tmp_path / "c.txt").write_text("notes")
    (tmp_path / "d.pem").mkdir()
    facts, _ = await round_trip(f"mqtts://localhost:{broker.ports['tls']}", tls=TlsOptions(ca_folder=str(tmp_path)))
    assert facts.tls is not None
    assert facts.tls.verified


async def test_the_servers_certificate_is_checked_against_the_system_by_default(make_mosquitto: Make) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    error, steps = await failure(f"mqtts://localhost:{broker.ports['tls']}")
    assert isinstance(error, TlsFailed)
    assert error.fault is TlsFault.UNKNOWN_ISSUER
    assert steps[-1].step is Step.TLS
    assert steps[-1].error is error


@pytest.mark.parametrize("scheme", ["mqtts", "wss"])
@pytest.mark.parametrize(
    ("listener", "fault"),
    [
        ("expired", TlsFault.EXPIRED),
        ("wrong-host", TlsFault.WRONG_HOST),
        ("self-signed", TlsFault.SELF_SIGNED),
    ],
)
async def test_a_bad_certificate_is_named_and_brought_along(
    make_mosquitto: Make, certificates: Certificates, scheme: str, listener: str, fault: TlsFault
) -> None:
    broker = make_mosquitto(listener)
    broker.start()
    tls = TlsOptions(ca_file=certificates.path("ca.pem"))
    error, steps = await failure(f"{scheme}://localhost:{broker.ports[listener]}", tls=tls)
    assert isinstance(error, TlsFailed)
    assert error.fault is fault
    assert error.verify_code
    assert error.server_name == "localhost"
    shown = x509.load_der_x509_certificate(error.certificate)
    assert shown == x509.load_pem_x509_certificate(Path(certificates.path(f"{listener}.pem")).read_bytes())
    assert named(steps) == [Step.LOOK_UP, Step.TCP, Step.TLS]


@pytest.mark.parametrize(
    "mine",
    [
        {"cert_file": "client.pem", "key_file": "client.key"},
        {"cert_file": "client.pem", "key_file": "client-enc.key", "key_password": "secret"},
        {"cert_file": "client.p12", "key_password": "secret"},
    ],
)
async def test_a_client_certificate_proves_who_we_are(
    make_mosquitto: Make, certificates: Certificates, mine: dict[str, str]
) -> None:
    broker = make_mosquitto("mtls")
    broker.start()
    files = {name: certificates.path(value) if name.endswith("file") else value for name, value in mine.items()}
    tls = TlsOptions(ca_file=certificates.path("ca.pem"), **files)  # type: ignore[arg-type] # all of them are strings
    await round_trip(f"mqtts://localhost:{broker.ports['mtls']}", tls=tls)
    assert "alice" in broker.log  # the user name comes from the certificate


async def test_a_server_that_wants_a_client_certificate_is_named_so(
    make_mosquitto: Make, certificates: Certificates
) -> None:
    broker = make_mosquitto("mtls")
    broker.start()
    url = f"mqtts://localhost:{broker.ports['mtls']}"
    ca_file = certificates.path("ca.pem")
    error, _ = await failure(url, tls=TlsOptions(ca_file=ca_file))
    assert isinstance(error, TlsFailed)
    assert error.fault is TlsFault.NEEDS_CLIENT_CERTIFICATE

    bad = {"cert_file": certificates.path("client-bad.pem"), "key_file": certificates.path("client-bad.key")}
    error, _ = await failure(url, tls=TlsOptions(ca_file=ca_file, **bad))  # type: ignore[arg-type] # strings
    # the alert is lost if the server closes while CONNECT is under way
    assert isinstance(error, ConnectionLost) or (
        isinstance(error, TlsFailed) and error.fault is TlsFault.CLIENT_CERTIFICATE_REFUSED
    )


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"ca_file": "nothing.pem"}, FileFault.MISSING),
        ({"ca_file": "server.key"}, FileFault.NOT_A_CERTIFICATE),
        ({"ca_file": "client.p12"}, FileFault.NOT_A_CERTIFICATE),
        ({"ca_folder": "nothing"}, FileFault.MISSING),
        ({"cert_file": "client.pem", "key_file": "nothing.key"}, FileFault.MISSING),
        ({"cert_file": "client.pem", "key_file": "server.key"}, FileFault.KEY_OF_ANOTHER),
        ({"cert_file": "client.pem", "key_file": "client.pem"}, FileFault.NOT_A_KEY),
        ({"cert_file": "client.pem"}, FileFault.NOT_A_KEY),
        ({"cert_file": "client.key", "key_file": "client.key"}, FileFault.NOT_A_CERTIFICATE),
        ({"cert_file": "client.pem", "key_file": "client-enc.key"}, FileFault.NEEDS_PASSWORD),
        ({"cert_file": "client.pem", "key_file": "client-enc.key", "key_password": "x"}, FileFault.WRONG_PASSWORD),
        ({"cert_file": "client.p12"}, FileFault.NEEDS_PASSWORD),
        ({"cert_file": "client.p12", "key_password": "x"}, FileFault.WRONG_PASSWORD),
        ({"cert_file": "broken.p12"}, FileFault.NOT_A_CERTIFICATE),
    ],
)
async def test_what_is_wrong_with_a_file_is_named_before_anything_is_sent(
    certificates: Certificates, files: dict[str, str], fault: FileFault
) -> None:
    (certificates.folder / "broken.p12").write_bytes(b"broken")
    paths = {name: value if name == "key_password" else certificates.path(value) for name, value in files.items()}
    error, steps = await failure("mqtts://127.0.0.1:1", tls=TlsOptions(**paths))  # type: ignore[arg-type] # strings
    assert isinstance(error, TlsFileInvalid)
    assert error.fault is fault
    assert named(steps) == [Step.TLS]


async def test_the_key_of_a_p12_lies_in_a_file_for_a_moment_only(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[int] = []
    original = tempfile.mkstemp

    def watched(*args: Any, **kwargs: Any) -> tuple[int, str]:
        handle, name = original(*args, dir=tmp_path, **kwargs)
        seen.append(stat.S_IMODE(Path(name).stat().st_mode))
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", watched)
    tls = TlsOptions(verify=False, cert_file=certificates.path("client.p12"), key_password="secret")
    await failure(f"mqtts://127.0.0.1:{free_port()}", tls=tls)
    assert seen == [0o600]
    assert list(tmp_path.iterdir()) == []


async def test_tls_against_a_plain_port_is_named(mosquitto: Mosquitto) -> None:
    error, _ = await failure(f"mqtts://127.0.0.1:{mosquitto.port}", tls=TlsOptions(verify=False))
    assert isinstance(error, TlsFailed)
    assert error.fault in {TlsFault.CLOSED, TlsFault.NOT_TLS}


async def test_a_tls_server_that_never_answers_ends_in_a_timeout() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        url = f"mqtts://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        error, steps = await failure(url, tls=TlsOptions(verify=False), connect_timeout_s=0.1)
    assert isinstance(error, TimedOut)
    assert error.waiting_for == "transport"
    assert steps[-1].step is Step.TLS
    assert isinstance(steps[-1].error, TimeoutError)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="ssl has no pre-shared keys before Python 3.13")
async def test_a_preshared_key_is_enough(make_mosquitto: Make) -> None:
    broker = make_mosquitto("psk")
    broker.start()
    url = f"mqtts://127.0.0.1:{broker.ports['psk']}"
    await round_trip(url, tls=TlsOptions(psk_identity=PSK_IDENTITY, psk_key=bytes.fromhex(PSK_KEY)))
    error, _ = await failure(url, tls=TlsOptions(psk_identity=PSK_IDENTITY, psk_key=b"wrong"))
    assert isinstance(error, TlsFailed)
    assert error.fault is TlsFault.PSK_REFUSED


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="ssl has pre-shared keys from Python 3.13 on")
async def test_a_preshared_key_is_refused_where_ssl_has_none() -> None:
    error, _ = await failure("mqtts://127.0.0.1:1", tls=TlsOptions(psk_identity="me", psk_key=b"key"))
    assert "3.13" in str(error)


async def test_tls_secrets_are_logged_for_those_who_ask(
    make_mosquitto: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    await round_trip(f"mqtts://127.0.0.1:{broker.ports['tls']}", tls=TlsOptions(verify=False))
    assert "CLIENT_TRAFFIC_SECRET" in (tmp_path / "keys").read_text()


# WebSocket


@pytest.mark.parametrize("version", Version)
async def test_a_websocket_carries_every_version(make_mosquitto: Make, version: Version) -> None:
    broker = make_mosquitto("ws")
    broker.start()
    facts, steps = await round_trip(f"ws://127.0.0.1:{broker.ports['ws']}", version=version)
    agreed = "mqttv3.1" if version is Version.V31 else "mqtt"
    assert facts.websocket_headers["Sec-WebSocket-Protocol"] == agreed
    assert named(steps) == [Step.LOOK_UP, Step.TCP, Step.WEBSOCKET, Step.CONNECT, Step.SUBSCRIBE]


async def test_a_websocket_over_tls(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("wss")
    broker.start()
    tls = TlsOptions(ca_file=certificates.path("ca.pem"))
    facts, steps = await round_trip(f"wss://localhost:{broker.ports['wss']}/mqtt?x=1", tls=tls)
    assert facts.tls is not None
    assert facts.tls.verified
    assert named(steps) == [Step.LOOK_UP, Step.TCP, Step.TLS, Step.WEBSOCKET, Step.CONNECT, Step.SUBSCRIBE]


async def test_mqtt_without_websocket_on_its_port_is_named(make_mosquitto: Make) -> None:
    broker = make_mosquitto("ws")
    broker.start()
    error, _ = await failure(f"mqtt://127.0.0.1:{broker.ports['ws']}")
    assert isinstance(error, SpeaksAnother)
    assert error.protocol == "http"


async def test_a_websocket_on_the_plain_port_is_named(mosquitto: Mosquitto) -> None:
    error, steps = await failure(f"ws://127.0.0.1:{mosquitto.port}")
    assert isinstance(error, WebSocketRefused)
    assert error.status == 0
    assert steps[-1].step is Step.WEBSOCKET


async def test_a_broker_that_goes_away_is_noticed_on_every_transport(
    make_mosquitto: Make, certificates: Certificates
) -> None:
    broker = make_mosquitto("tls", "ws", "wss", "unix")
    broker.start()
    ports = broker.ports
    urls = [
        f"mqtt://localhost:{broker.port}",
        f"mqtts://localhost:{ports['tls']}",
        f"ws://localhost:{ports['ws']}",
        f"wss://localhost:{ports['wss']}",
        f"unix:{broker.socket_path}",
    ]
    tls = TlsOptions(ca_file=certificates.path("ca.pem"))
    clients = [Client(ConnectOptions(url, client_id=f"c{number}", tls=tls)) for number, url in enumerate(urls)]
    for client in clients:
        await soon(client.connect())
    broker.kill()
    await until(lambda: not any(client.running for client in clients))


# What servers of all kinds do to a WebSocket


class HttpServer:
    """Answers every request with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self.requests: list[bytes] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self._answer)
        writer.close()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", 401),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope", 403),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404),
        (b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n", 302),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200),
        (b"HTTP/1.0 404 Not Found\r\nServer: old\r\n\r\n", 404),
        (b"HTTP/1.0 302 Found\r\nLocation: http://elsewhere/\r\n\r\n", 302),
        (b"HTTP/1.1 599 of its own\r\nContent-Length: 0\r\n\r\n", 599),
        (b"HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", 404),
    ],
)
async def test_an_http_answer_is_named_with_status_and_headers(answer: bytes, status: int) -> None:
    async with HttpServer(answer) as server:
        error, steps = await failure(f"ws://127.0.0.1:{server.port}/mqtt")
    assert isinstance(error, WebSocketRefused)
    assert error.status == status
    assert isinstance(steps[-1].error, WebSocketRefused)
    if status == 302:
        assert error.headers["Location"] == "http://elsewhere/"
    if status == 403:
        assert error.body == b"nope"


@pytest.mark.parametrize("answer", [b"garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"", b"\x00" * 20_000])
async def test_an_answer_that_is_no_http_is_named(answer: bytes) -> None:
    async with HttpServer(answer) as server:
        error, _ = await failure(f"ws://127.0.0.1:{server.port}", connect_timeout_s=1)
    assert isinstance(error, WebSocketRefused)


async def test_path_query_and_headers_are_sent_in_order() -> None:
    async with HttpServer(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") as server:
        headers = (("X-Token", "1"), ("X-Other", "2"), ("X-Token", "3"))
        await failure(f"ws://127.0.0.1:{server.port}/some/path?token=x", headers=headers)
    lines = server.requests[0].decode().split("\r\n")
    assert lines[0] == "GET /some/path?token=x HTTP/1.1"
    assert [line for line in lines if line.startswith("X-")] == ["X-Token: 1", "X-Other: 2", "X-Token: 3"]
    assert "Sec-WebSocket-Protocol: mqtt" in lines


async def test_a_websocket_server_that_never_answers_ends_in_a_timeout() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        error, steps = await failure(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", connect_timeout_s=0.1)
    assert isinstance(error, TimedOut)
    assert steps[-1].step is Step.WEBSOCKET


def test_a_closed_websocket_tells_code_and_words() -> None:
    closed = WebSocketClosed(1008, "policy")
    assert (closed.code, closed.text) == (1008, "policy")
    assert isinstance(closed, ConnectionLost)


# what else there is


async def test_ipv6_leads_there_too() -> None:
    async with ScriptedBroker(tcp=True, host="::1") as broker:
        client = broker.client(url=f"mqtt://[::1]:{broker.port}")
        client.start()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        assert client.transport_facts is not None
        assert client.transport_facts.peer == f"[::1]:{broker.port}"
        await soon(client.disconnect())


async def test_the_reason_for_a_close_after_the_handshake_can_be_asked_for(
    make_mosquitto: Make, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracemq.mqtt.transports.probe.PROBE_S", 0.3)
    broker = make_mosquitto("tls", "mtls")
    broker.start()
    wants_none, wants_one = (f"mqtts://localhost:{broker.ports[name]}" for name in ("tls", "mtls"))
    trusting = TlsOptions(verify=False)
    found = await objection(parse_url(wants_one), ConnectOptions(wants_one, tls=trusting))
    assert found is not None
    assert found.fault is TlsFault.NEEDS_CLIENT_CERTIFICATE
    assert await objection(parse_url(wants_none), ConnectOptions(wants_none, tls=trusting)) is None
    assert await objection(parse_url("mqtt://localhost"), ConnectOptions()) is None
    gone = f"mqtts://127.0.0.1:{free_port()}"
    assert await objection(parse_url(gone), ConnectOptions(gone)) is None


@pytest.mark.parametrize("minimum", ["1.2", "1.3"])
async def test_a_client_certificate_that_the_server_does_not_trust_is_named_so(
    make_mosquitto: Make, certificates: Certificates, minimum: str
) -> None:
    broker = make_mosquitto("mtls")
    broker.start()
    tls = TlsOptions(
        ca_file=certificates.path("ca.pem"),
        cert_file=certificates.path("client-bad.pem"),
        key_file=certificates.path("client-bad.key"),
        minimum_version=minimum,
    )
    error, steps = await failure(f"mqtts://localhost:{broker.ports['mtls']}", tls=tls)
    assert isinstance(error, TlsFailed)
    assert error.fault is TlsFault.CLIENT_CERTIFICATE_REFUSED
    assert named(steps)[:3] == [Step.LOOK_UP, Step.TCP, Step.TLS]


@pytest.mark.parametrize(
    ("mine", "fault"),
    [(None, TlsFault.NEEDS_CLIENT_CERTIFICATE), ("client-bad", TlsFault.CLIENT_CERTIFICATE_REFUSED)],
)
async def test_a_websocket_server_that_does_not_trust_our_certificate_is_named_so(
    certificates: Certificates, mine: str | None, fault: TlsFault
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))
    context.load_verify_locations(certificates.path("ca.pem"))
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    files = (
        {"cert_file": certificates.path(f"{mine}.pem"), "key_file": certificates.path(f"{mine}.key")} if mine else {}
    )

    def refuse(listener: socket.socket) -> None:  # blocking: asyncio's own server keeps the alert to itself
        with contextlib.suppress(OSError):
            while True:
                caller, _ = listener.accept()
                with caller, pytest.raises(ssl.SSLError):
                    context.wrap_socket(caller, server_side=True)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.ensure_future(asyncio.to_thread(refuse, listener))
        url = f"wss://localhost:{listener.getsockname()[1]}/mqtt"
        error, _ = await failure(url, tls=TlsOptions(ca_file=certificates.path("ca.pem"), **files))
        listener.shutdown(socket.SHUT_RDWR)
        await soon(serving)
    assert isinstance(error, TlsFailed)
    assert error.fault is fault


async def test_a_context_of_ones_own_may_be_used(make_mosquitto: Make, certificates: Certificates) -> None:
    broker = make_mosquitto("tls", "wss")
    broker.start()
    context = ssl.create_default_context(cafile=certificates.path("ca.pem"))
    for scheme, listener in (("mqtts", "tls"), ("wss", "wss")):
        facts, steps = await round_trip(
            f"{scheme}://localhost:{broker.ports[listener]}", tls=TlsOptions(context=context)
        )
        assert facts.tls is not None
        assert facts.tls.verified
        assert Step.TLS in named(steps)


@pytest.mark.parametrize("options", [{"minimum_version": "1.1"}, {"ciphers": "ECDHE+AESGCM", "check_host": False}])
async def test_older_versions_and_ciphers_can_be_asked_for(make_mosquitto: Make, options: dict[str, Any]) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    await round_trip(f"mqtts://127.0.0.1:{broker.ports['tls']}", tls=TlsOptions(verify=False, **options))


async def test_ciphers_that_do_not_exist_are_refused() -> None:
    error, _ = await failure("mqtts://127.0.0.1:1", tls=TlsOptions(ciphers="NOTHING"))
    assert isinstance(error, RefusedLocally)


async def test_a_server_name_that_cannot_be_sent_is_refused(make_mosquitto: Make) -> None:
    broker = make_mosquitto("tls")
    broker.start()
    url = f"mqtts://127.0.0.1:{broker.ports['tls']}"
    error, _ = await failure(url, tls=TlsOptions(verify=False, server_name=".bad"))
    assert isinstance(error, TlsFailed)


async def test_a_folder_in_place_of_a_file_is_named(certificates: Certificates) -> None:
    error, _ = await failure("mqtts://127.0.0.1:1", tls=TlsOptions(ca_file=str(certificates.folder)))
    assert isinstance(error, TlsFileInvalid)
    assert error.fault is FileFault.UNREADABLE


@pytest.mark.parametrize(("with_key", "fault"), [(True, FileFault.NOT_A_CERTIFICATE), (False, FileFault.NOT_A_KEY)])
async def test_a_p12_with_half_of_what_is_needed_is_named(tmp_path: Path, with_key: bool, fault: FileFault) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    other = Authority("half")
    bundle = pkcs12.serialize_key_and_certificates(
        b"half",
        key if with_key else None,
        None if with_key else other.certificate,
        None,
        serialization.NoEncryption(),
    )
    path = tmp_path / "half.p12"
    path.write_bytes(bundle)
    error, _ = await failure("mqtts://127.0.0.1:1", tls=TlsOptions(cert_file=str(path)))
    assert isinstance(error, TlsFileInvalid)
    assert error.fault in {fault, FileFault.NOT_A_CERTIFICATE}


async def test_bytes_right_behind_the_tls_handshake_are_not_lost(certificates: Certificates) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))

    async def eager(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(eager, "127.0.0.1", 0, ssl=context) as server:
        url = f"mqtts://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        error, _ = await failure(url, tls=TlsOptions(verify=False))
        assert isinstance(error, SpeaksAnother)
