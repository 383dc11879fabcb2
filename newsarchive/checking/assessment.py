"""What a first contact came to, as one value: for people, for machines, and to be kept beside saved pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from newsarchive.checking.contact import Contact, Sample
from newsarchive.checking.facts import facts_of
from newsarchive.checking.findings import Finding, Verdict, verdict_of
from newsarchive.checking.indexes import Index
from newsarchive.checking.judging import canonical_says, judge, listing_says
from newsarchive.checking.measures import measure
from newsarchive.checking.visiting import Answer

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A contact with what is to be said of it."""

    contact: Contact
    findings: tuple[Finding, ...]
    verdict: Verdict

    @classmethod
    def of(cls, contact: Contact) -> Assessment:
        """All findings and the verdict."""
        findings = judge(contact)
        verdict = verdict_of(findings, contact.declared.site, len(contact.read))
        return cls(contact=contact, findings=findings, verdict=verdict)

    @property
    def changes_alone(self) -> str:
        """Whether an article can be asked for on condition that it changed, in a few words."""
        again = self.contact.again
        if again is None:
            has_validators = any(sample.answer.validators for sample, _, _ in self.contact.read)
            return "not asked" if has_validators else "no: articles come without ETag and Last-Modified"
        if again.status == 304:
            return "yes: an article asked for again was answered with 304"
        return f"no: an article asked for again was answered with {again.status}" if again.status else str(again.fault)

    def as_json(self) -> Json:
        """The object of `newsarchive check --json`."""
        contact, robots = self.contact, self.contact.visitor.robots
        route = contact.declared.route
        return {
            "site": contact.declared.site,
            "asked_at": contact.robots.fetched_at.isoformat(timespec="seconds"),
            "base_url": route.address(f"{route.home}/"),
            "verdict": self.verdict.word,
            "exit_code": self.verdict.exit_code,
            "sentence": self.verdict.sentence,
            "findings": [asdict(finding) for finding in self.findings],
            "requests": [asdict(request) for request in contact.visitor.requests],
            "robots": {
                **_answer(contact.robots),
                "forbidden": robots.forbidden(route.home),
                "crawl_delay": robots.crawl_delay,
                "sitemaps": robots.sitemaps,
            },
            "indexes": [_index(index) for index in contact.indexes],
            "articles": [self._article(sample) for sample in contact.samples],
            "conditional": contact.again.status if contact.again else None,
        }

    def _article(self, sample: Sample) -> Json:
        about = {"kind": sample.choice.kind, "identity": sample.choice.identity, **_answer(sample.answer)}
        if sample.report is None or sample.report.article is None:
            return {**about, "fault": sample.fault}
        article = sample.report.article
        return {
            **about,
            "page_type": article.page_type,
            "charset": sample.report.view.document.charset,
            "canonical": canonical_says(sample, sample.report, self.contact.declared.route),
            "listing": listing_says(sample, article),
            "fields": {fact.name: asdict(fact) for fact in facts_of(sample.report, article)},
            "measures": asdict(measure(article)),
            "problems": [asdict(problem) for problem in article.problems],
        }


def _answer(answer: Answer) -> Json:
    return {
        "url": answer.url,
        "redirects": answer.redirects,
        "status": answer.status,
        "fault": answer.fault,
        "validators": answer.validators,
    }


def _index(index: Index) -> Json:
    return {
        "kind": index.kind,
        **_answer(index.answer),
        "fault": index.fault,
        "entries": index.entries,
        "articles": len(index.articles),
        "newest": index.newest.isoformat() if index.newest else None,
        "dates_beside_links": len(index.listed),
        "listings": len(index.listings),
        "further_pages": len(index.further),
    }
