"""Every benchmark runs at its small size; what it asserts about loss, order and content holds. Times are not judged."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.benchmarks.__main__ import ROWS
from tests.benchmarks.figures import Size, table
from tests.support.fire_hose import ROOT
from tests.support.marks import on_screen

SMALL = Size(small=True, repeat=1)
ON_A_SCREEN = {"window", "flood", "topics", "mosquitto", "tabs", "start"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("row", [row for row in ROWS if row not in ON_A_SCREEN])
def test_a_row_measures_and_checks(row: str) -> None:
    figures = ROWS[row](SMALL)
    assert figures
    assert all(value >= 0 for figure in figures for value in figure.values)
    assert table(figures).count("\n") == len(figures) + 1


COUNT = """
from tests.benchmarks.allocations import count_allocations, counted
assert counted() is None
count_allocations()
before = counted()
made = [[number] for number in range(10_000)]
print(counted() - before)
"""


@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="counted by machine code of this processor")
def test_every_block_that_python_asks_for_is_counted_and_the_process_ends_well() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, check=True, capture_output=True, text=True)
    lists, items, numbers = 10_000, 10_000, 10_000 - 257
    assert lists + items + numbers <= int(done.stdout) < 1.02 * (lists + items + numbers)


@on_screen
@pytest.mark.timeout(300)
@pytest.mark.parametrize("row", ["window", "flood", "mosquitto", "tabs"])
def test_a_row_of_the_window_loses_nothing(row: str) -> None:
    assert ROWS[row](SMALL)
