"""Reads the articles of an archive again, and prints how many pages a second that made by the clock, the start aside.

`python -m bench.again ARCHIVE WORKERS` does what `newsarchive reextract` does after a new release: every article is
written anew. `python -m bench.again ARCHIVE trafilatura` has trafilatura read the same pages from the same WARC files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import trafilatura

from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.intake.decoding import decoded
from newsarchive.intake.pages import PAGE_LIMIT, kind_of
from newsarchive.reextraction import reextract
from newsarchive.warc import Record, http_parts, records


def ours(folder: Path, workers: int) -> None:
    """Re-extraction, by so many processes."""
    with Archive(folder) as archive:
        with archive.db.conn:
            archive.db.execute("UPDATE revisions SET kicker = 'as an earlier reader had it'")
        times: list[float] = []
        outcome = reextract(archive, declared, workers=workers, tell=lambda _: times.append(perf_counter()))
    assert outcome.changed > 0.9 * outcome.groups
    print(len(times) / (times[-1] - times[0]))


def theirs(folder: Path) -> None:
    """trafilatura, in this process."""
    times: list[float] = []
    for url, body in _articles(folder):
        trafilatura.bare_extraction(body, url=url, with_metadata=True)
        times.append(perf_counter())
    print(len(times) / (times[-1] - times[0]))


def _articles(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        for record in records(path):
            if isinstance(record, Record) and record.type == "response" and kind_of(record) == "article":
                coding = http_parts(record).headers.get("content-encoding", "")
                yield record.url, decoded(record.payload, [coding], limit=PAGE_LIMIT)


if __name__ == "__main__":
    if sys.argv[2] == "trafilatura":
        theirs(Path(sys.argv[1]))
    else:
        ours(Path(sys.argv[1]), int(sys.argv[2]))
