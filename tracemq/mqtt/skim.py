"""The property bytes of a PUBLISH into its topic alias, for those that are plainly in order.

Part of the hot path (see scan.py): messages whose properties are new each time (a time stamp, correlation data) cost
1 to 2 us here and 10 in the codec. Whatever is not plainly in order is left to the codec.
"""

from __future__ import annotations

from typing import Final

from .topics import topic_problem

UNSURE: Final = -1
_FIXED: Final = {0x01: 1, 0x02: 4, 0x23: 2}  # bytes of payload format indicator, message expiry, topic alias
_TEXTS: Final = {0x03: 1, 0x08: 1, 0x26: 2}  # texts in content type, response topic, user property
_CORRELATION_DATA: Final = 0x09
_REPEATS: Final = 0x26
_LONGEST: Final = 1 << 14  # bytes: beyond that there may be very many
_RESPONSE_TOPIC: Final = 0x08


def skim(data: bytes, position: int, end: int) -> int:
    """The topic alias in the properties from `position` (behind their length) to `end`: 0 if none, or UNSURE."""
    if end - position > _LONGEST:
        return UNSURE
    seen = 0
    alias = 0
    try:
        while position < end:
            identifier = data[position]
            position += 1
            if identifier != _REPEATS:
                if seen >> identifier & 1:
                    return UNSURE
                seen |= 1 << identifier
            if identifier in _TEXTS:
                for _ in range(_TEXTS[identifier]):
                    start = position + 2
                    position = start + (data[position] << 8 | data[position + 1])
                    text = data[start:position].decode()
                    if "\0" in text or (identifier == _RESPONSE_TOPIC and topic_problem(text) is not None):
                        return UNSURE
            elif identifier in _FIXED:
                value = int.from_bytes(data[position : position + _FIXED[identifier]], "big")
                position += _FIXED[identifier]
                if identifier == 0x23:
                    alias = value or UNSURE
                elif identifier == 0x01 and value > 1:
                    return UNSURE
            elif identifier == _CORRELATION_DATA:
                position += 2 + (data[position] << 8 | data[position + 1])
            else:
                return UNSURE
    except (IndexError, UnicodeDecodeError):
        return UNSURE
    return alias if position == end else UNSURE
