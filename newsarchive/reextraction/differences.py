"""What reading addresses again has changed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..archive.rereading import Rows, Shown

_IN_THE_HISTORY: Final = frozenset({"articles", "captures"})
"""Tables that only say again what the versions say."""
_SILENT: Final = frozenset({"extractor_version"})
"""A field that differs after every release, and says nothing of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that came out otherwise."""

    url: str
    stamp: str | None
    """The version's permanent name, None for what belongs to the article as a whole."""
    field: str
    """A column of `revisions`, the name of another table, or `version` for a version as a whole."""
    before: str | None
    after: str | None


def differences(before: Shown, after: Shown) -> Iterator[Difference]:
    """All that differs; row numbers and what follows from the rest aside."""
    yield from _versions(before["revisions"], after["revisions"])
    for table in before:
        if table != "revisions" and table not in _IN_THE_HISTORY:
            yield from _rows(table, before[table], after[table])


def _versions(before: Rows, after: Rows) -> Iterator[Difference]:
    old, new = _by_name(before), _by_name(after)
    for url, stamp in sorted(old.keys() | new.keys()):
        was, now = old.get((url, stamp)), new.get((url, stamp))
        if was is None or now is None:
            yield _difference(url, stamp, "version", was and was["headline"], now and now["headline"])
            continue
        for name in was:
            if was[name] != now[name] and name not in _SILENT:
                yield _difference(url, stamp, name, was[name], now[name])


def _by_name(versions: Rows) -> dict[tuple[str, str], Mapping[str, object]]:
    rows = (dict(zip(versions.columns, row, strict=True)) for row in versions.rows)
    return {(str(row["url"]), str(row["stamp"])): row for row in rows}


def _rows(table: str, before: Rows, after: Rows) -> Iterator[Difference]:
    """Rows that were there or are there alone, address by address."""
    place = before.columns.index("url")
    old, new = set(before.rows), set(after.rows)
    for url in sorted({str(row[place]) for row in old ^ new}):
        gone, come = (
            "\n".join(sorted(_told(row) for row in rows if row[place] == url)) or None
            for rows in (old - new, new - old)
        )
        yield Difference(url=url, stamp=None, field=table, before=gone, after=come)


def _told(row: tuple[object, ...]) -> str:
    return " · ".join(str(value) for value in row[1:] if value is not None)


def _difference(url: str, stamp: str, field: str, before: object, after: object) -> Difference:
    was, now = (None if value is None else str(value) for value in (before, after))
    return Difference(url=url, stamp=stamp, field=field, before=was, after=now)
