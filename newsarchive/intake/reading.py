"""From a page to the article on it, or to why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from .. import sites
from ..errors import MissingPage, Obstructed, UnreadablePage
from ..items import AddressState, Article, Page, Problem
from ..normalise import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Why nothing could be read from a page, and what that makes of its address."""

    problem: Problem
    state: AddressState


def read(page: Page) -> Article | Unread:
    """The article on a page, as the stages of a crawl read it."""
    stage = "extract"
    try:
        raw = sites.read(page)
        stage = "normalise"
        return normalise(raw)
    except Exception as error:  # noqa: BLE001  # a page may break anything, and is kept with what it broke
        return unread(stage, error)


def unread(stage: str, error: Exception) -> Unread:
    """What is said of a page that a stage failed on with `error`."""
    problem = Problem(stage=stage, error=type(error).__name__, message=_sentence(error))
    return Unread(problem=problem, state=_state_after(error))


def _state_after(error: Exception) -> AddressState:
    if isinstance(error, MissingPage):
        return "missing"
    return "failed" if isinstance(error, Obstructed) else "unreadable"


def _sentence(error: Exception) -> str:
    """What to say of an error: its own words if it was raised on purpose."""
    if isinstance(error, UnreadablePage):
        return str(error)
    return f"Reading it failed unexpectedly ({type(error).__name__}: {error}); please report it with the page."
