"""Made-up histories of a few addresses, by a seed: all that may befall them, in any order, and runs that are killed."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.intake.following import recover
from tests.reextraction.simulated import HTML, SITE, START, Crawl, crawling, story

NAMES = ("un-titre", "deux-titres", "trois-titres", "quatre", "cinq")
CHALLENGE = b"<title>Just a moment...</title><script>window._cf_chl_opt = {cvId: '3'};</script>"
SOFT_404 = b"<html><head><title>Page introuvable</title></head><body><h1>Page introuvable</h1></body></html>"
PAUSES = (timedelta(minutes=30), timedelta(hours=20), timedelta(days=2))


class Killed(BaseException):
    """What ends a run at once."""


def befall(folder: Path, seed: int) -> None:
    """Some runs, whose answers are the same for the same seed."""
    random, at = Random(seed), START
    for _ in range(random.randint(2, 6)):
        killed = random.random() < 0.3
        with Archive(folder) as archive:
            recover(archive, declared)
            _run(archive, at, random, killed=killed)
        at += random.choice(PAUSES)
    with Archive(folder) as archive:
        recover(archive, declared)


def _run(archive: Archive, at: datetime, random: Random, *, killed: bool) -> None:
    steps, full = random.randint(2, 10), random.random() < 0.25
    if not killed:
        with crawling(archive, at, full=full) as crawl:
            for _ in range(steps):
                _answer(crawl, random)
        return
    crawl = Crawl(archive, at, full=full)
    for _ in range(steps):
        _answer(crawl, random)
    with pytest.MonkeyPatch.context() as patch, suppress(Killed):
        patch.setattr(archive.journal, "account", _kill)
        crawl.answer("/un-titre/", story("Un titre", "Un texte dont aucune ligne ne parle."))


def _kill() -> None:
    raise Killed


def _answer(crawl: Crawl, random: Random) -> None:
    path, seconds = f"/{random.choice(NAMES)}/", random.choice((0, 0, 1, 60))
    path += "amp/" if random.random() < 0.15 else ""
    location = {"location": f"{SITE}/{random.choice((*NAMES, ''))}/".replace("//", "/").replace(":/", "://")}
    match random.choice(("page", "page", "page", "redirect", "status", "status", "odd", "feed", "nothing")):
        case "page":
            _page(crawl, path, seconds, random)
        case "redirect":
            crawl.answer(path, status=random.choice((301, 301, 302, 308)), headers=location, seconds=seconds)
        case "status":
            status, again = random.choice((304, 404, 404, 410, 503, 206)), random.random() < 0.5
            crawl.answer(path, status=status, headers={}, seconds=seconds, again=again and status == 503)
        case "odd":
            crawl.answer(path, random.choice((SOFT_404, CHALLENGE, b"", b"\x1f\x8b\x00")), seconds=seconds)
        case "feed" if random.random() < 0.5:
            crawl.answer(path, story("Aucun fil", "Un texte."), kind="feed", seconds=seconds)
        case "feed":
            crawl.answer("/", f'<a href="{path}">Un titre</a>'.encode(), kind="listing", seconds=seconds)
        case "nothing":
            crawl.no_answer(path)


def _page(crawl: Crawl, path: str, seconds: int, random: Random) -> None:
    link = f'<link rel="canonical" href="{SITE}/{random.choice(NAMES)}/">' if random.random() < 0.35 else ""
    stamp = f"1{random.choice((2, 3, 3, 3, 4))}/03/2013 - 11:59"
    headline = random.choice(("Commun", path.strip("/")))
    body = story(headline, f"Le texte {random.randrange(4)} de cet article.", stamp=stamp, extra=link)
    packed = random.random() < 0.2
    headers = {**HTML, "content-encoding": "gzip"} if packed else HTML
    crawl.answer(path, gzip.compress(body, mtime=0) if packed else body, headers=headers, seconds=seconds)
