"""The head of an HTTP answer into its status and headers, whatever its version: for answers that are no WebSocket."""

from __future__ import annotations

import re
from email.parser import HeaderParser
from typing import Final

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? ([1-5]\d\d)(?: |\r|\n|$)", re.IGNORECASE)


def status_and_headers(head: bytes | None) -> tuple[int, dict[str, str]]:
    """(0, {}) if it is no HTTP. A header that comes twice counts with its last value."""
    found = _STATUS.match(head or b"")
    if head is None or found is None:
        return 0, {}
    headers = HeaderParser().parsestr(head.partition(b"\n")[2].decode("latin-1"), headersonly=True)
    return int(found[1]), dict(headers.items())
