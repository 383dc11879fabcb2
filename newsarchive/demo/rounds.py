"""Rounds of edits: one edition in, the next one out, with a list of what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from newsarchive.demo import edits
from newsarchive.demo.edition import Edition
from newsarchive.demo.newsroom import write_later
from newsarchive.demo.story import EVERYWHERE, Story

Kind = Literal["first", "update", "silent-edit", "restamp", "backdated", "reversion", "gone"]

INTERVAL = timedelta(hours=25, minutes=10)
NEW_ARTICLES = 5
RESTAMPS = 3
LAYOUT_CHANGES = 6
UPDATES = (
    edits.extend_paragraph, edits.amend_headline, edits.amend_bullet,
    edits.add_paragraph, edits.amend_description, edits.extend_paragraph,
)  # fmt: skip
SILENT_EDITS = (
    edits.amend_caption, edits.amend_bullet, edits.extend_paragraph, edits.amend_description, edits.add_paragraph,
)  # fmt: skip
BACKDATED = (edits.extend_paragraph, edits.add_paragraph)
DELETIONS = (404, 410, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round of edits did."""

    number: int
    published_at: datetime
    """The replica's `now` from this round on."""
    changes: Mapping[str, Kind]
    """Canonical address to the kind of change; articles not named here kept content and stamps."""
    gone_status: Mapping[str, int]
    """What each deleted article answers from now on: 404 or 410."""
    layout_only: tuple[str, ...]
    """Canonical addresses whose page looks different and means the same."""


def next_edition(edition: Edition) -> tuple[Edition, Round]:
    """Applies one round of edits."""
    draft = _Draft(edition)
    draft.restore()
    draft.edit()
    draft.delete()
    draft.change_layouts()
    draft.publish()
    return draft.edition(), draft.report()


@dataclass
class _Draft:
    """The next edition while it is being made; an article is touched once a round at most.

    The seed article is updated in the first round, so that archives of the replica have a difference to show for it.
    """

    previous: Edition
    changes: dict[str, Kind] = field(default_factory=dict)
    gone_status: dict[str, int] = field(default_factory=dict)
    layout_only: list[str] = field(default_factory=list)
    to_restore: dict[str, Story] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = self.previous.number + 1
        self.now = self.previous.now + INTERVAL
        self.rng = Random(f"{self.previous.seed}:round:{self.number}")
        self.stories = dict(self.previous.stories)
        untouched = [story for story in self.previous.live if not story.glued_prompt]
        self.rng.shuffle(untouched)
        if self.number == 1:
            untouched[:0] = [story for story in self.previous.live if story.glued_prompt]
        self.untouched = [story for story in untouched if story.path not in self.previous.to_restore]
        self.promised = {path for story in self.stories.values() for path in story.first_teasers}

    def restore(self) -> None:
        for path, earlier in self.previous.to_restore.items():
            if self.stories[path].gone_status is None:
                self._put(edits.restore(self.stories[path], earlier), "reversion")

    def edit(self) -> None:
        for edit in UPDATES:
            story = self._take(edit, stamped=True)
            self._put(edits.restamp(self._edited(edit, story), self._moment()), "update")
        self.to_restore[story.path] = story
        for edit in SILENT_EDITS:
            story = self._take(edit)
            self._put(self._edited(edit, story), "silent-edit")
        self.to_restore[story.path] = story
        for _ in range(RESTAMPS):
            self._put(edits.restamp(self._take(stamped=True), self._moment()), "restamp")
        for edit in BACKDATED:
            story = self._take(edit, stamped=True)
            self._put(edits.backdate(self._edited(edit, story), self.rng), "backdated")

    def delete(self) -> None:
        for status in DELETIONS:
            story = self._draw(self._may_go)
            self._put(replace(story, gone_status=status), "gone")
            self.gone_status[story.url] = status

    def change_layouts(self) -> None:
        for change in (*[edits.change_layout] * (LAYOUT_CHANGES - 1), edits.change_dress):
            story = change(self._draw(lambda story: not story.comments))
            self.stories[story.path] = story
            self.layout_only.append(story.url)

    def publish(self) -> None:
        for story in write_later(self.previous, self.now, NEW_ARTICLES):
            self._put(story, "first")

    def edition(self) -> Edition:
        return replace(
            self.previous, number=self.number, now=self.now, stories=self.stories, to_restore=self.to_restore
        )

    def report(self) -> Round:
        return Round(
            number=self.number,
            published_at=self.now,
            changes=self.changes,
            gone_status=self.gone_status,
            layout_only=tuple(self.layout_only),
        )

    def _take(self, edit: edits.ContentEdit | None = None, *, stamped: bool = False) -> Story:
        """An article the edit suits; a stamped one prints an update stamp, as all but the sponsored ones do."""
        return self._draw(
            lambda story: (not stamped or story.modified is not None) and (edit is None or edits.can_take(edit, story))
        )

    def _draw(self, suits: Callable[[Story], bool]) -> Story:
        index = next((index for index, story in enumerate(self.untouched) if suits(story)), None)
        if index is None:
            raise ValueError("The replica has too few articles left for another round; make it with more of them.")
        return self.untouched.pop(index)

    def _may_go(self, story: Story) -> bool:
        """Addresses known through one channel alone stay, and so do the pages that make them known."""
        leads = story.pinned_teasers or story.page_type == "digest"
        return story.channels == EVERYWHERE and story.path not in self.promised and not leads

    def _edited(self, edit: edits.ContentEdit, story: Story) -> Story:
        return edit(story, edits.prose_for(story, self.rng))

    def _moment(self) -> datetime:
        return self.now - timedelta(minutes=self.rng.randrange(1, 1500))

    def _put(self, story: Story, kind: Kind) -> None:
        self.stories[story.path] = story
        self.changes[story.url] = kind
