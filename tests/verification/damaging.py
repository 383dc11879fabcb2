"""Ways to look at an archive's files, and to damage them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from newsarchive.archive import FILE_NAME
from newsarchive.verification import Fault, verify
from newsarchive.warc import Record, records


def messages(archive: Path, *, fast: bool = False) -> list[str]:
    return [fault.message for fault in verify(archive, fast=fast).faults]


def faults(archive: Path) -> list[Fault]:
    return verify(archive).faults


def change(archive: Path, *statements: str) -> None:
    """Do to the database what no part of the project would."""
    with closing(sqlite3.connect(archive / FILE_NAME)) as db:
        for statement in statements:
            assert db.execute(statement).rowcount != 0, f"{statement} changes nothing"
        db.commit()


def row(archive: Path, query: str) -> tuple[Any, ...]:
    with closing(sqlite3.connect(archive / FILE_NAME)) as db:
        found = db.execute(query).fetchone()
    assert found is not None, query
    return tuple(found)


def warc_file(archive: Path) -> Path:
    (path,) = (archive / "warc").glob("*.warc.gz")
    return path


def whole(archive: Path) -> list[Record]:
    """The records of a sound archive."""
    found = list(records(warc_file(archive)))
    sound = [record for record in found if isinstance(record, Record)]
    assert len(sound) == len(found)
    return sound


def flip(path: Path, offset: int, mask: int = 0xFF) -> None:
    """Change one byte; the same again puts it right."""
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ mask]))


def files(archive: Path) -> dict[str, bytes]:
    """All there is, but for what SQLite keeps for those who have the database open."""
    paths = (path for path in archive.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {path.relative_to(archive).as_posix(): path.read_bytes() for path in paths}
