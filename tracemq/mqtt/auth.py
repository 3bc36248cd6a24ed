"""Challenges of enhanced authentication into responses (MQTT 5.0, section 4.12): the protocol, and SCRAM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from .errors import AuthenticationFailed

if TYPE_CHECKING:
    from scramp import ScramClient

MECHANISMS: Final = ("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")


class Authenticator(Protocol):
    """Answers one server's challenges. It is asked for `initial` at each connect and each re-authentication.

    Any method may raise: the session then ends the exchange with AuthenticationFailed. One that takes long to respond
    has an attribute `in_thread` that is true: the client then calls its `respond` in a thread.
    """

    @property
    def method(self) -> str:
        """The authentication method, as CONNECT and AUTH name it."""
        ...

    def initial(self) -> bytes | None:
        """The first authentication data; begins a new exchange."""
        ...

    def respond(self, data: bytes | None) -> bytes | None:
        """The answer to the data of an AUTH with Continue authentication."""
        ...

    def finish(self, data: bytes | None) -> None:
        """Take the data of CONNACK, or of the last AUTH; raise if the server did not prove itself."""
        ...


class ScramAuthenticator:
    """SCRAM (RFC 5802 and RFC 7677): neither side learns the password, and both prove that they know it.

    The server's signature is verified wherever it comes: with CONNACK or the last AUTH, or in a challenge before that.
    A server that asks for more than `max_iterations` of the hash is refused: a million take most of a second.
    """

    in_thread = True  # to derive the key takes milliseconds, or as long as the server likes

    def __init__(
        self, username: str, password: str, mechanism: str = "SCRAM-SHA-256", *, max_iterations: int = 1_000_000
    ) -> None:
        if mechanism not in MECHANISMS:
            raise ValueError(f"the mechanism is one of {', '.join(MECHANISMS)}")
        self._username = username
        self._password = password
        self._mechanism = mechanism
        self._max_iterations = max_iterations
        self._exchange: _ScramExchange | None = None  # a record of its own: an earlier one may still be in a thread

    def __repr__(self) -> str:
        return f"ScramAuthenticator({self._username!r}, ..., {self._mechanism!r})"

    @property
    def method(self) -> str:
        """The mechanism: SCRAM-SHA-1, SCRAM-SHA-256 or SCRAM-SHA-512."""
        return self._mechanism

    def initial(self) -> bytes:
        """Begin an exchange: our name and a nonce."""
        from scramp import ScramClient

        with _translated():
            client = ScramClient([self._mechanism], self._username, self._password)
            first: str = client.get_client_first()
        self._exchange = _ScramExchange(client, self._max_iterations)
        return first.encode()

    def respond(self, data: bytes | None) -> bytes | None:
        """Our proof for the server's challenge, or None for its own proof; raises AuthenticationFailed."""
        exchange = self._begun()
        if exchange.answered:
            exchange.verify(data)
            return None
        return exchange.respond(data)

    def finish(self, data: bytes | None) -> None:
        """Raise AuthenticationFailed unless the server has proved that it knows the password as well."""
        exchange = self._begun()
        if data:
            exchange.verify(data)
        if not exchange.proven:
            raise AuthenticationFailed("SCRAM: the server did not prove itself")

    def _begun(self) -> _ScramExchange:
        if self._exchange is None:
            raise AuthenticationFailed("SCRAM: a challenge before the exchange has begun")
        return self._exchange


class _ScramExchange:
    """One run of SCRAM."""

    def __init__(self, client: ScramClient, max_iterations: int) -> None:
        self._client = client
        self._max_iterations = max_iterations
        self.answered = False  # we have sent our proof
        self.proven = False  # the server has sent its own

    def respond(self, data: bytes | None) -> bytes:
        """Our proof."""
        challenge = _text(data)
        with _translated():
            self._client.set_server_first(challenge)
            iterations = int(self._client.iterations)
            if not 0 < iterations <= self._max_iterations:
                raise AuthenticationFailed(
                    f"SCRAM: the server asks for {iterations} iterations, and {self._max_iterations} are allowed"
                )
            final: str = self._client.get_client_final()
        self.answered = True
        return final.encode()

    def verify(self, data: bytes | None) -> None:
        """The server's proof."""
        if not self.answered or self.proven:
            raise AuthenticationFailed("SCRAM: a server's proof that nobody asked for")
        proof = _text(data)
        with _translated():
            self._client.set_server_final(proof)
        self.proven = True


@contextmanager
def _translated() -> Iterator[None]:
    from scramp import ScramException

    try:
        yield
    except ScramException as fault:
        raise AuthenticationFailed(f"SCRAM: {fault}") from fault


def _text(data: bytes | None) -> str:
    try:
        return (data or b"").decode()
    except UnicodeDecodeError as fault:
        raise AuthenticationFailed("SCRAM: the challenge is not text") from fault
