"""Hatch build hook: compile translations/*.ts to tracemq/translations/*.qm, for wheels and editable installs."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def lrelease() -> Path:
    import PySide6

    folder = Path(PySide6.__file__).parent
    for name in ("lrelease", "lrelease.exe", "Qt/libexec/lrelease"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"lrelease is not in {folder}")


def compile_translations(root: Path) -> list[Path]:
    """Compile every translation source below `root`; the compiled files."""
    target = root / "tracemq" / "translations"
    target.mkdir(exist_ok=True)
    compiled = []
    for source in sorted((root / "translations").glob("*.ts")):
        qm = target / source.with_suffix(".qm").name
        subprocess.run([lrelease(), "-silent", source, "-qm", qm], check=True)
        compiled.append(qm)
    return compiled


class TranslationsHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "sdist":
            build_data["artifacts"] += [
                f"/{qm.relative_to(self.root).as_posix()}" for qm in compile_translations(Path(self.root))
            ]


if __name__ == "__main__":
    compile_translations(Path(__file__).parent.parent)
