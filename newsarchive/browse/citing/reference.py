"""What is cited, and what its words, names and dates come to in every format."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from newsarchive.browse.french import in_paris

_LONGEST: Final = 1_000
"""Characters of a text that a reference shows."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")
_NO_PERSONS: Final = frozenset(
    "agence association avec ap afp collectif comité communiqué conseil desk équipe est france la le les l' mairie"
    " par préfecture presse radio rédaction service site sources studio télé ville web".split()
)
"""Words that no person's name begins or ends with, in lower case."""
_PARTICLES: Final = frozenset("d' da de del der des di du la le van von".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference to a version of an article says; texts as they are in the archive, whatever is in them."""

    site: str
    """Name of the site module."""
    key: str
    """The article's permanent name."""
    stamp: str
    """The version's permanent name."""
    headline: str
    publication: str
    """What the site is called."""
    authors: tuple[str, ...] = ()
    section: str | None = None
    description: str | None = None
    published: str | None = None
    """As in `articles.date_published`: ISO 8601, a time with the site's offset or a bare day."""
    updated: str | None = None
    """As in `articles.date_modified`."""
    is_sponsored: bool = False
    gone_at: str | None = None
    """When the article was found removed: ISO 8601, UTC."""
    url: str
    """The original address."""
    archive: str
    """What the archive is called."""
    permalink: str
    """The version's full address in the archive."""
    archived_at: str
    """When the version was first captured: ISO 8601, UTC."""

    @property
    def name(self) -> str:
        """Letters, digits and hyphens that are always the same for this version."""
        return _UNSAFE.sub("-", f"{self.site}-{self.key}-{self.stamp}").strip("-")

    @property
    def names(self) -> tuple[str, ...]:
        """The authors' names that have a letter in them, in one line each."""
        return tuple(name for name in map(one_line, self.authors) if any(map(str.isalpha, name)))


def one_line(text: str | None) -> str:
    """The text in one line of bounded length, without control, direction and other invisible characters."""
    words = " ".join((text or "")[: 4 * _LONGEST].split())
    line = "".join(letter for letter in words if unicodedata.category(letter)[0] != "C").strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def person(name: str) -> tuple[str, str] | None:
    """(given name, family name); None for an editorial staff, an agency and whatever else is not plainly a person."""
    given, *rest = name.split() or [""]
    family = rest[1:] if len(rest) == 2 and rest[0].lower() in _PARTICLES else rest
    if len(family) != 1 or not (_is_name(given) and _is_name(family[0])):
        return None
    return given, " ".join(rest)


def _is_name(word: str) -> bool:
    bare = word.replace("-", "").replace("'", "").replace("’", "").rstrip(".")
    return bare.isalpha() and word[0].isupper() and word.lower() not in _NO_PERSONS


def day_printed(text: str | None) -> date | None:
    """The day of a printed date, in the offset it was printed with; None where there is none."""
    value = printed(text)
    return value.date() if isinstance(value, datetime) else value


def day_archived(text: str) -> date | None:
    """The day in Paris of one of the archive's times."""
    value = printed(text)
    return in_paris(value).date() if isinstance(value, datetime) else value


def printed(text: str | None) -> date | datetime | None:
    """A time or a day in ISO 8601; None where there is none."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
