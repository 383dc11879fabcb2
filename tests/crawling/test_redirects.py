"""Circles of redirects, whatever order their addresses are asked for in."""

import pytest

from newsarchive.crawling.redirects import comes_to_an_end


@pytest.mark.parametrize(
    ("moved", "ends"),
    [
        ({}, True),
        ({"a": "b"}, True),
        ({"a": "b", "b": "c"}, True),
        ({"a": "b", "b": "a"}, False),
        ({"a": "a"}, False),
        ({"a": "b", "b": "c", "c": "b"}, False),
        ({"a": "b", "c": "c"}, True),
    ],
)
def test_a_circle_has_no_end(moved: dict[str, str], ends: bool) -> None:
    assert comes_to_an_end(moved, "a") is ends
