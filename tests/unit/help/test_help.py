"""The guides: all of them in every language, of the same build, with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.guide_code import Piece, pieces, run
from tracemq import help as guides_of_the_program
from tracemq.help import FOLDER, ORDER, Guide, guides
from tracemq.i18n import LANGUAGES

LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose(guide: Guide) -> str:
    return FENCED.sub("", guide.text)


EVERY = [guide for language in sorted(LANGUAGES) for guide in guides(language)]
NAMES = [f"{guide.language}-{guide.id}" for guide in EVERY]


def test_the_guides_come_in_their_order() -> None:
    assert [guide.id for guide in guides()] == list(ORDER)
    assert [guide.title for guide in guides("en")] == [
        "Getting started",
        "Publishing",
        "Best practices",
        "Troubleshooting",
        "Persistence",
        "How it works inside",
    ]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_of_the_program_has_all_of_them_and_nothing_else(language: str) -> None:
    assert sorted(path.stem for path in (FOLDER / language).glob("*")) == sorted(ORDER)
    assert [guide.language for guide in guides(language)] == [language] * len(ORDER)


@pytest.mark.parametrize("language", ["de", "xx-YY", "", "..", "../en", "fr/../en"])
def test_what_a_language_has_not_comes_in_english(language: str) -> None:
    assert guides(language) == guides("en")


def test_a_guide_that_was_not_translated_yet_comes_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, names in (("en", ORDER), ("fr", ORDER[:1])):
        (tmp_path / language).mkdir()
        for name in names:
            (tmp_path / language / f"{name}.md").write_text(f"# {name} {language}\n\nwords\n", encoding="utf-8")
    monkeypatch.setattr(guides_of_the_program, "FOLDER", tmp_path)
    assert [guide.language for guide in guides("fr")] == ["fr", *["en"] * (len(ORDER) - 1)]
    assert [guide.title for guide in guides("fr")][:2] == ["getting-started fr", "publishing en"]


@pytest.mark.parametrize("language", ["fr_CA", "fr-FR", "FR", "fr_CA.UTF-8"])
def test_a_region_does_not_count(language: str) -> None:
    assert guides(language) == guides("fr")


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_a_guide_begins_with_its_title_and_has_sections(guide: Guide) -> None:
    lines = guide.text.splitlines()
    assert lines[0] == f"# {guide.title}"
    assert guide.title
    headings = [line for line in prose(guide).splitlines() if line.startswith("#")]
    assert [line.split(" ")[0] for line in headings] == ["#"] + ["##"] * (len(headings) - 1)
    assert len(headings) >= 4


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_links_lead_to_other_guides_or_to_https_and_nothing_is_loaded_from_elsewhere(guide: Guide) -> None:
    assert "![" not in guide.text
    assert not re.search(r"<[a-zA-Z/]", re.sub(r"`[^`]*`", "", prose(guide)))  # no HTML
    for target in LINK.findall(prose(guide)):
        assert target.startswith("https://") or target in {f"{name}.md" for name in ORDER}


@pytest.mark.parametrize("guide_id", ORDER)
def test_a_translation_has_the_same_build(guide_id: str) -> None:
    def build(language: str) -> tuple[list[str], list[str], int, int]:
        (guide,) = [guide for guide in guides(language) if guide.id == guide_id]
        lines = prose(guide).splitlines()
        return (
            [line.split(" ")[0] for line in lines if line.startswith("#")],
            LINK.findall(prose(guide)),
            sum(line.startswith("|") for line in lines),
            sum(bool(re.match(r"(- |\d\. )", line)) for line in lines),
        )

    for language in LANGUAGES:
        assert build(language) == build("en")


@pytest.mark.parametrize("guide", [guide for guide in EVERY if guide.language == "fr"], ids=list(ORDER))
def test_french_has_its_spaces_before_high_punctuation(guide: Guide) -> None:
    words = re.sub(r"`[^`\n]*`", "x", prose(guide))
    assert re.findall(r"[^\s«\d/:|-] ?[;!?»]| [;:!?»]|« ", words) == [], guide.id


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_lines_of_code_fit_into_the_window(guide: Guide) -> None:
    found = pieces(guide.text)
    assert found
    assert max(len(line) for piece in found for line in piece.code.splitlines()) <= 88
    assert guide.text.count("```") % 2 == 0


# What runs them


def test_pieces_are_code_with_the_output_that_follows_it() -> None:
    text = "# T\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\nwords\n\n```python\nx = 2\n```\n\n```sh\nls\n```\n"
    assert pieces(text) == [Piece("print(1)\n", "1\n"), Piece("x = 2\n", None)]
    with pytest.raises(AssertionError, match="output without code"):
        pieces("```python\nprint(1)\n```\n\nwords\n\n```text\n1\n```\n")


async def test_pieces_share_their_names_and_may_await(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    await run("import asyncio\nx = 1\n", names, str)
    await run("await asyncio.sleep(0)\nprint('HOST', x)\n", names, lambda code: code.replace("HOST", "there"))
    assert capsys.readouterr().out == "there 1\n"
