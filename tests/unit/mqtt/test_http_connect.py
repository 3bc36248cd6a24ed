"""What an HTTP proxy is asked, and what its answers mean."""

from __future__ import annotations

import base64

import pytest

from tracemq.mqtt.errors import ProxyFailed
from tracemq.mqtt.options import ProxyOptions
from tracemq.mqtt.transports.http_connect import _END, _judge, _missing, _request

PROXY = ProxyOptions("http", "proxy", 3128)


@pytest.mark.parametrize(
    ("host", "target"),
    [
        ("broker.example", b"broker.example:8883"),
        ("192.0.2.1", b"192.0.2.1:8883"),
        ("2001:db8::1", b"[2001:db8::1]:8883"),
        ("b\u00fccher.example", b"xn--bcher-kva.example:8883"),
    ],
)
def test_the_target_is_written_as_in_a_url(host: str, target: bytes) -> None:
    assert _request(PROXY, host, 8883) == b"CONNECT %b HTTP/1.1\r\nHost: %b\r\n\r\n" % (target, target)


def test_name_and_password_travel_in_one_header() -> None:
    asked = _request(ProxyOptions("http", "proxy", 3128, "alice", "p\u00e4ss:word"), "h", 1)
    line = next(line for line in asked.split(b"\r\n") if line.startswith(b"Proxy-Authorization: Basic "))
    assert base64.b64decode(line.rpartition(b" ")[2]).decode() == "alice:p\u00e4ss:word"
    nameless = _request(ProxyOptions("http", "proxy", 3128, "alice"), "h", 1)
    assert base64.b64encode(b"alice:") in nameless


@pytest.mark.parametrize("cut", range(1, 60))
def test_never_more_is_read_than_the_answer_has(cut: int) -> None:
    answer = b"HTTP/1.1 200 OK\r\nX-Via: 1\r\nX-\r: 2\r\r\n\n\r\n\r\n"
    assert answer.endswith(_END)
    head = answer[:cut]
    if not head.endswith(_END):
        assert len(head) + _missing(head) <= len(answer)


@pytest.mark.parametrize(("answer", "code"), [(b"HTTP/1.1 407 Who\r\n\r\n", 407), (b"HTTP/1.0 502\r\n\r\n", 502)])
def test_a_refusal_has_its_status(answer: bytes, code: int) -> None:
    with pytest.raises(ProxyFailed) as refused:
        _judge("proxy:1", answer)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 200\r\n\r\n", b"HTTP/1.1 299 \r\nA: b\r\n\r\n"]
)
def test_any_success_is_one(answer: bytes) -> None:
    _judge("proxy:1", answer)


@pytest.mark.parametrize("answer", [b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n"])
def test_what_is_no_status_line_is_named(answer: bytes) -> None:
    with pytest.raises(ProxyFailed, match="invalid answer"):
        _judge("proxy:1", answer)
