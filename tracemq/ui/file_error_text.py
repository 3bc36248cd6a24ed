"""The sentences for profile and settings files that cannot be taken over; `error_text` says them."""

from __future__ import annotations

from typing import Final

from tracemq.profiles.files import ChangedOnDiskError
from tracemq.profiles.secrets import SecretsError, SecretsState
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem

from .marked import QT_TRANSLATE_NOOP
from .system_error_text import Sentences

FILE_SENTENCES: Final[dict[type[BaseException], Sentences]] = {
    BadFileError: (
        QT_TRANSLATE_NOOP("ErrorText", "A file could not be taken over."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Mend it in a text editor, or move it away; the program leaves it untouched."),
    ),
    ChangedOnDiskError: (
        QT_TRANSLATE_NOOP("ErrorText", "The file was not saved."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Overwrite it, or read it anew and make your changes again."),
    ),
    SecretsError: (
        QT_TRANSLATE_NOOP("ErrorText", "The keyring did not take or give the password."),
        "",
        QT_TRANSLATE_NOOP("ErrorText", "Until then it is kept for this run only."),
    ),
}
FILE_CHANGED: Final = QT_TRANSLATE_NOOP("ErrorText", "Somebody else has changed {path} meanwhile.")
FILE_REMOVED: Final = QT_TRANSLATE_NOOP("ErrorText", "Somebody else has removed {path} meanwhile.")
SECRETS_STATES: Final[dict[SecretsState, str]] = {
    SecretsState.AVAILABLE: QT_TRANSLATE_NOOP("ErrorText", "It is there and works."),
    SecretsState.MISSING: QT_TRANSLATE_NOOP("ErrorText", "This computer has no keyring."),
    SecretsState.LOCKED: QT_TRANSLATE_NOOP("ErrorText", "It is locked."),
    SecretsState.REFUSED: QT_TRANSLATE_NOOP("ErrorText", "It refused."),
}

# Placeholders: detail and line of the error.
FILE_PROBLEMS: Final[dict[FileProblem, str]] = {
    FileProblem.UNREADABLE: QT_TRANSLATE_NOOP("ErrorText", "It cannot be read: {detail}."),
    FileProblem.NOT_A_FILE: QT_TRANSLATE_NOOP("ErrorText", "It is a folder or a device, not a file."),
    FileProblem.TOO_LARGE: QT_TRANSLATE_NOOP("ErrorText", "It is too large."),
    FileProblem.NOT_UTF8: QT_TRANSLATE_NOOP("ErrorText", "Line {line} is not UTF-8 text."),
    FileProblem.EMPTY: QT_TRANSLATE_NOOP("ErrorText", "It is empty."),
    FileProblem.NOT_YAML: QT_TRANSLATE_NOOP("ErrorText", "Line {line} is not valid YAML: {detail}."),
    FileProblem.ALIAS: QT_TRANSLATE_NOOP("ErrorText", "Line {line} uses an anchor or alias, which is not allowed."),
    FileProblem.TOO_DEEP: QT_TRANSLATE_NOOP("ErrorText", "It is nested too deeply at line {line}."),
    FileProblem.TOO_MANY_NODES: QT_TRANSLATE_NOOP("ErrorText", "It has too many entries."),
    FileProblem.SEVERAL_DOCUMENTS: QT_TRANSLATE_NOOP("ErrorText", "It holds several YAML documents."),
    FileProblem.NOT_A_MAPPING: QT_TRANSLATE_NOOP("ErrorText", "It is not a list of keys and values."),
    FileProblem.DUPLICATE_KEY: QT_TRANSLATE_NOOP("ErrorText", "The key “{detail}” stands there twice (line {line})."),
    FileProblem.WRONG_TYPE: QT_TRANSLATE_NOOP("ErrorText", "“{detail}” has a value of the wrong kind (line {line})."),
    FileProblem.UNKNOWN_VALUE: QT_TRANSLATE_NOOP("ErrorText", "“{detail}” has an unknown value (line {line})."),
    FileProblem.MISSING: QT_TRANSLATE_NOOP("ErrorText", "“{detail}” is missing."),
    FileProblem.NEWER_SCHEMA: QT_TRANSLATE_NOOP("ErrorText", "It was written by a newer version of the program."),
    FileProblem.ID_INVALID: QT_TRANSLATE_NOOP("ErrorText", "Its id is not valid."),
    FileProblem.ID_TAKEN: QT_TRANSLATE_NOOP("ErrorText", "It has the same id as the file {detail}."),
}
