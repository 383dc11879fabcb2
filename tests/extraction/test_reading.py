from lxml import etree

from newsarchive.extraction.reading import Piece, read


def pieces(html: str) -> list[Piece]:
    return read(etree.fromstring(html, etree.HTMLParser()))


def test_reading_order_and_kinds() -> None:
    found = pieces("<h2>Titre</h2>intro<p>un <b>deux</b></p><ul><li>a</li></ul><blockquote><p>cité</p></blockquote>fin")
    assert [(p.kind, p.text) for p in found] == [
        ("heading", "Titre"),
        ("text", "intro"),
        ("text", "un deux"),
        ("item", "a"),
        ("quote", "cité"),
        ("text", "fin"),
    ]


def test_blank_line_of_breaks_parts_paragraphs_a_single_break_does_not() -> None:
    assert [p.text for p in pieces("<div>un<br>deux<br>&nbsp;<br>trois<br/><br/>quatre\n\ncinq</div>")] == [
        "un\ndeux",
        "trois",
        "quatre cinq",
    ]


def test_scripts_hidden_parts_and_controls_are_passed_over() -> None:
    hidden = "<p hidden>a</p><div style='display: none'>b</div><select><option>c</select><svg>d</svg>"
    html = f"<p>vu<span hidden>d</span><b style='visibility:hidden'>e</b></p><script>x</script>{hidden}"
    assert [p.text for p in pieces(html)] == ["vu"]


def test_nested_lists_know_their_depth_and_order() -> None:
    found = pieces("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>")
    assert [(p.text, p.level, p.ordered) for p in found] == [
        ("a", 0, False),
        ("b", 1, True),
        ("c", 0, False),
        ("d", 0, False),
    ]
    assert found[2].list_item is found[3].list_item
    assert len({id(p.list_root) for p in found}) == 1


def test_links_and_bold_are_counted() -> None:
    [piece] = pieces('<p><a href="/a">lien</a> et <strong>gras</strong></p>')
    assert (piece.links, piece.linked, piece.bold, piece.is_link) == ([("/a", "lien")], 4, 4, False)
    title, chapo = pieces('<a href="/a"><h3>Titre</h3><p>Chapô</p></a>')
    assert title.is_link
    assert chapo.is_link
    assert title.links == [("/a", "Titre")]


def test_a_form_is_beside_the_page_unless_it_is_around_it() -> None:
    poll = "<form><p>Votre avis ?</p><label>Oui</label></form>"
    article = f"<h2>Titre</h2><p>un</p><p>deux</p><p>trois</p>{poll}<p>quatre</p>"
    for html in (f"<div>{article}</div>", f"<form>{article.replace('form', 'div')}</form>"):
        assert [p.text for p in pieces(html) if not p.aside][:4] == ["Titre", "un", "deux", "trois"]
    assert [p.text for p in pieces(article) if p.aside] == ["Votre avis ?", "Oui"]
    assert not any(p.aside for p in pieces(f"<nav>{'<p>x</p>' * 9}</nav><form><h1>Titre</h1><p>un</p></form>"))


def test_bold_is_what_a_reader_sees_bold() -> None:
    [piece] = pieces("<p><b>Cure <span>d</span>’aus&shy;té<i>rité</i>   à\n     Dole</b></p>")
    assert (piece.text, piece.bold) == ("Cure d’austérité à Dole", len(piece.text))


def test_soft_hyphens_and_no_break_spaces() -> None:
    assert pieces("<p>com\u00admune\u00a0: l\u2019\u200bété</p>")[0].text == "commune : l\u2019été"


def test_asides_are_marked() -> None:
    assert [(p.text, p.aside) for p in pieces("<footer>menu</footer><p>texte</p><aside><p>à côté</p></aside>")] == [
        ("menu", True),
        ("texte", False),
        ("à côté", True),
    ]
