"""The sentences for the causes that the connection doctor knows; `doctor_text` says them.

Placeholders are the facts of the diagnosis. What is empty is said by the error or the reason code in the facts.
"""

from __future__ import annotations

from typing import Final

from tracemq.workspace.diagnosis import Cause

from .marked import QT_TRANSLATE_NOOP

Sentences = tuple[str, str, str]  # what happened, why, what to try

_ASK: Final = QT_TRANSLATE_NOOP("DoctorText", "Look into the broker's log, or ask whoever runs it.")
_TRUST: Final = QT_TRANSLATE_NOOP(
    "DoctorText", "If you trust it, choose the authority's certificate as CA certificate on the TLS page."
)
_CLIENT_CERTIFICATE: Final = QT_TRANSLATE_NOOP(
    "DoctorText", "Choose a certificate that this broker accepts, and its key, on the TLS page."
)
_WEBSOCKET: Final = QT_TRANSLATE_NOOP(
    "DoctorText", "Check the port, and the path on the WebSocket page; /mqtt is usual."
)

PATH_WORKS: Final = QT_TRANSLATE_NOOP("DoctorText", "The path {working} works: set it on the WebSocket page.")
SCHEME_UNKNOWN: Final = QT_TRANSLATE_NOOP(
    "DoctorText", "Check the port: 8883 is usual for mqtts, 8084 or 443 for wss, 1883 for mqtt without encryption."
)
VERSIONS_UNKNOWN: Final = QT_TRANSLATE_NOOP("DoctorText", "Choose another MQTT version on the General page.")

CAUSES: Final[dict[Cause, Sentences]] = {
    Cause.NOT_SENT: (QT_TRANSLATE_NOOP("DoctorText", "Nothing was sent: these settings cannot be used."), "", ""),
    Cause.NAME_UNKNOWN: (
        QT_TRANSLATE_NOOP("DoctorText", "The host name is not known."),
        QT_TRANSLATE_NOOP("DoctorText", "The network's directory of names has no address for “{host}”."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Check the spelling, that this computer is online, and whether the name needs a VPN."
        ),
    ),
    Cause.NOBODY_LISTENS: (
        QT_TRANSLATE_NOOP("DoctorText", "No program listens on port {port}."),
        QT_TRANSLATE_NOOP("DoctorText", "The computer “{host}” is there, and refuses connections to this port."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Check that the broker runs, and its port: 1883 is usual for mqtt, 8883 for mqtts, 8083 or 9001 for ws.",
        ),
    ),
    Cause.UNREACHABLE: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker cannot be reached."),
        QT_TRANSLATE_NOOP("DoctorText", "The network knows no way to “{host}”."),
        QT_TRANSLATE_NOOP("DoctorText", "Check network, VPN and firewall, and whether the address is still right."),
    ),
    Cause.NO_ANSWER: (
        QT_TRANSLATE_NOOP("DoctorText", "Nobody answers."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "“{host}” did not answer on port {port} within {seconds} s, not even with a no."
        ),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Usually a firewall swallows the attempt, or the computer is off. Check both, and the port."
        ),
    ),
    Cause.SOCKET_MISSING: (
        QT_TRANSLATE_NOOP("DoctorText", "The Unix socket cannot be opened."),
        QT_TRANSLATE_NOOP("DoctorText", "No program listens at {path}, or you may not use it."),
        QT_TRANSLATE_NOOP("DoctorText", "Check the path, that the broker runs, and the rights of the socket's file."),
    ),
    Cause.PROXY_UNREACHABLE: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy cannot be reached."),
        QT_TRANSLATE_NOOP("DoctorText", "Nobody answers at {proxy}."),
        QT_TRANSLATE_NOOP("DoctorText", "Check the proxy's host and port on the Proxy page, or connect without it."),
    ),
    Cause.PROXY_CREDENTIALS: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy does not accept user name and password."),
        QT_TRANSLATE_NOOP("DoctorText", "The proxy {proxy} wants to know who you are."),
        QT_TRANSLATE_NOOP("DoctorText", "Enter the proxy's user name and password on the Proxy page."),
    ),
    Cause.PROXY_FORBIDS: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy does not allow this connection."),
        QT_TRANSLATE_NOOP("DoctorText", "Its rules forbid {host}, port {port}."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Many proxies allow port 443 only: try wss on port 443, or ask whoever runs the proxy.",
        ),
    ),
    Cause.PROXY_CANNOT_REACH: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy cannot reach the broker."),
        QT_TRANSLATE_NOOP("DoctorText", "The proxy {proxy} works, but gets no connection to {host}, port {port}."),
        QT_TRANSLATE_NOOP("DoctorText", "Check the broker's host and port, and whether it runs."),
    ),
    Cause.PROXY_SILENT: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy does not answer."),
        QT_TRANSLATE_NOOP("DoctorText", "No connection through the proxy came about within {seconds} s."),
        QT_TRANSLATE_NOOP("DoctorText", "Check host, port and kind on the Proxy page: SOCKS 5 and HTTP are different."),
    ),
    Cause.PROXY_FAILED: (
        QT_TRANSLATE_NOOP("DoctorText", "The proxy did not make the connection."),
        QT_TRANSLATE_NOOP("DoctorText", "What it says: {detail}"),
        QT_TRANSLATE_NOOP("DoctorText", "Check host, port and kind on the Proxy page: SOCKS 5 and HTTP are different."),
    ),
    Cause.TLS_EXPECTED: (
        QT_TRANSLATE_NOOP("DoctorText", "This port expects encryption (TLS)."),
        QT_TRANSLATE_NOOP("DoctorText", "The connection was tried without, but the port answers a TLS handshake."),
        QT_TRANSLATE_NOOP("DoctorText", "Change the scheme to {scheme} on the General page and keep the port."),
    ),
    Cause.TLS_NOT_SPOKEN: (
        QT_TRANSLATE_NOOP("DoctorText", "This port does not speak TLS."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "The connection was tried with encryption, and the other side knows none here."
        ),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Find the broker's port for TLS (8883 is usual); {scheme} works on this one, but everybody can read along.",
        ),
    ),
    Cause.OTHER_SCHEME: (
        QT_TRANSLATE_NOOP("DoctorText", "The port and the scheme do not belong together."),
        QT_TRANSLATE_NOOP("DoctorText", "On this port the broker speaks {scheme}."),
        QT_TRANSLATE_NOOP("DoctorText", "Change the scheme to {scheme} on the General page, or change the port."),
    ),
    Cause.HTTP_SERVER: (
        QT_TRANSLATE_NOOP("DoctorText", "A web server answers on this port."),
        QT_TRANSLATE_NOOP("DoctorText", "What answers there speaks HTTP and not MQTT."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Check the port. If the broker is reached through the web server, use ws or wss with the right path.",
        ),
    ),
    Cause.NOT_MQTT: (
        QT_TRANSLATE_NOOP("DoctorText", "What answers there is not an MQTT broker."),
        QT_TRANSLATE_NOOP("DoctorText", "Its answer is not MQTT: {detail}"),
        QT_TRANSLATE_NOOP("DoctorText", "Check host and port."),
    ),
    Cause.SILENT: (
        QT_TRANSLATE_NOOP("DoctorText", "Somebody takes the call and says nothing."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "The connection was made, but “{host}” sent no whole answer on port {port} within {seconds} s.",
        ),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Check scheme and port. If they are right, the broker may be overloaded, or a firewall holds its answers.",
        ),
    ),
    Cause.HUNG_UP: (
        QT_TRANSLATE_NOOP("DoctorText", "The other side hung up without a word."),
        QT_TRANSLATE_NOOP("DoctorText", "The connection was closed right after the greeting."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Brokers do so when they refuse a client and do not say why: check user name, client id, certificate and "
            "version, and look into the broker's log.",
        ),
    ),
    Cause.CERTIFICATE_EXPIRED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate has expired."),
        QT_TRANSLATE_NOOP("DoctorText", "It was valid until {valid_until}."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Check the clock of this computer, or ask whoever runs the broker to renew the certificate."
        ),
    ),
    Cause.CERTIFICATE_NOT_YET_VALID: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate is not valid yet."),
        QT_TRANSLATE_NOOP("DoctorText", "It is valid from {valid_from} on."),
        QT_TRANSLATE_NOOP("DoctorText", "Check the clock of this computer and that of the broker."),
    ),
    Cause.CERTIFICATE_WRONG_HOST: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate is for another host."),
        QT_TRANSLATE_NOOP("DoctorText", "You asked for “{server_name}”; the certificate is for: {names}"),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Use one of these names as host. If the broker is the right one all the same, set the server name on the "
            "TLS page.",
        ),
    ),
    Cause.CERTIFICATE_UNKNOWN_ISSUER: (
        QT_TRANSLATE_NOOP("DoctorText", "The authority behind the broker's certificate is not known here."),
        QT_TRANSLATE_NOOP("DoctorText", "The certificate was issued by: {issuer}"),
        _TRUST,
    ),
    Cause.CERTIFICATE_SELF_SIGNED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate is signed by nobody but itself."),
        QT_TRANSLATE_NOOP("DoctorText", "It calls itself: {subject}"),
        QT_TRANSLATE_NOOP(
            "DoctorText", "If you trust it, choose this very certificate as CA certificate on the TLS page."
        ),
    ),
    Cause.CERTIFICATE_REVOKED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate was revoked."),
        QT_TRANSLATE_NOOP("DoctorText", "The authority that issued it does not vouch for it any more."),
        QT_TRANSLATE_NOOP("DoctorText", "Do not connect; ask whoever runs the broker."),
    ),
    Cause.CERTIFICATE_BAD: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate did not pass the check."),
        QT_TRANSLATE_NOOP("DoctorText", "What OpenSSL says: {detail}"),
        _ASK,
    ),
    Cause.CLIENT_CERTIFICATE_NEEDED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker asks for a client certificate."),
        QT_TRANSLATE_NOOP("DoctorText", "It lets only those in who show one that it knows."),
        _CLIENT_CERTIFICATE,
    ),
    Cause.CLIENT_CERTIFICATE_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not accept the client certificate."),
        QT_TRANSLATE_NOOP("DoctorText", "It may be from another authority, expired, or not made for clients."),
        _CLIENT_CERTIFICATE,
    ),
    Cause.TLS_NO_COMMON_VERSION: (
        QT_TRANSLATE_NOOP("DoctorText", "The two sides have no TLS version or cipher in common."),
        QT_TRANSLATE_NOOP("DoctorText", "One of them is too old for the other."),
        QT_TRANSLATE_NOOP("DoctorText", "Change the minimum version on the TLS page, or update the broker."),
    ),
    Cause.TLS_KEY_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not accept the pre-shared key."),
        QT_TRANSLATE_NOOP("DoctorText", "It does not know the identity, or the key is another one."),
        QT_TRANSLATE_NOOP("DoctorText", "Check identity and key on the TLS page."),
    ),
    Cause.TLS_FILE: (QT_TRANSLATE_NOOP("DoctorText", "A certificate or key file cannot be used."), "", ""),
    Cause.TLS_FAILED: (
        QT_TRANSLATE_NOOP("DoctorText", "Encryption (TLS) could not be agreed on."),
        QT_TRANSLATE_NOOP("DoctorText", "What OpenSSL says: {detail}"),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Check the port (8883 is usual for mqtts), the server name and ALPN on the TLS page."
        ),
    ),
    Cause.WEBSOCKET_PATH: (
        QT_TRANSLATE_NOOP("DoctorText", "There is no broker at this path."),
        QT_TRANSLATE_NOOP("DoctorText", "The web server has nothing at {path} (HTTP {status})."),
        _WEBSOCKET,
    ),
    Cause.WEBSOCKET_FORBIDDEN: (
        QT_TRANSLATE_NOOP("DoctorText", "The web server in front of the broker does not let you in."),
        QT_TRANSLATE_NOOP("DoctorText", "It answers with HTTP {status}."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Add the header that it asks for, such as Authorization, on the WebSocket page."
        ),
    ),
    Cause.WEBSOCKET_MOVED: (
        QT_TRANSLATE_NOOP("DoctorText", "The WebSocket is somewhere else."),
        QT_TRANSLATE_NOOP("DoctorText", "The web server points to {location} (HTTP {status})."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Enter that address if you trust it; a change from ws to wss is the usual reason."
        ),
    ),
    Cause.WEBSOCKET_UNAVAILABLE: (
        QT_TRANSLATE_NOOP("DoctorText", "The web server does not reach the broker behind it."),
        QT_TRANSLATE_NOOP("DoctorText", "It answers with HTTP {status}."),
        QT_TRANSLATE_NOOP("DoctorText", "Try again in a minute; then ask whoever runs the broker."),
    ),
    Cause.WEBSOCKET_SUBPROTOCOL: (
        QT_TRANSLATE_NOOP("DoctorText", "The WebSocket is not one for MQTT."),
        QT_TRANSLATE_NOOP("DoctorText", "The server opens a WebSocket, but does not agree to speak MQTT in it."),
        _WEBSOCKET,
    ),
    Cause.WEBSOCKET_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The server does not open a WebSocket."),
        QT_TRANSLATE_NOOP("DoctorText", "Its answer is not that of a WebSocket server (HTTP {status})."),
        _WEBSOCKET,
    ),
    Cause.VERSION_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not take this version of MQTT."),
        QT_TRANSLATE_NOOP("DoctorText", "{version} was tried, and refused."),
        QT_TRANSLATE_NOOP("DoctorText", "It takes {taken}: choose that on the General page."),
    ),
    Cause.CREDENTIALS_NEEDED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker wants to know who you are."),
        QT_TRANSLATE_NOOP("DoctorText", "It does not let in anybody without user name and password."),
        QT_TRANSLATE_NOOP("DoctorText", "Enter user name and password on the Authentication page."),
    ),
    Cause.CREDENTIALS_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not accept user name or password."),
        QT_TRANSLATE_NOOP("DoctorText", "It refused the user “{username}”; it does not say which of the two is wrong."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "Type both again: capitals count, and a space at the end is easily copied along. The user may also be "
            "allowed with another client id only.",
        ),
    ),
    Cause.AUTHENTICATION_FAILED: (
        QT_TRANSLATE_NOOP("DoctorText", "The authentication failed."),
        QT_TRANSLATE_NOOP("DoctorText", "The exchange of {method} did not succeed."),
        QT_TRANSLATE_NOOP("DoctorText", "Check user name and password, and whether the broker knows this method."),
    ),
    Cause.AUTHENTICATION_METHOD_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not know this way of authentication."),
        QT_TRANSLATE_NOOP("DoctorText", "{method} was tried."),
        QT_TRANSLATE_NOOP("DoctorText", "Choose another method on the Authentication page."),
    ),
    Cause.CLIENT_ID_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not accept the client id."),
        QT_TRANSLATE_NOOP("DoctorText", "“{client_id}” is not valid there, or not allowed."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Try one of at most 23 letters and digits, or the one that the broker expects of you."
        ),
    ),
    Cause.WILL_DENIED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker refuses the last will."),
        QT_TRANSLATE_NOOP("DoctorText", "Without it the same connection is accepted; its topic is “{topic}”."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "You may not be allowed to publish to that topic: change or switch off the last will."
        ),
    ),
    Cause.BANNED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker has banned this client."),
        QT_TRANSLATE_NOOP("DoctorText", "Its client id, user name or address is on a list."),
        QT_TRANSLATE_NOOP("DoctorText", "Ask whoever runs the broker."),
    ),
    Cause.BUSY: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker cannot take you now."),
        "",
        QT_TRANSLATE_NOOP("DoctorText", "Try again in a minute; then ask whoever runs the broker."),
    ),
    Cause.MOVED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker points to another one."),
        QT_TRANSLATE_NOOP("DoctorText", "The address that it names: {address}"),
        QT_TRANSLATE_NOOP("DoctorText", "Enter that address if you trust it."),
    ),
    Cause.REFUSED: (QT_TRANSLATE_NOOP("DoctorText", "The broker refused the connection."), "", _ASK),
    Cause.CLIENT_ID_CONTESTED: (
        QT_TRANSLATE_NOOP("DoctorText", "Another client uses the same client id."),
        QT_TRANSLATE_NOOP(
            "DoctorText",
            "The connection succeeded, and was thrown out when another client connected as “{client_id}”. Each throws "
            "the other out in turn.",
        ),
        QT_TRANSLATE_NOOP("DoctorText", "Give this connection a client id of its own on the General page."),
    ),
    Cause.THROWN_OUT: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker ended the connection soon after it was made."),
        QT_TRANSLATE_NOOP("DoctorText", "It did not say why."),
        QT_TRANSLATE_NOOP("DoctorText", "Another client may use the same client id; else look into the broker's log."),
    ),
    Cause.HUNG_UP_AT_SUBSCRIBE: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker hung up when it was asked for subscriptions."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Some brokers, those of clouds above all, do so for a filter that is not allowed."
        ),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Subscribe to topics that you may read only: # and $SYS/# are often forbidden."
        ),
    ),
    Cause.SUBSCRIPTIONS_REFUSED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker refused subscriptions."),
        QT_TRANSLATE_NOOP("DoctorText", "The connection works, but not for: {filters}"),
        QT_TRANSLATE_NOOP("DoctorText", "Ask for the right to read these topics, or change the Subscriptions page."),
    ),
    Cause.SUBSCRIPTIONS_UNANSWERED: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker does not answer the subscription."),
        QT_TRANSLATE_NOOP("DoctorText", "The connection works, but no answer came within {seconds} s."),
        _ASK,
    ),
    Cause.SESSION_ENDS_AT_ONCE: (
        QT_TRANSLATE_NOOP("DoctorText", "The session will not outlive the connection."),
        QT_TRANSLATE_NOOP(
            "DoctorText", "Clean start is off, but the session expiry is 0: the broker forgets the session at once."
        ),
        QT_TRANSLATE_NOOP("DoctorText", "Set a session expiry on the MQTT 5 page, or switch clean start on."),
    ),
    Cause.CERTIFICATE_EXPIRES_SOON: (
        QT_TRANSLATE_NOOP("DoctorText", "The broker's certificate expires soon."),
        QT_TRANSLATE_NOOP("DoctorText", "It is valid until {valid_until}, {days} days from now."),
        QT_TRANSLATE_NOOP("DoctorText", "Remind whoever runs the broker to renew it."),
    ),
    Cause.NOT_VERIFIED: (
        QT_TRANSLATE_NOOP("DoctorText", "Nobody checks who answers."),
        QT_TRANSLATE_NOOP("DoctorText", "The certificate is not verified: anybody on the way may pose as the broker."),
        QT_TRANSLATE_NOOP("DoctorText", "Choose whom to trust on the TLS page."),
    ),
    Cause.OTHER: (QT_TRANSLATE_NOOP("DoctorText", "The connection failed."), "", ""),
}
