"""What a reader types -> what FTS5 is asked for, and what it found -> what is shown: pure functions."""

from newsarchive.browse.search.addresses import address_spellings, pasted_address, pasted_key
from newsarchive.browse.search.expression import Asked, Phrase, match_expression, understood
from newsarchive.browse.search.marking import Marker, Pieces, found_in
from newsarchive.browse.search.periods import Named, named_period, read_period
from newsarchive.browse.search.words import fold_text, words

__all__ = [
    "Asked",
    "Marker",
    "Named",
    "Phrase",
    "Pieces",
    "address_spellings",
    "fold_text",
    "found_in",
    "match_expression",
    "named_period",
    "pasted_address",
    "pasted_key",
    "read_period",
    "understood",
    "words",
]
