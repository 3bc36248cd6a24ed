"""Challenges of enhanced authentication into responses (MQTT 5.0, section 4.12): the protocol, and SCRAM."""

from __future__ import annotations

from typing import Protocol


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
