"""What was promoted in a week, over real archives: whose sightings overlap it, how they are ranked and shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.reading import promoted
from newsarchive.browse.reading.promoted import Order, Promoted, PromotedPage, days_on_show, promoted_page
from newsarchive.browse.weeks import Week
from newsarchive.items import Teaser
from newsarchive.publishing import publish
from tests.archive.making import PARIS, archived, article, begin
from tests.browse.asking import get, shown, told, words

HOSTILE = '<script>alert(1)</script>"\u202e'


def url(name: str) -> str:
    return f"https://www.macommune.info/{name}/"


def teaser(name: str, heading: str | None = "Economie", **given: Any) -> Teaser:  # noqa: ANN401
    return Teaser(**{"heading": heading, "position": 1, "target_url": url(name), "headline": name, **given})


def paris(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=PARIS)


class Site:
    """An archive in the making."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.crawl = archive, begin(archive)

    def publish(self, name: str, at: datetime, section: str = "Politique") -> None:
        archived(self.archive, self.crawl, article(url(name), at, headline=name, section=section, teasers=()))

    def carry(self, page: str, at: datetime, *teasers: Teaser) -> None:
        """The page was seen to carry the teasers."""
        numbered = tuple(replace(each, position=place) for place, each in enumerate(teasers, start=1))
        archived(self.archive, self.crawl, article(url(page), at, headline=page, teasers=numbered))


def read(folder: Path, week: str | None = None, order: Order = "pages", **wanted: Any) -> PromotedPage:  # noqa: ANN401
    with closing(sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)) as connection:
        page = promoted_page(connection, Week.named(week) if week else None, order=order, **wanted)
    assert page
    return page


def names(page: PromotedPage) -> list[str]:
    return [item.wordings[0].headline for item in page.promoted]


def only(page: PromotedPage) -> Promoted:
    (item,) = page.promoted
    return item


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Archive(tmp_path) as archive:
        yield Site(archive)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Pages that promoted three articles in the first week of February 2026, one of them not archived."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        site = Site(archive)
        site.publish("pont", paris(2026, 2, 3, 9), section="Economie")
        site.publish("gare", paris(2026, 2, 3, 9), section="Sport")
        for day, page in enumerate(("a", "b", "c"), start=3):
            site.carry(page, paris(2026, 2, day, 12), teaser("pont"))
        site.carry("a", paris(2026, 2, 4, 12), teaser("pont", headline="pont neuf"), teaser("ailleurs", None))
        site.carry("b", paris(2026, 2, 5, 12), teaser("ailleurs", "Sport", kicker="DIRECT"))
        site.carry("c", paris(2026, 2, 6, 12), teaser("gare", "Sport"))
        site.carry("d", paris(2026, 2, 17, 12), teaser("pont", "Allez plus loin"))
        yield archive.folder


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(folder)


def test_ranked_by_the_pages_that_carried_a_teaser(folder: Path) -> None:
    page = read(folder, "2026-W06")
    assert [(item.url, item.pages) for item in page.promoted] == [
        (url("pont"), 3),
        (url("ailleurs"), 2),
        (url("gare"), 1),
    ]
    assert (page.ranked, page.previous, page.next) == (3, None, "2026-W07")
    bridge, elsewhere, _ = page.promoted
    assert (bridge.wording_count, bridge.headings) == (2, ("Economie",))
    assert {wording.headline for wording in bridge.wordings} == {"pont", "pont neuf"}
    assert bridge.article
    assert (bridge.article.headline, bridge.article.section) == ("pont", "Economie")
    assert (bridge.since, bridge.first_seen_at) == ("2026-02-03T11:00:00+00:00", "2026-02-03T11:00:00+00:00")
    assert bridge.last_seen_at == "2026-02-17T11:00:00+00:00"
    assert bridge.days == 4
    assert (elsewhere.article, elsewhere.age) == (None, None)
    assert (elsewhere.headings, elsewhere.wording_count) == (("Sport",), 2)


def test_the_newest_week_in_which_a_teaser_was_seen(folder: Path) -> None:
    page = read(folder)
    assert (page.week, page.previous, page.next) == ("2026-W08", "2026-W07", None)
    assert only(page).pages == 1


def test_the_last_capture_had_no_teaser(site: Site) -> None:
    site.carry("a", paris(2026, 2, 4), teaser("pont"))
    site.publish("b", paris(2026, 5, 1))
    assert read(site.archive.folder).week == "2026-W06"
    assert read(site.archive.folder, "2026-W10").promoted == ()


def test_seen_again_long_after(site: Site) -> None:
    """What nothing new was seen of since is the newest all the same, and was on show all the time between."""
    site.carry("a", paris(2026, 2, 4), teaser("pont"))
    site.carry("a", paris(2026, 5, 1), teaser("pont"))
    assert read(site.archive.folder).week == "2026-W18"
    assert names(read(site.archive.folder, "2026-W10")) == ["pont"]
    assert only(read(site.archive.folder)).days == 87


@pytest.mark.parametrize("weeks", [0, 1, 2, 7, 60, 300])
@pytest.mark.parametrize(
    "week", ["2026-W05", "2026-W13", "2026-W43"], ids=["winter", "to summer time", "to winter time"]
)
def test_a_sighting_counts_where_it_overlaps_the_week(site: Site, week: str, weeks: int) -> None:
    found = Week.named(week)
    assert found
    start, end = datetime.fromisoformat(found.start), datetime.fromisoformat(found.end)
    second, length = timedelta(seconds=1), timedelta(weeks=weeks)
    sightings = {
        "ended before": (start - length - second, start - second),
        "ended at its first moment": (start - length, start),
        "began in its last second": (end - second, end - second + length),
        "began with the next": (end, end + length),
    }
    for name, (first, last) in sightings.items():
        site.carry(f"page-{name}", first, teaser(name))
        site.carry(f"page-{name}", last, teaser(name))
    expected = {"ended at its first moment", "began in its last second"}
    assert set(names(read(site.archive.folder, week))) == expected


def test_every_length_is_found(site: Site) -> None:
    for days in range(100):
        site.carry(f"page-{days}", paris(2026, 2, 1) - timedelta(days=days), teaser(f"{days}"))
        site.carry(f"page-{days}", paris(2026, 2, 3), teaser(f"{days}"))
    assert read(site.archive.folder, "2026-W06").ranked == 100
    assert read(site.archive.folder, "2026-W05").ranked == 100
    assert read(site.archive.folder, "2026-W03").ranked == 100 - 14


def test_a_page_counts_once_whatever_it_carried(site: Site) -> None:
    """Under two headings, in two wordings, and a heading alone."""
    site.carry("a", paris(2026, 2, 3), teaser("pont"), teaser("pont", "Sport"), teaser("pont", headline="pont neuf"))
    site.carry("b", paris(2026, 2, 3), teaser("pont", "Sport", headline="pont neuf"))
    folder = site.archive.folder
    assert only(read(folder, "2026-W06")).pages == 2
    assert only(read(folder, "2026-W06", heading="Economie")).pages == 1
    assert only(read(folder, "2026-W06", heading="Sport")).pages == 2
    assert [(each.name, each.teasers) for each in read(folder, heading="Sport").headings] == [
        ("Economie", 2),
        ("Sport", 2),
    ]


def test_of_a_heading_or_a_section(folder: Path) -> None:
    assert names(read(folder, "2026-W06", heading="Sport")) == ["gare", "ailleurs"]
    assert names(read(folder, "2026-W06", section="Sport")) == ["gare"]
    page = read(folder, "2026-W06", heading="Economie", section="Sport")
    assert (page.promoted, page.ranked) == ((), 0)
    assert page.sections == ("Economie", "Politique", "Sport")
    assert [each.name for each in page.headings] == ["Economie", "Sport"]


def test_the_longest_on_show_first(site: Site) -> None:
    site.carry("a", paris(2025, 3, 1), teaser("pont"))
    site.carry("a", paris(2026, 2, 4), teaser("pont"))
    for page in ("b", "c"):
        site.carry(page, paris(2026, 2, 3), teaser("gare"))
    assert names(read(site.archive.folder, "2026-W06")) == ["gare", "pont"]
    assert names(read(site.archive.folder, "2026-W06", order="age")) == ["pont", "gare"]


@pytest.mark.parametrize(
    ("published", "age"), [((2026, 2, 2), 2), ((2026, 2, 4), 0), ((2026, 2, 9), -5), ((1, 1, 1), 739650)]
)
def test_how_old_it_was_then(site: Site, published: tuple[int, int, int], age: int) -> None:
    given = {"date_published": datetime(*published, 12, tzinfo=UTC), "teasers": ()}
    archived(site.archive, site.crawl, article(url("pont"), paris(2026, 2, 4), **given))
    site.carry("a", paris(2026, 2, 4), teaser("pont"))
    assert only(read(site.archive.folder)).age == age


def test_how_old_something_on_show_from_before_was_as_the_week_began(site: Site) -> None:
    given = {"date_published": datetime(2026, 1, 30, 12, tzinfo=PARIS), "teasers": ()}
    archived(site.archive, site.crawl, article(url("pont"), paris(2026, 1, 31), **given))
    site.carry("a", paris(2026, 1, 31), teaser("pont"))
    site.carry("a", paris(2026, 2, 20), teaser("pont"))
    assert only(read(site.archive.folder, "2026-W06")).age == 3


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        ([], 0),
        ([("03T10", "03T10")], 1),
        ([("03T10", "05T10")], 3),
        ([("03T22", "03T23")], 2),
        ([("03T10", "09T10"), ("04T10", "05T10")], 7),
        ([("03T10", "05T10"), ("05T12", "06T10"), ("09T10", "09T10")], 5),
    ],
    ids=["none", "a moment", "three days", "over midnight in Paris", "one within another", "a pause"],
)
def test_days_on_show(spans: list[tuple[str, str]], days: int) -> None:
    assert days_on_show((f"2026-02-{a}:30:00+00:00", f"2026-02-{b}:30:00+00:00") for a, b in spans) == days


def test_what_is_seen_too_often_has_no_days(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promoted, "COUNTED", 2)
    assert {item.url: item.days for item in read(folder, "2026-W06").promoted} == {
        url("pont"): None,
        url("ailleurs"): 2,
        url("gare"): 1,
    }


def test_indexes_alone_are_read(folder: Path) -> None:
    given = {"start": "", "end": "", "heading": None, "section": None}
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {promoted._RANKING.format(order='pages')}", given).fetchall()
    steps = [step[3] for step in plan if "teaser_sightings" in step[3]]
    assert len(steps) == 3
    for step in steps:
        assert "COVERING INDEX" in step


@pytest.mark.parametrize("with_text", [True, False])
def test_a_publication_tells_the_same(folder: Path, tmp_path: Path, *, with_text: bool) -> None:
    """It is analysed, and SQLite then reads it in other ways."""
    publish(folder, tmp_path / "public", with_text=with_text)
    for week, ranked in (("2026-W06", 3), ("2026-W08", 1)):
        found = told(Browser(tmp_path / "public"), f"/promoted/{week}.json")
        assert found["ranked"] == ranked
        assert found == told(Browser(folder), f"/promoted/{week}.json")


def test_the_page(browser: Browser) -> None:
    page = shown(browser, "/promoted/2026-W06")
    assert words(page.cssselect("h2")[0]) == "Semaine du 2 au 8 février 2026"
    bridge, elsewhere, station = page.cssselect(".ranking > li")
    assert words(bridge).startswith("3 pages pont Economie Publié le 12 mars 2013, 12 ans plus tôt.")
    seen = "Vu en vitrine la première fois le 3 février 2026, la dernière le 17 février 2026, 4 jours en tout."
    assert seen in words(bridge)
    assert bridge.cssselect("h3 a")[0].get("href").startswith("/article/")
    assert bridge.cssselect("p a")[0].get("href").endswith("#promoted")
    assert [words(item) for item in bridge.cssselect(".wordings li")] == ["pont", "pont neuf"]
    assert "non archivé" in words(elsewhere)
    assert elsewhere.cssselect("h3 a")[0].get("href") == url("ailleurs")
    assert "Vu en vitrine le 6 février 2026." in words(station)
    assert [link.get("href") for link in page.cssselect("nav.pages a")] == ["/promoted/2026-W07"]


def test_every_article_is_on_some_page(site: Site) -> None:
    site.carry("a", paris(2026, 2, 3), *(teaser(f"{number}") for number in range(promoted.SHOWN + 2)))
    browser = Browser(site.archive.folder)
    first, second = shown(browser, "/promoted?heading=Economie"), shown(browser, "/promoted?heading=Economie&page=2")
    headlines = [words(item) for page in (first, second) for item in page.cssselect(".ranking h3")]
    assert sorted(headlines) == sorted(f"{number}" for number in range(promoted.SHOWN + 2))
    assert "page 2 sur 2" in words(second)
    assert second.cssselect("ol.ranking")[0].get("start") == "51"
    (following,) = first.cssselect("nav.pages a[rel=next]")
    assert following.get("href") == "/promoted/2026-W06?heading=Economie&page=2"
    (preceding,) = second.cssselect("nav.pages a")
    assert preceding.get("rel") == "prev"
    assert told(browser, "/promoted.json?page=99")["page_number"] == 2
    assert told(browser, "/promoted.json?page=2")["page_number"] == 2


@pytest.mark.parametrize("number", ["0", "-1", "deux", "²", "9" * 5000])
def test_what_is_no_number_of_a_page(browser: Browser, number: str) -> None:
    assert told(browser, f"/promoted/2026-W06.json?page={number}")["page_number"] == 1


def test_the_same_as_json(browser: Browser) -> None:
    found = told(browser, "/promoted/2026-W06.json?section=Sport")
    assert (found["week"], found["section"], found["ranked"]) == ("2026-W06", "Sport", 1)
    assert found["promoted"][0]["article"]["headline"] == "gare"
    assert told(browser, "/promoted.json")["week"] == "2026-W08"


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/promoted?day=2026-02-08&heading=&section=Faits+divers", "/promoted/2026-W06?section=Faits+divers"),
        ("/promoted?week=2026-W06", "/promoted/2026-W06"),
        ("/promoted.json?day=2026-02-09", "/promoted/2026-W07.json"),
    ],
)
def test_the_form_leads_to_a_week(browser: Browser, asked: str, leads_to: str) -> None:
    answered = get(browser, asked)
    assert (answered.status_code, answered.headers["location"]) == (302, leads_to)


@pytest.mark.parametrize("day", ["hier", "2026-02-30", "0001-01-01", "9999-12-31", HOSTILE])
def test_what_is_no_day(browser: Browser, day: str) -> None:
    answered = get(browser, "/promoted", params={"day": day})
    assert answered.status_code == 200
    assert "n’est ni un jour" in answered.text
    assert "<script" not in answered.text


@pytest.mark.parametrize("name", ["2026-W54", "2026", "x", "%00"])
def test_what_is_no_week(browser: Browser, name: str) -> None:
    assert get(browser, f"/promoted/{name}").status_code in {302, 404}


@pytest.mark.parametrize("name", ["1000-W01", "2999-W52", "2019-W01"])
def test_weeks_without_anything(browser: Browser, name: str) -> None:
    page = shown(browser, f"/promoted/{name}?heading={HOSTILE}&section={HOSTILE}")
    assert "L’archive n’a rien vu" in words(page)
    assert page.cssselect("script") == []


def test_hostile_words(site: Site) -> None:
    evil = teaser("mal", HOSTILE, headline=HOSTILE, kicker=HOSTILE, description=HOSTILE)
    site.publish("bien", paris(2026, 2, 3), section=HOSTILE)
    site.carry("a", paris(2026, 2, 3), evil, teaser("bien", headline=HOSTILE, target_url="javascript:alert(1)"))
    site.carry("b", paris(2026, 2, 3), teaser("bien", HOSTILE, headline=HOSTILE))
    page = shown(Browser(site.archive.folder), f"/promoted?heading={HOSTILE}")
    assert HOSTILE in page.text_content()
    assert page.cssselect("script") == []
    assert not [link for link in page.cssselect("a") if link.get("href").startswith("javascript:")]


def test_an_empty_archive(site: Site) -> None:
    browser = Browser(site.archive.folder)
    assert "aucune accroche" in words(shown(browser, "/promoted"))
    assert "aucune accroche" in words(shown(browser, "/promoted/2026-W06"))
    assert told(browser, "/promoted.json") is None
