import doctest
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import dateparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.dates import PARIS, parse_date, parse_range
from newsarchive.errors import UnknownDate

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("NEWSARCHIVE_CORPUS", ROOT.parent / "shared" / "corpus"))
NOW = datetime(2026, 2, 6, 20, 30, tzinfo=PARIS)


def iso(text: str, reference: datetime | None = None) -> str:
    value = parse_date(text, reference)
    assert not isinstance(value, datetime) or value.tzinfo is PARIS
    return value.isoformat()


def table(lines_by_result: dict[str, str]) -> list[tuple[str, str]]:
    return [(result, line.strip()) for result, lines in lines_by_result.items() for line in lines.strip().split("\n")]


# --- absolute forms -------------------------------------------------------------------------------------------------

ABSOLUTE = {
    "2013-03-12T17:32:00+01:00": """
        12/03/2013 - 17:32
        Publié le 12/03/2013 - 17:32
        Mis à jour le 12/03/2013 - 17:32
        PUBLIÉ LE 12/03/2013 À 17H32
        12.03.2013 à 17h32
        12-03-2013 17:32
        12/3/2013, 17 h 32
        12/03/2013 | 17:32
        le 12/03/2013 à 17h32min
        Publié le : 12/03/2013 à 17:32:00
        mardi 12 mars 2013 à 17h32
        Publié le mardi 12 Mars 2013 - 17:32
        Mar. 12 mars 2013, 17 h 32 min
        Créé le 12 mars 2013 à 17 heures 32
        Publié le 12/03/2013 à 17:32, par Élodie Dupont
        Par Yves Leclercq 214, le mardi 12 mars 2013 à 17h32
        Le Monde.fr avec AFP | 12.03.2013 à 17h32
        17h32, le 12 mars 2013
        17:32 le mardi 12/03/2013
        Nom - 12 mars 2013 à 17:32 | mis à jour le 13 mars 2013 à 11:59
        Publié le 12/03/2013 à 17:32Mis à jour le 13/03/2013 à 11:59
        12/03/2013 - 17:32 UTC+1
        12/03/2013 - 16:32 GMT
        12/03/2013 - 17:32 (heure de Paris)
        12/03/2013 - 17:32 CET
        12/03/2013 à 11:32 UTC-5
        2013-03-12T17:32:00
        2013-03-12 17:32
        2013-03-12T16:32:00Z
        2013-03-12T17:32+0100
        2013-03-12T11:32:00-05:00
        2013-03-12 à 17h32
        Publié le 2013-03-12T17:32:00+01:00
        Tue, 12 Mar 2013 16:32:00 +0000
        Tue, 12 Mar 2013 16:32:00 GMT
        12 Mar 2013 17:32 +0100
        Le 12 mars 2013 à 17:32 + 3 dates supplémentaires
        12/03/2013 à 17:32 • Temps de lecture : 3 min
        12/03/2013 à 17:32 | 4 commentaires
    """,
    "2013-03-12T18:00:00+01:00": "12 mars 2013 à 18h\n12/03/2013 à 18h\nle 12/03/2013, 18 h\nmardi 12 mars 2013 18:00",
    "2013-08-01": """
        1er août 2013
        Le 1er aout 2013
        1 AOÛT 2013
        1 er août 2013
        jeudi 1er août 2013
        jeu. 1er août 2013
        Édition du 1er août 2013
        Publié sur 01/08/2013
        01/08/2013
        2013-08-01
        2013/08/01
        Jeudi 1/8/2013
        1 ao?t 2013
        publi? le 1 ao�t 2013
        2013-08-01, la rédaction
        par Didier Roy, 1 août 2013
        août 1, 2013
        Publié le jeudi août 1, 2013
    """,
    "2013-03-12T18:32:10.250000+01:00": "2013-03-12T17:32:10.25Z\n2013-03-12T17:32:10,250Z",
    "1970-01-01T01:00:00+01:00": "1970-01-01T00:00:00Z",
    "2087-06-01": "1er juin 2087",
    "2013-03-12T00:00:00+01:00": "12/03/2013 à 00h00\n2013-03-12T00:00:00",
}


@pytest.mark.parametrize(("expected", "text"), table(ABSOLUTE))
def test_absolute_forms(expected: str, text: str) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, "janvier janv. janv jan."),
        (2, "février fevrier FÉVRIER fe\u0301vrier févr. fév. fev"),
        (3, "mars MARS"),
        (4, "avril avr."),
        (5, "mai"),
        (6, "juin"),
        (7, "juillet juil. juill."),
        (8, "août aout AOÛT"),
        (9, "septembre sept. sept Sept. sep."),
        (10, "octobre oct."),
        (11, "novembre nov."),
        (12, "décembre decembre déc. dec."),
    ],
)
def test_every_name_of_a_month(month: int, names: str) -> None:
    for name in names.split():
        assert parse_date(f"Publié le 15 {name} 2021") == date(2021, month, 15)
        assert iso(f"15{name} 2021 à 8h05")[:16] == f"2021-{month:02}-15T08:05"


# --- round trips ----------------------------------------------------------------------------------------------------

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
LONG = ["janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre"]  # fmt: skip
SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


def in_words(on: date, months: list[str] = LONG) -> str:
    return f"{on.day}{'er' if on.day == 1 else ''} {months[on.month - 1]} {on.year}"


DAY_FORMS: list[Callable[[date], str]] = [
    lambda on: f"{on:%d/%m/%Y}",
    lambda on: f"{on.day}.{on.month}.{on.year}",
    lambda on: f"{on:%Y-%m-%d}",
    in_words,
    lambda on: in_words(on, SHORT),
    lambda on: f"{DAYS[on.weekday()].capitalize()} {in_words(on).upper()}",
    lambda on: f"{DAYS[on.weekday()]}, {on:%d/%m/%Y}",
]
LABELS = ["", "Publié le ", "Mis à jour le ", "Modifié le ", "Créé le : ", "Posté le ", "Le ", "Par La Rédaction, le "]
JOINTS = [" - ", " à ", " ", ", ", " | ", " – ", "\u00a0à\u00a0"]
CLOCK_FORMS = ["{:%H:%M}", "{:%Hh%M}", "{:%H h %M}", "{:%H h %M min}", "{:%HH%M}", "{:%H:%M:00}"]
CLOCK_FORMS += ["{0.hour}h{0:%M}", "{0.hour} heures {0:%M}", "{:%Hh%M} (heure de Paris)"]
ENDS = ["", " par Élodie", ", par V Jule", ".", " | Mis à jour le 01/02/2031 - 10:00"]

days = st.dates(date(2008, 1, 1), date(2030, 12, 31))
START, STOP = (int(datetime(year, 1, 1, tzinfo=PARIS).timestamp()) // 60 for year in (2008, 2031))
minutes = st.integers(START, STOP - 1).map(lambda minute: datetime.fromtimestamp(60 * minute, PARIS))


def last_sunday(year: int, month: int) -> date:
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def changing_clock(month: int) -> st.SearchStrategy[datetime]:
    """Times as printed, without a zone, from the hour before to the hour after the clock changes."""
    return st.builds(
        lambda year, minute: datetime.combine(last_sunday(year, month), time(1)) + timedelta(minutes=minute),
        st.integers(2008, 2030),
        st.integers(0, 179),
    )


@given(days, st.sampled_from(LABELS), st.sampled_from(DAY_FORMS), st.sampled_from(ENDS))
def test_a_printed_day_reads_as_that_day(on: date, label: str, form: Callable[[date], str], end: str) -> None:
    assert parse_date(label + form(on) + end) == on


@given(
    minutes,
    st.sampled_from(LABELS),
    st.sampled_from(DAY_FORMS),
    st.sampled_from(JOINTS),
    st.sampled_from(CLOCK_FORMS),
    st.sampled_from(ENDS),
)
def test_a_printed_time_reads_as_that_moment(
    at: datetime, label: str, form: Callable[[date], str], joint: str, clock: str, end: str
) -> None:
    first = at.replace(fold=0)
    assert iso(label + form(at.date()) + joint + clock.format(at) + end) == first.isoformat()


@given(minutes, st.sampled_from(DAY_FORMS), st.sampled_from(JOINTS), st.sampled_from(["{}h", "{} h", "{}H"]))
def test_a_full_hour_needs_no_minutes(at: datetime, form: Callable[[date], str], joint: str, clock: str) -> None:
    hour = at.replace(minute=0, fold=0)
    assert iso(form(at.date()) + joint + clock.format(at.hour)) == hour.isoformat()


@given(changing_clock(3), st.sampled_from(DAY_FORMS), st.sampled_from(JOINTS), st.sampled_from(CLOCK_FORMS))
def test_in_spring_the_skipped_hour_is_the_next(
    printed: datetime, form: Callable[[date], str], joint: str, clock: str
) -> None:
    shown = printed + timedelta(hours=printed.hour == 2)
    offset = "+01:00" if printed.hour == 1 else "+02:00"
    assert iso(form(printed.date()) + joint + clock.format(printed)) == shown.isoformat() + offset


@given(changing_clock(10), st.sampled_from(DAY_FORMS), st.sampled_from(JOINTS), st.sampled_from(CLOCK_FORMS))
def test_in_autumn_the_doubled_hour_is_the_first(
    printed: datetime, form: Callable[[date], str], joint: str, clock: str
) -> None:
    offset = "+01:00" if printed.hour == 3 else "+02:00"
    text = form(printed.date()) + joint + clock.format(printed)
    assert iso(text) == printed.isoformat() + offset
    if printed.hour == 2 and "Paris" not in text:
        assert iso(f"{text} UTC+1") == printed.isoformat() + "+01:00"


@given(
    minutes, st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(hours=-5), timedelta(hours=5, minutes=30)])
)
def test_an_instant_with_its_offset_is_kept(at: datetime, offset: timedelta) -> None:
    elsewhere = at.astimezone(timezone(offset))
    for text in (elsewhere.isoformat(), f"{elsewhere:%Y-%m-%dT%H:%M:%S%z}", f"{elsewhere:%a, %d %b %Y %H:%M:%S %z}"):
        assert iso(text) == at.isoformat()


@given(st.text(max_size=60) | st.text(alphabet="0123456789/:.-hàle 1er marsutc+juil", max_size=40))
@example("9999-12-31T23:59:59-14:00")
@example("0001-01-01T00:00:00Z")
@example("il y a 9999 ans, 9999 mois et 9999 semaines")
@example("il y a " + ", ".join(["9999 semaines"] * 17))
def test_any_text_is_a_date_or_unknown(text: str) -> None:
    for reference in (None, NOW):
        try:
            value = parse_date(text, reference)
        except UnknownDate:
            continue
        assert not isinstance(value, datetime) or value.tzinfo is PARIS


# --- clock changes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["31/03/2013 - 02:30", "31 mars 2013 à 2h30", "2013-03-31T02:30:00", "dimanche 31/03/2013, 2 h 30"]
)
def test_a_time_the_clock_skips_is_an_hour_later(text: str) -> None:
    assert iso(text) == "2013-03-31T03:30:00+02:00"


@pytest.mark.parametrize(
    "text", ["27/10/2013 - 02:30", "27 octobre 2013 à 2h30", "2013-10-27 02:30", "2013-10-27T00:30:00Z"]
)
def test_a_time_shown_twice_is_the_first(text: str) -> None:
    assert iso(text) == "2013-10-27T02:30:00+02:00"


def test_an_offset_names_the_second_of_two() -> None:
    assert iso("2013-10-27T02:30:00+01:00") == iso("27/10/2013 02:30 UTC+1") == "2013-10-27T02:30:00+01:00"


@pytest.mark.parametrize(
    ("at", "text", "expected"),
    [
        ("2026-03-29T04:00+02:00", "il y a 2 heures", "2026-03-29T01:00:00+01:00"),
        ("2026-10-25T03:00+01:00", "il y a 2 heures", "2026-10-25T02:00:00+02:00"),
        ("2026-10-25T02:30+01:00", "il y a 30 minutes", "2026-10-25T02:00:00+01:00"),
        ("2026-03-30T02:30+02:00", "il y a 1 jour et 1 heure", "2026-03-29T01:30:00+01:00"),
        ("2026-03-30T12:00+02:00", "il y a 24 heures", "2026-03-29T12:00:00+02:00"),
        ("2026-03-30T10:00+02:00", "hier à 2h30", "2026-03-29T03:30:00+02:00"),
        ("2026-03-29T22:30+00:00", "hier", "2026-03-29"),
    ],
)
def test_distances_across_a_clock_change(at: str, text: str, expected: str) -> None:
    assert iso(text, datetime.fromisoformat(at)) == expected


# --- against a reference --------------------------------------------------------------------------------------------

RELATIVE = {
    "2026-02-06": ["aujourd'hui", "Aujourd’hui", "AUJOURD\u2032HUI", "ce matin"],
    "2026-02-05": ["hier", "Publié hier", "hier soir", "il y a un jour", "le 5 février", "jeudi 5 févr."],
    "2026-02-04": ["avant-hier", "avant hier", "il y a deux jours"],
    "2026-02-07": ["demain", "dans 1 jour", "le 7 février"],
    "2026-02-02": ["lundi dernier"],
    "2026-01-30": ["vendredi dernier", "il y a une semaine"],
    "2026-01-07": ["les 30 jours précédents", "ces 30 derniers jours"],
    "2026-01-06": ["il y a 1 mois", "il ya un mois"],
    "2025-02-06": ["il y a un an", "Il y a environ 1 an"],
    "2025-02-08": ["8 février", "le 8/2"],
    "2025-03-07": ["vendredi 7 mars"],
    "2024-02-29": ["29 février"],
    "2026-02-05T14:30:00+01:00": ["hier à 14h30", "Mis à jour hier, 14:30", "Hier 14 h 30"],
    "2026-02-06T10:24:00+01:00": ["Publié aujourd’hui à 10:24", "ce matin à 10h24"],
    "2026-02-06T18:30:00+01:00": ["il y a 2 heures", "Il ya 2 h", "Publié il y a deux heures, mis à jour à l'instant"],
    "2026-02-06T20:00:00+01:00": ["il y a une demi-heure", "moins de 30m", "il y a moins de 30 min"],
    "2026-02-06T20:29:00+01:00": ["Il y a moins d'une minute"],
    "2025-11-12T19:24:00+01:00": ["Publié le 12 novembre à 19h24 par Élodie", "12 nov., 19:24"],
    "2025-07-01T19:47:00+02:00": ["Le 1er juillet à 19:47, par V Jule"],
    "2026-02-06T18:00:00+01:00": ["le 06/02 à 18h00"],
}


@pytest.mark.parametrize(("text", "expected"), [(text, day) for day, texts in RELATIVE.items() for text in texts])
def test_forms_that_need_a_reference(text: str, expected: str) -> None:
    assert iso(text, NOW) == expected
    assert iso(text, NOW.astimezone(UTC)) == expected
    with pytest.raises(UnknownDate, match="reference"):
        parse_date(text)


def test_months_are_clamped_to_their_last_day() -> None:
    assert iso("il y a 1 mois", datetime(2026, 3, 31, 12, tzinfo=PARIS)) == "2026-02-28"


def test_a_reference_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse_date("hier", NOW.replace(tzinfo=None))


@given(minutes, st.integers(0, 5000))
def test_hours_ago_are_real_hours(now: datetime, hours: int) -> None:
    ago = parse_date(f"il y a {hours} heures", now)
    assert isinstance(ago, datetime)
    assert now.astimezone(UTC) - ago.astimezone(UTC) == timedelta(hours=hours)


@given(days, st.integers(-1, 363))
def test_a_day_without_a_year_is_the_latest_up_to_tomorrow(on: date, later: int) -> None:
    now = datetime(on.year, on.month, on.day, 12, tzinfo=PARIS) + timedelta(days=later)
    assert parse_date(f"le {on.day} {LONG[on.month - 1]}", now) == on


@given(minutes, st.integers(0, 363), st.sampled_from([LONG, SHORT]), st.sampled_from(["", " par Élodie"]))
def test_a_closing_byline_is_of_the_year_before_its_capture(
    at: datetime, later: int, months: list[str], end: str
) -> None:
    printed = f"Publié le {at.day} {months[at.month - 1]} à {at:%Hh%M}{end}"
    assert iso(printed, at + timedelta(days=later)) == at.replace(fold=0).isoformat()


# --- ranges ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Du 1 au 31 mars 2026", "2026-03-01", "2026-03-31"),
        ("Du 1er au 31 mars 2026", "2026-03-01", "2026-03-31"),
        ("Du 28 février au 3 mars 2026", "2026-02-28", "2026-03-03"),
        ("Exposition du 28 fevrier au 3 mars 2026", "2026-02-28", "2026-03-03"),
        ("du 28 décembre au 3 janvier 2026", "2025-12-28", "2026-01-03"),
        ("Du 28/02/2026 au 03/03/2026", "2026-02-28", "2026-03-03"),
        ("Du vendredi 6 au dimanche 8 mars 2026", "2026-03-06", "2026-03-08"),
        ("Du 6 mars à 10h au 8 mars 2026 à 18h30", "2026-03-06T10:00:00+01:00", "2026-03-08T18:30:00+01:00"),
        ("Du 28 décembre 2025 au 3 janvier", "2025-12-28", "2026-01-03"),
        ("Du 28 janvier au 8 février", "2026-01-28", "2026-02-08"),
        ("Du 28/12 au 03/01", "2025-12-28", "2026-01-03"),
        ("Le 18 décembre 2025 à 19:00", "2025-12-18T19:00:00+01:00", "2025-12-18T19:00:00+01:00"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    assert tuple(end.isoformat() for end in parse_range(text, NOW)) == (first, last)
    assert iso(text, NOW) == first


@given(days, st.integers(1, 300), st.sampled_from(["Du", "du"]), st.sampled_from([LONG, SHORT]))
def test_a_printed_range_reads_as_its_ends(on: date, length: int, opening: str, months: list[str]) -> None:
    end = on + timedelta(days=length)
    full = f"{opening} {in_words(on, months)} au {in_words(end, months)}"
    figures = f"{opening} {on:%d/%m/%Y} au {end:%d/%m/%Y}"
    without_year = f"{opening} {in_words(on, months).rpartition(' ')[0]} au {in_words(end, months)}"
    texts = [full, figures, without_year]
    if (on.year, on.month) == (end.year, end.month):
        texts.append(f"{opening} {on.day} au {in_words(end, months)}")
    for text in texts:
        assert parse_range(text) == (on, end)


IMPOSSIBLE = """
    Du 31 au 1 mars 2026
    Du 3 mars 2026 au 28 février 2026
    Du lundi 6 au dimanche 8 mars 2026
    Du 30 février au 3 mars 2026
    mars 2026
    Du 1 au 3 mars 2026 et du 6 au 8 mars 2026
"""


@pytest.mark.parametrize("text", IMPOSSIBLE.strip().split("\n"))
def test_ranges_that_cannot_be(text: str) -> None:
    with pytest.raises(UnknownDate):
        parse_range(text, NOW)
    with pytest.raises(UnknownDate):
        parse_date(text, NOW)


# --- refusals -------------------------------------------------------------------------------------------------------

REFUSED = {
    "no single day": """
        mars 2026
        2026
        Soyez le premier à commenter
        lundi
        8h10m
        Mise à jour à 9h39
        12/03/13
        1/6 - © Jean
        600.000 habitants
        12/03
        1.10.2
        fin mars 2026
    """,
    "no day of the calendar": """
        31/02/2013
        12/13/2013
        29 février 2023
        0 mars 2013
        32 mars 2013
        2013-02-30
        30 février
        le 31/04 à 18h
    """,
    "no time of day": """
        12/03/2013 à 25h
        12/03/2013 - 24:00
        12 mars 2013 à 18h60
        2013-03-12T24:00:00
        2013-03-12T17:60:00
        hier à 25h
    """,
    "not between 1900 and 2100": """
        12 mars 1850
        01/01/2101
        0001-01-01T00:00:00Z
        il y a 900 ans
    """,
    "is a samedi, not a dimanche": """
        Dimanche 7 février 2026
        dim. 07/02/2026
        Sun, 07 Feb 2026 10:00:00 GMT
        dimanche 7 février
        dimanche février 7, 2026
    """,
    "is a vendredi, not a samedi": "Le samedi 7 mars",
    "clock": """
        12/03/2013 à 5:32 pm
        12/03/2013 à 17 h 32 HNE
        12/03/2013 à 17h32 (heure de Montréal)
    """,
    "away from UTC": "12/03/2013 - 17:32 UTC+15",
    "another time": """
        avant le 12 mars 2013
        jusqu'au 12/03/2013
        depuis le 12 mars 2013
        dès le 12 mars 2013
    """,
    "another date": """
        12 mars 2013 et 13 mars 2013
        les 7 et 8 mars 2026
        hier 12/03/2013 ou demain
    """,
    "glued": """
        n°12/03/2013
        https://exemple.fr/12/03/2013/titre
        12/03/2013.pdf
        7-8 mars 2026
    """,
    "coming": "12 mars prochain",
    "longer": "Publié le 12/03/2013" + " et encore" * 25,
}


@pytest.mark.parametrize(("reason", "text"), [*table(REFUSED), ("no single day", ""), ("no single day", " \n")])
def test_what_names_no_day_is_refused_and_says_why(reason: str, text: str) -> None:
    with pytest.raises(UnknownDate, match=rf"{reason}.*\.$"):
        parse_date(text, NOW)


SENTENCES = """
    Interdit aux moins de 18 ans
    moins de 18 ans
    Le trajet dure moins de 2 heures
    la semaine prochaine
    il y a quelques mois
    il y a plus de 2 ans
    2 heures de route
    En mars, 12 élus
"""


@pytest.mark.parametrize("text", SENTENCES.strip().split("\n"))
def test_sentences_that_speak_of_time_are_no_dates(text: str) -> None:
    with pytest.raises(UnknownDate):
        parse_date(text, NOW)


# --- dateparser -----------------------------------------------------------------------------------------------------


def test_the_grammar_needs_no_dateparser() -> None:
    code = "import sys; from newsarchive import dates; dates.parse_date('1er sept. 2013 à 18h'); print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "dateparser" not in printed.stdout.split()


@pytest.mark.parametrize(
    "answer",
    [
        "2013-02-06T00:00",  # today's day where the text has another
        "2013-03-15T10:05",
        "2014-02-15T10:05",
        "2013-02-15T22:05",
        "2013-02-15T10:05Z",
    ],
)
def test_an_answer_that_is_not_what_is_printed_is_not_believed(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def parse(text: str, **options: object) -> datetime:
        asked.append((text, options["languages"]))
        return datetime.fromisoformat(answer)

    monkeypatch.setattr(dateparser, "parse", parse)
    with pytest.raises(UnknownDate):
        parse_date("fév 15, 2013 10:05")
    assert asked == [("fev 15, 2013 10:05", ["fr"])]


def test_a_form_only_dateparser_knows() -> None:
    assert iso("vendredi fév 15, 2013 à 14h30") == "2013-02-15T14:30:00+01:00"


# --- real strings and the page --------------------------------------------------------------------------------------

CLASSES = {"absolute": 0.97, "as-printed": 0.97, "relative-past": 0.97}


@pytest.mark.skipif(not (CORPUS / "dates_fr.jsonl").exists(), reason="no corpus; set NEWSARCHIVE_CORPUS to its folder")
@pytest.mark.parametrize("kind", CLASSES)
def test_real_french_date_strings(kind: str) -> None:
    lines = (CORPUS / "dates_fr.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["class"] == kind]
    misses = [row["text"] for row in rows if not reads_right(row)]
    assert len(misses) <= (1 - CLASSES[kind]) * len(rows), misses


def reads_right(row: dict[str, str | None]) -> bool:
    text, expected, base = row["text"], row["expected"], row["base"]
    assert text is not None
    assert expected is not None
    try:
        value = parse_date(text, datetime.fromisoformat(base).replace(tzinfo=PARIS) if base else None)
    except UnknownDate:
        return False
    return value.isoformat()[: len(expected)] == expected


def test_every_example_of_the_page_holds() -> None:
    results = doctest.testfile(str(ROOT / "docs" / "dates.md"), module_relative=False)
    assert results.attempted >= 9
    assert results.failed == 0
