"""Every string that users see can be translated, and every language is complete.

The windows themselves are walked under a translator that marks each string in tests/gui/test_translations.py; this
module reads the sources, so that a sentence that only a rare error shows is found as well.
"""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tracemq.command_line import LIBRARIES
from tracemq.i18n import LANGUAGES, SOURCE_LANGUAGE

ROOT: Final = Path(__file__).parents[2]
FOREIGN: Final = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
SEEN: Final = [
    *sorted((ROOT / "tracemq/ui").rglob("*.py")),
    *sorted((ROOT / "tracemq/viewmodels").rglob("*.py")),
    *(ROOT / "tracemq" / name for name in ("app.py", "command_line.py", "desktop.py", "i18n.py")),
]
TRANSLATING: Final = {"tr", "translate", "QT_TRANSLATE_NOOP", "_tr"}
# Calls whose literals appear on the screen or are read aloud: there, even a single word must be translated.
SHOWING: Final = {
    "QAction", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QDockWidget", "QMenu",
    "setText", "setWindowTitle", "setTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText",
    "setAccessibleName", "setAccessibleDescription", "addAction", "addMenu", "addTab", "setTabText", "addItem",
    "addItems", "setItemText", "setHeaderLabels", "setHorizontalHeaderLabels", "setInformativeText", "setDetailedText",
    "setLabelText", "setButtonText", "showMessage", "addRow", "setSuffix", "setPrefix", "setSpecialValueText",
    "addButton", "setPlainText", "drawText", "setTabToolTip",
}  # fmt: skip
# Calls whose literals only other programs and programmers read.
HIDING: Final = {"setObjectName", "setStyleSheet", "start_task", "compile", "QKeySequence", "TypeVar", "cast"}
STREAMS: Final = {"log", "logging"}
# Names that are the same in every language.
NAMES: Final = {
    "Python",
    "Qt",
    "PySide",
    "TLS",
    "mqtt",
    "QoS",
    "Fusion",
    "Sparkplug",
    "Protobuf",
    "Avro",
    "Base",
    "ms",
    "min",
}
SYMBOLS: Final = {"s", "ms", "min", "h"}  # of units; octets have their own in French
# What users type is the same in every language, and so are samples that are only measured.
NOT_SAID: Final = {
    "house/# and not retain", '"two words"', "qos:1  retain  dup",  # the language of filters
    "building/floor/device 7", "temperature and more",  # as wide as the columns should be
    "asked by the window",  # the name of a task, for the log
    "expected one argument", "expected at least one argument",  # what argparse says, looked up and never shown
    LIBRARIES, "printf %s  | base64 -d | ",  # commands
    *LANGUAGES.values(),  # each in its own language
    "Zs", "Del",  # a category of Unicode, a key as Qt reads it
}  # fmt: skip


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def hidden(node: ast.AST) -> bool:
    """Whether nothing inside is for the user's eyes as it stands: docstrings, log lines, names, what is translated."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Compare() | ast.arg() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=stream))) if stream in STREAMS:
            return True
        case ast.Call():
            return name_of(node) in TRANSLATING | HIDING
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return False


def literals(node: ast.AST, *, shown: bool = False) -> Iterator[tuple[ast.expr, bool]]:
    """Literals that may reach the screen, each with whether the call around it certainly shows it."""
    if hidden(node):
        return
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node, shown
        case ast.FunctionDef() | ast.AsyncFunctionDef():  # not its annotations
            for part in (*node.body, *node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
                yield from literals(part)
        case ast.AnnAssign():
            yield from literals(node.value) if node.value else ()
        case ast.Subscript():  # what is looked for in it is a key
            yield from literals(node.value)
        case ast.Call():
            inner = name_of(node) in SHOWING or (shown and name_of(node) in {"format", "join", "strip", "upper"})
            for child in ast.iter_child_nodes(node):
                yield from literals(child, shown=inner)
        case _:
            keeps = isinstance(
                node, ast.IfExp | ast.BinOp | ast.BoolOp | ast.List | ast.Tuple | ast.keyword | ast.Attribute
            )
            for child in ast.iter_child_nodes(node):
                yield from literals(child, shown=shown and keeps)


def words(text: str) -> list[str]:
    """Words of a language: not the levels of a topic, the parts of an address, names in capitals, styles."""
    if "{" in text and ";" in text:  # a style sheet
        return []
    return [
        word
        for word in (part.strip("…:,;.!?()“”\"'&") for part in re.sub(r"\{[^}]*\}", " ", text).split())
        if word.isalpha() and len(word) > 1 and not word.isupper() and word not in NAMES
    ]


def wordy(literal: ast.expr, *, shown: bool) -> bool:
    """Whether a literal says something: any word where it is shown, else a capitalised one or several."""
    if isinstance(literal, ast.JoinedStr):
        parts = [
            part.value for part in literal.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if any("{" in part and ";" in part for part in parts) or "".join(parts) in NOT_SAID:
            return False
        unit = re.search(r" ([A-Za-z]{1,3})[.,;]?$", parts[-1]) if parts else None  # set off by a space
        if unit and unit[1] not in SYMBOLS:
            return True
        return any(words(part) and (shown or " " in part) for part in parts)
    text = literal.value if isinstance(literal, ast.Constant) and isinstance(literal.value, str) else ""
    if text in NOT_SAID:
        return False
    found = words(text)
    return bool(found) and (shown or len(found) > 1 or (text.strip("…:") == found[0] and found[0].istitle()))


def untranslated(source: str) -> list[str]:
    tree = ast.parse(source)
    found = [
        f"{node.lineno}: an f-string inside {name_of(node)}() is extracted literally: use .format after it"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) in TRANSLATING
        if any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]
    return found + [
        f"{literal.lineno}: {ast.unparse(literal)} is not translatable"
        for literal, shown in literals(tree)
        if wordy(literal, shown=shown)
    ]


@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_of_the_screen_has_no_words_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "label.setText('Hello you')",
        "label.setText('hello')",
        "label.setText(f'Hello {you}')",
        "label.setText('Yes' if ok else self.tr('No'))",
        "label.setText('Hello {}'.format(you))",
        "label.setText(self.tr(f'Hello {you}'))",
        "QAction('Open', self)",
        "TITLES = {Kind.A: 'Something else', Kind.B: QT_TRANSLATE_NOOP('X', 'Else')}",
        "TITLES = {Kind.A: 'Else'}",
        "def title(self): return 'Something else'",
        "size = f'{number} B'",
        "said = f'{done} of {all}'",
        "class A:\n    title: str = 'Open it'",
    ],
)
def test_words_that_cannot_be_translated_are_found(source: str) -> None:
    assert len(untranslated(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "label.setText(self.tr('Hello {you}').format(you=you))",
        "label.setText('MQTT'); label.setText('{:.1f}'); label.setText(f'Qt {version}')",
        "line.setPlaceholderText('house/#'); line.setPlaceholderText('mqtt')",
        "frame.setObjectName('some thing'); frame.setStyleSheet('QFrame { border: 0; }')",
        "'Turns one thing into another.'",
        "raise ValueError('never seen by users')",
        "log.warning('not kept: %s', error)",
        "age = f'{hours} h'; age = f'{minutes} min'",
        "kind = kinds['Some key']; same = name == 'Some name'",
        "def made(of: 'Some', kind: str = 'name') -> 'Thing': ...",
    ],
)
def test_what_nobody_reads_and_examples_need_no_translation(source: str) -> None:
    assert untranslated(source) == []


# Qt looks for a sentence under the class of the object first, then under those above it, and takes the first answer
# that differs from the question. A number that was filled in makes it differ: in a subclass it would stay English.


def counting(sources: Iterable[str]) -> tuple[dict[str, int], set[str]]:
    """The classes that say sentences with a number by `self.tr`, each with a line, and all that have others below."""
    saying: dict[str, int] = {}
    above: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                above |= {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases}
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and name_of(call) == "tr" and len(call.args) > 2:
                        saying[node.name] = call.lineno
    return saying, above


def test_sentences_with_a_number_stand_in_classes_that_have_none_below_them() -> None:
    everything = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "tracemq").rglob("*.py")))
    saying, above = counting(everything)
    assert len(saying) > 5
    assert saying.keys() & above == set(), "say them by QCoreApplication.translate, with the class's name"


def test_a_sentence_with_a_number_in_a_class_with_others_below_it_is_found() -> None:
    base = "class Bar(QWidget):\n    def say(self, count):\n        return self.tr('%Ln new', '', count)"
    saying, above = counting([base, "class FoundBar(bars.Bar): ..."])
    assert saying.keys() & above == {"Bar"}


@pytest.fixture(scope="session")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], ET.Element]:
    """What lupdate finds in the sources today."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from update_translations import lupdate, sources
    finally:
        sys.path.pop(0)
    target = tmp_path_factory.mktemp("translations") / "today.ts"
    command = [lupdate(), "-silent", "-locations", "none", *sources(), "-ts", target]
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    return messages(target)


def messages(file: Path) -> dict[tuple[str, str, str], ET.Element]:
    """The strings of a .ts file by context, source and comment."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", "")): message
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


def translated(language: str) -> dict[tuple[str, str, str], ET.Element]:
    return messages(ROOT / "translations" / f"{language}.ts")


def forms(message: ET.Element) -> list[str]:
    """What a string becomes: one text, or one for each plural form; "" where it is missing or unfinished."""
    translation = message.find("translation")
    assert translation is not None
    found = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
    return [""] if translation.get("type") == "unfinished" else found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_string_of_the_sources_and_leaves_none_unfinished(
    language: str, wanted: dict[tuple[str, str, str], ET.Element]
) -> None:
    asked = {key for key, message in wanted.items() if language != SOURCE_LANGUAGE or message.get("numerus") == "yes"}
    told = translated(language)
    assert sorted(asked - told.keys()) == [], "run `make translations` and translate what is new"
    assert sorted(told.keys() - asked) == [], "run `make translations`: these are gone from the sources"
    assert [key for key, message in told.items() if not all(forms(message))] == []


def test_many_strings_are_wanted(wanted: dict[tuple[str, str, str], ET.Element]) -> None:
    assert len(wanted) > 900  # else lupdate has not read the sources, and nothing here checks anything


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_a_form_for_one_and_one_for_many_that_differ_in_words(language: str) -> None:
    plurals = {key: forms(message) for key, message in translated(language).items() if message.get("numerus") == "yes"}
    assert [key for key, texts in plurals.items() if len(texts) != 2] == []
    assert [texts for texts in plurals.values() if "(s)" in " ".join(texts)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_and_the_mnemonic_of_its_source(language: str) -> None:
    assert [
        (source, text)
        for (_, source, _), message in translated(language).items()
        for text in forms(message)
        if placeholders(source) != placeholders(text) or len(mnemonics(source)) != len(mnemonics(text))
    ] == []


def placeholders(text: str) -> list[str]:
    named = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    return sorted(named + re.findall(r"%L?[n1-9]", text))


def mnemonics(text: str) -> list[str]:
    return re.findall(r"&(?=\w)", text.replace("&&", ""))


def test_placeholders_and_mnemonics_are_told_from_other_signs() -> None:
    assert placeholders("{here} of {all}, %n new, %Ln, %1, 5 %, {{literal}}") == ["%1", "%Ln", "%n", "all", "here"]
    assert mnemonics("Save && Co&nnect & more") == ["&"]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_translation_is_set_as_its_source_is(language: str) -> None:
    """It ends like its source, with the spaces of its source at both ends."""
    ends = ("…", ":", ".", "?", "!")
    assert [
        (source, text)
        for (_, source, _), message in translated(language).items()
        for text in forms(message)
        if [text.endswith(end) for end in ends] != [source.endswith(end) for end in ends]
        and (source, text) != ("No.", "N°")
    ] == []
    assert [
        (source, text)
        for (_, source, _), message in translated(language).items()
        for text in forms(message)
        if (text.startswith(" "), text.endswith(" ")) != (source.startswith(" "), source.endswith(" "))
    ] == []


def test_french_is_set_as_french_is() -> None:
    """Narrow no-break spaces inside guillemets and before high signs; the curved apostrophe; no straight quotes."""
    wrong = re.compile(r" [:;!?»%](?!L?n)|«[^\u202f]|[^\u202f]»|\w'\w|\.\.\.|\w [ ]+\w|“|”")
    code = re.compile(r"\S*[/$~*#]\S*|;;")  # addresses, topics, filters of file names
    high = re.compile(r"[\w)\]}»][;!?]|[a-zà-ÿ)}]:(?= |$)")
    found = [
        text
        for message in translated("fr").values()
        for text in forms(message)
        if wrong.search(text.replace("   ", " ")) or high.search(code.sub("", text).replace("unix:", ""))
    ]
    assert found == []
