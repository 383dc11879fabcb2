"""`newsarchive explain`: what is read from a page, and which rule found each field."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from newsarchive.items import Article, Page, Provenance

HELP = "show what is read from a page, and by which rule"
_FIELDS = ("headline", "description", "date_published", "date_modified", "section", "authors", "tags", "article_body")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("source", metavar="URL-OR-FILE", help="address of a page, or a saved page (also .gz)")
    parser.add_argument("--url", help="where a saved page came from (default: its canonical link)")
    parser.add_argument("--site", metavar="NAME", help="read it by this site's rules (default: by its address)")
    parser.add_argument("--json", action="store_true", help="print the article as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the article; exit code 1, with the reason, where the page holds none."""
    from newsarchive.normalise import normalise
    from newsarchive.sites import read

    page = _page(args)
    started = time.process_time()
    article = normalise(read(page))
    milliseconds = 1000 * (time.process_time() - started)
    if args.json:
        print(json.dumps(as_json(article), ensure_ascii=False))
    else:
        show(article, milliseconds)
    return 0


def _page(args: argparse.Namespace) -> Page:
    from newsarchive.crawling.single import page_from_file, page_from_web

    if args.source.startswith(("http://", "https://")):
        from newsarchive.crawling.settings import USER_AGENT

        return page_from_web(args.source, USER_AGENT, args.site)
    return page_from_file(Path(args.source), args.url, args.site)


def as_json(article: Article) -> dict[str, object]:
    """The article without the bytes of its page; dates in ISO 8601."""
    fields = {name: getattr(article, name) for name in article.__dataclass_fields__ if name != "page"}
    plain = json.loads(json.dumps(fields, default=_plain))
    return {**plain, "article_body": article.article_body, "word_count": article.word_count}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def show(article: Article, milliseconds: float) -> None:
    """Print an article for people: fields with their rules, then body, teasers and problems."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(
        f"[bold]{article.url}[/]  ({article.site}, {article.page_type}, {milliseconds:.1f} ms)", soft_wrap=True
    )
    console.print(_field_table(article))
    _show_body(console, article)
    _show_teasers(console, article)
    for problem in article.problems:
        console.print(f"[yellow]{problem.error}[/]: ", end="")
        console.print(problem.message, markup=False)


def _field_table(article: Article) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("field", "value", "found by", "others"):
        table.add_column(heading, overflow="fold")
    for name in _FIELDS:
        provenance = article.provenance[name]
        rule = Text(provenance.rule or "nothing", style="green" if provenance.rule else "red")
        table.add_row(name, Text(_value(article, name)), rule, Text(_others(provenance), style="dim"))
    return table


def _value(article: Article, name: str) -> str:
    value = getattr(article, name)
    if name == "article_body":
        return f"{article.word_count} words in {len(article.blocks)} blocks"
    if name == "description":
        return f"[{article.kicker}] {value}" if article.kicker else str(value or "-")
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    if isinstance(value, date):
        return f"{value.isoformat()}  ({getattr(article, name + '_raw')})"
    return str(value or "-")


def _others(provenance: Provenance) -> str:
    return "; ".join(f"{rule}: {_short(value)}" for rule, value in provenance.lost)


def _short(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value if len(value) <= 60 else f"{value[:57]}…"


def _show_body(console: Console, article: Article) -> None:
    for block in article.blocks:
        console.print(f"[cyan]{block.kind:9}[/] ", end="")
        console.print(block.text, markup=False, soft_wrap=True)
    for image in article.images:
        console.print("[cyan]image[/]     ", end="")
        console.print(f"{image.url} {image.caption or ''} © {image.credit or '?'}", markup=False, soft_wrap=True)


def _show_teasers(console: Console, article: Article) -> None:
    for teaser in article.teasers:
        console.print(f"[magenta]teaser {teaser.position}[/]  ", end="")
        console.print(f"{teaser.heading} › {teaser.headline} → {teaser.target_url}", markup=False, soft_wrap=True)
