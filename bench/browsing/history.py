"""What happened to a made-up archive: when each article appeared, changed and went, and which visit saw it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

DAY: Final = 86_400
BEGIN: Final = int(datetime(2013, 1, 1, tzinfo=UTC).timestamp())
DAYS: Final = 12 * 365
"""Articles are published for twelve years, and the archive is crawled once a day."""
END: Final = BEGIN + (DAYS + 90) * DAY
"""When it was crawled for the last time."""

_MORE_VERSIONS: Final = 0.3
"""Versions after the first, for each article."""
_CHANGED: Final = 0.15
"""Share of the articles that have any."""
_GONE: Final = 0.03
_VISITS: Final = 3
"""At most so many visits to an article find nothing new."""
_CHANGES: Final = {"update": 56, "silent-edit": 30, "restamp": 8, "backdated": 3, "reversion": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A capture of an article's page; its number is its place among all of them."""

    at: int
    """Seconds since 1970."""
    article: int
    """Number of the article, from 1."""
    number: int
    """The version it found, from 1; 0 where nothing was new."""
    change: str


@dataclass(slots=True, kw_only=True)
class Life:
    """One article: times in seconds since 1970."""

    published: int
    versions: list[int] = field(default_factory=list)
    """When each version was captured first."""
    visits: list[int] = field(default_factory=list)
    """When nothing new was found."""
    changes: list[str] = field(default_factory=list)
    gone_at: int | None = None

    @property
    def last_seen(self) -> int:
        """When it was seen for the last time."""
        return max(*self.versions, *self.visits, 0)


def lives(articles: int, seed: int) -> list[Life]:
    """The lives of so many articles, in the order they were published in."""
    random = Random(seed)
    published = sorted(BEGIN + random.randrange(DAYS * DAY) for _ in range(articles))
    changed = random.sample(range(articles), max(1, int(articles * _CHANGED)))
    more = Counter(random.choices(changed, k=int(articles * _MORE_VERSIONS)))
    return [_life(at, more[index], random) for index, at in enumerate(published)]


def visits(all_lives: list[Life]) -> list[Visit]:
    """Every capture of an article's page, in the order of time."""
    return sorted(_visits(all_lives), key=lambda visit: (visit.at, visit.article))


def iso(at: int) -> str:
    """A time as the archive writes it."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def printed(at: int) -> tuple[str, str]:
    """A time as a page means it and prints it; its offset is that of winter."""
    local = datetime.fromtimestamp(at, UTC) + timedelta(hours=1)
    return f"{local:%Y-%m-%dT%H:%M}:00+01:00", f"{local:%d/%m/%Y - %H:%M}"


def _life(published: int, more: int, random: Random) -> Life:
    life = Life(published=published, changes=["first"])
    life.versions.append(published + random.randrange(3_600, DAY))
    for _ in range(more):
        life.versions.append(min(life.versions[-1] + 1 + int(random.expovariate(1 / (5 * DAY))), END - DAY + more))
        life.changes.append(_change(random, len(life.versions)))
    seen = life.versions[-1]
    for _ in range(random.randint(0, _VISITS)):
        seen += DAY + int(random.expovariate(1 / (60 * DAY)))
        if seen < END:
            life.visits.append(seen)
    if random.random() < _GONE and life.last_seen + 30 * DAY < END:
        life.gone_at = life.last_seen + 30 * DAY
    return life


def _change(random: Random, number: int) -> str:
    (change,) = random.choices(list(_CHANGES), list(_CHANGES.values()))
    return "update" if change == "reversion" and number < 3 else change


def _visits(all_lives: list[Life]) -> Iterator[Visit]:
    for article, life in enumerate(all_lives, start=1):
        for number, (at, change) in enumerate(zip(life.versions, life.changes, strict=True), start=1):
            yield Visit(at=at, article=article, number=number, change=change)
        for at in life.visits:
            yield Visit(at=at, article=article, number=0, change="unchanged")
