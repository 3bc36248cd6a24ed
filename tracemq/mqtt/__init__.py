"""MQTT 3.1, 3.1.1 and 5.0: packets, session and client. Plain Python, usable without a window."""

from __future__ import annotations

from . import codec
from .addresses import Address, Scheme, parse_url
from .auth import Authenticator, ScramAuthenticator
from .backoff import ReconnectPolicy
from .batch import Message, MessageBatch, TopicTable
from .client import Client
from .client_events import (
    ClientIdContested,
    ConnectFailed,
    Connecting,
    Disconnected,
    FellBack,
    OfflineQueued,
    Reconnecting,
    Redirected,
    Stopped,
    TransportOpened,
)
from .errors import (
    AuthenticationFailed,
    Closed,
    ConnectionLost,
    ConnectionRefused,
    ConnectionRefusedByHost,
    CredentialsUnavailable,
    InvalidUrl,
    MalformedPacket,
    MqttError,
    NameNotResolved,
    NotConnected,
    ProtocolError,
    ProxyFailed,
    RefusedLocally,
    RequestRefused,
    ServerDisconnected,
    ServerUnreachable,
    SessionLost,
    SpeaksAnother,
    StorageFailed,
    TimedOut,
    TlsFailed,
    TlsFileInvalid,
    TransportFailed,
    Unforeseen,
    WebSocketClosed,
    WebSocketRefused,
    WrongThread,
)
from .events import (
    AnswerIgnored,
    Connected,
    PropertiesNotSent,
    Reauthenticated,
    SessionDiscarded,
    SubscribeAnswered,
    UnsubscribeAnswered,
)
from .negotiation import Negotiated
from .options import ConnectOptions, Credentials, ProxyOptions, TlsOptions
from .packets import Subscription, Will
from .properties import Properties
from .reason_codes import ReasonCode
from .receipts import Receipt
from .router import Router
from .session_store import SessionInUse, SessionStore, SessionStoreFailed, SqliteSessionStore
from .statistics import Statistics
from .transports import Receiver, Transport, TransportFacts
from .types import QoS, Version

__all__ = [
    "Address",
    "AnswerIgnored",
    "AuthenticationFailed",
    "Authenticator",
    "Client",
    "ClientIdContested",
    "Closed",
    "ConnectFailed",
    "ConnectOptions",
    "Connected",
    "Connecting",
    "ConnectionLost",
    "ConnectionRefused",
    "ConnectionRefusedByHost",
    "Credentials",
    "CredentialsUnavailable",
    "Disconnected",
    "FellBack",
    "InvalidUrl",
    "MalformedPacket",
    "Message",
    "MessageBatch",
    "MqttError",
    "NameNotResolved",
    "Negotiated",
    "NotConnected",
    "OfflineQueued",
    "Properties",
    "PropertiesNotSent",
    "ProtocolError",
    "ProxyFailed",
    "ProxyOptions",
    "QoS",
    "ReasonCode",
    "Reauthenticated",
    "Receipt",
    "Receiver",
    "ReconnectPolicy",
    "Reconnecting",
    "Redirected",
    "RefusedLocally",
    "RequestRefused",
    "Router",
    "Scheme",
    "ScramAuthenticator",
    "ServerDisconnected",
    "ServerUnreachable",
    "SessionDiscarded",
    "SessionInUse",
    "SessionLost",
    "SessionStore",
    "SessionStoreFailed",
    "SpeaksAnother",
    "SqliteSessionStore",
    "Statistics",
    "Stopped",
    "StorageFailed",
    "SubscribeAnswered",
    "Subscription",
    "TimedOut",
    "TlsFailed",
    "TlsFileInvalid",
    "TlsOptions",
    "TopicTable",
    "Transport",
    "TransportFacts",
    "TransportFailed",
    "TransportOpened",
    "Unforeseen",
    "UnsubscribeAnswered",
    "Version",
    "WebSocketClosed",
    "WebSocketRefused",
    "Will",
    "WrongThread",
    "codec",
    "parse_url",
]
