"""What a connection that answers strangers may do: read, in bounded memory.

Time is Datasette's business (`sql_time_limit_ms`). It looks at the clock between instructions of SQLite's virtual
machine, so that no single one may take long: what could, given texts of somebody's making, is refused or replaced.
See https://www.sqlite.org/security.html.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, Final
from weakref import ref

LARGEST_VALUE: Final = 20 << 20
"""Bytes of a text, and of a row: twice those of the largest page that articles are read from."""
LARGEST_ANSWER: Final = 32 << 20
"""Bytes of all rows of one query."""
LARGEST_HEAP: Final = 512 << 20
"""Bytes that SQLite may hold in this process, whatever number of queries is under way."""

_TOO_LARGE: Final = "The answer is too large: ask for less."
_MOST_TRIMMED: Final = 100
_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

_ACTIONS: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
)
_PRAGMAS: Final = frozenset(
    """
    compile_options data_version database_list foreign_key_list function_list index_info index_list index_xinfo
    page_count page_size schema_version table_info table_list table_xinfo
    """.split()
)
"""Those that Datasette, its permitted `pragma_…()` and FTS5 ask for."""
_SETTABLE: Final = frozenset({"page_count", "page_size", "schema_version"})
_FUNCTIONS: Final = frozenset(
    """
    abs ceil ceiling char coalesce floor glob hex ifnull iif instr length like likelihood likely lower ltrim max min mod
    nullif octet_length pow power quote random replace round rtrim sign sqlite_version sqrt substr substring subtype
    trim trunc typeof unicode unlikely upper -> ->>
    avg count group_concat string_agg sum total
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
    current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch
    json json_array json_array_length json_extract json_group_array json_group_object json_object json_quote
    json_type json_valid
    bm25 highlight match
    escape_fts
    """.split()
)
"""Those whose time grows with what they are given and no faster, and that make no long text out of nothing."""


def guard(connection: sqlite3.Connection) -> None:
    """Limit what is read from this connection from now on; `row_factory` gives sqlite3.Row.

    Errors of SQLite's are what a query gets that wants more.
    """
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.execute(f"PRAGMA hard_heap_limit = {LARGEST_HEAP}")
    for name, arguments, function in _REPLACED:
        connection.create_function(name, arguments, function, deterministic=True)
    answer = _Answer()
    connection.text_factory = answer.text
    connection.row_factory = answer.row
    connection.set_authorizer(_authorized)


class _Answer:
    """Counts what a query has returned, and stops it where that is too much."""

    def __init__(self) -> None:
        self._cursor: Callable[[], sqlite3.Cursor | None] = lambda: None
        self._row = self._rows = 0

    def text(self, value: bytes) -> str:
        """A text of the row that is being read."""
        self._row += len(value)
        if self._row > LARGEST_ANSWER:
            self._row = 0
            raise sqlite3.OperationalError(_TOO_LARGE)
        return str(value, "utf-8", "replace")

    def row(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        """The row that has been read."""
        size, self._row = self._row + sum(len(value) for value in values if type(value) is bytes), 0
        if self._cursor() is not cursor:
            self._cursor, self._rows = ref(cursor), 0
        self._rows += size
        if self._rows > LARGEST_ANSWER:
            raise sqlite3.OperationalError(_TOO_LARGE)
        return sqlite3.Row(cursor, values)


def _authorized(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Whether a statement that does this may be prepared (https://www.sqlite.org/c3ref/c_alter_table.html)."""
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = str(second).lower() in _FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _PRAGMAS and not (second and first in _SETTABLE)
    elif action == sqlite3.SQLITE_UPDATE:
        allowed = first == "sqlite_master"  # what SQLite asks when it connects a virtual table; nobody else may anyhow
    else:
        allowed = action in _ACTIONS
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _replace(text: object, pattern: object, by: object) -> object:
    """SQLite's `replace`, whose own time grows with the length of the text times that of the pattern."""
    if text is None or pattern is None or by is None:
        return None
    whole, part, new = map(_as_text, (text, pattern, by))
    if not part:
        return text
    if len(whole) + whole.count(part) * (len(new) - len(part)) > LARGEST_VALUE:
        raise ValueError(_TOO_LARGE)
    return whole.replace(part, new)


def _instr(text: object, part: object) -> int | None:
    """SQLite's `instr`, see `_replace`."""
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _as_text(text).find(_as_text(part)) + 1


def _as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _trim(strip: Callable[[str, str], str]) -> Callable[[object, object], str | None]:
    """SQLite's `trim` of given characters, see `_replace`."""

    def trim(text: object, characters: object) -> str | None:
        if text is None or characters is None:
            return None
        if len(_as_text(characters)) > _MOST_TRIMMED:
            raise ValueError(f"more than {_MOST_TRIMMED} characters to trim")
        return strip(_as_text(text), _as_text(characters))

    return trim


_REPLACED: Final[tuple[tuple[str, int, Callable[..., Any]], ...]] = (
    ("replace", 3, _replace),
    ("instr", 2, _instr),
    ("trim", 2, _trim(str.strip)),
    ("ltrim", 2, _trim(str.lstrip)),
    ("rtrim", 2, _trim(str.rstrip)),
)
