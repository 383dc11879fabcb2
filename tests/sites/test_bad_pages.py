"""Pages that are no article, or a bad one: each ends in an error that says so, or an article with its problem."""

from datetime import UTC, datetime

import pytest

from newsarchive.errors import EmptyPage, NoHeadline, NotAnArticle, UnreadablePage
from newsarchive.items import Article, Page
from newsarchive.normalise import normalise
from newsarchive.sites import read

HEAD = "<h1>La fontaine coule à nouveau</h1><p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le 13/03/2013 - 11:59</p>"
TEXT = "<p>Un chapô qui dit en une phrase ce qui s'est passé sur la place.</p><p>Puis le premier paragraphe.</p>"
TEASERS = (
    "<h2>Economie</h2><h3><a href='/un-autre-article-du-jour/'>Un autre article paru ce jour</a></h3><p>Son chapô.</p>"
    "<h3><a href='/encore-un-autre-article/'>Encore un autre article paru hier</a></h3><p>Son chapô aussi.</p>"
)


def article(html: str, encoding: str | None = None, site: str = "macommune") -> Article:
    url = "https://www.macommune.info/la-fontaine/"
    body = html.encode("latin-1" if encoding == "wrong" else "utf-8")
    fetched = datetime(2026, 2, 6, 19, tzinfo=UTC)
    return normalise(read(Page(url=url, final_url=url, fetched_at=fetched, status=200, body=body, site=site)))


def errors(found: Article) -> list[str]:
    return [problem.error for problem in found.problems]


@pytest.mark.parametrize(
    ("html", "error", "sentence"),
    [
        ("", EmptyPage, "no body"),
        ("<html><body><script>x()</script></body></html>", NotAnArticle, "no text that a reader would see"),
        ("<title>Page introuvable</title><h1>Page introuvable</h1><p>Désolé.</p>", NotAnArticle, "Page introuvable"),
        ("<h1>Erreur 404</h1>", NotAnArticle, "Erreur 404"),
        ("<p>Un texte sans titre.</p>", NoHeadline, "headline"),
        (f"<title>maCommune.info</title>{TEASERS}", NotAnArticle, "teasers"),
        (f"<h1>maCommune.info</h1>{TEASERS}", NotAnArticle, "teasers"),
        (f"<h1>A lire aussi</h1>{TEASERS.partition('</h2>')[2]}", NotAnArticle, "teasers"),
        ("%PDF-1.4 binary", UnreadablePage, "no tag"),
    ],
)
def test_no_article(html: str, error: type[UnreadablePage], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        article(html)


def test_two_headlines_are_a_problem_and_the_title_decides() -> None:
    title = "<title>La fontaine coule à nouveau - maCommune.info</title><h1>maCommune.info, toute l'actualité</h1>"
    found = article(f"{title}{HEAD}{TEXT}")
    assert found.headline == "La fontaine coule à nouveau"
    assert "SeveralHeadlines" in errors(found)


@pytest.mark.parametrize(
    ("day", "error"), [("12/03/2087", "FutureDate"), ("01/01/1970", "AncientDate"), ("31/02/2013", "UnknownDate")]
)
def test_absurd_date_is_kept_raw_with_a_problem(day: str, error: str) -> None:
    found = article(HEAD.replace("12/03/2013", day) + TEXT)
    assert found.date_published_raw == f"{day} - 17:32"
    assert error in errors(found)
    assert (found.date_published is None) == (error == "UnknownDate")


def test_wrong_charset_is_read_and_said() -> None:
    found = article(f"<meta charset='utf-8'>{HEAD}{TEXT}", encoding="wrong")
    assert found.headline == "La fontaine coule à nouveau"
    assert "WrongCharset" in errors(found)


def test_mojibake_is_said() -> None:
    found = article(HEAD + TEXT + "<p>Le marchÃ© de NoÃ«l a Ã©tÃ© annulÃ©.</p>")
    assert "Mojibake" in errors(found)


def test_unclosed_tags_and_null_bytes() -> None:
    found = article("<div><div><p>" + HEAD.replace("</p>", "") + TEXT.replace("</p>", "\x00"))
    assert found.headline == "La fontaine coule à nouveau"
    assert found.date_modified_raw == "13/03/2013 - 11:59"
    assert found.article_body == "Puis le premier paragraphe."


def test_five_thousand_levels() -> None:
    found = article(HEAD + TEXT + "<div>" * 5000 + "<p>fond</p>")
    assert found.headline == "La fontaine coule à nouveau"
    assert "TooDeep" in errors(found)


def test_teasers_are_never_content() -> None:
    with_teasers, without = article(HEAD + TEXT + TEASERS), article(HEAD + TEXT)
    assert len(with_teasers.teasers) == 2
    assert with_teasers.article_body == without.article_body == "Puis le premier paragraphe."
    assert with_teasers.content_sha256 == without.content_sha256


def test_teasers_without_a_chapo_end_the_article_too() -> None:
    headlines = TEASERS.replace("<p>Son chapô.</p>", "").replace("<p>Son chapô aussi.</p>", "")
    found = article(HEAD + TEXT + headlines)
    assert [teaser.headline for teaser in found.teasers] == [
        "Un autre article paru ce jour",
        "Encore un autre article paru hier",
    ]
    assert found.article_body == "Puis le premier paragraphe."


def test_typography_and_dates_are_no_content() -> None:
    one = article(HEAD + TEXT.replace("s'est", "s’est"))
    other = article(HEAD.replace("11:59", "12:30") + TEXT.replace(" ", "\u00a0"))
    assert one.content_sha256 == other.content_sha256 != article(HEAD + TEXT.replace("Puis", "Alors")).content_sha256


def test_page_of_an_unknown_site_without_any_date() -> None:
    found = article(f"<h1>Un titre</h1>{TEXT}", site="generic")
    assert (found.headline, found.date_published, found.date_modified) == ("Un titre", None, None)


@pytest.mark.parametrize(
    "stub",
    [
        "<p>La suite est réservée aux abonnés.</p>",
        "<p>Il vous reste 57.09% de cet article à lire.</p>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>',
    ],
)
def test_a_subscribers_stub_is_labelled(stub: str) -> None:
    assert "Paywalled" in errors(article(f"<h1>Un titre</h1>{TEXT}{stub}", site="generic"))
    assert "Paywalled" not in errors(article(f"<h1>Un titre</h1>{TEXT}", site="generic"))
