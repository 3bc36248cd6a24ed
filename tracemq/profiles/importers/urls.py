"""Lines of text, each an mqtt:// or other broker's URL, become profiles; lines that begin with # are comments."""

from __future__ import annotations

import re
from typing import Final

from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import SecretKind, secret_id
from tracemq.profiles.url import UrlProblem, parse_url, with_url

from .imported import MAX_PROFILES, Imported, ImportProblem, Note, NoteKind, Result, finished, shortened

# blanks of the line alone: from each of many empty lines all that follow would be looked at again
URL: Final = re.compile(r"^[^\S\n]*(?:(?:mqtts?|tcp|tls|ssl|wss?)://|unix:)", re.IGNORECASE | re.MULTILINE)


def is_urls(text: str) -> bool:
    return URL.search(text) is not None


def from_urls(text: str) -> Result:
    """Read one URL a line; a line that is none is kept as an entry that cannot be used, so that it is seen."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if len(lines) > MAX_PROFILES:
        return ImportProblem.TOO_MANY
    return [_line(number, line) for number, line in enumerate(lines, 1)] or ImportProblem.NOTHING_INSIDE


def _line(number: int, line: str) -> Imported:
    parts = parse_url(line)
    if isinstance(parts, UrlProblem):
        name = shortened(line.rpartition("@")[2], 60)  # a password may stand before the @
        note = Note(NoteKind.URL_INVALID, str(number))
        return Imported(profile=Profile(name=name), notes=(note,), usable=False)
    profile = with_url(Profile(), parts)
    profile_secrets = {} if parts.password is None else {secret_id(profile.id, SecretKind.PASSWORD): parts.password}
    return finished(profile, profile_secrets, ())
