"""The guides that ship with the program: Markdown files, by language, into titles and texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
SOURCE_LANGUAGE: Final = "en"
ORDER: Final = ("getting-started", "publishing", "best-practices", "troubleshooting", "persistence", "inside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide in one language; `id` is the same in all of them."""

    id: str
    language: str
    title: str
    text: str  # Markdown, with its title


def guides(language: str = SOURCE_LANGUAGE) -> list[Guide]:
    """All guides in their order; in English where the language (such as "fr", or "fr_CA") has none."""
    short = language.replace("-", "_").partition("_")[0].lower()
    return [_read(guide_id, short) for guide_id in ORDER]


def _read(guide_id: str, language: str) -> Guide:
    path = FOLDER / language / f"{guide_id}.md"
    if not language.isalpha() or not path.is_file():
        language, path = SOURCE_LANGUAGE, FOLDER / SOURCE_LANGUAGE / f"{guide_id}.md"
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("#").strip()
    return Guide(id=guide_id, language=language, title=title, text=text)
