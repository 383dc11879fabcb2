"""How right readings are, by the corpus's own scorer; list items and teasers, which it leaves out, beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bench import corpus
from bench.quality.pages import Sample

Found = Mapping[str, Mapping[str, Any]]
"""Id of a page to what was found on it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One score: its name in floors.toml, its title, its key in score.py, and what the corpus asks of it."""

    name: str
    title: str
    key: str
    target: float | None = None
    """On the corpus; on replicas every score should be 1."""


class Score(NamedTuple):
    """A share, and of how many pages (segments, for `with` and `without`) it is one."""

    value: float
    pages: int


COLUMNS = (
    Column("headline", "headline, exact", "head", 0.97),
    Column("published-day", "published, day", "pub_day", 1.0),
    Column("published-minute", "published, minute", "pub_min", 0.95),
    Column("published-clock", "published, minute, zone forgiven", "pub_min_loose"),
    Column("modified-day", "modified, day", "mod_day"),
    Column("modified-minute", "modified, minute", "mod_min", 0.95),
    Column("modified-clock", "modified, minute, zone forgiven", "mod_min_loose"),
    Column("body-precision", "body, precision", "body_p"),
    Column("body-recall", "body, recall", "body_r"),
    Column("body-f1", "body, F1", "body_F1", 0.975),
    Column("body-f1-page", "body, mean of each page's F1", "body_f1"),
    Column("with", "wanted segments present", "with"),
    Column("without", "unwanted segments absent", "without"),
    Column("segments-f1", "segments, F1", "seg_F1", 0.96),
    Column("authors", "authors, mean F1", "auth", 0.85),
    Column("list-precision", "list items, precision", "list_items"),
    Column("list-recall", "list items, recall", "list_items"),
    Column("teaser-precision", "teasers, precision", "teasers"),
    Column("teaser-recall", "teasers, recall", "teasers"),
)


def scores(samples: Sequence[Sample], found: Found) -> dict[str, Score]:
    """Column name to score, for the columns that these pages have a truth for."""
    judge = corpus.scorer()
    values, counts = judge.summarise([judge.score_page(sample.truth, found[sample.id]) for sample in samples])
    judged = {
        column.name: Score(values[column.key], counts[judge.NKEY.get(column.key, column.key)])
        for column in COLUMNS
        if values.get(column.key) is not None
    }
    return {**judged, **_items("list", "list_items", samples, found), **_items("teaser", "teasers", samples, found)}


def offered(found: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The columns a tool has anything to say about, on any page."""
    judge, pages = corpus.scorer(), list(found)
    fields = {**judge.offers(dict(enumerate(pages))), "teasers": any(page.get("teasers") for page in pages)}
    return frozenset(c.name for c in COLUMNS if fields.get(judge.NEEDS.get(c.key, c.key)))


def _items(name: str, field: str, samples: Sequence[Sample], found: Found) -> dict[str, Score]:
    """Precision over the pages where any is found, recall over those that have any."""
    known = [sample for sample in samples if field in sample.truth]
    pairs = [(_counted(sample.truth[field]), _counted(found[sample.id].get(field))) for sample in known]
    counts = [((want & have).total(), (have - want).total(), (want - have).total()) for want, have in pairs]
    if not any(right + lost for right, _, lost in counts):
        return {}
    precision, recall, _ = corpus.scorer().bodies(counts)
    finding = sum(right + wrong > 0 for right, wrong, _ in counts)
    having = sum(right + lost > 0 for right, _, lost in counts)
    return {f"{name}-precision": Score(precision, finding), f"{name}-recall": Score(recall, having)}


def _counted(items: Iterable[Any] | None) -> Counter[str]:
    clean = corpus.scorer().clean
    texts = (item if isinstance(item, str) else " ".join(item) for item in items or ())
    return Counter(clean(text) for text in texts)
