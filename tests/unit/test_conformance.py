"""The table of what the MQTT standards ask is complete, up to date, and honest about what nobody checks."""

from __future__ import annotations

import dataclasses
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "conformance.py"


@pytest.fixture(scope="module")
def conformance() -> ModuleType:
    spec = importlib.util.spec_from_file_location("conformance", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def test_every_statement_that_binds_a_client_has_a_test_or_a_reason_and_the_table_says_so() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lists_hold_each_statement_of_the_standards_once(conformance: ModuleType) -> None:
    sizes = {}
    for path in conformance.LISTS:
        standard = conformance.read(path)
        names = [*standard.bound, *standard.answered, *standard.servers_alone]
        assert len(names) == len(set(names))
        sizes[standard.title] = len(names)
    assert sizes == {"MQTT 5.0": 251, "MQTT 3.1.1": 141, "MQTT 3.1": 22}


@pytest.fixture
def standard(conformance: ModuleType) -> object:
    return conformance.Standard(
        title="MQTT 9",
        prefix="9:",
        bound={"MQTT-1-10": "Ten.", "MQTT-1-2": "Two.", "MQTT-1-3": "Three."},
        answered={"MQTT-2-1": "Servers speak.", "MQTT-2-2": "Servers wait."},
        servers_alone=("MQTT-3-1",),
        no_test={"MQTT-1-3": "nobody can see it"},
    )


TESTS = {"9:MQTT-1-2": {"unit/test_a.py::test_two_of_them", "unit/test_a.py::test_it"}, "9:MQTT-2-1": {"b.py::test_b"}}


def test_a_statement_without_test_or_reason_is_a_problem(conformance: ModuleType, standard: object) -> None:
    assert conformance.problems([standard], TESTS) == ["9:MQTT-1-10 has neither a test nor a reason: Ten."]
    assert conformance.problems([standard], {**TESTS, "9:MQTT-1-10": {"a::b"}}) == []


def test_what_is_not_kept_yet_is_said_in_the_table_and_no_longer_once_a_test_passes(
    conformance: ModuleType, standard: Any
) -> None:
    broken = dataclasses.replace(standard, not_kept={"MQTT-1-10": "we do not count so far"})
    assert conformance.problems([broken], TESTS) == []
    assert "| MQTT-1-10 | Ten. | **not kept yet:** we do not count so far |" in conformance.render([broken], TESTS)
    assert conformance.problems([broken], {**TESTS, "9:MQTT-1-10": {"a::b"}}) == [
        "9:MQTT-1-10 has a test, and a reason why there is none"
    ]


@pytest.mark.parametrize(
    ("mark", "complaint"),
    [
        ("9:MQTT-1-99", "a::b names 9:MQTT-1-99, which is in no list"),
        ("MQTT-1-2", "a::b names MQTT-1-2, which is in no list"),
        ("9:MQTT-3-1", "a::b names 9:MQTT-3-1, which binds servers alone"),
        ("9:MQTT-1-3", "9:MQTT-1-3 has a test, and a reason why there is none"),
    ],
)
def test_a_mark_that_fits_no_list_is_a_problem(
    conformance: ModuleType, standard: object, mark: str, complaint: str
) -> None:
    tests = {**TESTS, "9:MQTT-1-10": {"a::b"}, mark: {"a::b"}}
    assert conformance.problems([standard], tests) == [complaint]


def test_the_table_has_a_row_for_each_statement_in_the_order_of_numbers(
    conformance: ModuleType, standard: object
) -> None:
    lines = conformance.render([standard], TESTS).splitlines()
    assert "| MQTT 9 | 3 | 1 | 1 | 1 | 2 |" in lines
    rows = [line for line in lines if line.startswith("| MQTT-")]
    assert rows == [
        "| MQTT-1-2 | Two. | [test_a](unit/test_a.py): it; two of them |",
        "| MQTT-1-3 | Three. | *no test:* nobody can see it |",
        "| MQTT-1-10 | Ten. | *no test:*  |",
        "| MQTT-2-1 | Servers speak. | [b](b.py): b |",
    ]
