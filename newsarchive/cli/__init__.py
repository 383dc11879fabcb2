"""One small module per command: it parses arguments and calls one function."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path


def folder(text: str) -> Path:
    """The type of `--archive`: any folder but one without a name, as an unset variable gives."""
    if not text.strip():
        raise argparse.ArgumentTypeError("no folder is named: is a variable empty?")
    return Path(text)


def positive(text: str) -> int:
    """The type of an option that counts something."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no such number: give one from 1 up")
    return int(text)


def tell(line: str) -> None:
    """What is being done, on a line of the terminal that the next one takes; ends with nothing."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{line[:width]}")
        sys.stderr.flush()


def counting(what: str) -> Callable[[object], None]:
    """Something to be called with each thing that is read: it tells how many they are, now and then."""
    number = count(1)

    def told(_: object) -> None:
        read = next(number)
        if read % 100 == 0:
            tell(f"{read} {what} read")

    return told


def to_type(*words: str | Path) -> str:
    """A command of ours as it can be typed here: by its name where the shell finds it, else by its path."""
    started = Path(sys.argv[0])
    name = "newsarchive"
    if not shutil.which(name) and started.name == name:
        name = os.path.relpath(started)
    return shlex.join([name, *map(str, words)])
