"""Asking a site for a few addresses: counted, spaced, only what robots.txt allows, and no more once it says stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from newsarchive.checking.challenges import challenge_in
from newsarchive.crawling.asking import Received, ask
from newsarchive.crawling.robots import Robots, refusal
from newsarchive.crawling.settings import DEFAULT_REQUEST_HEADERS
from newsarchive.errors import SiteUnreachable, UnreadableBody
from newsarchive.extraction.document import MAX_BYTES
from newsarchive.intake.decoding import decoded
from newsarchive.intake.routes import Route

BUDGET = 12
LONGEST_DELAY = 60.0
"""Seconds; a site that wants longer pauses is not asked at all."""
_MOST_REDIRECTS = 5
_WEB = ("http://", "https://")

Outcome = Literal["answered", "refused", "unreachable", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking for one address, redirects followed."""

    asked: str
    url: str
    """The address that was asked last."""
    outcome: Outcome
    fault: str | None = None
    """Why there is nothing to read, in one sentence."""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    charset: str | None = None
    """What the HTTP header declares."""
    body: bytes = field(default=b"", repr=False)
    """After content decoding."""
    fetched_at: datetime
    """Aware, UTC."""
    redirects: tuple[str, ...] = ()
    """The addresses on the way, `asked` first; empty where it answered itself."""

    @property
    def is_read(self) -> bool:
        """Whether there is a body to read."""
        return self.fault is None

    @property
    def is_welcome(self) -> bool:
        """Whether the site gave an answer of its own: a page, or the word that there is none."""
        return self.outcome == "answered" and (self.status or 0) // 100 in (2, 4)

    @property
    def validators(self) -> tuple[str, ...]:
        """Headers that a later request could be made conditional on (RFC 9110, section 8.8)."""
        names = {"etag": "ETag", "last-modified": "Last-Modified"}
        return tuple(text for name, text in names.items() if self.headers.get(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that was made."""

    url: str
    status: int | None
    """None where no whole response came."""
    size: int
    """Bytes of the body as sent."""


class Visitor:
    """Asks one site; `delay` is in seconds, `wait` lets them pass, `tell` hears of each request."""

    def __init__(self, route: Route, delay: float, wait: Callable[[float], None], tell: Callable[[str], None]) -> None:
        self.requests: list[Request] = []
        self.stopped: str | None = None
        """Why nothing more is asked for, once the site refuses."""
        self.robots = Robots()
        self.delay = delay
        self._route = route
        self._wait = wait
        self._tell = tell

    @property
    def left(self) -> int:
        """Requests that may still be made."""
        return BUDGET - len(self.requests)

    def ask_robots(self) -> Answer:
        """robots.txt, by whose rules everything else is asked for; 404 and its like allow everything."""
        answer = self._follow(f"{self._route.home}/robots.txt", spare=0, headers={}, largest=MAX_BYTES, anywhere=True)
        if self.stopped:
            return answer
        if answer.status is None or (answer.fault and answer.status < 400):
            self.stopped = f"{answer.fault}: unknown what is allowed"
        elif refused := refusal(answer.url, answer.status):
            self.stopped = refused
        elif answer.is_read:
            self.robots = Robots(answer.body)
            self._slow_down(self.robots.crawl_delay or 0)
        return answer

    def ask(
        self, identity: str, *, spare: int = 0, headers: Mapping[str, str] | None = None, largest: int = MAX_BYTES
    ) -> Answer:
        """An address of the site, unless that left less than `spare` requests; `largest` is in bytes, unpacked."""
        return self._follow(identity, spare=spare, headers=headers or {}, largest=largest)

    def _slow_down(self, wanted: float) -> None:
        if wanted > LONGEST_DELAY:
            self.stopped = f"robots.txt wants {wanted:.0f} s between requests, more than a check waits: crawl with care"
        self.delay = max(self.delay, wanted)

    def _follow(
        self, identity: str, *, spare: int, headers: Mapping[str, str], largest: int, anywhere: bool = False
    ) -> Answer:
        passed: list[str] = []
        url = self._route.address(identity)
        while True:
            if reason := self._why_not(url, passed, spare, anywhere):
                return _nothing(passed or [url], url, "not asked", reason)
            try:
                received = self._request(url, headers)
            except SiteUnreachable as error:
                return _nothing(passed or [url], url, "unreachable", str(error))
            if received.target is None:
                return self._read(passed, received, largest)
            passed.append(url)
            url = self._route.address(received.target)

    def _why_not(self, url: str, passed: list[str], spare: int, anywhere: bool) -> str | None:
        """Why an address is not asked for."""
        where = f"{passed[-1]} redirects to {url}" if passed else url
        if self.stopped:
            return f"{where} was not asked for: {self.stopped}"
        if not url.lower().startswith(_WEB) or not (anywhere or self._route.owns(self._route.identity(url))):
            return f"{where}, which is no address of the site"
        if url in passed or len(passed) > _MOST_REDIRECTS:
            return f"{where}: in a circle or without end"
        if not anywhere and not self.robots.allows(url):
            return f"robots.txt forbids {url}"
        return None if self.left > spare else f"{where} was not asked for: {BUDGET} requests are all a check makes"

    def _request(self, url: str, headers: Mapping[str, str]) -> Received:
        self._tell(f"{len(self.requests) + 1} of {BUDGET} {url}")
        if self.requests and self.delay:
            self._wait(self.delay)
        try:
            received = ask(url, {**DEFAULT_REQUEST_HEADERS, **headers}, limit=MAX_BYTES)
        except SiteUnreachable:
            self.requests.append(Request(url=url, status=None, size=0))
            raise
        self.requests.append(Request(url=url, status=received.status, size=len(received.body)))
        return received

    def _read(self, passed: list[str], received: Received, largest: int) -> Answer:
        body, fault = _unpacked(received, largest)
        challenge = challenge_in(received.headers_joined, body)
        waits = received.headers_joined.get("retry-after")
        said = f"{received.url} answered {received.status} {received.reason}".rstrip()
        if challenge:
            self.stopped = fault = f"{said} with a challenge for browsers ({challenge})"
        elif received.status == 429 or (waits and received.status >= 400):
            self.stopped = fault = f"{said} and wants us to wait" + (f": Retry-After {waits}" if waits else "")
        elif not 200 <= received.status < 300 and received.status != 304:
            fault = said
        refused = challenge or received.status in (401, 403, 429) or (waits and received.status >= 400)
        return Answer(
            asked=(passed or [received.url])[0],
            url=received.url,
            outcome="refused" if refused else "answered",
            fault=fault,
            status=received.status,
            headers=received.headers_joined,
            charset=received.headers.get_content_charset(),
            body=body,
            fetched_at=datetime.now(UTC),
            redirects=tuple(passed),
        )


def _unpacked(received: Received, largest: int) -> tuple[bytes, str | None]:
    """(body without its content codings, why it cannot be had)."""
    if len(received.body) > MAX_BYTES:
        return b"", f"{received.url} weighs more than {MAX_BYTES // 2**20} MiB"
    try:
        return decoded(received.body, received.codings, limit=largest), None
    except UnreadableBody as error:
        return b"", f"{received.url} cannot be unpacked: {error}"


def _nothing(passed: list[str], url: str, outcome: Outcome, fault: str) -> Answer:
    redirects = tuple(passed) if passed[0] != url else ()
    return Answer(
        asked=passed[0], url=url, outcome=outcome, fault=fault, fetched_at=datetime.now(UTC), redirects=redirects
    )
