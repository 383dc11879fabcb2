"""Where an export goes: a file that is there whole, or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsarchive.errors import FileUnusable


@contextmanager
def output(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write to that becomes `path` when the block ends well; `-` is standard output.

    Raises FileUnusable for one that is there already, unless `force`, and where it cannot be written.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise FileUnusable(f"{path} is a folder: name a file in it with --output.")
    if path.exists() and not force:
        raise FileUnusable(f"{path} is there already: name another file with --output, or replace it with --force.")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise FileUnusable(f"{path} could not be written ({error.strerror}): free space or name another.") from error
    finally:
        if unfinished.is_file():
            unfinished.unlink()
