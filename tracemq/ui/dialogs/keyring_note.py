"""Turns how the keyring answered into where a password will be kept, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from tracemq.profiles.secrets import SecretsState


def keyring_note(state: SecretsState, *, remember: bool) -> str:
    """Say where a secret goes; "" if it goes where the user expects it."""
    if state is SecretsState.MISSING:
        return QCoreApplication.translate(
            "KeyringNote", "This computer has no keyring: what is secret is kept for this run only."
        )
    if state is SecretsState.LOCKED:
        return QCoreApplication.translate(
            "KeyringNote",
            "The keyring is locked: what is secret is kept for this run only. Unlock it to keep it longer.",
        )
    if state is SecretsState.REFUSED:
        return QCoreApplication.translate(
            "KeyringNote", "The keyring refused: what is secret is kept for this run only."
        )
    if not remember:
        return QCoreApplication.translate("KeyringNote", "It is asked for when connecting, and kept for this run only.")
    return ""
