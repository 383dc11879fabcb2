"""The feed of changes, as a reader of feeds sees it, and as RFC 4287 wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree, html

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from tests.archive.making import NOON, archived, article, begin, text
from tests.browse.asking import get, words

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'Fin ]]> & <b>"gras"</b>\x00\x0b\x1f\ufffe\u202e\U0001f600'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl = begin(archive)
        for name, section in (("un", "Sport"), ("deux", "Politique"), ("trois", "Politique")):
            see(archive, crawl, name, 0, headline=name, section=section)
        see(archive, crawl, "un", 1, headline="Un, changé", section="Sport")
        see(archive, crawl, "deux", 2, headline=HOSTILE)
        see(archive, crawl, "deux", 3, headline=HOSTILE, blocks=text("Tout un autre texte que celui-là."))
        archive.mark_gone("https://www.macommune.info/trois/", crawl, NOON + timedelta(hours=4))
        yield archive


def see(archive: Archive, crawl_id: int, name: str, hours: int, **given: Any) -> None:  # noqa: ANN401
    at = NOON + timedelta(hours=hours)
    archived(archive, crawl_id, article(url=f"https://www.macommune.info/{name}/", at=at, teasers=(), **given))


@pytest.fixture(scope="module")
def browser(archive: Archive) -> Browser:
    return Browser(archive.folder, public_url="https://archives.example/presse/")


def feed(browser: Browser, query: str = "") -> Any:  # noqa: ANN401
    answered = get(browser, f"/changes.atom{query}")
    assert answered.headers["content-type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answered.content)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def test_entries_newest_first(browser: Browser, archive: Archive) -> None:
    read = feed(browser)
    keys = {row["headline"]: row["key"] for row in archive.db["articles"].rows}
    base = "https://archives.example/presse/article"
    assert [(entry.title, entry.updated, entry.link) for entry in read.entries][::3] == [
        ("trois", "2026-02-06T16:00:30+00:00", f"{base}/{keys['trois']}"),
        (
            "Un, changé",
            "2026-02-06T13:00:30+00:00",
            f"{base}/{keys['Un, changé']}/diff/20260206120030..20260206130030",
        ),
    ]
    assert read.feed.updated == "2026-02-06T16:00:30+00:00"
    assert read.entries[0].summary == "Suppression : l’article n’est plus sur le site."
    assert "Titre d’avant : « un »." in read.entries[3].summary
    assert "6 mots ajoutés" in read.entries[1].summary.replace("\u00a0", " ")
    assert {entry.summary_detail.type for entry in read.entries} == {"text/plain"}


def test_entries_hold_the_sentences_that_changed(browser: Browser) -> None:
    removed, edited, _, retitled = feed(browser).entries
    assert "content" not in removed
    (content,) = retitled.content
    assert (content.type, content.value.strip()) == (
        "text/html",
        "<p>Titre : <del>[Retiré : un]</del><ins>[Ajouté : Un, changé]</ins></p>",
    )
    assert "<ins>[Ajouté : Tout un autre texte que celui-là.]</ins>" in edited.content[0].value


def test_sentences_of_a_feed_are_text_whatever_is_in_them(browser: Browser) -> None:
    contents = etree.fromstring(get(browser, "/changes.atom").content).findall(f"{ATOM}entry/{ATOM}content")
    assert {content.get("type") for content in contents} == {"html"}
    shown = html.document_fromstring(contents[1].text or "")
    assert {element.tag for element in shown.iter()} <= {"html", "body", "p", "ins", "del"}
    assert '& <b>"gras"</b>' in words(shown)


def test_what_changed_much_is_cut(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl = begin(archive)
        see(archive, crawl, "un", 0, blocks=text("mot " * 2_000))
        see(archive, crawl, "un", 1, blocks=text("page " * 2_000))
        see(archive, crawl, "long", 0, blocks=text("mot " * 20_000))
        see(archive, crawl, "long", 2, blocks=text("page " * 20_000))
    long, cut = feed(Browser(tmp_path)).entries
    assert "content" not in long
    assert len(cut.content[0].value) < 2_500
    assert f'<a href="{cut.link}">La suite de ce qui a changé</a>' in cut.content[0].value


def test_hostile_text_is_shown_as_it_is_and_the_feed_stays_whole(browser: Browser) -> None:
    assert len(feed(browser).entries) == 4
    titles = etree.fromstring(get(browser, "/changes.atom").content).findall(f"{ATOM}entry/{ATOM}title")
    assert [title.text for title in titles][1:3] == [
        'Fin ]]> & <b>"gras"</b>\ufffd\ufffd\ufffd\ufffd\u202e\U0001f600'
    ] * 2


def test_what_the_standard_asks_for(browser: Browser) -> None:
    """RFC 4287, 4.1: what every feed and entry must have, once."""
    root = etree.fromstring(get(browser, "/changes.atom").content)
    assert root.tag == f"{ATOM}feed"
    known = "feed title id updated author name generator link entry category summary content".split()
    assert {element.tag for element in root.iter()} <= {f"{ATOM}{name}" for name in known}
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert [len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert len(root.findall(f"{ATOM}author/{ATOM}name")) == 1
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 5


def test_names_stay_wherever_the_archive_is_served_and_whatever_is_asked(browser: Browser, archive: Archive) -> None:
    everywhere, here = feed(browser), feed(Browser(archive.folder))
    assert [entry.id for entry in everywhere.entries] == [entry.id for entry in here.entries]
    from_an_older_page = feed(browser, "?before=20260206140030-aaaaaaaaaa&kind=")
    assert len(from_an_older_page.entries) == 4
    assert everywhere.feed.id == here.feed.id == from_an_older_page.feed.id
    sport = feed(browser, "?section=Sport")
    assert [entry.id for entry in sport.entries] == [everywhere.entries[3].id]
    assert sport.feed.id != everywhere.feed.id
    assert everywhere.entries[0].id == "urn:uuid:f07aeb59-687f-5eae-9651-efb3f6852dae"


def test_filters_are_named_and_kept_in_the_links(browser: Browser) -> None:
    read = feed(browser, "?section=Sport&kind=silent-edit&q=chang%C3%A9&from=2026-02-06")
    assert read.feed.title == (
        "Archives de presse – changements : modification silencieuse, rubrique Sport,"
        " articles où l’on trouve «\u00a0changé\u00a0», depuis le 6 février 2026"
    )
    query = "kind=silent-edit&section=Sport&from=2026-02-06&q=chang%C3%A9"
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": f"https://archives.example/presse/changes.atom?{query}",
        "alternate": f"https://archives.example/presse/changes?{query}",
    }
    assert len(read.entries) == 1


def test_a_page_leads_to_the_feed_of_what_it_shows(browser: Browser) -> None:
    page = get(browser, "/changes?section=Sport").text
    assert page.count('href="/presse/changes.atom?section=Sport"') == 2


def test_without_changes(browser: Browser, tmp_path: Path) -> None:
    Archive(tmp_path).close()
    never_crawled = feed(Browser(tmp_path))
    assert never_crawled.entries == []
    assert never_crawled.feed.updated > "2020"
    with Archive(tmp_path) as crawled:
        begin(crawled, NOON)
        begin(crawled, NOON + timedelta(days=1))
    answered = get(Browser(tmp_path), "/changes.atom")
    assert feedparser.parse(answered.content).feed.updated == "2026-02-06T12:00:30+00:00"
    assert answered.headers["last-modified"] == "Fri, 06 Feb 2026 12:00:30 GMT"


def test_what_a_reader_has_already_is_not_sent_again(browser: Browser) -> None:
    first = get(browser, "/changes.atom")
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    assert modified == "Fri, 06 Feb 2026 16:00:30 GMT"
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": f'"other", W/{tag}'},
        {"if-none-match": "*"},
        {"if-modified-since": modified},
        {"if-modified-since": "Sat, 07 Feb 2026 00:00:00 GMT"},
    ):
        answered = get(browser, "/changes.atom", headers=headers)
        assert (answered.status_code, answered.content) == (304, b"")
        assert answered.headers["etag"] == tag


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"other"', "if-modified-since": "Sat, 07 Feb 2026 00:00:00 GMT"},
        {"if-modified-since": "Fri, 06 Feb 2026 16:00:29 GMT"},
        {"if-modified-since": "hier"},
        {"if-modified-since": "Fri, 06 Feb 99999 16:00:29 GMT"},
        {"if-modified-since": "Fri, 06 Feb 0000 16:00:29 -0000"},
    ],
)
def test_what_a_reader_has_not_is_sent(browser: Browser, headers: dict[str, str]) -> None:
    assert get(browser, "/changes.atom", headers=headers).status_code == 200


def test_a_change_makes_another_feed(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path) as growing:
        crawl = begin(growing)
        see(growing, crawl, "un", 0)
        before = get(Browser(tmp_path), "/changes.atom").headers["etag"]
        see(growing, crawl, "un", 1, headline="Autre")
        assert get(Browser(tmp_path), "/changes.atom", headers={"if-none-match": before}).status_code == 200
