"""What the replica published, noted down as it happened: the model an archive of it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from newsarchive.demo import ArticleTruth, Replica

GRACE = timedelta(days=8)
"""In which an address that feeds, sitemaps or listings name is heard of: the longest wait of a sitemap, and a tenth."""


class State(NamedTuple):
    """What makes a version of an article: its content, and the stamps it prints."""

    headline: str
    kicker: str | None
    description: str | None
    body: str
    captions: tuple[tuple[str | None, str | None], ...]
    """Caption and credit of each picture."""
    published: str | None
    modified: str | None
    """As printed."""


def state_of(truth: ArticleTruth) -> State:
    """The state an article's page is in."""
    return State(
        headline=truth.headline,
        kicker=truth.kicker,
        description=truth.description,
        body="\n\n".join(block.text for block in truth.blocks),
        captions=tuple((image.caption, image.credit) for image in truth.images),
        published=truth.date_published_raw,
        modified=truth.date_modified_raw,
    )


class Chronicle:
    """Every state of every article at each of its addresses, and where it went."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self.states: dict[str, list[State]] = {}
        """Canonical address to what stood there one after the other."""
        self.moved: dict[str, str] = {}
        """Former address to the newest one of the same article."""
        self.removed: set[str] = set()
        """Addresses whose article is taken down at the moment."""
        self.left: set[str] = set()
        """Addresses whose article was taken down or moved at any time."""
        self.due: set[str] = set()
        """Addresses that stood long enough for a whole crawl to have found them."""
        self._hidden = {url for urls in replica.only_via.values() for url in urls}
        """Addresses that are known through one channel, and may be heard of late."""
        self._since: dict[str, datetime] = {}
        self.note()

    @property
    def changes(self) -> int:
        """How often anything changed at an address after it was first published."""
        return sum(len(states) - 1 for states in self.states.values())

    def note(self) -> None:
        """Take down how the site stands."""
        truth = self._replica.truth()
        for url, page in truth.items():
            states, state = self.states.setdefault(url, []), state_of(page)
            if not states or states[-1] != state:
                states.append(state)
            self._since.setdefault(url, self._replica.now)
            self.moved.pop(url, None)
        for url in self._since.keys() - truth.keys():
            del self._since[url]
            self.left.add(url)

    def note_move(self, old: str, new: str) -> None:
        """Take down that an article has moved to another canonical address."""
        self.moved = {former: new if target == old else target for former, target in self.moved.items()} | {old: new}
        if old in self._hidden:
            self._hidden.add(new)
        self.note()

    def note_removals(self, urls: Sequence[str]) -> None:
        """Take down that articles were taken down."""
        self.removed.update(urls)
        self.note()

    def note_return(self, url: str) -> None:
        """Take down that an article is back."""
        self.removed.discard(url)
        self.note()

    def note_crawl(self) -> None:
        """A crawl of everything due came to its end: what stood for long is due in the archive from now on."""
        now = self._replica.now
        self.due |= {url for url, since in self._since.items() if now - since >= GRACE and url not in self._hidden}

    def forgive(self) -> None:
        """What stands was forbidden or hidden for a while: it need not have been found before it has stood on."""
        self._since = dict.fromkeys(self._since, self._replica.now)
