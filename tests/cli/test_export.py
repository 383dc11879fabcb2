"""`newsarchive export`: a whole file or none, and one sentence where there is none."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.cli.main import main
from newsarchive.export import FORMATS
from newsarchive.warc import WarcWriter
from tests.archive.making import NOON


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a WARC file that holds nothing but the beginning of a run."""
    with Archive(tmp_path / "archive") as archive:
        WarcWriter(archive.journal.folder, "macommune", NOON, {"software": "newsarchive"}).close()
    return tmp_path / "archive"


def export(archive: Path, output: Path, *options: str) -> int:
    return main(["export", "wacz", "--archive", str(archive), "--output", str(output), *options])


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize("name", FORMATS)
def test_an_archive_without_captures_makes_a_file_too(folder: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / f"out.{name}"
    assert main(["export", name, "--archive", str(folder), "--output", str(output)]) == 0
    assert output.exists()


def test_where_there_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path / "absent", tmp_path / "out.wacz") == 1
    assert "There is no archive in" in complaint(capsys)
    assert list(tmp_path.iterdir()) == []


def test_where_there_are_no_warc_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Archive(tmp_path / "archive").close()
    assert export(tmp_path / "archive", tmp_path / "out.wacz") == 1
    assert "There are no WARC files in" in complaint(capsys)
    assert not (tmp_path / "out.wacz").exists()


def test_what_is_there_is_replaced_with_force_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.wacz"
    output.write_text("kept")
    assert export(folder, output) == 1
    assert "--force" in complaint(capsys)
    assert output.read_text() == "kept"
    assert export(folder, output, "--force") == 0
    assert output.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "reason"), [("", "is a folder"), ("absent/out.wacz", "No such file"), ("file/out.wacz", "Not a directory")]
)
def test_where_the_output_cannot_be(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, reason: str
) -> None:
    (tmp_path / "file").touch()
    assert export(folder, tmp_path / name) == 1
    assert reason in complaint(capsys)


def test_a_full_disk_leaves_no_half_file_and_what_was_there_before(folder: Path, tmp_path: Path) -> None:
    (folder / "out").mkdir()
    output = folder / "out/out.wacz"
    output.write_text("kept")
    (warc,) = (folder / "warc").iterdir()
    warc.write_bytes(warc.read_bytes() * 4000)
    limit = 200_000
    assert warc.stat().st_size > limit

    def fill_the_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = ["export", "wacz", "--archive", str(folder), "--output", str(output), "--force"]
    program = f"import sys; from newsarchive.cli.main import main; sys.exit(main({command!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], preexec_fn=fill_the_disk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written" in done.stderr
    assert [(path.name, path.read_text()) for path in output.parent.iterdir()] == [("out.wacz", "kept")]


def test_a_warc_file_that_lost_its_end(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (warc,) = (folder / "warc").iterdir()
    with Archive(folder) as archive:
        archive.db.execute("INSERT INTO warc_files VALUES (?, ?)", (warc.name, warc.stat().st_size))
        archive.db.conn.commit()
    warc.write_bytes(warc.read_bytes()[:-1])
    assert export(folder, tmp_path / "out.wacz") == 1
    assert "shorter than when it was written" in complaint(capsys)


def test_a_warc_file_that_cannot_be_read(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "warc/macommune-20260206120000-00009.warc.gz").mkdir()
    assert export(folder, tmp_path / "out.wacz") == 1
    assert "cannot be read" in complaint(capsys)
