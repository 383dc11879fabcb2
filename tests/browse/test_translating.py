"""What readers type in French into questions and conditions, and where they are led."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.queries import queries
from newsarchive.browse.tables.conditions import meant
from tests.archive.making import TARGET, URL, archived, article, begin
from tests.browse.asking import get, shown, told, words

BARE = TARGET.removeprefix("https://www.").rstrip("/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archived(archive, crawl_id, article(url=TARGET, headline="Élection", section="Ville", teasers=()))
        yield archive.folder


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(folder)


def led(browser: Browser, path: str, **typed: str) -> dict[str, str] | None:
    """Parameters of the address that a reader is led to; None where what is typed is answered as it is."""
    answered = get(browser, f"/newsarchive/{path}?{urlencode(typed)}")
    if answered.status_code == 200:
        return None
    assert answered.status_code == 302
    target = urlsplit(answered.headers["location"])
    assert target.path == f"/newsarchive/{path}"
    return dict(parse_qsl(target.query, keep_blank_values=True))


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("mars 2013", "2013-03"),
        ("12/03/2013", "2013-03-12"),
        ("1er octobre 2011", "2011-10-01"),
        (" 2013 ", "2013"),
        ("2013", None),
        ("2013-03-12T17", None),
        ("bidule", None),
        ("", None),
    ],
)
def test_the_period_of_a_question(browser: Browser, typed: str, period: str | None) -> None:
    wanted = {"period": period, "section": "Ville"} if period else None
    assert led(browser, "silent_edits", period=typed, section="Ville") == wanted
    assert led(browser, "silent_edits.csv", period=typed, section="Ville") == wanted


def test_a_question_whose_period_is_no_date_says_so(browser: Browser) -> None:
    main = words(shown(browser, "/newsarchive/authors?period=bidule").cssselect("main")[0])
    assert "« bidule » n’est pas une date" in main
    assert "Aucune ligne" not in main
    assert "Aucune ligne" in words(shown(browser, "/newsarchive/authors?period=1999"))


NEEDY = [name for name, query in queries().queries.items() if "nécessaire" in query.description]


@pytest.mark.parametrize("name", NEEDY)
def test_a_question_that_needs_something_asks_for_it(browser: Browser, name: str) -> None:
    main = words(shown(browser, f"/newsarchive/{name}").cssselect("main")[0])
    assert "Tapez " in main
    assert "Aucune ligne" not in main


@pytest.mark.parametrize("question", ["promotions_of", "captures_of"])
@pytest.mark.parametrize(
    "typed",
    [
        BARE,
        f"www.{BARE}/",
        f"http://{BARE}",
        f" {TARGET} ",
        TARGET.replace("www.", "WWW."),
        f"{TARGET}?utm_source=lettre&utm_medium=mail#suite",
        f"{BARE}?page=2",
    ],
)
def test_an_address_is_known_however_it_is_written(browser: Browser, question: str, typed: str) -> None:
    assert led(browser, question, address=typed) == {"address": TARGET}
    assert told(browser, f"/newsarchive/{question}.json?{urlencode({'address': TARGET})}")["rows"]


@pytest.mark.parametrize(
    "typed", [TARGET, URL, "https://ailleurs.example/inconnu", "http://[", "http://a℀b/", "a\0b", "", "bidule"]
)
def test_an_address_that_is_as_it_should_be_or_unknown_is_left(browser: Browser, typed: str) -> None:
    assert led(browser, "captures_of", address=typed) is None


def test_behind_a_proxy_readers_are_led_below_the_prefix(folder: Path) -> None:
    browser = Browser(folder, public_url="https://a.example/presse")
    answered = get(browser, "/newsarchive/authors?period=mars+2013")
    assert answered.headers["location"] == "/presse/newsarchive/authors?period=2013-03"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("date_published__date=12/03/2013", "date_published__startswith=2013-03-12"),
        ("date_published=mars 2013", "date_published__startswith=2013-03"),
        ("date_published__not=mars 2013", "date_published__notcontains=2013-03"),
        ("date_published__gt=12/03/2013", "date_published__gte=2013-03-13"),
        ("date_published__gt=2013", "date_published__gte=2014"),
        ("date_published__lte=décembre 2013", "date_published__lt=2014-01"),
        ("date_published__lt=12 mars 2013", "date_published__lt=2013-03-12"),
        ("date_published__lte=28/02/2012", "date_published__lt=2012-02-29"),
        ("first_seen_at__gte=février 2026", "first_seen_at__gte=2026-02"),
        ("month=12/03/2013", "month=2013-03"),
        ("month__gt=mars 2013", "month__gt=2013-03"),
        ("month=2013", "month__startswith=2013"),
        ("status=en ligne", "status=live"),
        ("status=Retiré", "status=gone"),
        ("status__not=EN LIGNE", "status__not=live"),
        ("status__contains=retire", "status=gone"),
        ("status__contains=e", "status__in=live,gone,redirected"),
        ("status__in=en ligne, déplacé", "status__in=live,redirected"),
        ("page_type=fil continu", "page_type=rolling"),
    ],
)
def test_conditions_are_put_in_the_archives_terms(browser: Browser, typed: str, wanted: str) -> None:
    condition = dict([wanted.split("=")])
    assert led(browser, "articles", **dict([typed.split("=")]), _sort="id") == {**condition, "_sort": "id"}
    assert led(browser, "articles", **condition) is None, "Whoever is led there stays there."


@pytest.mark.parametrize(
    "typed",
    [
        "date_published=2013-03-12T17:32:00+01:00",
        "date_published__contains=-03-12",
        "date_published__gt=bidule",
        "date_published_raw__contains=mars 2013",
        "headline=mars 2013",
        "headline__contains=en ligne",
        "status=live",
        "status=bidule",
        "status=",
        "year=2013",
        "nulle_part=mars 2013",
        "_search=mars 2013",
    ],
)
def test_what_is_in_the_archives_terms_or_in_none_is_left(typed: str) -> None:
    name, _, value = typed.partition("=")
    assert meant("articles", name, value) == (name, value)


def test_a_status_is_a_word_of_articles_and_a_number_of_captures(browser: Browser) -> None:
    assert meant("captures", "status", "en ligne") == ("status", "en ligne")
    assert meant("captures", "kind", "plan du site") == ("kind", "sitemap")
    assert led(browser, "articles.json", status="en ligne") is None, "A program gets what it asks for."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("date_published__startswith=2013-03-12", "2 lignes où « publié le » est de « 12 mars 2013 »"),
        ("date_published__gte=2013-04", "Aucune ligne où « publié le » est ou vient après « avril 2013 »"),
        ("date_published__lt=2013-03-12", "Aucune ligne où « publié le » vient avant « 12 mars 2013 »"),
        ("status__in=live,gone", "2 lignes où « état » est parmi « en ligne, retiré du site »"),
    ],
)
def test_what_was_understood_is_said(browser: Browser, path: str, said: str) -> None:
    assert words(shown(browser, f"/newsarchive/articles?{path}").cssselect("h2.total")[0]) == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("date_published__gt=bidule", "« bidule » n’est pas une date"),
        ("date_published__lt=bidule", "« bidule » n’est pas une date"),
        ("status=bidule", "« bidule » n’est rien de ce que cette colonne contient : en ligne,"),
    ],
)
def test_what_was_not_understood_is_said(browser: Browser, path: str, said: str) -> None:
    main = words(shown(browser, f"/newsarchive/articles?{path}").cssselect("main")[0])
    assert said in main
    assert "Aucune ligne ne répond" not in main


def test_the_form_offers_the_words_it_understands(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles?status=live")
    chosen, blank = document.cssselect(".condition input")
    assert chosen.get("value") == "en ligne"
    offered = {
        listed.get("id"): [option.get("value") for option in listed.cssselect("option")]
        for listed in document.cssselect("datalist")
    }
    assert offered[chosen.get("list")] == ["en ligne", "retiré du site", "déplacé"]
    assert {"en ligne", "fil continu"} <= set(offered[blank.get("list")])
    assert "les accents et les majuscules comptent" in words(document.cssselect("fieldset")[0])
    assert "/search" in [link.get("href") for link in document.cssselect("fieldset a")]


def test_who_finds_nothing_for_want_of_an_accent_is_led_to_the_search(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles?headline__contains=election")
    (link,) = (link for link in document.cssselect("main a") if "election" in words(link))
    assert link.get("href") == "/search?q=election"
    assert "Élection" in words(shown(browser, link.get("href")).cssselect("main")[0])
