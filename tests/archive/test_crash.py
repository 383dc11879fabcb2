"""A process killed anywhere in the middle of a store leaves whole transactions and a sound file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from tests.archive.making import rows

ROOT = Path(__file__).parents[2]
KILLS = 8
STORE = """
import itertools, os, signal, sys
from pathlib import Path
from newsarchive.archive import Archive
from tests.archive.making import archived, article, begin, text

folder, steps = Path(sys.argv[1]), int(sys.argv[2])
with Archive(folder) as archive:
    crawl_id = begin(archive)
    for number in range(3):
        archived(archive, crawl_id, article(url=f"https://www.macommune.info/{crawl_id}-{number}/"))
    executed = itertools.count()
    def maybe_die(sql):
        if next(executed) == steps:
            os.kill(os.getpid(), signal.SIGKILL)
    archive.db.conn.set_trace_callback(maybe_die)
    archived(archive, crawl_id, article(url=f"https://www.macommune.info/{crawl_id}-killed/"))
    archived(archive, crawl_id, article(url=f"https://www.macommune.info/{crawl_id}-0/", blocks=text("autre")))
"""


def test_kill_at_every_stage_of_a_store(tmp_path: Path) -> None:
    for kill in range(KILLS):
        command = [sys.executable, "-c", STORE, str(tmp_path), str(3 + 9 * kill)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
        with Archive(tmp_path) as archive:
            assert archive.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []
            archive.db.execute("INSERT INTO revisions_fts (revisions_fts, rank) VALUES ('integrity-check', 1)")
            assert_whole(archive)


def assert_whole(archive: Archive) -> None:
    stored = rows(archive, "revisions")
    assert len(stored) == len(rows(archive, "captures"))
    assert [row["current_revision_id"] for row in rows(archive, "articles") if row["revision_count"] < 1] == []
    counted = rows(archive, "crawls")
    assert sum(row["first_versions"] + row["silent_edits"] for row in counted) == len(stored)
    assert len(rows(archive, "teaser_sightings")) == 2 * len(rows(archive, "articles"))


STORE_ON_AND_ON = """
import itertools, sys
from pathlib import Path
from newsarchive.archive import Archive
from tests.archive.making import archived, article, begin

with Archive(Path(sys.argv[1])) as archive:
    crawl_id = begin(archive)
    for number in itertools.count():
        url = f"https://www.macommune.info/{crawl_id}-{number}/"
        archived(archive, crawl_id, article(url=url))
        print(url, flush=True)
"""


@pytest.mark.parametrize("stored", [1, 7, 30])
def test_what_was_reported_as_stored_survives_a_kill_at_any_moment(tmp_path: Path, stored: int) -> None:
    command = [sys.executable, "-c", STORE_ON_AND_ON, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        reported = [process.stdout.readline().strip() for _ in range(stored)]
        process.kill()
        reported += [line.strip() for line in process.stdout if line.endswith("\n")]
    with Archive(tmp_path) as archive:
        assert archive.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = [row["url"] for row in rows(archive, "articles", order="id")]
        assert kept[: len(reported)] == reported
        assert_whole(archive)
