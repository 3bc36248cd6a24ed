"""The sentences for the errors of the MQTT library and of connections; `error_text` says them.

Placeholders are attributes of the error. An empty reason is filled in from the error's facts.
"""

from __future__ import annotations

from typing import Final

from tracemq.mqtt import errors
from tracemq.mqtt.errors import FileFault, TlsFault

from .marked import QT_TRANSLATE_NOOP
from .system_error_text import Sentences

MQTT: Final[dict[type[BaseException], Sentences]] = {
    errors.MqttError: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong with MQTT."),
        QT_TRANSLATE_NOOP("ErrorText", "The library gives no closer reason."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect again; if it comes back, please report it."),
    ),
    errors.MalformedPacket: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side sent something that is not MQTT."),
        QT_TRANSLATE_NOOP("ErrorText", "The bytes that arrived do not make a valid MQTT packet."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check that host and port belong to an MQTT broker: a web server, or a port that expects TLS or WebSocket,"
            " answers like this.",
        ),
    ),
    errors.ProtocolError: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker broke the rules of MQTT."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Try another MQTT version, and tell whoever makes or runs the broker."),
    ),
    errors.RefusedLocally: (
        QT_TRANSLATE_NOOP("ErrorText", "This was not sent."),
        QT_TRANSLATE_NOOP("ErrorText", "It would break the rules of MQTT, or a limit that the broker has announced."),
        QT_TRANSLATE_NOOP("ErrorText", "Change it and try again; nothing has left this computer."),
    ),
    errors.InvalidUrl: (
        QT_TRANSLATE_NOOP("ErrorText", "This address cannot be used."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "An address looks like mqtt://broker.example:1883."),
    ),
    errors.ConnectionRefused: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker refused the connection."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check the settings of the connection."),
    ),
    errors.ServerDisconnected: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker ended the connection."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Connect again."),
    ),
    errors.RequestRefused: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker refused the request."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check that this client may publish the request and subscribe to its response."),
    ),
    errors.ConnectionLost: (
        QT_TRANSLATE_NOOP("ErrorText", "The connection is gone."),
        QT_TRANSLATE_NOOP("ErrorText", "The other side closed it without saying why."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check that the port fits the scheme (TLS or not, WebSocket or not), and that no other client uses the same"
            " client id.",
        ),
    ),
    errors.TimedOut: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker did not answer in time."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check host, port and network, or allow more time."),
    ),
    errors.SessionLost: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker has forgotten the session."),
        QT_TRANSLATE_NOOP("ErrorText", "Nobody can tell whether the messages that were under way have arrived."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Publish them again if they matter. A longer session expiry makes the broker remember for longer.",
        ),
    ),
    errors.AuthenticationFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The authentication failed."),
        QT_TRANSLATE_NOOP("ErrorText", "Broker and client could not prove to each other who they are."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Check user name, password and method. If they are right, you may be talking to the wrong broker.",
        ),
    ),
    errors.NameNotResolved: (
        QT_TRANSLATE_NOOP("ErrorText", "The host name is not known."),
        QT_TRANSLATE_NOOP("ErrorText", "The network's directory of names has no address for “{host}”."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the spelling of the host, and that this computer is online."),
    ),
    errors.ServerUnreachable: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no way to {address}, or nothing answers there."),
        QT_TRANSLATE_NOOP("ErrorText", "Check host, port, network, VPN and firewall."),
    ),
    errors.ConnectionRefusedByHost: (
        QT_TRANSLATE_NOOP("ErrorText", "Nobody answers at this host and port."),
        QT_TRANSLATE_NOOP("ErrorText", "The computer is there, but no program accepts connections at {address}."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the port, and that the broker runs and is reachable from here."),
    ),
    errors.TlsFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The encrypted connection (TLS) could not be set up."),
        "",
        "",
    ),
    errors.TlsFileInvalid: (
        QT_TRANSLATE_NOOP("ErrorText", "A certificate or key file cannot be used."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Choose the right file on the TLS page of the connection."),
    ),
    errors.SpeaksAnother: (
        QT_TRANSLATE_NOOP("ErrorText", "What answers there is not an MQTT broker."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check scheme and port: 1883 is usual for mqtt, 8883 for mqtts, 8083 for ws."),
    ),
    errors.CredentialsUnavailable: (
        QT_TRANSLATE_NOOP("ErrorText", "The credentials for this connection could not be got."),
        QT_TRANSLATE_NOOP("ErrorText", "Nothing was sent to the broker without them."),
        QT_TRANSLATE_NOOP("ErrorText", "Unlock the keyring, or type the password again on the Authentication page."),
    ),
    errors.NotConnected: (
        QT_TRANSLATE_NOOP("ErrorText", "This was not sent."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no connection to the broker."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect first."),
    ),
    errors.StorageFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The session could not be stored on this computer."),
        QT_TRANSLATE_NOOP("ErrorText", "Unfinished messages would not survive the end of the program."),
        QT_TRANSLATE_NOOP("ErrorText", "Make room on the disk and check the rights of the program's data folder."),
    ),
    errors.SessionStoreFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The session could not be stored on this computer."),
        QT_TRANSLATE_NOOP("ErrorText", "Unfinished messages would not survive the end of the program."),
        QT_TRANSLATE_NOOP("ErrorText", "Make room on the disk and check the rights of the program's data folder."),
    ),
    errors.ReceiveMaximumExceeded: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker broke the rules of MQTT."),
        "",
        QT_TRANSLATE_NOOP(
            "ErrorText", "Raise the receive maximum on the MQTT 5 page, and tell whoever makes the broker."
        ),
    ),
    errors.ProxyFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The proxy did not make the connection."),
        QT_TRANSLATE_NOOP("ErrorText", "The proxy {proxy} refused, or could not reach the broker."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Check address, user name and password on the Proxy page, and the broker's host."
        ),
    ),
    errors.WebSocketRefused: (
        QT_TRANSLATE_NOOP("ErrorText", "The server does not open a WebSocket for MQTT."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Check the port, and the path on the WebSocket page; /mqtt is usual."),
    ),
    errors.WebSocketClosed: (
        QT_TRANSLATE_NOOP("ErrorText", "The WebSocket was closed."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Connect again; look into the broker's log if it comes back."),
    ),
    errors.Closed: (
        QT_TRANSLATE_NOOP("ErrorText", "The connection was closed here."),
        QT_TRANSLATE_NOOP("ErrorText", "This was not finished before."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect and try it again."),
    ),
    errors.WrongThread: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong that nobody foresaw."),
        QT_TRANSLATE_NOOP("ErrorText", "This is a fault of the program, not yours."),
        QT_TRANSLATE_NOOP("ErrorText", "Please report it, with the technical details below."),
    ),
    errors.Unforeseen: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong that nobody foresaw."),
        QT_TRANSLATE_NOOP("ErrorText", "This is a fault of the program, not yours; the connection was given up."),
        QT_TRANSLATE_NOOP("ErrorText", "Please report it, with the technical details below."),
    ),
    errors.TransportFailed: (
        QT_TRANSLATE_NOOP("ErrorText", "The way to the broker failed."),
        QT_TRANSLATE_NOOP("ErrorText", "What carries the bytes raised an error of its own."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect again; the technical details below help when searching for the cause."),
    ),
    errors.SessionInUse: (
        QT_TRANSLATE_NOOP("ErrorText", "This client id is in use by another window of this program."),
        QT_TRANSLATE_NOOP("ErrorText", "Two connections must not share one stored session."),
        QT_TRANSLATE_NOOP("ErrorText", "Close the other one, or give this connection a client id of its own."),
    ),
}

_CLIENT_CERTIFICATE: Final = QT_TRANSLATE_NOOP(
    "ErrorText", "Choose the client certificate and its key on the TLS page of the connection."
)
_CA: Final = QT_TRANSLATE_NOOP(
    "ErrorText", "If you trust it, choose the authority's certificate as CA certificate on the TLS page."
)
_PORT: Final = QT_TRANSLATE_NOOP("ErrorText", "Check the port: 8883 is usual for mqtts, 1883 for mqtt.")

# Why encryption failed, and what to try.
TLS_FAULTS: Final[dict[TlsFault, tuple[str, str]]] = {
    TlsFault.EXPIRED: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate has expired."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Check the clock of this computer, or ask whoever runs the broker to renew the certificate."
        ),
    ),
    TlsFault.NOT_YET_VALID: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate is not valid yet."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the clock of this computer and that of the broker."),
    ),
    TlsFault.WRONG_HOST: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate was issued for another name than “{server_name}”."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Use the host name that the certificate is for, or set the server name on the TLS page."
        ),
    ),
    TlsFault.UNKNOWN_ISSUER: (
        QT_TRANSLATE_NOOP("ErrorText", "The authority that issued the broker's certificate is not known here."),
        _CA,
    ),
    TlsFault.SELF_SIGNED: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate is signed by nobody but itself."),
        _CA,
    ),
    TlsFault.REVOKED: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate was revoked by the authority that issued it."),
        QT_TRANSLATE_NOOP("ErrorText", "Do not connect; ask whoever runs the broker."),
    ),
    TlsFault.BAD_CERTIFICATE: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker's certificate did not pass the check."),
        QT_TRANSLATE_NOOP("ErrorText", "Look at the technical details, or ask whoever runs the broker."),
    ),
    TlsFault.NEEDS_CLIENT_CERTIFICATE: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker asks for a client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    TlsFault.CLIENT_CERTIFICATE_REFUSED: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker does not accept the client certificate."),
        _CLIENT_CERTIFICATE,
    ),
    TlsFault.NOT_TLS: (QT_TRANSLATE_NOOP("ErrorText", "The other side does not speak TLS on this port."), _PORT),
    TlsFault.NO_COMMON_VERSION: (
        QT_TRANSLATE_NOOP("ErrorText", "The two sides have no TLS version or cipher in common."),
        QT_TRANSLATE_NOOP("ErrorText", "Change the minimum version on the TLS page, or update the broker."),
    ),
    TlsFault.CLOSED: (QT_TRANSLATE_NOOP("ErrorText", "The other side hung up while encryption was set up."), _PORT),
    TlsFault.PSK_REFUSED: (
        QT_TRANSLATE_NOOP("ErrorText", "The broker does not accept the pre-shared key."),
        QT_TRANSLATE_NOOP("ErrorText", "Check identity and key on the TLS page."),
    ),
    TlsFault.OTHER: (QT_TRANSLATE_NOOP("ErrorText", "The two sides could not agree on how to encrypt."), _PORT),
}

FILE_FAULTS: Final[dict[FileFault, str]] = {
    FileFault.MISSING: QT_TRANSLATE_NOOP("ErrorText", "There is no file {path}."),
    FileFault.UNREADABLE: QT_TRANSLATE_NOOP("ErrorText", "The file {path} cannot be read."),
    FileFault.NOT_A_CERTIFICATE: QT_TRANSLATE_NOOP("ErrorText", "The file {path} does not hold a certificate."),
    FileFault.NOT_A_KEY: QT_TRANSLATE_NOOP("ErrorText", "The file {path} does not hold a private key."),
    FileFault.NEEDS_PASSWORD: QT_TRANSLATE_NOOP("ErrorText", "The key in {path} needs a passphrase."),
    FileFault.WRONG_PASSWORD: QT_TRANSLATE_NOOP("ErrorText", "The passphrase for {path} is not right."),
    FileFault.KEY_OF_ANOTHER: QT_TRANSLATE_NOOP("ErrorText", "The key in {path} belongs to another certificate."),
    FileFault.COSTLY: QT_TRANSLATE_NOOP(
        "ErrorText",
        "To open {path} with its passphrase would take far too long: it asks for an unusual number of rounds.",
    ),
}

# HTTP answers to the WebSocket handshake; 0 is "no HTTP at all".
HTTP_STATUS: Final = {
    0: QT_TRANSLATE_NOOP("ErrorText", "Its answer is not that of a WebSocket server that speaks MQTT."),
    301: QT_TRANSLATE_NOOP("ErrorText", "It answers that the address has moved (HTTP 301)."),
    302: QT_TRANSLATE_NOOP("ErrorText", "It answers that the address has moved (HTTP 302)."),
    307: QT_TRANSLATE_NOOP("ErrorText", "It answers that the address has moved (HTTP 307)."),
    308: QT_TRANSLATE_NOOP("ErrorText", "It answers that the address has moved (HTTP 308)."),
    400: QT_TRANSLATE_NOOP("ErrorText", "It does not understand the request (HTTP 400)."),
    401: QT_TRANSLATE_NOOP("ErrorText", "It asks for other credentials (HTTP 401)."),
    403: QT_TRANSLATE_NOOP("ErrorText", "It does not allow access (HTTP 403)."),
    404: QT_TRANSLATE_NOOP("ErrorText", "It has nothing at this path (HTTP 404)."),
    407: QT_TRANSLATE_NOOP("ErrorText", "A proxy asks for credentials (HTTP 407)."),
    426: QT_TRANSLATE_NOOP("ErrorText", "It wants another protocol here (HTTP 426)."),
    429: QT_TRANSLATE_NOOP("ErrorText", "It has had too many requests (HTTP 429)."),
    502: QT_TRANSLATE_NOOP("ErrorText", "The web server cannot reach the broker behind it (HTTP 502)."),
    503: QT_TRANSLATE_NOOP("ErrorText", "It is not available at the moment (HTTP 503)."),
}
HTTP_OTHER: Final = QT_TRANSLATE_NOOP("ErrorText", "It answers with HTTP {status}.")

# Close codes of WebSocket (RFC 6455, section 7.4.1).
CLOSE_CODES: Final = {
    1000: QT_TRANSLATE_NOOP("ErrorText", "The other side closed it as usual (1000)."),
    1001: QT_TRANSLATE_NOOP("ErrorText", "The other side is going away (1001)."),
    1002: QT_TRANSLATE_NOOP("ErrorText", "The other side saw a protocol error (1002)."),
    1003: QT_TRANSLATE_NOOP("ErrorText", "The other side cannot take this kind of data (1003)."),
    1005: QT_TRANSLATE_NOOP("ErrorText", "The other side gave no reason (1005)."),
    1006: QT_TRANSLATE_NOOP("ErrorText", "It broke off without a word (1006)."),
    1007: QT_TRANSLATE_NOOP("ErrorText", "The other side got data that does not fit its type (1007)."),
    1008: QT_TRANSLATE_NOOP("ErrorText", "The other side's rules do not allow it (1008)."),
    1009: QT_TRANSLATE_NOOP("ErrorText", "A message was too big for the other side (1009)."),
    1010: QT_TRANSLATE_NOOP("ErrorText", "An extension is missing (1010)."),
    1011: QT_TRANSLATE_NOOP("ErrorText", "The other side had an unexpected error (1011)."),
    1012: QT_TRANSLATE_NOOP("ErrorText", "The other side is restarting (1012)."),
    1013: QT_TRANSLATE_NOOP("ErrorText", "The other side is too busy (1013)."),
    1015: QT_TRANSLATE_NOOP("ErrorText", "TLS failed (1015)."),
}
CLOSE_OTHER: Final = QT_TRANSLATE_NOOP("ErrorText", "The other side closed it with code {code}.")

# What SpeaksAnother.protocol names.
PROTOCOLS: Final = {
    "http": QT_TRANSLATE_NOOP("ErrorText", "A web server (HTTP) answers on this port."),
    "tls": QT_TRANSLATE_NOOP("ErrorText", "This port expects TLS: the scheme must be mqtts or wss."),
}

# What InvalidUrl.part names.
URL_PARTS: Final = {
    "scheme": QT_TRANSLATE_NOOP("ErrorText", "It must begin with mqtt://, mqtts://, ws://, wss:// or unix:"),
    "host": QT_TRANSLATE_NOOP("ErrorText", "Its host is not a valid name or IP address."),
    "port": QT_TRANSLATE_NOOP("ErrorText", "Its port is not a number from 1 to 65535."),
    "path": QT_TRANSLATE_NOOP("ErrorText", "Its path does not fit the scheme."),
}

# What TimedOut.waiting_for names, said in a sentence; {seconds} is the time that was allowed.
WAITING: Final = {
    "connect": QT_TRANSLATE_NOOP("ErrorText", "The connection was not made within {seconds} s."),
    "transport": QT_TRANSLATE_NOOP("ErrorText", "The connection was not made within {seconds} s."),
    "CONNACK": QT_TRANSLATE_NOOP(
        "ErrorText", "The connection was made, but no answer to the greeting came within {seconds} s."
    ),
    "PINGRESP": QT_TRANSLATE_NOOP("ErrorText", "No sign of life came for {seconds} s."),
    "SUBACK": QT_TRANSLATE_NOOP("ErrorText", "No answer to the subscription came within {seconds} s."),
    "UNSUBACK": QT_TRANSLATE_NOOP("ErrorText", "No answer to the unsubscription came within {seconds} s."),
    "AUTH": QT_TRANSLATE_NOOP("ErrorText", "The authentication was not finished within {seconds} s."),
    "PUBACK": QT_TRANSLATE_NOOP("ErrorText", "The message was not acknowledged within {seconds} s."),
    "receipt": QT_TRANSLATE_NOOP("ErrorText", "The message was not acknowledged within {seconds} s."),
    "response": QT_TRANSLATE_NOOP("ErrorText", "No response to the request came within {seconds} s."),
    "delivery": QT_TRANSLATE_NOOP(
        "ErrorText", "The message expired: it could not be sent within the {seconds} s that it was good for."
    ),
    "room": QT_TRANSLATE_NOOP("ErrorText", "The broker has not taken what waits to be sent within {seconds} s."),
}
WAITING_OTHER: Final = QT_TRANSLATE_NOOP("ErrorText", "The answer {waiting_for} did not come within {seconds} s.")
