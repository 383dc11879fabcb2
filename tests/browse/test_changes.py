"""What changed, over real archives: read, filtered, turned over page by page, and shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.reading import changes, noticed
from newsarchive.browse.reading.changes import Changes, changes_page, latest_changes
from newsarchive.browse.reading.noticed import KINDS, Wanted
from newsarchive.items import Image
from tests.archive.making import NOON, PARIS, archived, article, begin, text
from tests.browse.asking import get, shown, told, words

BODY = "Les élus sont d’accord pour la création d’un pôle."
LATER = datetime(2013, 3, 15, 8, 0, tzinfo=PARIS)
EARLIER = datetime(2013, 3, 1, 8, 0, tzinfo=PARIS)


def url(name: str) -> str:
    return f"https://www.macommune.info/{name}/"


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


def seen(archive: Archive, crawl_id: int, name: str, at: datetime, body: str = BODY, **given: Any) -> str:  # noqa: ANN401
    given = {"headline": name, "blocks": text(body), "teasers": (), "links": (), **given}
    return str(archived(archive, crawl_id, article(url=url(name), at=at, **given)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Articles that were each seen at noon, and again so many days later."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl = begin(archive)

        def see(name: str, later: int, body: str = BODY, **given: Any) -> str:  # noqa: ANN401
            return seen(archive, crawl, name, day(later), body, **given)

        for name in ("Titre", "Chapô", "Ajout", "Coquille", "Date", "Recul", "Retour", "Parti", "Légende", "Surtitre"):
            see(name, 0, section="Sport" if name in ("Ajout", "Coquille") else "Politique")
        see("Ailleurs", 0, "Le téléphérique est fermé.", site="autre", section="Nature")
        assert see("Titre", 1, headline="Titre changé", date_modified=LATER) == "update"
        assert see("Ajout", 2, f"{BODY} Le maire a pris la parole.", section="Sport") == "silent-edit"
        assert see("Coquille", 3, BODY.replace("création", "creation"), section="Sport") == "silent-edit"
        assert see("Date", 4, date_modified=LATER) == "restamp"
        assert see("Recul", 5, f"{BODY} Dijon hésite.", date_modified=EARLIER) == "backdated"
        assert see("Retour", 6, f"{BODY} Erreur à corriger.") == "silent-edit"
        assert see("Retour", 7) == "reversion"
        archive.mark_gone(url("Parti"), crawl, day(8))
        assert see("Chapô", 9, description="Deux pôles sont nés.") == "silent-edit"
        assert see("Légende", 10, images=(Image(url="https://i.example/1.jpg", caption="La gare"),)) == "silent-edit"
        assert see("Surtitre", 11, kicker=None, description_raw=None) == "silent-edit"
        assert see("Ailleurs", 12, "Le funiculaire est ouvert.", site="autre", section="Nature") == "silent-edit"
        yield archive.folder


@pytest.fixture
def connection(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(connected(folder)) as connection:
        yield connection


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(folder)


def connected(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{folder / 'newsarchive.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def found(connection: sqlite3.Connection, **wanted: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    return [(change.kind, change.headline) for change in changes_page(connection, Wanted(**wanted)).changes]


ALL = [
    ("silent-edit", "Ailleurs"),
    ("silent-edit", "Surtitre"),
    ("silent-edit", "Légende"),
    ("silent-edit", "Chapô"),
    ("gone", "Parti"),
    ("reversion", "Retour"),
    ("silent-edit", "Retour"),
    ("backdated", "Recul"),
    ("restamp", "Date"),
    ("silent-edit", "Coquille"),
    ("silent-edit", "Ajout"),
    ("update", "Titre changé"),
]
TRIVIAL = [("restamp", "Date"), ("silent-edit", "Coquille")]


def test_every_kind_of_change_newest_first(connection: sqlite3.Connection) -> None:
    assert found(connection, trivial=True) == ALL


def test_trivial_ones_are_left_out(connection: sqlite3.Connection) -> None:
    assert found(connection) == [change for change in ALL if change not in TRIVIAL]
    assert [change.trivial for change in changes_page(connection, Wanted(trivial=True)).changes] == [
        change in TRIVIAL for change in ALL
    ]


def test_what_changed_and_what_it_was_before(connection: sqlite3.Connection) -> None:
    by_name = {change.headline: change for change in changes_page(connection, Wanted()).changes}
    assert {name: change.changed for name, change in by_name.items() if change.changed} == {
        "Titre changé": ("headline",),
        "Chapô": ("description",),
        "Légende": ("captions",),
        "Surtitre": ("kicker",),
    }
    titled, added, gone = by_name["Titre changé"], by_name["Ajout"], by_name["Parti"]
    assert (titled.earlier_headline, added.earlier_headline) == ("Titre", None)
    assert (titled.earlier_stamp, titled.stamp) == ("20260206120030", "20260207120030")
    assert (added.words_added, added.words_removed) == (6, 0)
    assert (gone.at, gone.stamp, gone.section) == ("2026-02-14T12:00:30+00:00", None, "Politique")


def test_without_texts_a_small_edit_may_be_anything(folder: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as copy, closing(connected(folder)) as original:
        original.backup(copy)
        copy.row_factory = sqlite3.Row
        copy.execute("UPDATE revisions SET article_body = ''")
        assert ("silent-edit", "Coquille") in found(copy)
        assert ("restamp", "Date") not in found(copy)


@pytest.mark.parametrize("few", [-1, 2000])
@pytest.mark.parametrize(
    ("wanted", "headlines"),
    [
        ({"section": "Sport"}, ["Ajout"]),
        ({"section": "Sport", "trivial": True}, ["Coquille", "Ajout"]),
        ({"section": "Agenda"}, []),
        ({"site": "autre"}, ["Ailleurs"]),
        ({"site": "autre", "section": "Sport"}, []),
        ({"kinds": ("gone", "reversion")}, ["Parti", "Retour"]),
        ({"kinds": ("restamp",)}, ["Date"]),
        ({"kinds": ("gone",), "section": "Politique"}, ["Parti"]),
        ({"kinds": ("gone",), "section": "Sport"}, []),
        ({"q": "téléphérique"}, ["Ailleurs"]),
        ({"q": "funiculaires"}, ["Ailleurs"]),
        ({"q": "corriger"}, ["Retour", "Retour"]),
        ({"q": "parti"}, ["Parti"]),
        ({"q": "téléphérique", "section": "Politique"}, []),
        ({"since": "2026-02-13", "until": "2026-02-14"}, ["Parti", "Retour"]),
        ({"until": "2026-02-07"}, ["Titre changé"]),
        ({"since": "2026-02-18"}, ["Ailleurs"]),
        ({"since": "2026-02-14", "section": "Politique"}, ["Surtitre", "Légende", "Chapô", "Parti"]),
    ],
)
def test_filters(
    connection: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    wanted: dict[str, Any],
    headlines: list[str],
) -> None:
    """Whether the articles wanted are found first, or asked for on the way."""
    monkeypatch.setattr(noticed, "_FEW", few)
    assert [headline for _, headline in found(connection, **wanted)] == headlines


def test_a_day_is_one_of_paris(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive, closing(connected(tmp_path)) as connection:
        crawl = begin(archive)
        seen(archive, crawl, "Tard", NOON)
        seen(archive, crawl, "Tard", datetime.fromisoformat("2026-02-06T23:30:00+00:00"), "Autre texte.")
        assert found(connection, until="2026-02-06") == []
        assert found(connection, since="2026-02-07", until="2026-02-07") == [("silent-edit", "Tard")]


def test_latest_changes(connection: sqlite3.Connection) -> None:
    assert [change.headline for change in latest_changes(connection, 3)] == ["Ailleurs", "Surtitre", "Légende"]


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Archive]:
    """Six changes and a removal within one second, two of them of the same article, and two a second later."""
    with Archive(tmp_path / "archive") as archive:
        crawl = begin(archive)
        for name in "abcdefg":
            seen(archive, crawl, name, NOON)
        for name in "abcdea":
            seen(archive, crawl, name, day(1), f"{BODY} Encore {archive.history(url(name)).content_sha256}.")
        archive.mark_gone(url("g"), crawl, day(1))
        for name in "bf":
            seen(archive, crawl, name, day(1) + timedelta(seconds=1), "Tout autre chose que cela.")
        yield archive


def read_on(archive: Archive, **wanted: Any) -> Iterator[Changes]:  # noqa: ANN401
    before = None
    for _ in range(20):
        with closing(connected(archive.folder)) as connection:
            page = changes_page(connection, Wanted(before=before, **wanted))
        yield page
        before = page.older
        if before is None:
            return


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_pages_lose_and_repeat_nothing_while_changes_are_added(
    busy: Archive, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(changes, "PAGE", size)
    crawl, pages = begin(busy), []
    for number, page in enumerate(read_on(busy)):
        pages.append(page.changes)
        seen(busy, crawl, "c", day(2) + timedelta(hours=number), f"Et encore du nouveau, {number}.")
    read = [change for page in pages for change in page]
    assert len(read) == len({(change.key, change.stamp) for change in read}) == 9
    assert [change.at for change in read] == sorted((change.at for change in read), reverse=True)
    assert all(size <= len(page) <= size + 1 for page in pages[:-1])


def test_trivial_changes_are_passed_over_for_so_long_only(busy: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    crawl = begin(busy)
    for number in range(5):
        seen(busy, crawl, "h", day(3 + number), BODY + "." * number)
    monkeypatch.setattr(changes, "_MOST_HIDDEN", 3)
    first, second = read_on(busy)
    assert first.changes == ()
    assert len(second.changes) == 9


@pytest.mark.parametrize(
    "before", ["", "x", "20260207120030-", "99999999999999-aaaaaaaaaa", "20260207120030-é123456789"]
)
def test_a_place_that_is_none(connection: sqlite3.Connection, before: str) -> None:
    assert len(found(connection, before=before)) == len(ALL) - len(TRIVIAL)


def test_the_page(browser: Browser) -> None:
    page = shown(browser, "/changes")
    assert words(page.cssselect("h1")[0]) == "Changements"
    assert [words(heading) for heading in page.cssselect("h2")][:2] == ["18 février 2026", "17 février 2026"]
    lines = {words(line.cssselect(".headline")[0]): line for line in page.cssselect(".change-list li")}
    assert len(lines) == 9
    titled = lines["Titre changé"]
    said = words(titled).replace("\u202f", " ")
    for part in ("13 h 00", "mise à jour déclarée", "Politique", "titre d’avant : Titre"):
        assert part in said
    assert "Titre changé, Politique" in said
    assert "mise à jour déclarée, titre, ce qui a changé dans" in said
    assert "modification silencieuse, mots ajoutés : +6" in words(lines["Ajout"])
    key = next(change["key"] for change in told(browser, "/changes.json")["changes"] if change["kind"] == "update")
    assert [link.get("href") for link in titled.cssselect("a")] == [
        f"/article/{key}",
        f"/article/{key}/diff/20260206120030..20260207120030",
    ]
    assert "+6" in words(lines["Ajout"])
    assert "chapô" in words(lines["Chapô"])
    assert len(lines["Parti"].cssselect("a")) == 1


def test_the_form_keeps_what_was_asked_for(browser: Browser) -> None:
    asked = (
        "/changes?kind=gone&kind=reversion&section=Sport&site=autre&from=2026-02-01&to=2026-02-28&q=%22a+b%22&trivial=1"
    )
    form = shown(browser, asked).cssselect(".filters form")[0]
    assert sorted((name, value) for name, value in form.form_values() if value) == [
        ("from", "01/02/2026"),
        ("kind", "gone"),
        ("kind", "reversion"),
        ("q", '"a b"'),
        ("section", "Sport"),
        ("site", "autre"),
        ("to", "28/02/2026"),
        ("trivial", "1"),
    ]
    assert len(form.cssselect("[name=kind]")) == len(KINDS)
    assert [option.text for option in form.cssselect("#section option")] == ["toutes", "Nature", "Politique", "Sport"]


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ("from=2026&to=2026", "2026-01-01", "2026-12-31"),
        ("from=f%C3%A9vrier+2028&to=02/2028", "2028-02-01", "2028-02-29"),
        ("from=6+f%C3%A9vrier+2026&to=14/02/2026", "2026-02-06", "2026-02-14"),
        ("from=2026-02-06&to=2026-02", "2026-02-06", "2026-02-28"),
    ],
)
def test_dates_as_people_write_them(browser: Browser, asked: str, since: str, until: str) -> None:
    wanted = told(browser, f"/changes.json?{asked}")["wanted"]
    assert (wanted["since"], wanted["until"]) == (since, until)


def test_every_kind_is_explained_in_sight(browser: Browser) -> None:
    form = shown(browser, "/changes").cssselect(".filters form")[0]
    for box in form.cssselect("input[type=checkbox]"):
        hint = form.get_element_by_id(box.get("aria-describedby"))
        assert len(words(hint)) > 20
        assert words(hint)[0].isalpha()
    assert "sans que la date de mise à jour le dise" in words(form)


@pytest.mark.parametrize("asked", ["from=hier", "to=9999-12-31", "from=0001-01-01", "q=%3F%21", "to=2026-02-30"])
def test_what_is_not_understood_is_said(browser: Browser, asked: str) -> None:
    page = shown(browser, f"/changes?{asked}")
    assert "n’a pas été compris" in words(page.cssselect(".warning")[0])
    assert len(page.cssselect(".change-list li")) == len(ALL) - len(TRIVIAL)


@pytest.mark.parametrize(("asked", "shown_too"), [("", 2), ("section=Sport", 1)])
def test_trivial_ones_are_a_click_away(browser: Browser, asked: str, shown_too: int) -> None:
    page = shown(browser, f"/changes?{asked}")
    [more] = [link.get("href") for link in page.cssselect(".follow a") if words(link) == "les montrer aussi"]
    lines = shown(browser, more).cssselect(".change-list li")
    assert len(lines) == len(page.cssselect(".change-list li")) + shown_too


def test_older_changes_keep_the_filters(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE", 4)
    page = shown(browser, "/changes?section=Politique")
    older = page.cssselect(".pages a")[-1].get("href")
    following = shown(browser, older)
    headlines = [words(headline) for each in (page, following) for headline in each.cssselect(".headline")]
    assert headlines == ["Surtitre", "Légende", "Chapô", "Parti", "Retour", "Retour", "Recul", "Titre changé"]
    assert [words(link) for link in following.cssselect(".pages a")] == ["Les plus récents"]


def test_as_json(browser: Browser) -> None:
    page = told(browser, "/changes.json?kind=update")
    assert page["wanted"]["kinds"] == ["update"]
    assert [change["earlier_headline"] for change in page["changes"]] == ["Titre"]
    assert page["older"] is None


def test_nothing_found_and_nothing_there(browser: Browser, tmp_path: Path) -> None:
    assert "ne répond à ces filtres : rubrique Agenda" in words(shown(browser, "/changes?section=Agenda"))
    Archive(tmp_path).close()
    assert "n’a encore constaté aucun changement" in words(shown(Browser(tmp_path), "/changes"))


def test_the_first_page_shows_the_latest(browser: Browser) -> None:
    page = shown(browser, "/")
    assert [words(line) for line in page.cssselect(".latest .headline")] == [
        *("Ailleurs", "Surtitre", "Légende", "Chapô", "Parti", "Retour", "Retour", "Recul")
    ]
    assert "/changes.atom" in [link.get("href") for link in page.cssselect("link[rel=alternate], main a")]


def test_the_first_page_counts_those_that_changed_by_their_date_alone(browser: Browser) -> None:
    assert "10 articles ont changé depuis leur première capture (dont 1 par sa seule date)" in words(
        shown(browser, "/").cssselect(".lead")[0]
    ).replace("\u00a0", " ")
    assert [told(browser, "/index.json")[name] for name in ("changed", "redated")] == [10, 1]


def test_hostile_headlines_are_text(tmp_path: Path) -> None:
    headline = "<script>alert(1)</script>\x00\x0b\u202e" + "long " * 1000
    with Archive(tmp_path) as archive:
        crawl = begin(archive)
        for number, title in enumerate((headline, f"{headline}!")):
            seen(archive, crawl, "hostile", day(number), headline=title)
    answered = get(Browser(tmp_path), "/changes")
    assert "<script" not in answered.text
    assert len(answered.text) < 20_000
