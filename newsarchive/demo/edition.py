"""The whole site at one moment: what is listed, promoted and gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random

from newsarchive.demo.giant import Giant
from newsarchive.demo.grammar import slugify
from newsarchive.demo.story import EVERYWHERE, Channel, Story

NEWEST = 10
"""How many of the newest articles a page promotes from."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    """One state of the site. Not slotted: the lists derived from it are kept; equal to nothing but itself."""

    seed: int
    number: int
    """Rounds of edits so far."""
    now: datetime
    stories: Mapping[str, Story]
    """Path to article, deleted ones included."""
    to_restore: Mapping[str, Story] = field(default_factory=dict)
    """Articles whose earlier state the next round brings back."""
    ticks: int = 0
    """How often the clock moved on without a round."""
    redraws: int = 0
    """How often the teasers were drawn anew without a round."""
    redesigned: bool = False
    """Articles are printed in the layout of `redesign`."""
    robots: tuple[str, ...] = ()
    """Further lines of robots.txt."""
    giant: Giant | None = None

    @cached_property
    def live(self) -> tuple[Story, ...]:
        """Articles that are not deleted, newest first."""
        stories = (story for story in self.stories.values() if story.gone_status is None)
        return tuple(sorted(stories, key=lambda story: (story.published, story.path), reverse=True))

    def at(self, path: str) -> Story | None:
        """The article at a path or moved away from it, deleted ones included."""
        return self.stories.get(path) or self.moved.get(path)

    @cached_property
    def moved(self) -> Mapping[str, Story]:
        """Former path to article."""
        return {path: story for story in self.stories.values() for path in story.former_paths}

    @cached_property
    def numbered(self) -> Mapping[str, Story]:
        """Number to article; the first one where a large site gave a number twice."""
        return {str(story.number): story for story in reversed(tuple(self.stories.values()))}

    def known_through(self, channel: Channel) -> tuple[Story, ...]:
        """Live articles the channel names, newest first."""
        return self._known[channel]

    @cached_property
    def _known(self) -> Mapping[Channel, tuple[Story, ...]]:
        return {
            channel: tuple(story for story in self.live if channel in story.channels) for channel in sorted(EVERYWHERE)
        }

    @cached_property
    def listings(self) -> Mapping[str, list[Story]]:
        """Section or commune to what its listing names, newest first.

        An article known through its section's listing alone is missing from its commune's.
        """
        listings: dict[str, list[Story]] = {}
        for story in self.known_through("listing"):
            names = (story.section, story.place) if story.channels == EVERYWHERE else (story.section,)
            for name in dict.fromkeys(names):
                listings.setdefault(name, []).append(story)
        return listings

    @cached_property
    def tagged(self) -> Mapping[str, list[tuple[str, Story]]]:
        """Slug to (tag, article) pairs, newest article first."""
        tagged: dict[str, list[tuple[str, Story]]] = {}
        for story in self.live:
            for tag in story.tags:
                tagged.setdefault(slugify(tag), []).append((tag, story))
        return tagged

    def promoted_on(self, story: Story) -> tuple[Story, ...]:
        """The teasers of a page: newest articles, of its section first of all, drawn anew in each edition."""
        if self.number == self.redraws == 0 and story.first_teasers:
            return self._live_at(story.first_teasers)
        pool = [other for other in self._promotable(story.section) if other.path != story.path]
        pinned = self._live_at(story.pinned_teasers)
        rng = Random(f"{self.seed}:{self.number}{f'.{self.redraws}' if self.redraws else ''}:{story.path}")
        drawn = rng.sample(pool, min(len(pool), max(1, story.teaser_count - len(pinned))))
        return (*pinned, *drawn)

    def _live_at(self, paths: Iterable[str]) -> tuple[Story, ...]:
        stories = (self.at(path) for path in paths)
        return tuple(story for story in stories if story and story.gone_status is None)

    def _promotable(self, section: str) -> list[Story]:
        return list(dict.fromkeys((*self._newest.get(section, ()), *self._newest[""])))

    @cached_property
    def _newest(self) -> Mapping[str, tuple[Story, ...]]:
        """Section to its newest articles; "" to those of the whole site."""
        newest: dict[str, list[Story]] = {"": []}
        for story in self.known_through("teaser"):
            if story.channels == frozenset({"teaser"}):
                continue
            for name in ("", story.section):
                if len(chosen := newest.setdefault(name, [])) < NEWEST:
                    chosen.append(story)
        return {name: tuple(chosen) for name, chosen in newest.items()}
