"""Datasette's own pages over an archive, some of it hostile: French, without scripts or styles of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import html

from newsarchive.archive import Archive
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.app import Browser
from newsarchive.browse.glossary import glossary
from newsarchive.browse.queries import queries
from newsarchive.browse.tables.ordering import in_full_order
from newsarchive.items import Comment, Link
from tests.archive.making import NOON, TARGET, URL, archived, article, begin, seen_later, text
from tests.browse.asking import get, shown, told, words

HOSTILE = '<script>alert(1)</script> « Élus » \u202eRTL & "fin"'
BODY_WORD = "introuvablement"
ROWS = (
    *("articles/1", "revisions/1", "revisions/2", "list_items/1,1,1", "images/1,1", "links/1,1", "tags/1"),
    *("article_tags/1,1", "teasers/1", "teaser_sightings/1", "comments/1", "captures/1", "crawls/1", "problems/1"),
    "urls/" + URL.replace(":", "~3A").replace("/", "~2F").replace(".", "~2E"),
)
ENGLISH = re.compile(
    r"\b(rows?|records?|where|sorted by|descending|This data as|Next page|Apply|remove filter|Suggested facets|advanced"
    r"|Custom SQL|Run SQL|Query parameters|Links from other tables|Edit SQL|View and edit|hidden|Download|Views|Queries"
    r"|Powered by|took|Data license|Data source|About|Error|Not found|Forbidden|contains|starts with|is null|Sort|home"
    r"|results?|returning|default|download file|expand labels|Link|facets|and|the)\b"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        comment = Comment(author=HOSTILE, date_posted_raw=None, text="javascript:alert(1)", position=1)
        links = (Link(url="javascript:alert(1)", text=HOSTILE), Link(url=TARGET, text="le budget"))
        hostile = article(headline=HOSTILE, comments=(comment,), links=links)
        archived(archive, crawl_id, hostile)
        archived(archive, crawl_id, article(url=TARGET, headline="Budget voté", section="Ville", teasers=()))
        edited = replace(hostile, headline="Unis", blocks=text(f"Les élus {BODY_WORD} signent."), content_sha256="2")
        archived(archive, crawl_id, seen_later(edited, NOON + timedelta(days=1)))
        for number in range(30):
            url = f"https://www.macommune.info/breve-{number}/"
            archived(archive, crawl_id, article(url=url, headline=f"Brève {number}", section="Sport", teasers=()))
        yield archive


@pytest.fixture(scope="module")
def browser(archive: Archive) -> Browser:
    return Browser(archive.folder)


def _pages() -> list[str]:
    asked = {"word": "budget", "author": "Élodie", "tag": "Dijon", "address": TARGET, "host": "www.macommune.info"}
    return [
        "",
        "?_show_hidden=1",
        "?sql=select+1+as+un",
        "?sql=select+headline%2C+key+from+articles+where+id+%3D+%3An&n=1",
        "?sql=select+1+where+0",
        "?sql=select+nothing",
        *(f"/{table.name}" for table in TABLES),
        *(f"/{row}" for row in ROWS),
        *(f"/{name}" for name in queries().queries),
        *(f"/{name}?{urlencode(asked)}" for name in queries().queries),
        "/articles?section=Sport&headline__contains=8&word_count__gt=1&_sort=first_seen_at",
        "/articles?section=Absente",
        "/articles?_search=budget",
        "/articles?_facet=site&_facet=authors&_facet_size=1",
        "/articles?_where=id+%3E+1",
        "/articles?_col=headline&_col=kicker",
        "/articles?_size=2&_next=2013-03-12T17~3A32~3A00~2B01~3A00%2C3&_sort_desc=date_published",
        "/revisions_fts",
        "/_sqlite_migrations",
        "/nulle-part",
        "/articles/4000",
        "/articles?_sort=word_count",
    ]


def own_words(document: html.HtmlElement) -> str:
    """What the page says itself: without SQL, names of columns, what is marked as English, and what was archived."""
    main = document.cssselect("main")[0]
    for element in main.cssselect("pre, code, textarea, [lang=en], td, option[value='site']"):
        element.drop_tree()
    attributes = [element.get(name) or "" for element in main.iter() for name in ("title", "aria-label", "placeholder")]
    return " ".join([words(main), *attributes, document.cssselect("title")[0].text])


@pytest.mark.parametrize("path", _pages())
def test_pages_are_french_and_bring_nothing_that_runs(browser: Browser, path: str) -> None:
    answered = get(browser, f"/newsarchive{path}")
    assert answered.status_code in {200, 400, 404}
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:[^<]*\"", answered.text)
    document = html.document_fromstring(answered.text)
    assert document.get("lang") == "fr"
    assert len(document.cssselect("h1")) == 1
    assert len(document.cssselect("main")) == 1
    said = own_words(document)
    assert not (found := ENGLISH.search(said)), f"{found}: {said}"


@pytest.mark.parametrize("path", _pages())
def test_controls_are_labelled_and_tables_can_be_reached(browser: Browser, path: str) -> None:
    document = html.document_fromstring(get(browser, f"/newsarchive{path}").text)
    labelled = {label.get("for") for label in document.cssselect("label[for]")}
    for control in document.cssselect("input:not([type=hidden]), select, textarea"):
        within = any(ancestor.tag == "label" for ancestor in control.iterancestors())
        assert control.get("aria-label") or control.get("id") in labelled or within
    for table in document.cssselect("table"):
        around = next(table.iterancestors())
        assert (around.get("tabindex"), around.get("role")) == ("0", "region")
        assert around.get("aria-label")
        assert all(heading.get("scope") for heading in table.cssselect("th"))
    identifiers = [element.get("id") for element in document.cssselect("[id]")]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_named_described_and_its_columns_explained(browser: Browser, table: Table) -> None:
    document = shown(browser, f"/newsarchive/{table.name}")
    wording = glossary().tables[table.name]
    assert words(document.cssselect("h1")[0]) == f"{wording.label} {table.name}"
    assert words(document.cssselect("main .lead")[0]) == " ".join(wording.description.split())
    meanings = document.cssselect("details.meanings")[0]
    assert meanings.get("open") is None
    assert {code.text for code in meanings.cssselect("code")} >= {
        column.name for column in table.columns if glossary().column(table.name, column.name).label != column.name
    }
    assert len(meanings.cssselect("dd")) == len(table.columns)


def test_rows_come_before_the_reader_has_scrolled(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles")
    assert all(details.get("open") is None for details in document.cssselect("main details"))
    headings = [words(heading) for heading in document.cssselect("table.rows thead th")]
    assert headings[:4] == ["n° id", "titre headline", "rubrique section", "publié le ▼ date_published"]
    assert len(document.cssselect("table.rows tbody tr")) == 25
    assert words(document.cssselect("h2.total")[0]) == "32 lignes"


def test_an_articles_row_leads_to_its_page_and_its_address(browser: Browser) -> None:
    row = shown(browser, "/newsarchive/articles?headline=Budget+vot%C3%A9").cssselect("table.rows tbody tr")[0]
    links = [link.get("href") for link in row.cssselect("a")]
    key = told(browser, "/newsarchive/articles/2.json?_shape=objects")["rows"][0]["key"]
    assert links == ["/newsarchive/articles/2", f"/article/{key}", TARGET]
    assert row.cssselect("a")[2].get("rel") == "noreferrer nofollow external"
    assert row.cssselect("time")[0].get("datetime") == "2013-03-12T17:32:00+01:00"
    assert "12/03/2013 17:32" in words(row)


def test_a_version_leads_to_its_page_and_its_text_stays_out_of_the_table(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/revisions?number=2")
    row = document.cssselect("table.rows tbody tr")[0]
    key = told(browser, "/newsarchive/articles/1.json?_shape=objects")["rows"][0]["key"]
    permalink = f"/article/{key}/v/20260207120030"
    assert [link.get("href") for link in row.cssselect("a")].count(permalink) == 3
    assert "modification silencieuse" in words(row)
    assert BODY_WORD not in document.text_content()
    assert [link.text for link in row.cssselect("a")].count("voir") == 1
    assert get(browser, permalink).status_code == 200


def test_a_views_text_is_read_on_the_articles_page(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/current_articles?headline=Unis")
    key = told(browser, "/newsarchive/articles/1.json?_shape=objects")["rows"][0]["key"]
    assert [link.get("href") for link in document.cssselect("td a") if link.text == "voir"] == [f"/article/{key}"]
    assert BODY_WORD not in document.text_content()


def test_a_rows_page_shows_everything(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/revisions/3")
    fields = {row.get("id"): row.cssselect("td")[0] for row in document.cssselect("table.record tr")}
    assert set(fields) == {f"c-{column.name}" for column in next(t for t in TABLES if t.name == "revisions").columns}
    assert BODY_WORD in words(fields["c-article_body"])
    assert fields["c-provenance"].cssselect("pre")
    assert words(fields["c-article_id"]) == "Unis"
    assert "Lire cette version" in words(document)
    assert "1 ligne de « Articles », par « version actuelle »" in words(document)


def test_a_promoted_article_is_named(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/teaser_sightings")
    links = {words(link): link.get("href") for link in document.cssselect("td a")}
    assert links["Budget voté"].startswith("/newsarchive/teasers/")
    assert links["Unis"].startswith("/article/")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("?section=Sport", "30 lignes où « rubrique » est égal à « Sport »"),
        ("?section=Absente", "Aucune ligne où « rubrique » est égal à « Absente »"),
        ("?_search=budget", "1 ligne où le texte contient « budget »"),
        (
            "?status=live&headline__startswith=Un",
            "1 ligne où « titre » commence par « Un » et « état » est égal à « en ligne »",
        ),
    ],
)
def test_conditions_are_told(browser: Browser, path: str, said: str) -> None:
    document = shown(browser, f"/newsarchive/articles{path}")
    assert words(document.cssselect("h2.total")[0]) == said
    assert said.partition(" où")[2] in words(document.cssselect("title")[0])


def test_conditions_can_be_changed_by_the_form(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles?section=Sport")
    first, blank = document.cssselect(".condition")
    assert first.cssselect("option[selected]")[0].get("value") == "section"
    assert first.cssselect("input")[0].get("value") == "Sport"
    assert [select.get("name") for select in blank.cssselect("select")] == ["_filter_column", "_filter_op"]
    asked = "_filter_column=headline&_filter_op=contains&_filter_value=8&_sort=id"
    answered = get(browser, f"/newsarchive/articles?{asked}")
    assert answered.headers["location"] == "/newsarchive/articles?_sort=id&headline__contains=8"


def test_facets_lead_to_what_they_count(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles")
    facets = document.cssselect(".facets details")
    assert {words(facet.cssselect("summary")[0]) for facet in facets} == {
        "année 1",
        "rubrique 3",
        "type de page 1",
        "état 1",
    }
    sport = next(link for link in document.cssselect(".facets a") if link.text == "Sport")
    assert sport.get("href") == "/newsarchive/articles?section=Sport"
    chosen = shown(browser, sport.get("href")).cssselect("#facet-section")[0]
    assert chosen.get("open") is not None
    assert chosen.cssselect("a")[0].get("href") == "/newsarchive/articles"


def test_columns_are_sorted_by_only_where_an_index_helps(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles")
    sorts = {words(heading): heading for heading in document.cssselect("thead th")}
    assert not sorts["longueur word_count"].cssselect("a")
    assert not sorts["rubrique section"].cssselect("a")
    assert sorts["publié le ▼ date_published"].get("aria-sort") == "descending"
    (link,) = sorts["mis à jour le date_modified"].cssselect("a")
    assert link.get("href") == "/newsarchive/articles?_sort=date_modified"
    (again,) = (a for a in shown(browser, link.get("href")).cssselect("thead a") if "mis à jour le" in words(a))
    assert words(again) == "mis à jour le ▲ date_modified"
    assert again.get("href") == "/newsarchive/articles?_sort_desc=date_modified"


@pytest.mark.parametrize("order", ["", "&_sort=date_published", "&_sort_desc=id", "&_sort_desc=date_modified"])
def test_pages_follow_each_other_without_a_gap(browser: Browser, order: str) -> None:
    """All articles here are of one minute."""
    seen, path = [], f"/newsarchive/articles?_size=7{order}"
    while path:
        document = shown(browser, path)
        seen += [int(words(cell)) for cell in document.cssselect("table.rows tbody tr td:first-child")]
        path = next((link.get("href") for link in document.cssselect("a[rel=next]")), "")
    assert sorted(seen) == list(range(1, 33))
    assert "Revenir aux premières lignes" in words(document)


def test_an_export_of_all_rows_has_each_once(browser: Browser) -> None:
    lines = get(browser, "/newsarchive/articles.csv?_stream=on&_size=7").text.splitlines()
    assert sorted(int(line.split(",")[0]) for line in lines[1:]) == list(range(1, 33))


@pytest.mark.parametrize(
    ("sql", "full"),
    [
        (
            "select id from articles order by year desc limit 3",
            "select id from articles order by year desc, [id] limit 3",
        ),
        (
            "select * from links order by url limit 3",
            "select * from links order by url, [revision_id], [position] limit 3",
        ),
        ("select id from articles order by id limit 3", None),
        ("select id from articles order by year desc", None),
        ("select id from elsewhere order by year desc limit 3", None),
        ("select id from coverage order by month desc limit 3", None),
        ("select id from articles union select 1 from tags order by id desc limit 3", None),
        ("select site from articles where 1 group by site order by site desc limit 3", None),
        ("select * from articles join tags using (id) order by name limit 3", None),
    ],
)
def test_the_order_of_a_first_page_is_made_full(sql: str, full: str | None) -> None:
    assert in_full_order(sql) == (full or sql)


def test_exports(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/articles?section=Ville")
    links = {words(link): link.get("href") for link in document.cssselect(".exports a")}
    assert set(links) == {"CSV", "JSON"}
    saved = get(browser, links["CSV"])
    assert "Budget voté" in saved.text
    assert saved.headers["content-disposition"] == 'attachment; filename="articles.csv"'
    assert told(browser, links["JSON"])["filtered_table_rows_count"] == 1


def test_an_answer_is_saved_under_the_name_of_its_question(browser: Browser) -> None:
    (link, _) = shown(browser, "/newsarchive/authors").cssselect(".exports a")
    saved = get(browser, link.get("href"))
    assert saved.headers["content-disposition"] == 'attachment; filename="authors.csv"'


@pytest.mark.parametrize(
    ("sql", "heading"),
    [
        ("select status from articles", "status"),
        ("select status from captures", "status"),
        ("select first_seen_at from revisions", "first_seen_at"),
        ("select section from articles", "rubrique section"),
        ("select 1 as headline_before", "titre d’avant headline_before"),
        ("select 1 as un", "un"),
    ],
)
def test_sql_is_answered_under_headings_that_are_so_of_every_table(browser: Browser, sql: str, heading: str) -> None:
    document = shown(browser, f"/newsarchive?{urlencode({'sql': sql})}")
    assert words(document.cssselect("thead th")[0]) == heading


def test_a_question_says_what_its_columns_are_called(browser: Browser) -> None:
    document = shown(browser, f"/newsarchive/captures_of?{urlencode({'address': TARGET})}")
    assert "code HTTP status" in [words(heading) for heading in document.cssselect("thead th")]


def test_a_question_asks_in_french_and_links_to_versions(browser: Browser) -> None:
    document = shown(browser, "/newsarchive/changed_headlines?period=2026-02")
    assert words(document.cssselect("h1")[0]) == "Titres modifiés"
    (box,) = document.cssselect("main form input")
    assert (box.get("name"), box.get("value")) == ("period", "2026-02")
    assert "période" in words(document.cssselect(f"label[for={box.get('id')}]")[0])
    key = told(browser, "/newsarchive/articles/1.json?_shape=objects")["rows"][0]["key"]
    links = [link.get("href") for link in document.cssselect("td a")]
    assert f"/article/{key}/v/20260207120030" in links
    assert f"/article/{key}/diff/20260206120030..20260207120030" in links


def test_what_a_reader_selects_under_our_names_leads_nowhere_unless_it_is_a_name(browser: Browser) -> None:
    sql = "select '\"><b>' as key, '../../x' as stamp, 'un' as headline, 'deux' as headline"
    document = shown(browser, f"/newsarchive?{urlencode({'sql': sql})}")
    cells = document.cssselect("table.rows td")
    assert [words(cell) for cell in cells] == ['"><b>', "../../x", "un", "deux"]
    assert not document.cssselect("table.rows td a")


def test_the_list_of_tables(browser: Browser) -> None:
    document = shown(browser, "/newsarchive")
    rows = {words(row.cssselect("th")[0]): row for row in document.cssselect("table.rows tbody tr")}
    assert {name.split()[-1] for name in rows} == {table.name for table in TABLES}
    assert words(rows["Articles articles"].cssselect("td")[1]) == "32"
    asked = {link.get("href") for link in document.cssselect(".questions a")}
    assert asked == {f"/newsarchive/{name}" for name in queries().queries}


def test_hidden_tables_are_named_on_request(browser: Browser) -> None:
    assert "tables cachées" in words(shown(browser, "/newsarchive"))
    assert "revisions_fts (cachée)" in words(shown(browser, "/newsarchive?_show_hidden=1"))


def test_behind_a_proxy_every_link_keeps_the_prefix(archive: Archive) -> None:
    browser = Browser(archive.folder, public_url="https://a.example/presse")
    for path in ("/newsarchive", "/newsarchive/articles?_size=5&section=Sport", "/newsarchive/changed_headlines"):
        for link in shown(browser, path).cssselect("main a, main form, link[rel=alternate]"):
            target = link.get("href") or link.get("action")
            assert target.startswith(("/presse/", "#", "https://www.macommune.info/")), target


def test_an_empty_archive_has_empty_tables(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    document = shown(Browser(tmp_path), "/newsarchive/articles")
    assert "Aucune ligne" in words(document.cssselect("h2.total")[0])
    assert not document.cssselect("table.rows")


def test_a_capture_names_its_size(browser: Browser) -> None:
    assert re.search(r"\d+ octets", words(shown(browser, "/newsarchive/captures").cssselect("table.rows")[0]))
