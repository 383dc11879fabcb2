"""What readers type in French into questions and conditions, and where they are led."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.queries import queries
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
    ("typed", "meant"),
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
def test_the_period_of_a_question(browser: Browser, typed: str, meant: str | None) -> None:
    wanted = {"period": meant, "section": "Ville"} if meant else None
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


@pytest.mark.parametrize("typed", [TARGET, URL, "https://ailleurs.example/inconnu", "http://[", "", "bidule"])
def test_an_address_that_is_as_it_should_be_or_unknown_is_left(browser: Browser, typed: str) -> None:
    assert led(browser, "captures_of", address=typed) is None


def test_behind_a_proxy_readers_are_led_below_the_prefix(folder: Path) -> None:
    browser = Browser(folder, public_url="https://a.example/presse")
    answered = get(browser, "/newsarchive/authors?period=mars+2013")
    assert answered.headers["location"] == "/presse/newsarchive/authors?period=2013-03"
