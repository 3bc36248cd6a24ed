"""A limit of seconds around what is awaited, into TimedOut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .errors import TimedOut


@asynccontextmanager
async def time_limit(seconds: float | None, waiting_for: str) -> AsyncIterator[None]:
    """TimedOut(waiting_for, seconds) if the body takes longer; None: no limit. Its own errors are left alone."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except TimeoutError as fault:
        if seconds is None or not limit.expired():
            raise
        raise TimedOut(waiting_for, seconds) from fault
