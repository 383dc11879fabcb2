"""Monitors of the site's own days: how many articles it published, and since when none.

They count articles by the day they were published, not by run: how often a site is crawled does not matter, and a day
on which it never publishes is compared with its like.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final

from newsarchive.items import Finding
from newsarchive.monitoring.evidence import Evidence
from newsarchive.monitoring.statistics import chance_of_so_few_events

WEEKS: Final = 8
"""Earlier weeks that a day or week is compared with, as far as the archive reaches back."""
_LEAST_WEEKS = 3
ALPHA: Final = 1e-4
"""There are two comparisons a day."""
_HALF: Final = 0.5
_LEAST_GAPS = 10
_GAPS: Final = 2
"""A pause is remarkable when it is so many times as long as the longest before it."""
MONTHS: Final = timedelta(days=200)
"""How far back days matter."""


def volume(evidence: Evidence) -> Iterator[Finding]:
    """Fewer articles yesterday than on the same weekday of earlier weeks, or in the last seven days than in others."""
    if not evidence.complete or not evidence.published:
        return
    for days, called in ((1, "yesterday"), (7, "in the last seven days")):
        now, *before = (_number(evidence, weeks, days) for weeks in range(_weeks(evidence, days) + 1))
        if len(before) < _LEAST_WEEKS or now > _HALF * sum(before) / len(before):
            continue
        if chance_of_so_few_events(now, before) < ALPHA:
            usual = f"{sum(before) / len(before):,.0f} on average"
            when = f"on the same weekday of the {len(before)} weeks before" if days == 1 else "in the weeks before"
            articles = "article was" if now == 1 else "articles were"
            message = f"{now or 'No':} {articles} published {called}; {when} it was {usual}."
            yield Finding(monitor="volume", message=message)
            return


def news(evidence: Evidence) -> Iterator[Finding]:
    """No article for longer than the site ever pauses."""
    days = sorted(day for day in evidence.published if day <= evidence.today)
    if not evidence.complete or not days:
        return
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    pause = (evidence.today - days[-1]).days
    known = len(gaps) >= _LEAST_GAPS
    limit = _GAPS * max(gaps) if known else evidence.limits.no_news_days
    if pause > limit:
        usual = f"; its longest pause in the months before was {_days(max(gaps))}" if known else ""
        message = f"The site has published nothing since {days[-1]}, {_days(pause)} ago{usual}."
        yield Finding(monitor="news", message=message)


def _weeks(evidence: Evidence, days: int) -> int:
    """Number of earlier weeks that the archive knows in full."""
    known = (evidence.today - min(evidence.published)).days
    return max(0, min(WEEKS, (known - days) // 7))


def _number(evidence: Evidence, weeks: int, days: int) -> int:
    """Articles of the `days` days that ended yesterday, so many weeks ago."""
    last = evidence.today - timedelta(days=1, weeks=weeks)
    return sum(evidence.published.get(last - timedelta(days=back), 0) for back in range(days))


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
