"""Turns a reason code, and the packet that carried it, into what it means and what to try."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType

from .marked import QT_TRANSLATE_NOOP


class ReasonText(NamedTuple):
    """`advice` is empty where there is nothing to do."""

    meaning: str
    advice: str


_R = ReasonCode
_P = PacketType

# What a code means wherever it stands. NORMAL_DISCONNECTION and GRANTED_QOS_0 are SUCCESS under other names.
_MEANINGS: Final[dict[ReasonCode, tuple[str, str]]] = {
    _R.SUCCESS: (QT_TRANSLATE_NOOP("ReasonText", "It worked."), ""),
    _R.GRANTED_QOS_1: (QT_TRANSLATE_NOOP("ReasonText", "Subscribed; messages come with QoS 1 at most."), ""),
    _R.GRANTED_QOS_2: (QT_TRANSLATE_NOOP("ReasonText", "Subscribed; messages come with QoS 2 at most."), ""),
    _R.DISCONNECT_WITH_WILL_MESSAGE: (
        QT_TRANSLATE_NOOP("ReasonText", "The connection was closed and the broker publishes the last will."),
        "",
    ),
    _R.NO_MATCHING_SUBSCRIBERS: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker took the message, but nobody subscribes to its topic."),
        QT_TRANSLATE_NOOP("ReasonText", "If somebody should have received it, compare the topic letter by letter."),
    ),
    _R.NO_SUBSCRIPTION_EXISTED: (
        QT_TRANSLATE_NOOP("ReasonText", "There was no such subscription to end."),
        QT_TRANSLATE_NOOP("ReasonText", "Nothing to do: messages for this filter do not come any more."),
    ),
    _R.CONTINUE_AUTHENTICATION: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker wants the next step of the authentication."),
        "",
    ),
    _R.RE_AUTHENTICATE: (QT_TRANSLATE_NOOP("ReasonText", "A new authentication was asked for."), ""),
    _R.UNSPECIFIED_ERROR: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker failed and does not say why."),
        QT_TRANSLATE_NOOP("ReasonText", "Look into the broker's log, or ask whoever runs it."),
    ),
    _R.MALFORMED_PACKET: (
        QT_TRANSLATE_NOOP("ReasonText", "A packet could not be read, because its bytes are not valid MQTT."),
        QT_TRANSLATE_NOOP("ReasonText", "Check that host and port belong to an MQTT broker, and try another version."),
    ),
    _R.PROTOCOL_ERROR: (
        QT_TRANSLATE_NOOP("ReasonText", "Something was sent that the MQTT standard does not allow at that point."),
        QT_TRANSLATE_NOOP("ReasonText", "Try another MQTT version; look into the broker's log for the details."),
    ),
    _R.IMPLEMENTATION_SPECIFIC_ERROR: (
        QT_TRANSLATE_NOOP("ReasonText", "The request is valid, but this broker does not accept it."),
        QT_TRANSLATE_NOOP("ReasonText", "Look into the broker's documentation or log for a limit of its own."),
    ),
    _R.UNSUPPORTED_PROTOCOL_VERSION: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not speak this MQTT version."),
        QT_TRANSLATE_NOOP("ReasonText", "Choose another MQTT version for the connection; 3.1.1 works almost anywhere."),
    ),
    _R.CLIENT_IDENTIFIER_NOT_VALID: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not accept this client id."),
        QT_TRANSLATE_NOOP(
            "ReasonText",
            "Use a short client id of letters and digits. An empty one needs a clean start, and some brokers accept"
            " only the ids they know.",
        ),
    ),
    _R.BAD_USER_NAME_OR_PASSWORD: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not accept this user name or password."),
        QT_TRANSLATE_NOOP("ReasonText", "Type both again; mind capital letters and spaces at the ends."),
    ),
    _R.NOT_AUTHORIZED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not allow this."),
        QT_TRANSLATE_NOOP("ReasonText", "Ask whoever runs the broker for the right to do it."),
    ),
    _R.SERVER_UNAVAILABLE: (
        QT_TRANSLATE_NOOP("ReasonText", "The MQTT service is not available at the moment."),
        QT_TRANSLATE_NOOP("ReasonText", "Wait a while and connect again."),
    ),
    _R.SERVER_BUSY: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker is too busy."),
        QT_TRANSLATE_NOOP("ReasonText", "Wait a while and try again."),
    ),
    _R.BANNED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker has banned this client."),
        QT_TRANSLATE_NOOP("ReasonText", "Ask whoever runs the broker to lift the ban, or use another client id."),
    ),
    _R.SERVER_SHUTTING_DOWN: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker is shutting down."),
        QT_TRANSLATE_NOOP("ReasonText", "Connect again when it has started anew."),
    ),
    _R.BAD_AUTHENTICATION_METHOD: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not support this way of authentication."),
        QT_TRANSLATE_NOOP("ReasonText", "Choose another one on the Authentication page of the connection."),
    ),
    _R.KEEP_ALIVE_TIMEOUT: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker heard nothing for longer than the keep-alive time."),
        QT_TRANSLATE_NOOP("ReasonText", "Check the network; a longer keep alive bridges short interruptions."),
    ),
    _R.SESSION_TAKEN_OVER: (
        QT_TRANSLATE_NOOP("ReasonText", "Another client has connected with the same client id and took over."),
        QT_TRANSLATE_NOOP("ReasonText", "Give this connection a client id of its own."),
    ),
    _R.TOPIC_FILTER_INVALID: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not accept this topic filter."),
        QT_TRANSLATE_NOOP("ReasonText", "Use another filter; many brokers restrict some branches of the topic tree."),
    ),
    _R.TOPIC_NAME_INVALID: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not accept this topic."),
        QT_TRANSLATE_NOOP("ReasonText", "Use another topic; many brokers restrict some branches of the topic tree."),
    ),
    _R.PACKET_IDENTIFIER_IN_USE: (
        QT_TRANSLATE_NOOP("ReasonText", "The number of this packet is still in use on the other side."),
        QT_TRANSLATE_NOOP("ReasonText", "Connect again with a clean start, so that both sides begin anew."),
    ),
    _R.PACKET_IDENTIFIER_NOT_FOUND: (
        QT_TRANSLATE_NOOP("ReasonText", "The other side no longer knows this unfinished message."),
        QT_TRANSLATE_NOOP("ReasonText", "Usually harmless after a reconnect: the message was settled before."),
    ),
    _R.RECEIVE_MAXIMUM_EXCEEDED: (
        QT_TRANSLATE_NOOP("ReasonText", "More unconfirmed messages were under way than the receiver allows."),
        QT_TRANSLATE_NOOP("ReasonText", "Raise the receive maximum of the connection, and report this to its maker."),
    ),
    _R.TOPIC_ALIAS_INVALID: (
        QT_TRANSLATE_NOOP("ReasonText", "A topic alias was used that the receiver does not allow."),
        QT_TRANSLATE_NOOP("ReasonText", "Publish without a topic alias, or with a smaller one."),
    ),
    _R.PACKET_TOO_LARGE: (
        QT_TRANSLATE_NOOP("ReasonText", "The packet is larger than the receiver accepts."),
        QT_TRANSLATE_NOOP("ReasonText", "Send a smaller payload, or raise the maximum packet size."),
    ),
    _R.MESSAGE_RATE_TOO_HIGH: (
        QT_TRANSLATE_NOOP("ReasonText", "Too many messages were sent in too short a time."),
        QT_TRANSLATE_NOOP("ReasonText", "Publish more slowly."),
    ),
    _R.QUOTA_EXCEEDED: (
        QT_TRANSLATE_NOOP("ReasonText", "A limit that the broker has set for this client is used up."),
        QT_TRANSLATE_NOOP("ReasonText", "Wait, send less, or ask whoever runs the broker to raise the limit."),
    ),
    _R.ADMINISTRATIVE_ACTION: (
        QT_TRANSLATE_NOOP("ReasonText", "Somebody who runs the broker closed the connection."),
        QT_TRANSLATE_NOOP("ReasonText", "Ask them why before connecting again."),
    ),
    _R.PAYLOAD_FORMAT_INVALID: (
        QT_TRANSLATE_NOOP("ReasonText", "The payload is not of the format that it claims to have."),
        QT_TRANSLATE_NOOP("ReasonText", "Send valid UTF-8 text, or do not set the payload format to text."),
    ),
    _R.RETAIN_NOT_SUPPORTED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not keep retained messages."),
        QT_TRANSLATE_NOOP("ReasonText", "Publish without Retain; check the last will of the connection as well."),
    ),
    _R.QOS_NOT_SUPPORTED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not support this QoS level."),
        QT_TRANSLATE_NOOP("ReasonText", "Use a lower QoS; check the last will of the connection as well."),
    ),
    _R.USE_ANOTHER_SERVER: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker asks to use another broker for now."),
        QT_TRANSLATE_NOOP("ReasonText", "Connect to the broker that it names, or try this one again later."),
    ),
    _R.SERVER_MOVED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker has moved to another address for good."),
        QT_TRANSLATE_NOOP("ReasonText", "Change the host of the connection to the one that the broker names."),
    ),
    _R.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not support shared subscriptions."),
        QT_TRANSLATE_NOOP("ReasonText", "Subscribe without $share and the group's name."),
    ),
    _R.CONNECTION_RATE_EXCEEDED: (
        QT_TRANSLATE_NOOP("ReasonText", "Connections were opened too often in too short a time."),
        QT_TRANSLATE_NOOP("ReasonText", "Wait a while before connecting again."),
    ),
    _R.MAXIMUM_CONNECT_TIME: (
        QT_TRANSLATE_NOOP("ReasonText", "The connection lasted for as long as the broker allows."),
        QT_TRANSLATE_NOOP("ReasonText", "Connect again."),
    ),
    _R.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not support subscription identifiers."),
        QT_TRANSLATE_NOOP("ReasonText", "Subscribe without a subscription identifier."),
    ),
    _R.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED: (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not support wildcards in topic filters."),
        QT_TRANSLATE_NOOP("ReasonText", "Subscribe to whole topics, without + and #."),
    ),
}

# What it means in one packet, where that can be said better.
_IN_PACKET: Final[dict[tuple[ReasonCode, PacketType], tuple[str, str]]] = {
    (_R.SUCCESS, _P.CONNACK): (QT_TRANSLATE_NOOP("ReasonText", "The broker accepted the connection."), ""),
    (_R.SUCCESS, _P.PUBLISH): (
        QT_TRANSLATE_NOOP("ReasonText", "Sent. With QoS 0 the broker does not confirm anything."),
        "",
    ),
    (_R.SUCCESS, _P.PUBACK): (QT_TRANSLATE_NOOP("ReasonText", "The broker has the message."), ""),
    (_R.SUCCESS, _P.PUBREC): (QT_TRANSLATE_NOOP("ReasonText", "The broker has the message."), ""),
    (_R.SUCCESS, _P.PUBCOMP): (QT_TRANSLATE_NOOP("ReasonText", "The broker has the message, exactly once."), ""),
    (_R.SUCCESS, _P.SUBACK): (
        QT_TRANSLATE_NOOP("ReasonText", "Subscribed; messages come with QoS 0 at most."),
        "",
    ),
    (_R.SUCCESS, _P.UNSUBACK): (QT_TRANSLATE_NOOP("ReasonText", "Unsubscribed."), ""),
    (_R.SUCCESS, _P.DISCONNECT): (QT_TRANSLATE_NOOP("ReasonText", "The connection was closed as usual."), ""),
    (_R.SUCCESS, _P.AUTH): (QT_TRANSLATE_NOOP("ReasonText", "The authentication succeeded."), ""),
    (_R.NOT_AUTHORIZED, _P.CONNACK): (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not let this client in."),
        QT_TRANSLATE_NOOP("ReasonText", "Check user name, password and client id; many brokers require all three."),
    ),
    (_R.NOT_AUTHORIZED, _P.PUBACK): (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not allow this client to publish to that topic."),
        QT_TRANSLATE_NOOP("ReasonText", "Use another topic, or ask whoever runs the broker for the right to do it."),
    ),
    (_R.NOT_AUTHORIZED, _P.PUBREC): (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not allow this client to publish to that topic."),
        QT_TRANSLATE_NOOP("ReasonText", "Use another topic, or ask whoever runs the broker for the right to do it."),
    ),
    (_R.NOT_AUTHORIZED, _P.SUBACK): (
        QT_TRANSLATE_NOOP("ReasonText", "The broker does not allow this client to read those topics."),
        QT_TRANSLATE_NOOP("ReasonText", "Use a narrower filter, or ask whoever runs the broker for the right."),
    ),
    (_R.UNSPECIFIED_ERROR, _P.SUBACK): (
        QT_TRANSLATE_NOOP("ReasonText", "The broker refused this subscription and does not say why."),
        QT_TRANSLATE_NOOP("ReasonText", "Use a narrower filter: most brokers refuse what the user may not read."),
    ),
}


def reason_text(code: ReasonCode, packet: PacketType | None = None) -> ReasonText:
    """Say a code in the user's language; `packet` is the one that brought it, if that is known."""
    in_packet = _IN_PACKET.get((code, packet)) if packet is not None else None
    meaning, advice = in_packet or _MEANINGS[code]
    return ReasonText(_translated(meaning), _translated(advice))


def _translated(sentence: str) -> str:
    return QCoreApplication.translate("ReasonText", sentence) if sentence else ""
