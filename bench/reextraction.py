"""What reading an archive again takes: one process against two, and against trafilatura on the same WARC files."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bench.crawl import served
from bench.measure import ROOT, Measure, Pair, Table, run_child, side_by_side
from newsarchive.warc import Record, http_parts, records

WEIGHT = 61_000
"""Bytes of a page before it is compressed, as those of the site weigh."""
ARTICLES = 800
FEW = 100
FASTER, THAN_TRAFILATURA, FLAT = 1.7, 3.0, 1.2


def workers(folder: Path, rounds: int = 3, articles: int = ARTICLES) -> Measure:
    """Pages per second by the clock once it is under way, with two processes and with one."""
    archive = archived(folder, articles)
    pair = side_by_side(lambda _: _pace(archive, "2"), lambda _: _pace(archive, "1"), rounds)
    return _at_least(
        FASTER,
        pair,
        question="Re-extraction by two processes",
        against="the same by one process",
        note=f"{articles} pages of {WEIGHT // 1000} kB, every article written anew.",
    )


def pace(folder: Path, rounds: int = 3, articles: int = ARTICLES) -> Measure:
    """Pages per second by the clock once it is under way, beside trafilatura on the same WARC files."""
    archive = archived(folder, articles)
    pair = side_by_side(lambda _: _pace(archive, "2"), lambda _: _pace(archive, "trafilatura"), rounds)
    return _at_least(
        THAN_TRAFILATURA,
        pair,
        question="Re-extraction",
        against="trafilatura over the same WARC files, which uses one process and writes nothing",
        note="Ours with two processes.",
    )


def memory(folder: Path, articles: int = ARTICLES) -> Measure:
    """Megabytes at most, of an archive and of a small one."""
    archive, small = archived(folder, articles), archived(folder, FEW)
    pair = side_by_side(lambda _: _peak(archive), lambda _: _peak(small), 1)
    return Measure(
        question="Memory of re-extraction",
        unit="MB",
        ours=pair.ours,
        against=f"an archive of {FEW} articles",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target=f"at most {FLAT:g} times",
        met=pair.ratio <= FLAT,
        note=f"{articles} articles.",
    )


def sizes(folder: Path, articles: int = ARTICLES) -> Table:
    """Bytes per article, of what an archive keeps."""
    archive = archived(folder, articles)
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        db.execute("VACUUM")
        (number,) = db.execute("SELECT count(*) FROM articles").fetchone()
    pages = [gzip.decompress(body) for body in _bodies(archive)]
    rows = {
        "raw pages": sum(map(len, pages)),
        "raw pages, gzip": sum(len(gzip.compress(page)) for page in pages),
        "WARC files, all exchanges": sum(path.stat().st_size for path in (archive / "warc").iterdir()),
        "database": (archive / "newsarchive.db").stat().st_size,
    }
    lines = [f"| {name} | {size / number / 1000:.1f} |" for name, size in rows.items()]
    ratio = rows["WARC files, all exchanges"] / rows["raw pages, gzip"]
    return Table(
        question="What an archive weighs",
        text="\n".join(["| | kB per article |", "|---|---:|", *lines]),
        target="none; to be read",
        met=True,
        note=f"WARC files weigh {ratio:.2f} times the gzipped pages; they hold requests, heads and listings too.",
    )


def archived(folder: Path, articles: int) -> Path:
    """An archive of a replica of so many articles, made when it is first asked for."""
    archive = folder / f"archive-of-{articles}"
    if not archive.exists():
        with served(articles, WEIGHT) as base_url:
            options = ["--archive", str(archive), "--base-url", base_url, "--delay", "0", "--quiet"]
            command = [sys.executable, "-m", "newsarchive", "crawl", "macommune", *options]
            subprocess.run(command, cwd=ROOT, check=True)
    return archive


def _at_least(times: float, pair: Pair, *, question: str, against: str, note: str) -> Measure:
    return Measure(
        question=question,
        unit="pages/s",
        ours=pair.ours,
        against=against,
        theirs=pair.theirs,
        ratio=pair.ratio,
        target=f"at least {times:g} times",
        met=pair.ratio >= times,
        note=note,
    )


def _pace(archive: Path, how: str) -> float:
    return float(run_child([sys.executable, "-m", "bench.again", archive, how]).stdout)


def _peak(archive: Path) -> float:
    return run_child([sys.executable, "-m", "bench.again", archive, "1"]).peak


def _bodies(archive: Path) -> list[bytes]:
    found = (record for path in (archive / "warc").iterdir() for record in records(path))
    return [
        record.payload
        for record in found
        if isinstance(record, Record)
        and record.headers.get("newsarchive-kind") == "article"
        and record.type == "response"
        and http_parts(record).headers.get("content-encoding") == "gzip"
    ]
