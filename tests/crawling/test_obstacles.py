"""An archived article whose address answers 200 with something else keeps its text, and the problem is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawling.running import SITE, Reply, Run, Script, article, column, crawl, rows, scripted, sitemap

BODY = "Il raconte en quelques phrases de plus ce qui s'est passé ce jour-là sur la place, devant la fontaine."
PATHS = ("/page-introuvable/", "/defi-de-robot/", "/defi-vide/", "/mur-de-cookies/", "/maquette-perdue/", "/intact/")
PAGES: Mapping[str, Reply] = {
    "/page-introuvable/": Reply(
        body=b"<title>Page introuvable - maCommune.info</title><h1>Oups !</h1><p>Cette page n'existe plus.</p>"
    ),
    "/defi-de-robot/": Reply(
        body=b"<title>Just a moment...</title><script>window._cf_chl_opt = {cvId: '3'};</script>",
    ),
    "/defi-vide/": Reply(status=202, headers={"x-amzn-waf-action": "challenge"}),
    "/mur-de-cookies/": Reply(
        body=b"<h1>maCommune.info</h1><p>Nous et nos partenaires utilisons des cookies et autres traceurs.</p>"
        b"<button>Continuer sans accepter</button>"
    ),
    "/maquette-perdue/": Reply(body=b"<title>Titre /maquette-perdue/</title><h1>Titre /maquette-perdue/</h1>"),
}
ERRORS = {
    "/page-introuvable/": "MissingPage",
    "/defi-de-robot/": "BotChallenge",
    "/defi-vide/": "BotChallenge",
    "/mur-de-cookies/": "ConsentWall",
    "/maquette-perdue/": "ContentLost",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """An archive after a crawl of articles, and a second that met an obstacle at most of their addresses."""

    archive: Path
    first: Run
    second: Run


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    archive = tmp_path_factory.mktemp("obstacles")
    script: Script = {path: article(f"Titre {path}", BODY) for path in PATHS}
    script["/wp-sitemap.xml"] = sitemap(*PATHS)
    with scripted(script) as (base_url, _):
        first = crawl(archive, base_url, "--json")
        script.update(PAGES)
        second = crawl(archive, base_url, "--full")
    return Aftermath(archive=archive, first=first, second=second)


def test_both_crawls_end_well(aftermath: Aftermath) -> None:
    assert (aftermath.first.code, aftermath.second.code) == (0, 0)
    assert aftermath.first.counts["first"] == len(PATHS)


def test_nothing_that_stood_in_the_way_is_a_version(aftermath: Aftermath) -> None:
    kept = rows(
        aftermath.archive, "SELECT url, change FROM revisions JOIN articles ON articles.id = revisions.article_id"
    )
    assert sorted(map(tuple, kept)) == sorted((SITE + path, "first") for path in PATHS)


def test_every_article_keeps_its_text(aftermath: Aftermath) -> None:
    bodies = column(aftermath.archive, "SELECT article_body FROM current_articles")
    assert len(bodies) == len(PATHS)
    assert [body for body in bodies if BODY not in body] == []


def test_each_obstacle_is_a_problem_of_its_kind(aftermath: Aftermath) -> None:
    found = rows(aftermath.archive, "SELECT url, error FROM problems")
    assert {row["url"]: row["error"] for row in found} == {SITE + path: error for path, error in ERRORS.items()}


def test_each_page_is_kept_in_quarantine(aftermath: Aftermath) -> None:
    told = [path.read_text("utf-8") for path in (aftermath.archive / "quarantine").glob("*/error.txt")]
    for path, error in ERRORS.items():
        assert [text for text in told if f"url: {SITE}{path}\n" in text and f"error: {error}\n" in text], path


def test_an_error_page_is_no_reason_to_call_an_article_gone_at_once(aftermath: Aftermath) -> None:
    assert set(column(aftermath.archive, "SELECT status FROM articles")) == {"live"}
    missing = column(aftermath.archive, "SELECT url FROM urls WHERE state = 'missing' AND kind = 'article'")
    assert missing == [f"{SITE}/page-introuvable/"]


def test_what_was_hidden_is_tried_again_before_what_could_not_be_read(aftermath: Aftermath) -> None:
    due = {
        row["url"].removeprefix(SITE): (row["state"], row["next_visit_at"])
        for row in rows(aftermath.archive, "SELECT * FROM urls WHERE kind = 'article'")
    }
    assert due["/defi-de-robot/"][0] == due["/mur-de-cookies/"][0] == "failed"
    assert due["/maquette-perdue/"][0] == "unreadable"
    assert due["/defi-de-robot/"][1] < due["/maquette-perdue/"][1]
