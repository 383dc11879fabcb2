"""What a reader types -> an FTS5 expression (https://www.sqlite.org/fts5.html#full_text_query_syntax).

Every word is put in quotes, so nothing that is typed is an operator of FTS5: there is no text that it does not parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, product
from typing import Final

from newsarchive.browse.search.forms import forms
from newsarchive.browse.search.periods import day_in_words
from newsarchive.browse.search.words import STOP_WORDS, WORD, fold, spellings, words

MAX_WORDS: Final = 40
"""No more words are asked for, and none of more parts."""
_MAX_SPELLINGS = 24
"""Of a phrase."""
_MIN_PREFIX = 3
"""Letters; what fewer begin with would be most of the index."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_APOSTROPHES = "'’‘‛´`"
_JOINT = rf"[{_APOSTROPHES}.\u2010\u2011\u2012-]|(?<=[0-9])[/:,](?=[0-9])"
_ASKED = re.compile(
    rf'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>{WORD}(?:(?:{_JOINT}){WORD})*)(?P<star>\*)?)'
)
_PART = re.compile(f"({WORD})([{_APOSTROPHES}]?)")
_ELISION = re.compile(rf"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)[{_APOSTROPHES}](?=.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Term:
    """Something to look for: phrases of FTS5, any of which will do."""

    phrases: tuple[str, ...]
    is_excluded: bool
    is_stop_word: bool

    def __str__(self) -> str:
        return self.phrases[0] if len(self.phrases) == 1 else f"({' OR '.join(self.phrases)})"


def match_expression(typed: str, *, exact: bool = False) -> str | None:
    """An expression for `revisions_fts MATCH ?`; None where no word is asked for.

    All words have to be there, in any order and form; `"quoted words"` as they stand; `-word` must not be there;
    `word*` is the beginning of a word. With `exact`, all that is typed is one phrase, whatever the signs in it.
    """
    if exact:
        return " OR ".join(_phrase(typed)) or None
    terms = _terms(typed)
    wanted = [term for term in terms if not term.is_excluded]
    telling = [term for term in wanted if not term.is_stop_word] or wanted
    unwanted = [term for term in terms if term.is_excluded and not term.is_stop_word]
    if not telling:
        return None
    expression = " AND ".join(map(str, telling))
    return f"({expression}) NOT ({' OR '.join(map(str, unwanted))})" if unwanted else expression


def _terms(typed: str) -> list[_Term]:
    found = map(_term, _ASKED.finditer(typed.translate(_QUOTES)))
    return list(islice((term for term in found if term.phrases), MAX_WORDS))


def _term(asked: re.Match[str]) -> _Term:
    excluded = asked["minus"] is not None
    if asked["phrase"] is not None:
        return _Term(_phrase(asked["phrase"]), excluded, False)
    written = _ELISION.sub("", asked["word"])
    is_stop_word = fold(written) in STOP_WORDS
    if asked["star"] and len(written) >= _MIN_PREFIX:
        return _Term(tuple(f"{phrase} *" for phrase in _phrases(map(spellings, words(written)))), excluded, False)
    return _Term((*_phrases(_alternatives(written)), *_day(written)), excluded, is_stop_word)


def _alternatives(written: str) -> Iterator[tuple[str, ...]]:
    """For each part of a word, which may be compound, its forms; what an apostrophe cuts short has none."""
    for part, apostrophe in _PART.findall(written if words(written) else ""):
        yield spellings(part) if apostrophe else _related(part)


def _related(word: str) -> tuple[str, ...]:
    """The word's spellings first, then its forms."""
    spelled = spellings(word)
    related = chain.from_iterable(forms(spelling) for spelling in spelled)
    return tuple(dict.fromkeys((*spelled, *sorted(related))))


def _phrase(text: str) -> tuple[str, ...]:
    return _phrases(spellings(word) for word in words(text))


def _phrases(alternatives: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Each word's alternatives, one after the other in every way."""
    ways = islice(product(*islice(alternatives, MAX_WORDS)), _MAX_SPELLINGS)
    return tuple(f'"{" ".join(way)}"' for way in ways if way)


def _day(text: str) -> tuple[str, ...]:
    """`12/03/2013` is mostly printed as 12 mars 2013."""
    day = day_in_words(text)
    return (f'"{day}"',) if day else ()
