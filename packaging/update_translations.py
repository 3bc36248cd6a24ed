"""Collect the strings that users see into translations/*.ts anew, and compile them.

English is the source: its file holds only the plural forms. Line numbers are left out: a moved line is no change.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from hatch_build import compile_translations, lrelease

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fr",)


def lupdate() -> Path:
    release = lrelease()
    return release.with_name(release.name.replace("lrelease", "lupdate"))


def sources() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tracemq").rglob("*.py"))]


def update(target: Path, *options: str) -> None:
    """Bring one .ts file up to date with the sources."""
    subprocess.run(
        [lupdate(), "-silent", "-locations", "none", "-no-obsolete", *options, *sources(), "-ts", target],
        check=True,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    update(ROOT / "translations" / "en.ts", "-pluralonly", "-source-language", "en", "-target-language", "en")
    for language in LANGUAGES:
        update(ROOT / "translations" / f"{language}.ts", "-source-language", "en", "-target-language", language)
    compile_translations(ROOT)
