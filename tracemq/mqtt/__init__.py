"""MQTT 3.1, 3.1.1 and 5.0: packets, session and client. Plain Python, usable without a window.

The public names stand in `names` and are fetched when the first of them is asked for. Who needs one module, such as
`tracemq.mqtt.types`, does not wait for all the others and for numpy: that is a third of the time in which the window
opens.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .names import *  # noqa: F403  # the list has one home
else:

    def __getattr__(name: str) -> object:
        """Fetch a module of this package by itself, or all public names at once."""
        private = name.startswith("_") and name != "__all__"  # whoever looks at modules asks for `__wrapped__`
        if not private and find_spec(f"{__name__}.{name}") is not None:
            return import_module(f".{name}", __name__)
        if private or name not in (fetched := _fetched()):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return fetched[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *_fetched()})


def _fetched() -> dict[str, object]:
    from . import names

    found = {name: getattr(names, name) for name in ("__all__", *names.__all__)}
    globals().update(found)
    return found
