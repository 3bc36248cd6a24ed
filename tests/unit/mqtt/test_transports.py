"""What transports do before they are open and after they are closed, and how their faults are named."""

from __future__ import annotations

import runpy
import socket
import ssl
import sys
from pathlib import Path

import pytest

from tracemq.mqtt import ConnectionLost, ConnectOptions, TlsFailed, TransportFacts, Version, WebSocketRefused, parse_url
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.transports import sockets
from tracemq.mqtt.transports.base import no_trace
from tracemq.mqtt.transports.connector import transport_to
from tracemq.mqtt.transports.facts import peer_chain, shown, socket_facts
from tracemq.mqtt.transports.sockets import acknowledge_quickly, queued_bytes
from tracemq.mqtt.transports.tls_context import _use_psk
from tracemq.mqtt.transports.tls_faults import translate
from tracemq.mqtt.transports.websocket import _named


@pytest.mark.parametrize("url", ["mqtt://a", "mqtts://a", "ws://a", "wss://a", "unix:/a"])
def test_a_transport_that_is_not_open_does_nothing(url: str) -> None:
    transport = transport_to(parse_url(url), ConnectOptions(url), no_trace, Version.V5)
    transport.write([b"x"])
    transport.pause_reading()
    transport.resume_reading()
    transport.close()
    transport.abort()
    assert transport.unsent == 0
    assert transport.waiting_bytes() == 0
    assert transport.facts == TransportFacts()


def test_sockets_that_are_gone_have_no_facts() -> None:
    with socket.socket() as unconnected:
        assert socket_facts(unconnected, "proxy") == TransportFacts(proxy="proxy")
    assert queued_bytes(unconnected) == 0
    acknowledge_quickly(unconnected)


def test_names_of_sockets_are_written_as_people_do() -> None:
    assert shown(("127.0.0.1", 1)) == "127.0.0.1:1"
    assert shown(("::1", 1, 0, 0)) == "[::1]:1"
    assert shown("/run/socket") == "/run/socket"


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (ssl.SSLEOFError("end"), TlsFault.CLOSED),
        (ssl.SSLError("unknown"), TlsFault.OTHER),
        (ssl.CertificateError("odd"), TlsFault.BAD_CERTIFICATE),
    ],
)
def test_faults_of_openssl_are_named(fault: ssl.SSLError, named: TlsFault) -> None:
    if isinstance(fault, ssl.SSLCertVerificationError):
        fault.verify_code, fault.verify_message = 1, "odd"
    assert translate(fault, "host").fault is named


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (OSError("gone"), ConnectionLost),
        (RuntimeError("odd"), WebSocketRefused),
        (ssl.SSLError("odd"), TlsFailed),
        (TlsFailed(TlsFault.OTHER), TlsFailed),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_faults_of_a_websocket_library_are_ours(fault: BaseException, kind: type[BaseException]) -> None:
    assert type(_named(fault, "host")) is kind


def test_where_the_system_does_not_count_what_waits_in_a_socket_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    names = runpy.run_path(str(Path(sockets.__file__)))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"12345")
        assert queued_bytes(ours) == 5
        assert names["queued_bytes"](ours) == 0


def test_the_whole_chain_is_told_where_this_python_knows_it() -> None:
    class Old:
        def __init__(self, own: bytes | None) -> None:
            self._own = own

        def getpeercert(self, *, binary_form: bool) -> bytes | None:
            return self._own

    class New(Old):
        def get_unverified_chain(self) -> list[bytes]:
            return [b"own", b"between"]

    assert peer_chain(New(b"own")) == (b"own", b"between")  # type: ignore[arg-type]
    assert peer_chain(Old(b"own")) == (b"own",)  # type: ignore[arg-type]
    assert peer_chain(Old(None)) == ()  # type: ignore[arg-type]


def test_a_preshared_key_replaces_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    class Context:
        """An SSLContext of Python 3.13, as far as it matters."""

        check_hostname = True
        verify_mode = ssl.CERT_REQUIRED
        maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED

        def set_ciphers(self, ciphers: str) -> None:
            self.ciphers = ciphers

        def set_psk_client_callback(self, answer: object) -> None:
            self.answer = answer

    monkeypatch.setattr("sys.version_info", (3, 13))
    context = Context()
    _use_psk(context, "me", b"key")  # type: ignore[arg-type]
    assert context.answer("hint") == ("me", b"key")  # type: ignore[operator]
    assert (context.check_hostname, context.verify_mode, context.ciphers) == (False, ssl.CERT_NONE, "PSK")
    assert context.maximum_version is ssl.TLSVersion.TLSv1_2
