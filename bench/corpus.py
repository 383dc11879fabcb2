"""The corpus of real French news pages: where it is, and its own scorer, which judges every page and date we measure.

It is no part of the project: its folder comes from NEWSARCHIVE_CORPUS, and its score.py and peers.py run from there.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from bench.measure import ROOT, run_child


def folder() -> Path:
    """Where the corpus should be, whether it is or not."""
    return (ROOT / os.environ.get("NEWSARCHIVE_CORPUS", "../shared/corpus")).resolve()


def missing() -> str | None:
    """Why nothing can be scored, or None where the corpus is there."""
    if (folder() / "score.py").is_file():
        return None
    return f"there is no corpus at {folder()}: set NEWSARCHIVE_CORPUS to its folder"


def scorer() -> ModuleType:
    """The corpus's score.py."""
    return _scorer(folder())


@cache
def _scorer(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{corpus / 'score.py'} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def date_scores(spec: str, python: str | Path = sys.executable) -> dict[str, tuple[int, int]]:
    """(read right, all) of the corpus's date texts, by class ("absolute" …) and `all`; spec is `module:function`."""
    command = [python, folder() / "score.py", "--dates", spec]
    printed = run_child(command, env={"PYTHONPATH": str(ROOT)}).stdout
    counts = re.findall(r"^(?:class )?(all|(?<=class ).+?) +(\d+) / +(\d+) ", printed, re.M)
    return {kind: (int(right), int(of)) for kind, right, of in counts}
