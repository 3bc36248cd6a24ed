"""What was sent becomes lines of a file, for its owner only, and the lines become a history that can be searched.

Lines are appended (JSON, one for the message and one for what came of it), because nobody waits for a disk between
two messages; the file is written anew when it has grown to twice what is kept. A line that a crash has cut is passed
over. Payloads above a limit are left out whole and marked as such: half a payload would be sent again as a whole one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from .files import append_to_file, exists, put_aside, read_file, write_file
from .message_record import EMPTY, MessageRecord, from_plain, to_plain
from .publishing_settings import Remember
from .yaml_nodes import BadFileError

MOST_ENTRIES: Final = 1_000
MOST_PAYLOAD_CHARS: Final = 64 << 10
MOST_BYTES: Final = 2 << 20  # of all lines together: read in 30 ms
MOST_FILE_BYTES: Final = 4 * MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One message: as it was typed (`message`), as it went out, and what came of it."""

    number: int = 0
    at: float = 0.0  # seconds since the epoch
    broker: str = ""
    message: MessageRecord = EMPTY
    topic: str = ""  # with variables filled in
    payload: str | None = None  # likewise, where that is not what was typed
    size: int = 0  # bytes of the payload
    left_out: bool = False  # the payload was not kept: too long, or not to be remembered
    code: int | None = None  # the reason code; None while there is none
    failure: str = ""  # what went wrong instead, in words
    took_s: float | None = None

    @property
    def as_sent(self) -> MessageRecord:
        """What went out, with nothing in it to be filled in."""
        payload = self.message.payload if self.payload is None else self.payload
        return replace(self.message, topic=self.topic, payload=payload, variables=False)


class SentHistory:
    """The newest messages, oldest first. Without a path they live as long as the program."""

    def __init__(self, path: Path | None = None, remember: Remember = Remember.EVERYTHING) -> None:
        self._path = path
        self.remember = remember
        self.problem: OSError | None = None  # why the last line could not be written
        self._entries: dict[int, SentMessage] | None = None
        self._sizes: dict[int, int] = {}
        self._next = 1
        self._file_bytes = 0
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call after each change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def entries(self) -> Iterable[SentMessage]:
        return self._loaded().values()

    def get(self, number: int) -> SentMessage | None:
        return self._loaded().get(number)

    def add(self, entry: SentMessage) -> int:
        """Remember a message; returns its number, 0 if it is not to be remembered."""
        if self.remember is Remember.NOTHING:
            return 0
        entries = self._loaded()
        entry = replace(self._fit(entry), number=self._next)
        self._next += 1
        entries[entry.number] = entry
        line = _line(entry)
        self._sizes[entry.number] = len(line)
        self._forget_oldest()
        self._append(line)
        self._tell()
        return entry.number

    def settle(self, number: int, *, code: int | None = None, failure: str = "", took_s: float | None = None) -> None:
        """Add what came of a message."""
        entry = self._loaded().get(number)
        if entry is None:
            return
        self._loaded()[number] = replace(entry, code=code, failure=failure, took_s=took_s)
        facts: dict[str, Any] = {"settles": number, "code": code, "failure": failure, "took_s": took_s}
        self._append(_dumped({name: fact for name, fact in facts.items() if fact not in {None, ""}}))
        self._tell()

    def search(self, words: str) -> list[SentMessage]:
        """The messages in which every word occurs, newest first: in topic, payload, properties or broker's name."""
        wanted = words.casefold().split()
        found = [entry for entry in self._loaded().values() if all(word in _text(entry) for word in wanted)]
        return found[::-1]

    def remove(self, number: int) -> None:
        """Forget one message, in the file as well; raises OSError."""
        if self._loaded().pop(number, None) is not None:
            self._sizes.pop(number, None)
            self._write_anew()
            self._tell()

    def clear(self) -> None:
        """Forget all messages, in the file as well; raises OSError."""
        self._loaded().clear()
        self._sizes.clear()
        self._write_anew()
        self._tell()

    # What is kept

    def _fit(self, entry: SentMessage) -> SentMessage:
        message = entry.message
        if self.remember is Remember.TOPICS:
            message = MessageRecord(topic=message.topic, qos=message.qos, retain=message.retain)
            return replace(entry, message=message, payload=None, left_out=entry.size > 0)
        if max(len(message.payload), len(entry.payload or "")) > MOST_PAYLOAD_CHARS:
            return replace(entry, message=replace(message, payload=""), payload=None, left_out=True)
        return entry

    def _forget_oldest(self) -> None:
        entries = self._loaded()
        total = sum(self._sizes.values())
        while entries and (len(entries) > MOST_ENTRIES or total > MOST_BYTES):
            oldest = next(iter(entries))
            total -= self._sizes.pop(oldest, 0)
            del entries[oldest]

    # The file

    def _loaded(self) -> dict[int, SentMessage]:
        if self._entries is None:
            self._entries = {}
            for line in self._lines():
                self._take(line)
            self._next = max(self._entries, default=0) + 1
            self._forget_oldest()
        return self._entries

    def _lines(self) -> list[bytes]:
        if self._path is None or not exists(self._path):
            return []
        try:
            data = read_file(self._path, MOST_FILE_BYTES)
        except BadFileError:
            try:
                put_aside(self._path)
            except OSError as problem:
                self.problem = problem
            return []
        self._file_bytes = len(data)
        return data.splitlines()

    def _take(self, line: bytes) -> None:
        entries = self._entries if self._entries is not None else {}
        try:
            facts = json.loads(line)
            if (number := facts.pop("settles", None)) is not None:
                if number in entries:
                    entries[number] = _checked(replace(entries[number], **facts))
                return
            message = from_plain(facts.pop("message"))
            if message is not None:
                entry = _checked(SentMessage(message=message, **facts))
                entries[entry.number] = entry
                self._sizes[entry.number] = len(line)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return  # cut by a crash, or of a newer version

    def _append(self, line: bytes) -> None:
        if self._path is None or self.remember is Remember.SESSION:
            return
        if self._file_bytes + len(line) > 2 * MOST_BYTES:
            try:
                self._write_anew()
            except OSError as problem:
                self.problem = problem
            return
        try:
            append_to_file(self._path, line)
            self._file_bytes += len(line)
            self.problem = None
        except OSError as problem:
            self.problem = problem

    def _write_anew(self) -> None:
        if self._path is None:
            return
        data = b"".join(_line(entry) for entry in self._loaded().values())
        if data or exists(self._path):
            write_file(self._path, data)
        self._file_bytes = len(data)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "number": (int,),
    "at": (int, float),
    "broker": (str,),
    "topic": (str,),
    "payload": (str, type(None)),
    "size": (int,),
    "left_out": (bool,),
    "code": (int, type(None)),
    "failure": (str,),
    "took_s": (int, float, type(None)),
}


def _checked(entry: SentMessage) -> SentMessage:
    for name, types in _TYPES.items():
        if not isinstance(getattr(entry, name), types):
            raise TypeError(name)
    return entry


def _line(entry: SentMessage) -> bytes:
    facts = {name: getattr(entry, name) for name in _TYPES}
    kept = {name: fact for name, fact in facts.items() if fact not in {None, "", False} or name == "number"}
    return _dumped({**kept, "message": to_plain(entry.message)})


def _dumped(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n"


def _text(entry: SentMessage) -> str:
    message = entry.message
    properties = (part for pair in message.user_properties for part in pair)
    parts = (entry.topic, entry.broker, message.topic, entry.payload or "", message.payload, message.content_type)
    return "\n".join((*parts, *properties)).casefold()
