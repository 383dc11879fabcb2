"""How a run goes, for whoever watches it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..items import ChangeKind


@dataclass(slots=True, kw_only=True)
class Tally:
    """How a run goes, for whoever watches it."""

    found: int = 0
    changes: Counter[ChangeKind] = field(default_factory=Counter)
    gone: int = 0
    failed: int = 0
    responses: int = 0
    answered: int = 0
    """Responses that are a page, robots.txt aside."""
    requisites: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    """Why requests came to nothing: sentence -> how often."""
