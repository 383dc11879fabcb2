"""The tests behind the monitors, against figures computed another way."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.monitoring.statistics import (
    ALPHA,
    chance_of_so_few,
    chance_of_so_few_events,
    dispersion_of,
    dispersion_of_counts,
)

SMALL = st.integers(0, 40)


@given(SMALL, SMALL, SMALL, SMALL)
def test_fishers_exact_test_counts_all_ways_to_draw(part: int, rest: int, part_before: int, rest_before: int) -> None:
    whole, whole_before = part + rest, part_before + rest_before
    having = part + part_before
    ways = sum(comb(having, k) * comb(whole + whole_before - having, whole - k) for k in range(part + 1))
    exact = ways / comb(whole + whole_before, whole)
    found = chance_of_so_few((part, whole), (part_before, whole_before))
    if part == 0 or part_before in {0, whole_before}:
        assert found == pytest.approx(exact, rel=1e-6)
    else:
        assert 0 < found <= 1 + 1e-9


def test_a_handful_of_pages_says_little_and_two_handfuls_enough() -> None:
    assert chance_of_so_few((0, 3), (30, 30)) > ALPHA
    assert chance_of_so_few((0, 6), (30, 30)) < ALPHA


def test_it_is_quick_and_finite_for_a_backfill() -> None:
    assert chance_of_so_few((9_000, 20_000), (180_000, 200_000)) < 1e-300
    assert chance_of_so_few((18_000, 20_000), (180_000, 200_000)) == pytest.approx(0.5, abs=0.03)


def test_runs_that_are_alike_have_no_dispersion_and_one_that_went_wrong_makes_none() -> None:
    assert dispersion_of([(38.0, 40.0)] * 10) == 1
    assert dispersion_of([(40.0, 40.0)] * 9 + [(0.0, 40.0)]) < 2


def test_runs_of_different_kinds_of_pages_disperse() -> None:
    assert dispersion_of([(36.0, 40.0), (10.0, 40.0)] * 5) > 20


def test_small_runs_are_pooled_before_their_dispersion_is_taken() -> None:
    assert dispersion_of([(0.0, 1.0)] + [(1.0, 1.0)] * 99) < 2


def test_events_by_the_conditional_binomial() -> None:
    before = [20] * 8
    share, total = 1 / 9, (160 + 4) // 2
    exact = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(3))
    assert dispersion_of_counts(before) == 2
    assert chance_of_so_few_events(4, before) == pytest.approx(exact)
