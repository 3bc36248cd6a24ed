"""The ways to a server: each turns an address into a stream of bytes behind one small protocol."""

from __future__ import annotations

from .base import Receiver, Transport, TransportFacts

__all__ = ["Receiver", "Transport", "TransportFacts"]
