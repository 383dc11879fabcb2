"""What a guarded connection refuses, and that Datasette's own pages and questions get all they ask for."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse import guards
from newsarchive.browse.guards import guard
from tests.archive.making import archived, article, begin

DOUBLED = """
    WITH RECURSIVE t(x) AS (SELECT 'aaaaaaaa' UNION ALL SELECT x || x FROM t WHERE length(x) < 9000000),
    big AS (SELECT x FROM t ORDER BY length(x) DESC LIMIT 1)
"""
"""Sixteen million letters, by no function at all."""


pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Datasette, once imported, has SQLite tell on stderr what goes wrong in functions of ours."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        archived(archive, begin(archive), article(headline="Besançon et Dijon " * 60_000))
        return archive.folder


@pytest.fixture
def connection(folder: Path) -> Iterator[sqlite3.Connection]:
    address = f"{(folder / FILE_NAME).as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        guard(connection)
        yield connection


@pytest.mark.parametrize(
    "query",
    [
        "SELECT printf('%.*c', 900000000, 'x')",
        "SELECT format('%900000000s', 'x')",
        "SELECT randomblob(900000000)",
        "SELECT zeroblob(900000000)",
        "SELECT json_patch('{}', '{}')",
        "SELECT snippet(revisions_fts, 0, '', '', '', 64) FROM revisions_fts WHERE revisions_fts MATCH 'dijon'",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple', x'00')",
        "SELECT sqlite_log(1, 'x')",
        "ATTACH ':memory:' AS other",
        "VACUUM INTO 'copy.db'",
        "CREATE TEMP TABLE copies AS SELECT * FROM revisions",
        "INSERT INTO tags (name) VALUES ('x')",
        "UPDATE articles SET headline = 'x'",
        "UPDATE sqlite_master SET sql = 'x'",
        "DELETE FROM articles",
        "DROP TABLE articles",
        "REINDEX",
        "PRAGMA writable_schema = 1",
        "PRAGMA schema_version = 1",
        "PRAGMA temp_store_directory = '.'",
        "PRAGMA cache_size = 1000000",
        "PRAGMA hard_heap_limit = 0",
        "PRAGMA query_only = 0",
    ],
)
def test_what_is_not_permitted(connection: sqlite3.Connection, query: str) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|authorization denied|may not be modified"):
        connection.execute(query)


@pytest.mark.parametrize(
    "query",
    [
        f"{DOUBLED} SELECT x || x FROM big",
        f"{DOUBLED} SELECT hex(x) FROM big",
        f"{DOUBLED} SELECT group_concat(x || y) FROM big, (SELECT 1 AS y UNION SELECT 2)",
        f"{DOUBLED} SELECT x, x FROM big",
        f"{DOUBLED} SELECT CAST(x AS BLOB) FROM big, (SELECT 1 UNION SELECT 2 UNION SELECT 3)",
        f"{DOUBLED} SELECT x FROM big, (SELECT 1 UNION SELECT 2 UNION SELECT 3)",
        "SELECT " + "replace(" * 9 + "'xxxxxxxxxx'" + ", 'x', 'xxxxxxxxxx')" * 9,
        f"{DOUBLED} SELECT replace(x, 'a', x) FROM big",
    ],
)
def test_answers_that_grow_too_large(connection: sqlite3.Connection, query: str) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"too (big|large)|raised exception"):
        connection.execute(query).fetchall()


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT 1 IN ({','.join(map(str, range(100_000)))})",
        f"SELECT {'+'.join('1' * 1000)}",
        f"SELECT 1{' UNION SELECT 1' * 100}",
        f"SELECT {','.join('1' * 200)}",
        f"SELECT coalesce({','.join('1' * 100)})",
        f"SELECT 'x' LIKE '{'%x' * 200}'",
    ],
)
def test_statements_that_are_too_long(connection: sqlite3.Connection, query: str) -> None:
    with pytest.raises(sqlite3.Error, match=r"too (many|large|complex)"):
        connection.execute(query)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("replace(x, substr(x, 1, 4000000) || 'b', '') = x", 1),
        ("instr(x, substr(x, 1, 4000000) || 'b')", 0),
    ],
)
def test_functions_whose_time_would_grow_with_the_square(
    connection: sqlite3.Connection, query: str, answer: int
) -> None:
    """SQLite's own take minutes or hours for this."""
    assert connection.execute(f"{DOUBLED} SELECT {query} FROM big").fetchone()[0] == answer


def test_characters_to_trim_are_few(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="raised exception"):
        connection.execute(f"{DOUBLED} SELECT trim(x, x || 'b') FROM big").fetchone()


@pytest.mark.parametrize(
    "call",
    [
        "replace('Besançon', 'ç', 'c')",
        "replace('abc', '', 'x')",
        "replace(NULL, 'a', 'b')",
        "replace('a', 'a', NULL)",
        "replace(1213, 1, 7)",
        "replace(x'616263', 'b', 'd')",
        "instr('Besançon', 'ç')",
        "instr('abc', 'd')",
        "instr('abc', '')",
        "instr(NULL, 'a')",
        "instr(x'c3a7', x'a7')",
        "instr(x'c3a7', 'ç')",
        "instr(1213, 3)",
        "trim('xxhixx', 'x')",
        "ltrim('xyhixy', 'yx')",
        "rtrim('hi  ', ' ')",
        "trim('hi', NULL)",
        "trim('hi', '')",
        "trim('  hi  ')",
    ],
)
def test_replaced_functions_answer_as_those_of_sqlite(connection: sqlite3.Connection, call: str) -> None:
    with closing(sqlite3.connect(":memory:")) as plain:
        expected = plain.execute(f"SELECT {call}, typeof({call})").fetchone()
    assert tuple(connection.execute(f"SELECT {call}, typeof({call})").fetchone()) == expected


def test_a_large_headline_is_read(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT * FROM articles JOIN revisions ON article_id = articles.id").fetchall()
    assert rows[0]["headline"] == "Besançon et Dijon " * 60_000


def test_a_query_is_not_charged_for_the_one_before(connection: sqlite3.Connection) -> None:
    for _ in range(guards.LARGEST_ANSWER // (16 << 20) + 2):
        assert len(connection.execute(f"{DOUBLED} SELECT x FROM big").fetchone()[0]) == 16 << 20


def test_a_moment_of_the_archive_is_read_in_one_transaction(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 1
    connection.rollback()


MEASURED = """
import resource, sqlite3, sys
from newsarchive.browse.guards import guard
connection = sqlite3.connect(sys.argv[1], uri=True)
guard(connection)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    connection.execute(sys.argv[2]).fetchall()
except (sqlite3.Error, MemoryError):
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    "query",
    [
        f"{DOUBLED} SELECT x FROM big, json_each('[{'1,' * 900}1]')",
        f"{DOUBLED} SELECT {', '.join(['CAST(x AS BLOB)'] * 99)} FROM big",
        f"{DOUBLED} SELECT count(*) FROM big, json_each('[' || replace(x, 'aa', '1,') || '1]')",
    ],
)
def test_memory_stays_within_bounds(folder: Path, query: str) -> None:
    """In MB; what is asked for is gigabytes."""
    address = f"{(folder / FILE_NAME).as_uri()}?mode=ro"
    done = subprocess.run([sys.executable, "-c", MEASURED, address, query], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 700
