"""What three crawls of the replica leave behind, held against the replica's own truth."""

from __future__ import annotations

from collections import Counter

from tests.crawling.conftest import Visit, Visits
from tests.crawling.running import SITE, column, rows


def changes_of(visit: Visit, crawl_id: int) -> dict[str, str]:
    """Address -> change, of what a crawl kept."""
    found = rows(
        visit.archive,
        "SELECT articles.url, change FROM revisions JOIN articles ON articles.id = revisions.article_id"
        " JOIN captures ON captures.id = capture_id WHERE crawl_id = ?",
        crawl_id,
    )
    return {row["url"]: row["change"] for row in found}


def test_every_article_is_found_and_nothing_else(visits: Visits) -> None:
    assert set(column(visits.first.archive, "SELECT url FROM articles")) == set(visits.first.truth)


def test_what_only_one_channel_names_was_first_heard_of_there(visits: Visits) -> None:
    channels = visits.replica.only_via
    for channel, urls in channels.items():
        heard = {column(visits.first.archive, "SELECT discovered_via FROM urls WHERE url = ?", url)[0] for url in urls}
        assert heard == {channel}


def test_every_response_is_one_row(visits: Visits) -> None:
    for number, visit in enumerate((visits.first, visits.second, visits.third), start=1):
        found = rows(visit.archive, "SELECT url, status FROM captures WHERE crawl_id = ?", number)
        recorded = Counter((row["url"].removeprefix(visit.base_url), row["status"]) for row in found)
        assert recorded == Counter(visit.requests)


def test_no_address_is_asked_for_twice_in_a_run(visits: Visits) -> None:
    for visit in (visits.first, visits.second, visits.third):
        assert [path for path, count in Counter(path for path, _ in visit.requests).items() if count > 1] == []


def test_identities_are_the_sites_own(visits: Visits) -> None:
    for table, name in (("articles", "url"), ("teasers", "target_url"), ("urls", "url"), ("captures", "canonical_url")):
        found = column(visits.third.archive, f"SELECT {name} FROM {table}")
        assert found
        assert [url for url in found if not url.startswith(f"{SITE}/")] == []
    asked = column(visits.third.archive, "SELECT url FROM captures")
    assert all(url.startswith(visits.third.base_url) for url in asked)


def test_tags_and_what_robots_forbids_are_left_alone(visits: Visits) -> None:
    paths = {path for path, _ in visits.first.requests}
    assert [path for path in paths if path.startswith(("/tags/", "/wp-admin/", "/recherche/"))] == []
    assert column(visits.first.archive, "SELECT count(*) FROM urls WHERE url LIKE ? AND visits = 0", "%/tags/%") != [0]


def test_a_crawl_of_the_unchanged_site_keeps_nothing_new(visits: Visits) -> None:
    known = len(visits.first.truth)
    assert visits.second.run.counts["unchanged"] == known
    assert changes_of(visits.second, 2) == {}
    assert column(visits.second.archive, "SELECT count(*) FROM revisions") == [known]
    seen_again = "SELECT count(*) FROM articles JOIN captures ON article_id = articles.id AND crawl_id = 2"
    assert column(visits.second.archive, f"{seen_again} WHERE last_seen_at = fetched_at") == [known]


def test_a_round_of_edits_is_told_exactly(visits: Visits) -> None:
    expected = {url: kind for url, kind in visits.edits.changes.items() if kind != "gone"}
    assert changes_of(visits.third, 3) == expected


def test_removed_articles_are_gone(visits: Visits) -> None:
    gone = set(column(visits.third.archive, "SELECT url FROM articles WHERE status = 'gone'"))
    assert gone == {url for url, kind in visits.edits.changes.items() if kind == "gone"}
    assert set(column(visits.third.archive, "SELECT url FROM articles WHERE status = 'live'")) == set(
        visits.third.truth
    )


def test_the_counts_say_what_the_tables_hold(visits: Visits) -> None:
    for number, visit in enumerate((visits.first, visits.second, visits.third), start=1):
        counts, changes = visit.run.counts, Counter(changes_of(visit, number).values())
        kinds = ("first", "update", "silent-edit", "restamp", "backdated", "reversion")
        assert {kind: counts[kind] for kind in kinds} == {kind: changes[kind] for kind in kinds}
        assert counts["crawl_id"] == number
        assert counts["finish_reason"] == "finished"
        assert counts["requests"] == counts["responses"] == len(visit.requests)
    assert visits.third.run.counts["gone"] == Counter(visits.edits.changes.values())["gone"]
