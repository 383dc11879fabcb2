"""A reference as a sentence in French, to be copied into a text or a footnote."""

from __future__ import annotations

from typing import Final

from newsarchive.browse.citing.reference import Reference, day_printed, one_line
from newsarchive.browse.french import day, moment

_NO_BREAK: Final = "\u00a0"
_INNER_QUOTES: Final = str.maketrans({"«": "“", "»": "”"})


def plain(reference: Reference) -> str:
    """Authors, headline, publication and dates; then the original address and the archive's, each in a sentence."""
    updated = f"mis à jour le {moment(reference.updated)}" if reference.updated else ""
    printed = day_printed(reference.published)
    published = day(printed.isoformat()) if printed else "sans date"
    told = (_authors(reference.names), _quoted(reference.headline), one_line(reference.publication), published, updated)
    return (
        f"{', '.join(filter(None, told))}. {one_line(reference.url)}. Version archivée le"
        f" {moment(reference.archived_at)} (heure de Paris), {one_line(reference.archive)}{_NO_BREAK}:"
        f" {one_line(reference.permalink)}"
    )


def _authors(names: tuple[str, ...]) -> str:
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _quoted(headline: str) -> str:
    """The headline between guillemets, those inside it made the quotation marks of the second level."""
    inner = one_line(headline).translate(_INNER_QUOTES).replace(f"“{_NO_BREAK}", "“").replace(f"{_NO_BREAK}”", "”")
    return f"«{_NO_BREAK}{inner.replace('“ ', '“').replace(' ”', '”')}{_NO_BREAK}»"
