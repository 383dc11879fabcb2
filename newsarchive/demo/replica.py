"""The replica as its users see it: publish rounds, ask for the truth, look at the requests it got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from threading import RLock

from newsarchive.demo.clock import PARIS
from newsarchive.demo.edition import Edition
from newsarchive.demo.exchange import Answer, LoggedRequest, Served, etag_of
from newsarchive.demo.hostile import HOSTILE_PAGES, Hostility, answer_hostile
from newsarchive.demo.newsroom import write_site
from newsarchive.demo.rounds import Round, next_edition
from newsarchive.demo.routes import route
from newsarchive.demo.story import SITE, Channel
from newsarchive.demo.truth import ArticleTruth, truth_of
from newsarchive.demo.weaving import weave

FEWEST_ARTICLES = 90
OPENING = datetime(2026, 2, 6, 18, 5, tzinfo=PARIS)


class Replica:
    """A site of `articles` articles made from `seed`: the same arguments give the same bytes.

    `now` is the time on its pages (aware); every published round moves it on. `hostile` adds pages no crawler should
    trip over, named in `hostile`. Methods may be called while the site is being served. Raises ValueError for fewer
    than 90 articles, which are too few for all forms and a few rounds.
    """

    home = SITE
    """Scheme and host of the site it is of."""

    def __init__(
        self, seed: int = 80896, articles: int = 130, *, now: datetime = OPENING, hostile: bool = False
    ) -> None:
        if articles < FEWEST_ARTICLES:
            raise ValueError(f"A replica needs {FEWEST_ARTICLES} articles or more, not {articles}.")
        woven = weave(write_site(seed, articles, now), seed)
        self.only_via: Mapping[Channel, tuple[str, ...]] = woven.only_via
        """Channel to the canonical addresses that only this channel of the first state makes known."""
        self.hostile: Mapping[str, Hostility] = (
            {SITE + path: kind for path, kind in HOSTILE_PAGES.items()} if hostile else {}
        )
        self.requests: list[LoggedRequest] = []
        self._edition = Edition(seed=seed, number=0, now=now, stories={story.path: story for story in woven.stories})
        self._lock = RLock()
        self._pages: dict[str, Served] = {}
        self._changed: dict[str, tuple[str, datetime]] = {}
        self._visits: Counter[str] = Counter()

    @property
    def now(self) -> datetime:
        """The time on the replica's pages, aware, Europe/Paris."""
        return self._edition.now

    def publish_round(self) -> Round:
        """Applies the next round of edits and moves `now` on."""
        with self._lock:
            self._edition, published = next_edition(self._edition)
            self._pages.clear()
        return published

    def truth(self) -> Mapping[str, ArticleTruth]:
        """Canonical address to truth, of every article that is not gone, newest first."""
        with self._lock:
            edition = self._edition
        return {story.url: truth_of(story, edition.promoted_on(story)) for story in edition.live}

    def serve(self, target: str) -> Served:
        """The answer at a path with its query; kept until the next round."""
        with self._lock:
            if hostile := self._serve_hostile(target):
                return hostile
            if target not in self._pages:
                path, _, query = target.partition("?")
                self._pages[target] = self._validated(target, route(self._edition, path, query, tuple(self.hostile)))
            return self._pages[target]

    def log(self, request: LoggedRequest) -> None:
        """Remembers a request."""
        with self._lock:
            self.requests.append(request)

    def _serve_hostile(self, target: str) -> Served | None:
        path = target.partition("?")[0]
        if not self.hostile or path not in HOSTILE_PAGES:
            return None
        self._visits[path] += 1
        return self._validated(path, answer_hostile(self._edition, path, self._visits[path]))

    def _validated(self, target: str, answer: Answer) -> Served:
        etag = etag_of(answer.body)
        known, changed_at = self._changed.get(target, ("", self.now))
        if known != etag:
            changed_at = self.now
        self._changed[target] = (etag, changed_at)
        return Served(answer, etag, changed_at)
