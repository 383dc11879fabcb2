"""A field is found by rules tried in order; what each says is kept, so that anyone can check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsarchive.extraction.text import uniform
from newsarchive.extraction.view import PageView
from newsarchive.items import Provenance

T = TypeVar("T", str, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A named way to find a field: a pure function of the page, None where it finds nothing."""

    name: str
    find: Callable[[PageView], T | None]


def rule(name: str) -> Callable[[Callable[[PageView], T | None]], Rule[T]]:
    """Make a Rule of a function."""

    def wrap(find: Callable[[PageView], T | None]) -> Rule[T]:
        return Rule(name, find)

    return wrap


def choose(rules: Iterable[Rule[T]], view: PageView) -> tuple[T | None, Provenance]:
    """The first value found, and its provenance: rules before it found nothing, later ones that disagree lost."""
    winner: Rule[T] | None = None
    value: T | None = None
    lost: list[tuple[str, str | None]] = []
    for candidate in rules:
        found = candidate.find(view) or None
        if winner is None and found is not None:
            winner, value = candidate, found
        elif winner is None or (found is not None and _differ(found, value)):
            lost.append((candidate.name, as_text(found)))
    return value, Provenance(rule=winner.name if winner else None, value=as_text(value), lost=tuple(lost))


def as_text(value: str | tuple[str, ...] | None) -> str | None:
    """What a rule found as one line, for people to compare."""
    return "; ".join(value) if isinstance(value, tuple) else value


def _differ(one: T, other: T | None) -> bool:
    return uniform(as_text(one) or "") != uniform(as_text(other) or "")
