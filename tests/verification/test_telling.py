"""How the command tells what it has found: in words, in few lines, and with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.cli.main import main
from newsarchive.verification import LOST
from tests.verification.damaging import change, faults, flip, row, warc_file, whole


def told(archive: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    assert main(["verify", "--archive", str(archive), *options]) == 1
    return capsys.readouterr().out.splitlines()


def test_a_remedy_comes_last(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(archive, "UPDATE crawls SET options = '{' WHERE id = 1")
    lines = told(archive, capsys)
    assert lines[-2].endswith("; 1 thing is wrong.")
    assert lines[-1].startswith("What to do: docs/verify.md. A damaged WARC file: put it back from a backup.")
    assert lines[-1].endswith(f"reextract --archive {archive} --into NEW")


def test_many_faults_of_a_kind_hide_no_other(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(archive, "UPDATE articles SET revision_count = 9", "UPDATE crawls SET options = '{' WHERE id = 1")
    (articles,) = row(archive, "SELECT count(*) FROM articles")
    lines = told(archive, capsys, "--fast")
    assert sum("its revision_count is 9" in line for line in lines) == 20
    assert f"... and {articles - 20} more of this kind (--json has all)." in lines
    assert "Row 1 of crawls: its options is no JSON." in lines


@pytest.mark.parametrize("options", [(), ("--fast",)])
def test_a_file_cut_short_is_one_sentence(
    archive: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = warc_file(archive)
    size = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.truncate(size)
    lost, first, last = row(
        archive, f"SELECT count(*), min(id), max(id) FROM captures WHERE warc_offset + warc_length > {size}"
    )
    lines = told(archive, capsys, *options)
    assert lines[0].startswith(f"{path} is cut short (it has {size} bytes, and had ")
    assert lines[0].endswith(f": {lost} captures (ids {first} to {last}) are lost.")
    assert sum("its record is lost" in line for line in lines) == 3
    assert len(lines) == 7


def test_json_has_every_capture_that_is_lost(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = warc_file(archive)
    size = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.truncate(size)
    said = json.loads("\n".join(told(archive, capsys, "--json")))
    (lost,) = row(archive, f"SELECT count(*) FROM captures WHERE warc_offset + warc_length > {size}")
    assert sum(fault["kind"] == LOST for fault in said["faults"]) == lost


def test_captures_of_other_files_that_lean_on_a_missing_one(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (leaning,) = row(archive, "SELECT count(*) FROM captures WHERE original_id IS NOT NULL")
    change(archive, "UPDATE captures SET warc_file = 'other.warc.gz' WHERE original_id IS NOT NULL")
    warc_file(archive).unlink()
    says = f", and {leaning} captures of other files leave their body to a record in it."
    assert sum(line.endswith(says) for line in told(archive, capsys, "--fast")) == 1


def test_a_fast_look_says_how_much_it_has_seen(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--archive", str(archive), "--fast"]) == 0
    said = capsys.readouterr().out
    records = said.partition("captures; ")[2].split()[0]
    assert said.endswith(f"nothing wrong in what was looked at ({records} of 504 captures).\n")


@pytest.mark.parametrize("kind", ["request", "metadata"])
def test_a_damaged_record_without_a_capture_is_near_one(kind: str, archive: Path) -> None:
    record = [each for each in whole(archive) if each.type == kind][-1]
    flip(warc_file(archive), record.place.offset + record.place.length // 2)
    query = f"SELECT id, url FROM captures WHERE warc_offset < {record.place.offset} ORDER BY warc_offset DESC LIMIT 1"
    number, url = row(archive, query)
    (fault,) = faults(archive)
    where = f"Byte {record.place.offset} of {record.place.file}, after capture {number} ({url})"
    assert fault.message.startswith(f"{where}: the record is damaged (")
