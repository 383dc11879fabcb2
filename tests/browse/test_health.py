"""How collecting goes, over real archives: each state there is, for people and for programs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.reading.health import Health, SiteHealth, health_page
from newsarchive.items import Finding, Problem
from newsarchive.publishing import publish
from tests.archive.making import NOON, URL, archived, article, begin, page
from tests.browse.asking import get, shown, told, words

HOSTILE = '<script>alert(1)</script>"\u202e'
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Collecting:
    """An archive, and runs into it."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.folder = archive, archive.folder

    def run(self, at: datetime, reason: str = "finished", *, site: str = "macommune", length: timedelta = HOUR) -> int:
        crawl = self.archive.begin_crawl(site, version="1.0", options={}, at=at)
        self.archive.finish_crawl(crawl, reason=reason, requests=9, responses=8, size=7, at=at + length)
        return crawl

    def every(self, interval: timedelta, count: int, until: datetime = NOON) -> None:
        """Runs at their usual pace, the last of them so long before `until`."""
        for place in range(count, 0, -1):
            self.run(until - place * interval)

    def health(self, now: datetime = NOON) -> Health:
        with closing(sqlite3.connect(f"file:{self.folder / FILE_NAME}?mode=ro", uri=True)) as connection:
            return health_page(connection, self.folder, now)

    def site(self, now: datetime = NOON) -> SiteHealth:
        (site,) = self.health(now).sites
        return site


@pytest.fixture
def collecting(tmp_path: Path) -> Iterator[Collecting]:
    with Archive(tmp_path / "archive") as archive:
        yield Collecting(archive)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Pages are asked for at noon."""

    monkeypatch.setattr("newsarchive.archive.values.now", lambda: NOON)
    return NOON


def test_all_is_well(collecting: Collecting) -> None:
    collecting.every(6 * HOUR, 12)
    found = collecting.health()
    site = collecting.site()
    assert (found.status, found.checked_at, found.published_at) == ("ok", "2026-02-06T12:00:30+00:00", None)
    assert (site.status, site.concerns, site.overdue) == ("ok", (), False)
    assert (site.usual_interval_seconds, site.seconds_since_last_success) == (21600, 18000)
    assert site.last_success_at == "2026-02-06T07:00:30+00:00"
    assert [run.id for run in found.runs] == list(range(12, 0, -1))


def test_overdue_and_then_wrong(collecting: Collecting) -> None:
    collecting.every(6 * HOUR, 12)
    assert collecting.site(NOON + 8 * HOUR).concerns == ("overdue",)
    assert collecting.health(NOON + 8 * HOUR).status == "warning"
    assert collecting.site(NOON + 20 * HOUR).concerns == ("no-success", "overdue")
    assert collecting.health(NOON + 20 * HOUR).status == "error"


def test_the_last_success_is_not_the_last_run(collecting: Collecting) -> None:
    collecting.every(6 * HOUR, 12, NOON - 6 * HOUR)
    collecting.run(NOON - 6 * HOUR, "refused")
    site = collecting.site()
    assert (site.status, site.concerns) == ("warning", ("cut-short",))
    assert site.last_run.finish_reason == "refused"
    assert site.last_success_at == "2026-02-06T01:00:30+00:00"


def test_under_way_as_long_as_it_fetches(collecting: Collecting) -> None:
    """The last run captures an article an hour after it began."""
    collecting.every(6 * HOUR, 12, NOON)
    crawl = begin(collecting.archive, NOON)
    assert collecting.site(NOON + HOUR / 2).is_running
    assert collecting.site(NOON + HOUR).concerns == ("ended",)
    archived(collecting.archive, crawl, article(at=NOON + HOUR))
    running = collecting.site(NOON + 1.5 * HOUR)
    assert (running.is_running, running.concerns, running.last_run.responses) == (True, (), 1)
    assert collecting.site(NOON + 2 * HOUR).status == "error"


def test_told_to_wait(collecting: Collecting) -> None:
    collecting.every(6 * HOUR, 12)
    crawl = collecting.run(NOON, "asked to wait")
    collecting.archive.ask_to_wait(crawl, NOON + 2 * DAY, NOON)
    site = collecting.site(NOON + DAY)
    assert (site.waiting_until, site.overdue) == ("2026-02-08T12:00:31+00:00", False)
    assert collecting.site(NOON + 3 * DAY).waiting_until is None
    assert collecting.site(NOON + 3 * DAY).overdue


def test_sites_are_judged_apart(collecting: Collecting) -> None:
    collecting.run(NOON - HOUR, "unreachable", site="hebdo25")
    collecting.run(NOON - HOUR)
    found = collecting.health()
    assert [(site.site, site.status) for site in found.sites] == [("hebdo25", "error"), ("macommune", "ok")]
    assert found.status == "error"


def test_what_is_imported_is_no_run_of_the_site(collecting: Collecting) -> None:
    collecting.run(NOON - DAY, "imported", site="hebdo25")
    collecting.run(NOON - HOUR)
    collecting.run(NOON, "imported")
    found = collecting.health()
    assert [site.site for site in found.sites] == ["macommune"]
    assert found.sites[0].last_run.finish_reason == "finished"
    assert len(found.runs) == 3


def test_findings_of_the_last_run_and_of_a_month(collecting: Collecting) -> None:
    for days in (40, 20, 10, 1):
        at = NOON - timedelta(days=days)
        crawl = collecting.run(at)
        monitors = ("fields", "disk") if days == 20 else ("fields",)
        findings = [Finding(monitor=monitor, message=f"{days} days ago.") for monitor in monitors]
        collecting.archive.ledger.record_findings(crawl, {}, findings, at)
    site = collecting.site()
    assert [(finding.monitor, finding.message) for finding in site.findings] == [("fields", "1 days ago.")]
    counted = [(found.monitor, found.number, found.last_at[:10]) for found in site.findings_30_days]
    assert counted == [("fields", 3, "2026-02-05"), ("disk", 1, "2026-01-17")]
    assert (site.status, site.concerns) == ("warning", ("findings",))
    collecting.run(NOON)
    assert collecting.site().findings == ()


def test_problems_and_what_is_kept(collecting: Collecting) -> None:
    crawl = begin(collecting.archive)
    archived(collecting.archive, crawl, article())
    problem = Problem(stage="extract", error="NoHeadline", message="No headline.")
    collecting.archive.quarantine(page(f"{URL}vide/"), crawl, problem, url=f"{URL}vide/")
    (collecting.folder / "quarantine" / ".half").mkdir()
    found = collecting.health()
    assert [(each.error, each.key is None) for each in found.problems] == [
        ("NoHeadline", True),
        ("DatesDisagree", False),
    ]
    assert {kind.error: kind.number for kind in found.problem_kinds} == {"DatesDisagree": 1, "NoHeadline": 1}
    assert found.quarantined == 1
    assert found.database_bytes > 0


def test_as_json_for_programs(collecting: Collecting, now: datetime) -> None:
    browser = Browser(collecting.folder)
    collecting.every(6 * HOUR, 12, now)
    found = told(browser, "/health.json")
    assert (found["status"], found["checked_at"]) == ("ok", "2026-02-06T12:00:30+00:00")
    assert found["sites"][0]["last_run"]["finish_reason"] == "finished"
    collecting.run(now - HOUR, "refused")
    assert told(browser, "/health.json")["status"] == "warning"
    collecting.run(now - HOUR, "unreachable")
    answered = get(browser, "/health.json")
    assert (answered.status_code, answered.json()["status"]) == (503, "error")
    assert get(browser, "/health").status_code == 200


@pytest.mark.parametrize(
    ("reason", "verdict", "said"),
    [
        ("finished", "Tout va bien.", "Dernière collecte terminée"),
        ("refused", "À surveiller.", "arrêtée, le site ayant refusé de répondre"),
        ("unreachable", "La collecte ne va pas bien.", "échouée, le site étant injoignable"),
        ("closespider_timeout", "À surveiller.", "closespider_timeout"),
    ],
)
def test_in_words_first(collecting: Collecting, now: datetime, reason: str, verdict: str, said: str) -> None:
    collecting.run(now - 2 * HOUR, reason)
    first = words(shown(Browser(collecting.folder), "/health").cssselect("[role=status]")[0])
    assert first.startswith(verdict)
    assert said in first
    assert "6 février 2026 à 12 h 00" in first.replace("\u202f", " ")


def test_problems_are_named_in_french_and_counted_at_the_top(collecting: Collecting, now: datetime) -> None:
    crawl = begin(collecting.archive, now)
    archived(collecting.archive, crawl, article())
    problem = Problem(stage="extract", error="NoHeadline", message="No headline.")
    collecting.archive.record_problem(crawl, problem=problem, url=f"{URL}vide/", at=now)
    page = shown(Browser(collecting.folder), "/health")
    (link,) = page.cssselect("[role=status] a")
    assert (words(link), link.get("href")) == ("2 problèmes à regarder", "#problems")
    newest = page.cssselect(".problems li")[0]
    assert words(newest.cssselect(".tag")[0]) == "titre introuvable"
    assert words(newest.cssselect("[lang=en]")[0]) == "No headline."
    kinds = [words(kind) for kind in page.cssselect("section[aria-labelledby=problems] > p a")]
    assert kinds == ["dates contradictoires", "titre introuvable"]


@pytest.mark.parametrize(("reason", "is_well"), [("finished", True), ("refused", False), ("unreachable", False)])
def test_what_is_well_does_not_look_like_a_warning(
    collecting: Collecting, now: datetime, reason: str, *, is_well: bool
) -> None:
    collecting.run(now - 2 * HOUR, reason)
    classes = shown(Browser(collecting.folder), "/health").cssselect("[role=status]")[0].classes
    assert ("well" in classes, "warning" in classes) == (is_well, not is_well)


def test_what_is_late_in_words(collecting: Collecting, now: datetime) -> None:
    collecting.every(DAY, 10, now - 9 * DAY)
    first = words(shown(Browser(collecting.folder), "/health").cssselect("[role=status]")[0])
    assert "Aucune collecte n’est allée à son terme depuis le 27 janvier 2026" in first
    assert "deux collectes commencent à 24 heures d’intervalle" in first
    assert "Une collecte aurait dû commencer" in first


def test_a_run_under_way_in_words(collecting: Collecting, now: datetime) -> None:
    begin(collecting.archive, now - HOUR / 2)
    page = shown(Browser(collecting.folder), "/health")
    assert "Une collecte est en cours depuis le 6 février 2026" in words(page.cssselect("[role=status]")[0])
    assert "en cours" in words(page.cssselect("tbody tr")[0])


def test_hostile_words(collecting: Collecting, now: datetime) -> None:
    crawl = collecting.run(now - HOUR, HOSTILE, site=HOSTILE)
    finding, problem = Finding(monitor=HOSTILE, message=HOSTILE), Problem(stage=HOSTILE, error=HOSTILE, message=HOSTILE)
    collecting.archive.ledger.record_findings(crawl, {}, [finding], now)
    collecting.archive.record_problem(crawl, problem=problem, url="javascript:alert(1)", at=now)
    page = shown(Browser(collecting.folder), "/health")
    assert page.text_content().count(HOSTILE) > 6
    assert f"erreur imprévue ({HOSTILE})" in page.text_content()
    assert page.cssselect("script") == []
    assert not [link for link in page.cssselect("a") if link.get("href").startswith("javascript:")]


def test_an_empty_archive(collecting: Collecting, now: datetime) -> None:
    browser = Browser(collecting.folder)
    assert "Aucune collecte n’a encore eu lieu" in words(shown(browser, "/health"))
    found = told(browser, "/health.json")
    assert (found["status"], found["sites"], found["runs"]) == ("warning", [], [])


def test_a_publication_is_as_old_as_it_is_and_never_late(
    collecting: Collecting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told what was so when it was made, three days before it is looked at."""
    monkeypatch.setattr("newsarchive.publishing.now", lambda: NOON)
    monkeypatch.setattr("newsarchive.archive.values.now", lambda: NOON + 3 * DAY)
    collecting.every(6 * HOUR, 12)
    archived(collecting.archive, collecting.run(NOON - HOUR), article())
    publish(collecting.folder, tmp_path / "public")
    browser = Browser(tmp_path / "public")
    found = told(browser, "/health.json")
    assert (found["status"], found["published_at"]) == ("ok", "2026-02-06T12:00:30+00:00")
    assert (found["checked_at"], found["sites"][0]["overdue"]) == (found["published_at"], False)
    page = words(shown(browser, "/health")).replace("\u202f", " ")
    assert "Cette copie a été faite le 6 février 2026 à 13 h 00, il y a 3 jours." in page
    assert "WARC" not in page
    assert "dates contradictoires" in page
    assert "Cette copie ne dit que le genre de chaque problème" in page


def test_a_publication_of_an_archive_in_trouble_is_served(
    collecting: Collecting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsarchive.publishing.now", lambda: NOON)
    collecting.run(NOON - HOUR, "unreachable")
    publish(collecting.folder, tmp_path / "public")
    assert told(Browser(tmp_path / "public"), "/health.json")["status"] == "error"
