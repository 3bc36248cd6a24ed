"""Turns what was read from a file, or chosen to be passed on, into lists with check boxes; no Qt in here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto

from tracemq.profiles.importers.anything import Format, read_anything
from tracemq.profiles.importers.imported import Imported, ImportProblem
from tracemq.profiles.profile import Profile
from tracemq.profiles.url import url

SHORT_PASSPHRASE = 8  # characters; a shorter one is warned about


class ImportForm:
    """The state of the import dialog. Every usable row is chosen at first, unless the same is there already."""

    def __init__(self, existing: Iterable[Profile] = ()) -> None:
        self._existing = {(profile.name, url(profile)) for profile in existing}
        self.data = b""
        self.format: Format | None = None
        self.problem: ImportProblem | None = None
        self.rows: list[Imported] = []
        self.chosen: set[int] = set()

    def read(self, data: bytes, passphrase: str | None = None) -> None:
        """Take over what stands in the bytes; for a large file this takes a while."""
        self.data = data
        self.format, result = read_anything(data, passphrase)
        self.rows, self.problem = ([], result) if isinstance(result, ImportProblem) else (result, None)
        self.chosen = {at for at, row in enumerate(self.rows) if row.usable and not self.known(row)}

    def known(self, row: Imported) -> bool:
        """Whether a connection with the same name and address is there already."""
        return (row.profile.name, url(row.profile)) in self._existing

    def choose(self, at: int, *, wanted: bool) -> None:
        if wanted and self.rows[at].usable:
            self.chosen.add(at)
        else:
            self.chosen.discard(at)

    @property
    def wanted(self) -> list[Imported]:
        return [self.rows[at] for at in sorted(self.chosen)]


class ExportProblem(Enum):
    """What stands in the way of an export, or is unwise."""

    NOTHING_CHOSEN = auto()
    PASSPHRASE_EMPTY = auto()
    PASSPHRASES_DIFFER = auto()
    PASSPHRASE_SHORT = auto()  # only a warning


class ExportForm:
    """The state of the export dialog: which profiles, and whether their secrets go along."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = list(profiles)
        self.chosen = set(range(len(self.profiles)))
        self.with_secrets = False
        self.passphrase = ""
        self.repeated = ""

    def choose(self, at: int, *, wanted: bool) -> None:
        (self.chosen.add if wanted else self.chosen.discard)(at)

    @property
    def wanted(self) -> list[Profile]:
        return [self.profiles[at] for at in sorted(self.chosen)]

    def problem(self) -> ExportProblem | None:
        if not self.chosen:
            return ExportProblem.NOTHING_CHOSEN
        if not self.with_secrets:
            return None
        if not self.passphrase:
            return ExportProblem.PASSPHRASE_EMPTY
        if self.passphrase != self.repeated:
            return ExportProblem.PASSPHRASES_DIFFER
        return ExportProblem.PASSPHRASE_SHORT if len(self.passphrase) < SHORT_PASSPHRASE else None

    @property
    def can_export(self) -> bool:
        return self.problem() in {None, ExportProblem.PASSPHRASE_SHORT}
