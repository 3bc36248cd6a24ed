"""Install the project, editable, with the named extras into the environment that runs this."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], check=True
    )


def main() -> None:
    extras = ",".join(sys.argv[1:])
    # The build wants PySide6 (for lrelease), a dependency of the program anyway: install that first and
    # build here, instead of downloading it a second time into an isolated build environment.
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    pip(*requires, "editables")
    pip("--no-build-isolation", "--editable", f"{ROOT}[{extras}]" if extras else str(ROOT))


if __name__ == "__main__":
    main()
