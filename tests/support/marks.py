"""Marks that several test modules share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import pytest

from .screen import missing_tools

Test = TypeVar("Test", bound=Callable[..., Any])

# one screen at a time: some of them measure how fluid the window is
ON_SCREEN: Final = (
    pytest.mark.xvfb,
    pytest.mark.xdist_group("screen"),
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {', '.join(missing_tools())}"),
)


def on_screen(test: Test) -> Test:
    """Mark one test of a module whose others need no screen."""
    for mark in ON_SCREEN:
        test = mark(test)
    return test
