"""Rounds of edits do what they say, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from newsarchive.demo import ArticleTruth, Replica, Round

SITE = "https://www.macommune.info"
States = list[dict[str, ArticleTruth]]


@pytest.fixture(scope="module")
def history() -> tuple[States, list[Round]]:
    """Truth before and after each of four rounds."""
    replica = Replica()
    states, rounds = [dict(replica.truth())], []
    for _ in range(4):
        rounds.append(replica.publish_round())
        states.append(dict(replica.truth()))
    return states, rounds


def content(truth: ArticleTruth) -> tuple[object, ...]:
    captions = [(image.url, image.caption, image.credit) for image in truth.images]
    return truth.headline, truth.kicker, truth.description, truth.blocks, captions


def stamps(truth: ArticleTruth) -> tuple[str, str | None]:
    return truth.date_published, truth.date_modified


def test_the_first_round_holds_the_promised_mix(history: tuple[States, list[Round]]) -> None:
    first = history[1][0]
    assert Counter(first.changes.values()) == {
        "update": 6,
        "silent-edit": 5,
        "restamp": 3,
        "backdated": 2,
        "gone": 3,
        "first": 5,
    }
    assert sorted(first.gone_status.values()) == [404, 410, 410]
    assert len(first.layout_only) == 6
    assert not set(first.layout_only) & set(first.changes)


def test_later_rounds_bring_old_content_back(history: tuple[States, list[Round]]) -> None:
    states, rounds = history
    for number, published in enumerate(rounds[1:], start=2):
        reverted = [url for url, kind in published.changes.items() if kind == "reversion"]
        assert len(reverted) == 2
        for url in reverted:
            assert rounds[number - 2].changes[url] in ("update", "silent-edit")
            assert content(states[number][url]) == content(states[number - 2][url])
            assert content(states[number][url]) != content(states[number - 1][url])
            assert stamps(states[number][url]) == stamps(states[number - 1][url])


def test_every_article_changed_as_its_round_says(history: tuple[States, list[Round]]) -> None:
    states, rounds = history
    for before, after, published in zip(states, states[1:], rounds, strict=False):
        assert set(after) - set(before) == {url for url, kind in published.changes.items() if kind == "first"}
        assert set(before) - set(after) == {url for url, kind in published.changes.items() if kind == "gone"}
        for url in set(before) & set(after):
            kind = published.changes.get(url, "unchanged")
            assert (content(before[url]) != content(after[url])) == (
                kind in ("update", "silent-edit", "backdated", "reversion")
            ), (url, kind)
            assert (stamps(before[url]) != stamps(after[url])) == (kind in ("update", "restamp", "backdated")), url


def test_declared_stamps_move_forward_and_backdated_ones_back(history: tuple[States, list[Round]]) -> None:
    states, rounds = history
    for before, after, published in zip(states, states[1:], rounds, strict=False):
        for url, kind in published.changes.items():
            if kind in ("update", "restamp", "backdated"):
                old = datetime.fromisoformat(str(before[url].date_modified))
                new = datetime.fromisoformat(str(after[url].date_modified))
                assert (new < old) == (kind == "backdated")
                assert new <= published.published_at


def test_one_silent_edit_is_a_caption_and_one_a_bullet(history: tuple[States, list[Round]]) -> None:
    states, rounds = history
    edited = [url for url, kind in rounds[0].changes.items() if kind == "silent-edit"]
    caption, bullet, *_ = ((states[0][url], states[1][url]) for url in edited)
    assert caption[0].blocks == caption[1].blocks
    assert caption[0].images != caption[1].images
    items = [[item.text for block in truth.blocks for item in block.items] for truth in bullet]
    assert sum(old != new for old, new in zip(*items, strict=True)) == 1
    others = [[block for block in truth.blocks if block.kind != "list"] for truth in bullet]
    assert others[0] == others[1]


def test_layout_changes_change_the_page_and_one_of_them_the_dress() -> None:
    replica = Replica()
    before = dict(replica.truth())
    pages = {url: replica.serve(truth.paths[0]).answer.body for url, truth in before.items()}
    published = replica.publish_round()
    after = replica.truth()
    assert all(replica.serve(after[url].paths[0]).answer.body != pages[url] for url in published.layout_only)
    assert [before[url].dress != after[url].dress for url in published.layout_only].count(True) == 1
    assert all(content(before[url]) == content(after[url]) for url in published.layout_only)


def test_teasers_weather_and_capture_day_move_with_the_rounds(history: tuple[States, list[Round]]) -> None:
    before, after, *_ = history[0]
    both = set(before) & set(after)
    moved = [url for url in both if before[url].teasers != after[url].teasers]
    assert len(moved) > 0.9 * len(both)
    replica = Replica()
    replica.publish_round()
    page = replica.serve("/").answer.body.decode()
    assert "Samedi 7 Février 2026" in page
    assert "le 07/02 à 19h00" in page


def test_what_was_deleted_answers_404_or_410_and_is_listed_nowhere() -> None:
    replica = Replica()
    published = replica.publish_round()
    lists = "".join(
        replica.serve(path).answer.body.decode() for path in ("/", "/feed/", "/wp-sitemap-posts-post-1.xml")
    )
    for url, status in published.gone_status.items():
        path = url.removeprefix(SITE)
        assert replica.serve(path).answer.status == status
        assert replica.serve(f"{path}amp/").answer.status == status
        assert url not in lists
        assert "<h1" in replica.serve(path).answer.body.decode()


def test_new_articles_lead_the_feed() -> None:
    replica = Replica()
    published = replica.publish_round()
    feed = replica.serve("/feed/").answer.body.decode()
    fresh = [url for url, kind in published.changes.items() if kind == "first"]
    assert all(url in feed for url in fresh)


def test_rounds_go_on_until_articles_run_out() -> None:
    replica = Replica(articles=90)
    for _ in range(8):
        replica.publish_round()
    assert replica.now.isoformat() == "2026-02-15T03:25:00+01:00"
