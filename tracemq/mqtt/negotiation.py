"""What we ask of a connection and what the server grants, side by side (sections 3.1 and 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Final, Generic, NamedTuple, TypeVar

from .auth import Authenticator
from .packets import Connack, Connect, Will
from .properties import NO_PROPERTIES, Properties, UserProperties
from .types import MAX_REMAINING_LENGTH, PROTOCOL_NAMES, QoS, Version

T = TypeVar("T")

MAX_PACKET_BYTES: Final = MAX_REMAINING_LENGTH + 5  # the longest packet there can be, with its header
FIRST_PACKET_BYTES: Final = 1 << 20  # before CONNACK nobody has proved to be a server that is worth more memory
UNLIMITED_RECEIVE: Final = 65_535  # Receive Maximum where none is given (sections 3.1.2.11.3 and 3.2.2.3.3)
NEVER_EXPIRES: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """What a session needs to know before it connects. Times are in seconds, sizes in bytes."""

    version: Version = Version.V5
    client_id: str = ""
    clean_start: bool = True
    keep_alive: int = 60  # 0: none
    connect_timeout_s: float | None = 10.0  # from `connect` to CONNACK; None: somebody else looks after it
    username: str | None = None
    password: bytes | None = field(default=None, repr=False)
    will: Will | None = None
    properties: Properties = NO_PROPERTIES  # of CONNECT
    auth: Authenticator | None = field(default=None, repr=False)
    auth_rounds: int = 10  # AUTH packets of the server in one exchange
    auth_in_thread: bool = False  # challenges come as `Challenged` events instead of being answered in `receive`
    incoming_packet_limit: int = MAX_PACKET_BYTES  # of a whole packet; announced to the server if it is a limit
    offline_queue_limit: int = 10_000  # messages waiting for a connection
    waiting_limit: int = 1_000_000  # messages waiting for the server's Receive Maximum
    resubscribe: bool = True  # after a reconnect for which the server kept no session
    republish: bool = True  # unfinished messages of a session that the server lost: again as new ones; else SessionLost
    manual_acknowledgement: bool = False  # acknowledge a batch only when `Session.acknowledge` is called
    automatic_aliases: bool = True  # give topic aliases to busy topics as far as the server takes them
    topic_limit: int = 200_000  # topics in the session's own table before a new one is begun


class Terms(NamedTuple, Generic[T]):
    """One value as we asked for it or announced it, and as the server granted or announced it."""

    asked: T
    granted: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiated:
    """What holds on this connection. In 3.x everything that CONNACK cannot say has the standard's default."""

    version: Version
    client_id: str  # the one in use: ours, or the one that the server assigned
    client_id_assigned: bool
    keep_alive: Terms[int]  # seconds; 0: none
    session_expiry: Terms[int]  # seconds; 0: ends with the connection; 0xFFFFFFFF: never
    receive_maximum: Terms[int]  # asked: what we let the server have open; granted: what it lets us
    maximum_packet_size: Terms[int]  # asked: the longest we take; granted: the longest it takes
    topic_alias_maximum: Terms[int]  # asked: the aliases it may use; granted: those we may
    maximum_qos: QoS
    retain_available: bool
    wildcard_subscriptions_available: bool
    subscription_identifiers_available: bool
    shared_subscriptions_available: bool
    response_information: str | None = None
    server_reference: str | None = None
    reason_string: str | None = None
    user_properties: UserProperties = ()


def names_of(properties: Properties) -> tuple[str, ...]:
    """The names of the properties that are there."""
    return tuple(item.name for item in fields(properties) if getattr(properties, item.name) not in (None, ()))


def incoming_limit(settings: SessionSettings) -> int:
    """The longest packet that we take, in bytes: our own limit, or what we were told to announce."""
    announced = settings.properties.maximum_packet_size if settings.version is Version.V5 else None
    return min(settings.incoming_packet_limit, announced or MAX_PACKET_BYTES)


def connect_packet(
    settings: SessionSettings, client_id: str, *, clean_start: bool, method: str | None, data: bytes | None
) -> Connect:
    """CONNECT as the settings ask for it, with the first data of an authentication method if there is one."""
    properties = settings.properties
    if settings.incoming_packet_limit < MAX_REMAINING_LENGTH and properties.maximum_packet_size is None:
        properties = replace(properties, maximum_packet_size=settings.incoming_packet_limit)
    if method is not None:
        properties = replace(properties, authentication_method=method, authentication_data=data)
    return Connect(
        protocol_name=PROTOCOL_NAMES[settings.version],
        protocol_level=settings.version,
        clean_start=clean_start,
        keep_alive=settings.keep_alive,
        client_id=client_id,
        will=settings.will,
        username=settings.username,
        password=settings.password,
        properties=properties,
    )


def not_sent(settings: SessionSettings) -> tuple[str, ...]:
    """The properties of CONNECT and will that this version cannot carry; those of the will as "will.name"."""
    if settings.version is Version.V5:
        return ()
    will = names_of(settings.will.properties) if settings.will else ()
    method = ("authentication_method",) if settings.auth else ()
    return (*names_of(settings.properties), *method, *(f"will.{name}" for name in will))


def negotiate(settings: SessionSettings, connect: Connect, connack: Connack) -> Negotiated:
    """What holds after this CONNACK; what it does not say has the standard's default (section 3.2.2.3)."""
    version = settings.version
    asked, granted = connect.properties, connack.properties
    if version is Version.V5:
        expiry = asked.session_expiry_interval or 0
    else:
        expiry = 0 if connect.clean_start else NEVER_EXPIRES
        asked = NO_PROPERTIES
    return Negotiated(
        version=version,
        client_id=granted.assigned_client_identifier or connect.client_id,
        client_id_assigned=granted.assigned_client_identifier is not None,
        keep_alive=Terms(connect.keep_alive, _or(granted.server_keep_alive, connect.keep_alive)),
        session_expiry=Terms(expiry, _or(granted.session_expiry_interval, expiry)),
        receive_maximum=Terms(
            _or(asked.receive_maximum, UNLIMITED_RECEIVE), _or(granted.receive_maximum, UNLIMITED_RECEIVE)
        ),
        maximum_packet_size=Terms(incoming_limit(settings), _or(granted.maximum_packet_size, MAX_PACKET_BYTES)),
        topic_alias_maximum=Terms(_or(asked.topic_alias_maximum, 0), _or(granted.topic_alias_maximum, 0)),
        maximum_qos=QoS(_or(granted.maximum_qos, 2)),
        retain_available=granted.retain_available != 0,
        wildcard_subscriptions_available=granted.wildcard_subscription_available != 0,
        subscription_identifiers_available=granted.subscription_identifier_available != 0,
        shared_subscriptions_available=granted.shared_subscription_available != 0,
        response_information=granted.response_information,
        server_reference=granted.server_reference,
        reason_string=granted.reason_string,
        user_properties=granted.user_properties,
    )


def _or(value: int | None, default: int) -> int:
    return default if value is None else value
