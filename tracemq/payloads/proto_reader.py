"""The text of .proto files becomes message types (proto2, proto3, editions), with all that the files import.

Own reader and not protoc: it runs in the program on any system, opens only what it is given, and says line and
column of what it does not understand. What does not change how bytes are read (options, services, reserved) is
skipped. Types are looked up as the language has it, from the inside out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, NoReturn

from .proto_schema import SCALARS, Field, FieldType, MessageType, ProtoError, ProtoSchema
from .proto_well_known import WELL_KNOWN
from .tree import Steps, finish

MAX_FILES: Final = 1000
MAX_DEPTH: Final = 64


def load_protos(names: list[str], read: Callable[[str], str | None]) -> ProtoSchema:
    """Return the types of the named files and of what they import; `read` gives the text of a name, None if unknown."""
    return finish(load_protos_steps(names, read))


def load_protos_steps(names: list[str], read: Callable[[str], str | None]) -> Steps[ProtoSchema]:
    """The same in steps of a few milliseconds, as long as no single message has thousands of fields."""
    schema = ProtoSchema()
    parsers: list[_Parser] = []
    todo, seen = list(names), set(names)
    while todo:
        name = todo.pop()
        text = read(name)
        if text is None:
            text = WELL_KNOWN.get(name)
        if text is None:
            raise ProtoError(name, "not found")
        if len(seen) > MAX_FILES:
            raise ProtoError(name, "too many files")
        parser = _Parser(name, text, schema)
        yield from parser.file()
        parsers.append(parser)
        new = [item for item in parser.imports if item not in seen]
        seen.update(new)
        todo += new
    for parser in parsers:
        parser.resolve()
        yield 0
    return schema


def parse_proto(text: str, others: Mapping[str, str] | None = None) -> ProtoSchema:
    """Return the types of one text; `others` has the texts of what it may import."""
    texts = {"": text, **(others or {})}
    return load_protos([""], texts.get)


class _Token(NamedTuple):
    text: str
    at: int


_TOKEN: Final = re.compile(
    r"(?:\s++|//[^\n]*+|/\*.*?\*/)*+"
    r"(?:(?P<token>[A-Za-z_][A-Za-z0-9_]*+|(?:0[xX][0-9a-fA-F]++|[0-9]++(?:\.[0-9]*+)?+(?:[eE][+-]?+[0-9]++)?+|\.[0-9]++)"
    r"|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|[{}\[\]()<>=;:,.+\-/])|(?P<end>\Z))",
    re.DOTALL,
)


class _Parser:
    """Recursive descent over one file, to a limited depth."""

    def __init__(self, name: str, text: str, schema: ProtoSchema) -> None:
        self.imports: list[str] = []
        self._name = name
        self._text = text
        self._schema = schema
        self._package = ""
        self._pending: list[tuple[Field, str, int]] = []  # fields whose type is a name, where they stand
        self._extensions: list[tuple[str, str, Field, int]] = []
        self._tokens = self._scan()
        self._ahead = next(self._tokens)

    def _scan(self) -> Iterator[_Token]:
        at = 0
        while True:
            match = _TOKEN.match(self._text, at)
            if not match:
                start = len(self._text) - len(self._text[at:].lstrip())
                self._fail(f"unexpected {self._text[start : start + 1]!r}", start)
            if match["token"] is None:
                yield _Token("", len(self._text))
                return
            yield _Token(match["token"], match.start("token"))
            at = match.end()

    def _fail(self, detail: str, at: int) -> NoReturn:
        if at >= len(self._text):
            detail = "unexpected end"
        line = self._text.count("\n", 0, at) + 1
        raise ProtoError(self._name, detail, line, at - self._text.rfind("\n", 0, at))

    def _next(self) -> str:
        token = self._ahead
        if not token.text:
            self._fail("unexpected end", token.at)
        self._ahead = next(self._tokens)
        return token.text

    def _expect(self, wanted: str) -> None:
        if self._ahead.text != wanted:
            self._fail(f"{wanted!r} expected, not {self._ahead.text!r}", self._ahead.at)
        self._next()

    def _taken(self, text: str) -> bool:
        if self._ahead.text != text:
            return False
        self._next()
        return True

    def _word(self) -> str:
        if not self._ahead.text.isidentifier():
            self._fail(f"a name expected, not {self._ahead.text!r}", self._ahead.at)
        return self._next()

    def _full_name(self) -> str:
        name = "." if self._taken(".") else ""
        name += self._word()
        while self._taken("."):
            name += "." + self._word()
        return name

    def _string(self) -> str:
        if self._ahead.text[:1] not in {'"', "'"}:
            self._fail(f"a string expected, not {self._ahead.text!r}", self._ahead.at)
        return self._next()[1:-1]

    def _integer(self) -> int:
        at, negative = self._ahead.at, self._taken("-")
        text = self._next()
        try:
            number = int(text, 8) if text.isdecimal() and text[0] == "0" else int(text, 0)
        except ValueError:
            self._fail(f"a number expected, not {text!r}", at)
        return -number if negative else number

    def _skip_statement(self) -> None:
        """Step over everything up to a semicolon or the end of a block."""
        depth = 0
        while True:
            text = self._next()
            depth += (text in {"{", "["}) - (text in {"}", "]"})
            if depth <= 0 and text in {";", "}"}:
                if text == "}":
                    self._taken(";")
                return

    def file(self) -> Steps[None]:
        """Read all statements of the file, one in each step."""
        while self._ahead.text:
            yield self._ahead.at
            word = self._ahead.text
            if word == ";":
                self._next()
            elif word == "package":
                self._next()
                self._package = self._full_name()
                self._expect(";")
            elif word == "import":
                self._next()
                if self._ahead.text in {"public", "weak", "option"}:
                    self._next()
                self.imports.append(self._string())
                self._expect(";")
            elif word in {"syntax", "edition", "option", "service"}:
                self._skip_statement()
            elif not self._definition(self._package, 0):
                self._fail(f"unexpected {word!r}", self._ahead.at)

    def _definition(self, scope: str, depth: int) -> bool:
        """Read a message, enum or extend block if one comes."""
        if self._ahead.text not in {"message", "enum", "extend"} or depth > MAX_DEPTH:
            return False
        kind = self._next()
        if kind == "message":
            name = _joined(scope, self._word())
            self._message(self._new_message(name), depth)
        elif kind == "enum":
            self._enum(_joined(scope, self._word()))
        else:
            at, extended = self._ahead.at, self._full_name()
            block = MessageType(scope)
            self._message(block, depth)
            self._extensions += [(extended, scope, item, at) for item in block.fields.values()]
        return True

    def _new_message(self, name: str) -> MessageType:
        message = MessageType(name)
        self._schema.messages[name] = message
        return message

    def _message(self, message: MessageType, depth: int) -> None:
        self._expect("{")
        while not self._taken("}"):
            word = self._ahead.text
            if word == ";":
                self._next()
            elif word in {"option", "reserved", "extensions"}:
                self._skip_statement()
            elif word == "oneof":
                self._next()
                self._word()
                self._oneof(message, depth)
            elif not (word in {"message", "enum", "extend"} and self._definition(message.name, depth + 1)):
                self._field(message, depth)

    def _oneof(self, message: MessageType, depth: int) -> None:
        self._expect("{")
        while not self._taken("}"):
            if self._ahead.text == "option":
                self._skip_statement()
            elif not self._taken(";"):
                self._field(message, depth)

    def _field(self, message: MessageType, depth: int) -> None:
        repeated = self._ahead.text == "repeated"
        if self._ahead.text in {"repeated", "optional", "required"}:
            self._next()
        if self._ahead.text == "map":
            self._next()
            self._map(message)
            return
        at, type_name = self._ahead.at, self._full_name()
        name = self._word()
        self._expect("=")
        number = self._integer()
        if type_name == "group":
            if depth > MAX_DEPTH:
                self._fail("nested too deeply", at)
            self._skip_options()
            inner = self._new_message(_joined(message.name, name))
            self._add(message, Field(number, name.lower(), FieldType.GROUP, inner.name, repeated), at)
            self._message(inner, depth + 1)
            return
        self._skip_options()
        self._expect(";")
        scalar = SCALARS.get(type_name)
        item = Field(number, name, scalar or FieldType.MESSAGE, "" if scalar else type_name, repeated)
        self._add(message, item, at)
        if not scalar:
            self._pending.append((item, message.name, at))

    def _map(self, message: MessageType) -> None:
        at = self._ahead.at
        self._expect("<")
        key = self._word()
        self._expect(",")
        value = self._full_name()
        self._expect(">")
        name = self._word()
        self._expect("=")
        number = self._integer()
        self._skip_options()
        self._expect(";")
        if key not in SCALARS:
            self._fail(f"{key!r} cannot be a key", at)
        entry = self._new_message(_joined(message.name, f"{name}.entry"))
        entry.map_entry = True
        entry.fields[1] = Field(1, "key", SCALARS[key])
        scalar = SCALARS.get(value)
        entry.fields[2] = Field(2, "value", scalar or FieldType.MESSAGE, "" if scalar else value)
        if not scalar:
            self._pending.append((entry.fields[2], message.name, at))
        self._add(message, Field(number, name, FieldType.MESSAGE, entry.name, repeated=True), at)

    def _add(self, message: MessageType, item: Field, at: int) -> None:
        if not 0 < item.number < 1 << 29:
            self._fail(f"{item.number} cannot be the number of a field", at)
        if item.number in message.fields:
            self._fail(f"the number {item.number} twice", at)
        message.fields[item.number] = item

    def _skip_options(self) -> None:
        if self._ahead.text != "[":
            return
        depth = 0
        while True:
            text = self._next()
            depth += (text in {"[", "{"}) - (text in {"]", "}"})
            if not depth:
                return

    def _enum(self, name: str) -> None:
        values: dict[int, str] = {}
        self._schema.enums[name] = values
        self._expect("{")
        while not self._taken("}"):
            if self._taken(";"):
                continue
            if self._ahead.text in {"option", "reserved"}:
                self._skip_statement()
                continue
            word = self._word()
            self._expect("=")
            values.setdefault(self._integer(), word)  # the first name of an alias
            self._skip_options()
            self._expect(";")

    def resolve(self) -> None:
        """Replace the names of types by full ones, now that all files are read."""
        for item, scope, at in self._pending:
            item.type_name, item.type = self._find(item.type_name, scope, at)
        for extended, scope, item, at in self._extensions:
            name, kind = self._find(extended, scope, at)
            if kind is FieldType.MESSAGE:
                self._schema.messages[name].fields.setdefault(item.number, item)

    def _find(self, name: str, scope: str, at: int) -> tuple[str, FieldType]:
        scopes = [""] if name.startswith(".") else [scope, *_outer(scope)]
        for full in (_joined(place, name.removeprefix(".")) for place in scopes):
            if full in self._schema.messages or full in self._schema.enums:
                return full, FieldType.MESSAGE if full in self._schema.messages else FieldType.ENUM
        return self._fail(f"{name!r} is not defined", at)


def _outer(scope: str) -> Iterator[str]:
    while scope:
        scope = scope.rpartition(".")[0]
        yield scope


def _joined(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name
