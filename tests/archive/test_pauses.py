"""When a site asked to be left alone until."""

from __future__ import annotations

from datetime import timedelta

from newsarchive.archive import Archive
from tests.archive.making import NOON, begin, rows


def test_the_latest_pause_counts_rounded_up_to_the_next_second(archive: Archive) -> None:
    assert archive.resume_at("macommune") is None
    first, second = begin(archive), begin(archive)
    archive.ask_to_wait(first, NOON + timedelta(hours=2, milliseconds=1), NOON)
    archive.ask_to_wait(first, NOON + timedelta(hours=1), NOON)
    archive.ask_to_wait(second, NOON, NOON)
    assert archive.resume_at("macommune") == NOON + timedelta(hours=2, seconds=1)
    assert [row["resume_at"] for row in rows(archive, "crawls")] == [
        (NOON + timedelta(hours=2, seconds=1)).isoformat(),
        (NOON + timedelta(seconds=1)).isoformat(),
    ]


def test_a_pause_binds_who_asked_for_it(archive: Archive) -> None:
    mirror = "http://127.0.0.1:8765"
    crawl_id = archive.begin_crawl("macommune", version="1", options={"base_url": mirror}, at=NOON)
    archive.ask_to_wait(crawl_id, NOON, NOON)
    assert archive.resume_at("macommune") is None
    assert archive.resume_at("pleinair", mirror=mirror) is None
    assert archive.resume_at("macommune", mirror=mirror) == NOON + timedelta(seconds=1)
