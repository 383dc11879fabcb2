"""What a run is asked to do, whether by `newsarchive crawl` or by `scrapy crawl -a name=value`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from ..dates import PARIS
from .durations import duration

_YES = (True, "1", "true", "yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Arguments of a run; those of `scrapy crawl -a` arrive as text and are read by `of`."""

    base_url: str | None = None
    """A mirror that stands in for the site."""
    limit: int | None = None
    """At most so many articles are asked for."""
    since: date | None = None
    """Articles a feed or sitemap dates before this day (in Paris) are not asked for."""
    max_time: float | None = None
    """Seconds after which nothing more is asked for."""
    full: bool = False
    """Decide at once what an ordinary run decides on a second visit."""
    requisites: bool = False
    """Ask for what the pages of articles are shown with too."""

    @classmethod
    def of(
        cls,
        *,
        base_url: str | None = None,
        limit: int | str | None = None,
        since: date | str | None = None,
        max_time: float | str | None = None,
        full: bool | str = False,
        requisites: bool | str = False,
    ) -> Options:
        """The options these arguments mean; raises ValueError for a number, day or time that is none."""
        return cls(
            base_url=base_url or None,
            limit=int(limit) if limit is not None else None,
            since=date.fromisoformat(since) if isinstance(since, str) else since,
            max_time=duration(max_time) if isinstance(max_time, str) else max_time,
            full=full in _YES,
            requisites=requisites in _YES,
        )

    @property
    def since_moment(self) -> datetime | None:
        """When the day `since` begins in Paris (aware)."""
        return datetime.combine(self.since, time.min, PARIS) if self.since else None

    def as_json(self) -> dict[str, object]:
        """What the row of `crawls` keeps."""
        return asdict(self) | {"since": self.since.isoformat() if self.since else None}
