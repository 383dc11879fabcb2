"""A site that dates its articles in listings alone: the date is there whichever way an article is reached."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.crawling.running import Reply, Run, Script, column, rows, run, scripted

ITEM = "/actualites/item/12-la-dameuse-est-de-retour"
OTHER = "/actualites/item/13-la-fromagerie-agrandit-ses-caves"


def page(title: str, text: str) -> bytes:
    return f"""<html><head><title>{title}</title></head><body><h2>{title}</h2>
      <p>Le chapô de cet article tient en une phrase.</p>
      <p>{text} Un paragraphe assez long pour en être un, et qui dit ce qu'il a à dire.</p></body></html>""".encode()


def listing(*entries: tuple[str, str]) -> bytes:
    items = "".join(f"<div><i>{date}</i><h3><a href='{path}'>Titre</a></h3></div>" for path, date in entries)
    return f"<html><body><p>Vendredi 06 Février 2026</p>{items}</body></html>".encode()


def feed(*paths: str) -> bytes:
    items = "".join(f"<item><link>https://www.pleinair.net{path}</link></item>" for path in paths)
    return f"<rss><channel>{items}</channel></rss>".encode()


def crawl(archive: Path, base_url: str, *options: str) -> Run:
    command = (sys.executable, "-m", "newsarchive", "crawl", "pleinair", "--delay", "0", "--json")
    done = run(*command, "--archive", str(archive), "--base-url", base_url, *options)
    assert done.code == 0, done.err
    return done


def dates(archive: Path) -> list[tuple[str, str | None]]:
    found = rows(archive, "SELECT article_body, date_published_raw FROM revisions ORDER BY id")
    return [(row["article_body"].split(" ")[0], row["date_published_raw"]) for row in found]


def test_an_article_the_feed_names_first_waits_for_the_listing_that_dates_it(tmp_path: Path) -> None:
    script: Script = {
        "/?format=feed&type=rss": feed(ITEM, OTHER),
        "/": listing((OTHER, "jeudi, 05 février 2026 08:00")),
        "/actualites": b"<html><body><a href='/actualites?start=10'>2</a></body></html>",
        "/actualites?start=10": listing((f"{ITEM}/", "lundi, 02 février 2026 15:38")),
        ITEM: page("La dameuse est de retour", "Premier."),
        OTHER: page("La fromagerie agrandit ses caves", "Second."),
    }
    with scripted(script) as (base_url, asked):
        crawl(tmp_path, base_url)
    assert sorted(dates(tmp_path)) == [
        ("Premier.", "lundi, 02 février 2026 15:38"),
        ("Second.", "jeudi, 05 février 2026 08:00"),
    ]
    assert asked.index(ITEM) > asked.index("/actualites?start=10")
    assert len(asked) == len(set(asked))


def test_a_date_stays_when_the_article_has_left_the_listings(tmp_path: Path) -> None:
    script: Script = {"/": listing((ITEM, "lundi, 02 février 2026 15:38")), ITEM: page("La dameuse", "Premier.")}
    with scripted(script) as (base_url, _):
        crawl(tmp_path, base_url, "--full")
        script |= {"/": listing((OTHER, "vendredi, 06 février 2026 09:00")), ITEM: page("La dameuse", "Retouché.")}
        crawl(tmp_path, base_url, "--full")
        script["/?format=feed&type=rss"] = feed(ITEM)
        script[ITEM] = page("La dameuse", "Encore.")
        crawl(tmp_path, base_url, "--full")
    kept = "lundi, 02 février 2026 15:38"
    assert dates(tmp_path) == [("Premier.", kept), ("Retouché.", kept), ("Encore.", kept)]


def test_a_date_goes_along_with_a_redirect(tmp_path: Path) -> None:
    script: Script = {
        "/": listing((ITEM, "lundi, 02 février 2026 15:38")),
        ITEM: Reply(status=301, headers={"Location": OTHER}),
        OTHER: page("La fromagerie", "Premier."),
    }
    with scripted(script) as (base_url, _):
        crawl(tmp_path, base_url)
    assert dates(tmp_path) == [("Premier.", "lundi, 02 février 2026 15:38")]


def test_an_article_nobody_dates_is_archived_all_the_same(tmp_path: Path) -> None:
    with scripted({"/": listing(), "/?format=feed&type=rss": feed(ITEM), ITEM: page("La dameuse", "Seul.")}) as (
        url,
        _,
    ):
        counts = crawl(tmp_path, url, "--limit", "1").counts
    assert counts["first"] == 1
    assert dates(tmp_path) == [("Seul.", None)]
    assert column(tmp_path, "SELECT date_listed FROM urls WHERE url LIKE '%item/12-%'") == [None]
