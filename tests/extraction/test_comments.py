"""Readers' comments, in the forms content management systems print them, and what only looks like them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsarchive.extraction.comments import part_comments
from newsarchive.extraction.document import parse
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.reading import read
from newsarchive.extraction.remarks import Stamp, announces_comments, is_action, read_stamp
from newsarchive.items import Article, Comment, Page
from newsarchive.normalise import normalise
from newsarchive.sites import read as read_article
from newsarchive.sites import site_named

LANDMARKS: Landmarks = site_named("generic").landmarks
PROSE = (
    "Le conseil municipal a voté lundi soir un budget de deux millions d'euros pour la place du marché, en travaux. "
)
ARTICLE = f"<article><h1>La place du marché</h1><p>Publié le 12/03/2013 - 17:32</p><p>{PROSE * 3}</p></article>"
FETCHED = datetime(2026, 2, 6, 12, 0, tzinfo=UTC)

WORDPRESS = """
<div id="comments"><h2>3 réponses à « La place du marché »</h2><ol class="commentlist">
<li class="comment depth-1"><article><footer><div class="vcard"><b class="fn">Mamie Josette</b> <span>dit :</span></div>
<div class="meta"><a href="#c1"><time>12 mars 2013 à 10 h 15 min</time></a></div></footer>
<div><p>Bravo.</p><p>Il était temps.</p></div><div><a href="#r1">Répondre</a></div></article>
<ol class="children"><li class="comment depth-2">
<article><footer><div class="vcard"><b class="fn">JP</b> <span>dit :</span></div>
<div class="meta"><a href="#c2"><time>12 mars 2013 à 11 h 02 min</time></a></div></footer>
<div><p>Et qui paie ?</p></div><div><a href="#r2">Répondre</a></div></article></li></ol></li>
<li class="comment depth-1"><article><footer><div class="vcard"><b class="fn">Lulu25</b> <span>dit :</span></div>
<div class="meta"><a href="#c3"><time>13 mars 2013 à 8 h 00 min</time></a></div></footer>
<div><p>C'était le 12/03/2013</p></div><div><a href="#r3">Répondre</a></div></article></li></ol>
<div><h3>Laisser un commentaire</h3><form><p>Nom *</p><p>Adresse de messagerie *</p><textarea></textarea></form></div>
</div>
"""
DRUPAL = """
<div id="comments"><h2>Commentaires</h2>
<div class="comment odd"><h3><a href="/comment/7#comment-7">Enfin</a></h3>
<span class="submitted">Soumis par Haut-Doubien le lundi 29 octobre 2012 à 15h46</span>
<div class="content"><p>Une bonne nouvelle.</p></div><ul><li><a href="/c/7">répondre</a></li></ul></div>
<div class="indented"><div class="comment even"><h3><a href="/comment/8#comment-8">@ Haut-Doubien</a></h3>
<span class="submitted">Soumis par JP le mardi 30 octobre 2012 à 9h05</span>
<div class="content"><p>Oui.</p></div><ul><li><a href="/c/8">répondre</a></li></ul></div></div></div>
"""
FLAT = """
<h3>Vos réactions</h3><p><b>Paul</b></p><p>Le 13/03/2013 à 10:12</p><p>Trop cher.</p><p>Bien trop cher.</p>
<p><b>Anne</b></p><p>Le 13/03/2013 à 11:40</p><p>Mais non.</p><h3>Lire aussi</h3>
<p>Le 14/03/2013 à 10:00</p><p>Un autre article.</p>
"""
DATE_LAST = """
<section><p>2 commentaires</p><ul><li><a href="/u/1">democrate10</a><p>Bonne chose.</p>
<div>Le 21/04/2013 à 02:20</div>
<div><a href="/a">Alerter</a> <a href="/r">Répondre</a></div></li>
<li><a href="/u/2">louisette</a><p>Quel succès !</p>
<div>Le 22/04/2013 à 03:20</div></li></ul></section>
"""


def parted(html: str) -> tuple[tuple[Comment, ...], list[str]]:
    pieces = read(parse(f"<html><body>{html}</body></html>".encode(), "https://a.example/b").body)
    headline_at = next((i for i, piece in enumerate(pieces) if piece.level == 1), -1)
    comments, rest = part_comments(pieces, headline_at, LANDMARKS)
    return comments, [piece.text for piece in rest]


def brief(html: str) -> list[tuple[str | None, str | None, str, int]]:
    return [(each.author, each.date_posted_raw, each.text, each.depth) for each in parted(ARTICLE + html)[0]]


def whole(html: str) -> Article:
    page = Page(
        url="https://a.example/b/",
        final_url="https://a.example/b/",
        fetched_at=FETCHED,
        status=200,
        body=f"<html><body>{html}</body></html>".encode(),
        site="generic",
    )
    return normalise(read_article(page))


def test_wordpress() -> None:
    assert brief(WORDPRESS) == [
        ("Mamie Josette", "12 mars 2013 à 10 h 15 min", "Bravo.\n\nIl était temps.", 0),
        ("JP", "12 mars 2013 à 11 h 02 min", "Et qui paie ?", 1),
        ("Lulu25", "13 mars 2013 à 8 h 00 min", "C'était le 12/03/2013", 0),
    ]


def test_drupal_with_titles() -> None:
    assert brief(DRUPAL) == [
        ("Haut-Doubien", "lundi 29 octobre 2012 à 15h46", "Enfin\n\nUne bonne nouvelle.", 0),
        ("JP", "mardi 30 octobre 2012 à 9h05", "@ Haut-Doubien\n\nOui.", 1),
    ]


def test_flat_lines_under_a_heading() -> None:
    assert brief(FLAT) == [
        ("Paul", "13/03/2013 à 10:12", "Trop cher.\n\nBien trop cher.", 0),
        ("Anne", "13/03/2013 à 11:40", "Mais non.", 0),
    ]


def test_date_below_the_text() -> None:
    assert [each[:3] for each in brief(DATE_LAST)] == [
        ("democrate10", "21/04/2013 à 02:20", "Bonne chose."),
        ("louisette", "22/04/2013 à 03:20", "Quel succès !"),
    ]


def test_positions_count_replies() -> None:
    assert [comment.position for comment in parted(ARTICLE + WORDPRESS)[0]] == [1, 2, 3]


@pytest.mark.parametrize("comments", [WORDPRESS, DRUPAL, FLAT, DATE_LAST])
def test_class_names_are_hints_alone(comments: str) -> None:
    bare = comments.replace('id="comments"', "").replace('class="comment', 'class="c')
    assert [each[0] for each in brief(bare)] == [each[0] for each in brief(comments)]


def test_what_is_no_comment_stays_on_the_page() -> None:
    rest = parted(ARTICLE + WORDPRESS)[1]
    assert rest[:3] == ["La place du marché", "Publié le 12/03/2013 - 17:32", (PROSE * 3).strip()]
    assert rest[3:] == [
        "3 réponses à « La place du marché »",
        "Laisser un commentaire",
        "Nom *",
        "Adresse de messagerie *",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<h3>10 réactions</h3>",
        '<div id="comments"><h3>Commentaires</h3><p>Soyez le premier à commenter...</p></div>',
        '<div id="respond"><h3>Laisser un commentaire</h3><form><p>Nom *</p><p>Le 12/03/2013</p></form></div>',
        '<h3>2 avis</h3><div><a href="/x">Un titre assez long d\'article</a><p>Le 13/03/2013</p><p>Un.</p></div>'
        '<div><a href="/y">Un autre titre d\'article</a><p>Le 14/03/2013</p><p>Texte.</p></div>',
        '<div class="recent-comments"><p>Jean</p><p>le 12/03/2013 à 10:00</p><p>Très bien.</p></div>',
        "<div><p>Jean</p><p>13/03/2013</p><p>Une brève de notre correspondant.</p></div>",
    ],
    ids=["nothing", "heading", "prompt", "form", "teasers", "latest of the site", "unannounced"],
)
def test_no_comment(html: str) -> None:
    assert brief(html) == []


def test_an_article_counted_as_commented_is_no_comment() -> None:
    page = (
        f"<div class='box'><h1>Le titre</h1><p>36 commentaires</p><p>Par Anne</p><p>12/03/2013</p><p>{PROSE}</p></div>"
    )
    assert parted(page)[0] == ()


def test_they_are_no_part_of_the_article() -> None:
    without, found = whole(ARTICLE), whole(ARTICLE + WORDPRESS)
    assert (found.content_sha256, found.article_body) == (without.content_sha256, without.article_body)
    assert (found.authors, found.date_published, found.date_modified) == ((), without.date_published, None)
    assert len(found.comments) == 3


def test_markup_of_comments_is_not_the_markup_of_the_article() -> None:
    posted = '<time itemprop="datePublished" datetime="2013-03-12T10:15">12 mars 2013 à 10 h 15 min</time>'
    html = WORDPRESS.replace("<time>12 mars 2013 à 10 h 15 min</time>", posted)
    html = html.replace('<b class="fn">JP</b>', '<a rel="author" href="/u/jp">JP</a>')
    found = whole(ARTICLE.replace("<p>Publié le 12/03/2013 - 17:32</p>", "") + html)
    assert (found.date_published, found.authors, len(found.comments)) == (None, (), 3)


def test_longer_than_the_article() -> None:
    comments = DRUPAL.replace("Oui.", PROSE * 20).replace(' id="comments"', "").replace('class="comment', 'class="c')
    assert whole(ARTICLE + comments).article_body == whole(ARTICLE).article_body


def test_dates_are_understood() -> None:
    posted = [comment.date_posted for comment in whole(ARTICLE + WORDPRESS).comments]
    assert posted[0] == datetime(2013, 3, 12, 10, 15, tzinfo=ZoneInfo("Europe/Paris"))


def test_a_relative_date_counts_from_the_visit() -> None:
    html = "<h3>Un commentaire</h3><div><b>Jean</b> <span>il y a 3 jours</span><p>Bravo.</p></div>"
    (found,) = whole(ARTICLE + html).comments
    assert (found.author, found.date_posted_raw, found.date_posted) == ("Jean", "il y a 3 jours", date(2026, 2, 3))


def test_a_date_that_names_no_day_is_kept_with_one_problem() -> None:
    html = "<h3>Un commentaire</h3><div><b>Jean</b> le 31/02/2013 à 10:00<p>Bravo.</p></div>"
    found = whole(ARTICLE + html)
    assert (found.comments[0].date_posted, found.comments[0].date_posted_raw) == (None, "31/02/2013 à 10:00")
    assert [problem.error for problem in found.problems] == ["UnknownDate"]


@pytest.mark.parametrize(
    ("line", "date_printed", "author"),
    [
        ("Par Bruno Gobin, le mercredi 15 mai 2019 à 08h07", "mercredi 15 mai 2019 à 08h07", "Bruno Gobin"),
        ("Dekisefouton 02-11-2023 • 16h43", "02-11-2023 • 16h43", "Dekisefouton"),
        (
            "Stephane a répondu le mardi 30 octobre 2012 à 11h45",
            "mardi 30 octobre 2012 à 11h45",
            "Stephane",
        ),
        ("Posté le 12/03/2013 à 10:15 par J.-P. Martin", "12/03/2013 à 10:15", "J.-P. Martin"),
        ("#3 Lulu25 - hier à 14h30 - Répondre", "hier à 14h30", "Lulu25"),
        ("Le 21/04/2013 à 02:20", "21/04/2013 à 02:20", None),
    ],
)
def test_stamp(line: str, date_printed: str, author: str | None) -> None:
    assert read_stamp(line) == Stamp(date_printed, author)


@pytest.mark.parametrize(
    "line",
    [
        "Il y a une erreur, c'était le 12 mars 2013 et non la veille.",
        "Mis à jour le 13/03/2013 - 11:59",
        "Le 12/03/2013 nous étions tous là",
        "Plus d'informations au 03 81 00 00 00",
    ],
)
def test_no_stamp(line: str) -> None:
    assert read_stamp(line) is None


@pytest.mark.parametrize("line", ["Commentaires (6)", "Un commentaire", "10 réactions", "2 réponses à « Le pont »"])
def test_announcement(line: str) -> None:
    assert announces_comments(line)


def test_a_sentence_announces_nothing() -> None:
    assert not announces_comments("Commentaires acerbes au conseil municipal")


def test_long_counters_are_looked_at_quickly() -> None:
    assert not is_action("1" * 100 + "x")
    assert read_stamp("1" * 119 + "/") is None


def test_stamp_is_a_value() -> None:
    assert read_stamp("12/03/2013") == Stamp("12/03/2013", None)


def test_two_dates_in_one_paragraph_are_of_one_comment() -> None:
    lines = "Posté par Lulu25 le 13/03/2013 à 8h00<br><br>Le 14/03/2013 à 9h00<br><br>Bravo."
    assert brief(f"<h2>2 commentaires</h2><p>{lines}</p>") == [
        ("Lulu25", "13/03/2013 à 8h00", "Le 14/03/2013 à 9h00\n\nBravo.", 0)
    ]
