"""Searching a real archive: what is found, in which order, and the page that shows it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.pages import answering
from newsarchive.browse.pages.search import search as search_page
from newsarchive.browse.reading.addresses import key_at
from newsarchive.browse.reading.search import ORDERS, Search, count, results
from tests.archive.making import NOON, PARIS, archived, article, begin, seen_later, text
from tests.browse.asking import get, shown, told, words

SITE = "https://www.macommune.info"


def written(path: str, headline: str, *paragraphs: str, on: datetime | None, **given: Any) -> Any:  # noqa: ANN401
    values = {"kicker": None, "description": None, "teasers": (), "tags": (), **given}
    return article(
        url=f"{SITE}/{path}/", headline=headline, blocks=text(*paragraphs), date_published=on, images=(), **values
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles on a bridge, one of them in two versions, one removed, one without a date."""
    folder = tmp_path_factory.mktemp("archive")
    march, april = datetime(2013, 3, 31, 23, 30, tzinfo=PARIS), datetime(2013, 4, 1, 0, 30, tzinfo=PARIS)
    with Archive(folder) as archive:
        crawl_id = begin(archive)
        first = written("pont", "Un pont à Besançon", "L’œuvre de l’agglomération.", "Le viaduc coûte cher.", on=march)
        archived(archive, crawl_id, first)
        edited = replace(first, blocks=text("L’œuvre de l’agglomération."), content_sha256="other")
        archived(archive, crawl_id, seen_later(edited, NOON + timedelta(hours=1)))
        archived(archive, crawl_id, written("rue", "La rue", "Deux ponts à Dole.", on=april, section="Vie locale"))
        archived(archive, crawl_id, written("gare", "La gare", "Il y a un pont.", on=april + timedelta(days=400)))
        archived(archive, crawl_id, written("fete", "La fête", "Sur le pont.", on=None, page_type="agenda"))
        archived(archive, crawl_id, written("retire", "Retiré", "Le pont.", on=march - timedelta(days=400)))
        archived(archive, crawl_id, written("ailleurs", "Rien", "Sans rapport.", on=april))
        archive.mark_gone(f"{SITE}/retire/", crawl_id, NOON)
    return folder


@pytest.fixture(scope="module")
def connection(folder: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(f"{(folder / FILE_NAME).as_uri()}?mode=ro", uri=True) as connection:
        yield connection
    connection.close()


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(folder)


def headlines(connection: sqlite3.Connection, **given: Any) -> list[str]:  # noqa: ANN401
    search = Search(**given)
    found = ["".join(piece for piece, _ in result.headline) for result in results(connection, search)]
    assert len(found) == count(connection, search)
    return found


OTHERS = ["La gare", "La rue", "Retiré", "La fête"]


def test_what_is_in_a_headline_comes_first(connection: sqlite3.Connection) -> None:
    found = headlines(connection, q="pont")
    assert found[0] == "Un pont à Besançon"
    assert sorted(found[1:]) == sorted(OTHERS)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"q": "pont", "order": "newest"}, ["La gare", "La rue", "Un pont à Besançon", "Retiré", "La fête"]),
        ({"q": "pont", "order": "oldest"}, ["Retiré", "Un pont à Besançon", "La rue", "La gare", "La fête"]),
        ({"q": "pont", "since": "2013-03", "until": "2013-03"}, ["Un pont à Besançon"]),
        ({"q": "pont", "since": "2013-04-01", "until": "2013"}, ["La rue"]),
        ({"q": "pont", "since": "2014"}, ["La gare"]),
        ({"q": "pont", "until": "2012"}, ["Retiré"]),
        ({"q": "pont", "section": "Vie locale"}, ["La rue"]),
        ({"q": "pont", "page_type": "agenda"}, ["La fête"]),
        ({"q": "pont", "site": "ailleurs"}, []),
        ({"q": "pont", "changed": True}, ["Un pont à Besançon"]),
        ({"q": "pont", "gone": True}, ["Retiré"]),
        ({"q": "pont", "exact": True, "order": "newest"}, ["La gare", "Un pont à Besançon", "Retiré", "La fête"]),
        ({"q": "viaduc"}, []),
        ({"q": "viaduc", "all_versions": True}, ["Un pont à Besançon"]),
        ({"q": "agglomération", "all_versions": True}, ["Un pont à Besançon"] * 2),
        ({"q": "viaduc", "all_versions": True, "section": "Vie locale"}, []),
        ({"section": "Vie locale"}, ["La rue"]),
        ({"since": "2013", "until": "2013", "order": "oldest"}, ["Un pont à Besançon", "La rue", "Rien"]),
        ({"gone": True, "since": "2013"}, []),
        ({}, ["La gare", "Rien", "La rue", "Un pont à Besançon", "Retiré", "La fête"]),
        ({"all_versions": True, "changed": True}, ["Un pont à Besançon"] * 2),
    ],
    ids=str,
)
def test_filters_and_orders(connection: sqlite3.Connection, given: dict[str, Any], found: list[str]) -> None:
    assert headlines(connection, **given) == found


def test_an_older_version_says_which_it_is(connection: sqlite3.Connection) -> None:
    newer, older = results(connection, Search(q="agglomération", all_versions=True, order="newest"))
    assert (newer.is_current, newer.number, newer.stamp) == (True, 2, "20260206130030")
    assert (older.is_current, older.number, older.stamp) == (False, 1, "20260206120030")


@pytest.mark.parametrize("q", ["pont", ""])
@pytest.mark.parametrize("order", ORDERS)
def test_articles_are_not_read_to_be_filtered(connection: sqlite3.Connection, q: str, order: Any) -> None:  # noqa: ANN401
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    search = Search(q=q, since="2013", section="Vie locale", page_type="article", site="x", gone=True, order=order)
    count(connection, search), results(connection, search)
    connection.set_trace_callback(None)
    walks = [query for query in queries if "articles.section = " in query]
    assert len(walks) == 2
    for query in walks:
        plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert [step for step in plan if "articles" in step and "COVERING INDEX" not in step] == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """Forty-one articles on a bridge."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        crawl_id = begin(archive)
        for number in range(41):
            on = NOON.astimezone(PARIS) + timedelta(days=number)
            archived(archive, crawl_id, written(f"a{number}", f"Article {number}", "Un pont.", on=on))
    return Browser(folder)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """An article that a date is written in."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        archived(archive, begin(archive), written("a", "Le pont", "Le pont de mars 2013.", on=NOON))
    return Browser(folder)


def test_pages(many: Browser) -> None:
    second = shown(many, "/search?q=pont&sort=newest&page=2&section=Politique")
    assert [words(one) for one in second.cssselect(".results h3")] == [f"Article {n}" for n in range(20, 0, -1)]
    assert second.cssselect(".results")[0].get("start") == "21"
    assert words(second.cssselect("h2")[0]).replace("\u00a0", " ") == "41 articles page 2 sur 3"
    assert {link.get("rel"): link.get("href") for link in second.cssselect(".pages a")} == {
        "prev": "/search?q=pont&section=Politique&sort=newest",
        "next": "/search?q=pont&section=Politique&sort=newest&page=3",
    }
    assert {link.get("rel") for link in shown(many, "/search?q=pont&page=3").cssselect(".pages a")} == {"prev"}
    assert get(many, "/search?q=pont&sort=newest&page=99").headers["location"] == "/search?q=pont&sort=newest&page=3"
    assert get(many, "/search.json?q=pont&page=4").headers["location"] == "/search.json?q=pont&page=3"
    assert "Rien de trouvé" in words(shown(many, "/search?q=viaduc&page=4"))


@pytest.mark.parametrize(("typed", "page"), [("0", 1), ("-3", 1), ("x", 1), ("", 1), ("²", 1), ("9" * 30, 1), ("3", 3)])
def test_far_pages(many: Browser, typed: str, page: int) -> None:
    assert told(many, f"/search.json?q=pont&page={quote_plus(typed)}")["search"]["page"] == page


def test_what_was_looked_for_is_marked(browser: Browser) -> None:
    page = shown(browser, "/search?q=oeuvre+ponts")
    (result,) = page.cssselect(".results li")
    assert words(result.cssselect("h3")[0]) == "Un pont à Besançon"
    assert [words(mark) for mark in result.cssselect("mark")] == ["pont", "œuvre"]
    assert "31 mars 2013 · Politique 2 versions" in words(result).replace("\u00a0", " ")


def test_older_versions_are_led_to(browser: Browser) -> None:
    page = shown(browser, "/search?q=viaduc&versions=1")
    (link,) = page.cssselect(".results h3 a")
    assert link.get("href").endswith("/v/20260206120030")
    assert "version 1 sur 2, du 6 février 2026" in words(page)


def test_what_was_asked_for_stays_in_the_form(browser: Browser) -> None:
    query = {
        "q": 'le "pont"',
        "exact": "1",
        "from": "mars 2013",
        "to": "12/04/2013",
        "section": "Vie locale",
        "author": "Élodie",
        "tag": "Dole",
        "gone": "1",
    }
    page = shown(browser, f"/search?{urlencode(query)}&type=agenda&sort=oldest")
    values = dict(page.forms[0].form_values())
    assert values == {
        "q": 'le "pont"',
        "exact": "1",
        "from": "03/2013",
        "to": "12/04/2013",
        "section": "Vie locale",
        "author": "Élodie",
        "tag": "Dole",
        "type": "agenda",
        "sort": "oldest",
        "gone": "1",
    }
    assert page.cssselect("details.filters")[0].get("open") is not None
    assert shown(browser, "/search?q=pont").cssselect("details.filters")[0].get("open") is None


def test_what_is_no_date_is_told(browser: Browser) -> None:
    page = shown(browser, "/search?q=pont&from=hier&to=31/02/2013")
    assert "« hier » n’est pas une date" in words(page)
    assert "« 31/02/2013 » n’est pas une date" in words(page)
    assert len(page.cssselect(".results li")) == 5


def test_dates_that_are_inverted_are_swapped(browser: Browser) -> None:
    page = shown(browser, "/search?q=pont&from=mars+2014&to=2012")
    assert "Dates inversées" in words(page)
    values = dict(page.forms[0].form_values())
    assert (values["from"], values["to"]) == ("2012", "03/2014")
    assert len(page.cssselect(".results li")) == 3
    for query in ("from=2013-03&to=2013", "from=2013&to=2013-03", "from=2013", "from=2012&to=2013"):
        assert "Dates inversées" not in words(shown(browser, f"/search?{query}"))


def test_a_period_that_is_named_is_offered(dated: Browser) -> None:
    (link,) = shown(dated, "/search?q=ponts+en+mars+2013&versions=1").cssselect(".message a")
    assert words(link) == "Chercher « ponts » parmi les articles publiés en mars 2013"
    assert link.get("href") == "/search?q=ponts&from=2013-03&to=2013-03&versions=1"
    assert shown(dated, "/search?q=ponts+mars+2013&from=2012").cssselect(".message a") == []


def test_a_period_in_which_there_is_nothing_either_is_not_offered(browser: Browser) -> None:
    page = shown(browser, "/search?q=viaduc+2012")
    assert "Rien de trouvé" in words(page)
    assert page.cssselect(".message") == []


def test_a_period_is_taken_for_one_where_its_words_find_nothing(browser: Browser) -> None:
    page = shown(browser, "/search?q=ponts+en+mars+2013&section=Politique")
    assert [words(one) for one in page.cssselect(".results h3")] == ["Un pont à Besançon"]
    (message,) = page.cssselect(".message")
    assert "pour « ponts » parmi les articles publiés en mars 2013" in words(message)
    literal = message.cssselect("a")[0].get("href")
    assert literal == "/search?q=ponts+%22en+mars+2013%22&section=Politique"
    assert "Rien de trouvé" in words(shown(browser, literal))
    values = dict(page.forms[0].form_values())
    assert (values["q"], values["from"], values["to"]) == ("ponts", "03/2013", "03/2013")


@pytest.mark.parametrize(
    ("typed", "said", "found"),
    [
        ("avril 2013", "en avril 2013", ["Rien", "La rue"]),
        ("le dimanche 31/3/13", "le 31 mars 2013", ["Un pont à Besançon"]),
        ("entre 2012 et 2013", "entre 2012 et 2013", ["Rien", "La rue", "Un pont à Besançon", "Retiré"]),
    ],
)
def test_a_period_alone_is_no_words(browser: Browser, typed: str, said: str, found: list[str]) -> None:
    page = shown(browser, f"/search?q={quote_plus(typed)}")
    assert [words(one) for one in page.cssselect(".results h3")] == found
    assert f"est compris comme une date ; voici les articles publiés {said}." in words(page).replace("\u00a0", " ")
    assert told(browser, f"/search.json?q={quote_plus(typed)}")["search"]["q"] == ""


def test_the_changes_of_a_search_can_be_followed(browser: Browser) -> None:
    page = shown(browser, "/search?q=le+pont&exact=1&section=Politique&from=2012")
    assert [link.get("href") for link in page.cssselect("link[type='application/atom+xml'], .follow a")] == [
        "/changes.atom?q=%22le+pont%22&section=Politique",
        "/changes?q=%22le+pont%22&section=Politique",
        "/changes.atom?q=%22le+pont%22&section=Politique",
    ]
    assert shown(browser, "/search").cssselect(".follow a") == []


def test_nothing_found(browser: Browser) -> None:
    page = shown(browser, "/search?q=le+pontife&exact=1&section=Politique")
    assert words(page.cssselect("h2")[0]) == "Rien de trouvé"
    assert [link.get("href") for link in page.cssselect(".advice a")] == [
        "/search?q=le+pontife&section=Politique",
        "/search?q=le+pontife&exact=1",
        "/search?q=le+pontife&section=Politique&exact=1&versions=1",
    ]


def test_advice_is_about_what_was_asked(browser: Browser) -> None:
    assert "moins de mots" in words(shown(browser, "/search?q=le+pontife"))
    assert "moins de mots" not in words(shown(browser, "/search?q=pontife"))
    assert "sans les filtres" not in words(shown(browser, "/search?q=pontife"))


def test_the_menu_says_where_one_is(browser: Browser) -> None:
    assert [words(link) for link in shown(browser, "/search").cssselect("[aria-current=page]")] == ["Recherche"]


def test_words_that_say_nothing(browser: Browser) -> None:
    page = shown(browser, "/search?q=-pont")
    assert "ne dit pas quoi trouver, seulement quoi exclure" in words(page)
    assert "Il faut au moins un mot à trouver" in words(page)
    assert page.cssselect(".results, .advice") == []
    assert told(browser, "/search.json?q=-pont&section=Politique")["count"] == 0
    assert "ne dit pas quoi trouver, seulement des signes" in words(shown(browser, "/search?q=%3F%21"))


def test_an_empty_search_shows_all(browser: Browser) -> None:
    page = told(browser, "/search.json")
    assert (page["count"], page["pages"], len(page["results"])) == (6, 1, 6)


TYPED = [
    "\0",
    "a\0b",
    '"',
    "(",
    "NEAR(",
    "headline:",
    "* ^",
    "\ud83d",
    "𞤀",
    "x" * 10_000,
    "le la " * 2_000,
    "-",
    "é" * 99,
]


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
def test_whatever_is_typed_is_answered(browser: Browser, typed: str) -> None:
    for name in ("q", "section", "author", "tag", "type", "site", "from", "to", "sort", "page", "exact"):
        query = urlencode({"q": "pont", name: typed}, errors="surrogatepass")
        assert get(browser, f"/search?{query}").status_code == 200


HOSTILE = "<script>alert(1)</script>\ue000<b onload=alert(2)>{{ 7*7 }}\u202e pont"


def test_hostile_texts_are_text(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        found = written("x", HOSTILE, HOSTILE, on=NOON, description=HOSTILE, section=HOSTILE, page_type=HOSTILE)
        archived(archive, begin(archive), found)
    answered = get(Browser(tmp_path), f"/search?{urlencode({'q': HOSTILE, 'section': HOSTILE, 'type': HOSTILE})}")
    assert answered.status_code == 200
    for forbidden in ("<script", "<b onload", "49"):
        assert forbidden not in answered.text
    assert "<mark>pont</mark>" in answered.text
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(<mark>1</mark>)&lt;/" in answered.text


def test_a_headline_of_a_megabyte(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), written("x", "pont " * 200_000, "pont " * 200_000, on=NOON))
    answered = get(Browser(tmp_path), "/search?q=pont")
    assert answered.status_code == 200
    assert len(answered.text) < 20_000


def test_a_search_that_takes_too_long_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: sqlite3.Connection, _: Search) -> int:
        query = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        return int(connection.execute(query).fetchone()[0])

    monkeypatch.setattr(answering, "TIME_LIMIT", 300)
    monkeypatch.setattr(sys.modules[search_page.__module__], "count", endless)
    answered = get(browser, "/search?q=pont")
    assert answered.status_code == 503
    assert "Cette recherche demande trop de temps." in answered.text
    answered = get(browser, "/search.json?q=pont")
    assert (answered.status_code, answered.json()["count"], answered.json()["results"]) == (503, None, [])


@pytest.mark.parametrize("typed", [f"{SITE}/pont/", f"{SITE}/pont?utm_source=x", "macommune.info/pont", "/pont/"])
def test_an_address_leads_to_its_article(browser: Browser, connection: sqlite3.Connection, typed: str) -> None:
    (key,) = connection.execute("SELECT key FROM articles WHERE url LIKE '%/pont/'").fetchone()
    for path in (f"/search?q={quote_plus(typed)}", f"/article?url={quote_plus(typed)}", f"/search?q={key}"):
        answered = get(browser, path)
        assert (answered.status_code, answered.headers["location"]) == (302, f"/article/{key}")
    answered = get(browser, f"/search.json?q={quote_plus(typed)}")
    assert answered.headers["location"] == f"/article/{key}.json"


def test_an_address_that_is_not_known_says_so(browser: Browser) -> None:
    assert "Aucun article de cette archive n’a cette adresse" in words(shown(browser, f"/search?q={SITE}/absent/"))
    assert "n’a cette adresse" not in words(shown(browser, "/search?q=pont+absent"))


def test_addresses_are_looked_up_in_indexes(connection: sqlite3.Connection) -> None:
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    assert key_at(connection, f"{SITE}/absent?p=1") is None
    connection.set_trace_callback(None)
    plans = [step for query in queries for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert [step for step in plans if step.startswith("SCAN") and "CONSTANT" not in step and "found" not in step] == []


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """Articles by authors alone and together, with tags."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        crawl_id = begin(archive)
        for name, authors, tags in (
            ("Neige", ("Noémie",), ("Salins-les-Bains", "montagne")),
            ("Crue", ("Noémie", "Luc"), ("Salins-les-Bains",)),
            ("Vote", ("Luc",), ()),
            ("Match", ("Marie-Noémie",), ("montagnes",)),
        ):
            archived(archive, crawl_id, written(name, name, "Un pont.", on=NOON, authors=authors, tags=tags))
    return Browser(folder)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("author=noemie", {"Neige", "Crue"}),
        ("author=Luc&q=pont", {"Crue", "Vote"}),
        ("author=Luc&tag=salins+les+bains", {"Crue"}),
        ("tag=Montagne", {"Neige"}),
        ("tag=montagne&q=pont&sort=newest&versions=1", {"Neige"}),
        ("author=No%25", set()),
        ("tag=absent&q=pont", set()),
    ],
)
def test_authors_and_tags(signed: Browser, query: str, found: set[str]) -> None:
    page = told(signed, f"/search.json?{query}")
    assert {"".join(piece for piece, _ in result["headline"]) for result in page["results"]} == found
    assert page["count"] == len(found)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("politique", [("Rubrique Politique (4 articles)", "/search?section=Politique")]),
        ("NOEMIE", [("Articles signés Noémie (2 articles)", "/search?author=No%C3%A9mie")]),
        ("Salins les Bains", [("Mot-clé Salins-les-Bains (2 articles)", "/search?tag=Salins-les-Bains")]),
        ("montagne", [("Mot-clé montagne (1 article)", "/search?tag=montagne")]),
        ("pont", []),
        ("?", []),
    ],
)
def test_a_name_that_is_typed_is_offered(signed: Browser, typed: str, offered: list[tuple[str, str]]) -> None:
    page = shown(signed, f"/search?q={quote_plus(typed)}")
    lines = [
        (words(one).replace("\u00a0", " "), one.cssselect("a")[0].get("href")) for one in page.cssselect(".offers li")
    ]
    assert lines == offered


def test_authors_and_tags_are_found_by_indexes(connection: sqlite3.Connection) -> None:
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    count(connection, Search(author="x", tag="y")), results(connection, Search(q="pont", author="x", tag="y"))
    connection.set_trace_callback(None)
    for query in (query for query in queries if "signed" in query):
        plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert [step for step in plan if step.startswith(("SCAN article", "SCAN signed"))] == []


def test_a_slip_is_told(browser: Browser) -> None:
    (link,) = shown(browser, "/search?q=le+pomt+de+Bezançon&section=Politique").cssselect("section .message a")
    assert words(link) == "le pont de besançon"
    assert link.get("href") == f"/search?q={quote_plus('le pont de besançon')}&section=Politique"
    (link,) = shown(browser, "/search?q=œuvre+aglomeratoin*").cssselect("section .message a")
    assert words(link) == "œuvre agglomération*"


@pytest.mark.parametrize("q", ["pontife", "zzzzzz", "pont gare rue", "-pont viadux", "19999", '"le pomt"x'])
def test_no_slip_is_told(browser: Browser, q: str) -> None:
    assert shown(browser, f"/search?q={quote_plus(q)}").cssselect("section .message a") == []


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("l’article sur le pont de Besançon", "pont Besançon"),
        ("Un pont à Besançon - maCommune.info", "Un pont à Besançon"),
        ("infos pont Besançon mars 2013", "pont Besançon"),
    ],
)
def test_words_that_only_ask_are_dropped(browser: Browser, typed: str, left: str) -> None:
    page = shown(browser, f"/search?q={quote_plus(typed)}")
    assert [words(one) for one in page.cssselect(".results h3")] == ["Un pont à Besançon"]
    assert f"voici ce qui l’est pour « {left} »" in words(page)


def test_of_what_is_too_long_the_beginning_is_looked_for(browser: Browser) -> None:
    assert told(browser, f"/search.json?q={'x' * 60_000}")["search"]["q"] == "x" * 500
