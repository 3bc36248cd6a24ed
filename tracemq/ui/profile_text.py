"""The sentences for what is wrong, unusual or unused in a profile; `problem_text` says them."""

from __future__ import annotations

from enum import Enum
from typing import Final

from tracemq.profiles.cautions import Caution
from tracemq.profiles.problems import Problem
from tracemq.viewmodels.profile_form import Unused

from .marked import QT_TRANSLATE_NOOP

PROFILE_TEXTS: Final[dict[Enum, str]] = {
    Problem.NAME_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Give the connection a name."),
    Problem.ID_INVALID: QT_TRANSLATE_NOOP("ProblemText", "The profile's id is not valid; duplicate the connection."),
    Problem.HOST_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Enter a host name or an IP address."),
    Problem.HOST_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This is not a valid host name or IP address."),
    Problem.OUT_OF_RANGE: QT_TRANSLATE_NOOP("ProblemText", "Enter a number from {low} to {high}."),
    Problem.SOCKET_PATH_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Enter the path of the socket's file."),
    Problem.SOCKET_PATH_TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "The path is too long: 107 bytes at most."),
    Problem.CLIENT_ID_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "MQTT 3.1 needs a client id of 1 to 23 characters."),
    Problem.CLIENT_ID_TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "MQTT 3.1 allows 23 characters at most."),
    Problem.CLIENT_ID_NEEDS_CLEAN_START: QT_TRANSLATE_NOOP(
        "ProblemText", "Enter a client id, or switch Clean session on: without both there is no session to resume."
    ),
    Problem.USERNAME_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Enter the user name."),
    Problem.NEEDS_MQTT_5: QT_TRANSLATE_NOOP("ProblemText", "This needs MQTT 5.0; choose it on the General page."),
    Problem.FILE_NOT_CHOSEN: QT_TRANSLATE_NOOP("ProblemText", "Choose the file or folder."),
    Problem.HAS_NUL: QT_TRANSLATE_NOOP("ProblemText", "This contains a NUL character, which MQTT does not allow."),
    Problem.HAS_SURROGATE: QT_TRANSLATE_NOOP("ProblemText", "This contains half a character; type it again."),
    Problem.TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "This is too long: 65,535 bytes at most."),
    Problem.PATH_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This must not contain spaces, control characters or #."),
    Problem.HEADER_NAME_INVALID: QT_TRANSLATE_NOOP(
        "ProblemText", "A header's name consists of letters, digits and hyphens."
    ),
    Problem.HEADER_VALUE_INVALID: QT_TRANSLATE_NOOP(
        "ProblemText", "A header's value must be one line of plain characters."
    ),
    Problem.HEADER_RESERVED: QT_TRANSLATE_NOOP("ProblemText", "The WebSocket sets this header itself."),
    Problem.ALPN_INVALID: QT_TRANSLATE_NOOP("ProblemText", "An ALPN name has 1 to 255 plain characters."),
    Problem.SERVER_NAME_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This is not a valid host name."),
    Problem.HEX_INVALID: QT_TRANSLATE_NOOP("ProblemText", "Enter pairs of hex digits, such as 0F A2."),
    Problem.MAX_DELAY_BELOW_FIRST: QT_TRANSLATE_NOOP("ProblemText", "This is less than the first delay."),
    Problem.NO_LOCAL_ON_SHARED: QT_TRANSLATE_NOOP(
        "ProblemText", "No Local cannot be combined with a shared subscription."
    ),
    Problem.COLOUR_INVALID: QT_TRANSLATE_NOOP("ProblemText", "A colour is written as # and six hex digits."),
    Problem.NOTES_TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "The notes are too long: 100,000 characters at most."),
    Caution.CLIENT_ID_EMPTY: QT_TRANSLATE_NOOP(
        "ProblemText", "Empty: the broker chooses a client id for this session."
    ),
    Caution.CLIENT_ID_LONG: QT_TRANSLATE_NOOP("ProblemText", "Some brokers accept 23 characters at most."),
    Caution.CLIENT_ID_UNUSUAL: QT_TRANSLATE_NOOP("ProblemText", "Some brokers accept only letters and digits."),
    Caution.KEEP_ALIVE_OFF: QT_TRANSLATE_NOOP(
        "ProblemText", "0 switches it off: a dead connection may go unnoticed for hours."
    ),
    Caution.KEEP_ALIVE_SHORT: QT_TRANSLATE_NOOP(
        "ProblemText", "So short a time makes the connection drop at the first hiccup of the network."
    ),
    Caution.SESSION_ENDS_AT_ONCE: QT_TRANSLATE_NOOP(
        "ProblemText", "There will be nothing to resume: set a session expiry on the MQTT 5 page as well."
    ),
    Caution.SESSION_NEVER_EXPIRES: QT_TRANSLATE_NOOP(
        "ProblemText", "The session never expires: the broker keeps messages for it without end."
    ),
    Caution.PORT_OF_ANOTHER_SCHEME: QT_TRANSLATE_NOOP("ProblemText", "This port is usual for another scheme."),
    Caution.PASSWORD_UNENCRYPTED: QT_TRANSLATE_NOOP(
        "ProblemText", "Without TLS the password crosses the network for everyone to read."
    ),
    Caution.NOT_VERIFIED: QT_TRANSLATE_NOOP(
        "ProblemText", "Nothing is verified: anyone on the way can pose as the broker and read everything."
    ),
    Caution.TLS_OUTDATED: QT_TRANSLATE_NOOP(
        "ProblemText", "TLS 1.0 and 1.1 are broken; use them for old devices only."
    ),
    Caution.SECRET_IN_HEADER: QT_TRANSLATE_NOOP(
        "ProblemText", "This looks like a secret; tick Secret to keep it out of the profile's file."
    ),
    Caution.SECRET_IN_QUERY: QT_TRANSLATE_NOOP(
        "ProblemText", "This looks like a secret; it is stored in the profile's file as it is."
    ),
    Caution.NOTHING_SUBSCRIBED: QT_TRANSLATE_NOOP(
        "ProblemText", "Nothing is subscribed to: no message will arrive until you subscribe in the window."
    ),
    Caution.FILTER_TWICE: QT_TRANSLATE_NOOP("ProblemText", "This filter stands here twice."),
    Caution.TOPIC_HAS_SPACE: QT_TRANSLATE_NOOP("ProblemText", "It contains spaces, which is allowed but seldom meant."),
    Caution.TOPIC_HAS_CONTROL: QT_TRANSLATE_NOOP(
        "ProblemText", "It contains invisible characters; many brokers refuse them."
    ),
    Caution.TOPIC_LEADING_SLASH: QT_TRANSLATE_NOOP(
        "ProblemText", "The slash at the beginning makes an empty first level."
    ),
    Caution.TOPIC_EMPTY_LEVEL: QT_TRANSLATE_NOOP("ProblemText", "It has an empty level."),
    Caution.TOPIC_DOLLAR: QT_TRANSLATE_NOOP(
        "ProblemText", "Topics that begin with $ belong to the broker; most refuse them."
    ),
    Caution.TOPIC_WILDCARD: QT_TRANSLATE_NOOP(
        "ProblemText", "A last will with + or # in its topic is refused by most brokers."
    ),
    Caution.JSON_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This is not valid JSON; it is sent as it is."),
    Caution.EMPTY_RETAINED: QT_TRANSLATE_NOOP(
        "ProblemText", "An empty retained message deletes what the broker retains for this topic."
    ),
    Caution.FOLDER_TOO_DEEP: QT_TRANSLATE_NOOP(
        "ProblemText", "The list shows eight levels of folders, and 100 characters of each name."
    ),
    Caution.INVISIBLE: QT_TRANSLATE_NOOP("ProblemText", "It contains invisible characters."),
    Caution.INDICATOR_CONTRADICTS: QT_TRANSLATE_NOOP(
        "ProblemText", "The payload is not UTF-8 text; brokers may refuse the connection."
    ),
    Unused.NEEDS_MQTT_5: QT_TRANSLATE_NOOP(
        "ProblemText", "These exist in MQTT 5.0 only: they are kept, and not sent with the version chosen now."
    ),
    Unused.NEEDS_TLS: QT_TRANSLATE_NOOP("ProblemText", "Used with TLS only."),
    Unused.NEEDS_WEBSOCKET: QT_TRANSLATE_NOOP("ProblemText", "Used with WebSocket only."),
    Unused.NEEDS_WILL: QT_TRANSLATE_NOOP("ProblemText", "Used with a last will only."),
    Unused.NEEDS_RECONNECT: QT_TRANSLATE_NOOP("ProblemText", "Used with automatic reconnection only."),
    Unused.NOT_WITH_UNIX: QT_TRANSLATE_NOOP("ProblemText", "A Unix socket needs no proxy."),
    Unused.OTHER_CHOICE: QT_TRANSLATE_NOOP("ProblemText", "Not used with the choice above."),
}
