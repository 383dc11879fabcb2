"""Articles move, vanish in four ways, and come back."""

from __future__ import annotations

import pytest

from newsarchive.demo import Replica
from newsarchive.demo.removals import Removal
from tests.demo.client import SITE, article_paths, listed, status, text


@pytest.fixture
def replica() -> Replica:
    return Replica(articles=90)


def newest(replica: Replica) -> str:
    """The path of an article that all lists begin with."""
    truths = replica.truth().values()
    return next(truth.paths[0] for truth in truths if f"<loc>{truth.url}" in listed(replica) and truth.tags)


def located(replica: Replica, path: str) -> tuple[int, str | None]:
    answer = replica.serve(path).answer
    return answer.status, answer.location


def test_a_moved_article_stands_at_the_new_address_alone(replica: Replica) -> None:
    old = newest(replica)
    before = replica.truth()[SITE + old]
    new = replica.move(old, status=308)
    assert located(replica, old) == located(replica, f"{old}amp/") == (308, SITE + new)
    assert located(replica, before.paths[-1]) == (301, SITE + new)
    assert status(replica, new) == 200
    assert f'<link rel="canonical" href="{SITE}{new}">' in text(replica, new)
    assert SITE + old not in replica.truth()
    after = replica.truth()[SITE + new]
    assert (after.headline, after.blocks, after.date_modified) == (before.headline, before.blocks, before.date_modified)
    assert after.paths[-1] == old
    assert {status(replica, path) for path in after.paths} == {200, 301, 308}


def test_lists_and_teasers_name_the_new_address(replica: Replica) -> None:
    old = newest(replica)
    assert f"<link>{SITE}{old}</link>" in listed(replica)
    new = replica.move(SITE + old, "/agenda/une-autre-adresse/")
    assert f"<link>{SITE}{new}</link>" in listed(replica)
    assert f"<loc>{SITE}{new}</loc>" in listed(replica)
    assert f"{old}<" not in listed(replica)
    teasers = {teaser.target_url for truth in replica.truth().values() for teaser in truth.teasers}
    assert SITE + old not in teasers
    assert SITE + new in teasers


def test_moving_twice_leads_straight_to_the_last_address_and_back_again_to_the_first(replica: Replica) -> None:
    first = newest(replica)
    second = replica.move(first)
    third = replica.move(second, "/troisieme/")
    assert located(replica, first) == located(replica, second) == (301, f"{SITE}{third}")
    replica.move(third, first)
    assert status(replica, first) == 200
    assert located(replica, third) == (301, SITE + first)


def test_moves_that_make_no_sense_are_refused(replica: Replica) -> None:
    path, other = article_paths(replica)[:2]
    for to, code, words in (
        (other, 301, "already"),
        (path, 301, "already"),
        ("/sans-fin", 301, "slash"),
        (None, 302, "308"),
    ):
        with pytest.raises(ValueError, match=words):
            replica.move(path, to, code)
    with pytest.raises(KeyError, match="No article"):
        replica.move("/nothing-here/")


@pytest.mark.parametrize(
    ("how", "answer"),
    [(404, (404, None)), (410, (410, None)), ("soft", (200, None)), ("home", (301, f"{SITE}/"))],
)
def test_removed_articles_answer_as_chosen_are_listed_nowhere_and_come_back(
    replica: Replica, how: Removal, answer: tuple[int, str | None]
) -> None:
    path = newest(replica)
    page, truth = replica.serve(path), replica.truth()
    replica.remove(path, how)
    assert located(replica, path) == located(replica, f"{path}amp/") == answer
    assert ("<h1" in text(replica, path)) == (how != "home")
    assert truth[SITE + path].headline not in text(replica, path)
    assert f"{path}<" not in listed(replica)
    assert SITE + path not in replica.truth()
    replica.restore(path)
    assert replica.truth() == truth
    assert replica.serve(path).etag == page.etag
    assert replica.serve(path).last_modified > page.last_modified


def test_only_what_stands_can_be_removed_and_only_what_was_removed_restored(replica: Replica) -> None:
    path = newest(replica)
    with pytest.raises(KeyError, match="No article was removed"):
        replica.restore(path)
    with pytest.raises(ValueError, match="410, soft"):
        replica.remove(path, "gently")  # type: ignore[arg-type]
    replica.remove(path)
    for again in (replica.remove, replica.move):
        with pytest.raises(KeyError, match="No article stands"):
            again(path)


def test_rounds_go_on_after_moves_and_removals(replica: Replica) -> None:
    edited = [url for url, kind in replica.publish_round().changes.items() if kind in ("update", "silent-edit")]
    moved = {SITE + replica.move(url) for url in edited}
    changes = replica.publish_round().changes
    assert len({url for url, kind in changes.items() if kind == "reversion"} & moved) == 2
    for url in [url for url, kind in changes.items() if kind in ("update", "silent-edit")]:
        replica.remove(url)
    assert "reversion" not in replica.publish_round().changes.values()


def test_promised_teasers_survive_the_loss_of_their_target(replica: Replica) -> None:
    seed = next(truth for truth in replica.truth().values() if truth.paths[0].endswith("unis-80896/"))
    moved, removed, *_ = (teaser.target_url for teaser in seed.teasers)
    new = replica.move(moved)
    replica.remove(removed)
    targets = [teaser.target_url for teaser in replica.truth()[seed.url].teasers]
    assert targets == [SITE + new, *(teaser.target_url for teaser in seed.teasers[2:])]
