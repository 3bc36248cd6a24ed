"""Take the README's pictures anew: the running program with its demonstration, on a virtual screen, light and dark."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "packaging" / "pictures"
sys.path.insert(0, str(ROOT))

from tests.support.program import environment  # noqa: E402  # the path is set one line above
from tests.support.screen import VirtualScreen, missing_tools  # noqa: E402  # the path is set one line above
from tracemq import APP_NAME  # noqa: E402

SECONDS_OF_TRAFFIC = 12
# where a person would click: on the arrow before a topic, and on a message
UNFOLD, CHOOSE = (186, 478), (800, 334)


def take(target: Path, *arguments: str) -> None:
    with tempfile.TemporaryDirectory() as home, VirtualScreen("1280x800") as screen:
        command = [sys.executable, "-m", "tracemq", "--demo", *arguments]
        screen.start(command, environment=environment(home, keyring="keyring.backends.null.Keyring"))
        window = screen.window(APP_NAME)
        screen.run("xdotool", "windowsize", "--sync", window, "1280", "800")
        screen.run("xdotool", "windowmove", window, "0", "0")
        time.sleep(SECONDS_OF_TRAFFIC)
        for point in (UNFOLD, CHOOSE):
            screen.click(window, *point)
        time.sleep(1)
        screen.picture(target)
        print(target.relative_to(ROOT))


def main() -> None:
    if missing := missing_tools():
        sys.exit(f"These programs are missing: {', '.join(missing)}. `make test` names the packages.")
    PICTURES.mkdir(exist_ok=True)
    take(PICTURES / "window.png", "--language", "en", "--theme", "light")
    take(PICTURES / "window-dark.png", "--language", "en", "--theme", "dark")


if __name__ == "__main__":
    main()
