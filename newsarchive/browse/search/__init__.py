"""What a reader types -> what FTS5 is asked for, and what it found -> what is shown: pure functions."""

from newsarchive.browse.search.expression import match_expression
from newsarchive.browse.search.fragments import CLOSING, OPENING, Pieces, pieces
from newsarchive.browse.search.periods import Named, named_period, read_period

__all__ = ["CLOSING", "OPENING", "Named", "Pieces", "match_expression", "named_period", "pieces", "read_period"]
