"""The replica as its users see it: publish rounds, ask for the truth, look at the requests it got."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock

from newsarchive.demo import removals
from newsarchive.demo.clock import PARIS
from newsarchive.demo.edition import Edition
from newsarchive.demo.exchange import Answer, LoggedRequest, Served, etag_of
from newsarchive.demo.giant import Giant, GiantForm
from newsarchive.demo.hostile import HOSTILE_PAGES, Hostility, answer_hostile
from newsarchive.demo.incidents import Obstacle, ObstacleKind, Scope
from newsarchive.demo.newsroom import write_site
from newsarchive.demo.rounds import Round, next_edition
from newsarchive.demo.routes import route
from newsarchive.demo.story import SITE, Channel
from newsarchive.demo.truth import ArticleTruth, truth_of
from newsarchive.demo.weaving import weave

FEWEST_ARTICLES = 90
KEPT_PAGES = 1_000
"""Rendered pages kept at most: 50 MB of articles."""
MOMENT = timedelta(seconds=1)
"""What an edit outside of rounds takes: the least that `Last-Modified` tells apart."""
OPENING = datetime(2026, 2, 6, 18, 5, tzinfo=PARIS)


class Replica:
    """A site of `articles` articles made from `seed`: the same arguments give the same bytes.

    `now` is the time on its pages (aware); every published round moves it on. `hostile` adds pages no crawler should
    trip over, named in `hostile`. `giant_sitemap` adds a sitemap of that many addresses that are all 404, in the form
    robots.txt names it: `plain`, `gzip` or `index`. Methods may be called while the site is being served; articles are
    named by path or canonical address. Raises ValueError for fewer than 90 articles, which are too few for all forms
    and a few rounds.
    """

    home = SITE
    """Scheme and host of the site it is of."""

    def __init__(
        self,
        seed: int = 80896,
        articles: int = 130,
        *,
        now: datetime = OPENING,
        hostile: bool = False,
        giant_sitemap: int = 0,
        giant_form: GiantForm = "plain",
    ) -> None:
        if articles < FEWEST_ARTICLES:
            raise ValueError(f"A replica needs {FEWEST_ARTICLES} articles or more, not {articles}.")
        woven = weave(write_site(seed, articles, now), seed)
        self.only_via: Mapping[Channel, tuple[str, ...]] = woven.only_via
        """Channel to the canonical addresses that only this channel of the first state makes known."""
        self.validators = True
        """Whether answers bear ETag and Last-Modified, and an unchanged one is 304; many sites do neither."""
        self.hostile: Mapping[str, Hostility] = (
            {SITE + path: kind for path, kind in HOSTILE_PAGES.items()} if hostile else {}
        )
        self.requests: list[LoggedRequest] = []
        giant = Giant(addresses=giant_sitemap, form=giant_form) if giant_sitemap else None
        stories = {story.path: story for story in woven.stories}
        self._edition = Edition(seed=seed, number=0, now=now, stories=stories, giant=giant)
        self._lock = RLock()
        self._obstacle: Obstacle | None = None
        self._pages: OrderedDict[str, Served] = OrderedDict()
        self._changed: dict[str, tuple[str, datetime]] = {}
        self._visits: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many articles stand on the site."""
        return len(self._edition.live)

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

    def publish_teasers(self) -> tuple[str, ...]:
        """Draws the teasers of all pages anew and changes nothing else; the canonical addresses of pages it changed."""
        with self._lock:
            before = self._edition
            after = self._publish(replace(before, redraws=before.redraws + 1))
        return tuple(story.url for story in after.live if before.promoted_on(story) != after.promoted_on(story))

    def tick(self, step: timedelta) -> datetime:
        """Moves `now` on and gives it: capture day and weather of every page change, no article does.

        Raises ValueError for a step that leads nowhere or back.
        """
        if step <= timedelta():
            raise ValueError(f"The clock moves on, not by {step}.")
        with self._lock:
            return self._publish(replace(self._edition, ticks=self._edition.ticks + 1), step).now

    def redesign(self) -> None:
        """From now on articles are printed in a layout that leaves out their dates and lists; see `redesign.py`.

        The truth stays what the articles mean; what a page no longer prints cannot be read from it.
        """
        with self._lock:
            self._publish(replace(self._edition, redesigned=True))

    def move(self, article: str, to: str | None = None, status: int = 301) -> str:
        """Moves an article for good, and gives the new path: `to`, or the old one with the article's number.

        The old address redirects with `status`, 301 or 308; listings, feeds, sitemaps, teasers and truth have the new
        one, links within texts keep the old. KeyError where there is no such article, ValueError for a path or status
        that will not do.
        """
        with self._lock:
            edition, path = removals.move(self._edition, _path_of(article), to, status)
            self._publish(edition)
        return path

    def remove(self, article: str, how: removals.Removal = 410) -> None:
        """Takes an article down; its addresses answer 404, 410, `soft` (200, the error page) or `home` (301 to `/`).

        KeyError where there is no such article, ValueError for another answer.
        """
        with self._lock:
            self._publish(removals.remove(self._edition, _path_of(article), how))

    def restore(self, article: str) -> None:
        """Brings a removed article back, whoever removed it; KeyError where none was."""
        with self._lock:
            self._publish(removals.restore(self._edition, _path_of(article)))

    def obstruct(
        self,
        kind: ObstacleKind,
        *,
        scope: Scope = "articles",
        requests: int | None = None,
        retry_after: int | str | None = None,
    ) -> None:
        """Answers the next `requests` within the scope (all of them without) with an obstacle instead of the page.

        One obstacle stands at a time; `retry_after` is in seconds or an HTTP date. ValueError for an unknown kind or
        scope.
        """
        retry = None if retry_after is None else str(retry_after)
        self._obstacle = Obstacle(kind=kind, scope=scope, left=requests, retry_after=retry)

    def clear(self) -> None:
        """Takes the obstacle away."""
        self._obstacle = None

    def set_robots(self, lines: Sequence[str]) -> None:
        """Further lines for all crawlers in robots.txt, in place of earlier ones: `Crawl-delay: 5`, `Disallow: /x/`."""
        with self._lock:
            self._publish(replace(self._edition, robots=tuple(lines)))

    def take_log(self) -> list[LoggedRequest]:
        """The requests so far, which are forgotten."""
        with self._lock:
            taken, self.requests[:] = list(self.requests), []
        return taken

    def truth(self) -> Mapping[str, ArticleTruth]:
        """Canonical address to truth, of every article that is not gone, newest first."""
        with self._lock:
            edition = self._edition
        return {story.url: truth_of(story, edition.promoted_on(story)) for story in edition.live}

    def serve(self, target: str) -> Served:
        """The answer at a path with its query."""
        with self._lock:
            if self._obstacle and (answer := self._obstacle.intercept(self._edition, target)):
                return Served(answer, "", self.now)
            served = self._serve_hostile(target) or self._serve_page(target)
        return served if self.validators else served._replace(etag="")

    def log(self, request: LoggedRequest) -> None:
        """Remembers a request."""
        with self._lock:
            self.requests.append(request)

    def _publish(self, edition: Edition, step: timedelta = MOMENT) -> Edition:
        """Shows an edition in place of the one before, a moment later so that validators tell."""
        self._edition = replace(edition, now=edition.now + step)
        self._pages.clear()
        return self._edition

    def _serve_page(self, target: str) -> Served:
        """A page as rendered last, as long as it is kept and nothing was published."""
        if target not in self._pages:
            path, _, query = target.partition("?")
            self._pages[target] = self._validated(target, route(self._edition, path, query, tuple(self.hostile)))
        self._pages.move_to_end(target)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return self._pages[target]

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


def _path_of(article: str) -> str:
    return article.removeprefix(SITE)
