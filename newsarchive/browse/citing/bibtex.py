"""A reference for BibTeX: an `@online` entry of biblatex (its manual, sections 2.1.1 and 2.2), in UTF-8."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from newsarchive.browse.citing.reference import Reference, day_archived, day_printed, one_line, person
from newsarchive.browse.citing.remarks import remarks

_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "&%$#_"},
    }
)
"""Braces are spelled out: BibTeX counts those too that a backslash precedes."""
_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~"


def bibtex(reference: Reference) -> str:
    """One entry; its key is `reference.name`. `urldate` is the day in Paris when the page was captured."""
    published, archived = day_printed(reference.published), day_archived(reference.archived_at)
    fields = {
        "author": " and ".join(map(_author, reference.names)),
        "title": escaped(reference.headline),
        "date": published.isoformat() if published else "",
        "organization": escaped(reference.publication),
        "url": quote(one_line(reference.url), safe=_IN_ADDRESSES),
        "urldate": archived.isoformat() if archived else "",
        "langid": "french",
        "note": _note(reference),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@online{{{reference.name},\n{''.join(lines)}}}\n"


def escaped(text: str | None) -> str:
    """The text in one line in which LaTeX finds no command and BibTeX no end."""
    return one_line(text).translate(_ESCAPES)


def _author(name: str) -> str:
    parts = person(name)
    return f"{escaped(parts[1])}, {escaped(parts[0])}" if parts else f"{{{escaped(name)}}}"


def _note(reference: Reference) -> str:
    told = f"{', '.join(remarks(reference))}, {one_line(reference.archive)} : "
    return escaped(told[0].upper() + told[1:]) + " " + escaped(reference.permalink)
