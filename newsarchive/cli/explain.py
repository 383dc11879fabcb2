"""`newsarchive explain`: what is read from a page, which rule found each field, and what became of the rest."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.errors import FileUnusable

if TYPE_CHECKING:
    from newsarchive.items import Page

HELP = "show what is read from a page, and by which rule"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("source", metavar="URL-OR-FILE", help="address of a page, or a saved page (also .gz)")
    parser.add_argument("--url", help="where a saved page came from (default: its canonical link)")
    parser.add_argument("--site", metavar="NAME", help="read it by this site's rules (default: by its address)")
    parser.add_argument("--json", action="store_true", help="print the article as one JSON object")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page that marks what each piece of the source became"
    )


def run(args: argparse.Namespace) -> int:
    """Print the article; where the page holds none, print what could be seen and raise the reason."""
    from newsarchive.explain import examine

    report = examine(_page(args))
    if args.html:
        from newsarchive.explain.web import write

        write(report, args.html)
    if args.json and report.article:
        print(json.dumps(report.article.as_json(), ensure_ascii=False))
    elif not args.json:
        from newsarchive.explain.terminal import show

        show(report)
    if report.error:
        raise report.error
    return 0


def _page(args: argparse.Namespace) -> Page:
    from newsarchive.crawling.single import page_from_file, page_from_web

    if args.source.lower().startswith(("http://", "https://")):
        if args.url:
            raise FileUnusable("--url says where a saved page came from; an address says so itself")
        return page_from_web(args.source, args.site)
    return page_from_file(Path(args.source), args.url, args.site)
