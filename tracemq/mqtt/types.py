"""The vocabulary of MQTT that every other module speaks: versions, QoS levels, packet types and limits."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Version(IntEnum):
    """Protocol versions; the value is the protocol level that CONNECT carries (section 3.1.2.2)."""

    V31 = 3
    V311 = 4
    V5 = 5


class QoS(IntEnum):
    """Quality of service (section 4.3)."""

    AT_MOST_ONCE = 0
    AT_LEAST_ONCE = 1
    EXACTLY_ONCE = 2


class PacketType(IntEnum):
    """Control packet types: the upper four bits of the first byte (section 2.1.2)."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    PUBREC = 5
    PUBREL = 6
    PUBCOMP = 7
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14
    AUTH = 15


PROTOCOL_NAMES: Final = {Version.V31: "MQIsdp", Version.V311: "MQTT", Version.V5: "MQTT"}

MAX_REMAINING_LENGTH: Final = 268_435_455  # four bytes of seven bits each (section 2.1.4)
MAX_PACKET_ID: Final = 65_535
MAX_STRING_BYTES: Final = 65_535  # UTF-8 strings and binary data alike (sections 1.5.4 and 1.5.6)
MAX_31_CLIENT_ID_BYTES: Final = 23  # MQTT 3.1, section 3.1, which knows no empty one either
