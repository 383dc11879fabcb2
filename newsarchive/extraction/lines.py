"""The lines French news pages print around an article: dates, events, captions, kickers. Text in, text out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:janv(?:ier|\.)?|f[ée]v(?:rier|r?\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|ao[uû]t|sept(?:embre|\.)?"
    r"|oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?)"
)
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)"
_NUMERIC_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_WORDED_DAY = rf"\d{{1,2}}(?:er)?\s+{_MONTH}\s+\d{{4}}"
_DAY = rf"(?:(?:{_WEEKDAY},?\s+)?(?:{_NUMERIC_DAY}|{_WORDED_DAY})|\d{{4}}-\d\d-\d\d)"
_TIME = r"(?:\d{1,2}\s?h(?:eures?)?(?![a-zà-ÿ])(?:\s?\d{2})?(?:\s?min)?|\d{1,2}:\d{2}(?::\d{2})?)"
_ZONE = r"(?:\s*(?:UTC|GMT)(?:\s*[+-]\d{1,2})?|\s*[+-]\d\d:?\d\d)"
_PHRASE = re.compile(
    rf"(?:{_TIME},?\s+le\s+(?={_DAY}))?{_DAY}(?:(?:\s*[,|•·–-]\s*|\s+|T)(?:[àa]\s*)?{_TIME}{_ZONE}?)?",
    re.IGNORECASE,
)
_TIME_END = re.compile(rf"{_TIME}", re.IGNORECASE)
_YEARLESS = re.compile(
    rf"publié\s+(?P<date>le\s+\d{{1,2}}(?:er)?\s+{_MONTH}\s+à\s+{_TIME})(?:\s+par\s+(?P<author>\S.{{0,60}}))?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_EVENT = re.compile(
    rf"(?:le|du|les|jusqu['’]au|à partir du)\s+\d{{1,2}}(?:er)?(?:\s+{_MONTH})?(?:\s+\d{{4}})?"
    rf"(?:\s+(?:au|et|à)\s+\d{{1,2}}(?:er)?\s+{_MONTH}(?:\s+\d{{4}})?)?(?:\s+(?:à|de)\s+{_TIME})?"
    r"(?:\s*\+\s*\d+\s+dates?\s+suppl[ée]mentaires?)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<modified>derni[èe]re (?:mise à jour|modification)|mis(?:e)? à jour|modifi[ée]e?|actualis[ée]e?|\bMAJ\b)"
    r"|(?P<published>publi[ée]e?|publication|post[ée]e?|mis(?:e)? en ligne|cr[ée][ée]|paru|[ée]crit"
    r"|date de parution)",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"^\d{1,2}/\d{1,2}\s*[-–]\s*")
_CREDIT_MARK = re.compile(r"(?:^|[\s/-])©")
_CREDIT = re.compile(r"^(?P<caption>.*?)\s*©\s*(?P<credit>[^©]*?)(?:\s*©)?\s*$", re.DOTALL)
_CREDIT_WORD = re.compile(
    r"^(?P<caption>.*?)\s*(?:Crédits?(?: photo)?|Photo(?:graphie)?)\s*:\s*(?P<credit>.+)$", re.DOTALL
)
_KICKER = re.compile(r"^(?P<kicker>[^•\n]{1,100}?)\s*•\s+(?P<rest>.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A printed date, and whether its label calls it the published or the modified one (None: no label)."""

    text: str
    role: str | None

    @property
    def has_time(self) -> bool:
        """Whether an hour is printed."""
        return bool(_TIME_END.search(self.text[8:]) or _TIME_END.match(self.text))


def date_lines(text: str) -> list[DateLine]:
    """The full dates printed in a line, in order, each with the nearest label before it."""
    phrases = list(_PHRASE.finditer(text)) if _DIGIT.search(text) else []
    if not phrases:
        return []
    labels = [(label.start(), label.lastgroup) for label in _LABEL.finditer(text)]
    found = []
    for phrase in phrases:
        before = [role for start, role in labels if start < phrase.start()]
        found.append(DateLine(phrase[0], before[-1] if before else None))
    return found


def is_event_line(text: str) -> bool:
    """Whether a line prints nothing but when an event takes place: "Du 1 au 31 mars 2026"."""
    return len(text) <= 100 and _EVENT.fullmatch(text) is not None


def starts_with_label(text: str) -> bool:
    """Whether a line begins with the label of a date."""
    return _LABEL.match(text) is not None


def closing_byline(text: str) -> tuple[str, str | None] | None:
    """Date without a year and first name of a line such as "Publié le 12 novembre à 19h24 par Élodie"."""
    found = _YEARLESS.match(text)
    return (found["date"], found["author"] and found["author"].rstrip(" .")) if found else None


def split_caption(text: str) -> tuple[str | None, str | None]:
    """(caption, credit) of a figure's line: "1/6 - © Nom", "Personne © Nom", "©"."""
    text = _COUNTER.sub("", text)
    found = _CREDIT.match(text) or _CREDIT_WORD.match(text)
    if not found:
        return text or None, None
    return found["caption"].strip() or None, found["credit"].strip() or None


def is_credit(text: str) -> bool:
    """Whether a line is a photograph's credit, alone or behind its caption."""
    return len(text) <= 300 and _CREDIT_MARK.search(text) is not None


def split_kicker(text: str) -> tuple[str | None, str]:
    """(kicker, rest) of a chapô such as "VIDÉO • Le texte"."""
    found = _KICKER.match(text)
    return (found["kicker"].strip(), found["rest"].strip()) if found else (None, text)
