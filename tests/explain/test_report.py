"""Every rule with what it found, held against what was taken."""

from __future__ import annotations

import pytest

from newsarchive.errors import EmptyPage
from newsarchive.explain import FieldReport, Report, examine
from newsarchive.sites import site_named
from tests.explain.pages import DISPUTED, page, replica_reports


@pytest.fixture(scope="module")
def disputed() -> Report:
    return examine(page(DISPUTED))


def field(report: Report, name: str) -> FieldReport:
    return next(each for each in report.fields if each.name == name)


def verdicts(report: Report, name: str) -> dict[str, str]:
    return {trial.rule: trial.verdict for trial in field(report, name).trials}


def test_rules_are_told_in_the_order_they_are_asked(disputed: Report) -> None:
    trials = field(disputed, "date_published").trials
    assert [trial.rule for trial in trials] == [rule.name for rule in site_named("macommune").date_published]


def test_same_words_agree_and_others_differ(disputed: Report) -> None:
    found = verdicts(disputed, "headline")
    assert (found["h1"], found["title"], found["JSON-LD headline"]) == ("won", "same", "differs")
    assert field(disputed, "headline").is_disputed


def test_same_moment_in_another_notation_agrees(disputed: Report) -> None:
    assert verdicts(disputed, "date_published")["JSON-LD datePublished"] == "same"
    assert verdicts(disputed, "date_modified")["JSON-LD dateModified"] == "differs"


def test_beginning_of_the_chapo_is_no_disagreement(disputed: Report) -> None:
    found = verdicts(
        examine(page(DISPUTED.replace("VIDÉO • ", ""))),
        "description",
    )
    assert found["chapô after the headline"] == "won"
    assert found["meta og:description"] == "cut"
    assert found["JSON-LD description"] == "nothing"
    assert verdicts(disputed, "description")["meta og:description"] == "differs"


def test_problems_stand_with_their_field(disputed: Report) -> None:
    assert [problem.error for problem in field(disputed, "date_modified").problems] == ["DatesDisagree"]
    assert field(disputed, "date_published").problems == ()
    assert disputed.problems == ()


def test_values_are_for_people(disputed: Report) -> None:
    assert field(disputed, "date_published").value == "2013-03-12 17:32+01:00"
    assert field(disputed, "date_published").raw == "12/03/2013 - 17:32"
    assert (field(disputed, "description").value or "").startswith("VIDÉO • Le pont")
    assert field(disputed, "authors").value is None


def test_a_field_has_a_winner_where_it_has_a_value_on_every_page() -> None:
    for _, report in replica_reports():
        for each in report.fields:
            won = [trial.rule for trial in each.trials if trial.verdict == "won"]
            has_winner = each.value is not None or each.name == "article_body"
            assert won == ([each.rule] if has_winner else []), (report.page.url, each.name)


def test_stages_are_timed(disputed: Report) -> None:
    assert list(disputed.milliseconds) == ["parse", "read", "rules", "normalise"]
    assert all(lap >= 0 for lap in disputed.milliseconds.values())


def test_page_without_article_says_why_and_what_is_there() -> None:
    teaser = (
        "<h3><a href='/a{0}/'>Un autre article à lire {0}</a></h3><p>Le chapô de cet autre article, assez long.</p>"
    )
    html = f"<h1>Page introuvable</h1><h2>Allez plus loin</h2>{teaser.format(1)}{teaser.format(2)}"
    report = examine(page(html))
    assert report.article is None
    assert "Page introuvable" in str(report.error)
    assert [each.headline for each in report.teasers] == ["Un autre article à lire 1", "Un autre article à lire 2"]
    assert [each.target_url[-4:] for each in report.teasers] == ["/a1/", "/a2/"]
    assert all(each.target_url.startswith("https://www.macommune.info/") for each in report.teasers)
    assert set(report.roles) == {None}
    assert list(report.milliseconds) == ["parse", "read"]


def test_bytes_no_parser_takes_have_no_report() -> None:
    with pytest.raises(EmptyPage):
        examine(page("  "))


def test_address_of_a_listing_is_told() -> None:
    assert examine(page(DISPUTED, "https://www.macommune.info/actualite/sport/")).is_no_address_of_an_article
    assert not examine(page(DISPUTED)).is_no_address_of_an_article
    assert not examine(page(DISPUTED, "https://a.example/tag/x/", "generic")).is_no_address_of_an_article


def test_another_readers_body_is_found_again_among_the_pieces() -> None:
    text = "Une phrase du corps qui est assez longue pour compter, et qui se suffit. " * 2
    html = f"<h1>Un titre de page</h1><div class='comment'><p>{text}</p><p>{text.upper()}</p></div>"
    report = examine(page(html, "https://a.example/x/", "generic"))
    assert report.article
    body = {
        piece.text
        for piece, role in zip(report.view.printed, report.roles, strict=True)
        if role and role.name == "paragraph"
    }
    assert body == {block.text for block in report.article.blocks}
