"""What the made-up articles say, version by version: the same for the same seed, whichever is asked for first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Final

from bench.browsing.prose import COMMON, RARE, Prose
from newsarchive.items import Block, ListItem

SECTIONS: Final = ("Société", "Faits divers", "Sport", "Culture", "Economie", "Politique", "Vie locale", "Nature")
_SHARES: Final = (24, 20, 16, 12, 10, 8, 6, 4)
PAGE_TYPES: Final = ("article", "agenda", "rolling", "video", "gallery", "service", "survey")
_TYPE_SHARES: Final = (80, 8, 4, 3, 2, 2, 1)
_SAME_CONTENT: Final = ("restamp", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The content of a version."""

    headline: str
    kicker: str | None
    description: str
    blocks: tuple[Block, ...]
    caption: str

    @property
    def body(self) -> str:
        """The blocks as plain text."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What no version changes."""

    slug: str
    section: str
    page_type: str
    author: str


class Texts:
    """The texts of an archive of so many articles and that seed."""

    def __init__(self, articles: int, seed: int) -> None:
        self._seed = seed
        self._prose = Prose(seed, min(3_000_000, 20_000 + 200 * articles))
        self._authors = [self._prose.phrase(Random(f"{seed} author {number}"), 2) for number in range(60)]
        self.version = lru_cache(maxsize=20_000)(self._version)

    def chance(self, *of: object) -> Random:
        """Chance that is the same for the same things."""
        return Random(f"{self._seed} {of}")

    def phrase(self, random: Random, number: int) -> str:
        """So many words with a capital."""
        return self._prose.phrase(random, number)

    def about(self, article: int) -> About:
        """What no version of the article changes."""
        random = self.chance("about", article)
        (section,), (page_type,) = random.choices(SECTIONS, _SHARES), random.choices(PAGE_TYPES, _TYPE_SHARES)
        slug = f"{_slug(self.headline(article))}-{article}"
        return About(slug=slug, section=section, page_type=page_type, author=random.choice(self._authors))

    def headline(self, article: int) -> str:
        """The headline of the first version."""
        random = self.chance("headline", article)
        return self._prose.phrase(random, random.randint(5, 11))

    def _version(self, article: int, changes: tuple[str, ...]) -> Text:
        """The text after these changes, of which the first is `first`."""
        *before, change = changes
        if not before:
            return self._first(article)
        if change == "reversion":
            return self.version(article, changes[:-2])
        text = self.version(article, tuple(before))
        return text if change in _SAME_CONTENT else self._edited(text, self.chance("edit", article, len(changes)))

    def _first(self, article: int) -> Text:
        random = self.chance("text", article)
        length = min(2_400, 30 + int(random.lognormvariate(4.9, 0.6)))
        blocks = list(self._blocks(random, length))
        if random.random() < 0.25:
            blocks[0] = _with_word(blocks[0], COMMON)
        if random.random() < 0.001:
            blocks[-1] = _with_word(blocks[-1], RARE)
        return Text(
            headline=self.headline(article),
            kicker=self._prose.phrase(random, 1).upper() if random.random() < 0.4 else None,
            description=self._prose.paragraph(random, 25),
            blocks=tuple(blocks),
            caption=self._prose.phrase(random, 6),
        )

    def _blocks(self, random: Random, length: int) -> list[Block]:
        blocks = []
        while length > 0:
            words = random.randint(25, 90)
            blocks.append(Block(kind="paragraph", text=self._prose.paragraph(random, words)))
            length -= words
            if random.random() < 0.12:
                blocks.append(Block(kind="heading", text=self._prose.phrase(random, 5), level=2))
        if random.random() < 0.1:
            blocks.append(self._list(random))
        return blocks

    def _list(self, random: Random) -> Block:
        items = tuple(ListItem(text=self._prose.phrase(random, 5)) for _ in range(random.randint(3, 8)))
        return Block(kind="list", text="\n".join(f"- {item.text}" for item in items), items=items)

    def _edited(self, text: Text, random: Random) -> Text:
        """The text with a paragraph more, another one changed, and now and then a new headline."""
        blocks = list(text.blocks)
        place = random.randrange(len(blocks))
        if blocks[place].kind == "paragraph":
            words = blocks[place].text.split(" ")
            words[random.randrange(len(words))] = self._prose.phrase(random, 3)
            blocks[place] = replace(blocks[place], text=" ".join(words))
        blocks.append(Block(kind="paragraph", text=self._prose.paragraph(random, 30)))
        headline = self._prose.phrase(random, 8) if random.random() < 0.2 else text.headline
        return replace(text, headline=headline, blocks=tuple(blocks))


def _with_word(block: Block, word: str) -> Block:
    return replace(block, text=f"{block.text} {word}.") if block.kind == "paragraph" else block


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:80]
