from newsarchive.extraction.document import parse
from newsarchive.extraction.reading import read
from newsarchive.extraction.zones import teaser_heading
from newsarchive.sites import site_named

LINKS = (
    "<ul><li><a href='/un/'>Un autre article du jour</a></li><li><a href='/deux/'>Encore un autre article</a></li></ul>"
)


def heading_above(html: str) -> str | None:
    pieces = read(parse(f"<body>{html}</body>".encode(), "https://a.example/b/").body)
    at = teaser_heading(pieces, 0, site_named("pleinair").landmarks)
    return None if at is None else pieces[at].text


def test_teasers_stand_under_their_heading_with_an_advertisement_between_or_without() -> None:
    for between in ("", "<p>PUBLICITÉ</p>", "<img src=/a.jpg>"):
        assert heading_above(f"<p>Texte.</p><h3>Autres articles</h3>{between}{LINKS}") == "Autres articles"


def test_a_heading_with_text_under_it_has_no_teasers() -> None:
    assert heading_above(f"<h3>Autres articles</h3><p>De la loi.</p>{LINKS}") is None
