"""The command line becomes a running program; Qt is imported only when a window is going to open."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .command_line import parse, start_options, tell_missing_library


def main(arguments: Sequence[str] | None = None) -> int:
    """Run TraceMQ; the exit status. With --report it is 0 only if the report was written."""
    given = parse(arguments)
    if given.install_desktop or given.uninstall_desktop:
        from .desktop import install, uninstall

        return install() if given.install_desktop else uninstall()
    try:
        from .app import run
    except ImportError as error:  # Qt's system libraries: the one thing a wheel cannot bring along
        tell_missing_library(error)
        return 1
    return run(start_options(given))


if __name__ == "__main__":
    sys.exit(main())
