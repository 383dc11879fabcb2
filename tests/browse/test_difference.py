"""Pages of differences, over real archives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.headers import POLICY
from newsarchive.browse.reading.difference import difference_page
from newsarchive.items import Article, Block, Image, Link
from tests.archive.making import NOON, archived, article, begin, rows, seen_later, text
from tests.browse.asking import get, shown, told, words

FIRST, SECOND, THIRD = "20260206120030", "20260206130030", "20260206140030"
MAYOR = "Le maire de la commune a présenté les travaux de la place du marché."
MAYOR_LATER = "Le maire de la commune a présenté hier les travaux de la place du marché."
LONG = "Une phrase de dix mots qui ne dit rien du tout. " * 8
BLOCKS = (*text(MAYOR, LONG.strip()), Block(kind="heading", text="Le calendrier", level=2), *text("Il neige."))


def edited(at: int, **given: Any) -> Article:  # noqa: ANN401
    return seen_later(article(**given), NOON + timedelta(hours=at))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An article edited silently, then put back."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article(blocks=BLOCKS))
        archived(
            archive,
            crawl_id,
            edited(
                1,
                headline="Besançon et Dijon réunis",
                blocks=(*text(MAYOR_LATER), *BLOCKS[1:3]),
                images=(Image(url="https://i.example/1.jpg", alt="Mairie", caption="La préfecture", credit="DR"),),
                links=(Link(url="javascript:alert(1)", text="le budget"),),
            ),
        )
        archived(archive, crawl_id, edited(2, blocks=BLOCKS))
        yield archive.folder


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(folder)


@pytest.fixture(scope="module")
def base(folder: Path) -> str:
    with Archive.open_existing(folder) as archive:
        return f"/article/{rows(archive, 'articles')[0]['key']}"


def said(page: Any, selector: str = "main") -> list[str]:  # noqa: ANN401
    return [words(element).replace("\u202f", " ").replace("\u00a0", " ") for element in page.cssselect(selector)]


def test_what_changed_is_named_and_marked(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{FIRST}..{SECOND}")
    assert said(page, "h1") == ["Ce qui a changé"]
    (whole,) = said(page)
    assert "modification silencieuse : le contenu a changé, sans que la date de mise à jour le dise." in whole
    assert said(page, "#fields + dl > *") == [
        "Titre",
        "Besançon et Dijon [supprimé : unis][ajouté : réunis]",
    ]
    assert said(page, ".piece.changed p") == [
        "Le maire de la commune a présenté [ajouté : hier ]les travaux de la place du marché."
    ]
    assert said(page, ".piece.removed") == ["paragraphe supprimé [supprimé : Il neige.]"]
    assert said(page, "#pictures + ul li") == ["Légende modifiée Légende La [supprimé : mairie][ajouté : préfecture]"]
    assert "Adresse [supprimé : https://www.macommune.info/budget-vote/]" in said(page, "#links + ul li")[0]


def test_a_picture_is_changed_only_where_it_is_another_one(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        bridge = Image(url="https://i.example/2.jpg", alt="Le pont", caption="Le pont", credit="DR")
        square = Image(url="https://i.example/3.jpg", caption="La place")
        archived(archive, crawl_id, article(images=(bridge, square)))
        archived(
            archive,
            crawl_id,
            edited(1, images=(replace(bridge, credit="AFP"), replace(square, url="https://i.example/4.jpg"))),
        )
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    page = shown(Browser(tmp_path), f"{base}/diff/{FIRST}..{SECOND}")
    assert said(page, "#pictures + ul .label") == ["Crédit modifié", "Image modifiée"]


def test_long_passages_without_change_are_folded(browser: Browser, base: str) -> None:
    (folded,) = shown(browser, f"{base}/diff/{FIRST}..{SECOND}").cssselect("details.unchanged")
    assert said(folded, "summary") == ["2 blocs sans changement (90 mots)"]
    assert len(folded.cssselect(".piece")) == 2


def test_marks_are_read_aloud_and_copied_without_their_words(browser: Browser, base: str) -> None:
    for mark in shown(browser, f"{base}/diff/{FIRST}..{SECOND}").cssselect("ins, del"):
        assert [span.get("class") for span in mark] == ["unseen said"] * 2


def test_the_versions_and_their_times(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{FIRST}..{SECOND}")
    assert said(page, "table th[scope=col]") == ["De la version 1", "À la version 2"]
    assert said(page, "table tbody tr:first-child > *") == [
        "Vue du",
        "6 février 2026 à 13 h 00",
        "6 février 2026 à 14 h 00",
    ]


def test_versions_of_one_minute_are_told_apart(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        later = article(headline="Autre titre")
        archived(archive, crawl_id, seen_later(later, NOON + timedelta(seconds=7)))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    page = shown(Browser(tmp_path), f"{base}/diff/{FIRST}..20260206120037")
    labels = [f"6 février 2026 à 13 h 00 min {seconds} s" for seconds in (30, 37)]
    assert said(page, "table tbody tr:first-child > td") == labels
    assert [option.split(". ")[1].split(",")[0] for option in said(page, "#choose-a option")] == labels
    assert "heure universelle (UTC)" in said(page)[0]


def test_the_way_to_the_other_differences(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{FIRST}..{SECOND}")
    assert [link.get("href") for link in page.cssselect(".steps a")] == [f"{base}/diff/{SECOND}..{THIRD}"]
    assert said(page, ".steps a") == ["Changement suivant : retour à une version antérieure →"]
    page = shown(browser, f"{base}/diff/{SECOND}..{THIRD}")
    assert [link.get("href") for link in page.cssselect(".steps a")] == [f"{base}/diff/{FIRST}..{SECOND}"]


def test_versions_with_others_between_them(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{FIRST}..{THIRD}")
    (whole,) = said(page)
    assert "2 changements entre ces deux versions : modification silencieuse, retour à une version antérieure." in whole
    assert "Ces deux versions disent la même chose." in whole
    assert page.cssselect(".steps") == []
    assert page.cssselect("ins, del") == []


def test_a_reversion_names_the_version_it_went_back_to(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{SECOND}..{THIRD}")
    (whole,) = said(page)
    assert (
        "le contenu est redevenu celui de la version 1, archivée le 6 février 2026 à 13 h 00,"
        " sans que la date de mise à jour le dise."
    ) in whole
    assert f"{base}/v/{FIRST}" in [link.get("href") for link in page.cssselect("main p a")]
    for path in (f"{base}/diff/{SECOND}..{THIRD}.json", f"{base}.json"):
        told_of = {version["stamp"]: version["same_as"] for version in told(browser, path)["versions"]}
        assert told_of == {FIRST: None, SECOND: None, THIRD: FIRST}, path


def test_a_reversion_that_is_declared(tmp_path: Path) -> None:
    """It is told from the last version that was the same, whatever comes between."""
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        dates = [NOON.replace(year=2013) + timedelta(days=number) for number in range(3)]
        archived(archive, crawl_id, article(date_modified=dates[0]))
        archived(archive, crawl_id, edited(1, date_modified=dates[1]))
        archived(archive, crawl_id, edited(2, blocks=BLOCKS, date_modified=dates[1]))
        archived(archive, crawl_id, edited(3, date_modified=dates[2]))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    browser = Browser(tmp_path)
    (whole,) = said(shown(browser, f"{base}/diff/{THIRD}..20260206150030"))
    assert "redevenu celui de la version 2, archivée le 6 février 2026 à 14 h 00" in whole
    assert "et la date de mise à jour a changé avec lui." in whole
    (whole,) = said(shown(browser, f"{base}/diff/{FIRST}..20260206150030"))
    assert "À la fin, le contenu est redevenu celui de la version 2" in whole


def test_backwards(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{SECOND}..{FIRST}")
    assert said(page, ".piece.added") == ["paragraphe ajouté [ajouté : Il neige.]"]
    (notice,) = page.cssselect("main > .notice")
    assert "à rebours" in words(notice)
    assert notice.cssselect("a")[0].get("href") == f"{base}/diff/{FIRST}..{SECOND}"
    assert "modification silencieuse" in words(page)


def test_twice_the_same_version(browser: Browser, base: str) -> None:
    page = shown(browser, f"{base}/diff/{SECOND}..{SECOND}")
    assert "C’est deux fois la même version" in words(page)
    assert [link.get("href") for link in page.cssselect(".steps a")] == [
        f"{base}/diff/{FIRST}..{SECOND}",
        f"{base}/diff/{SECOND}..{THIRD}",
    ]


def test_what_is_not_there(browser: Browser, base: str) -> None:
    for path in (
        f"{base}/diff/{FIRST}..20260206120031",
        f"{base}/diff?de={FIRST}&a=x",
        f"/article/zzzzzzzzzz/diff/{FIRST}..{SECOND}",
        "/article/zzzzzzzzzz/diff",
    ):
        answered = get(browser, path)
        assert answered.status_code == 404, path
        assert "article" in answered.text


def test_the_last_difference_and_those_that_are_chosen(browser: Browser, base: str) -> None:
    for query, stamps in (
        ("", f"{SECOND}..{THIRD}"),
        (".json", f"{SECOND}..{THIRD}.json"),
        (f"?de={THIRD}&a={FIRST}", f"{THIRD}..{FIRST}"),
    ):
        answered = get(browser, f"{base}/diff{query}")
        assert (answered.status_code, answered.headers["location"]) == (302, f"{base}/diff/{stamps}")


def test_two_versions_can_be_chosen(browser: Browser, base: str) -> None:
    (form,) = shown(browser, f"{base}/diff/{FIRST}..{THIRD}").cssselect("form.choose")
    assert form.get("action") == f"{base}/diff"
    assert [select.value for select in form.cssselect("select")] == [FIRST, THIRD]
    assert [label.get("for") for label in form.cssselect("label")] == [s.get("id") for s in form.cssselect("select")]
    assert said(form, "#choose-de option")[1] == "2. 6 février 2026 à 14 h 00, modification silencieuse"


def test_the_same_as_json(browser: Browser, base: str) -> None:
    page = told(browser, f"{base}/diff/{FIRST}..{SECOND}.json")
    assert [page[name]["stamp"] for name in ("before", "after")] == [FIRST, SECOND]
    assert [field["name"] for field in page["difference"]["fields"]] == ["headline"]
    assert [piece["status"] for piece in page["difference"]["pieces"]] == ["changed", "same", "same", "removed"]
    assert {"kind": "insert", "text": "hier "} in page["difference"]["pieces"][0]["segments"]


def test_an_article_of_one_version(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    page = shown(Browser(tmp_path), f"{base}/diff")
    assert "Une seule version de cet article est archivée" in words(page)
    assert page.cssselect("form.choose") == []
    assert told(Browser(tmp_path), f"{base}/diff.json")["difference"] is None


def test_what_a_publication_withholds(folder: Path, tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archived(archive, crawl_id, edited(1, content_sha256="other"))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    said = words(shown(Browser(tmp_path), f"{base}/diff/{FIRST}..{SECOND}"))
    assert "dans ce que cette archive publiée ne montre pas" in said


HOSTILE = "<script>alert(1)</script><svg onload=alert(2)>\u202e{{ 7*7 }}"


def test_hostile_versions_do_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        image = Image(url="javascript:alert(3)", caption=HOSTILE)
        hostile = edited(
            1,
            headline=HOSTILE,
            description=HOSTILE,
            kicker=HOSTILE,
            section=HOSTILE,
            authors=(HOSTILE,),
            date_modified=None,
            date_modified_raw=HOSTILE,
            blocks=(*text(HOSTILE, "Les élus sont d’accord."), *replaced_first_three()),
            images=(image,),
            links=(Link(url="javascript:alert(4)", text=HOSTILE),),
        )
        archived(archive, crawl_id, hostile)
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
        answered = get(Browser(tmp_path), f"{base}/diff/{FIRST}..{SECOND}")
    assert answered.status_code == 200
    assert answered.headers["content-security-policy"] == POLICY
    for forbidden in ("<script", "<svg onload", 'href="javascript', 'src="', "49"):
        assert forbidden not in answered.text
    assert 'id="old-' in answered.text


def replaced_first_three() -> tuple[Block, ...]:
    return article().blocks[:3]


def test_versions_of_a_megabyte(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article(headline="Titre " * 170_000, blocks=text(*["mot " * 50] * 5_000)))
        archived(archive, crawl_id, edited(1, headline="Titres " * 150_000, blocks=text(*["mots " * 50] * 5_000)))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    assert get(Browser(tmp_path), f"{base}/diff").status_code == 302
    assert get(Browser(tmp_path), f"{base}/diff/{FIRST}..{SECOND}").status_code == 200


def test_versions_are_found_by_index(folder: Path) -> None:
    with Archive.open_existing(folder) as archive:
        key = rows(archive, "articles")[0]["key"]
        seen: list[str] = []
        archive.db.conn.set_trace_callback(seen.append)
        assert difference_page(archive.db.conn, key, (FIRST, SECOND))
        archive.db.conn.set_trace_callback(None)
        assert len(seen) == 8
        for query in seen:
            plan = archive.db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
            assert not any(step[3].startswith("SCAN") for step in plan), query


def test_an_edit_declared_by_its_date(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        later = article().date_modified
        assert later is not None
        archived(
            archive,
            crawl_id,
            replace(edited(1), date_modified=later + timedelta(days=1), date_modified_raw="Mis à jour le 14/03/2013"),
        )
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    page = shown(Browser(tmp_path), f"{base}/diff/{FIRST}..{SECOND}")
    assert said(page, "#fields + dl > *") == [
        "Date de mise à jour imprimée",
        "[supprimé : Mis à jour le 13/03/2013 - 11:59] [ajouté : Mis à jour le 14/03/2013]",
    ]
    assert "date changée, texte inchangé" in words(page)
