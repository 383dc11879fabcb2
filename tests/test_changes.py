"""The seven kinds of change, one table row per case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.changes import History, decide, refuse_loss, word_changes
from newsarchive.errors import ContentLost
from newsarchive.items import Article, Block, Change, ChangeKind, Page

ONE = datetime(2013, 3, 13, 11, 59, tzinfo=UTC)
LATER = ONE + timedelta(minutes=1)
SAME_ELSEWHERE = ONE.astimezone(timezone(timedelta(hours=1)))
DAY = date(2013, 3, 13)
PAGE = Page(
    url="https://a.example/", final_url="https://a.example/", fetched_at=ONE, status=200, body=b"", site="generic"
)


def article(content: str, **dates: Any) -> Article:  # noqa: ANN401
    return Article(
        page=PAGE,
        key="k",
        url=PAGE.url,
        site="generic",
        page_type="article",
        headline="h",
        content_sha256=content,
        blocks=(Block(kind="paragraph", text=f"texte {content}"),),
        **dates,
    )


def history(**dates: Any) -> History:  # noqa: ANN401
    return History(content_sha256="b", article_body="texte b", earlier=frozenset("ab"), **dates)


# content of the new version ("b" is the newest kept, "a" an earlier one), update date kept, update date now -> kind
KINDS = [
    ("b", ONE, ONE, "unchanged"),
    ("b", None, None, "unchanged"),
    ("b", ONE, SAME_ELSEWHERE, "unchanged"),
    ("b", ONE, None, "unchanged"),
    ("b", DAY, ONE, "unchanged"),
    ("b", ONE, DAY, "unchanged"),
    ("b", DAY, DAY, "unchanged"),
    ("b", ONE, LATER, "restamp"),
    ("b", LATER, ONE, "restamp"),
    ("b", None, ONE, "restamp"),
    ("b", DAY, ONE + timedelta(days=1), "restamp"),
    ("b", DAY, DAY - timedelta(days=1), "restamp"),
    ("c", ONE, ONE, "silent-edit"),
    ("c", ONE, SAME_ELSEWHERE, "silent-edit"),
    ("c", None, None, "silent-edit"),
    ("c", ONE, None, "silent-edit"),
    ("c", DAY, ONE, "silent-edit"),
    ("c", ONE, LATER, "update"),
    ("c", None, ONE, "update"),
    ("c", None, DAY, "update"),
    ("c", DAY, ONE + timedelta(days=1), "update"),
    ("c", LATER, ONE, "backdated"),
    ("c", ONE, DAY - timedelta(days=1), "backdated"),
    ("c", DAY, DAY - timedelta(days=1), "backdated"),
    ("a", ONE, ONE, "reversion"),
    ("a", ONE, LATER, "reversion"),
    ("a", LATER, ONE, "reversion"),
    ("a", ONE, None, "reversion"),
]


@pytest.mark.parametrize(("content", "kept", "now", "kind"), KINDS)
def test_kind(content: str, kept: datetime | date | None, now: datetime | date | None, kind: str) -> None:
    assert decide(article(content, date_modified=now), history(date_modified=kept)).kind == kind


def test_every_kind_but_first_is_in_the_table() -> None:
    assert {kind for *_, kind in KINDS} == set(ChangeKind) - {"first"}


def test_the_first_version_counts_no_words() -> None:
    assert decide(article("b"), History()) == Change(kind=ChangeKind.FIRST)


def test_the_text_of_a_stamp_does_not_matter_when_its_time_is_known() -> None:
    now = article("b", date_modified=ONE, date_modified_raw="Mis à jour le 13 mars 2013 à 11h59")
    assert decide(now, history(date_modified=ONE, date_modified_raw="13/03/2013")).kind is ChangeKind.UNCHANGED


@pytest.mark.parametrize(
    ("kept", "kept_text", "now", "now_text", "kind"),
    [
        (None, "ce matin", None, "ce matin", "unchanged"),
        (None, "ce matin", None, "ce soir", "restamp"),
        (None, "13/03/2013", ONE, "13/03/2013", "unchanged"),
        (ONE, "13/03/2013", None, "ce soir", "restamp"),
        (ONE, "13/03/2013", None, "13/03/2013", "unchanged"),
        (None, None, None, "ce soir", "restamp"),
    ],
)
def test_text_stands_in_for_a_stamp_nobody_understood(
    kept: datetime | None, kept_text: str | None, now: datetime | None, now_text: str, kind: str
) -> None:
    new = article("b", date_modified=now, date_modified_raw=now_text)
    assert decide(new, history(date_modified=kept, date_modified_raw=kept_text)).kind == kind


@pytest.mark.parametrize(
    ("content", "published", "modified", "kind"),
    [
        ("b", LATER, ONE, "restamp"),
        ("c", LATER, ONE, "update"),
        ("c", ONE - timedelta(days=1), ONE, "backdated"),
        ("c", ONE - timedelta(days=1), LATER, "update"),
        ("b", None, ONE, "unchanged"),
    ],
)
def test_publication_date_counts_where_the_update_date_did_not_move(
    content: str, published: datetime | None, modified: datetime, kind: str
) -> None:
    new = article(content, date_published=published, date_modified=modified)
    assert decide(new, history(date_published=ONE, date_modified=ONE)).kind == kind


def test_an_edit_counts_its_words() -> None:
    edited = decide(article("c"), history())
    assert (edited.words_added, edited.words_removed) == (1, 1)


def test_a_page_that_lost_all_of_its_text_is_refused() -> None:
    emptied = replace(article("c"), headline="La fontaine", blocks=())
    with pytest.raises(ContentLost, match=r"below the headline «La fontaine».* has 30 words"):
        refuse_loss(emptied, History(content_sha256="b", article_body="mot " * 30))


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"blocks": ()}, "mot " * 29),
        ({"blocks": ()}, ""),
        ({"blocks": (), "page_type": "survey"}, "mot " * 300),
        ({"blocks": (Block(kind="paragraph", text="Annulé."),)}, "mot " * 300),
    ],
)
def test_a_page_may_be_cut_short_or_have_had_next_to_no_text(changed: dict[str, Any], kept: str) -> None:
    refuse_loss(replace(article("c"), **changed), History(content_sha256="b", article_body=kept))


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("", "", (0, 0)),
        ("", "un deux", (2, 0)),
        ("un deux", "", (0, 2)),
        ("un deux", "deux un", (0, 0)),
        ("un un", "un", (0, 1)),
        ("un\n\ndeux", "un deux\n\ntrois", (1, 0)),
        ("le pôle", "le Pôle", (1, 1)),
    ],
)
def test_word_changes(old: str, new: str, changed: tuple[int, int]) -> None:
    assert word_changes(old, new) == changed


@given(st.text(), st.text())
def test_word_changes_mirror_and_balance(old: str, new: str) -> None:
    added, removed = word_changes(old, new)
    assert word_changes(new, old) == (removed, added)
    assert len(old.split()) + added - removed == len(new.split())


def test_long_unrelated_texts_differ_in_every_word() -> None:
    words = [f"mot{number}" for number in range(200_000)]
    random.Random(1).shuffle(words)
    assert word_changes(" ".join(words[:100_000]), " ".join(words[100_000:])) == (100_000, 100_000)
