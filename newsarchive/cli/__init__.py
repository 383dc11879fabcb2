"""One small module per command: it parses arguments and calls one function."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from pathlib import Path


def folder(text: str) -> Path:
    """The type of `--archive`: any folder but one without a name, as an unset variable gives."""
    if not text.strip():
        raise argparse.ArgumentTypeError("no folder is named: is a variable empty?")
    return Path(text)


def to_type(*words: str | Path) -> str:
    """A command of ours as it can be typed here: by its name where the shell finds it, else by its path."""
    started = Path(sys.argv[0])
    name = "newsarchive"
    if not shutil.which(name) and started.name == name:
        name = os.path.relpath(started)
    return shlex.join([name, *map(str, words)])
