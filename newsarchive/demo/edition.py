"""The whole site at one moment: what is listed, promoted and gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random

from newsarchive.demo.story import Channel, Story

NEWEST = 10
"""How many of the newest articles a page promotes from."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One state of the site. Not slotted: the lists derived from it are kept."""

    seed: int
    number: int
    """Rounds of edits so far."""
    now: datetime
    stories: Mapping[str, Story]
    """Path to article, deleted ones included."""
    to_restore: Mapping[str, Story] = field(default_factory=dict)
    """Articles whose earlier state the next round brings back."""

    @cached_property
    def live(self) -> tuple[Story, ...]:
        """Articles that are not deleted, newest first."""
        stories = (story for story in self.stories.values() if story.gone_status is None)
        return tuple(sorted(stories, key=lambda story: (story.published, story.path), reverse=True))

    def known_through(self, channel: Channel) -> list[Story]:
        """Live articles the channel names, newest first."""
        return [story for story in self.live if channel in story.channels]

    def promoted_on(self, story: Story) -> tuple[Story, ...]:
        """The teasers of a page: newest articles, of its section first of all, drawn anew in each edition."""
        if self.number == 0 and story.first_teasers:
            return tuple(self.stories[path] for path in story.first_teasers)
        pool = [other for other in self._promotable(story.section) if other.path != story.path]
        pinned = [self.stories[path] for path in story.pinned_teasers]
        rng = Random(f"{self.seed}:{self.number}:{story.path}")
        drawn = rng.sample(pool, min(len(pool), max(1, story.teaser_count - len(pinned))))
        return tuple(other for other in (*pinned, *drawn) if other.gone_status is None)

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
