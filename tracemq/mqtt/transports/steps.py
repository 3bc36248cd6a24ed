"""Turns a block of code into one reported step of a connect: how long it took and how it ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tracemq.mqtt.tasks import call_safely

from .base import Step, StepDone, Trace


@contextmanager
def stage(trace: Trace, step: Step, **known: object) -> Iterator[dict[str, object]]:
    """Report the block as a step; the block may add facts to the dictionary it is given."""
    started = time.monotonic()
    facts: dict[str, object] = dict(known)
    error: Exception | None = None
    try:
        yield facts
    except BaseException as fault:
        error = fault if isinstance(fault, Exception) else TimeoutError()  # cancelled: by the time limit or by the user
        raise
    finally:
        call_safely(trace, StepDone(step=step, seconds=time.monotonic() - started, facts=facts, error=error))
