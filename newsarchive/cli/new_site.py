"""Propose the declaration of a site from a few saved articles of it: module, spider, and fixtures to review."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsarchive.items import Page

HELP = "propose the declaration of a new site from a few of its articles"
_NEXT = """
Now read the truth in tests/fixtures/{name}/*/article.json beside its page: correct the declaration where it is
wrong, and set "reviewed" to true where it is right. Until then this fails:
  python -m pytest tests/test_fixtures.py -k {name}/"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("sources", nargs="+", metavar="URL-OR-FILE", help="2 to 5 articles of one site")
    parser.add_argument(
        "--url", action="append", default=[], help="where a saved page came from, once per file (default: its own link)"
    )
    parser.add_argument("--name", help="what to call the site (default: by its host)")
    parser.add_argument(
        "--into", type=Path, default=Path(), metavar="DIR", help="the checkout to write to (default: this folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the evidence, write the files, and say what to do next."""
    from newsarchive.proposal import report, writing
    from newsarchive.proposal.declaration import propose
    from newsarchive.proposal.samples import checked, name_of

    samples = checked(_pages(args))
    name = args.name or name_of(samples)
    writing.places(name, args.into)
    proposal = propose(samples, name)
    print("\n".join(report.lines(proposal)))
    print("\nwritten")
    for path in writing.write(proposal, args.into):
        print(f"  {path}")
    print(_NEXT.format(name=name))
    return 0


def _pages(args: argparse.Namespace) -> list[Page]:
    from newsarchive.crawling.single import page_from_file, page_from_web

    urls = iter(args.url)
    return [
        page_from_web(source, "generic")
        if source.startswith(("http://", "https://"))
        else page_from_file(Path(source), next(urls, None), "generic")
        for source in args.sources
    ]
