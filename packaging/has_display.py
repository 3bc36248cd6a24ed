"""Say in words when there is no screen to open a window on, and what to do instead."""

from __future__ import annotations

import os
import sys

if sys.platform == "linux" and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
):
    sys.exit(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n"
        "`make picture` runs the same program on a virtual screen and takes a picture of it."
    )
