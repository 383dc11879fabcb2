"""Whatever happens to a file, what is whole in it is read, and what is not is noticed."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveUnwritable, UnusableRecord
from newsarchive.items import Place
from newsarchive.warc import BadRecord, Original, Record, cut_off, http_parts, reading, record_at, records, torn_tail
from tests.warc.making import AT, URL, fetched, packed, read, saved, text, whole, writer, written

HEAD = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"


def test_a_file_cut_at_any_byte_of_its_last_records_keeps_the_others(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two")
    data, before = path.read_bytes(), whole(path)
    ends = [record.place.offset for record in before[3:]]
    for end in range(ends[0] + 1, len(data)):
        path.write_bytes(data[:end])
        kept = [record for record in before if record.place.offset + record.place.length <= end]
        torn = kept[-1].place.offset + kept[-1].place.length
        found, bad = read(path)
        assert found == kept, end
        assert [error.offset for error in bad] == [torn] * (torn < end), end
        assert torn_tail(path, 0) == torn_tail(path, ends[0]) == (torn if torn < end else None), end
    path.write_bytes(data)
    assert torn_tail(path, 0) is None


@pytest.mark.parametrize(
    "garbage",
    [b"\0" * 4096, b"\x1f", b"<html>", b"\x1f\x8b\x08" * 50, gzip.compress(b"none"), packed(b"none"), packed(b"")],
)
def test_garbage_after_the_last_record_is_moved_aside(garbage: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, b"one")
    size, before = path.stat().st_size, whole(path)
    with path.open("ab") as file:
        file.write(garbage)
    assert torn_tail(path, 0) == torn_tail(path, size) == size
    aside = cut_off(path, size)
    assert (aside.name, aside.read_bytes()) == (f"{path.name}.torn-{size}", garbage)
    assert (whole(path), torn_tail(path, 0)) == (before, None)


def test_what_was_moved_aside_before_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, b"one")
    size = path.stat().st_size
    names = []
    for torn in (b"first", b"second", b"third"):
        with path.open("ab") as file:
            file.write(torn)
        aside = cut_off(path, size)
        names.append(aside.name.removeprefix(f"{path.name}.torn-{size}"))
        assert aside.read_bytes() == torn
    assert names == ["", "-2", "-3"]


def test_a_tail_that_cannot_be_moved_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"one")
    data = path.read_bytes()

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(ArchiveUnwritable, match=r"could not be cut back .* \(No space left on device\): "):
        cut_off(path, 100)
    assert path.read_bytes() == data


def test_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path, b"<p>Un pont.</p>")
    data, before = path.read_bytes(), whole(path)
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        found, bad = read(path)
        hit = next(record for record in reversed(before) if record.place.offset <= at)
        assert found == [record for record in before if record is not hit], at
        assert [error.offset for error in bad] == [hit.place.offset], at


def test_any_flipped_bit_is_noticed_or_means_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    data, before = path.read_bytes(), whole(path)
    last_before_the_crc = len(data) - 9
    for at in range(len(data)):
        for bit in (1, 16, 128):
            path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
            found, bad = read(path)
            assert len(bad) == 1 or (found == before and at == last_before_the_crc), (at, bit)


def test_records_after_a_torn_one_are_found(tmp_path: Path) -> None:
    one, two, three = (packed(text(HEAD + body * 50)) for body in (b"one", b"two", b"three"))
    path = tmp_path / "a.warc.gz"
    for kept in range(1, len(two)):
        path.write_bytes(one + two[:kept] + three)
        found, bad = read(path)
        assert [record.block for record in found] == [HEAD + b"one" * 50, HEAD + b"three" * 50]
        assert [error.offset for error in bad] == [len(one)]
        assert torn_tail(path, 0) is None


@pytest.mark.parametrize("piece", [1, 9, 10, 11, 64])
def test_a_record_is_found_wherever_a_piece_of_the_file_ends(
    piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PIECE", piece)
    path = tmp_path / "a.warc.gz"
    for garbage in (b"x", packed(b"none")[:15], b"\x1f\x8b\x08\0\0" * 30):
        path.write_bytes(garbage + packed(text(HEAD)))
        found, bad = read(path)
        assert [(record.block, record.place.offset) for record in found] == [(HEAD, len(garbage))]
        assert [error.offset for error in bad] == [0]


@pytest.mark.parametrize(
    "data",
    [
        text(b"hello").replace(b"Content-Length", b"Content-Width"),
        text(b"hello") + text(b"hello"),
        text(b"hello") + b"\r\n",
        text(b"hello")[:-4],
        text(b"hello")[:-4] + b"\n\n\n\n",
        b"WARC/1.1\r\nWARC-Type: response\r\n",
        b"WARC/1.1\r\n" + b"X: y\r\n" * 100_000,
        b"WARC/1.1\r\n" + b"x" * 1_000_000,
        b"\r\n" + text(b"hello"),
        text(b"hello").replace(b"WARC/1.1", b"WARC/9.9"),
        text(b"hello").replace(b"\r\n", b"\n"),
        HEAD,
        b"\0\xff" * 99,
        b"",
        *(
            text(b"hello", length=length)
            for length in ("-4", "x", "", "+5", "05", "5_", "5, 5", "²", 0, 4, 99, "9" * 5000)
        ),
    ],
)
def test_what_is_no_record_is_passed_over(data: bytes, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.warc.gz", text(b"before"), data, text(b"behind"))
    found, bad = read(path)
    assert [record.block for record in found] == [b"before", b"behind"]
    assert [error.offset for error in bad] == [found[0].place.length]
    assert str(bad[0]).startswith(f"a.warc.gz holds no whole record at byte {bad[0].offset}: ")
    with pytest.raises(UnusableRecord):
        record_at(tmp_path, Place(file=path.name, offset=bad[0].offset, length=len(packed(data))))


def test_a_member_that_another_program_made_is_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(text(HEAD), mtime=1) + packed(text(HEAD)))
    found, bad = read(path)
    assert (len(found), [error.offset for error in bad]) == (1, [0])


def test_what_is_too_long_to_load_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = text(b"b" * 100_000)
    monkeypatch.setattr(reading, "_MAX_LENGTH", len(longest))
    bomb = text(b"\0" * 5_000_000)
    path = saved(tmp_path / "a.warc.gz", longest, text(b"a" * 100_001), bomb, longest)
    found, bad = read(path)
    assert [record.block for record in found] == [b"b" * 100_000] * 2
    assert [str(error).partition(": ")[2] for error in bad] == [f"it unpacks to more than {len(longest)} bytes."]


def test_no_more_of_a_bomb_is_unpacked_than_may_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MAX_LENGTH", 1000)
    path = saved(tmp_path / "a.warc.gz", text(b"\0" * 50_000_000))
    tracemalloc.start()
    _, bad = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bad) == 1
    assert peak < 2_000_000


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for read_it in (lambda path: list(records(path)), lambda path: torn_tail(path, 0)):
        with pytest.raises(UnusableRecord, match=r"none\.warc\.gz cannot be read \(No such file or directory\)\.$"):
            read_it(tmp_path / "none.warc.gz")


def test_reading_begins_and_ends_where_it_is_told_to(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two")
    before = whole(path)
    for number, record in enumerate(before):
        assert list(records(path, record.place.offset)) == before[number:]
    for start in (path.stat().st_size, path.stat().st_size + 9):
        assert (list(records(path, start)), torn_tail(path, start)) == ([], None)
    (tmp_path / "empty.warc.gz").touch()
    assert list(records(tmp_path / "empty.warc.gz")) == []


def test_a_place_is_all_that_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two")
    before = whole(path)
    for record in before:
        assert record_at(tmp_path, record.place) == record
    place = before[-1].place
    for wrong in (
        replace(place, offset=place.offset + 1),
        replace(place, length=place.length - 1),
        replace(place, length=place.length + 1),
        replace(place, offset=place.offset + 10_000),
        replace(place, offset=path.stat().st_size),
        replace(place, offset=0, length=place.offset),
        replace(place, length=10**15),
        replace(place, length=0),
        replace(place, offset=-1),
        replace(place, offset=10**30),
    ):
        with pytest.raises(BadRecord, match=f"at byte {wrong.offset}: .*\\.$"):
            record_at(tmp_path, wrong)
    for name in ("none.warc.gz", "."):
        with pytest.raises(UnusableRecord, match=r"cannot be read \(.*\)\.$"):
            record_at(tmp_path, replace(place, file=name))


# Heads of HTTP, times


def of(block: bytes, **headers: str) -> Record:
    return Record(headers=headers, block=block, place=Place(file="a.warc.gz", offset=7, length=9))


def test_a_head_is_given_as_it_came() -> None:
    head = "HTTP/1.1 404 Not Found\r\nX-Place: Besançon\r\nA: b \r\na:c:d\r\nnone\r\n\r\n".encode("latin-1")
    record = of(head + b"\n\n")
    parts = http_parts(record)
    assert (parts.status, parts.headers) == (404, {"x-place": "Besançon", "a": "b, c:d"})
    assert (parts.head, record.payload) == (head, b"\n\n")


@pytest.mark.parametrize("ends", [("\n", "\n"), ("\r\n", "\n"), ("\n", "\r\n")])
def test_lines_of_a_head_may_end_in_a_newline_alone(ends: tuple[str, str]) -> None:
    line, blank = ends
    head = f"HTTP/1.0 200 OK{line}A: b{line}Folded: a{line}  b{line}{blank}".encode()
    record = of(head + b"<p>\r\n\r\n")
    assert (record.payload, http_parts(record).head) == (b"<p>\r\n\r\n", head)
    assert http_parts(record).headers == {"a": "b", "folded": "a  b"}


@pytest.mark.parametrize(
    ("line", "status"),
    [("HTTP/1.1 200 OK", 200), ("HTTP/2 301", 301), ("HTTP/1.1 503 ", 503), ("HTTP/1.1 2000 x", 2000)],
)
def test_status_lines(line: str, status: int) -> None:
    assert http_parts(of(f"{line}\r\nA: b\r\n\r\n".encode())).status == status


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\0ÿ",
        "HTTP/1.1",
        "HTTP/1.1 OK",
        "HTTP/1.1 20x",
        "200 OK",
        "HTTP/1.1 -2 OK",
        "HTTP/1.1 ²",
        "HTTP/1.1 " + "9" * 5000,
    ],
)
def test_what_is_no_head_is_of_no_use(line: str) -> None:
    for block in (line, f"{line}\r\nA: b\r\n\r\n<p>"):
        with pytest.raises(UnusableRecord, match=r"^a\.warc\.gz holds a record of no use at byte 7: .*\.$"):
            http_parts(of(block.encode("latin-1")))


def test_a_time_is_read_in_utc() -> None:
    assert of(b"", **{"warc-date": "2026-02-06T09:15:00Z"}).date == datetime(2026, 2, 6, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize("said", [None, "", "yesterday", "2026-02-30T00:00:00Z", "2026-02-06T09:15:00", "2026-02-06"])
def test_a_time_that_is_none_is_of_no_use(said: str | None) -> None:
    record = of(b"", **({} if said is None else {"warc-date": said}))
    with pytest.raises(UnusableRecord, match=r"at byte 7: its WARC-Date is no time\.$"):
        _ = record.date


def test_a_place_says_whether_the_payload_is_elsewhere(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    places = [
        ours.write_exchange(fetched(), {}),
        ours.write_exchange(fetched(), {}, Original(url=URL, date=AT - timedelta(days=1))),
        ours.write_exchange(fetched(b"", status=304), {}),
    ]
    ours.close()
    assert [record_at(tmp_path, place).place.is_revisit for place in places] == [False, True, False]
    assert [place.is_revisit for place in places] == [False, True, False]
