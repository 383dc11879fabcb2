"""What stages share: a page that a stage chokes on goes to quarantine with a sentence, and the crawl goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy.exceptions import DropItem

from newsarchive.crawling.recorder import Recorder
from newsarchive.crawling.stages import Stage, page_of, quarantining
from newsarchive.errors import ArchiveUnwritable, EmptyPage
from newsarchive.items import Article, Change, ChangeKind, Page, Problem, RawArticle, Version
from pipelines.extract import ExtractPipeline

PAGE = Page(
    url="http://127.0.0.1:8000/une/?amp",
    final_url="http://127.0.0.1:8000/une",
    fetched_at=datetime(2026, 2, 6, tzinfo=UTC),
    status=200,
    body=b"",
    site="macommune",
)


@dataclass
class FakeRecorder:
    """Keeps what is put into quarantine."""

    quarantined: list[tuple[Page, Problem, str]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    spider: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(route=SimpleNamespace(identity=lambda url: f"identity of {url}"))
    )

    @property
    def register(self) -> FakeRecorder:
        """The recorder's register is this one too."""
        return self

    def quarantine(self, page: Page, problem: Problem, *, url: str, state: str) -> None:
        self.quarantined.append((page, problem, url))
        self.states.append(state)


class Choking(Stage):
    """A stage whose work is a function of the test."""

    name = "choke"
    work: Callable[[], RawArticle]

    @quarantining
    async def process_item(self, item: Page) -> RawArticle:
        return self.work()


def choking_on(error: Exception) -> tuple[Choking, FakeRecorder]:
    def work() -> RawArticle:
        raise error

    recorder = FakeRecorder()
    stage = Choking(cast("Recorder", recorder))
    stage.work = work
    return stage, recorder


def test_an_expected_error_is_its_own_sentence() -> None:
    stage, recorder = choking_on(EmptyPage("The response holds no text."))
    with pytest.raises(DropItem):
        asyncio.run(stage.process_item(PAGE))
    problem = Problem(stage="choke", error="EmptyPage", message="The response holds no text.")
    assert recorder.quarantined == [(PAGE, problem, f"identity of {PAGE.final_url}")]


@pytest.mark.parametrize("error", [RecursionError("maximum recursion depth exceeded"), KeyError("headline")])
def test_an_unexpected_error_is_named_with_what_to_do(error: Exception) -> None:
    stage, recorder = choking_on(error)
    with pytest.raises(DropItem):
        asyncio.run(stage.process_item(PAGE))
    [(_, problem, _)] = recorder.quarantined
    assert problem.error == type(error).__name__
    assert str(error) in problem.message
    assert "report" in problem.message


def test_an_archive_that_takes_nothing_more_is_no_fault_of_the_page() -> None:
    stage, recorder = choking_on(ArchiveUnwritable("The disk is full."))
    with pytest.raises(ArchiveUnwritable):
        asyncio.run(stage.process_item(PAGE))
    assert recorder.quarantined == []


def test_a_real_stage_puts_an_empty_page_into_quarantine() -> None:
    recorder = FakeRecorder()
    with pytest.raises(DropItem):
        asyncio.run(ExtractPipeline(cast("Recorder", recorder)).process_item(PAGE))
    assert [problem.stage for _, problem, _ in recorder.quarantined] == ["extract"]


def test_every_item_leads_back_to_its_page() -> None:
    raw = RawArticle(page=PAGE, page_type="article", headline="Une")
    article = Article(
        page=PAGE,
        key="a" * 10,
        url="https://www.macommune.info/une/",
        site="macommune",
        page_type="article",
        headline="Une",
        content_sha256="0" * 64,
    )
    version = Version(article=article, change=Change(kind=ChangeKind.FIRST))
    assert all(page_of(item) is PAGE for item in (PAGE, raw, article, version))
