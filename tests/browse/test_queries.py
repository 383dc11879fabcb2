"""The questions a researcher would start from, asked of a small archive that holds an answer to each."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.archive.coverage import OUTCOMES
from newsarchive.browse.guards import guard
from newsarchive.browse.queries import queries
from newsarchive.items import Comment, Link, Teaser
from tests.archive.making import NOON, PARIS, TARGET, URL, archived, article, begin, seen_later, text

FRESH = "https://www.macommune.info/tramway/"
ASKED = queries()
NAMES = list(ASKED.queries)


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Reads, as a stranger may, an archive of three articles: one rewritten and moved, one removed, one new."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        comment = Comment(author="Léa", date_posted_raw=None, text="Enfin !", position=1)
        told = article(comments=(comment, replace(comment, text="Encore !", position=2)))
        archived(archive, crawl_id, told)
        archived(archive, crawl_id, article(url=TARGET, headline="Budget voté", section="Ville", teasers=(), links=()))
        edited = replace(told, headline="Unis", blocks=text("Les élus signent."), content_sha256="other")
        archived(archive, crawl_id, seen_later(edited, NOON + timedelta(days=1)))
        moved = replace(
            edited,
            content_sha256="third",
            date_published=datetime(2014, 1, 1, 8, tzinfo=PARIS),
            date_modified=datetime(2026, 2, 8, 9, tzinfo=PARIS),
            teasers=(*told.teasers, Teaser(heading="À lire", position=3, target_url=FRESH, headline="Le tramway")),
        )
        archived(archive, crawl_id, seen_later(moved, NOON + timedelta(days=2)))
        archive.mark_gone(TARGET, crawl_id, NOON)
        archived(archive, crawl_id, _fresh())
        with closing(sqlite3.connect(f"{(archive.folder / FILE_NAME).as_uri()}?mode=ro", uri=True)) as reader:
            guard(reader)
            yield reader


def _fresh() -> Any:  # noqa: ANN401
    at = NOON + timedelta(hours=2)
    return article(
        url=FRESH,
        at=at,
        headline="Le tramway à l’heure",
        section="Ville",
        authors=("Élodie",),
        tags=("Dijon",),
        date_published=NOON + timedelta(minutes=30),
        date_modified=None,
        links=(Link(url="https://www.insee.fr/tram", text="les chiffres"), Link(url=TARGET, text="le budget")),
        teasers=(Teaser(heading="À lire", position=1, target_url=TARGET, headline="Budget voté", description="Hier."),),
    )


def ask(conn: sqlite3.Connection, name: str, **given: str) -> list[dict[str, Any]]:
    """As Datasette asks: a parameter that is not given is blank."""
    cursor = conn.execute(ASKED.queries[name].sql, dict.fromkeys(ASKED.parameters, "") | given)
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]


@pytest.mark.parametrize(
    ("query", "given", "answer"),
    [
        ("changed_headlines", {}, [{"headline_before": "Besançon et Dijon unis", "headline": "Unis"}]),
        (
            "changed_headlines",
            {"period": "2026-02-07"},
            [{"stamp_before": "20260206120030", "stamp": "20260207120030"}],
        ),
        ("changed_headlines", {"period": "2026-02-06"}, []),
        ("silent_edits", {}, [{"headline": "Unis", "version": 2, "words_added": 1, "url": URL}]),
        ("silent_edits", {"section": "Politique"}, [{"version": 2}]),
        ("silent_edits", {"section": "Ville"}, []),
        ("silent_edits", {"period": "2025"}, []),
        (
            "moved_dates",
            {},
            [{"date_before": "2013-03-12T17:32:00+01:00", "date_published": "2014-01-01T08:00:00+01:00"}],
        ),
        ("moved_dates", {"period": "2026-02-07"}, []),
        ("most_rewritten", {}, [{"revision_count": 3, "headline": "Unis"}]),
        ("most_rewritten", {"section": "Ville"}, []),
        ("gone_articles", {}, [{"headline": "Budget voté", "gone_at": "2026-02-06T12:00:30+00:00"}]),
        ("gone_articles", {"period": "2013"}, []),
        (
            "updates_by_day",
            {},
            [
                {"day": "2026-02-08", "first": 0, "updates": 1},
                {"day": "2026-02-07", "first": 0, "silent_edits": 1},
                {"day": "2026-02-06", "first": 3, "updates": 0},
            ],
        ),
        (
            "published_by_month",
            {},
            [
                {"month": "2026-02", "articles": 1, "gone": 0},
                {"month": "2014-01", "articles": 1, "gone": 0},
                {"month": "2013-03", "articles": 1, "gone": 1},
            ],
        ),
        ("published_by_month", {"section": "Politique"}, [{"month": "2014-01", "articles": 1}]),
        ("published_by_section", {}, [{"section": "Ville", "articles": 2}, {"section": "Politique", "articles": 1}]),
        ("published_by_section", {"period": "2014"}, [{"section": "Politique", "articles": 1}]),
        ("publishing_hours", {"period": "2014"}, [{"hour": 8, "articles": 1}]),
        ("sighting_delays", {}, [{"month": "2026-02", "articles": 1, "median_hours": 1.5, "most_hours": 1.5}]),
        ("headlines_with", {"word": "VOTE"}, [{"headline": "Budget voté", "section": "Ville"}]),
        ("headlines_with", {"word": "d'accord"}, []),
        ("headlines_with", {"word": "a l'heure", "period": "2026"}, [{"url": FRESH}]),
        ("headlines_with", {"word": "vote", "period": "2026"}, []),
        ("headlines_with", {"word": 'vo"te'}, []),
        ("headlines_with", {}, []),
        ("word_by_month", {"word": "signent"}, [{"month": "2014-01", "matching": 1, "articles": 1, "share": 100.0}]),
        ("word_by_month", {}, []),
        (
            "authors",
            {},
            [
                {"author": "Élodie", "articles": 3, "first_published": "2013-03-12T17:32:00+01:00"},
                {"author": "D. P.", "articles": 2, "last_published": "2014-01-01T08:00:00+01:00"},
            ],
        ),
        ("authors", {"period": "2026"}, [{"author": "Élodie", "articles": 1}]),
        ("articles_of_author", {"author": "D. P."}, [{"url": URL}, {"url": TARGET}]),
        ("articles_of_author", {"author": "lodie"}, []),
        ("articles_of_author", {}, []),
        ("most_used_tags", {}, [{"tag": "Dijon", "articles": 3}, {"tag": "élus", "articles": 2}]),
        ("most_used_tags", {"period": "2026-02"}, [{"tag": "Dijon", "articles": 1}]),
        ("tag_by_month", {"tag": "élus"}, [{"month": "2014-01", "articles": 1}, {"month": "2013-03", "articles": 1}]),
        ("tag_by_month", {}, []),
        (
            "most_promoted",
            {},
            [{"headline": "Budget voté", "pages": 2, "wordings": 2}, {"headline": "Le tramway à l’heure", "pages": 1}],
        ),
        ("most_promoted", {"period": "2013-03"}, [{"headline": "Budget voté", "pages": 2, "wordings": 2}]),
        ("most_promoted", {"period": "2025"}, []),
        ("promoted_longest", {}, [{"headline": "Le tramway à l’heure", "days": 0.0}]),
        ("promoted_longest", {"period": "2013"}, [{"headline": "Budget voté", "days": 2.0}]),
        (
            "promotions_of",
            {"address": TARGET},
            [{"kicker": "VIDÉO", "on_page": "Unis"}, {"on_page": "Le tramway à l’heure"}],
        ),
        ("promotions_of", {}, []),
        ("promoted_unarchived", {}, [{"pages": 1, "words": "Ailleurs", "address": "https://ailleurs.example/x"}]),
        ("outside_hosts", {}, [{"host": "www.insee.fr", "links": 1, "articles": 1}]),
        ("links_to_host", {"host": "www.insee.fr"}, [{"words": "les chiffres", "url": FRESH}]),
        ("links_to_host", {"host": "insee"}, []),
        ("links_to_host", {}, []),
        ("most_linked", {}, [{"articles": 2, "headline": "Budget voté"}]),
        ("most_commented", {}, [{"comments": 2, "headline": "Unis"}]),
        (
            "coverage_by_month",
            {},
            [
                {"month": "2026-02", "discovered": 1, "archived": 1},
                {"month": "2014-01", "discovered": 1, "archived": 1},
                {"month": "2013-03", "discovered": 1, "gone": 1},
            ],
        ),
        ("captures_of", {"address": TARGET}, [{"status": 200, "fetched_at": "2026-02-06T12:00:30+00:00"}]),
        ("captures_of", {}, []),
    ],
)
def test_queries_answer(
    conn: sqlite3.Connection, query: str, given: dict[str, str], answer: list[dict[str, object]]
) -> None:
    found = ask(conn, query, **given)
    assert [{column: row.get(column) for column in wanted} for row, wanted in zip(found, answer, strict=True)] == answer


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_an_answer(conn: sqlite3.Connection, name: str) -> None:
    given = {"word": "tramway", "author": "Élodie", "tag": "Dijon", "address": TARGET, "host": "www.insee.fr"}
    assert ask(conn, name, **given)


@pytest.mark.parametrize("name", NAMES)
def test_queries_are_titled_and_explained(name: str) -> None:
    query = ASKED.queries[name]
    assert query.title
    assert query.description.endswith(".")
    needed = set(re.findall(r":([a-z]\w*)", query.sql)) & {"word", "tag", "author", "address", "host"}
    assert bool(needed) == query.description.endswith(("est nécessaire.", "tel qu’il est imprimé."))


def test_every_column_and_parameter_has_a_word_and_none_is_left_over(conn: sqlite3.Connection) -> None:
    answered, asked = set(), set()
    for query in ASKED.queries.values():
        blank = dict.fromkeys(ASKED.parameters, "")
        answered |= {column[0] for column in conn.execute(query.sql, blank).description}
        asked |= set(re.findall(r":([a-z]\w*)", query.sql))
    assert answered == set(ASKED.columns)
    assert asked == set(ASKED.parameters)


def test_coverage_is_that_of_the_view(conn: sqlite3.Connection) -> None:
    outcomes = ("discovered", *OUTCOMES)
    sums = ", ".join(f"sum({name})" for name in outcomes)
    of_the_view = conn.execute(f"SELECT month, {sums} FROM coverage GROUP BY month ORDER BY month DESC").fetchall()
    found = [tuple(row[name] for name in ("month", *outcomes)) for row in ask(conn, "coverage_by_month")]
    assert found == [tuple(row) for row in of_the_view]
