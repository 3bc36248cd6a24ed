"""What is typed behind the command, and what it answers: in the user's language, and in English without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracemq.command_line import StartOptions, parse, start_options, tell_missing_library

FRENCH = ({"LC_ALL": "fr_FR.UTF-8"}, {"LANGUAGE": "fr:en", "LANG": "C.UTF-8"})


def options(*typed: str) -> StartOptions:
    return start_options(parse(typed))


def complaint(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    with pytest.raises(SystemExit) as ended:
        parse(typed)
    assert ended.value.code == 2
    usage, _, said = capsys.readouterr().err.rpartition("tracemq: ")
    assert usage.startswith("usage: tracemq [--connect")
    return said.strip()


def tracemq(*typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LANGUAGE")}
    return subprocess.run(
        [sys.executable, "-m", "tracemq", *typed],
        env=kept | {"PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        monkeypatch.setenv(name, "C")


def test_nothing_typed_asks_for_nothing() -> None:
    assert options() == StartOptions()


def test_everything_that_may_be_typed_arrives() -> None:
    assert options(
        "mqtt://broker", "--connect", "Plant", "--subscribe", "a/#", "b", "--subscribe", "c", "--demo",
        "--profile", "p.yaml", "--retain-mib", "64", "--report", "r.json", "--exit-after", "2.5",
        "--language", "fr", "--theme", "dark",
    ) == StartOptions(
        opened_url="mqtt://broker", connect="Plant", subscribe=["a/#", "b", "c"], demo=True, profile=Path("p.yaml"),
        retain_mib=64, report=Path("r.json"), exit_after_s=2.5, language="fr", theme="dark",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--exit-after"], "--exit-after: a value is expected"),
        (["--subscribe"], "--subscribe: at least one value is expected"),
        (["--exit-after", "soon"], "--exit-after: a positive number is expected"),
        (["--exit-after", "inf"], "--exit-after: a positive number is expected"),
        (["--retain-mib", "0"], "--retain-mib: a positive whole number is expected"),
        (["--retain-mib", "1.5"], "--retain-mib: a positive whole number is expected"),
        (["--theme", "pink"], "--theme: one of system, light and dark is expected"),
        (["--them", "dark"], "not known: --them"),
    ],
)
def test_what_cannot_be_understood_is_named(capsys: pytest.CaptureFixture[str], typed: list[str], said: str) -> None:
    assert complaint(capsys, *typed) == said


@pytest.mark.parametrize("environment", FRENCH, ids=" ".join)
def test_the_help_speaks_the_systems_language(environment: dict[str, str]) -> None:
    helped = tracemq("--help", **environment)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert helped.stdout.startswith("utilisation\u00a0: tracemq")
    assert "afficher cette aide, et quitter" in helped.stdout
    assert not {"usage:", "show", "quit\n", "FILE]"} & set(helped.stdout.split(" "))


def test_the_help_speaks_the_language_that_is_asked_for() -> None:
    assert tracemq("--language", "fr", "--help").stdout.startswith("utilisation")
    assert tracemq("--language", "en", "--help", **FRENCH[0]).stdout.startswith("usage")


def test_a_complaint_speaks_the_systems_language() -> None:
    refused = tracemq("--theme", "rose", **FRENCH[0])
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith("--theme\u00a0: une valeur parmi system, light et dark est attendue\n")


def test_a_terminal_without_accents_gets_the_help_all_the_same() -> None:
    helped = tracemq("--help", **FRENCH[0], PYTHONIOENCODING="ascii")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "--connect PROFIL-OU-URL" in helped.stdout


def test_without_qt_there_is_english(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.delitem(sys.modules, "tracemq.i18n", raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtCore", None)
    tell_missing_library(ImportError("libEGL.so.1: cannot open shared object file"))
    said = capsys.readouterr().err
    assert "a library that Qt needs is missing: libEGL.so.1" in said
    assert "apt-get install" in said


def test_reading_the_command_line_does_not_load_qt() -> None:
    seen = "import sys, tracemq.command_line as c; c.parse(['--demo']); print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
