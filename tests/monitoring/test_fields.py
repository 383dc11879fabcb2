"""Shares and averages against the runs before: what is told, and what is not."""

from __future__ import annotations

import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.monitoring.making import evidence, fresh, told

HOUR = timedelta(hours=1)


def words(pages: int, each: int) -> dict[str, float]:
    logarithm = math.log1p(each)
    return {
        "fresh pages": pages,
        "fresh words": pages * each,
        "fresh words, logarithms": pages * logarithm,
        "fresh words, squared logarithms": pages * logarithm**2,
    }


def reread(pages: int, still: int, field: str = "date_published") -> dict[str, float]:
    return {f"reread pages with {field} before": pages, f"reread pages still with {field}": still}


def test_a_lost_field_is_told_with_both_counts() -> None:
    assert told("fields", evidence(fresh(38, 0), *[fresh(211, 211)] * 9, fresh(211, 206))) == [
        "date_published was found on 0 of 38 new pages; in the last 10 runs it was on 2,105 of 2,110."
    ]


def test_a_half_lost_field_is_told_and_one_a_little_rarer_is_not() -> None:
    before = [fresh(200, 190)] * 10
    assert len(told("fields", evidence(fresh(200, 95), *before))) == 1
    assert told("fields", evidence(fresh(200, 150), *before)) == []


def test_the_first_run_has_nothing_to_be_judged_by() -> None:
    assert told("fields", evidence(fresh(20_000, 0))) == []


def test_a_run_of_304s_alone_is_not_judged() -> None:
    assert told("fields", evidence({"pages not modified": 400}, *[fresh(40, 40)] * 5, fresh(40, 0))) == []


def test_hourly_runs_are_pooled_until_they_tell() -> None:
    before = [fresh(1, 1)] * 48
    lost = [fresh(1, 0)] * 12
    found = [told("fields", evidence(*lost[:1], *before, *lost[1:number], every=HOUR)) for number in range(1, 12)]
    first = next(number for number, messages in enumerate(found, start=1) if messages)
    assert 3 <= first <= 8
    assert found[first - 1][0].startswith("In the last ")
    assert "date_published was found on " in found[first - 1][0]


def test_pages_read_again_are_compared_with_themselves_without_a_history() -> None:
    assert told("fields", evidence(reread(38, 0))) == [
        "date_published was found on 0 of 38 pages read again that had it."
    ]


def test_a_backfill_of_older_pages_is_no_drift() -> None:
    older = {"older pages": 20_000, "older pages with tags": 300}
    assert told("fields", evidence(older, *[fresh(20, 19, "tags")] * 10)) == []


def test_a_backfill_goes_through_years_that_differ_and_loses_no_date() -> None:
    def older(pages: int, having: int, field: str) -> dict[str, float]:
        return {"older pages": pages, f"older pages with {field}": having}

    assert told("fields", evidence(older(500, 0, "authors"), *[older(500, 300, "authors")] * 3)) == []
    assert told("fields", evidence(older(500, 0, "date_published"), *[older(500, 499, "date_published")] * 3)) == [
        "date_published was found on 0 of 500 older pages seen for the first time; in the last 3 runs it was on"
        " 1,497 of 1,500."
    ]
    sized = {"older pages": 300, "older list items": 0, "older list items, logarithms": 0}
    lists = {**sized, "older list items": 900, "older list items, logarithms": 400}
    assert told("averages", evidence(sized, *[lists] * 3)) == []


def test_a_field_lost_by_pages_of_two_groups_is_told_once() -> None:
    now = {**fresh(38, 0), **reread(38, 0)}
    assert len(told("fields", evidence(now, *[{**fresh(38, 38), **reread(38, 38)}] * 3))) == 1


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1)), min_size=1, max_size=12))
def test_whatever_the_runs_nothing_is_told_while_no_share_falls(runs: list[tuple[int, float]]) -> None:
    rising = sorted(share for _, share in runs)
    figures = [fresh(pages, math.ceil(pages * share)) for (pages, _), share in zip(runs, rising, strict=True)]
    assert told("fields", evidence(figures[-1], *figures[:-1])) == []


@given(st.integers(6, 20_000), st.integers(40, 20_000))
def test_a_total_loss_is_told_whatever_the_size_of_runs(pages: int, before: int) -> None:
    assert len(told("fields", evidence(fresh(pages, 0), fresh(before, before)))) == 1


def test_averages_are_told_either_way() -> None:
    assert told("averages", evidence(words(40, 190), *[words(40, 400)] * 5)) == [
        "40 new pages had 190.0 words each; in the last 5 runs they had 400.0."
    ]
    assert len(told("averages", evidence(words(40, 900), *[words(40, 400)] * 5))) == 1
    assert told("averages", evidence(words(40, 350), *[words(40, 400)] * 5)) == []
    assert told("averages", evidence(words(3, 100), *[words(40, 400)] * 5)) == []


def test_pages_that_shrank_are_told() -> None:
    now = {"reread pages with list_items before": 30, "reread pages with fewer list items": 30}
    assert told("averages", evidence(now)) == ["Fewer list items than before were found on 30 of 30 pages read again."]


def test_silent_edits_all_at_once_are_told() -> None:
    before = [{"known pages": 400, "silent edits": 2}] * 5
    (message,) = told("edits", evidence({"known pages": 400, "silent edits": 380}, *before))
    assert message.startswith("A silent edit was found on 380 of 400 pages known before; in the last 5 runs")
    assert told("edits", evidence({"known pages": 400, "silent edits": 40}, *before)) == []


def test_page_types() -> None:
    before = [{"fresh pages": 40, "fresh pages of type article": 38, "fresh pages of type agenda": 2}] * 5
    now = {"fresh pages": 40, "fresh pages of type agenda": 36, "pages of the new type gallery": 1}
    assert told("page_types", evidence(now, *before)) == [
        "The page type agenda is on 36 of 40 new pages; in the last 5 runs it was on 10 of 200.",
        "The page type gallery was never seen before; it is now on 1 page.",
    ]


def test_problems() -> None:
    before = [{"asked": 400, "failed": 2}] * 5
    assert told("problems", evidence({"asked": 400, "failed": 300}, *before)) == [
        "Nothing could be read from 300 of 400 pages asked for; in the last 5 runs it was so for 10 of 2,000."
    ]
    assert told("problems", evidence({"asked": 400, "failed": 20}, *before)) == []


def test_implausible_dates() -> None:
    before = [{"new versions": 20}] * 5
    now = {"new versions": 12, "new versions dated in the future": 1}
    assert told("dates", evidence(now, *before)) == [
        "1 of 12 new versions is dated in the future; of the 100 in the last 5 runs, none was."
    ]
    assert told("dates", evidence(now, *before, now)) == []
    assert told("dates", evidence({"new versions": 12, "new versions dated before 1990": 12}, *before, now)) != []
    assert told("dates", evidence(now)) == []


def test_the_day_of_the_visit_taken_for_the_date() -> None:
    whole = "reread pages of earlier days"
    now = {whole: 40, f"{whole} dated the day they were read": 40}
    assert told("dates", evidence(now)) == [
        "date_published is the day of the visit on 40 of 40 pages read again on a later day."
    ]
    new = {"new pages": 300, "new pages dated the day they were read": 300}
    some = {"new pages": 300, "new pages dated the day they were read": 3}
    assert len(told("dates", evidence(new, *[some] * 3))) == 1
    assert told("dates", evidence(new, *[new] * 3)) == []
    nightly = {"new pages": 300, "new pages dated the day they were read": 90}
    assert told("dates", evidence(new, *[nightly] * 3)) == []


def test_disk() -> None:
    gib = 2**30
    roomy = [{"bytes free": (200 - day) * gib, "bytes of the archive": (10 + day) * gib} for day in range(5)]
    tight = {"bytes free": 5 * gib, "bytes of the archive": 15 * gib}
    assert told("disk", evidence(roomy[-1], *roomy[:-1])) == []
    assert told("disk", evidence(tight, *roomy)) == [
        "The archive's disk has 5.00 GiB left; as the archive grows now, that lasts for 5 more days."
    ]
    assert told("disk", evidence({"bytes free": gib / 2})) == [
        "The archive's disk has 0.50 GiB left; it should never have less than 1.00 GiB."
    ]
