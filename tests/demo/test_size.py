"""A replica of many articles costs in proportion, and keeps no more pages than it may."""

from __future__ import annotations

import pytest

from newsarchive.demo import Replica
from newsarchive.demo import replica as replica_module
from newsarchive.demo.earlier import SHELF, Earlier
from newsarchive.demo.newsroom import write_site
from newsarchive.demo.weaving import LISTING_PAGE
from tests.demo.client import article_paths, status


@pytest.fixture(scope="module")
def large() -> Replica:
    return Replica(articles=2_000)


def test_earlier_articles_are_those_a_look_at_each_would_find() -> None:
    stories = write_site(80896, 3 * SHELF + 7, replica_module.OPENING)
    earlier = Earlier(stories)
    for moment in sorted(story.published for story in stories)[::97]:
        expected = [story for story in stories if story.published < moment]
        found = earlier.than(moment)
        assert len(found) == len(expected)
        assert [found[index] for index in range(len(expected))] == expected
        with pytest.raises(IndexError):
            found[len(expected)]


def test_thousands_of_articles_have_addresses_of_their_own(large: Replica) -> None:
    paths = article_paths(large)
    assert len(large) == len(set(paths)) == 2_000
    assert {status(large, path) for path in paths[::50]} == {200}


def test_listings_lead_to_the_last_of_them(large: Replica) -> None:
    last = next(page for page in range(2, 400) if status(large, f"/actualite/economie/page/{page}/") == 404) - 1
    listed = sum("listing" in story.channels and story.section == "Economie" for story in large._edition.live)
    assert last == -(-listed // LISTING_PAGE)
    assert status(large, "/wp-sitemap-posts-post-20.xml") == 200


def test_a_large_replica_takes_rounds(large: Replica) -> None:
    published = large.publish_round()
    assert len(large) == 2_000 + 5 - len(published.gone_status)


def test_pages_that_are_no_longer_kept_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica_module, "KEPT_PAGES", 7)
    replica = Replica(articles=90)
    paths = article_paths(replica)
    first = [replica.serve(path) for path in paths]
    replica.publish_teasers()
    replica.tick(replica_module.MOMENT)
    second = [replica.serve(path) for path in paths]
    assert all(old.etag != new.etag for old, new in zip(first, second, strict=True))
    assert [replica.serve(path) for path in paths] == second
