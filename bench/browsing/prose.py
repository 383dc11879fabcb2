"""Made-up French: words as often as in a newspaper (Zipf's law), in sentences and paragraphs.

Nobody's text, and nonsense; what matters is what a search index sees: how many words there are, how often each comes,
accents, elisions, plurals.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import Final

COMMON: Final = "Besançon"
"""The word that is in a quarter of all articles, and in no other."""
RARE: Final = "vouivre"
"""A word that is in one article of a thousand."""

_GRAMMAR: Final = """
de la le les et des à en un du une est pour que qui dans a au par plus sur pas avec ce il sont se ne ont cette son aux
été ou être nous mais leur comme fait ces deux tout elle après ans sa où on bien entre sans lors depuis encore très
même aussi dont selon notre ainsi alors plusieurs avant chez contre jusque vers sous
""".split()
_SUBJECTS: Final = """
ville commune mairie maire conseil municipal agglomération département région préfecture projet travaux rue quartier
école collège lycée élèves université hôpital santé police gendarmerie pompiers incendie accident tribunal procès
élection candidat liste association festival concert musée exposition théâtre cinéma sport match équipe club
championnat tramway bus gare train route circulation stationnement vélo forêt rivière inondation neige météo climat
entreprise emploi usine horlogerie commerce marché budget impôt logement habitat pôle métropolitain communauté
intercommunalité Doubs Jura Vesoul Pontarlier Montbéliard Dole Franche-Comté
""".split()
_ONSETS: Final = "b c ch d f g gr j l m n p pl pr r s t tr v bl cl fr vr qu".split()
_NUCLEI: Final = "a a a e e e i i i o o u é é è ou oi ai an en in on au eu œu".split()
_CODAS: Final = ["", "", "", "", "", "", "r", "r", "l", "n", "s"]
_ENDINGS: Final = "tion ment eur euse age ité ier ière able ique er é ée aire oir esse ois al el et".split()

_FORMS: Final = 60_000


class Prose:
    """Endless text of one vocabulary, both decided by the seed; sentences are pieces of one long row of words."""

    def __init__(self, seed: int, length: int) -> None:
        """`length` is that of the row; the shorter it is, the more texts have pieces in common."""
        random = Random(seed)
        forms = _vocabulary(random)
        weights = list(accumulate(1 / rank for rank in range(1, len(forms) + 1)))
        self._row = random.choices(forms, cum_weights=weights, k=length)

    def words(self, random: Random, number: int) -> list[str]:
        """So many words that follow each other."""
        start = random.randrange(len(self._row) - number)
        return self._row[start : start + number]

    def phrase(self, random: Random, number: int) -> str:
        """So many words with a capital and no full stop: a headline, a caption."""
        text = " ".join(self.words(random, number))
        return text[0].upper() + text[1:]

    def paragraph(self, random: Random, number: int) -> str:
        """About so many words in sentences."""
        sentences = []
        while number > 0:
            length = random.randint(7, 25)
            sentences.append(self.phrase(random, length))
            number -= length
        return ". ".join(sentences) + "."


def _vocabulary(random: Random) -> list[str]:
    """Words with the most frequent first: those of grammar, a newspaper's subjects, then made-up ones."""
    words = dict.fromkeys(_GRAMMAR)
    words |= dict.fromkeys(form for word in _SUBJECTS for form in _forms(word, random))
    while len(words) < _FORMS:
        stem = "".join(_syllable(random) for _ in range(random.choice((1, 1, 2, 2, 2, 3))))
        words |= dict.fromkeys(_forms(stem + random.choice(_ENDINGS), random))
    return list(words)


def _forms(word: str, random: Random) -> list[str]:
    """The word, some with their plural, some after an article that lost its vowel."""
    forms = [word]
    if random.random() < 0.4 and word[-1] not in "sx":
        forms.append(word[:-2] + "aux" if word.endswith("al") else word + "s")
    if word[0] in "aeiouéèœh":
        forms.append(random.choice(("l’", "d’", "l'", "d'", "qu'")) + word)
    return forms


def _syllable(random: Random) -> str:
    onset = random.choice(_ONSETS) if random.random() < 0.9 else ""
    return onset + random.choice(_NUCLEI) + random.choice(_CODAS)
