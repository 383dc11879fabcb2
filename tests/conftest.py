"""Fixtures that several test modules use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Folder of real French pages with their truth; never part of the project."""
    folder = (ROOT / os.environ.get("NEWSARCHIVE_CORPUS", "../shared/corpus")).resolve()
    if not (folder / "score.py").is_file():
        pytest.skip(f"no corpus of real pages at {folder}: set NEWSARCHIVE_CORPUS to its folder")
    return folder


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Binary parameters are named by their argument: gzip's bytes hold the time and would differ between workers."""
    return argname if isinstance(val, bytes) and len(val) > 20 else None
