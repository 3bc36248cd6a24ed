"""Settings into CONNECT, and the server's answer into what was negotiated and whose session it is (section 3.2)."""

from __future__ import annotations

from typing import Final

from .auth_exchange import AuthExchange
from .codec import encode
from .errors import ConnectionRefused, ProtocolError
from .journal import SessionState
from .negotiation import Negotiated, SessionSettings, connect_packet, negotiate
from .packets import Auth, Connack, Connect, Puback, Pubcomp, Pubrec, Pubrel, Suback, Unsuback
from .reason_codes import REASON_OF_RETURN_CODE, ConnectReturnCode, ReasonCode
from .types import Version

_SILENT: Final = (Puback, Pubrec, Pubrel, Pubcomp, Suback, Unsuback, Auth)  # on request


class Handshake:
    """The beginning of one connection after the other, and what it leaves for the next."""

    def __init__(self) -> None:
        self.connect: Connect | None = None  # the last one sent
        self.exchange: AuthExchange | None = None
        self.assigned_id: str | None = None
        self.resumable = False  # the session outlives the connection
        self._version = Version.V5
        self._silence = False  # no reason strings and user properties, where that is possible
        self._has_state = False  # there was a session before, of which the server may know
        self._opening = b""  # the first bytes of the server

    def restore(self, saved: SessionState) -> None:
        self.resumable = saved.server_has_session
        self._has_state = bool(saved.server_has_session or saved.messages or saved.received or saved.subscriptions)

    def begin(self, settings: SessionSettings, *, reconnecting: bool) -> bytes:
        """CONNECT; RefusedLocally, or AuthenticationFailed, if it cannot be made."""
        resuming = reconnecting and self.resumable
        clean_start = settings.clean_start and not resuming
        client_id = settings.client_id or (self.assigned_id if not clean_start else None) or ""
        exchange = None
        if settings.auth is not None and settings.version is Version.V5:
            exchange = AuthExchange(settings.auth, settings.auth_rounds)
        packet = connect_packet(
            settings,
            client_id,
            clean_start=clean_start,
            method=exchange.method if exchange else None,
            data=exchange.initial() if exchange else None,
        )
        written = encode(packet, settings.version)
        self.connect, self.exchange = packet, exchange
        self._version = settings.version
        self._silence = settings.properties.request_problem_information == 0
        self._opening = b""
        return written

    @property
    def may_begin_session(self) -> bool:
        """Whether the CONNECT just made may make the server begin a session of which we know nothing yet."""
        return self.connect is not None and not self.connect.clean_start and not self._has_state

    def unanswered(self) -> None:
        """No CONNACK came: the server may have begun the session that we asked for."""
        if self.may_begin_session:
            self._has_state = True

    def heard(self, data: bytes) -> None:
        """The server has said this; only the first few bytes matter."""
        self._opening = (self._opening + data[:4])[:4]

    def refusal_of_3x(self) -> ReasonCode | None:
        """What a server of 3.x said in its own CONNACK to a CONNECT of 5.0, which the codec cannot read."""
        opening = self._opening
        if self._version is not Version.V5 or opening[:3] != b"\x20\x02\x00" or not 0 < opening[-1] <= 5:
            return None
        return REASON_OF_RETURN_CODE[ConnectReturnCode(opening[3])] if len(opening) == 4 else None

    def check(self, item: object) -> None:
        """ProtocolError for a packet that tells what CONNECT asked not to be told [MQTT-3.1.2-29]."""
        if (
            isinstance(item, _SILENT)
            and self._silence
            and (item.properties.reason_string is not None or item.properties.user_properties)
        ):
            raise ProtocolError("problem information, and we asked for none")

    def accepted(self, settings: SessionSettings, connack: Connack) -> tuple[Negotiated, bool]:
        """What was negotiated, and whether the server goes on with our session.

        Raises ConnectionRefused if it does not accept us, ProtocolError for an acceptance that makes no sense, and
        AuthenticationFailed if the server did not prove itself.
        """
        reason = connack.reason_code
        if isinstance(reason, ConnectReturnCode):
            reason = REASON_OF_RETURN_CODE[reason]
        if reason is not ReasonCode.SUCCESS:
            if connack.session_present and self._version is Version.V5:
                raise ProtocolError("session present in a refusal")  # [MQTT-3.2.2-6]
            raise ConnectionRefused(reason, connack.properties)
        connect = self.connect
        assert connect is not None  # noqa: S101 - it was sent
        present = self._session_is_present(connack, connect)
        if self.exchange is not None:
            self.exchange.finished(connack.properties)
        elif connack.properties.authentication_method is not None:
            raise ProtocolError("an authentication method that nobody asked for")  # [MQTT-4.12.0-6]
        negotiated = negotiate(settings, connect, connack)
        if negotiated.client_id_assigned:
            self.assigned_id = negotiated.client_id
        self.resumable = negotiated.session_expiry.granted > 0
        self._has_state = True
        return negotiated, present

    def _session_is_present(self, connack: Connack, connect: Connect) -> bool:
        if self._version is Version.V31:
            return not connect.clean_start and self._has_state  # it cannot say; both sides were told to keep it
        if not connack.session_present:
            return False
        if connect.clean_start:
            raise ProtocolError("session present after a clean start")  # [MQTT-3.2.2-2] [3.1.1:MQTT-3.2.2-1]
        if not self._has_state and self._version is Version.V5:
            raise ProtocolError("session present, and we have none")  # [MQTT-3.2.2-4]
        return True
