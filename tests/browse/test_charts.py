"""Bars by month: in proportion, gaps kept, bounded whatever the dates."""

from __future__ import annotations

from newsarchive.browse.charts import HEIGHT, WIDTH, monthly_chart


def test_bars_stand_in_their_months_and_in_proportion() -> None:
    chart = monthly_chart({"2024-12": 10, "2025-01": 5, "2025-03": 20})
    assert [(bar.month, bar.height) for bar in chart.bars] == [
        ("2024-12", HEIGHT / 2),
        ("2025-01", HEIGHT / 4),
        ("2025-03", HEIGHT),
    ]
    assert [bar.x for bar in chart.bars] == [0, WIDTH / 4, WIDTH * 3 / 4]
    assert [(tick.year, tick.x) for tick in chart.ticks] == [("2025", WIDTH / 4)]
    assert chart.bars[0].label == "décembre 2024\u00a0: 10\u00a0articles"


def test_the_table_has_every_year_newest_first() -> None:
    chart = monthly_chart({"2024-12": 10, "2025-01": 5, "2025-03": 20})
    assert [(year, total) for year, _, total in chart.years] == [("2025", 25), ("2024", 10)]
    assert chart.years[0][1] == (5, 0, 20, *[None] * 9)
    assert chart.years[1][1] == (*[None] * 11, 10)


def test_years_without_any_are_in_the_table() -> None:
    years = monthly_chart({"2022-11": 1, "2025-01": 5}).years
    assert [(year, total) for year, _, total in years] == [("2025", 5), ("2024", 0), ("2023", 0), ("2022", 1)]
    assert years[1][1] == (0,) * 12


def test_absurd_dates_draw_no_thousand_years() -> None:
    chart = monthly_chart({"0203-01": 1, "2025-01": 1, "2025-02": 1})
    assert [bar.month for bar in chart.bars] == ["2025-01", "2025-02"]
    assert [year for year, _, _ in chart.years[-2:]] == ["1975", "0203"]


def test_nothing() -> None:
    chart = monthly_chart({})
    assert (chart.bars, chart.years, chart.top) == ((), (), 0)
