"""Packets to send into what may be written now, in order; with a journal, what depends on an entry waits for it.

Without a journal everything leaves at the next `take`. With one, whatever was written after the first entry that is
not committed waits, QoS 0 and PINGREQ too: a commit takes milliseconds, and order is worth more.
"""

from __future__ import annotations

from .journal import Entry, Journal


class Output:
    """Everything that waits to be written to one connection after the other."""

    def __init__(self, *, journaled: bool) -> None:
        self.journaled = journaled
        self._parts: list[bytes] = []  # the same list for ever: `write` is bound to it
        self.write = self._parts.append
        self._ready: list[bytes] = []  # waited for a commit that is done
        self._entries: list[Entry] = []
        self._taken: list[Journal] = []  # journals whose commit is under way, the oldest first
        self._acks = 0  # final acknowledgements (PUBACK, PUBCOMP) in _parts
        self._acks_ready = 0  # ... in _ready
        self._connection = 0

    def begin(self) -> None:
        """A new connection: what was meant for the last one is dropped, what is to be committed stays."""
        self._connection += 1
        self._parts.clear()
        self._ready.clear()
        self._acks = self._acks_ready = 0

    def note(self, entry: Entry) -> None:
        """Something happened that the journal keeps. What was written before and in the same step waits for it."""
        if self.journaled:
            self._entries.append(entry)

    def write_acks(self, packets: bytes, final: int) -> None:
        """`final` counts the acknowledgements in `packets` that end a handshake."""
        if packets:
            self.write(packets)
            self._acks += final

    def finish(self, packet: bytes) -> None:
        """Let a last packet leave at once; what still waits for a commit never leaves."""
        held = self._entries or self._taken
        self._ready += [packet] if held else [*self._parts, packet]
        self._parts.clear()

    @property
    def is_empty(self) -> bool:
        return not self._ready and (not self._parts or bool(self._entries or self._taken))

    def take(self) -> tuple[list[bytes], int]:
        """What may be written now, and the number of final acknowledgements in it."""
        if not self.journaled and not self._ready:
            parts, acks = self._parts[:], self._acks
            self._parts.clear()
            self._acks = 0
            return parts, acks
        parts, acks = self._ready, self._acks_ready
        self._ready, self._acks_ready = [], 0
        if not self._entries and not self._taken:
            parts += self._parts
            acks += self._acks
            self._parts.clear()
            self._acks = 0
        return parts, acks

    def take_journal(self, *, force: bool) -> Journal | None:
        if not self._entries and not force:
            return None
        journal = Journal(self._entries, self._parts[:], self._acks, self._connection)
        self._entries = []
        self._parts.clear()
        self._acks = 0
        self._taken.append(journal)
        return journal

    def rolled_back(self, journal: Journal) -> list[Entry]:
        """All entries that are not committed, for `keep` to choose from; their output is dropped."""
        self._taken.remove(journal)
        entries = [*journal.entries, *self._entries]
        self._parts.clear()
        self._acks = 0
        return entries

    def keep(self, entries: list[Entry]) -> None:
        """These are to be committed with the next journal."""
        self._entries = entries

    def committed(self, journal: Journal) -> None:
        self._taken.remove(journal)
        if journal.connection == self._connection:
            self._ready += journal.output
            self._acks_ready += journal.acks
