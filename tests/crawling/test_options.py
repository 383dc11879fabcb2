"""What a run is asked to do."""

from __future__ import annotations

from datetime import date

import pytest

from newsarchive.crawling.options import Options


def test_arguments_of_scrapy_arrive_as_text() -> None:
    asked = Options.of(base_url="http://127.0.0.1:8000", limit="20", since="2026-02-06", full="1")
    assert asked == Options(base_url="http://127.0.0.1:8000", limit=20, since=date(2026, 2, 6), full=True)
    assert Options.of(full="0") == Options()


@pytest.mark.parametrize("wrong", [{"limit": "many"}, {"since": "hier"}])
def test_what_is_no_number_or_day_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"many|hier"):
        Options.of(**wrong)


@pytest.mark.parametrize(
    ("lastmod", "passed_over"),
    [
        ("2026-02-05", True),
        ("2026-02-06", False),
        ("2026-02-05T22:59:59Z", True),
        ("2026-02-05T23:00:00Z", False),
        ("Thu, 05 Feb 2026 23:59:59 +0100", True),
        ("soon", False),
        (None, False),
    ],
)
def test_since_counts_days_in_paris_and_passes_over_only_what_is_dated(lastmod: str | None, passed_over: bool) -> None:
    assert Options.of(since="2026-02-06").passes_over(lastmod) is passed_over
    assert not Options().passes_over(lastmod)
