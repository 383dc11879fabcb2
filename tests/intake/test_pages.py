"""From a record to a page, or to a sentence on why there is none."""

from __future__ import annotations

import pytest

from newsarchive.errors import UnusableRecord
from newsarchive.intake.pages import page_of
from newsarchive.items import Place
from newsarchive.warc import Record

HEADERS = {"warc-target-uri": "https://journal.example/", "warc-date": "2026-02-06T09:15:00Z"}


def record(**headers: str) -> Record:
    place = Place(file="a.warc.gz", offset=7, length=9)
    return Record(headers=HEADERS | headers, block=b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n<p>", place=place)


@pytest.mark.parametrize(("note", "listed"), [({}, {}), ({"newsarchive-listed": '{"a": "é"}'}, {"a": "é"})])
def test_what_was_listed_comes_from_the_note(note: dict[str, str], listed: dict[str, str]) -> None:
    page = page_of(record(**note), b"<p>", site="journal", mirror=None)
    assert (page.listed, page.status, page.headers, page.body) == (listed, 200, {"a": "b"}, b"<p>")


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '"a"', "é"])
def test_a_note_that_is_no_object_is_told(note: str) -> None:
    with pytest.raises(UnusableRecord, match=r"at byte 7: its note Newsarchive-Listed is no object of JSON\.$"):
        page_of(record(**{"newsarchive-listed": note}), b"<p>", site="journal", mirror=None)
