"""SCRAM against a server of the same library, and against servers that cheat."""

from __future__ import annotations

from typing import Any

import pytest
from scramp import ScramMechanism

from tracemq.mqtt.auth import MECHANISMS, ScramAuthenticator
from tracemq.mqtt.errors import AuthenticationFailed


class Server:
    """The server's half of an exchange, for user "alice"."""

    def __init__(self, mechanism: str, password: str = "secret", iterations: int = 4096) -> None:
        known = ScramMechanism(mechanism)
        salt, stored_key, server_key, count = known.make_auth_info(password, iteration_count=iterations)
        self._server = known.make_server(lambda user: (salt, stored_key, server_key, count))

    def challenge(self, first: bytes | None) -> bytes:
        assert first is not None
        self._server.set_client_first(first.decode())
        said: str = self._server.get_server_first()
        return said.encode()

    def proof(self, final: bytes | None) -> bytes:
        assert final is not None
        self._server.set_client_final(final.decode())
        said: str = self._server.get_server_final()
        return said.encode()


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_both_sides_prove_themselves(mechanism: str) -> None:
    server, client = Server(mechanism), ScramAuthenticator("alice", "secret", mechanism)
    assert client.method == mechanism
    answer = client.respond(server.challenge(client.initial()))
    client.finish(server.proof(answer))


def test_an_exchange_may_begin_again_and_again() -> None:
    client = ScramAuthenticator("alice", "secret")
    nonces = set()
    for _ in range(3):
        server = Server("SCRAM-SHA-256")
        first = client.initial()
        nonces.add(first)
        client.finish(server.proof(client.respond(server.challenge(first))))
    assert len(nonces) == 3


def test_the_servers_proof_may_come_in_a_challenge() -> None:
    server, client = Server("SCRAM-SHA-256"), ScramAuthenticator("alice", "secret")
    proof = server.proof(client.respond(server.challenge(client.initial())))
    assert client.respond(proof) is None
    client.finish(None)


def test_a_server_without_proof_is_not_believed() -> None:
    server, client = Server("SCRAM-SHA-256"), ScramAuthenticator("alice", "secret")
    client.respond(server.challenge(client.initial()))
    for nothing in (None, b""):
        with pytest.raises(AuthenticationFailed):
            client.finish(nothing)


def test_a_server_that_skips_the_challenge_is_not_believed() -> None:
    client = ScramAuthenticator("alice", "secret")
    client.initial()
    with pytest.raises(AuthenticationFailed):
        client.finish(None)
    with pytest.raises(AuthenticationFailed):
        client.finish(b"v=AAAA")


@pytest.mark.parametrize("proof", [b"v=" + b"A" * 43 + b"=", b"e=other-error", b"", b"nonsense", b"\xff\xfe"])
def test_a_wrong_proof_is_not_believed(proof: bytes) -> None:
    server, client = Server("SCRAM-SHA-256"), ScramAuthenticator("alice", "secret")
    client.respond(server.challenge(client.initial()))
    with pytest.raises(AuthenticationFailed):
        client.finish(proof)


def test_a_proof_is_taken_once() -> None:
    server, client = Server("SCRAM-SHA-256"), ScramAuthenticator("alice", "secret")
    proof = server.proof(client.respond(server.challenge(client.initial())))
    client.finish(proof)
    with pytest.raises(AuthenticationFailed):
        client.finish(proof)


@pytest.mark.parametrize(
    "challenge", [b"", None, b"r=other,s=c2FsdA==,i=4096", b"nonsense", b"\xff", b"e=no-resources"]
)
def test_a_wrong_challenge_is_refused(challenge: bytes | None) -> None:
    client = ScramAuthenticator("alice", "secret")
    client.initial()
    with pytest.raises(AuthenticationFailed):
        client.respond(challenge)


def test_a_challenge_before_the_exchange_is_refused() -> None:
    with pytest.raises(AuthenticationFailed):
        ScramAuthenticator("alice", "secret").respond(b"r=x,s=c2FsdA==,i=4096")


def test_a_server_that_wants_too_much_work_is_refused() -> None:
    server, client = (
        Server("SCRAM-SHA-256", iterations=5000),
        ScramAuthenticator("alice", "secret", max_iterations=4999),
    )
    with pytest.raises(AuthenticationFailed, match="5000"):
        client.respond(server.challenge(client.initial()))


@pytest.mark.parametrize("iterations", ["1000001", "2147483647", "9" * 300, "0", "-1"])
def test_no_work_is_begun_for_a_number_of_iterations_that_makes_no_sense(iterations: str) -> None:
    client = ScramAuthenticator("alice", "secret")
    nonce = client.initial().decode().partition("r=")[2]
    with pytest.raises(AuthenticationFailed):
        client.respond(f"r={nonce}more,s=c2FsdHNhbHRzYWx0c2FsdA==,i={iterations}".encode())


def test_a_name_that_cannot_be_prepared_is_refused() -> None:
    with pytest.raises(AuthenticationFailed):
        ScramAuthenticator("", "secret").initial()


def test_other_mechanisms_are_not_known() -> None:
    with pytest.raises(ValueError, match="SCRAM-SHA-256"):
        ScramAuthenticator("alice", "secret", "PLAIN")


def test_no_password_is_ever_shown() -> None:
    shown: Any = repr(ScramAuthenticator("alice", "top-secret"))
    assert "alice" in shown
    assert "top-secret" not in shown
