"""The statement marks of the tests into tests/CONFORMANCE.md: what the standards ask of a client, and who checks it.

    python packaging/conformance.py            # write the table anew: make conformance
    python packaging/conformance.py --check    # complain if it is out of date, or if something is not checked

The statements stand in tests/statements/*.toml. A test names those that it checks by @pytest.mark.statement(...):
"MQTT-3.1.2-24" for 5.0, "3.1.1:MQTT-3.1.2-23", and "3.1:section 3.12", since 3.1 numbers nothing but its sections.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LISTS = [ROOT / "tests" / "statements" / f"{name}.toml" for name in ("mqtt_5_0", "mqtt_3_1_1", "mqtt_3_1")]
TABLE = ROOT / "tests" / "CONFORMANCE.md"
SEARCHED = ("tests/unit/mqtt", "tests/integration/mqtt", "tests/examples")

Tests = Mapping[str, set[str]]  # mark -> tests as "file::function", relative to tests/


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One standard's statements. `bound` bind a client, `answered` a server whose faults a client notices."""

    title: str
    prefix: str
    bound: dict[str, str]
    answered: dict[str, str]
    servers_alone: tuple[str, ...]
    no_test: dict[str, str] = field(default_factory=dict)  # statement -> why none can check it
    not_kept: dict[str, str] = field(default_factory=dict)  # statement -> what we do against it, which is to be mended

    def marks(self) -> set[str]:
        return {self.prefix + name for name in (*self.bound, *self.answered)}


def read(path: Path) -> Standard:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Standard(
        title=data["title"],
        prefix=data["prefix"],
        bound={**data["both"], **data["client"]},
        answered=data["server"],
        servers_alone=tuple(data["servers_alone"]),
        no_test=data["no_test"],
        not_kept=data.get("not_kept", {}),
    )


def collected() -> dict[str, set[str]]:
    """The marks of all tests, as pytest collects them; nothing is run."""
    import pytest

    found: dict[str, set[str]] = defaultdict(set)

    class Marks:
        def pytest_collection_modifyitems(self, items: list[Any]) -> None:
            for item in items:
                if item.get_closest_marker("xfail"):  # it shows that we do not hold to the statement
                    continue
                for mark in item.iter_markers("statement"):
                    for name in mark.args:
                        found[name].add(item.nodeid.partition("[")[0].removeprefix("tests/"))

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.chdir(ROOT):
        folders = [folder for folder in SEARCHED if (ROOT / folder).exists()]
        code = pytest.main(["--collect-only", "-q", *folders], plugins=[Marks()])
    if code != pytest.ExitCode.OK:
        sys.exit(f"The tests cannot be collected:\n{said.getvalue()[-3000:]}")
    return found


def problems(standards: Iterable[Standard], tests: Tests) -> list[str]:
    """What is wrong with the marks or the lists, in sentences."""
    standards = list(standards)
    known = {mark for standard in standards for mark in standard.marks()}
    alone = {standard.prefix + name for standard in standards for name in standard.servers_alone}
    found = [f"{_names(tests[mark])} names {mark}, which is in no list" for mark in tests if mark not in known | alone]
    found += [f"{_names(tests[mark])} names {mark}, which binds servers alone" for mark in tests if mark in alone]
    for standard in standards:
        for name in standard.bound:
            mark = standard.prefix + name
            if mark not in tests and name not in standard.no_test and name not in standard.not_kept:
                found.append(f"{mark} has neither a test nor a reason: {standard.bound[name]}")
        for name in (*standard.no_test, *standard.not_kept):
            if standard.prefix + name in tests:
                found.append(f"{standard.prefix + name} has a test, and a reason why there is none")
            if name not in standard.bound:
                found.append(f"{standard.prefix + name} has a reason why there is no test, and binds no client")
    return sorted(found)


def render(standards: Iterable[Standard], tests: Tests) -> str:
    standards = list(standards)
    lines = [
        "# What the MQTT standards ask of a client, and the tests that check it",
        "",
        "`make conformance` makes this file from the marks of the tests and the lists in `statements/`: edit those",
        "instead. The words are ours: the standards' own stand behind each number. Duties of servers stand here where",
        "a test shows what we make of a server that keeps or breaks them; the others are only counted.",
        "",
        "| standard | bind a client | checked by tests | cannot be tested | a server's, tested | a server's, not |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_summary(standard, tests) for standard in standards]
    for standard in standards:
        lines += ["", f"## {standard.title}", "", "| statement | what it asks | checked by |", "| --- | --- | --- |"]
        lines += [_row(standard, name, standard.bound, tests) for name in sorted(standard.bound, key=_order)]
        heard = [name for name in sorted(standard.answered, key=_order) if standard.prefix + name in tests]
        if heard:
            lines += ["", f"### What {standard.title} asks of a server, and what we make of it", ""]
            lines += ["| statement | what it asks | checked by |", "| --- | --- | --- |"]
            lines += [_row(standard, name, standard.answered, tests) for name in heard]
    return "\n".join(lines) + "\n"


def _summary(standard: Standard, tests: Tests) -> str:
    checked = sum(standard.prefix + name in tests for name in standard.bound)
    heard = sum(standard.prefix + name in tests for name in standard.answered)
    alone = len(standard.servers_alone) + len(standard.answered) - heard
    numbers = (len(standard.bound), checked, len(standard.no_test), heard, alone)
    return f"| {standard.title} | " + " | ".join(map(str, numbers)) + " |"


def _row(standard: Standard, name: str, words: Mapping[str, str], tests: Tests) -> str:
    checked = _by_file(tests.get(standard.prefix + name, set()))
    if name in standard.not_kept:
        checked = f"**not kept yet:** {standard.not_kept[name]}"
    elif not checked:
        checked = f"*no test:* {standard.no_test.get(name, '')}"
    return f"| {name} | {words[name]} | {checked} |"


def _by_file(tests: Iterable[str]) -> str:
    by_file: dict[str, list[str]] = defaultdict(list)
    for test in sorted(tests):
        path, _, function = test.partition("::")
        by_file[path].append(function.removeprefix("test_").replace("_", " "))
    return "<br>".join(f"[{Path(path).stem}]({path}): {'; '.join(names)}" for path, names in by_file.items())


def _names(tests: Iterable[str]) -> str:
    return ", ".join(sorted(tests))


def _order(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say what is out of date or missing")
    check = parser.parse_args(arguments).check
    standards, tests = [read(path) for path in LISTS], collected()
    found = problems(standards, tests)
    table = render(standards, tests)
    if not check:
        TABLE.write_text(table, encoding="utf-8")
    elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table:
        found.append(f"{TABLE.relative_to(ROOT)} is out of date: make conformance")
    print("\n".join(found) or f"{TABLE.relative_to(ROOT)} is up to date and complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
