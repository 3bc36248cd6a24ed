"""The command line becomes a running program; Qt is imported only when a window is going to open."""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Sequence

from .command_line import parse, start_options, tell_missing_library


def main(arguments: Sequence[str] | None = None) -> int:
    """Run TraceMQ; the exit status. With --report it is 0 only if the report was written."""
    given = parse(arguments)
    if given.install_desktop or given.uninstall_desktop:
        from .desktop import install, uninstall

        return install() if given.install_desktop else uninstall()
    gc.disable()  # nothing of what is imported now is garbage; later `Collecting` looks for it, in the right thread
    try:
        import_qt()
        from .app import run
    except ImportError as error:  # Qt's system libraries: the one thing a wheel cannot bring along
        tell_missing_library(error)
        return 1
    return run(start_options(given))


def import_qt() -> None:
    """Import Qt, and take away the hook that it puts before every import.

    The hook serves `from __feature__ import ...`, which nobody here writes, and reads the source of each module that is
    imported from then on: 40 ms, and 8 MiB that stay in memory.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401  # for what it does to `__import__`

    builtins.__import__ = plain


if __name__ == "__main__":
    sys.exit(main())
