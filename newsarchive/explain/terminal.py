"""A report as text: in colour and wrapped on a terminal, plain and uncut anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsarchive.items import Article, Block, Comment, Image, Problem, Teaser

if TYPE_CHECKING:
    from newsarchive.explain.report import FieldReport, Report

UNPRINTABLE = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}")
"""A page must not be able to steer the terminal it is shown on."""
_VERDICT_STYLES = {"won": "bold green", "nothing": "dim", "same": "dim green", "cut": "dim green", "differs": "yellow"}
_BLOCK_STYLES = {"heading": "bold", "strap": "italic bold", "quote": "italic"}
_UNCUT = 1_000_000
"""More columns than any line has; what is no terminal gets lines of any length."""
_FEW = 10


def show(report: Report) -> None:
    """Print a report on standard output."""
    console = Console(highlight=False)
    parts = list(_parts(report))
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    unbound = console.options.update(width=_UNCUT)
    width = max(Measurement.get(console, unbound, part).maximum for part in parts)
    wide = Console(highlight=False, width=width, color_system=None)
    with wide.capture() as captured:
        wide.print(*parts, sep="\n")
    for line in captured.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _header(report)
    if report.article is None:
        yield from _what_was_seen(report)
    else:
        yield from _what_was_read(report, report.article)


def _header(report: Report) -> RenderableType:
    page, article = report.page, report.article
    about = [page.site, *([article.page_type] if article else []), report.view.document.charset]
    total = sum(report.milliseconds.values())
    laps = ", ".join(f"{stage} {lap:.1f}" for stage, lap in report.milliseconds.items())
    lines = [
        _text(article.url if article else page.final_url, "bold"),
        _text(" · ".join([*about, f"{len(page.body) / 1024:.1f} KiB", f"{total:.1f} ms ({laps})"]), "dim"),
    ]
    if page.url != page.final_url:
        lines.insert(1, _text(f"asked for as {page.url}", "dim"))
    if report.is_no_address_of_an_article:
        lines.append(_text("By its address this is no article of the site: a crawl would not read it.", "yellow"))
    return Group(*lines)


def _what_was_read(report: Report, article: Article) -> Iterator[RenderableType]:
    yield _title("Fields")
    yield from (_field(each) for each in report.fields)
    if report.problems:
        yield _title("Problems")
        yield from map(_problem, report.problems)
    yield _title(f"Body: located by «{report.located_by}»")
    yield _rows([(block.kind, _block(block)) for block in article.blocks])
    for title, rows in _lists(article):
        yield _title(title)
        yield _rows(rows)
    yield from _teasers(article.teasers)
    if article.comments:
        yield _title("Readers' comments")
        yield _rows([(str(comment.position), _comment(comment)) for comment in article.comments])


def _lists(article: Article) -> Iterator[tuple[str, list[tuple[str, Text]]]]:
    """The parts that only some articles have: title, (label, text) of each row."""
    if article.event_dates:
        place = [("where", _text(article.event_place))] if article.event_place else []
        yield "Event", [("when", _text(article.event_dates)), *place]
    if article.images:
        yield "Images", [(str(number), _image(image)) for number, image in enumerate(article.images, start=1)]
    if article.links:
        yield "Links", [(str(number), _target(link.text, link.url)) for number, link in enumerate(article.links, 1)]


def _what_was_seen(report: Report) -> Iterator[RenderableType]:
    """What may help to understand why there is no article."""
    pieces = report.view.printed
    headings = [_text(piece.text) for piece in pieces if piece.kind == "heading"]
    prose = sorted((piece.text for piece in pieces if piece.kind == "text"), key=len, reverse=True)
    yield _title("No article, but this could be seen")
    rows = [
        ("title", _text(report.view.title or "none")),
        ("pieces", _text(f"{len(pieces)}, {sum(len(piece.text) for piece in pieces)} characters of text")),
        ("teasers", _text(str(len(report.teasers)))),
        *(("heading", heading) for heading in headings[:_FEW]),
        *(("text", _text(_short(text))) for text in prose[:3]),
    ]
    if len(headings) > _FEW:
        rows.append(("", _text(f"… and {len(headings) - _FEW} more headings", "dim")))
    yield _rows(rows)
    if report.problems:
        yield _title("Problems")
        yield from map(_problem, report.problems)
    yield from _teasers(report.teasers)


def _field(field: FieldReport) -> RenderableType:
    value = Table.grid(padding=(0, 2, 0, 0))
    value.add_row(_text(field.name, "bold cyan"), _value(field))
    if field.raw:
        value.add_row("", _text(f"from «{field.raw}»", "dim"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=False, max_width=32)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for trial in field.trials:
        style = _VERDICT_STYLES[trial.verdict]
        table.add_row(
            _text(trial.rule, style), _text(trial.verdict, style), _text(_short(field.told_by(trial) or ""), style)
        )
    return Group(Text(), value, _indented(table), *(_indented(_problem(problem)) for problem in field.problems))


def _value(field: FieldReport) -> Text:
    return _text(field.value) if field.value else _text("nothing", "red")


def _block(block: Block) -> Text:
    if block.items:
        return _text(
            "\n".join(f"{'  ' * item.depth}{'#' if item.ordered else '•'} {item.text}" for item in block.items)
        )
    return _text(f"« {block.text} »" if block.kind == "quote" else block.text, _BLOCK_STYLES.get(block.kind, ""))


def _image(image: Image) -> Text:
    credit = f"© {image.credit}" if image.credit else None
    words = " · ".join(filter(None, (image.caption or "no caption", credit)))
    return Text.assemble(_text(words), "\n", _text(image.url, "dim"))


def _target(text: str, url: str) -> Text:
    return Text.assemble(_text(text), " → ", _text(url, "dim"))


def _teasers(teasers: tuple[Teaser, ...]) -> Iterator[RenderableType]:
    for heading, run in groupby(teasers, key=lambda teaser: teaser.heading):
        yield _title(f"Teasers under «{heading}»")
        yield _rows([(str(teaser.position), _target(teaser.headline, teaser.target_url)) for teaser in run])


def _comment(comment: Comment) -> Text:
    by = _text(f"{'↳ ' * comment.depth}{comment.author or 'nobody named'}", "bold")
    return Text.assemble(by, "  ", _text(comment.date_posted_raw, "dim"), "\n", _text(comment.text))


def _problem(problem: Problem) -> Text:
    return Text.assemble(_text(f"! {problem.error} ", "bold yellow"), _text(problem.message, "yellow"))


def _rows(rows: list[tuple[str, Text]]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in rows:
        table.add_row(label, text)
    return _indented(table)


def _title(text: str) -> RenderableType:
    return Group(Text(), _text(text, "bold magenta"))


def _indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2))


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"


def _text(text: str | None, style: str = "") -> Text:
    return Text((text or "").translate(UNPRINTABLE), style=style)
