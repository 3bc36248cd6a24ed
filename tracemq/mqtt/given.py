"""What callers may give in several forms, into the one that the client works with."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import RefusedLocally
from .packets import Subscription


def as_bytes(payload: object) -> bytes:
    """A payload; text becomes UTF-8."""
    if isinstance(payload, str):
        try:
            return payload.encode()
        except UnicodeEncodeError:
            raise RefusedLocally("a payload of text may not contain a lone surrogate") from None
    if isinstance(payload, bytes | bytearray | memoryview):
        return bytes(payload)
    raise RefusedLocally(f"a payload is bytes or text, not {type(payload).__name__}")  # bytes(5) would be five zeros


def as_subscriptions(wanted: Sequence[Subscription | str] | Subscription | str) -> tuple[Subscription, ...]:
    """A plain string is a filter at QoS 0."""
    if isinstance(wanted, (Subscription, str)):
        wanted = (wanted,)
    asked = tuple(Subscription(one) if isinstance(one, str) else one for one in wanted)
    for one in asked:
        if not isinstance(one, Subscription):
            raise RefusedLocally(f"a subscription, or its filter as text, not {type(one).__name__}")
    return asked
