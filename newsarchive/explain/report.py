"""A page read once more, with everything kept that explains the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import process_time

from newsarchive.errors import UnreadablePage
from newsarchive.explain.trials import Trial, trials
from newsarchive.extraction.document import parse
from newsarchive.extraction.roles import Role, roles
from newsarchive.extraction.teasers import find_promotions, to_teasers
from newsarchive.extraction.view import PageView
from newsarchive.items import Article, Page, Problem, Teaser
from newsarchive.normalise import normalise
from newsarchive.sites import Site, site_named
from newsarchive.sites.reader import read_view
from newsarchive.urls import is_article

FIELDS = ("headline", "description", "date_published", "date_modified", "section", "authors", "tags", "article_body")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReport:
    """One field: its value for people to read, and every rule in the order it is asked."""

    name: str
    value: str | None
    raw: str | None
    """A date as the page words it."""
    rule: str | None
    trials: tuple[Trial, ...]
    problems: tuple[Problem, ...]

    def told_by(self, trial: Trial) -> str | None:
        """What a rule found, where that is not to be read elsewhere already."""
        known = {self.value, self.raw, (self.value or "").replace(", ", "; ")}
        is_news = trial.verdict == "differs" or (trial.verdict == "won" and trial.found not in known)
        return trial.found if is_news else None

    @property
    def is_disputed(self) -> bool:
        """Whether a rule found something else than what was taken."""
        return any(trial.verdict == "differs" for trial in self.trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All there is to say of how a page was read; without an article, what could be seen."""

    page: Page
    view: PageView
    milliseconds: Mapping[str, float]
    """CPU time of each stage."""
    article: Article | None = None
    located_by: str | None = None
    """The rule that says where on the page the article lies."""
    fields: tuple[FieldReport, ...] = ()
    roles: tuple[Role | None, ...]
    """What each of `view.printed` became; None throughout where there is no article."""
    teasers: tuple[Teaser, ...]
    error: UnreadablePage | None = None
    """Why there is no article."""

    @property
    def is_no_address_of_an_article(self) -> bool:
        """Whether the site's own declaration says that no article lives at this address."""
        addresses = site_named(self.page.site).addresses
        return bool(addresses and self.article and not is_article(self.article.url, addresses))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems that belong to no single field."""
        theirs = [problem for each in self.fields for problem in each.problems]
        problems = self.article.problems if self.article else self.view.document.problems
        return tuple(problem for problem in problems if problem not in theirs)


@dataclass(slots=True)
class _Watch:
    """CPU milliseconds from one lap to the next."""

    laps: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=process_time)

    def lap(self, name: str) -> None:
        now = process_time()
        self.laps[name] = 1000 * (now - self.last)
        self.last = now


def examine(page: Page) -> Report:
    """How a page is read. Raises UnreadablePage only where no parser can make anything of it."""
    site = site_named(page.site)
    watch = _Watch()
    document = parse(page.body, page.final_url, page.encoding)
    watch.lap("parse")
    view = PageView(document, site.landmarks, listed=page.listed)
    pieces = view.pieces
    watch.lap("read")
    try:
        reading = read_view(view, page, site)
        watch.lap("rules")
        article = normalise(reading.article)
        watch.lap("normalise")
    except UnreadablePage as error:
        promoted = to_teasers(find_promotions(pieces, 0, site.landmarks))
        seen = tuple(replace(teaser, target_url=view.resolve(teaser.target_url)) for teaser in promoted)
        nothing = (None,) * len(view.printed)
        return Report(page=page, view=view, milliseconds=watch.laps, roles=nothing, teasers=seen, error=error)
    return Report(
        page=page,
        view=view,
        milliseconds=watch.laps,
        article=article,
        located_by=reading.zone.rule,
        fields=tuple(_field(name, article, view, site) for name in FIELDS),
        roles=tuple(roles(view, reading.zone, reading.promotions, reading.article)),
        teasers=article.teasers,
    )


def _field(name: str, article: Article, view: PageView, site: Site) -> FieldReport:
    return FieldReport(
        name=name,
        value=_value(name, article),
        raw=getattr(article, f"{name}_raw") if name.startswith("date_") else None,
        rule=article.provenance[name].rule,
        trials=trials(name, article, view, site),
        problems=tuple(problem for problem in article.problems if problem.message.startswith(f"{name}:")),
    )


def _value(name: str, article: Article) -> str | None:
    if name == "article_body":
        return f"{article.word_count} words in {len(article.blocks)} blocks" if article.blocks else None
    if name == "description" and article.kicker:
        return f"{article.kicker} • {article.description}"
    value: str | tuple[str, ...] | date | None = getattr(article, name)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, tuple):
        return ", ".join(value) or None
    return value.isoformat() if isinstance(value, date) else value
