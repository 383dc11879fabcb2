import sys
from datetime import UTC, datetime

import pytest

from bench import report
from bench.measure import Measure, Skipped, Table, cpu_ms, run_child, side_by_side


def test_rounds_alternate_and_the_median_of_their_ratios_is_taken() -> None:
    asked: list[str] = []

    def ours(number: int) -> float:
        asked.append("ours")
        return [1.0, 9.0, 2.0][number]

    def theirs(number: int) -> float:
        asked.append("theirs")
        return [4.0, 3.0, 4.0][number]

    pair = side_by_side(ours, theirs, 3)
    assert asked == ["ours", "theirs"] * 3
    assert (pair.ours, pair.theirs, pair.ratio) == (2.0, 4.0, 0.5)


def test_time_that_is_waited_for_is_not_counted() -> None:
    assert cpu_ms(lambda: sum(range(300_000))) > 10 * cpu_ms(lambda: None)


def test_a_child_reports_what_it_printed_and_used() -> None:
    child = run_child([sys.executable, "-c", "print('é', sum(range(10**6)))"], env={"PYTHONUTF8": "1"})
    assert child.stdout == "é 499999500000\n"
    assert child.cpu > 0


def test_a_child_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"exited with 1: .*no such word"):
        run_child([sys.executable, "-c", "raise SystemExit('no such word')"])


def test_the_report_holds_figures_tables_and_what_was_not_asked() -> None:
    figure = Measure(
        question="Dates",
        unit="µs",
        ours=2.0,
        against="a library",
        theirs=600.0,
        ratio=1 / 300,
        target="200 times",
        met=True,
    )
    table = Table(question="Pages", text="| a |", target="as good", met=False, note="behind in a")
    skipped = Skipped(question="Corpus", reason="it is absent")
    text = report.render([skipped, table, figure], datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert text.startswith("# Measured 2026-03-01 12:00 UTC\n")
    assert "| Dates | µs | 2 | 600 | 1/300 | 200 times | yes | a library |" in text
    assert "## Pages\n\n| a |\n\nTarget: as good: **no**\n\nbehind in a\n" in text
    assert "Not asked: Corpus, because it is absent" in text
