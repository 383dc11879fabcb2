"""Which addresses are read again together: those whose captures were read as one article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..archive.rereading import Rereading

Identity = Callable[[int, str], str]
"""The site's own canonical address of what a run, by its row id, asked for."""


class Groups:
    """Addresses that belong together. Those that stand alone, nearly all, take no memory."""

    def __init__(self, rereading: Rereading, identity: Identity) -> None:
        self._rereading = rereading
        self._together: dict[str, frozenset[str]] = {}
        for address in rereading.addresses():
            self._join({identity(address.crawl_id, address.url), address.canonical_url})

    def of(self, urls: frozenset[str]) -> frozenset[str]:
        """These addresses, and all that belong together with one of them."""
        return frozenset().union(urls, *(self._together.get(url, frozenset()) for url in urls))

    def join(self, urls: frozenset[str]) -> frozenset[str]:
        """Have these addresses belong together from now on; returns all that then do."""
        return self._join(set(urls))

    def __iter__(self) -> Iterator[frozenset[str]]:
        """Every group once, by its first capture, as it is by then."""
        begun: set[str] = set()
        for address in self._rereading.addresses():
            group = self._together.get(address.canonical_url)
            if group is None:
                if address.is_first:
                    yield frozenset({address.canonical_url})
            elif not begun & group:
                begun |= group
                yield group

    def _join(self, urls: set[str]) -> frozenset[str]:
        joined = self.of(frozenset(urls))
        if len(joined) > 1:
            for url in joined:
                self._together[url] = joined
        return joined
