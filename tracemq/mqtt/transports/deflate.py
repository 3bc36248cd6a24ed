"""The payloads of WebSocket messages into compressed ones and back: permessage-deflate (RFC 7692)."""

from __future__ import annotations

import zlib
from collections.abc import Generator
from typing import Final, TypeAlias

from .base import READ_BYTES

TAIL: Final = b"\x00\x00\xff\xff"  # ends each message; it is left out on the wire (section 7.2.1)
WINDOW_BITS: Final = 15
Inflated: TypeAlias = Generator[bytes, None, None]


def offer() -> str:
    """The extension as our request names it."""
    return "permessage-deflate; client_max_window_bits"


class Deflate:
    """What was agreed, with its state in both directions."""

    def __init__(self, parameters: dict[str, str]) -> None:
        self._bits = max(9, int(parameters.get("client_max_window_bits") or WINDOW_BITS))  # zlib has no window of 8
        self._forget_ours = "client_no_context_takeover" in parameters
        self._forget_theirs = "server_no_context_takeover" in parameters
        self._out = self._new_out()
        self._in = zlib.decompressobj(-WINDOW_BITS)

    @staticmethod
    def agreed(header: str) -> Deflate | None:
        """From the extensions that the server accepted; None: no compression."""
        for extension in header.split(","):
            name, *parameters = (part.strip() for part in extension.split(";"))
            if name == "permessage-deflate":
                pairs = (parameter.partition("=") for parameter in parameters)
                return Deflate({key.strip(): value.strip(' "') for key, _, value in pairs})
        return None

    def _new_out(self) -> zlib._Compress:
        return zlib.compressobj(wbits=-self._bits)

    def deflate(self, data: bytes) -> bytes:
        """A whole message."""
        packed = self._out.compress(data) + self._out.flush(zlib.Z_SYNC_FLUSH)
        if self._forget_ours:
            self._out = self._new_out()
        return packed.removesuffix(TAIL)

    def inflate(self, data: bytes, *, last: bool) -> Inflated:
        """A frame of a message, in pieces of bounded size; ValueError if it was not deflated data."""
        rest = data + TAIL if last else data
        try:
            while rest:
                piece = self._in.decompress(rest, READ_BYTES)
                if piece:
                    yield piece
                rest = self._in.unconsumed_tail
        except zlib.error as fault:
            raise ValueError(str(fault)) from fault
        if last and self._forget_theirs:
            self._in = zlib.decompressobj(-WINDOW_BITS)
