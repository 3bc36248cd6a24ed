"""Every benchmark runs at its small size; what it asserts about loss, order and content holds. Times are not judged."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import ROWS
from tests.benchmarks.figures import Size, table
from tests.support.screen import missing_tools

SMALL = Size(small=True, repeat=1)
ON_A_SCREEN = {"window", "flood", "topics", "mosquitto", "start"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("row", [row for row in ROWS if row not in ON_A_SCREEN])
def test_a_row_measures_and_checks(row: str) -> None:
    figures = ROWS[row](SMALL)
    assert figures
    assert all(value >= 0 for figure in figures for value in figure.values)
    assert table(figures).count("\n") == len(figures) + 1


@pytest.mark.xvfb
@pytest.mark.xdist_group("screen")
@pytest.mark.timeout(300)
@pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {', '.join(missing_tools())}")
@pytest.mark.parametrize("row", ["window", "flood", "mosquitto"])
def test_a_row_of_the_window_loses_nothing(row: str) -> None:
    assert ROWS[row](SMALL)
