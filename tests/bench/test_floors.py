"""Floors of scores: what breaches them, and what raises them."""

import tomllib
from typing import Any

from bench.quality import floors


def test_a_breach_says_what_can_be_done() -> None:
    held: dict[str, dict[str, Any]] = {
        "corpus": {"headline": {"floor": 0.9, "reason": "began so"}, "with": {"floor": 1.0, "reason": " "}}
    }
    told = list(floors.breaches(held, {"corpus": {"headline": 0.8994, "with": 1.0, "authors": 0.5}, "new": {}}))
    assert len(told) == 3
    assert told[0].startswith("corpus, authors: has no floor; python -m bench.quality --raise-floors")
    assert told[1].startswith("corpus, headline: 0.899 is below its floor 0.9 (began so).")
    assert told[1].endswith("lower it in bench/floors.toml with a reason")
    assert told[2] == "corpus, with: its floor has no reason; write one in floors.toml"
    assert not list(
        floors.breaches({"corpus": {"headline": held["corpus"]["headline"]}}, {"corpus": {"headline": 0.8996}})
    )


def test_floors_are_raised_and_never_lowered() -> None:
    before = {"corpus": {"headline": {"floor": 0.9, "reason": "a"}, "with": {"floor": 0.8, "reason": "b"}}}
    after = floors.raised(before, {"corpus": {"headline": 0.85, "with": 0.9, "authors": 0.5}}, 'c "d"')
    assert after == {
        "corpus": {
            "headline": {"floor": 0.9, "reason": "a"},
            "with": {"floor": 0.9, "reason": 'c "d"'},
            "authors": {"floor": 0.5, "reason": 'c "d"'},
        }
    }
    assert tomllib.loads(floors.render(after)) == after
