"""What a reader types -> what FTS5 is asked for, and what it found -> what is shown: pure functions."""

from newsarchive.browse.search.addresses import address_spellings, pasted_address, pasted_key
from newsarchive.browse.search.expression import Asked, Phrase, match_expression, understood
from newsarchive.browse.search.fillers import without_fillers
from newsarchive.browse.search.forms import forms
from newsarchive.browse.search.marking import Marker, Pieces, found_in
from newsarchive.browse.search.nearest import beginnings, nearest
from newsarchive.browse.search.periods import Named, named_period, read_period
from newsarchive.browse.search.words import STOP_WORDS, fold, fold_text, spellings, words

__all__ = [
    "STOP_WORDS",
    "Asked",
    "Marker",
    "Named",
    "Phrase",
    "Pieces",
    "address_spellings",
    "beginnings",
    "fold",
    "fold_text",
    "forms",
    "found_in",
    "match_expression",
    "named_period",
    "nearest",
    "pasted_address",
    "pasted_key",
    "read_period",
    "spellings",
    "understood",
    "without_fillers",
    "words",
]
