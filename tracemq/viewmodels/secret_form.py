"""Turns what is typed when a connection asks for its secrets into those secrets, or into what is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence

from tracemq.profiles.problems import Problem, secret_problem
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import SecretKind
from tracemq.workspace.missing_secrets import Missing

from .complaint import Complaint


class SecretForm:
    """The state of the dialog; `keep` says what the profile wished for so far."""

    def __init__(self, profile: Profile, missing: Sequence[Missing]) -> None:
        self.missing = tuple(missing)
        wishes = {
            SecretKind.PASSWORD: profile.remember_password,
            SecretKind.KEY_PASSPHRASE: profile.tls.remember_passphrase,
        }
        self.keep = all(wishes.get(each.kind, True) for each in self.missing if each.kind is not None)
        self._texts = {each.id: "" for each in self.missing}

    def type(self, name: str, text: str) -> None:
        self._texts[name] = text

    def text(self, name: str) -> str:
        return self._texts[name]

    def complaint(self, missing: Missing) -> Complaint | None:
        """What is wrong with a secret as it is typed; nothing yet with one that is empty."""
        problem = secret_problem(missing.kind, self._texts[missing.id])
        return Complaint(problem) if isinstance(problem, Problem) else None

    @property
    def complete(self) -> bool:
        return all((self._texts[each.id] or not each.needed) and self.complaint(each) is None for each in self.missing)

    @property
    def given(self) -> dict[str, str]:
        """By the ids of profiles.secrets."""
        return dict(self._texts)
