"""Turns OpenSSL's errors into TlsFailed with the fault named."""

from __future__ import annotations

import ssl
from typing import Final

from tracemq.mqtt.errors import TlsFailed, TlsFault

# X509_V_ERR_... of OpenSSL's x509_vfy.h
VERIFY_FAULTS: Final = {
    2: TlsFault.UNKNOWN_ISSUER,
    9: TlsFault.NOT_YET_VALID,
    10: TlsFault.EXPIRED,
    18: TlsFault.SELF_SIGNED,
    19: TlsFault.UNKNOWN_ISSUER,  # a self-signed authority, which is not trusted
    20: TlsFault.UNKNOWN_ISSUER,
    21: TlsFault.UNKNOWN_ISSUER,
    23: TlsFault.REVOKED,
    62: TlsFault.WRONG_HOST,
    64: TlsFault.WRONG_HOST,  # an IP address
}

# SSLError.reason of the supported versions of OpenSSL
REASONS: Final = {
    "WRONG_VERSION_NUMBER": TlsFault.NOT_TLS,
    "UNKNOWN_PROTOCOL": TlsFault.NOT_TLS,
    "HTTP_REQUEST": TlsFault.NOT_TLS,
    "PACKET_LENGTH_TOO_LONG": TlsFault.NOT_TLS,
    "RECORD_LAYER_FAILURE": TlsFault.NOT_TLS,
    "UNEXPECTED_EOF_WHILE_READING": TlsFault.CLOSED,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": TlsFault.NEEDS_CLIENT_CERTIFICATE,
    "TLSV1_ALERT_UNKNOWN_CA": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "SSLV3_ALERT_BAD_CERTIFICATE": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "SSLV3_ALERT_CERTIFICATE_REVOKED": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "TLSV1_ALERT_ACCESS_DENIED": TlsFault.CLIENT_CERTIFICATE_REFUSED,
    "TLSV1_ALERT_PROTOCOL_VERSION": TlsFault.NO_COMMON_VERSION,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": TlsFault.NO_COMMON_VERSION,
    "UNSUPPORTED_PROTOCOL": TlsFault.NO_COMMON_VERSION,
    "NO_PROTOCOLS_AVAILABLE": TlsFault.NO_COMMON_VERSION,
    "NO_CIPHERS_AVAILABLE": TlsFault.NO_COMMON_VERSION,
    "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY": TlsFault.PSK_REFUSED,
    "TLSV1_ALERT_DECRYPT_ERROR": TlsFault.PSK_REFUSED,
    "SSLV3_ALERT_BAD_RECORD_MAC": TlsFault.PSK_REFUSED,
}


def translate(fault: ssl.SSLError | ssl.CertificateError, server_name: str) -> TlsFailed:
    """The same error with its cause as an enum; what OpenSSL wrote is kept as `detail`."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        named = VERIFY_FAULTS.get(fault.verify_code, TlsFault.BAD_CERTIFICATE)
        return TlsFailed(named, fault.verify_message, server_name=server_name, verify_code=fault.verify_code)
    if isinstance(fault, ssl.SSLEOFError):
        return TlsFailed(TlsFault.CLOSED, str(fault), server_name=server_name)
    reason = str(getattr(fault, "reason", "") or "")
    return TlsFailed(REASONS.get(reason, TlsFault.OTHER), reason or str(fault), server_name=server_name)
