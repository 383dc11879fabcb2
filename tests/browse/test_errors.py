"""What is said when there is nothing to show."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest, Forbidden, NotFound
from datasette.views.base import DatasetteError

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.errors import SENTENCES, TITLES, explained
from tests.browse.asking import get


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    folder = tmp_path_factory.mktemp("archive")
    Archive(folder).close()
    return Browser(folder)


@pytest.mark.parametrize(
    ("exception", "status", "sentence", "detail"),
    [
        (NotFound("404"), 404, "Rien ne se trouve à cette adresse", None),
        (NotFound("Table not found"), 404, "Cette archive n’a pas de table", None),
        (NotFound("Aucun article ne porte ce nom."), 404, "Aucun article ne porte ce nom.", None),
        (Forbidden("Database download is forbidden"), 403, "La base ne se télécharge pas", None),
        (BadRequest("_size must be <= 1000"), 400, "de 0 à 1000.", None),
        (BadRequest("_size must be a positive integer"), 400, "de 0 à 1000.", None),
        (BadRequest("Invalid _through"), 400, SENTENCES[400][:20], "Invalid _through"),
        (DatasetteError("Cannot sort table by text"), 400, "ne se range pas selon «\u00a0text\u00a0»", None),
        (
            DatasetteError("<p>SQL</p>", title="SQL Interrupted", message_is_html=True),
            503,
            "ajoutez une condition",
            None,
        ),
        (QueryInterrupted(Exception("interrupted"), "SELECT 1", {}), 503, "ajoutez une condition", None),
        (sqlite3.OperationalError("interrupted"), 503, "ajoutez une condition", None),
        (sqlite3.OperationalError("no such column: x"), 400, SENTENCES[400][:20], "no such column: x"),
        (KeyError("/secret/path"), 500, "L’archive n’a pas pu répondre.", None),
    ],
)
def test_every_exception_becomes_a_french_sentence(
    exception: Exception, status: int, sentence: str, detail: str | None
) -> None:
    what = explained(exception)
    assert (what.status, what.title, what.detail) == (status, TITLES[status], detail)
    assert sentence in what.sentence


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nulle-part", 404, "Rien ne se trouve à cette adresse"),
        ("/nulle/part/du/tout", 404, "Rien ne se trouve à cette adresse"),
        ("/newsarchive/nulle-part", 404, "Cette archive n’a pas de table de ce nom."),
        ("/newsarchive/articles/1", 404, "Cette table n’a pas de ligne de ce numéro"),
        ("/newsarchive.db", 403, "La base ne se télécharge pas ici."),
        ("/newsarchive/articles?_sort=word_count", 400, "ne se range pas selon «\u00a0word_count\u00a0»"),
        ("/newsarchive/articles?_size=-1", 400, "_size est un nombre de lignes"),
        ("/newsarchive/articles?_col=%3Cb%3E", 400, "pas de colonne «\u00a0&lt;b&gt;\u00a0»"),
        ("/newsarchive?sql=delete+from+articles", 400, "Seules les requêtes SELECT sont acceptées."),
        ("/newsarchive/articles?_where=x", 400, "no such column: x"),
        ("/newsarchive/articles?_where=%00", 400, SENTENCES[400][:20]),
        ("/newsarchive/articles?_timelimit=x", 400, SENTENCES[400][:20]),
        ("/newsarchive/articles?_through=x", 400, SENTENCES[400][:20]),
        ("/newsarchive/articles?_through=[]", 400, SENTENCES[400][:20]),
        (f"/newsarchive/articles?headline__in={'1,' * 20_000}", 400, SENTENCES[400][:20]),
        (f"/newsarchive/articles?id__gt={'9' * 20}", 400, SENTENCES[400][:20]),
        ("/newsarchive/images/1", 400, SENTENCES[400][:20]),
    ],
)
def test_pages_of_errors(
    browser: Browser, path: str, status: int, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answered = get(browser, path)
    assert answered.status_code == status
    assert sentence in answered.text
    assert f"<h1>{TITLES[status]}</h1>" in answered.text
    assert 'action="/search"' in answered.text
    assert 'href="/"' in answered.text
    assert "Traceback" not in "".join(capfd.readouterr())


def test_errors_as_json(browser: Browser) -> None:
    answered = get(browser, "/newsarchive/nulle-part.json")
    assert answered.status_code == 404
    assert answered.json() == {
        "ok": False,
        "error": "Cette archive n’a pas de table de ce nom.",
        "detail": None,
        "status": 404,
        "title": "Page introuvable",
    }


def test_an_unforeseen_error_is_printed_and_discloses_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the secret")

    monkeypatch.setattr(browser, "get_canned_queries", broken)
    answered = get(browser, "/newsarchive")
    assert answered.status_code == 500
    assert "the secret" not in answered.text
    assert "RuntimeError: the secret" in capfd.readouterr().err


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/newsarchive", "/newsarchive/articles", "/-/messages"])
def test_nothing_is_taken(browser: Browser, method: str, path: str) -> None:
    answered = asyncio.run(browser.client.request(method, path))
    assert answered.status_code == 405
    assert answered.headers["allow"] == "GET, HEAD"
    assert "rien ne peut y être envoyé" in answered.text
    assert answered.headers["content-security-policy"]


def test_a_mistake_of_ours_is_not_the_readers(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("newsarchive.browse.tables.grid.arranged", lambda *_, **__: None)
    assert get(browser, "/newsarchive/_sqlite_migrations").status_code == 500
    assert "TypeError: 'NoneType' object is not iterable" in capfd.readouterr().err


@pytest.mark.parametrize("cookie", ["(x)=1", "a b=c; \xff=\xfe"])
def test_cookies_of_others_do_no_harm(browser: Browser, cookie: str) -> None:
    assert get(browser, "/", headers={"cookie": cookie.encode("latin-1")}).status_code == 200


@pytest.mark.parametrize("host", ["[", "[::1", "]", 'a.example"><script>', "a.example/b", "a@b.example", "a\xff"])
@pytest.mark.parametrize("path", ["/", "/newsarchive/articles", "/changes.atom", "/nulle-part"])
def test_a_host_that_can_be_none(browser: Browser, host: str, path: str) -> None:
    answered = get(browser, path, headers={"host": host.encode("latin-1")})
    assert answered.status_code == 400
    assert "<script" not in answered.text


@pytest.mark.parametrize("host", ["a.example", "a.example:8001", "127.0.0.1:8001", "[::1]:8001", "mon_poste"])
def test_the_host_that_was_asked(browser: Browser, host: str) -> None:
    assert f'template="http://{host}/search?' in get(browser, "/opensearch.xml", headers={"host": host}).text


def test_what_is_refused_first_of_all(browser: Browser) -> None:
    """Datasette makes itself ready at the first request that reaches it."""
    answered = asyncio.run(Browser(browser.folder).client.post("/"))
    assert answered.status_code == 405


def test_a_trailing_slash_leads_on(browser: Browser) -> None:
    answered = get(browser, "/newsarchive/articles/")
    assert (answered.status_code, answered.headers["location"]) == (302, "/newsarchive/articles")


def test_errors_behind_a_prefix_lead_home(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    answered = get(Browser(tmp_path, public_url="https://a.example/presse"), "/nulle-part")
    assert 'href="/presse/"' in answered.text
    assert 'action="/presse/search"' in answered.text
