"""Turns text with variables, `{{name argument ...}}`, into the text of one message after the other.

Nothing is evaluated: a name is looked up in a table, and what it gives is put in as it is, never read again. A value
therefore cannot bring further variables along, and no text grows beyond what stands in it.

    text      = what stands outside of variables, as it is; {{{{ is a plain {{
    variable  = {{ name argument ... }}     on one line
    argument  = a word, or anything between "double" or 'single' quotes

In an odd run of braces the last two begin the variable: {"id":{{{counter}} has a plain { before it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Final, NamedTuple

from tracemq.payloads.tree import Steps, finish

from . import waveforms
from .variable_stream import Moment

ENVIRONMENT: Final = "env."  # what names of the environment's variables begin with
MOST_VARIABLES: Final = 5_000  # of one text; to fill in so many takes 15 ms
STEP_PARTS: Final = 128
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_RUN: Final = re.compile(r"\{{2,}")
_HEAD: Final = re.compile(r"[ \t]*([^\s{}\"']+)")
_ARGUMENT: Final = re.compile(r"[ \t]+(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s{}\"']+))")
_TAIL: Final = re.compile(r"[ \t]*\}\}")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})")


class VariableProblem(Enum):
    """Why a variable cannot be filled in; `Fault` has its place, its name and how it is used."""

    UNCLOSED = auto()
    MALFORMED = auto()
    UNKNOWN = auto()
    ARGUMENTS = auto()  # too many, too few, or no number; `usage` shows what is meant
    BOUNDS = auto()  # the first bound is above the second, a step or period is not above zero
    ENVIRONMENT_UNSET = auto()
    ENVIRONMENT_BARRED = auto()  # the message comes from elsewhere
    TOO_MANY = auto()  # more than MOST_VARIABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` is the offset of the `{{` in the text."""

    problem: VariableProblem
    at: int
    name: str = ""
    usage: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What names may stand for beside the program's own; `environment` is None where it may not be read."""

    own: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] | None = None


Maker = Callable[[Moment], str]


class Kind(NamedTuple):
    """A variable of the program's: how it is used, and what makes its maker of its arguments and a key of its own."""

    usage: str
    prepare: Callable[[tuple[str, ...], Hashable], Maker]


class _Wrong(Exception):
    """The arguments do not fit."""

    def __init__(self, problem: VariableProblem = VariableProblem.ARGUMENTS) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Template:
    """Text with its variables looked up."""

    parts: tuple[str | Maker, ...]

    @property
    def fixed(self) -> bool:
        """Whether every message gets the same."""
        return all(isinstance(part, str) for part in self.parts)

    def expand(self, moment: Moment) -> str:
        return finish(self.expand_steps(moment))

    def expand_steps(self, moment: Moment) -> Steps[str]:
        """The same in steps of a few milliseconds."""
        made: list[str] = []
        for part in self.parts:
            made.append(part if isinstance(part, str) else part(moment))
            if not len(made) % STEP_PARTS:
                yield len(made)
        return "".join(made)


def plain(text: str) -> Template:
    """A template that gives the text as it stands, braces and all."""
    return Template((text,))


def parse(text: str, known: Known, place: str = "") -> Template | Fault:
    """Look all variables up, or return the first that cannot be; `place` keeps texts of one message apart."""
    return finish(parse_steps(text, known, place))


def parse_steps(text: str, known: Known, place: str = "") -> Steps[Template | Fault]:
    """The same in steps of a few milliseconds."""
    parts: list[str | Maker] = []
    variables = 0
    for piece in _pieces(text):
        if not len(parts) % STEP_PARTS:
            yield len(parts)
        if isinstance(piece, str):
            parts.append(piece)
            continue
        if isinstance(piece, Fault):
            return piece
        at, name, arguments = piece
        variables += 1
        if variables > MOST_VARIABLES:
            return Fault(VariableProblem.TOO_MANY, at, name)
        maker = _maker(name, arguments, known, (place, len(parts), name, arguments))
        if isinstance(maker, Fault):
            return Fault(maker.problem, at, maker.name, maker.usage)
        parts.append(maker)
    return Template(tuple(parts))


def names_in(text: str) -> list[str]:
    """The names of the variables in the text, up to the first one that is malformed."""
    return [piece[1] for piece in _pieces(text) if isinstance(piece, tuple)]


def environment_names(*texts: str) -> list[str]:
    """Which variables of the environment the texts would read, without `env.`, each once, in order."""
    likely = (text for text in texts if ENVIRONMENT in text)
    wanted = (name for text in likely for name in names_in(text) if name.startswith(ENVIRONMENT))
    return [name.removeprefix(ENVIRONMENT) for name in dict.fromkeys(wanted)]


def escaped(text: str) -> str:
    """The text so that `parse` gives it back as it is."""
    return _RUN.sub(lambda run: "{{{{" * (len(run[0]) // 2) + "{" * (len(run[0]) % 2), text)


def is_name(name: str) -> bool:
    """Whether a variable of the user's may be called so."""
    return bool(_NAME.fullmatch(name)) and name not in KINDS


_Piece = str | Fault | tuple[int, str, tuple[str, ...]]


def _pieces(text: str) -> Iterator[_Piece]:
    """Plain text and variables in turn; ends with the first fault."""
    done = 0
    while (begun := text.find("{{", done)) >= 0:  # to search for the pattern takes ten times as long
        run = _RUN.match(text, begun)
        assert run  # noqa: S101 - it matches two braces and more
        doubled, rest = divmod(len(run[0]), 4)
        before = text[done : run.start()] + "{{" * doubled + "{" * (rest % 2)
        done = run.end()
        if rest < 2:
            yield before
            continue
        if before:
            yield before
        piece, done = _variable(text, done)
        yield piece
        if isinstance(piece, Fault):
            return
    if done < len(text):
        yield text[done:]


def _variable(text: str, inside: int) -> tuple[_Piece, int]:
    """Read what follows `{{`; returns where the text goes on."""
    at = inside - 2
    head = _HEAD.match(text, inside)
    name = head[1] if head else ""
    here = head.end() if head else inside
    arguments = []
    while argument := _ARGUMENT.match(text, here):
        arguments.append(next(part for part in argument.groups() if part is not None))
        here = argument.end()
    tail = _TAIL.match(text, here)
    if head and tail:
        return (at, name, tuple(arguments)), tail.end()
    line_end = text.find("\n", inside)
    closed = text.find("}}", inside, line_end if line_end >= 0 else len(text)) >= 0
    return Fault(VariableProblem.MALFORMED if closed else VariableProblem.UNCLOSED, at, name), len(text)


def _maker(name: str, arguments: tuple[str, ...], known: Known, key: Hashable) -> Maker | Fault:
    if kind := KINDS.get(name):
        try:
            return kind.prepare(arguments, key)
        except _Wrong as wrong:
            return Fault(wrong.problem, 0, name, kind.usage)
    if name.startswith(ENVIRONMENT):
        value = _from_environment(name.removeprefix(ENVIRONMENT), known)
    else:
        value = known.own.get(name, VariableProblem.UNKNOWN)
    if isinstance(value, VariableProblem):
        return Fault(value, 0, name)
    if arguments:
        return Fault(VariableProblem.ARGUMENTS, 0, name, f"{{{{{name}}}}}")
    return lambda _: value


def _from_environment(name: str, known: Known) -> str | VariableProblem:
    if known.environment is None:
        return VariableProblem.ENVIRONMENT_BARRED
    return known.environment.get(name, VariableProblem.ENVIRONMENT_UNSET)


# The program's own variables


def _uuid(arguments: tuple[str, ...], _: Hashable) -> Maker:
    _count(arguments, 0)
    return lambda moment: str(uuid.UUID(int=moment.random.getrandbits(128), version=4))


def _iso(moment: Moment) -> str:
    return datetime.fromtimestamp(moment.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_TIMES: Final[dict[str, Maker]] = {
    "iso": _iso,
    "local": lambda moment: datetime.fromtimestamp(moment.at, UTC).astimezone().isoformat(timespec="milliseconds"),
    "s": lambda moment: str(int(moment.at)),
    "ms": lambda moment: str(int(moment.at * 1000)),
}


def _now(arguments: tuple[str, ...], _: Hashable) -> Maker:
    if len(arguments) > 1 or (arguments and arguments[0] not in _TIMES):
        raise _Wrong
    return _TIMES[arguments[0] if arguments else "iso"]


def _counter(arguments: tuple[str, ...], _: Hashable) -> Maker:
    """All counters that are written alike are one, and count messages."""
    if len(arguments) > 2:
        raise _Wrong
    numbers, decimals = _numbers(arguments)
    if decimals:
        raise _Wrong
    start, step = (*(int(number) for number in numbers), *(1, 1)[len(numbers) :])
    key = ("counter", start, step)

    def make(moment: Moment) -> str:
        if key not in moment.drawn:
            moment.memory[key] = moment.memory.get(key, start - step) + step
            moment.drawn[key] = str(moment.memory[key])
        return moment.drawn[key]

    return make


def _random(arguments: tuple[str, ...], _: Hashable) -> Maker:
    low, high, decimals = _bounds(arguments)
    scale = 10**decimals
    first, last = round(low * scale), round(high * scale)
    return lambda moment: _written(moment.random.randint(first, last) / scale, decimals)


def _sine(arguments: tuple[str, ...], _: Hashable) -> Maker:
    low, high, decimals = _bounds(arguments, further=1)
    period_s = _positive(arguments[2])
    return lambda moment: _written(waveforms.sine(low, high, period_s, moment.elapsed_s), decimals)


def _ramp(arguments: tuple[str, ...], _: Hashable) -> Maker:
    _count(arguments, 3)
    (low, high), decimals = _numbers(arguments[:2])  # one that falls is a ramp as well
    period_s = _positive(arguments[2])
    return lambda moment: _written(waveforms.ramp(low, high, period_s, moment.elapsed_s), decimals)


def _walk(arguments: tuple[str, ...], key: Hashable) -> Maker:
    low, high, decimals = _bounds(arguments, further=1)
    step = _positive(arguments[2])

    def make(moment: Moment) -> str:
        moment.memory[key] = waveforms.walk(low, high, step, moment.memory.get(key), moment.random)
        return _written(moment.memory[key], decimals)

    return make


def _choice(arguments: tuple[str, ...], _: Hashable) -> Maker:
    if not arguments:
        raise _Wrong
    return lambda moment: moment.random.choice(arguments)


def _sequence(arguments: tuple[str, ...], key: Hashable) -> Maker:
    if not arguments:
        raise _Wrong

    def make(moment: Moment) -> str:
        number: int = moment.memory.get(key, 0)
        moment.memory[key] = (number + 1) % len(arguments)
        return arguments[number]

    return make


def _count(arguments: tuple[str, ...], wanted: int) -> None:
    if len(arguments) != wanted:
        raise _Wrong


def _numbers(texts: tuple[str, ...]) -> tuple[list[float], int]:
    """The numbers, and the most decimals that one of them is written with: the values have as many."""
    if not all(_NUMBER.fullmatch(text) for text in texts):
        raise _Wrong
    return [float(text) for text in texts], max((len(text.partition(".")[2]) for text in texts), default=0)


def _bounds(arguments: tuple[str, ...], further: int = 0) -> tuple[float, float, int]:
    _count(arguments, 2 + further)
    (low, high), decimals = _numbers(arguments[:2])
    if low > high:
        raise _Wrong(VariableProblem.BOUNDS)
    return low, high, decimals


def _positive(text: str) -> float:
    ((number,), _) = _numbers((text,))
    if number <= 0:
        raise _Wrong(VariableProblem.BOUNDS)
    return number


def _written(number: float, decimals: int) -> str:
    text = f"{number:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


KINDS: Final[dict[str, Kind]] = {
    "uuid": Kind("{{uuid}}", _uuid),
    "now": Kind("{{now}}, {{now local}}, {{now s}}, {{now ms}}", _now),
    "counter": Kind("{{counter}}, {{counter FIRST STEP}}", _counter),
    "random": Kind("{{random LOW HIGH}}", _random),
    "sine": Kind("{{sine LOW HIGH SECONDS}}", _sine),
    "ramp": Kind("{{ramp FROM TO SECONDS}}", _ramp),
    "walk": Kind("{{walk LOW HIGH STEP}}", _walk),
    "choice": Kind("{{choice A B C}}", _choice),
    "sequence": Kind("{{sequence A B C}}", _sequence),
}
