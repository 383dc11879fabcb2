"""A whole archive read again, group by group, a few in a transaction, so that it can be stopped anywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ..archive import Archive
from ..archive.rereading import Shown
from ..errors import MissingRecord, UnusableRecord
from ..intake.declared import DeclaredOf
from ..intake.groups import Groups
from ..intake.readers import BATCH, Begin, readers
from ..intake.refold import Group, Refold
from .differences import Difference, differences

_AHEAD = 4 * BATCH
"""Groups whose pages are being read while one is written."""


@dataclass(slots=True)
class Outcome:
    """What reading an archive again came to."""

    groups: int = 0
    """Articles, with all addresses they were ever found at."""
    captures: int = 0
    changed: int = 0
    """Groups that came out otherwise than before."""
    unrecorded: int = 0
    """Groups that were left as they are, since they were captured before there were WARC files."""
    left: int = 0
    """Groups that were left as they are, since a record of theirs cannot be read."""
    reasons: list[str] = field(default_factory=list)
    """Why, for the first few of them."""
    fields: dict[str, int] = field(default_factory=dict)
    """How many versions or articles differ in a field; see `Difference.field`."""
    sample: list[Difference] = field(default_factory=list)
    """The first few differences."""

    def leave(self, error: UnusableRecord) -> None:
        """Count a group that is left as it is."""
        if isinstance(error, MissingRecord):
            self.unrecorded += 1
            return
        self.left += 1
        if str(error) not in self.reasons and len(self.reasons) < 10:
            self.reasons.append(str(error))


def reextract(
    archive: Archive,
    declared_of: DeclaredOf,
    *,
    workers: int = 1,
    keep: bool = True,
    sample: int = 20,
    tell: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Bring everything read from captures to what today's reader makes of them.

    Without `keep` nothing is written. At most `sample` differences are given back one by one. `tell` is called after
    each group. Raises UnknownSite where a site of the archive is no longer declared.
    """
    refold, outcome = Refold(archive, declared_of), Outcome()
    groups = Groups(archive.rereading, refold.identity)
    with readers(workers) as begin:
        ahead = _ahead(_readable(groups, refold, outcome), refold, begin)
        while some := list(islice(ahead, BATCH)):
            with archive.together():
                for group in some:
                    if groups.of(group.urls) != group.urls:
                        continue  # it was read by then, with what called it its own
                    try:
                        group = refold.whole(group, groups, begin)
                    except UnusableRecord as error:
                        outcome.leave(error)
                        continue
                    _count(outcome, group, refold.again(group, keep=keep), sample)
                    if tell:
                        tell(outcome)
    return outcome


def _readable(groups: Iterable[frozenset[str]], refold: Refold, outcome: Outcome) -> Iterator[Group]:
    for urls in groups:
        try:
            yield refold.group(urls)
        except UnusableRecord as error:
            outcome.leave(error)


def _ahead(groups: Iterable[Group], refold: Refold, begin: Begin) -> Iterator[Group]:
    """The groups in their order, each after its pages were given to the readers."""
    waiting: deque[Group] = deque()
    fresh: list[Group] = []
    for group in groups:
        fresh.append(group)
        if len(fresh) == BATCH:
            refold.begin(fresh, begin)
            waiting.extend(fresh)
            fresh = []
        while len(waiting) > _AHEAD:
            yield waiting.popleft()
    refold.begin(fresh, begin)
    yield from (*waiting, *fresh)


def _count(outcome: Outcome, group: Group, changed: tuple[Shown, Shown] | None, sample: int) -> None:
    outcome.groups += 1
    outcome.captures += len(group.exchanges)
    if found := list(differences(*changed)) if changed else []:
        outcome.changed += 1
        for each in found:
            outcome.fields[each.field] = outcome.fields.get(each.field, 0) + 1
        outcome.sample += found[: max(0, sample - len(outcome.sample))]
