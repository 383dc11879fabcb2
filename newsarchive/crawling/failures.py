"""What went wrong with a request, as one sentence."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from ..items import Problem

UNREACHABLE = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, DownloadFailedError)
"""Errors that say nothing of the page asked for: the server itself did not answer."""
FORBIDDEN = "ForbiddenByRobots"
"""What a problem is called that is none: robots.txt asks not to be asked."""
BROKEN_OFF = (*UNREACHABLE, ResponseDataLossError)
"""Errors of the network, or of a server that is in trouble."""
REFUSALS = frozenset({401, 403})
"""Statuses of a site that does not want to be asked, as a bot challenge has them."""


class AlreadyRecorded(IgnoreRequest):
    """A response that went to quarantine before anybody read it."""


class NotAsked(IgnoreRequest):
    """A request that was dropped because the run is ending; the archive knows its address."""


class RedirectLoop(IgnoreRequest):
    """A chain of redirects without end."""


_SENTENCES: tuple[tuple[type[Exception], Callable[[str], str]], ...] = (
    (CannotResolveHostError, lambda host: f"No address is known for the host {host}."),
    (DownloadConnectionRefusedError, lambda host: f"{host} refused the connection."),
    (DownloadTimeoutError, lambda host: f"{host} did not answer in time."),
    (ResponseDataLossError, lambda host: f"{host} broke off before the response was complete."),
    (DownloadCancelledError, lambda host: f"{host} sent more than the limit for one response."),
    (DownloadFailedError, lambda host: f"The connection to {host} failed."),
)


def problem_of(error: BaseException, request: Request) -> Problem:
    """The problem a failed request leaves behind; `error` names its kind, `HTTP503` for a status."""
    if isinstance(error, HttpError):
        status = error.response.status
        return _problem(f"HTTP{status}", f"{_host(request)} answered {_status(status)}.")
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return _problem(kind.__name__.removesuffix("Error"), sentence(_host(request)))
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
        return _problem(FORBIDDEN, f"robots.txt of {_host(request)} forbids it.")
    return _problem(type(error).__name__, str(error) or f"The request failed with {type(error).__name__}.")


def is_struggling(status: int) -> bool:
    """Whether a status says that the server is in trouble, or that it is asked for too much."""
    return status in {408, 429} or status >= 500


def is_worth_a_row(problem: Problem, kind: str) -> bool:
    """Whether a failure is a problem; a missing page, a refused sitemap or a redirect not followed is none."""
    if problem.error in {FORBIDDEN, "HTTP404", "HTTP410", AlreadyRecorded.__name__}:
        return False
    if problem.error.startswith("HTTP3"):
        return False
    return kind == "article" or not problem.error.startswith("HTTP4")


def _problem(error: str, message: str) -> Problem:
    return Problem(stage="fetch", error=error, message=message)


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
