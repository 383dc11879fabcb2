"""How times, days and structures are written in the database, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar, cast

T = TypeVar("T")


def now() -> datetime:
    """The time (UTC), as exact as everything that is written down: to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=16)
def utc(at: datetime) -> str:
    """An aware datetime as ISO 8601 in UTC, whole seconds: `2026-02-06T09:15:00+00:00`."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def stamp(at: datetime) -> str:
    """An aware datetime as 14 digits in UTC, the form web archives use: `20260206091500`."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def as_printed(value: datetime | date | None) -> str | None:
    """A date a page prints, in ISO 8601 with the page's own offset; a day without a time stays a day."""
    return None if value is None else value.isoformat()


def read_printed(text: str | None) -> datetime | date | None:
    """What `as_printed` wrote."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def to_json(value: object) -> str:
    """Compact JSON, letters with accents left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encodable(value: T) -> T:
    """`value` with lone surrogates replaced in every text in it, since no database can hold them.

    Goes through dataclasses, tuples and mappings; JSON in a page (`"\\ud83d"`) is where such texts come from.
    """
    return cast("T", _encodable(value))


def _encodable(value: object) -> object:
    if type(value) is str:
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, tuple):
        return tuple(map(_encodable, value))
    if isinstance(value, Mapping):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _encodable(getattr(value, field.name)) for field in fields(value)})
    return value
