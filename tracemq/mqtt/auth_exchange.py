"""The server's AUTH packets into ours, for the exchange that CONNECT or a re-authentication began (section 4.12)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from .auth import Authenticator
from .errors import AuthenticationFailed, MqttError, ProtocolError
from .packets import Auth
from .properties import Properties
from .reason_codes import ReasonCode

P = ParamSpec("P")
T = TypeVar("T")


class AuthExchange:
    """One exchange; `rounds` is how many challenges of the server it may take."""

    def __init__(self, authenticator: Authenticator, rounds: int) -> None:
        self._authenticator = authenticator
        self._rounds = rounds
        self._challenged = False  # and we have not answered yet
        self.method = authenticator.method

    def initial(self) -> bytes | None:
        return _ask(self._authenticator.initial)

    def begin_again(self) -> Auth:
        """The AUTH that begins a re-authentication."""
        return self._auth(ReasonCode.RE_AUTHENTICATE, self.initial())

    def challenged(self, packet: Auth) -> Callable[[], bytes | None]:
        """An AUTH that wants to continue: what makes the data for `answer`. It may be called in any thread."""
        self._check_turn(packet.properties)
        self._rounds -= 1
        if self._rounds < 0:
            raise AuthenticationFailed("the server does not come to an end", ReasonCode.NOT_AUTHORIZED)
        self._challenged = True
        return partial(_ask, self._authenticator.respond, packet.properties.authentication_data)

    def answer(self, data: bytes | None) -> Auth:
        self._challenged = False
        return self._auth(ReasonCode.CONTINUE_AUTHENTICATION, data)

    def finished(self, properties: Properties) -> None:
        """CONNACK or the last AUTH accepts us: does the server prove itself as well?"""
        self._check_turn(properties)
        _ask(self._authenticator.finish, properties.authentication_data)

    def _check_turn(self, properties: Properties) -> None:
        if self._challenged:
            raise ProtocolError("the server did not wait for the answer to its challenge")
        if properties.authentication_method != self.method:  # [MQTT-4.12.0-5]
            raise ProtocolError(f"authentication method {properties.authentication_method!r}, not {self.method!r}")

    def _auth(self, reason: ReasonCode, data: bytes | None) -> Auth:
        return Auth(reason, Properties(authentication_method=self.method, authentication_data=data))


def _ask(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Whatever an authenticator raises ends the exchange."""
    try:
        return question(*args, **kwargs)
    except MqttError:
        raise
    except Exception as fault:  # it is not our code, and the exchange fails whatever it raises
        raise AuthenticationFailed(f"the authenticator failed: {type(fault).__name__}: {fault}") from fault
