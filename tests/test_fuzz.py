"""A short run of bench.fuzz, and proof that its checks bite. The long one is `python -m bench.fuzz`."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from bench.fuzz.__main__ import main
from bench.fuzz.case import Case, make_case
from bench.fuzz.checks import attempt, examine
from bench.fuzz.damage import DAMAGES
from bench.fuzz.disguise import DISGUISES, LAST, NEUTRAL, READER_COMMENTS
from bench.fuzz.markup import Mutation
from bench.fuzz.sources import Source, sources
from newsarchive.items import Article


@cache
def a_page(dress: str = "wordpress", kind: str = "article") -> Source:
    """A page of the replica with everything that an article may have."""
    return next(
        source
        for source in sources()
        if source.truth
        and (source.truth.dress, source.truth.page_type) == (dress, kind)
        and len(source.truth.blocks) > 3
    )


def disguised(body: bytes, source: Source) -> Case:
    return Case(seed=0, source=source, kind="disguised", chain=(), page=replace(source.page, body=body))


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_pages_broken_or_disguised_at_random(start: int) -> None:
    for seed in range(start, start + 50):
        case = make_case(seed)
        failures = [failure for failure in examine(case).failures if not failure.startswith("slow")]
        assert failures == [], f"python -m bench.fuzz --replay {seed}: {case.source.name}, {' > '.join(case.chain)}"


def test_a_seed_makes_the_same_page_every_time() -> None:
    assert [make_case(seed) for seed in range(20)] == [make_case(seed) for seed in range(20)]
    assert len({make_case(seed).page.body for seed in range(20)}) > 15


@pytest.mark.parametrize("mutation", [*DAMAGES, *NEUTRAL, *DISGUISES, *LAST], ids=lambda mutation: mutation.__name__)
def test_every_mutation_changes_pages(mutation: Mutation) -> None:
    pages = [a_page(dress).page.body for dress in ("wordpress", "drupal", "bare")]
    assert any(mutation(body, Random(seed)) != body for seed, body in enumerate(pages * 3))


def without(*texts: str) -> Callable[[bytes], bytes]:
    def remove(body: bytes) -> bytes:
        for text in texts:
            assert text.encode() in body
            body = body.replace(text.encode(), b"")
        return body

    return remove


@pytest.mark.parametrize(
    ("spoil", "failure"),
    [
        (without("Mis à jour le "), "date_modified"),
        (lambda body: body.replace(b"</h1>", b" de trop</h1>", 1), "headline"),
        (lambda body: body.replace(b"</p>", b" en trop</p>", 5), "content"),
        (lambda body: body.replace(b'<div class="entry-content">', READER_COMMENTS[0].encode(), 1), "leak"),
        (lambda body: b"", "lost"),
    ],
)
def test_a_change_of_the_article_is_a_failure(spoil: Callable[[bytes], bytes], failure: str) -> None:
    source = a_page()
    assert source.truth
    assert source.truth.date_modified
    assert examine(disguised(source.page.body, source)).failures == ()
    assert failure in [each.split(":")[0] for each in examine(disguised(spoil(source.page.body), source)).failures]


def test_an_error_that_is_no_refusal_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: object) -> Article:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr("bench.fuzz.checks.normalise", fail)
    assert isinstance(attempt(a_page().page), IndexError)
    failures = examine(replace(disguised(a_page().page.body, a_page()), kind="damaged")).failures
    assert failures == ("exception: IndexError: tuple index out of range",)


def test_a_page_can_be_replayed_and_kept(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["--replay", "7", "--output", f"{tmp_path}/page.html"]) == 0
    assert " > ".join(make_case(7).chain) in capsys.readouterr().out
    with open(f"{tmp_path}/page.html", "rb") as file:
        assert file.read() == make_case(7).page.body


def test_a_campaign_counts_and_reports(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--pages", "30", "--workers", "1", "--seed", "1000"])
    printed = capsys.readouterr().out
    assert "30 pages in " in printed
    assert "mutations: " in printed
    assert "failures: " in printed
