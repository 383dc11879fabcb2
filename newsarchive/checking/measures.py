"""An article in numbers, and what in its text looks as if it were none of it. Pure functions of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.extraction.text import uniform
from newsarchive.items import Article

SHORT = 40
"""Words; a shorter body may be a beginning alone."""
LONG = 4000
"""Words; a longer body may have swallowed what follows it."""
MOSTLY_LINKS = 0.5
_TEXT = 30
"""Characters from which on a block that is repeated counts: shorter ones may be headings such as «Infos pratiques»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """One article in numbers."""

    words: int
    blocks: int
    lists: int
    items: int
    images: int
    teasers: int
    comments: int
    link_share: float
    """The part of the body's characters that stand in links, 0 to 1."""
    teasers_to_itself: int
    teasers_in_body: tuple[str, ...]
    """Headlines of teasers that are blocks or list items of the body too."""
    repeats: tuple[str, ...]
    """`headline` and `description`, where a block of the body says the same."""


def measure(article: Article) -> Measures:
    """An article in numbers."""
    texts = _texts(article)
    promoted = {uniform(teaser.headline): teaser.headline for teaser in article.teasers}
    size = sum(len(block.text) for block in article.blocks)
    own = {"headline": article.headline, "description": article.description}
    return Measures(
        words=article.word_count,
        blocks=len(article.blocks),
        lists=len(article.lists),
        items=sum(map(len, article.lists)),
        images=len(article.images),
        teasers=len(article.teasers),
        comments=len(article.comments),
        link_share=min(1.0, sum(len(link.text) for link in article.links) / size) if size else 0.0,
        teasers_to_itself=sum(teaser.target_url == article.url for teaser in article.teasers),
        teasers_in_body=tuple(headline for text, headline in promoted.items() if text in texts),
        repeats=tuple(name for name, text in own.items() if text and uniform(text) in texts),
    )


def boilerplate(articles: Sequence[Article]) -> tuple[str, ...]:
    """Blocks that stand in the body of every one of several articles."""
    if len(articles) < 2:
        return ()
    first, *others = articles
    shared = set.intersection(*(set(map(uniform, (block.text for block in other.blocks))) for other in others))
    repeated = (block.text for block in first.blocks if len(block.text) >= _TEXT and uniform(block.text) in shared)
    return tuple(dict.fromkeys(repeated))


def _texts(article: Article) -> set[str]:
    texts = [block.text for block in article.blocks if not block.items]
    items = [item.text for block in article.blocks for item in block.items]
    return set(map(uniform, [*texts, *items]))
