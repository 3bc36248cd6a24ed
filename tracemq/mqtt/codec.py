"""Packets into bytes and bytes into packets: the codec of MQTT 3.1, 3.1.1 and 5.0 under one name."""

from __future__ import annotations

from .decode import decode, decode_publish_properties
from .decode_requests import version_of_connect
from .encode import encode, encode_publish, publish_properties, publish_topic
from .roles import Sender

__all__ = [
    "Sender",
    "decode",
    "decode_publish_properties",
    "encode",
    "encode_publish",
    "publish_properties",
    "publish_topic",
    "version_of_connect",
]
