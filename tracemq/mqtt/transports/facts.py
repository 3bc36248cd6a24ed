"""Sockets and their encryption into facts that can be shown."""

from __future__ import annotations

import _ssl
import socket
import ssl

from .base import TlsFacts, TransportFacts


def tls_facts(tls: ssl.SSLObject, *, verified: bool) -> TlsFacts:
    """An encrypted connection as it was negotiated."""
    cipher = tls.cipher()
    return TlsFacts(
        version=tls.version() or "",
        cipher=cipher[0] if cipher else "",
        verified=verified,
        alpn=tls.selected_alpn_protocol(),
        certificate=tls.getpeercert(binary_form=True),
        chain=peer_chain(tls),
    )


def peer_chain(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """The certificates that the peer sent, DER, its own first."""
    whole = getattr(tls, "get_unverified_chain", None)  # from Python 3.13 on; before that only the object inside has it
    if whole is not None:
        return tuple(whole())
    inner = getattr(getattr(tls, "_sslobj", None), "get_unverified_chain", None)
    if inner is not None:
        return tuple(each.public_bytes(_ssl.ENCODING_DER) for each in inner() or ())
    own = tls.getpeercert(binary_form=True)
    return (own,) if own else ()


def socket_facts(connected: socket.socket, proxy: str) -> TransportFacts:
    """Both ends of a socket that has just been connected."""
    try:
        return TransportFacts(peer=shown(connected.getpeername()), local=shown(connected.getsockname()), proxy=proxy)
    except OSError:  # it has been reset meanwhile, which whoever reads it will see
        return TransportFacts(proxy=proxy)


def shown(name: object) -> str:
    """A socket's name as people write it."""
    if not isinstance(name, tuple):
        return str(name)
    host, port = name[0], name[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
