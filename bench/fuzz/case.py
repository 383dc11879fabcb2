"""One mutated page: everything about it follows from its seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from bench.fuzz.damage import DAMAGES
from bench.fuzz.disguise import DISGUISES, LAST, NEUTRAL
from bench.fuzz.markup import Mutation
from bench.fuzz.sources import Source, sources
from newsarchive.items import Page

Kind = Literal["damaged", "touched", "disguised"]
"""Damaged: anything may be lost. Touched: nothing that a reader or a rule sees is changed. Disguised: the article is
the same, all around it may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page after its mutations."""

    seed: int
    source: Source
    kind: Kind
    chain: tuple[str, ...]
    """Names of the mutations, in order."""
    page: Page


def make_case(seed: int) -> Case:
    """The case of that number; the same number makes the same page as long as the sources are the same."""
    rng = Random(seed)
    source = rng.choice(sources())
    kind, mutations = _chain(source, rng)
    body = source.page.body
    for mutation in mutations:
        body = mutation(body, rng)
    return Case(
        seed=seed,
        source=source,
        kind=kind,
        chain=tuple(mutation.__name__ for mutation in mutations),
        page=replace(source.page, body=body),
    )


def _chain(source: Source, rng: Random) -> tuple[Kind, list[Mutation]]:
    if rng.random() < 0.5:
        return "damaged", rng.choices(DAMAGES, k=rng.choice((1, 1, 2, 3, 6)))
    if source.truth is None:
        return "touched", rng.choices(NEUTRAL, k=rng.randint(1, 3))
    chain = rng.choices((*NEUTRAL, *DISGUISES), k=rng.choice((1, 1, 2, 3, 5)))
    return "disguised", [*chain, rng.choice(LAST)] if rng.random() < 0.2 else chain
