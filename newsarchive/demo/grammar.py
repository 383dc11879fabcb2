"""French prose that reads like regional news, from a bank of phrases with slots."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from newsarchive.demo.typography import Typography, typeset

SLOT = re.compile(r"\{(\w+)\}")
NUMBERS = {"n9": (2, 9), "n28": (10, 28), "n99": (30, 98)}


@cache
def load_data(name: str) -> dict[str, Any]:
    """A JSON file of this package."""
    data: dict[str, Any] = json.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return data


def slugify(text: str) -> str:
    """`Élodie, 12 ans` becomes `elodie-12-ans`, as WordPress makes addresses of headlines."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("'", "").replace("’", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


class Prose:
    """One writer on one subject: fills slots, keeps names and places the same, avoids repeating a phrase."""

    def __init__(self, rng: Random, typography: Typography, place: str) -> None:
        self.rng = rng
        self._typography = typography
        self._used: set[str] = set()
        self._fixed = {"lieu": place}
        for slot in ("personne", "entreprise", "asso"):
            self._fixed[slot] = self._fill(rng.choice(load_data("phrases.json")[slot]))

    def phrase(self, *bank: str) -> str:
        """A phrase of the bank (`general`, or `Culture`, `titres`), set as this writer types it."""
        return typeset(self._capitalise(self._fill(self._pick(bank))), self._typography, self.rng)

    def paragraph(self, section: str, sentences: int) -> str:
        """Sentences of the section and of general use, in turn."""
        banks = [(section, "phrases") if self.rng.random() < 0.45 else ("general",) for _ in range(sentences)]
        return " ".join(self.phrase(*bank) for bank in banks)

    def _pick(self, bank: tuple[str, ...]) -> str:
        phrases: Any = load_data("phrases.json")
        for part in bank:
            phrases = phrases[part]
        fresh = [phrase for phrase in phrases if phrase not in self._used] or phrases
        choice: str = self.rng.choice(fresh)
        self._used.add(choice)
        return choice

    def _fill(self, template: str) -> str:
        return SLOT.sub(lambda match: self._value(match[1]), template)

    def _value(self, slot: str) -> str:
        if slot in self._fixed:
            return self._fixed[slot]
        if slot in NUMBERS:
            return str(self.rng.randint(*NUMBERS[slot]))
        return self._fill(self.rng.choice(load_data("phrases.json")[slot]))

    @staticmethod
    def _capitalise(text: str) -> str:
        return text[:1].upper() + text[1:]
