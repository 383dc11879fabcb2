"""The `warcinfo` record of a run: what it says of how the captures came about, and what is read from it again.

Fields: WARC 1.1, section "warcinfo", which takes them from DCMI terms; those of our own begin with `newsarchive-`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .. import __version__

_FORMAT = "WARC File Format 1.1"
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_ROBOTS = "obey"

IMPORT = "import"
"""Option of a run that took its captures from a file: its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """What a run's `warcinfo` record says of it."""

    site: str
    started_at: datetime
    """Aware, UTC."""
    version: str
    options: Mapping[str, object]
    continues: bool = False
    """Whether the record goes on with a run that began in an earlier file."""

    @property
    def base_url(self) -> str | None:
        """The mirror that stood in for the site."""
        base_url = self.options.get("base_url")
        return base_url if isinstance(base_url, str) else None


def warcinfo(site: str, at: datetime, options: Mapping[str, object], *, operator: str) -> dict[str, str]:
    """Fields for the record of a run that begins at `at` (aware)."""
    return _info(site, at, options) | {"robots": _ROBOTS, "operator": operator}


def import_info(site: str, at: datetime, options: Mapping[str, object], *, file: str) -> dict[str, str]:
    """The same for a run that takes captures from a file: who made them, and by which manners, is for that to say."""
    told = f"Captures that others made, taken from {file}; Newsarchive-Source is the id of the record there."
    return _info(site, at, options) | {"description": told}


def _info(site: str, at: datetime, options: Mapping[str, object]) -> dict[str, str]:
    return {
        "software": f"newsarchive/{__version__}",
        "format": _FORMAT,
        "conformsTo": _CONFORMS_TO,
        "isPartOf": site,
        "newsarchive-version": __version__,
        "newsarchive-started-at": at.isoformat(),
        "newsarchive-options": json.dumps(dict(options)),
    }


def run_of(fields: Mapping[str, str]) -> RunInfo | None:
    """The run a `warcinfo` record is of, by its fields in lower case; None where another program wrote it."""
    try:
        return RunInfo(
            site=fields["ispartof"],
            started_at=datetime.fromisoformat(fields["newsarchive-started-at"]),
            version=fields["newsarchive-version"],
            options=json.loads(fields["newsarchive-options"]),
            continues="continues" in fields,
        )
    except (KeyError, ValueError):
        return None
