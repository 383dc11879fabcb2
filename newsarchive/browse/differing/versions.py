"""Two versions of an article: every field that changed by name, the body piece by piece, pictures and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any, Final

from newsarchive.archive import Block
from newsarchive.browse.differing.body import Piece, body_pieces
from newsarchive.browse.differing.placing import Status, placed
from newsarchive.browse.differing.words import Segment, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure of a version, as a row of `images` has it."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the body, as a row of `links` has it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What is compared of a version: columns of `revisions`, the blocks and the rows that hang on it."""

    headline: str
    kicker: str | None = None
    description: str | None = None
    page_type: str = "article"
    section: str | None = None
    authors: tuple[str, ...] = ()
    date_published: str | None = None
    """ISO 8601: a time with the site's offset, or a bare day."""
    date_published_raw: str | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    event_dates: str | None = None
    event_place: str | None = None
    blocks: Sequence[Block] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that is not what it was."""

    name: str
    """Of the attribute, such as `headline`."""
    before: str | None
    after: str | None
    segments: tuple[Segment, ...]
    """Of both values, an absent one taken for an empty text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """A picture or a link that is not what it was; one that only moved is `moved-here`."""

    status: Status
    before: Picture | Link | None
    after: Picture | Link | None
    fields: tuple[FieldChange, ...] = ()
    """Of one that is on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two versions, the older one first by custom alone."""

    fields: tuple[FieldChange, ...]
    pieces: tuple[Piece, ...]
    """The whole body, unchanged pieces too."""
    pictures: tuple[PartChange, ...]
    links: tuple[PartChange, ...]
    words_added: int
    """Words of the body by how often they occur, as in `revisions`: what only moved is in neither count."""
    words_removed: int

    @property
    def is_nothing(self) -> bool:
        """Whether both versions say the same."""
        body = any(piece.status != "same" for piece in self.pieces)
        return not (self.fields or body or self.pictures or self.links)


_TEXTS: Final = (
    "kicker",
    "headline",
    "description",
    "page_type",
    "section",
    "event_dates",
    "event_place",
)
_DATES: Final = ("date_published", "date_modified")


def difference(old: Version, new: Version) -> Difference:
    """What changed; in the other direction the same, with what went and what came swapped."""
    before, after = (Counter(_body(version).split()) for version in (old, new))
    return Difference(
        fields=tuple(_fields(old, new)),
        pieces=body_pieces(old.blocks, new.blocks),
        pictures=tuple(_parts(old.pictures, new.pictures, _same_picture)),
        links=tuple(part for part in _parts(old.links, new.links, _same_link) if part.status != "moved-here"),
        words_added=(after - before).total(),
        words_removed=(before - after).total(),
    )


def _body(version: Version) -> str:
    return " ".join(block.text for block in version.blocks)


def _fields(old: Version, new: Version) -> Iterator[FieldChange]:
    yield from _changed(old, new, _TEXTS)
    authors = ", ".join(old.authors), ", ".join(new.authors)
    if old.authors != new.authors:
        yield FieldChange(name="authors", before=authors[0], after=authors[1], segments=compare(*authors))
    for name in _DATES:
        yield from _date_change(name, old, new)


def _changed(old: object, new: object, names: Sequence[str]) -> Iterator[FieldChange]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldChange(name=name, before=before, after=after, segments=compare(before or "", after or ""))


def _date_change(name: str, old: Version, new: Version) -> Iterator[FieldChange]:
    """A date as printed; as understood where the print is the same ("hier")."""
    yield from list(_changed(old, new, (f"{name}_raw", name)))[:1]


def _parts(
    old: Sequence[Picture] | Sequence[Link], new: Sequence[Picture] | Sequence[Link], same: Callable[[Any, Any], bool]
) -> Iterator[PartChange]:
    before_keys, after_keys = ([tuple(value or "" for value in astuple(part)) for part in side] for side in (old, new))
    for status, i, j in placed(before_keys, after_keys, lambda i, j: same(old[i], new[j]) + (old[i] == new[j])):
        if status in ("same", "moved-away"):
            continue
        before, after = None if i is None else old[i], None if j is None else new[j]
        names = [field.name for field in fields(before)] if before and after else []
        yield PartChange(status=status, before=before, after=after, fields=tuple(_changed(before, after, names)))


def _same_picture(one: Picture, other: Picture) -> bool:
    """Whether it is one picture with other words, or another one in its place under the same caption."""
    return one.url == other.url or bool(one.caption and one.caption == other.caption)


def _same_link(one: Link, other: Link) -> bool:
    return one.url == other.url or one.text == other.text
