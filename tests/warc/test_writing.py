"""What is written is read again, byte by byte, and nothing that is exchanged can make it something else."""

from __future__ import annotations

import errno
import gzip
import json
import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.errors import ArchiveUnwritable
from newsarchive.warc import Original, http_parts, payload_digest, record_at, torn_tail, writing
from newsarchive.warc.writing import warc_date
from tests.warc.making import AT, INFO, URL, exchanged, fetched, whole, writer, written

BINARY = bytes(range(256)) * 40


@pytest.mark.parametrize(
    "payload", [b"", b"<p>Un pont.</p>", BINARY, gzip.compress(BINARY), b"\r\n\r\nWARC/1.1\r\n", b"\n\n"]
)
def test_an_exchange_is_read_as_it_was_written(payload: bytes, tmp_path: Path) -> None:
    page = fetched(payload)
    ours = writer(tmp_path)
    place = ours.write_exchange(page, {"Listed": '{"headline": "Un pont"}'})
    ours.close()
    response = record_at(tmp_path, place)
    info, same, request = whole(tmp_path / place.file)
    assert (same, same.place) == (response, place)
    assert response.block == exchanged(page).response_head + payload
    assert response.payload == payload
    assert http_parts(response).head == exchanged(page).response_head
    assert request.block == exchanged(page).request_head
    assert (response.type, response.url, response.date) == ("response", URL, AT)
    assert response.headers["warc-ip-address"] == "192.0.2.7"
    assert response.payload_digest == payload_digest(payload)
    assert response.headers["newsarchive-listed"] == '{"headline": "Un pont"}'
    assert request.headers["warc-concurrent-to"] == response.headers["warc-record-id"]
    ids = {record.headers.get("warc-warcinfo-id") for record in (response, request)}
    assert ids == {info.headers["warc-record-id"]}
    assert [record.headers["warc-block-digest"] for record in (info, response, request)] == [
        payload_digest(record.block) for record in (info, response, request)
    ]


def test_the_run_says_what_made_it(tmp_path: Path) -> None:
    info = whole(written(tmp_path))[0]
    assert (info.type, info.headers["content-type"], info.date) == ("warcinfo", "application/warc-fields", AT)
    assert info.block.decode() == "".join(f"{name}: {value}\r\n" for name, value in INFO.items())
    assert info.fields == INFO
    assert info.headers["warc-filename"] == "journal-20260206091500-00000.warc.gz"


def test_times_are_written_to_the_second_and_in_utc() -> None:
    assert warc_date(datetime.fromisoformat("2026-02-06T10:15:00.999999+01:00")) == "2026-02-06T09:15:00Z"


def test_each_record_is_one_gzip_member_to_the_byte(tmp_path: Path) -> None:
    path = written(tmp_path, b"a", BINARY)
    data, end = path.read_bytes(), 0
    for record in whole(path):
        assert record.place.offset == end
        end += record.place.length
        member = zlib.decompressobj(wbits=31)
        assert member.decompress(data[record.place.offset : end]).endswith(record.block + b"\r\n\r\n")
        assert (member.eof, member.unused_data) == (True, b"")
    assert end == len(data)


def test_it_is_all_in_the_file_before_the_place_is_given(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    place = ours.write_exchange(fetched(), {})
    assert record_at(tmp_path, place).type == "response"
    assert ours.end == (place.file, (tmp_path / place.file).stat().st_size)
    ours.close()


def test_an_event_is_json(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    place = ours.write_event({"name": "été", "pages": 3}, AT)
    ours.close()
    event = record_at(tmp_path, place)
    assert (event.type, event.headers["content-type"], event.date) == ("metadata", "application/json", AT)
    assert json.loads(event.block) == {"name": "été", "pages": 3}


def test_an_identical_payload_is_referred_to(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    page = fetched(BINARY)
    place = ours.write_exchange(page, {}, Original(url=f"{URL}?a b", date=AT - timedelta(days=1)))
    ours.close()
    revisit = record_at(tmp_path, place)
    assert (revisit.type, revisit.is_identical, place.is_revisit, revisit.place) == ("revisit", True, True, place)
    assert (revisit.block, revisit.payload) == (exchanged(page).response_head, b"")
    assert revisit.headers["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert revisit.payload_digest == payload_digest(BINARY)
    assert revisit.headers["warc-refers-to-target-uri"] == f"{URL}?a%20b"
    assert revisit.headers["warc-refers-to-date"] == "2026-02-05T09:15:00Z"


def test_an_empty_payload_refers_to_none(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    place = ours.write_exchange(fetched(b""), {}, Original(url=URL, date=AT))
    ours.close()
    assert (record_at(tmp_path, place).type, place.is_revisit) == ("response", False)


def test_not_modified_is_a_revisit_that_leaves_nothing_to_another(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    unknown = ours.write_exchange(fetched(b"", status=304), {})
    known = ours.write_exchange(fetched(b"", status=304), {}, Original(url=URL, date=AT))
    ours.close()
    for place in (unknown, known):
        revisit = record_at(tmp_path, place)
        assert (revisit.type, revisit.is_identical, place.is_revisit) == ("revisit", False, False)
        assert revisit.headers["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        assert revisit.payload_digest == ""
        assert http_parts(revisit).status == 304
    assert record_at(tmp_path, known).headers["warc-refers-to-date"] == warc_date(AT)


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://a.example/x\r\nWARC-Type: evil\r\n\r\n", "https://a.example/x%0D%0AWARC-Type:%20evil%0D%0A%0D%0A"),
        ("https://a.example/été", "https://a.example/%C3%A9t%C3%A9"),
        ("https://a.example/a b\x85\u2028c", "https://a.example/a%20b%C2%85%E2%80%A8c"),
        ("https://a.example/%C3%A9?a=[1]|2", "https://a.example/%C3%A9?a=[1]|2"),
        ("https://a.example/" + "x" * 200_000, "https://a.example/" + "x" * 200_000),
        ("https://a.example/\ud800", "https://a.example/%3F"),
    ],
    ids=["lines", "accents", "spaces", "encoded", "long", "surrogate"],
)
def test_no_address_breaks_the_header(url: str, stored: str, tmp_path: Path) -> None:
    ours = writer(tmp_path)
    place = ours.write_exchange(fetched(url=url), {}, Original(url=url, date=AT))
    ours.close()
    record = record_at(tmp_path, place)
    assert record.url == record.headers["warc-refers-to-target-uri"] == stored
    assert record.type == "revisit"


def test_no_note_breaks_the_header(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    plain = "".join(map(chr, range(0x20, 0x7F))).strip()
    notes = {"Evil": "a\r\nWARC-Type: evil\n\n\tb", "Accents": "né", "Plain": plain}
    record = record_at(tmp_path, ours.write_exchange(fetched(), notes))
    with pytest.raises(ValueError, match="no name of a header field"):
        ours.write_exchange(fetched(), {"Evil: x\r\nWARC-Type": "evil"})
    ours.close()
    assert record.headers["newsarchive-evil"] == "a%0D%0AWARC-Type: evil%0A%0A%09b"
    assert record.headers["newsarchive-accents"] == "n%C3%A9"
    assert record.headers["newsarchive-plain"] == plain
    assert record.type == "response"


def test_nothing_that_a_run_says_of_itself_breaks_its_record(tmp_path: Path) -> None:
    ours = writing.WarcWriter(tmp_path, "journal", AT, {"operator": "a\r\nisPartOf: evil\r\n\r\nb"})
    ours.close()
    assert whole(tmp_path / ours.end[0])[0].fields == {"operator": "a isPartOf: evil b"}


@given(url=st.text(), note=st.text(), payload=st.binary(), extra=st.binary())
@settings(max_examples=60)
def test_whatever_is_exchanged_is_one_record(url: str, note: str, payload: bytes, extra: bytes) -> None:
    with TemporaryDirectory() as folder:
        ours = writer(Path(folder))
        page = fetched(payload, url=f"https://a.example/{url}", extra=f"X-Extra: {extra.hex()}\r\n")
        place = ours.write_exchange(page, {"Text": note})
        ours.close()
        record = record_at(Path(folder), place)
        assert [one.type for one in whole(Path(folder) / place.file)] == ["warcinfo", "response", "request"]
    assert record.payload == payload
    assert http_parts(record).headers["x-extra"] == extra.hex()
    assert unquote(record.url, errors="replace") == unquote(page.url.encode(errors="replace").decode())
    assert [name for name in record.headers if name.startswith("newsarchive-")] == ["newsarchive-text"]


def test_the_runs_of_a_month_share_a_file(tmp_path: Path) -> None:
    for hour in range(3):
        writer(tmp_path, AT + timedelta(hours=hour)).close()
    end_of_month = datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)
    writer(tmp_path, end_of_month).close()
    writer(tmp_path, end_of_month + timedelta(seconds=1)).close()
    february, march = sorted(path.name for path in tmp_path.iterdir())
    assert february == "journal-20260206091500-00000.warc.gz"
    assert march == "journal-20260301000000-00000.warc.gz"
    assert [record.type for record in whole(tmp_path / february)] == ["warcinfo"] * 4


def test_another_site_of_a_similar_name_has_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "journal-sud-20260206091500-00000.warc.gz").touch()
    (tmp_path / "journal-20260206091500-00000.warc.gz.torn-5").touch()
    writer(tmp_path, AT + timedelta(hours=1)).close()
    assert (tmp_path / "journal-20260206101500-00000.warc.gz").exists()


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    ours = writer(tmp_path, max_size=900)
    places = [ours.write_exchange(fetched(os.urandom(300)), {}) for _ in range(4)]
    ours.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [f"journal-20260206091500-{serial:05}.warc.gz" for serial in range(len(files))]
    assert len(files) > 1
    infos = [whole(tmp_path / name)[0] for name in files]
    assert [info.fields.get("continues") for info in infos] == [None] + ["true"] * (len(files) - 1)
    for place in places:
        assert place.offset < 900
        its_info = infos[files.index(place.file)]
        assert record_at(tmp_path, place).headers["warc-warcinfo-id"] == its_info.headers["warc-record-id"]


def test_a_run_does_not_begin_in_a_full_file(tmp_path: Path) -> None:
    writer(tmp_path).close()
    writer(tmp_path, max_size=10).close()
    writer(tmp_path, AT + timedelta(hours=1), max_size=10).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "journal-20260206091500-00000.warc.gz",
        "journal-20260206091500-00001.warc.gz",
        "journal-20260206101500-00000.warc.gz",
    ]


def test_the_name_of_a_new_file_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []

    def fsync(number: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{number}")))

    monkeypatch.setattr(os, "fsync", fsync)
    for at in (AT, AT + timedelta(hours=1)):
        ours = writer(tmp_path, at)
        ours.close()
    path = tmp_path / ours.end[0]
    assert synced == [tmp_path, path, path]


class FullDisk:
    """A file on a disk with room for `left` more bytes."""

    def __init__(self, left: int, number: int) -> None:
        self.left, self.number = left, number

    def fileno(self) -> int:
        return self.number

    def write(self, data: memoryview) -> int:
        if not self.left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken, self.left = min(len(data), self.left), max(self.left - len(data), 0)
        return os.write(self.number, data[:taken])


@pytest.mark.parametrize("left", [0, 1, 200, 500])
def test_a_full_disk_leaves_whole_records(left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = writer(tmp_path)
    ours.write_exchange(fetched(), {})
    end = ours.end
    with monkeypatch.context() as patched:
        patched.setattr(ours, "_file", FullDisk(left, ours._file.fileno()))
        with pytest.raises(ArchiveUnwritable, match=r"^The disk is full: .* could not grow\."):
            ours.write_exchange(fetched(BINARY + os.urandom(900)), {})
    path = tmp_path / end[0]
    assert ours.end == end == (path.name, path.stat().st_size)
    assert torn_tail(path, 0) is None
    place = ours.write_exchange(fetched(b"again"), {})
    ours.close()
    assert record_at(tmp_path, place).payload == b"again"


def test_half_a_record_that_could_not_be_cut_off_is_cut_off_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = writer(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(ours, "_file", FullDisk(100, ours._file.fileno()))
        patched.setattr(ours, "_cut", lambda: None)
        with pytest.raises(ArchiveUnwritable):
            ours.write_exchange(fetched(), {})
    assert torn_tail(tmp_path / ours.end[0], 0) == ours.end[1]
    place = ours.write_exchange(fetched(b"again"), {})
    ours.close()
    assert record_at(tmp_path, place).payload == b"again"
    assert torn_tail(tmp_path / place.file, 0) is None


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "warc").touch()
    with pytest.raises(ArchiveUnwritable, match=r"warc.* could not be written \(.*\): "):
        writer(tmp_path / "warc")


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("name", ["open", "stat", "mkdir"])
def test_a_folder_that_may_not_be_used_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, name, refusing(errno.EACCES))
        with pytest.raises(ArchiveUnwritable, match=r"may not be written: give this user write access"):
            writer(tmp_path)


def test_a_disk_that_cannot_keep_it_is_told_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = writer(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refusing(errno.EIO))
        with pytest.raises(ArchiveUnwritable, match="Input/output error"):
            ours.close()


def test_a_file_system_that_knows_no_way_to_sync_folders_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refusing(errno.EINVAL))
        ours = writer(tmp_path)
    ours.close()
    assert len(whole(tmp_path / ours.end[0])) == 1


def test_a_page_without_its_bytes_is_refused(tmp_path: Path) -> None:
    ours = writer(tmp_path)
    with pytest.raises(ValueError, match="without the bytes"):
        ours.write_exchange(replace(fetched(), exchange=None), {})
    ours.close()
