"""Alerts that do not get through."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.crawling import alerts
from newsarchive.crawling.alerts import Alert, send
from newsarchive.items import Finding

ALERT = Alert(
    site="macommune",
    archive=Path("/archive"),
    crawl_id=4,
    started_at=datetime(2026, 2, 6, 12, tzinfo=UTC),
    findings=(Finding(monitor="fields", message="Été perdu."), Finding(monitor="disk", message="Plein.")),
)


def test_the_object_that_is_sent() -> None:
    assert json.loads(ALERT.as_json()) == {
        "site": "macommune",
        "archive": "/archive",
        "crawl_id": 4,
        "started_at": "2026-02-06T12:00:00+00:00",
        "findings": [{"monitor": "fields", "message": "Été perdu."}, {"monitor": "disk", "message": "Plein."}],
        "text": "newsarchive, macommune:\nÉté perdu.\nPlein.",
    }


def test_a_command_has_the_sentences_in_its_environment(tmp_path: Path) -> None:
    assert list(send(ALERT, command=f'printf %s "$NEWSARCHIVE_FINDINGS" > {tmp_path}/said', url=None)) == []
    assert (tmp_path / "said").read_text("utf-8") == "Été perdu.\nPlein."


def test_a_command_that_reads_nothing_has_not_failed() -> None:
    assert list(send(ALERT, command="exec true", url=None)) == []


def test_a_command_without_end_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "COMMAND_SECONDS", 1)
    fifo = tmp_path / "never"
    told = list(send(ALERT, command=f"mkfifo {fifo}; cat {fifo} & wait", url=None))
    assert told == ["The alert command failed: it did not end within 1 seconds."]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9/secret", "The alert could not be posted to 127.0.0.1: "),
        ("no address", "The alert could not be posted to None: "),
    ],
)
def test_an_address_that_takes_nothing(url: str, told: str) -> None:
    (sentence,) = send(ALERT, command=None, url=url)
    assert sentence.startswith(told)
    assert "secret" not in sentence
