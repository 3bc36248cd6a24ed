"""Packets into bytes and bytes into packets: the codec of MQTT 3.1, 3.1.1 and 5.0 under one name."""

from __future__ import annotations

from .properties import Properties
from .property_codec import read_properties
from .types import PacketType
from .wire import Buffer, Reader

__all__ = ["decode_publish_properties"]


def decode_publish_properties(data: Buffer) -> Properties:
    """The properties of a PUBLISH: `data` begins at the property length and ends where the payload begins."""
    reader = Reader(data, 0, len(data))
    properties = read_properties(reader, PacketType.PUBLISH)
    reader.finish()
    return properties
