"""The sentences for errors of the operating system and of Python itself; `error_text` says them."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Final

from .marked import QT_TRANSLATE_NOOP

Sentences = tuple[str, str, str]  # what happened, why, what to try

_CHECK_NETWORK: Final = QT_TRANSLATE_NOOP("ErrorText", "Check the network of this computer, its VPN and firewall.")
_FILE_TITLE: Final = QT_TRANSLATE_NOOP("ErrorText", "The file could not be used.")

# Python's classes for errors of the operating system; the first that fits along the class's ancestry counts.
SYSTEM: Final[dict[type[BaseException], Sentences]] = {
    socket.gaierror: (
        QT_TRANSLATE_NOOP("ErrorText", "The host name is not known."),
        QT_TRANSLATE_NOOP("ErrorText", "The network's directory of names has no address for it."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the spelling of the host, and that this computer is online."),
    ),
    ConnectionRefusedError: (
        QT_TRANSLATE_NOOP("ErrorText", "Nobody answers at this host and port."),
        QT_TRANSLATE_NOOP("ErrorText", "The computer is there, but no program accepts connections on this port."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the port, and that the broker runs and is reachable from here."),
    ),
    ConnectionResetError: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side cut the connection."),
        QT_TRANSLATE_NOOP("ErrorText", "It was reset in the middle of the conversation."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Check that the port fits the scheme (TLS or not, WebSocket or not), then connect again."
        ),
    ),
    ConnectionAbortedError: (
        QT_TRANSLATE_NOOP("ErrorText", "The connection was broken off."),
        QT_TRANSLATE_NOOP("ErrorText", "The operating system of this computer gave it up."),
        _CHECK_NETWORK,
    ),
    BrokenPipeError: (
        QT_TRANSLATE_NOOP("ErrorText", "The other side has closed the connection."),
        QT_TRANSLATE_NOOP("ErrorText", "It ended while something was being sent."),
        QT_TRANSLATE_NOOP("ErrorText", "Connect again."),
    ),
    TimeoutError: (
        QT_TRANSLATE_NOOP("ErrorText", "Nobody answered in time."),
        QT_TRANSLATE_NOOP("ErrorText", "The host did not react at all."),
        QT_TRANSLATE_NOOP("ErrorText", "Check host and port; a firewall that drops connections looks like this."),
    ),
    FileNotFoundError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "There is no such file."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose it again: it may have been moved, renamed or deleted."),
    ),
    PermissionError: (
        QT_TRANSLATE_NOOP("ErrorText", "The operating system does not allow this."),
        QT_TRANSLATE_NOOP("ErrorText", "You do not have the right to use this file or address."),
        QT_TRANSLATE_NOOP("ErrorText", "Change the permissions, or choose another place."),
    ),
    IsADirectoryError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "It is a folder."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose a file in it."),
    ),
    NotADirectoryError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "A part of its path is not a folder."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another place."),
    ),
    FileExistsError: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "There is already something of that name."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another name."),
    ),
    ssl.SSLError: (
        QT_TRANSLATE_NOOP("ErrorText", "The encrypted connection (TLS) could not be set up."),
        QT_TRANSLATE_NOOP("ErrorText", "The two sides could not agree on how to encrypt."),
        QT_TRANSLATE_NOOP("ErrorText", "Check the port: 8883 is usual for mqtts, 1883 for mqtt."),
    ),
    OSError: (
        QT_TRANSLATE_NOOP("ErrorText", "The operating system reported an error."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Try again; the technical details below help when searching for the cause."),
    ),
    UnicodeError: (
        QT_TRANSLATE_NOOP("ErrorText", "This text cannot be used."),
        QT_TRANSLATE_NOOP("ErrorText", "It contains characters that are not allowed here, or bytes that are not text."),
        QT_TRANSLATE_NOOP("ErrorText", "Remove unusual characters and try again."),
    ),
    MemoryError: (
        QT_TRANSLATE_NOOP("ErrorText", "There is not enough memory."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no memory left for it."),
        QT_TRANSLATE_NOOP("ErrorText", "Clear messages, or close other programs."),
    ),
    Exception: (
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong that nobody foresaw."),
        QT_TRANSLATE_NOOP("ErrorText", "This is a fault of the program, not yours."),
        QT_TRANSLATE_NOOP("ErrorText", "Please report it, with the technical details below."),
    ),
}

# Errors that Python has no class of its own for, or where the number says more than the class.
NUMBERS: Final[dict[int, Sentences]] = {
    errno.ENETUNREACH: (
        QT_TRANSLATE_NOOP("ErrorText", "The network cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer knows no way to the broker's address."),
        _CHECK_NETWORK,
    ),
    errno.EHOSTUNREACH: (
        QT_TRANSLATE_NOOP("ErrorText", "The host cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no way to it, or it is switched off."),
        _CHECK_NETWORK,
    ),
    errno.ENETDOWN: (
        QT_TRANSLATE_NOOP("ErrorText", "The network is down."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no network connection."),
        _CHECK_NETWORK,
    ),
    errno.EADDRNOTAVAIL: (
        QT_TRANSLATE_NOOP("ErrorText", "The address cannot be used from here."),
        QT_TRANSLATE_NOOP("ErrorText", "This computer has no address of the kind that is needed, such as IPv6."),
        QT_TRANSLATE_NOOP("ErrorText", "Use another address of the broker, such as its IPv4 address."),
    ),
    errno.EMFILE: (
        QT_TRANSLATE_NOOP("ErrorText", "Too many files and connections are open."),
        QT_TRANSLATE_NOOP("ErrorText", "The operating system does not give this program any more."),
        QT_TRANSLATE_NOOP("ErrorText", "Close some connections and try again."),
    ),
    errno.ENOSPC: (
        QT_TRANSLATE_NOOP("ErrorText", "The disk is full."),
        QT_TRANSLATE_NOOP("ErrorText", "There is no room to write the file."),
        QT_TRANSLATE_NOOP("ErrorText", "Make room, or choose another disk; what was there before is untouched."),
    ),
    errno.EROFS: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "This place can only be read."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another place."),
    ),
    errno.ENOTEMPTY: (
        QT_TRANSLATE_NOOP("ErrorText", "The folder is not empty."),
        QT_TRANSLATE_NOOP("ErrorText", "Files go into an empty folder alone, so that none is written over."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose an empty folder, or make a new one."),
    ),
    errno.ENAMETOOLONG: (
        _FILE_TITLE,
        QT_TRANSLATE_NOOP("ErrorText", "Its name is too long."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose a shorter name."),
    ),
}
