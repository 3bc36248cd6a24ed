"""Turns the inspector, which knows nothing of connections, into one that is joined to one, and to the user's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs
from PySide6.QtWidgets import QWidget

from tracemq.desktop import DESKTOP_ID
from tracemq.profiles.bindings import FILE_NAME, BindingStore
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_bindings import PayloadBindings
from tracemq.workspace.connection import Connection

from .inspector import InspectorPanel


def inspector(connection: Connection, parent: QWidget) -> InspectorPanel:
    """Make the inspector of a connection."""
    return InspectorPanel(parent, Inspected(shared_bindings(), connection))


def shared_bindings() -> PayloadBindings:
    """Return what the user has said of the payloads of topics."""
    return _bindings(PlatformDirs(DESKTOP_ID, appauthor=False).user_config_path / FILE_NAME)


@cache
def _bindings(path: Path) -> PayloadBindings:
    """All tabs hold to the same rules, and hear of each other's changes."""
    return PayloadBindings(BindingStore(path))
