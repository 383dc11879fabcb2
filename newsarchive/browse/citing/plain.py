"""A reference as a sentence in French, to be copied into a text or a footnote."""

from __future__ import annotations

from typing import Final

from newsarchive.browse.citing.reference import Reference, one_line, printed
from newsarchive.browse.citing.remarks import SPONSORED, moment_printed, removal
from newsarchive.browse.french import moment

_NO_BREAK: Final = "\u00a0"
_INNER_QUOTES: Final = str.maketrans({"«": "“", "»": "”"})


def plain(reference: Reference) -> str:
    """Authors, headline, publication and dates; then the original address and the archive's, in angle brackets."""
    article, version = sentences(reference)
    return f"{article} <{one_line(reference.url)}>{version} <{one_line(reference.permalink)}>"


def sentences(reference: Reference) -> tuple[str, str]:
    """What stands before the original address, and what stands between it and the archive's."""
    updated = f"mis à jour le {moment_printed(reference.updated)}" if printed(reference.updated) else ""
    published = moment_printed(reference.published) or "sans date"
    headline = _quoted(reference.headline) + (f" [{SPONSORED}]" if reference.is_sponsored else "")
    told = (_authors(reference.names), headline, one_line(reference.publication), published, updated)
    gone = removal(reference)
    return f"{', '.join(filter(None, told))},", (
        f"{f' ({gone})' if gone else ''}. Version archivée le {moment(reference.archived_at)} (heure de Paris),"
        f" {one_line(reference.archive)}{_NO_BREAK}:"
    )


def _authors(names: tuple[str, ...]) -> str:
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _quoted(headline: str) -> str:
    """The headline between guillemets, those inside it made the quotation marks of the second level."""
    inner = one_line(headline).translate(_INNER_QUOTES).replace(f"“{_NO_BREAK}", "“").replace(f"{_NO_BREAK}”", "”")
    return f"«{_NO_BREAK}{inner.replace('“ ', '“').replace(' ”', '”')}{_NO_BREAK}»"
