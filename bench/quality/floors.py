"""Below which our scores may not fall: bench/floors.toml, held by the tests and raised by `python -m bench.quality`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from bench import corpus
from bench.measure import ROOT
from bench.quality.pages import SETS, samples_of
from bench.quality.reading import OURS, attempt, reader_of
from bench.quality.scores import scores

FILE = ROOT / "bench" / "floors.toml"
DATES = "dates"
HEAD = """\
# What no score of ours may fall below, by set of pages; `dates` are the corpus's date texts, by class. A test holds it.
# `python -m bench.quality --raise-floors --reason "…"` lifts what has become better and adds what is new. It lowers
# nothing: where a score must fall, write the lower floor here by hand and say in `reason` what was gained for it.
"""
Values = Mapping[str, Mapping[str, float]]
"""Set to name of a score to its value."""
Floors = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Set to name of a score to its `floor` and `reason`."""


def measured() -> dict[str, dict[str, float]]:
    """All our scores as they are now, read in this process."""
    values = {name: _scores_of(name) for name in SETS}
    classes = corpus.date_scores("bench.adapters:parse_date").items()
    return {**values, DATES: {kind: right / of for kind, (right, of) in classes}}


def _scores_of(name: str) -> dict[str, float]:
    samples, reader = samples_of(name), reader_of(OURS)
    found = {sample.id: attempt(reader, sample.html, sample.url, sample.listed).found for sample in samples}
    return {column: score.value for column, score in scores(samples, found).items()}


def load() -> Floors:
    """The floors as they stand; none where there is no file."""
    return tomllib.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def breaches(floors: Floors, values: Values) -> Iterator[str]:
    """A sentence for each score that is below its floor, has none, or is measured no more."""
    for name in sorted({*floors, *values}):
        ours, held = values.get(name, {}), floors.get(name, {})
        for score in sorted({*held, *ours}):
            if score not in ours:
                yield f"{name}, {score}: has a floor and is not measured any more; take it out of {FILE.name}"
            elif score not in held:
                yield f"{name}, {score}: has no floor; python -m bench.quality --raise-floors adds it"
            elif not str(held[score].get("reason", "")).strip():
                yield f"{name}, {score}: its floor has no reason; write one in {FILE.name}"
            elif round(ours[score], 3) < float(held[score]["floor"]):
                yield (
                    f"{name}, {score}: {ours[score]:.3f} is below its floor {held[score]['floor']}"
                    f" ({held[score]['reason']}). If that must be, lower it in bench/{FILE.name} with a reason"
                )


def raised(floors: Floors, values: Values, reason: str) -> Floors:
    """The floors with every better or new score at its value, for this reason; the others are as before."""
    lifted = {name: dict(held) for name, held in floors.items()}
    for name, ours in values.items():
        held = lifted.setdefault(name, {})
        for score, value in ours.items():
            if score not in held or round(value, 3) > float(held[score]["floor"]):
                held[score] = {"floor": round(value, 3), "reason": reason}
    return lifted


def render(floors: Floors) -> str:
    """The file; a string of JSON is a string of TOML."""
    parts = [HEAD]
    for name, held in floors.items():
        rows = (
            f"{score} = {{ floor = {entry['floor']}, reason = {json.dumps(entry['reason'], ensure_ascii=False)} }}\n"
            for score, entry in held.items()
        )
        parts.append(f"\n[{name}]\n{''.join(rows)}")
    return "".join(parts)
