"""Every string that users see can be translated, and every language is complete.

The windows themselves are walked under a translator that marks each string in tests/gui/test_translations.py; this
module reads the sources, so that a sentence that only a rare error shows is found as well.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracemq.i18n import LANGUAGES, SOURCE_LANGUAGE

ROOT = Path(__file__).parents[2]
SEEN = [*sorted((ROOT / "tracemq/ui").rglob("*.py")), *sorted((ROOT / "tracemq/viewmodels").rglob("*.py"))]
# Calls whose literal arguments appear on the screen (or are read aloud).
SHOWING = {
    "QAction", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QDockWidget", "QMenu",
    "setText", "setWindowTitle", "setTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText",
    "setAccessibleName", "setAccessibleDescription", "addAction", "addMenu", "addTab", "setTabText", "addItem",
    "addItems", "setItemText", "setHeaderLabels", "setHorizontalHeaderLabels", "setInformativeText", "setDetailedText",
    "setLabelText", "setButtonText", "showMessage", "addRow", "setSuffix", "setPrefix", "setSpecialValueText",
    "addButton", "setPlainText", "drawText", "setTabToolTip",
}  # fmt: skip
TRANSLATING = {"tr", "translate", "QT_TRANSLATE_NOOP", "_tr"}


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def literals(node: ast.expr) -> Iterator[ast.expr]:
    """Literals that an expression yields, but for those inside a translating call."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
        case ast.Call() if name_of(node) in TRANSLATING:
            return
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join" | "strip" | "upper")):
            yield from literals(value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)
        case ast.BinOp(left=left, right=right):
            yield from literals(left)
            yield from literals(right)
        case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            for value in values:
                yield from literals(value)


def wordy(node: ast.expr) -> bool:
    """Whether a literal has words of a language: letters beyond a format code, an example of a topic, or a symbol."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and wordy(part) for part in node.values)
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    words = [word for word in text.split() if word.isalpha() and len(word) > 1]
    return bool(words) and not all(word.isupper() for word in words)  # QoS levels, JSON, MQTT ... are names


def untranslated(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if name_of(node) in TRANSLATING:
            found += [
                f"{node.lineno}: an f-string inside {name_of(node)}() is extracted literally: use .format after it"
                for argument in node.args
                if isinstance(argument, ast.JoinedStr)
            ]
        elif name_of(node) in SHOWING:
            found += [
                f"{literal.lineno}: {ast.unparse(literal)} in {name_of(node)}() is not translatable"
                for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
                for literal in literals(argument)
                if wordy(literal)
            ]
    return found


@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_of_the_screen_shows_no_literal_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_the_search_for_untranslatable_strings_finds_them() -> None:
    assert len(untranslated("label.setText('Hello you')")) == 1
    assert len(untranslated("QAction('Open', self)")) == 1
    assert len(untranslated("label.setText(f'Hello {you}')")) == 1
    assert len(untranslated("label.setText('Yes' if ok else self.tr('No'))")) == 1
    assert len(untranslated("label.setText('Hello {}'.format(you))")) == 1
    assert len(untranslated("label.setText(self.tr(f'Hello {you}'))")) == 1
    assert untranslated("label.setText(self.tr('Hello {you}').format(you=you)); label.setText('QoS'.upper())") == [
        "1: 'QoS' in setText() is not translatable"
    ]
    assert untranslated("label.setText('MQTT'); label.setText('{:.1f}'); frame.setObjectName('some thing')") == []


def collected(tmp_path: Path, *options: str) -> ET.Element:
    """What lupdate finds in the sources today."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from update_translations import lupdate, sources
    finally:
        sys.path.pop(0)
    target = tmp_path / "today.ts"
    command = [lupdate(), "-silent", "-locations", "none", *options, *sources(), "-ts", target]
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    return ET.parse(target).getroot()


def messages(root: ET.Element) -> dict[tuple[str, str, str], ET.Element]:
    return {
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", "")): message
        for context in root.iter("context")
        for message in context.iter("message")
    }


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE_LANGUAGE])
def test_a_language_has_every_string_of_the_sources_and_leaves_none_unfinished(language: str, tmp_path: Path) -> None:
    translated = messages(ET.parse(ROOT / "translations" / f"{language}.ts").getroot())
    wanted = messages(collected(tmp_path))
    assert sorted(wanted.keys() - translated.keys()) == [], "run `make translations` and translate what is new"
    assert sorted(translated.keys() - wanted.keys()) == [], "run `make translations`: these are gone from the sources"
    unfinished = []
    for key, message in translated.items():
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
        if translation.get("type") == "unfinished" or not all(forms):
            unfinished.append(key)
    assert unfinished == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE_LANGUAGE])
def test_a_translation_keeps_the_placeholders_and_the_mnemonic_of_its_source(language: str) -> None:
    wrong = []
    for (context, source, _), message in messages(ET.parse(ROOT / "translations" / f"{language}.ts").getroot()).items():
        translation = message.find("translation")
        assert translation is not None
        texts = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        wrong += [
            (context, source, text)
            for text in texts
            if sorted(placeholders(source)) != sorted(placeholders(text)) or ("&" in source) != ("&" in text)
        ]
    assert wrong == []


def placeholders(text: str) -> list[str]:
    import string

    named = [field for _, field, _, _ in string.Formatter().parse(text.replace("{{", "").replace("}}", "")) if field]
    return named + [f"%{digit}" for digit in "n123" if f"%{digit}" in text]
