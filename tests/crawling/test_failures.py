"""A failed request in one sentence, and which failures are worth a row."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from newsarchive.crawling.failures import AlreadyRecorded, RedirectLoop, is_worth_a_row, problem_of

REQUEST = Request("https://www.site.example/une/")


def answered(status: int) -> HttpError:
    return HttpError(Response(REQUEST.url, status=status))


@pytest.mark.parametrize(
    ("error", "name", "message"),
    [
        (answered(503), "HTTP503", "www.site.example answered 503 Service Unavailable."),
        (answered(599), "HTTP599", "www.site.example answered 599."),
        (DownloadTimeoutError("x"), "DownloadTimeout", "www.site.example did not answer in time."),
        (CannotResolveHostError("x"), "CannotResolveHost", "No address is known for the host www.site.example."),
        (IgnoreRequest("Forbidden by robots.txt"), "ForbiddenByRobots", "robots.txt of www.site.example forbids it."),
        (RedirectLoop("It redirects in a circle."), "RedirectLoop", "It redirects in a circle."),
        (ZeroDivisionError(), "ZeroDivisionError", "The request failed with ZeroDivisionError."),
    ],
)
def test_a_failure_is_a_sentence(error: Exception, name: str, message: str) -> None:
    problem = problem_of(error, REQUEST)
    assert (problem.stage, problem.error, problem.message) == ("fetch", name, message)


@pytest.mark.parametrize(
    ("error", "kind", "worth"),
    [
        (answered(404), "article", False),
        (answered(410), "article", False),
        (answered(301), "article", False),
        (answered(403), "article", True),
        (answered(403), "sitemap", False),
        (answered(500), "sitemap", True),
        (IgnoreRequest("Forbidden by robots.txt"), "article", False),
        (AlreadyRecorded("cut off"), "article", False),
        (DownloadTimeoutError(), "feed", True),
    ],
)
def test_what_is_normal_is_no_problem(error: Exception, kind: str, worth: bool) -> None:
    assert is_worth_a_row(problem_of(error, REQUEST), kind) is worth
