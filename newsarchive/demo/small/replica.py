"""A small replica as its users see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from newsarchive.demo.exchange import Answer, LoggedRequest, Served, etag_of
from newsarchive.demo.replica import OPENING
from newsarchive.demo.small.hebdo25 import Hebdo25
from newsarchive.demo.small.paper import House, write_paper
from newsarchive.demo.small.pleinair import Pleinair
from newsarchive.demo.truth import ArticleTruth

HOUSES: dict[str, type[House]] = {house.name: house for house in (Pleinair, Hebdo25)}
"""Name of a site, as its module in newsarchive/sites is called, to how it prints."""


class SmallReplica:
    """A site of some dozen articles made from `seed`: the same arguments give the same bytes.

    It does not change, so it needs no rounds; for the rest it is used as `Replica` is. Raises KeyError for a site that
    has none.
    """

    def __init__(self, site: str, seed: int = 80896, articles: int = 36, *, now: datetime = OPENING) -> None:
        self._house = HOUSES[site]()
        self._paper = write_paper(self._house, seed, articles, now)
        self.home = self._house.home
        self.now = now
        self.requests: list[LoggedRequest] = []

    def __len__(self) -> int:
        """How many articles stand on the site."""
        return len(self._paper.stories)

    def truth(self) -> Mapping[str, ArticleTruth]:
        """Canonical address to truth, of every article, newest first."""
        paper = self._paper
        return {story.url: self._house.truth(story, paper.promoted_on(story)) for story in paper.stories}

    def serve(self, target: str) -> Served:
        """The answer at a path with its query."""
        path, _, query = target.partition("?")
        answer = self._house.answer(self._paper, path, dict(parse_qsl(query)))
        if answer is None:
            answer = Answer(status=404, body=b"<html><body><h1>404</h1><p>Page introuvable</p></body></html>")
        return Served(answer, etag_of(answer.body), self.now)

    def log(self, request: LoggedRequest) -> None:
        """Remembers a request."""
        self.requests.append(request)
