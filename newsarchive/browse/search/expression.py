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

MAX_WORDS: Final = 32
"""No more words are asked for, and none of more parts."""
_MAX_SPELLINGS = 24
"""Of a phrase."""
_MIN_BEGINNING = 3
"""Letters; what fewer begin with would be most of the index."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_APOSTROPHES = "'’‘‛´`"
_JOINT = rf"[{_APOSTROPHES}.\u2010\u2011\u2012-]|(?<=[0-9])[/:,](?=[0-9])"
_GROUPED = r"[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})+(?![^\W_])"
_UNGROUPED = rf"(?:(?!19|20)[1-9][0-9]{{3}}|[1-9][0-9]{{4,8}})(?![^\W_]|[{_APOSTROPHES}.,:/\u2010-\u2012-]\w|\*)"
_NUMBER = rf"(?<![^\W_])(?<![0-9][.,/:-])(?:{_GROUPED}|{_UNGROUPED})"
_ASKED = re.compile(
    rf'(?P<minus>(?<!\S)-)?(?:(?P<number>{_NUMBER})|"(?P<phrase>[^"]*)"?|(?P<word>{WORD}(?:(?:{_JOINT}){WORD})*)(?P<star>\*)?)'
)
_EITHER, _BOTH = frozenset({"OU", "OR"}), frozenset({"ET", "AND"})
"""What is between words where it is in capitals: operators elsewhere."""
_PART = re.compile(f"({WORD})([{_APOSTROPHES}]?)")
_ELISION = re.compile(rf"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)[{_APOSTROPHES}](?=.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, as the index has them; the last may be the beginning of one."""

    words: tuple[str, ...]
    is_beginning: bool = False

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"{" *" if self.is_beginning else ""}'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for."""

    expression: str | None
    """For `revisions_fts MATCH ?`; None where no word is asked for."""
    phrases: tuple[Phrase, ...]
    """What is found where any of them is."""


@dataclass(frozen=True, slots=True)
class _Term:
    """Something to look for: any of its phrases will do."""

    phrases: tuple[Phrase, ...]
    is_excluded: bool = False
    is_stop_word: bool = False

    def __str__(self) -> str:
        return str(self.phrases[0]) if len(self.phrases) == 1 else f"({' OR '.join(map(str, self.phrases))})"


def match_expression(typed: str, *, exact: bool = False) -> str | None:
    """An expression for `revisions_fts MATCH ?`; None where no word is asked for. See `understood`."""
    return understood(typed, exact=exact).expression


def understood(typed: str, *, exact: bool = False) -> Asked:
    """What is asked for by what is typed.

    All words have to be there, in any order and form; `"quoted words"` as they stand; `-word` must not be there;
    `word*` is the beginning of a word; of `one OU other` (or `OR`), either will do.
    With `exact`, all that is typed is one phrase, whatever the signs in it.
    """
    said = [_Term(_phrase(typed))] if exact else _terms(typed.translate(_QUOTES))
    terms = [term for term in said if term.phrases][:MAX_WORDS]
    wanted = [term for term in terms if not term.is_excluded]
    telling = [term for term in wanted if not term.is_stop_word] or wanted
    unwanted = [term for term in terms if term.is_excluded and not term.is_stop_word]
    expression = " AND ".join(map(str, telling)) or None
    if expression and unwanted:
        expression = f"({expression}) NOT ({' OR '.join(map(str, unwanted))})"
    return Asked(expression, tuple(chain.from_iterable(term.phrases for term in telling)))


def _terms(typed: str) -> list[_Term]:
    terms: list[_Term] = []
    is_either = False
    for asked in _ASKED.finditer(typed):
        if terms and asked[0] in _EITHER | _BOTH:
            is_either = asked[0] in _EITHER
            continue
        term = _term(asked)
        if is_either and not (term.is_excluded or terms[-1].is_excluded):
            before = terms.pop()
            term = _Term(before.phrases + term.phrases, is_stop_word=before.is_stop_word and term.is_stop_word)
        terms.append(term)
        is_either = False
    return terms


def _term(asked: re.Match[str]) -> _Term:
    excluded = asked["minus"] is not None
    if asked["phrase"] is not None:
        return _Term(_phrase(asked["phrase"]), excluded)
    if asked["number"] is not None:
        return _Term(_number(asked["number"]), excluded)
    written = _ELISION.sub("", asked["word"])
    if asked["star"] and len(written) >= _MIN_BEGINNING:
        return _Term(_phrase(written, is_beginning=True), excluded)
    return _Term((*_phrases(_alternatives(written)), *_day(written)), excluded, fold(written) in STOP_WORDS)


def _alternatives(written: str) -> Iterator[tuple[str, ...]]:
    """For each part of a word, which may be compound, its forms; what an apostrophe cuts short has none."""
    for part, apostrophe in _PART.findall(written if words(written) else ""):
        yield spellings(part) if apostrophe else _related(part)


def _related(word: str) -> tuple[str, ...]:
    """The word's spellings first, then its forms."""
    spelled = spellings(word)
    related = chain.from_iterable(forms(spelling) for spelling in spelled)
    return tuple(dict.fromkeys((*spelled, *sorted(related))))


def _phrase(text: str, *, is_beginning: bool = False) -> tuple[Phrase, ...]:
    return _phrases((spellings(word) for word in words(text)), is_beginning=is_beginning)


def _phrases(alternatives: Iterable[tuple[str, ...]], *, is_beginning: bool = False) -> tuple[Phrase, ...]:
    """Each word's alternatives, one after the other in every way."""
    ways = islice(product(*islice(alternatives, MAX_WORDS)), _MAX_SPELLINGS)
    return tuple(Phrase(way, is_beginning) for way in ways if way)


def _number(text: str) -> tuple[Phrase, ...]:
    """`600.000`, `600 000` and `600000` are printed in each of these ways."""
    digits = re.sub("[^0-9]", "", text)
    start = len(digits) % 3
    groups = (digits[:start], *(digits[at : at + 3] for at in range(start, len(digits), 3)))
    return Phrase(tuple(filter(None, groups))), Phrase((digits,))


def _day(text: str) -> tuple[Phrase, ...]:
    """`12/03/2013` is mostly printed as 12 mars 2013."""
    day = day_in_words(text)
    return (Phrase(tuple(day.split())),) if day else ()
