"""Payloads into objects, by the content type that a message states (section 3.3.2.3.9)."""

from __future__ import annotations

from collections.abc import Callable

from .batch import Message

Decoder = Callable[[bytes], object]


class Decoders:
    """Functions by content type, filled by whoever uses the library. Parameters (; charset=...) do not count."""

    def __init__(self) -> None:
        self._decoders: dict[str, Decoder] = {}

    def add(self, content_type: str, decoder: Decoder) -> Callable[[], None]:
        """Register one, in place of an earlier one; the function returned takes it out again."""
        kind = _kind(content_type)
        self._decoders[kind] = decoder

        def remove() -> None:
            if self._decoders.get(kind) is decoder:
                del self._decoders[kind]

        return remove

    def find(self, content_type: str | None) -> Decoder | None:
        return self._decoders.get(_kind(content_type)) if content_type else None

    def decode(self, message: Message) -> object:
        """The decoded payload, or the bytes themselves if no decoder knows the type. Raises what the decoder does."""
        decoder = self.find(message.properties.content_type)
        return message.payload if decoder is None else decoder(message.payload)


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
