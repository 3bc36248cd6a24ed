"""Challenges of enhanced authentication into responses (MQTT 5.0, section 4.12): the protocol, and SCRAM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from .errors import AuthenticationFailed

if TYPE_CHECKING:
    from scramp import ScramClient

MECHANISMS: Final = ("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")


class Authenticator(Protocol):
    """Answers one server's challenges. It is asked for `initial` at each connect and each re-authentication.

    Any method may raise: the session then ends the exchange with AuthenticationFailed.
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
    A server that asks for more than `max_iterations` of the hash is refused, since they would hold everything up.
    """

    def __init__(
        self, username: str, password: str, mechanism: str = "SCRAM-SHA-256", *, max_iterations: int = 1_000_000
    ) -> None:
        if mechanism not in MECHANISMS:
            raise ValueError(f"the mechanism is one of {', '.join(MECHANISMS)}")
        self._username = username
        self._password = password
        self._mechanism = mechanism
        self._max_iterations = max_iterations
        self._client: ScramClient | None = None
        self._answered = False  # we have sent our proof
        self._proven = False  # the server has sent its own

    def __repr__(self) -> str:
        return f"ScramAuthenticator({self._username!r}, ..., {self._mechanism!r})"

    @property
    def method(self) -> str:
        return self._mechanism

    def initial(self) -> bytes:
        from scramp import ScramClient, ScramException

        try:
            self._client = ScramClient([self._mechanism], self._username, self._password)
            first: str = self._client.get_client_first()
        except ScramException as fault:
            raise AuthenticationFailed(f"SCRAM: {fault}") from fault
        self._answered = self._proven = False
        return first.encode()

    def respond(self, data: bytes | None) -> bytes | None:
        if self._answered:
            self._verify(data)
            return None
        from scramp import ScramException

        client = self._begun()
        try:
            client.set_server_first(_text(data))
            if int(client.iterations) > self._max_iterations:
                raise AuthenticationFailed(f"SCRAM: the server asks for {int(client.iterations)} iterations")
            final: str = client.get_client_final()
        except ScramException as fault:
            raise AuthenticationFailed(f"SCRAM: {fault}") from fault
        self._answered = True
        return final.encode()

    def finish(self, data: bytes | None) -> None:
        if data:
            self._verify(data)
        if not self._proven:
            raise AuthenticationFailed("SCRAM: the server did not prove itself")

    def _verify(self, data: bytes | None) -> None:
        from scramp import ScramException

        if not self._answered or self._proven:
            raise AuthenticationFailed("SCRAM: a server's proof that nobody asked for")
        try:
            self._begun().set_server_final(_text(data))
        except ScramException as fault:
            raise AuthenticationFailed(f"SCRAM: {fault}") from fault
        self._proven = True

    def _begun(self) -> ScramClient:
        if self._client is None:
            raise AuthenticationFailed("SCRAM: a challenge before the exchange has begun")
        return self._client


def _text(data: bytes | None) -> str:
    try:
        return (data or b"").decode()
    except UnicodeDecodeError as fault:
        raise AuthenticationFailed("SCRAM: the challenge is not text") from fault
