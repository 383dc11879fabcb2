"""`newsarchive publish`: what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.cli.main import main
from tests.archive.making import archived, article, begin


@pytest.fixture
def archive(tmp_path: Path) -> str:
    with Archive(tmp_path / "archive") as archive:
        archived(archive, begin(archive), article())
        return str(archive.folder)


def test_what_was_published_and_how_to_serve_it(
    archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(tmp_path / "public"), "--archive", archive]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{tmp_path}/public: 1 article in 1 version (0.")
    assert second.endswith(f"browse --archive {tmp_path}/public")
    assert main(["publish", str(tmp_path / "public"), "--archive", archive, "--without-text"]) == 0
    assert "1 article in 1 version, without their text (" in capsys.readouterr().out


def test_quiet(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(tmp_path / "public"), "--archive", archive, "--quiet"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_what_goes_wrong_is_one_sentence(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", archive, "--archive", archive]) == 1
    assert main(["publish", str(tmp_path / "public"), "--archive", str(tmp_path / "absent")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["newsarchive", "newsarchive"]
