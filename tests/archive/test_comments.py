"""Comments in the archive: one row each, whatever becomes of the article they stand under."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.items import ChangeKind, Comment
from tests.archive.making import NOON, PARIS, archived, article, rows, seen_later, text

LATER = NOON + timedelta(hours=2)
SEEN, SEEN_LATER = "2026-02-06T12:00:30+00:00", "2026-02-06T14:00:30+00:00"


def comment(**given: Any) -> Comment:  # noqa: ANN401
    values: dict[str, Any] = {
        "author": "Lulu25",
        "date_posted_raw": "06/02/2026 - 10:15",
        "date_posted": datetime(2026, 2, 6, 10, 15, tzinfo=PARIS),
        "text": "Bravo.",
        "position": 1,
    }
    return Comment(**values | given)


def sights(archive: Archive) -> list[tuple[object, ...]]:
    return [
        (row["text"], row["position"], row["first_seen_at"], row["last_seen_at"]) for row in rows(archive, "comments")
    ]


def test_each_column(archive: Archive, crawl_id: int) -> None:
    reply = comment(author=None, date_posted_raw=None, date_posted=None, text="Si.", position=2, depth=1)
    archived(archive, crawl_id, article(comments=(comment(), reply)))
    shared = {"article_id": 1, "first_seen_at": SEEN, "last_seen_at": SEEN}
    assert rows(archive, "comments") == [
        {
            "id": 1,
            "author": "Lulu25",
            "date_posted": "2026-02-06T10:15:00+01:00",
            "date_posted_raw": "06/02/2026 - 10:15",
            "text": "Bravo.",
            "position": 1,
            "depth": 0,
            **shared,
        },
        {
            "id": 2,
            "author": None,
            "date_posted": None,
            "date_posted_raw": None,
            "text": "Si.",
            "position": 2,
            "depth": 1,
            **shared,
        },
    ]


def test_a_day_stays_a_day(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(comments=(comment(date_posted=date(2026, 2, 6)),)))
    assert rows(archive, "comments")[0]["date_posted"] == "2026-02-06"


def test_seen_again_under_an_unchanged_article(archive: Archive, crawl_id: int) -> None:
    first = article(comments=(comment(), comment(text="Adieu.", position=2)))
    archived(archive, crawl_id, first)
    again = article(at=LATER, comments=(comment(text="Nouveau.", position=1), comment(position=2)))
    assert archived(archive, crawl_id, again) is ChangeKind.UNCHANGED
    assert sights(archive) == [
        ("Bravo.", 1, SEEN, SEEN_LATER),
        ("Adieu.", 2, SEEN, SEEN),
        ("Nouveau.", 1, SEEN_LATER, SEEN_LATER),
    ]


def test_a_new_version_takes_no_comment_along(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(comments=(comment(),)))
    edited = article(at=LATER, blocks=text("Tout autre chose."), comments=(comment(),))
    assert archived(archive, crawl_id, edited) is not ChangeKind.UNCHANGED
    assert sights(archive) == [("Bravo.", 1, SEEN, SEEN_LATER)]


@pytest.mark.parametrize("other", [{"author": "JP"}, {"date_posted_raw": "07/02/2026 - 9:00"}, {"text": "Bravo !"}])
def test_another_author_date_or_text_is_another_comment(archive: Archive, crawl_id: int, other: dict[str, str]) -> None:
    archived(archive, crawl_id, article(comments=(comment(), comment(position=2, **other))))
    assert len(rows(archive, "comments")) == 2


def test_a_comment_printed_twice_counts_once(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(comments=(comment(), comment(position=2))))
    assert sights(archive) == [("Bravo.", 1, SEEN, SEEN)]


def test_a_date_counted_from_the_visit_does_not_make_another_comment(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(comments=(comment(date_posted_raw="il y a 2 heures"),)))
    archived(archive, crawl_id, article(at=LATER, comments=(comment(date_posted_raw="Il y a 4 heures"),)))
    (row,) = rows(archive, "comments")
    assert (row["date_posted_raw"], row["last_seen_at"]) == ("il y a 2 heures", SEEN_LATER)


def test_an_older_capture_moves_the_first_sight_alone(archive: Archive, crawl_id: int) -> None:
    found = article(at=LATER, comments=(comment(),))
    archived(archive, crawl_id, found)
    archived(archive, crawl_id, seen_later(found, NOON))
    assert sights(archive) == [("Bravo.", 1, SEEN, SEEN_LATER)]


def test_the_same_words_under_two_articles_are_two_comments(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(comments=(comment(),)))
    archived(archive, crawl_id, article(url="https://www.macommune.info/autre/", comments=(comment(),)))
    assert [row["article_id"] for row in rows(archive, "comments")] == [1, 2]


def test_an_archive_from_before_replies_were_counted_is_brought_up_to_date(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, archive.begin_crawl("macommune", version="0", options={}, at=NOON), article())
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.executescript("""
        DROP INDEX idx_comments_2; DROP INDEX idx_comments_3; DROP INDEX idx_comments_4;
        ALTER TABLE comments DROP COLUMN depth;
        INSERT INTO comments (article_id, text, position, first_seen_at, last_seen_at) VALUES (1, 'Ah', 1, 'a', 'b');
        DELETE FROM _sqlite_migrations WHERE name = '0003_comments';
    """)
    connection.close()
    with Archive(tmp_path) as archive:
        assert rows(archive, "comments")[0]["depth"] == 0
        indexes = archive.db.execute("SELECT count(*) FROM pragma_index_list('comments')").fetchone()
        assert indexes == (4,)
