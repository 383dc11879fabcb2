"""Files and records changed at random: nothing crashes, nothing is made up, what was not touched is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from newsarchive.errors import UnusableRecord
from newsarchive.intake.pages import page_of
from newsarchive.warc import Record, cut_off, record_at, torn_tail
from tests.warc.making import exchanged, fetched, read, saved, text, whole, writer

SEEDS = range(0, 400, 50)
TROUBLE = [b"\r\n\r\n", b"\n", b":", b"-", b"\0", b"\xff", b"[", b"{", b"9" * 30, b"\x1f\x8b\x08", b"WARC/1.1\r\n"]


def flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1 :]


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))] or data


def lose(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + data[at + random.randrange(1, 200) :] or data


def repeat(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    end = at + random.randrange(1, 200)
    return data[:end] + data[at:]


def insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.choice([random.randbytes(random.randrange(1, 50)), *TROUBLE]) + data[at:]


def zero(data: bytes, random: Random) -> bytes:
    """What a power cut leaves of blocks that were never written."""
    at = random.randrange(len(data))
    length = min(random.randrange(1, 200), len(data) - at)
    return data[:at] + b"\0" * length + data[at + length :]


MUTATIONS: list[Callable[[bytes, Random], bytes]] = [flip, cut, lose, repeat, insert, zero]


def mutated(data: bytes, random: Random) -> bytes:
    for _ in range(random.choice([1, 1, 2, 5])):
        data = random.choice(MUTATIONS)(data, random)
    return data


def content(record: Record) -> tuple[object, bytes]:
    return record.headers, record.block


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ours = writer(tmp_path)
    for number in range(4):
        ours.write_exchange(fetched(Random(number).randbytes(200 * number)), {"Kind": "article", "Listed": "{}"})
    ours.write_event({"event": "finish"}, fetched().fetched_at)
    ours.close()
    return tmp_path / ours.end[0]


@pytest.mark.parametrize("start", SEEDS)
def test_a_changed_file_gives_nothing_but_what_was_in_it(start: int, path: Path) -> None:
    data, before = path.read_bytes(), whole(path)
    known = [content(record) for record in before]
    for seed in range(start, start + 50):
        path.write_bytes(changed := mutated(data, Random(seed)))
        found, bad = read(path)
        assert [record for record in found if content(record) not in known] == [], seed
        intact = [one for one in before if data[one.place.offset :][: one.place.length] in changed]
        assert [one for one in map(content, intact) if one not in map(content, found)] == [], seed
        assert bad or {record.place.offset + record.place.length for record in found} >= {len(changed)}, seed
        for record in before:
            with suppress(UnusableRecord):
                assert content(record_at(path.parent, record.place)) in known, seed


@pytest.mark.parametrize("start", SEEDS)
def test_a_changed_file_is_whole_once_its_tail_is_cut_off(start: int, path: Path) -> None:
    data = path.read_bytes()
    for seed in range(start, start + 50):
        path.write_bytes(changed := mutated(data, Random(seed)))
        found, _ = read(path)
        torn = torn_tail(path, 0)
        if torn is None:
            continue
        aside = cut_off(path, torn)
        assert path.read_bytes() + aside.read_bytes() == changed, seed
        assert (read(path)[0], torn_tail(path, 0)) == (found, None), seed


def test_a_changed_record_is_used_as_it_is_or_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Un pont."
    fields = b'WARC-Date: 2026-02-06T09:15:00Z\r\nNewsarchive-Listed: {"headline": "Un pont"}\r\n'
    used, refused = 0, list[str]()
    for seed in range(1000):
        random = Random(seed)
        changed = mutated(block, random)
        found, _ = read(saved(path, text(changed, extra=mutated(fields, random).decode("latin-1"))))
        for record in found:
            try:
                page = page_of(record, record.payload, site="journal", mirror=None)
            except UnusableRecord as error:
                refused.append(str(error))
            else:
                used += 1
                assert exchanged(page).response_head + page.body == changed, seed
    assert {told.partition(": ")[0] for told in refused} == {"a.warc.gz holds a record of no use at byte 0"}
    assert min(used, len(refused)) > 100
