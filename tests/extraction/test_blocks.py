from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsarchive.extraction.blocks import to_blocks
from newsarchive.extraction.reading import read
from newsarchive.items import Block

WORDS = st.lists(st.sampled_from(["Besançon", "Doubs", "l’été", "2026", "pont"]), min_size=1, max_size=6).map(" ".join)
ELEMENTS = st.recursive(
    st.builds("<p>{}</p>".format, WORDS)
    | st.builds("<h2>{}</h2>".format, WORDS)
    | st.builds("<p><b>{}</b> {}</p>".format, WORDS, WORDS)
    | st.builds("{}<br><br>{}".format, WORDS, WORDS)
    | st.builds("<p>{}<br>{}".format, WORDS, WORDS)
    | st.builds("<p>{} <span>{}</span> <a href='/x/'>{}</a></p>".format, WORDS, WORDS, WORDS)
    | st.builds("<figure><img src='/a.jpg'><figcaption>{}</figcaption></figure>".format, WORDS)
    | st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, WORDS, WORDS)
    | st.builds("<table><tr><th>{}</th></tr><tr><td>{}</td><td>{}</td></tr></table>".format, WORDS, WORDS, WORDS),
    lambda inner: (
        st.builds("<div>{}</div>".format, inner)
        | st.builds("<blockquote>{}</blockquote>".format, inner)
        | st.builds("<ul><li>{}</li><li>{}</li></ul>".format, inner, WORDS)
        | st.builds("<ol><li>{}{}<li>{}</ol>".format, WORDS, inner, inner)
        | st.builds("<table><tr><td>{}</td><td>{}</td></tr></table>".format, inner, inner)
        | st.builds("<figure>{}<figcaption>{}</figcaption></figure>".format, inner, WORDS)
        | st.builds("{}{}".format, inner, inner)
    ),
    max_leaves=12,
)


def blocks(html: str) -> tuple[Block, ...]:
    return to_blocks(read(etree.fromstring(f"<body>{html}</body>", etree.HTMLParser())))


@given(ELEMENTS)
def test_nothing_is_lost_and_nothing_doubled(html: str) -> None:
    tree = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser())
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    for element in tree.iter(*"p h2 li div blockquote ul ol figure figcaption dl dt dd table tr th td".split()):
        element.tail = f" {element.tail or ''}"
        element.text = f" {element.text or ''}"
    printed = " ".join(block.text for block in blocks(html)).replace("- ", " ")
    assert printed.split() == "".join(map(str, tree.itertext())).split()


def test_lists_keep_nesting_and_order() -> None:
    [block] = blocks("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>")
    assert block.text == "- a\n  - b\n- c d"
    assert [(item.text, item.depth, item.ordered) for item in block.items] == [
        ("a", 0, False),
        ("b", 1, True),
        ("c d", 0, False),
    ]


def test_two_lists_in_a_row_stay_two() -> None:
    assert [block.text for block in blocks("<ul><li>a</li></ul><ol><li>b</li></ol>")] == ["- a", "- b"]


def test_bulleted_lines_are_a_list() -> None:
    assert [(b.kind, b.text) for b in blocks("<p>• un<br>• deux</p><p>suite</p>")] == [
        ("list", "- un\n- deux"),
        ("paragraph", "suite"),
    ]


def test_bold_line_is_a_heading_bold_sentence_is_not() -> None:
    kinds = [
        b.kind
        for b in blocks("<p><strong>Pourquoi ?</strong></p><p><b>Une phrase entière.</b></p><p><b>Non</b> mais</p>")
    ]
    assert kinds == ["heading", "paragraph", "paragraph"]
