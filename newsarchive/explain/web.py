"""A report as one HTML file: every piece of the page, in reading order, marked by what it became.

Nothing of the page's own markup is kept: its texts are printed anew, escaped, and the file asks nothing of any server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml.etree import _Element as Element

from newsarchive.errors import FileUnusable
from newsarchive.explain.labels import FIELD_OF, FIELDS, ROLES, UNREAD, VERDICTS, Label
from newsarchive.explain.report import Report
from newsarchive.extraction.figures import source
from newsarchive.extraction.reading import Piece, ancestors
from newsarchive.extraction.roles import Role

_FOLDED = 4
"""From how many pieces on a run that was passed over for one reason is folded away."""
_NESTING = 4
"""How many elements of a piece's place are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One piece of the page as it is shown."""

    number: int
    """From 1, in reading order."""
    label: Label
    piece: Piece
    address: str | None
    """Of an image."""
    facts: tuple[tuple[str, str], ...]
    """(rule or field, value): what decided."""
    place: str
    """The elements the piece stands in, innermost last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pieces in a row that have the same label."""

    label: Label
    marks: tuple[Mark, ...]

    @property
    def is_folded(self) -> bool:
        """Whether it is long and tells little."""
        return self.label.group == "passed" and len(self.marks) >= _FOLDED

    @property
    def anchor(self) -> str:
        """Id of the element to go to for the first piece."""
        return f"{'r' if self.is_folded else 'p'}{self.marks[0].number}"


def write(report: Report, path: Path) -> None:
    """Write the report to a file. Raises FileUnusable."""
    try:
        path.write_text(as_html(report), "utf-8", errors="replace")
    except OSError as error:
        raise FileUnusable(
            f"cannot write {path}: {error.strerror or error}; name a file in a folder of yours"
        ) from error


def as_html(report: Report) -> str:
    """The report as a page of its own."""
    runs = [Run(label=label, marks=tuple(run)) for label, run in groupby(_marks(report), key=lambda mark: mark.label)]
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            article=report.article,
            runs=runs,
            legend=_legend(runs),
            field_names=FIELDS,
            verdicts=VERDICTS,
            total=sum(report.milliseconds.values()),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsarchive.explain"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _legend(runs: list[Run]) -> list[tuple[Label, int, str]]:
    """(label, how many pieces, anchor of the first) of each label there is, in the order of the roles."""
    counts: Counter[Label] = Counter()
    anchors: dict[Label, str] = {}
    for run in runs:
        counts[run.label] += len(run.marks)
        anchors.setdefault(run.label, run.anchor)
    return [(label, counts[label], anchors[label]) for label in (*ROLES.values(), UNREAD) if label in counts]


def _marks(report: Report) -> Iterator[Mark]:
    for number, (piece, role) in enumerate(zip(report.view.printed, report.roles, strict=True), start=1):
        yield Mark(
            number=number,
            label=ROLES[role.name] if role else UNREAD,
            piece=piece,
            address=source(piece.element) if piece.kind == "image" else None,
            facts=tuple(_facts(role, report)) if role else (),
            place=_place(piece),
        )


def _facts(role: Role, report: Report) -> Iterator[tuple[str, str]]:
    """The rule that decided each field a piece is part of or prints; the target of a teaser."""
    rules = {each.name: each.rule for each in report.fields}
    for name in role.fields or ((FIELD_OF[role.name],) if role.name in FIELD_OF else ()):
        yield FIELDS[name], rules[name] or "aucune règle"
    if role.teaser:
        yield f"Accroche n° {role.teaser}", report.teasers[role.teaser - 1].target_url


def _place(piece: Piece) -> str:
    return " › ".join(reversed([_name(element) for element in islice(ancestors(piece), _NESTING)]))


def _name(element: Element) -> str:
    classes = (element.get("class") or "").split()[:2]
    return ".".join([str(element.tag), *classes])
