"""Articles that move to another address, are taken down, or come back."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from newsarchive.demo.edition import Edition
from newsarchive.demo.story import Story

Removal = Literal[404, 410, "soft", "home"]
"""Not found; gone; 200 with the error page; 301 to the front page."""
STATUS: dict[Removal, int] = {404: 404, 410: 410, "soft": 200, "home": 301}
PERMANENT = (301, 308)


def move(edition: Edition, path: str, to: str | None = None, status: int = 301) -> tuple[Edition, str]:
    """The edition with the article at another path, and that path: `to`, or the old one with the article's number.

    KeyError where no article stands at `path`; ValueError where `to` is taken or no path, or `status` is another one.
    """
    story = find(edition, path)
    target = to or f"{path.rstrip('/')}-{story.number}/"
    if not (target.startswith("/") and target.endswith("/")) or target == "/":
        raise ValueError(f"An article's path begins and ends with a slash: {target} does not.")
    if edition.at(target) not in (None, story) or target == path:
        raise ValueError(f"There is an article at {target} already.")
    if status not in PERMANENT:
        raise ValueError(f"An article moves for good with 301 or 308, not {status}.")
    former = tuple(old for old in (*story.former_paths, path) if old != target)
    moved = replace(story, path=target, former_paths=former, moved_with=status)
    stories = {old: other for old, other in edition.stories.items() if old != path}
    to_restore = {target if old == path else old: earlier for old, earlier in edition.to_restore.items()}
    return replace(edition, stories={**stories, target: moved}, to_restore=to_restore), target


def remove(edition: Edition, path: str, how: Removal) -> Edition:
    """The edition without the article; KeyError where there is none, ValueError for another way of answering."""
    if how not in get_args(Removal):
        raise ValueError(f"A removed article answers {', '.join(map(str, get_args(Removal)))}, not {how}.")
    return _put(edition, replace(find(edition, path), gone_status=STATUS[how]))


def restore(edition: Edition, path: str) -> Edition:
    """The edition with a removed article as it was; KeyError where there is none."""
    story = edition.stories.get(path)
    if story is None or story.gone_status is None:
        raise KeyError(f"No article was removed from {path}.")
    return _put(edition, replace(story, gone_status=None))


def find(edition: Edition, path: str) -> Story:
    """The live article at a path; KeyError where there is none."""
    story = edition.stories.get(path)
    if story is None or story.gone_status is not None:
        raise KeyError(f"No article stands at {path}.")
    return story


def _put(edition: Edition, story: Story) -> Edition:
    return replace(edition, stories={**edition.stories, story.path: story})
