import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.tree import Kind
from tracemq.payloads.xml_tree import CHUNK_BYTES, MOST_ATTRIBUTES, parse_xml, parse_xml_steps, pretty_xml

DOCUMENT = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- a house -->
<house  floors='2'><room name="k&#252;che"><t unit="C">21.50</t><on/></room>
  <note>a &lt; b</note><?do it?><x:e xmlns:x="u"><![CDATA[<raw>]]></x:e><mixed>one <b>two</b> three</mixed></house>"""

BOMB = b"""<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><lolz>&lol2;</lolz>"""


def test_a_document_becomes_elements_attributes_and_texts() -> None:
    document = parse_xml(DOCUMENT)
    tree = document.tree
    found = [(tree.kind(node).name, tree.label(node), tree.text(node)) for node in range(1, len(tree))]
    assert found == [
        ("COMMENT", "", " a house "),
        ("ELEMENT", "house", ""),
        ("ATTRIBUTE", "floors", "2"),
        ("ELEMENT", "room", ""),
        ("ATTRIBUTE", "name", "küche"),
        ("ELEMENT", "t", ""),
        ("ATTRIBUTE", "unit", "C"),
        ("STRING", "", "21.50"),
        ("ELEMENT", "on", ""),
        ("ELEMENT", "note", ""),
        ("STRING", "", "a < b"),
        ("INSTRUCTION", "do", "it"),
        ("ELEMENT", "x:e", ""),
        ("ATTRIBUTE", "xmlns:x", "u"),
        ("STRING", "", "<raw>"),
        ("ELEMENT", "mixed", ""),
        ("STRING", "", "one "),
        ("ELEMENT", "b", ""),
        ("STRING", "", "two"),
        ("STRING", "", " three"),
    ]


def test_nodes_know_their_bytes() -> None:
    document = parse_xml(DOCUMENT)
    tree = document.tree
    by_label = {tree.label(node): node for node in range(len(tree)) if tree.kind(node) is Kind.ELEMENT}
    assert document.raw(by_label["on"]) == "<on/>"
    assert document.raw(by_label["t"]) == '<t unit="C">21.50</t>'
    assert document.raw(by_label["note"]) == "<note>a &lt; b</note>"
    assert document.raw(by_label["mixed"]) == "<mixed>one <b>two</b> three</mixed>"
    assert tree.label(tree.parent(tree.node_at(DOCUMENT.index(b"21.50")))) == "t"


def test_pretty_text_keeps_tags_and_texts_as_sent() -> None:
    shown = pretty_xml(parse_xml(DOCUMENT))
    assert shown.complete
    assert shown.text == (
        "<!-- a house -->\n"
        "<house  floors='2'>\n"
        '  <room name="k&#252;che">\n'
        '    <t unit="C">21.50</t>\n'
        "    <on/>\n"
        "  </room>\n"
        "  <note>a &lt; b</note>\n"
        "  <?do it?>\n"
        '  <x:e xmlns:x="u"><![CDATA[<raw>]]></x:e>\n'
        "  <mixed>\n"
        "    one\n"
        "    <b>two</b>\n"
        "    three\n"
        "  </mixed>\n"
        "</house>"
    )
    assert pretty_xml(parse_xml(shown.text.encode())).text == shown.text


@pytest.mark.parametrize("size", [0, 1, 20, 60, 200, 230])
def test_cut_text_is_a_beginning_of_the_whole_and_says_so(size: int) -> None:
    document = parse_xml(DOCUMENT)
    whole = pretty_xml(document).text
    shown = pretty_xml(document, size)
    assert not shown.complete
    assert shown.text == whole[:size] + "…"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    name = "utf-8" if encoding == "utf-32" else encoding
    data = f'<?xml version="1.0" encoding="{name}"?><a>grün</a>'.encode(encoding)
    tree = parse_xml(data).tree
    assert tree.text(2) == "grün"


@pytest.mark.parametrize(
    ("data", "problem", "detail", "place"),
    [
        (b"", DecodeProblem.EMPTY, "", (1, 1)),
        (BOMB, DecodeProblem.ENTITY, "lol", (1, 17)),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', DecodeProblem.ENTITY, "x", (1, 14)),
        (b"<a><b></a>", DecodeProblem.SYNTAX, "mismatched tag", (1, 9)),
        (b"<a>\n<b", DecodeProblem.SYNTAX, "unclosed token", (2, 1)),
        (b"<a>", DecodeProblem.SYNTAX, "no element found", (1, 4)),
        (b"<a>&nope;</a>", DecodeProblem.SYNTAX, "undefined entity", (1, 4)),
        (b"<a/><b/>", DecodeProblem.SYNTAX, "junk after document element", (1, 5)),
        (b"<a>\xff</a>", DecodeProblem.SYNTAX, "not well-formed (invalid token)", (1, 4)),
        (b'<?xml version="1.0" encoding="nosuch"?><a/>', DecodeProblem.SYNTAX, None, None),
    ],
)
def test_an_error_says_what_and_where(
    data: bytes, problem: DecodeProblem, detail: str | None, place: tuple[int, int] | None
) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_xml(data)
    error = caught.value
    assert error.problem is problem
    assert detail is None or error.detail == detail
    assert place is None or (error.line, error.column) == place


def test_an_external_document_type_opens_nothing_and_its_entities_stay_as_sent() -> None:
    document = parse_xml(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a>1 &amp; &thing; 2</a>')
    assert document.tree.text(2) == "1 & &thing; 2"


def test_a_hundred_thousand_levels_take_no_stack() -> None:
    document = parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000)
    assert len(document.tree) == 100_001
    shown = pretty_xml(document, 10_000)
    assert not shown.complete
    assert len(shown.text) == 10_001


def test_the_work_comes_in_small_steps() -> None:
    data = b"<a>" + b"<b c='d'>e</b>" * 100_000 + b"</a>"
    steps = parse_xml_steps(data)
    longest, began = 0.0, time.thread_time()
    for _ in steps:
        now = time.thread_time()
        longest, began = max(longest, now - began), now
    assert longest < 0.5  # 20 ms on a machine that has nothing else to do


def test_a_limit_of_nodes_gives_the_beginning_and_says_so() -> None:
    document = parse_xml(b"<a><b>1</b><c>2</c></a>", max_nodes=4)
    assert not document.tree.complete
    shown = pretty_xml(document)
    assert not shown.complete
    assert shown.text == "<a>\n  <b>1</b>\n…"


@given(
    st.binary(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "<a>",
                "</a>",
                "<b c='d'>",
                "</b>",
                "x",
                " ",
                "&lt;",
                "&x;",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<?p",
                "?>",
                "<",
                "é",
            ]
        )
    ).map(lambda parts: "".join(parts).encode())
)
def test_anything_gives_a_document_or_the_documented_error(data: bytes) -> None:
    try:
        document = parse_xml(data)
    except DecodeError as error:
        assert error.problem  # noqa: PT017 - nothing was expected to raise
        return
    assert pretty_xml(document).complete
    for node in range(len(document.tree)):
        start, end = document.tree.span(node)
        assert 0 <= start <= end <= len(document.data)


def test_a_tag_with_very_many_attributes_is_where_a_document_is_cut() -> None:
    tag = b"<c " + b" ".join(b'a%d="x"' % number for number in range(20 * MOST_ATTRIBUTES)) + b"/>"
    document = parse_xml(b"<a><b>x</b>" + tag + b"</a>")
    assert not document.tree.complete
    assert document.tree.stopped_at == len("<a><b>x</b>")
    assert pretty_xml(document).text.splitlines() == ["<a>", "  <b>x</b>", "…"]


@pytest.mark.parametrize("around", [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?p ", b"?>"), (b"<b>", b"</b>")])
def test_equal_signs_that_are_no_attributes_stop_nothing(around: tuple[bytes, bytes]) -> None:
    begin, end = around
    document = parse_xml(b"<a>" + begin + b"=" * (20 * MOST_ATTRIBUTES) + end + b"<z/></a>")
    assert document.tree.complete
    assert document.tree.label(len(document.tree) - 1) == "z"


@pytest.mark.parametrize("before", range(CHUNK_BYTES - 4, CHUNK_BYTES + 1))
def test_signs_behind_a_tag_that_two_pieces_share_are_no_attributes(before: int) -> None:
    padding = b"y" * (before - len(b"<r><a></a>"))
    tree = parse_xml(b"<r><a>" + padding + b"</a><b>" + b"=" * 9_000 + b"</b></r>").tree
    assert tree.complete
    assert "=" * 9_000 in [tree.text(node) for node in range(len(tree))]
