"""Runs the program until its window is painted for the first time; prints the modules that were loaded by then."""

from __future__ import annotations

import linecache
import sys
from pathlib import Path

from tracemq.__main__ import import_qt, main

import_qt()

from tracemq import app  # noqa: E402  # as `main` does it


def painted(program: app.Program) -> None:
    print(*sys.modules)
    print(*(Path(name).name for name in linecache.cache))
    program.quit()


if __name__ == "__main__":
    app.Program._painted = painted  # type: ignore[method-assign]  # the first moment behind the paint
    sys.exit(main(["--exit-after", "60"]))
