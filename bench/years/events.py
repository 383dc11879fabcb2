"""What happens to the site between two crawls, drawn at random, and taken down in the chronicle."""

from __future__ import annotations

from random import Random
from typing import get_args

from bench.years.chronicle import Chronicle
from newsarchive.demo import Replica
from newsarchive.demo.incidents import ObstacleKind, Scope
from newsarchive.demo.removals import PERMANENT, Removal

_REMOVALS: tuple[Removal, ...] = get_args(Removal)
_OBSTACLES: tuple[ObstacleKind, ...] = get_args(ObstacleKind)
_SCOPES: tuple[Scope, ...] = get_args(Scope)
_PAUSES = (None, None, 3600)
"""Retry-After (seconds) of a site that is too busy."""


class Events:
    """The hands of the site's editors and administrators."""

    def __init__(self, replica: Replica, chronicle: Chronicle, random: Random) -> None:
        self._replica, self._chronicle, self._random = replica, chronicle, random
        self.forbidding = False
        """Whether robots.txt forbids some articles at the moment."""

    def happen(self, *, round_fits: bool) -> None:
        """Some of everything but obstacles; a round of edits takes a day of the replica's time."""
        chances = (
            (0.45 if round_fits else 0.0, self._round),
            (0.3, self._replica.publish_teasers),
            (0.2, self._move),
            (0.08, self._move_back),
            (0.25, self._remove),
            (0.3, self._restore),
            (0.08, self._turn_validators),
            (0.08, self._turn_robots),
        )
        for chance, event in chances:
            if self._random.random() < chance:
                event()
        self._chronicle.note()

    def obstruct(self) -> str:
        """Put an obstacle in the way, and say which."""
        kind, scope = self._random.choice(_OBSTACLES), self._random.choice(_SCOPES)
        requests = self._random.choice((None, None, self._random.randint(1, 30)))
        pause = self._random.choice(_PAUSES) if kind in ("429", "503") else None
        self._replica.obstruct(kind, scope=scope, requests=requests, retry_after=pause)
        return f"{kind} ({scope})"

    def settle(self) -> None:
        """Put an end to what hides or forbids anything."""
        self._replica.clear()
        self._replica.validators = True
        self._replica.set_robots(())
        self.forbidding = False
        self._chronicle.forgive()

    def _round(self) -> None:
        changes = self._replica.publish_round().changes
        self._chronicle.note_removals([url for url, kind in changes.items() if kind == "gone"])

    def _move(self) -> None:
        old = self._random.choice(sorted(self._replica.truth()))
        self._moved(old, self._replica.move(old, status=self._random.choice(PERMANENT)))

    def _move_back(self) -> None:
        """An article that has moved returns to an address it once had."""
        live = self._replica.truth()
        moved = sorted((old, new) for old, new in self._chronicle.moved.items() if new in live)
        if moved:
            old, new = self._random.choice(moved)
            path = old.removeprefix(self._replica.home)
            self._moved(new, self._replica.move(new, path, self._random.choice(PERMANENT)))

    def _moved(self, old: str, path: str) -> None:
        self._chronicle.note_move(old, self._replica.home + path)

    def _remove(self) -> None:
        url = self._random.choice(sorted(self._replica.truth()))
        self._replica.remove(url, self._random.choice(_REMOVALS))
        self._chronicle.note_removals([url])

    def _restore(self) -> None:
        if self._chronicle.removed:
            url = self._random.choice(sorted(self._chronicle.removed))
            self._replica.restore(url)
            self._chronicle.note_return(url)

    def _turn_validators(self) -> None:
        self._replica.validators = not self._replica.validators

    def _turn_robots(self) -> None:
        """Forbid some articles, or allow all again."""
        self.forbidding = not self.forbidding
        letter = self._random.choice("abcdefghijklmnopqrstuvwxyz")
        self._replica.set_robots((f"Disallow: /{letter}",) if self.forbidding else ())
        self._chronicle.forgive()
