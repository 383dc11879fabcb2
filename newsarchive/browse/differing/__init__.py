"""What changed between two versions of an article: pure functions, the same whichever way versions are compared."""

from newsarchive.browse.differing.body import Item, Passage, Piece, body_pieces, passages
from newsarchive.browse.differing.excerpts import Excerpt, excerpts
from newsarchive.browse.differing.versions import (
    Difference,
    FieldChange,
    Link,
    PartChange,
    Picture,
    Version,
    difference,
)
from newsarchive.browse.differing.words import Segment, compare

__all__ = [
    "Difference",
    "Excerpt",
    "FieldChange",
    "Item",
    "Link",
    "PartChange",
    "Passage",
    "Picture",
    "Piece",
    "Segment",
    "Version",
    "body_pieces",
    "compare",
    "difference",
    "excerpts",
    "passages",
]
