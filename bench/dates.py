"""How much the strict grammar saves on the dates that French news sites print, against dateparser."""

from __future__ import annotations

from datetime import datetime, timedelta

import dateparser

from bench.measure import Measure, cpu_ms, side_by_side
from newsarchive.dates import PARIS, parse_date

FORMS = ("%d/%m/%Y - %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y à %Hh%M", "%d/%m/%Y")


def texts(count: int, first_day: datetime) -> list[tuple[str, datetime]]:
    """Distinct date texts in numeric form, each with the time (or midnight of the day) that it names."""
    moments = [first_day + timedelta(days=n, minutes=n) for n in range(count)]
    return [(moment.strftime(FORMS[n % len(FORMS)]), moment) for n, moment in enumerate(moments)]


def measure(rounds: int = 3, count: int = 200) -> Measure:
    """CPU microseconds per text; each round has texts of its own, so that no cache answers."""
    batches = [
        [text for text, _ in texts(count, datetime(2000 + 5 * n, 1, 1, 10, 5, tzinfo=PARIS))] for n in range(rounds)
    ]
    parse_date("12/03/2013 - 17:32")
    dateparser.parse("12/03/2013 - 17:32", languages=["fr"])

    def ours(number: int) -> float:
        return 1000 * cpu_ms(lambda: [parse_date(text) for text in batches[number]]) / count

    def theirs(number: int) -> float:
        return 1000 * cpu_ms(lambda: [dateparser.parse(text, languages=["fr"]) for text in batches[number]]) / count

    pair = side_by_side(ours, theirs, rounds)
    return Measure(
        question="Numeric French dates",
        unit="CPU µs/text",
        ours=pair.ours,
        against="dateparser.parse(languages=['fr'])",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target="200 times faster",
        met=pair.ratio <= 1 / 200,
    )
