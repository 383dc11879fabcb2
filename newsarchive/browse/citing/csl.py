"""A reference in CSL-JSON, which Pandoc, Quarto and Zotero read.

Its schema is `csl-data.json` of https://github.com/citation-style-language/schema (1.0.2).
It has no date of an update: `note` tells it, which Zotero shows as extra.
"""

from __future__ import annotations

import json
from datetime import date

from newsarchive.browse.citing.reference import Reference, day_archived, day_printed, one_line, person
from newsarchive.browse.citing.remarks import SPONSORED, remarks


def csl_json(reference: Reference) -> str:
    """A list of one item; `accessed` is the day in Paris when the page was captured."""
    told = ", ".join(remarks(reference))
    item = {
        "id": reference.name,
        "type": "article-newspaper",
        "title": one_line(reference.headline),
        "author": [_name(name) for name in reference.names],
        "container-title": one_line(reference.publication),
        "section": one_line(reference.section),
        "abstract": one_line(reference.description),
        "issued": _date(day_printed(reference.published)),
        "accessed": _date(day_archived(reference.archived_at)),
        "URL": one_line(reference.url),
        "archive": one_line(reference.archive),
        "archive_location": one_line(reference.permalink),
        "genre": SPONSORED if reference.is_sponsored else "",
        "note": f"{told[0].upper()}{told[1:]}.",
        "language": "fr",
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


def _name(name: str) -> dict[str, str]:
    parts = person(name)
    return {"given": parts[0], "family": parts[1]} if parts else {"literal": name}


def _date(day: date | None) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}
