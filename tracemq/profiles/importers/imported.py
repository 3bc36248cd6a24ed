"""What an import gives: profiles, their secrets and notes on what could not be taken, or one problem with it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from tracemq.profiles.problems import AnyProblem, problems
from tracemq.profiles.profile import AuthMethod, Profile, new_client_id, new_profile_id
from tracemq.profiles.store import SCHEMA
from tracemq.profiles.yaml_nodes import BadFileError

MAX_BYTES: Final = 8 << 20
MAX_PROFILES: Final = 2000
MAX_NAME_CHARS: Final = 200
MAX_TEXT_CHARS: Final = 70_000  # a little more than MQTT can carry: problems.py then says so


class ImportProblem(Enum):
    """Why nothing could be taken at all."""

    EMPTY = auto()
    TOO_LARGE = auto()
    NOT_TEXT = auto()
    NOT_JSON = auto()
    TOO_DEEP = auto()
    UNKNOWN_FORMAT = auto()
    NOTHING_INSIDE = auto()
    TOO_MANY = auto()
    NEWER_FORMAT = auto()  # an export of a newer version of this program
    DAMAGED = auto()  # an export of ours that is broken
    NEEDS_PASSPHRASE = auto()
    WRONG_PASSPHRASE = auto()  # or somebody changed the file after it was made


class NoteKind(Enum):
    """What could not be taken, or was taken otherwise; `Note.detail` says which one."""

    VALUE_INVALID = auto()  # detail: the field; it keeps its default
    UNKNOWN_OPTION = auto()  # detail: the option or key
    CERTIFICATE_INSIDE = auto()  # detail: its name; it must be saved to a file and chosen
    SECRET_MISSING = auto()  # detail: the field; it was a shell variable, say
    NOT_SUPPORTED = auto()  # detail: the option
    MESSAGES_LEFT = auto()  # detail: how many
    CLIENT_ID_TIME = auto()  # the other program adds the time to it
    HOST_UNUSABLE = auto()  # detail: the host; such a connection cannot be imported
    NOT_VERIFIED = auto()  # the other program does not check the certificate
    DEFAULT_HOST = auto()  # the command names none: localhost
    URL_INVALID = auto()  # detail: the line's number


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One connection; `secrets` by the ids of profiles.secrets. One that is not `usable` cannot be saved."""

    profile: Profile
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = ()
    usable: bool = True


Result: TypeAlias = "list[Imported] | ImportProblem"


def shortened(text: str, limit: int = MAX_NAME_CHARS) -> str:
    """A text from outside, on one line and of a bearable length."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:limit]).strip()


def finished(profile: Profile, secrets: Mapping[str, str], notes: Sequence[Note]) -> Imported:
    """Put back to their defaults the fields that cannot be used, with a note for each."""
    profile = replace(profile, name=shortened(profile.name) or profile.host or profile.socket_path)
    found: list[Note] = list(notes)
    usable = True
    for path, problem in problems(profile).items():
        changed, note = _mended(profile, path, problem)
        usable = usable and changed is not None
        profile = changed or profile
        found.append(note)
    usable = usable and not problems(profile) and _fits_a_file(profile)
    return Imported(profile=profile, secrets=dict(secrets), notes=tuple(dict.fromkeys(found)), usable=usable)


def _fits_a_file(profile: Profile) -> bool:
    """Whether the profile can be saved: fields that are not in use are not checked by problems()."""
    try:
        SCHEMA.encode(profile)
    except (BadFileError, ValueError):
        return False
    return True


def _mended(profile: Profile, path: str, problem: AnyProblem) -> tuple[Profile | None, Note]:
    """The profile without the wrong value; None where there is nothing to take instead."""
    del problem
    if path in {"host", "socket_path"}:
        return None, Note(NoteKind.HOST_UNUSABLE, shortened(profile.host or profile.socket_path))
    note = Note(NoteKind.VALUE_INVALID, path)
    head, _, rest = path.partition(".")
    if head == "client_id":
        return replace(profile, client_id=new_client_id()), note
    if head == "id":
        return replace(profile, id=new_profile_id()), note
    if head in {"username", "authentication"}:
        return replace(profile, username="", authentication=AuthMethod.NONE), note
    if head == "subscriptions":
        # all at once: if one were taken out, the numbers of the others would shift
        wrong = {int(each.split(".")[1]) for each in problems(profile) if each.startswith("subscriptions.")}
        kept = tuple(item for at, item in enumerate(profile.subscriptions) if at not in wrong)
        return replace(profile, subscriptions=kept), note
    return replace(profile, **{head: _default(profile, head, rest)}), note


def _default(profile: Profile, head: str, rest: str) -> Any:
    blank = Profile()
    if not rest:
        return getattr(blank, head)
    page, name = getattr(profile, head), rest.partition(".")[0]
    if name not in {item.name for item in fields(page)}:
        return getattr(blank, head)
    return replace(page, **{name: getattr(getattr(blank, head), name)})
