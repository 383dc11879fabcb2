"""What is to be said of the articles that were read, and all findings of a contact. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin

from newsarchive.checking.contact import ARTICLES, Contact, Sample
from newsarchive.checking.facts import EXPECTED, NEEDED, Fact, facts_of
from newsarchive.checking.findings import Finding, Severity
from newsarchive.checking.measures import LONG, MOSTLY_LINKS, SHORT, Measures, boilerplate, measure
from newsarchive.checking.places import places, refusals
from newsarchive.dates import parse_date
from newsarchive.errors import UnknownDate
from newsarchive.explain import Report
from newsarchive.extraction.metadata import canonical_link
from newsarchive.intake.routes import Route
from newsarchive.items import Article
from newsarchive.normalise import same_time
from newsarchive.sites import site_named

LINKED = ("digest", "service", "agenda")
"""Page types whose text may well be links, or short."""


def judge(contact: Contact) -> tuple[Finding, ...]:
    """All there is to say, gravest first."""
    refused = tuple(refusals(contact))
    if refused and not contact.read:
        return refused
    found = [*refused, *_enough(contact), *places(contact), *_fields(contact), *_texts(contact), *_addresses(contact)]
    order = ("refused", "missing", "gap", "note")
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def canonical_says(sample: Sample, report: Report, route: Route) -> str:
    """What the page's canonical link says of its address, in a word or two."""
    link = canonical_link(report.view.document.root)
    if link is None:
        return "no canonical link"
    identity = route.identity(urljoin(sample.answer.url, link))
    return "canonical agrees" if identity == route.identity(sample.answer.url) else f"canonical says {identity}"


def listing_says(sample: Sample, article: Article) -> str | None:
    """What listings say of its date, None where they say nothing."""
    if sample.listed is None:
        return None
    try:
        listed = parse_date(sample.listed, sample.answer.fetched_at)
    except UnknownDate:
        return f"listed as {sample.listed!r}, which names no day"
    agrees = article.date_published is not None and same_time(listed, article.date_published)
    return f"listed {sample.listed}" + (", which agrees" if agrees else ", which differs")


def _enough(contact: Contact) -> Iterator[Finding]:
    for sample in contact.samples:
        if sample.fault:
            came = sample.answer.is_read
            severity: Severity = "gap" if came else "note"
            advice = f"newsarchive explain {sample.answer.url} --html report.html" if came else None
            yield Finding(severity=severity, subject="article", message=sample.fault, advice=advice)
    if not contact.read:
        message = "no article could be read" if contact.samples else "no address of an article was found"
        advice = "look at the pages that --save keeps, and at docs/first-contact.md"
        yield Finding(severity="missing", subject="articles", message=message, advice=advice)
    elif len(contact.read) < ARTICLES:
        message = f"{len(contact.read)} of {ARTICLES} articles could be read"
        yield Finding(severity="gap", subject="articles", message=message, advice="check again, or see what stopped it")


def _fields(contact: Contact) -> Iterator[Finding]:
    """Fields that are missing, and what their rules quarrel about."""
    read = [
        (sample, {fact.name: fact for fact in facts_of(report, article)}) for sample, report, article in contact.read
    ]
    site = contact.declared.site
    module = f"newsarchive/sites/{site}.py"
    for name in NEEDED:
        lacking = [(sample, facts[name]) for sample, facts in read if not facts[name].value]
        if lacking:
            sample, fact = lacking[0]
            message = f"missing on {len(lacking)} of {len(read)}, such as {sample.answer.url}{_worded(fact)}"
            advice = f"newsarchive explain {sample.answer.url} --html report.html, then {_remedy(name, module)}"
            yield Finding(severity="missing", subject=name, message=message, advice=advice)
    for name in EXPECTED:
        absent = read and not any(facts[name].value for _, facts in read)
        if name in site_named(site).never_printed:
            if read and not absent:
                message = f"{name} is found, though `never_printed` in {module} names it"
                yield Finding(severity="note", subject=name, message=message, advice="take it out there")
        elif absent:
            advice = f"{_remedy(name, module)}; if the site prints none, add it to `never_printed` there"
            message = f"missing on all {len(read)}{_worded(read[0][1][name])}"
            yield Finding(severity="gap", subject=name, message=message, advice=advice)


def _worded(fact: Fact) -> str:
    """What the page says where that could not be understood."""
    return f": {fact.problems[0].partition(': ')[2]}" if fact.problems else ""


def _remedy(name: str, module: str) -> str:
    """What to change where a field is not found."""
    if name == "body":
        return f"`locate` and `landmarks` in {module}"
    return f"`related` of the landmarks in {module}" if name == "teasers" else f"a rule more for `{name}` in {module}"


def _texts(contact: Contact) -> Iterator[Finding]:
    """What in the bodies is no part of an article."""
    module = f"newsarchive/sites/{contact.declared.site}.py"
    for text in boilerplate([article for _, _, article in contact.read]):
        message = f"the same block stands in all of them: «{_short(text)}»"
        advice = f"add it to `ignored` or `boxes` of the landmarks in {module}"
        yield Finding(severity="gap", subject="body", message=message, advice=advice)
    odd: dict[str, list[tuple[str, Sample]]] = defaultdict(list)
    for sample, _, article in contact.read:
        for kind, message in _oddities(measure(article), article):
            odd[kind].append((message, sample))
    for kind, found in odd.items():
        message, sample = found[0]
        advice = f"newsarchive explain {sample.answer.url} --html report.html, then the landmarks in {module}"
        where = f"on {len(found)} of {len(contact.read)}, such as {sample.answer.url}"
        yield Finding(severity="gap", subject=kind.split()[0], message=f"{message}, {where}", advice=advice)


def _oddities(measures: Measures, article: Article) -> Iterator[tuple[str, str]]:
    """(field and kind of what is odd, what it is) of one article's numbers."""
    if measures.words > LONG:
        yield "body long", f"{measures.words} words may have swallowed what follows"
    if 0 < measures.words < SHORT and article.page_type == "article":
        yield "body short", f"{measures.words} words may be a beginning alone"
    if measures.link_share > MOSTLY_LINKS and article.page_type not in LINKED:
        yield "body links", f"{measures.link_share:.0%} of it stand in links"
    if measures.teasers_in_body and article.page_type not in LINKED:
        yield "body teaser", f"the teaser «{_short(measures.teasers_in_body[0])}» stands in it"
    for name in measures.repeats:
        yield f"body {name}", f"it repeats the {name}"
    if measures.teasers_to_itself:
        yield "teasers itself", "one leads to the article itself"


def _addresses(contact: Contact) -> Iterator[Finding]:
    """Canonical links, redirects, and what the readings complain of."""
    route, module = contact.declared.route, f"newsarchive/sites/{contact.declared.site}.py"
    for sample, report, article in contact.read:
        says = canonical_says(sample, report, route)
        if says.startswith("canonical says"):
            advice = f"`aliases` and `rewrites` in {module}: one article must have one address"
            yield Finding(severity="gap", subject="canonical", message=f"{sample.answer.url}: {says}", advice=advice)
        if (listed := listing_says(sample, article)) and not listed.endswith("agrees"):
            yield Finding(severity="note", subject="listing date", message=f"{sample.answer.url}: {listed}")
    yield from _problems(contact)
    redirected = [sample for sample, _, _ in contact.read if sample.answer.redirects]
    if redirected and len(redirected) == len(contact.read):
        sample = redirected[0]
        message = f"every article is redirected, such as {sample.answer.asked} to {sample.answer.url}"
        advice = f"write addresses as the site does: `host`, `rewrites` and `final_slash` in {module}"
        yield Finding(severity="gap", subject="redirects", message=message, advice=advice)


def _problems(contact: Contact) -> Iterator[Finding]:
    """What the readings complain of, each kind once."""
    met: dict[tuple[str, str], list[tuple[str, Sample]]] = defaultdict(list)
    for sample, _, article in contact.read:
        for problem in article.problems:
            met[problem.error, problem.message.partition(":")[0]].append((problem.message, sample))
    for (error, _), found in met.items():
        message, sample = found[0]
        where = f"on {len(found)} of {len(contact.read)}, such as {sample.answer.url}"
        yield Finding(severity="note", subject=error, message=f"{where}: {message}")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
