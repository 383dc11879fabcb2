"""Damaged WARC files: what is whole is read, what is not is told, and nothing else happens."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.errors import FileUnusable
from newsarchive.warc import framing, stretches
from newsarchive.warc.foreign import Foreign, Skipped, foreign
from tests.warc.records import DATE, captures, http, numbered, numbers, only, packed, record, skipped, write

RECORDS = [numbered(number) for number in range(4)]
TRUE_LENGTH = len(http())
FIRST = len(packed(RECORDS[0]))


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a"])
@pytest.mark.parametrize(
    "data",
    [
        b"".join(RECORDS),
        packed(*RECORDS),
        gzip.compress(b"".join(RECORDS)),
        packed(b"".join(RECORDS)[:1000], b"".join(RECORDS)[1000:]),
        b"".join(each.removesuffix(b"\r\n\r\n") for each in RECORDS),
        packed(*(each.removesuffix(b"\r\n\r\n") for each in RECORDS)),
        b"".join(each + b"\r\n\r\n" for each in RECORDS),
        b"".join(record(url=f"https://a.example/{n}", newline="\n", tail=b"\n\n") for n in range(4)),
        b"".join(record(url=f"https://a.example/{n}", version="WARC/0.18") for n in range(4)),
        b"".join(record(url=f"https://a.example/{n}", version="WARC/1.1") for n in range(4)),
    ],
    ids=["plain", "members", "whole", "blocks", "no-ends", "members-no-ends", "long-ends", "lf", "0.18", "1.1"],
)
def test_every_form_is_read(data: bytes, name: str, tmp_path: Path) -> None:
    if name == "a.warc.gz" and data[:2] != b"\x1f\x8b":
        data = gzip.compress(data)
    path = write(tmp_path, data, name=name)
    assert numbers(captures(path)) == "0123"
    assert skipped(path) == []


@pytest.mark.parametrize(
    ("data", "left"),
    [
        (b"".join(RECORDS)[:-100], "012"),
        (packed(*RECORDS)[:-30], "012"),
        (gzip.compress(b"".join(RECORDS))[:-12], "012"),
        (b"".join([*RECORDS[:2], b"GARBAGE\n" * 20_000, *RECORDS[2:]]), "0123"),
        (b"".join([*RECORDS[:2], b"GARBAGE", *RECORDS[2:]]), "0123"),
        (packed(*RECORDS[:2]) + b"GARBAGE" * 20_000 + packed(*RECORDS[2:]), "0123"),
        (packed(*RECORDS[:2]) + b"\0" * 2**16 + packed(*RECORDS[2:]), "0123"),
        (packed(*RECORDS[:2]) + b"\x1f\x8b\x08" * 9 + packed(*RECORDS[2:]), "0123"),
        (packed(*RECORDS[:2], b"GARBAGE", *RECORDS[2:]), "0123"),
        (b"\0" * 512 + b"".join(RECORDS), "0123"),
        (packed(*RECORDS) + b"\0" * 512, "0123"),
        (flipped(packed(*RECORDS), FIRST), "023"),
        (flipped(packed(*RECORDS), FIRST + 60), "023"),
        (flipped(packed(*RECORDS), 2 * FIRST - 6), "023"),
        (flipped(packed(*RECORDS), 60), "123"),
        (flipped(b"".join(RECORDS), 2), "123"),
    ],
    ids="torn torn-members torn-whole lines garbage between border magic member zeros zeros-behind "
    "flipped-magic flipped-data flipped-crc flipped-first flipped-version".split(),
)
def test_damage_costs_no_more_than_it_must(data: bytes, left: str, tmp_path: Path) -> None:
    path = write(tmp_path, data)
    assert numbers(captures(path)) == left
    assert skipped(path) == ["damaged"]


@pytest.mark.parametrize(
    "length", [TRUE_LENGTH - 50, TRUE_LENGTH + 50, TRUE_LENGTH * 3, 300_000_000, 10**30, -1, "", "many", "²"]
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_false_length_costs_that_record_alone(length: object, is_packed: bool, tmp_path: Path) -> None:
    records = [RECORDS[0], record(url="https://a.example/1", length=length), *RECORDS[2:]]
    path = write(tmp_path, packed(*records) if is_packed else b"".join(records))
    assert numbers(captures(path)) == "023"
    assert skipped(path) == ["damaged"]


def test_a_false_checksum_is_noticed_behind_a_record_that_seems_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = packed(RECORDS[0].removesuffix(b"\r\n\r\n"))
    monkeypatch.setattr(stretches, "_PIECE", len(first) - 4)
    path = write(tmp_path, flipped(first, len(first) - 5), packed(RECORDS[1]))
    assert numbers(captures(path)) == "1"
    assert skipped(path) == ["damaged"]


def test_what_is_skipped_says_where_it_is(tmp_path: Path) -> None:
    wrong = record(kind="metadata")
    plain = list(foreign(write(tmp_path, RECORDS[0], wrong)))
    members = list(foreign(write(tmp_path, packed(RECORDS[0], wrong))))
    assert Skipped("metadata", len(RECORDS[0])) in plain
    assert Skipped("metadata", FIRST) in members


def test_a_record_of_many_pieces_comes_out_whole(tmp_path: Path) -> None:
    body = b"".join(b"%d " % number for number in range(400_000))
    big = record(http(body), url="https://a.example/b")
    for data in (big + RECORDS[1], packed(big, RECORDS[1]), gzip.compress(big + RECORDS[1])):
        found = captures(write(tmp_path, data))
        assert numbers(found) == "b1"
        assert found[0].payload == body


def test_what_is_too_large_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "_MAX_LENGTH", 100_000)
    big = record(http(b"0" * 200_000), url="https://a.example/b")
    for data in (big + RECORDS[1], packed(big, RECORDS[1])):
        path = write(tmp_path, data)
        assert numbers(captures(path)) == "1"
        assert skipped(path) == ["too large"]


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", gzip.compress(b"<html></html>"), b"\x1f\x8b", b"WARC/1.0\r\n\r\n"]
)
def test_what_is_no_warc_file_is_said_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    path = write(tmp_path, data)
    with pytest.raises(FileUnusable, match=re.escape(f"{path} holds no WARC record")):
        list(foreign(path))


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="cannot be read"):
        list(foreign(tmp_path / "missing.warc"))
    with pytest.raises(FileUnusable, match="cannot be read"):
        list(foreign(tmp_path))


EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=12)), max_size=4)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, is_packed=st.booleans())
def test_no_damage_makes_it_stumble(edits: list[tuple[float, int, bytes]], is_packed: bool) -> None:
    chunked = record(http(b"5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), "WARC-Block-Digest: sha1:AAAA")
    revisit = record(
        http(b""), "WARC-Refers-To-Target-URI: https://a.example/", f"WARC-Refers-To-Date: {DATE}", kind="revisit"
    )
    records = [RECORDS[0], chunked, revisit, record(kind="resource"), RECORDS[1]]
    data = packed(*records) if is_packed else b"".join(records)
    for place, removed, added in edits:
        at = int(place * len(data))
        data = data[:at] + added + data[at + removed :]
    with TemporaryDirectory() as folder:
        path = write(Path(folder), data)
        try:
            found = list(foreign(path))
        except FileUnusable:
            return
    assert all(each.response_head.endswith(b"\r\n\r\n") for each in found if isinstance(each, Foreign))


def test_a_record_within_a_record_is_not_taken_for_one(tmp_path: Path) -> None:
    assert only(write(tmp_path, record(http(RECORDS[3])))).payload == RECORDS[3]
