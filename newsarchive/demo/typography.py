"""Typing habits of a newsroom, and what two changes of software did to them."""

from __future__ import annotations

import re
from random import Random
from typing import Literal

Typography = Literal["straight", "curly", "mixed", "damaged"]

QUOTED = re.compile(r'"([^"]*)"')
ACCENTS = re.compile("[éèêàçôî]")


def typeset(text: str, typography: Typography, rng: Random) -> str:
    """Text written with straight quotes and apostrophes, as this hand or machine would print it."""
    if typography == "straight":
        return text
    if typography == "curly":
        return _space_punctuation(QUOTED.sub("«\u00a0\\1\u00a0»", text.replace("'", "’")))
    if typography == "damaged":
        return _damage(text, rng)
    return _mix(text, rng)


def _space_punctuation(text: str) -> str:
    return re.sub(r" ([:;?!€%])", "\u00a0\\1", text)


def _mix(text: str, rng: Random) -> str:
    curled = re.sub("'", lambda _: rng.choice("'’"), text)
    opening, closing = rng.choice([("“", "”"), ('"', '"'), ("«\u00a0", "\u00a0»")])
    return QUOTED.sub(rf"{opening}\1{closing}", curled)


def _damage(text: str, rng: Random) -> str:
    """Some accents become "?", apostrophes gain a backslash: what legacy pages show."""
    lossy = ACCENTS.sub(lambda match: "?" if rng.random() < 0.06 else match[0], text)
    return re.sub("'", lambda _: "\\'" if rng.random() < 0.3 else "'", lossy)
