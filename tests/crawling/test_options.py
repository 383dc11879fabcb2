"""What a run is asked to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsarchive.crawling.options import Options


def test_arguments_of_scrapy_arrive_as_text() -> None:
    asked = Options.of(base_url="http://127.0.0.1:8000", limit="20", since="2026-02-06", full="1", requisites="yes")
    day = date(2026, 2, 6)
    assert asked == Options(base_url="http://127.0.0.1:8000", limit=20, since=day, full=True, requisites=True)
    assert Options.of(full="0") == Options()


@pytest.mark.parametrize("wrong", [{"limit": "many"}, {"since": "hier"}])
def test_what_is_no_number_or_day_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"many|hier"):
        Options.of(**wrong)


def test_since_begins_with_the_day_in_paris() -> None:
    assert Options.of(since="2026-02-06").since_moment == datetime(2026, 2, 5, 23, 0, tzinfo=UTC)
    assert Options().since_moment is None
