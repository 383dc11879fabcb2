"""Other people's tools find nothing wrong with the files we write."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator  # type: ignore[import-untyped]

from newsarchive.warc import Original
from tests.warc.making import AT, URL, fetched, whole, writer

CODED = gzip.compress(b"<p>Un pont.</p>" * 900)
MAX_HEAD = 1 << 20
"""Bytes; by default fastwarc passes over records with a head of more than 32 KiB, as a long address makes one."""


def made(folder: Path, longest_url: str) -> Path:
    """A file with every kind of record we write."""
    ours = writer(folder)
    ours.write_exchange(fetched(CODED, extra="Content-Encoding: gzip\r\n"), {"Listed": "{}"})
    ours.write_exchange(fetched(bytes(range(256)), url=f"{URL}?é=\r\nA: b"), {"Text": "né\r\n"})
    ours.write_exchange(fetched(b""), {})
    ours.write_exchange(fetched(b"", url=longest_url, status=404), {})
    ours.write_exchange(fetched(CODED), {}, Original(url=URL, date=AT - timedelta(days=1)))
    ours.write_exchange(fetched(b"", status=304), {})
    ours.write_event({"finish_reason": "finished"}, AT)
    ours.close()
    writer(folder, AT + timedelta(hours=1)).close()
    return folder / ours.end[0]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("warc"), URL + "a" * 50_000)


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_warcio_checks_every_digest(path: Path) -> None:
    said = run("warcio.cli", "check", "-v", path)
    assert said.count("digest pass") == sum(record.type != "revisit" for record in whole(path))
    assert said.count("(revisit)") == 2
    assert "failed" not in said


def test_fastwarc_verifies_every_block_digest(path: Path) -> None:
    found = ArchiveIterator(str(path), parse_http=False, max_header_len=MAX_HEAD)
    assert [record.verify_block_digest() for record in found] == [True] * len(whole(path))


def test_fastwarc_verifies_every_payload_digest_but_those_that_are_elsewhere(path: Path) -> None:
    found = ArchiveIterator(str(path), record_types=WarcRecordType.response, max_header_len=MAX_HEAD)
    assert [record.verify_payload_digest() for record in found] == [True] * 4


def test_the_command_of_fastwarc_finds_nothing_wrong(tmp_path: Path) -> None:
    path, told = made(tmp_path, URL + "a" * 2_000), tmp_path / "told"
    run("fastwarc.cli", "check", "--output", told, path)
    assert [line.split(": ")[1] for line in told.read_text("utf-8").splitlines()] == ["OK"] * len(whole(path))


def test_the_command_of_fastwarc_misses_but_the_payload_that_is_elsewhere(tmp_path: Path) -> None:
    path, told = made(tmp_path, URL), tmp_path / "told"
    with pytest.raises(AssertionError, match="Failed records"):
        run("fastwarc.cli", "check", "--verify-payloads", "--output", told, path)
    failed = {line.split(": ")[0] for line in told.read_text("utf-8").splitlines() if "FAIL" in line}
    assert failed == {record.headers["warc-record-id"] for record in whole(path) if record.is_identical}


def test_both_find_the_records_where_we_say_they_are(path: Path) -> None:
    ours = [(record.place.offset, record.place.length) for record in whole(path)]
    theirs = [record.stream_pos for record in ArchiveIterator(str(path), parse_http=False, max_header_len=MAX_HEAD)]
    assert [offset for offset, _length in ours] == theirs
    with path.open("rb") as file:
        iterator = WarcioIterator(file)
        assert [(iterator.get_record_offset(), iterator.get_record_length()) for _record in iterator] == ours
    assert json.loads(whole(path)[-2].block) == {"finish_reason": "finished"}
