"""Where requisites are asked for: other hosts than the site's, which may hang, refuse, or be nobody's business."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future

from .beside import is_beside, is_foreign, is_requisite
from .failures import BROKEN_OFF, REFUSALS, is_struggling, problem_of
from .recorder import recorder_of
from .robots import refusal
from .unsent import drop_some
from .wire import DROPPABLE

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
_ASKED_TO_WAIT = frozenset({429, 503})


class RequisiteHosts:
    """Downloader middleware: asks for requisites where that does no harm, and gives a host up that has none for us.

    That is one whose robots.txt is refused or cannot be had, that asks to be left alone, or from which several in a row
    did not come; it is asked for no more of them in this run. A page may name any address: none of a private network
    is asked for, but where the mirror that is crawled is.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._patience = settings.getint("MAX_REQUISITE_FAILURES_IN_A_ROW")
        self._timeout = settings.getfloat("REQUISITE_TIMEOUT")
        self._meta = {
            "download_timeout": self._timeout,
            "download_maxsize": settings.getint("REQUISITE_MAXSIZE"),
            "dont_retry": True,
            DROPPABLE: True,
        }
        self._base_url = recorder_of(crawler).spider.options.base_url
        self._failed: Counter[str] = Counter()
        self._given_up: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest for a requisite that is not to be asked for."""
        if not is_beside(request, self._crawler):
            return
        request.meta.update(self._meta)
        if is_requisite(request) and _host(request) in self._given_up:
            raise IgnoreRequest(f"{_host(request)} was given up in this run.")
        if is_foreign(request, self._crawler):
            await self._check_network(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, whatever it is."""
        if not is_beside(request, self._crawler):
            return response
        if not is_requisite(request):
            if said := refusal(request.url, response.status):
                self._give_up(request, said)
        elif response.status in _ASKED_TO_WAIT and is_foreign(request, self._crawler):
            self._give_up(request, f"it answered {response.status}")
        elif is_struggling(response.status) or response.status in REFUSALS:
            self._count(request, f"it answered {response.status}")
        else:
            self._failed[_host(request)] = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer; there is one attempt."""
        if not is_beside(request, self._crawler) or not isinstance(exception, BROKEN_OFF):
            return
        why = problem_of(exception, request).message
        self._count(request, why) if is_requisite(request) else self._give_up(request, why)

    def _count(self, request: Request, why: str) -> None:
        self._failed[_host(request)] += 1
        if self._failed[_host(request)] >= self._patience:
            self._give_up(request, why)

    def _give_up(self, request: Request, why: str) -> None:
        host = _host(request)
        if host not in self._given_up:
            self._given_up.add(host)
            logger.info("No more pictures and the like from %s in this run: %s", host, why)
            drop_some(self._crawler.engine.downloader, lambda other: is_requisite(other) and _host(other) == host)

    async def _check_network(self, request: Request) -> None:
        """Raises IgnoreRequest for an address that a stranger's page must not make us ask for."""
        address = await self._address_of(request.url)
        if address is None and "proxy" in request.meta:
            return
        if address is None or not (is_public(address) or address == await self._address_of(self._base_url)):
            raise IgnoreRequest(f"{_host(request)} is no public address.")

    async def _address_of(self, url: str | None) -> IPv4Address | IPv6Address | None:
        """What the host of a URL is known by, None where it is not; Scrapy's cache has the request go there too."""
        from twisted.internet import reactor

        host = urlsplit(url or "").hostname or ""
        try:
            return ip_address(host)
        except ValueError:
            pass
        try:
            found = maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]
            return ip_address(await asyncio.wait_for(found, self._timeout))
        except Exception:  # noqa: BLE001  # a resolver may fail in any way
            return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the Internet (https://www.iana.org/assignments/iana-ipv4-special-registry/)."""
    plain = (isinstance(address, IPv6Address) and (address.ipv4_mapped or address.sixtofour)) or address
    return plain.is_global and not plain.is_multicast


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc
