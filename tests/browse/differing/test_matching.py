"""What two sequences have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.browse.differing.matching import gaps, matching

SEQUENCES = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(SEQUENCES, SEQUENCES)
def test_pairs_are_the_same_and_rise_on_both_sides(old: list[str], new: list[str]) -> None:
    pairs = matching(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})
    assert len({i for i, _ in pairs}) == len(pairs)


@given(SEQUENCES, SEQUENCES)
def test_the_other_direction_is_the_same(old: list[str], new: list[str]) -> None:
    assert matching(new, old) == [(j, i) for i, j in matching(old, new)]


@given(SEQUENCES)
def test_what_is_the_same_is_matched_whole(entries: list[str]) -> None:
    assert matching(entries, entries) == [(place, place) for place in range(len(entries))]


@pytest.mark.parametrize(
    ("old", "new", "common"),
    [
        ("le maire de la ville", "le préfet de la ville", "le de la ville"),
        ("un deux trois quatre", "quatre un deux trois", "un deux trois"),
        ("x y", "z", ""),
    ],
)
def test_the_longest_chain_wins(old: str, new: str, common: str) -> None:
    words = old.split()
    assert [words[i] for i, _ in matching(words, new.split())] == common.split()


@given(SEQUENCES, SEQUENCES)
def test_gaps_and_pairs_make_up_both_sides(old: list[str], new: list[str]) -> None:
    pairs = matching(old, new)
    between = list(gaps(pairs, (0, len(old), 0, len(new))))
    assert sum(i_end - i for i, i_end, _, _ in between) + len(pairs) == len(old)
    assert sum(j_end - j for _, _, j, j_end in between) + len(pairs) == len(new)
