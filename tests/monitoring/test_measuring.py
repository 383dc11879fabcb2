"""What a page adds to the figures of its run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log1p

import pytest

from newsarchive.items import Article, Block, Change, ChangeKind, Kept, Link, Page, Version
from newsarchive.monitoring import KEPT_FIELDS, measured

NOON = datetime(2026, 2, 6, 12, tzinfo=UTC)
PAGE = Page(url="u", final_url="u", fetched_at=NOON, status=200, body=b"", site="macommune")
ARTICLE = Article(
    page=PAGE, key="k", url="u", site="macommune", page_type="article", headline="Un titre", content_sha256="x",
    date_published=date(2026, 2, 5), authors=("A", "B"), links=(Link(url="v", text="w"),),
    blocks=(Block(kind="paragraph", text="Trois mots ici."), Block(kind="heading", text="Fin", level=2)),
)  # fmt: skip


def figures(article: Article, kind: ChangeKind = ChangeKind.FIRST, kept: Kept | None = None) -> Mapping[str, float]:
    values: Counter[str] = Counter()
    for name, amount in measured(Version(article=article, change=Change(kind=kind)), kept):
        values[name] += amount  # type: ignore[assignment]
    return {name: value for name, value in values.items() if value}


def kept(days: int = 3, **sizes: int) -> Kept:
    return Kept(sizes=sizes, first_seen_at=NOON - timedelta(days=days))


def test_a_page_seen_for_the_first_time() -> None:
    assert figures(ARTICLE) == pytest.approx(
        {
            "fresh pages": 1, "fresh pages of type article": 1, "new pages": 1, "new versions": 1,
            "fresh pages with date_published": 1, "fresh pages with authors": 1, "fresh pages with links": 1,
            "fresh pages with article_body": 1,
            "fresh words": 4, "fresh words, logarithms": log1p(4), "fresh words, squared logarithms": log1p(4) ** 2,
            "fresh blocks": 2, "fresh blocks, logarithms": log1p(2), "fresh blocks, squared logarithms": log1p(2) ** 2,
            "fresh links": 1, "fresh links, logarithms": log1p(1), "fresh links, squared logarithms": log1p(1) ** 2,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("published", "group"),
    [
        (None, "fresh"),
        (date(2026, 1, 30), "fresh"),
        (date(2026, 1, 29), "older"),
        (datetime(2026, 1, 29, 23, 30, tzinfo=UTC), "fresh"),
        (date(2030, 1, 1), "fresh"),
    ],
)
def test_age_is_told_by_days_in_paris(published: date | None, group: str) -> None:
    assert figures(replace(ARTICLE, date_published=published))[f"{group} pages"] == 1


def test_a_page_read_again_is_compared_with_what_is_kept_of_it() -> None:
    found = figures(ARTICLE, ChangeKind.UNCHANGED, kept(kicker=1, authors=1, links=1, article_body=7, section=0))
    assert found == {
        "reread pages": 1,
        "reread pages of earlier days": 1,
        "reread pages with kicker before": 1,
        "reread pages with authors before": 1, "reread pages still with authors": 1,
        "reread pages with links before": 1, "reread pages still with links": 1,
        "reread pages with article_body before": 1, "reread pages still with article_body": 1,
        "reread pages with fewer words": 1,
    }  # fmt: skip


def test_every_kept_field_can_be_lost_and_none_is_by_a_page_that_stays() -> None:
    full = dict.fromkeys(KEPT_FIELDS, 1)
    bare = replace(ARTICLE, date_published=None, authors=(), links=(), blocks=())
    found = figures(bare, ChangeKind.SILENT_EDIT, kept(**full))
    assert {name for name in found if name.endswith("before")} == {f"reread pages with {n} before" for n in KEPT_FIELDS}
    assert not [name for name in found if "still with" in name]
    assert (found["silent edits"], found["new versions"]) == (1, 1)


def test_dates_that_cannot_be() -> None:
    assert "new versions dated in the future" in figures(replace(ARTICLE, date_published=date(2026, 2, 8)))
    assert "new versions dated in the future" not in figures(replace(ARTICLE, date_published=date(2026, 2, 7)))
    assert "new versions dated before 1990" in figures(replace(ARTICLE, date_published=date(1970, 1, 1)))
    ahead = replace(ARTICLE, date_published=date(2030, 1, 1))
    assert "new versions dated in the future" not in figures(ahead, ChangeKind.UNCHANGED, kept())


def test_the_day_of_the_visit_as_date_matters_on_a_later_day() -> None:
    today = replace(ARTICLE, date_published=datetime(2026, 2, 6, 3, tzinfo=UTC))
    name = "reread pages of earlier days dated the day they were read"
    assert figures(today, ChangeKind.UNCHANGED, kept())[name] == 1
    assert name not in figures(today, ChangeKind.UNCHANGED, kept(days=0))
    assert figures(today)["new pages dated the day they were read"] == 1
