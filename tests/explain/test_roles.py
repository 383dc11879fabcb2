"""What each piece of a page became, held against the truth of every page of the replica."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsarchive.demo import ArticleTruth
from newsarchive.explain import Report, examine
from newsarchive.extraction.blocks import to_blocks
from newsarchive.extraction.figures import to_images
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.roles import RoleName
from newsarchive.items import Block
from newsarchive.normalise import normalise
from newsarchive.sites import read
from tests.explain.pages import DISPUTED, page, replica_reports

BODY: tuple[RoleName, ...] = ("paragraph", "heading", "list", "quote")


def labelled(report: Report, *names: RoleName) -> list[Piece]:
    return [piece for piece, role in zip(report.view.printed, report.roles, strict=True) if role and role.name in names]


def pages() -> Iterator[tuple[ArticleTruth, Report]]:
    return iter(replica_reports())


def unescaped(text: str) -> str:
    return text.replace("\\'", "'")


def test_body_pieces_and_no_others_make_the_body() -> None:
    for truth, report in pages():
        straps = tuple(Block(kind="strap", text=piece.text) for piece in labelled(report, "strap"))
        blocks = straps + to_blocks(labelled(report, *BODY))
        kinds_and_texts = [(block.kind, unescaped(block.text)) for block in blocks]
        assert kinds_and_texts == [(block.kind, block.text) for block in truth.blocks], truth.url


def test_a_body_piece_is_labelled_as_the_block_it_became() -> None:
    for truth, report in pages():
        for name in BODY:
            blocks = [block for block in truth.blocks if block.kind == name]
            wanted = sum(len(block.items) or 1 for block in blocks)
            found = labelled(report, name)
            items = {id(piece.list_item) for piece in found if piece.list_item is not None}
            assert len(items) + sum(piece.list_item is None for piece in found) == wanted, (truth.url, name)


def test_every_teaser_piece_is_labelled_with_its_teaser() -> None:
    seen = 0
    for truth, report in pages():
        texts: dict[int, list[str]] = {}
        for piece, role in zip(report.view.printed, report.roles, strict=True):
            if role and role.teaser:
                assert role.name == "teaser"
                texts.setdefault(role.teaser, []).append(unescaped(piece.text))
        assert list(texts) == [teaser.position for teaser in truth.teasers], truth.url
        for teaser in truth.teasers:
            kicker = f"{teaser.kicker} • " if teaser.kicker else ""
            assert "\n".join(texts[teaser.position]) == f"{teaser.headline}\n{kicker}{teaser.description}"
        assert {piece.text for piece in labelled(report, "teaser heading")} == {t.heading for t in truth.teasers}
        seen += len(truth.teasers)
    assert seen > 300


def test_single_parts_are_labelled_once() -> None:
    for truth, report in pages():
        (headline,) = labelled(report, "headline")
        assert unescaped(headline.text) == truth.headline
        standfirst = [unescaped(piece.text) for piece in labelled(report, "standfirst")]
        kicker = f"{truth.kicker} • " if truth.kicker else ""
        assert standfirst == ([f"{kicker}{truth.description}"] if truth.description else []), truth.url
        event = "\n".join(piece.text for piece in labelled(report, "event"))
        assert event == "\n".join(filter(None, (truth.event_dates, truth.event_place))), truth.url


def test_figures_are_those_of_the_article() -> None:
    for truth, report in pages():
        images = to_images(labelled(report, "image", "caption"))
        found = [(image.caption and unescaped(image.caption), image.credit) for image in images]
        assert found == [(image.caption, image.credit) for image in truth.images], truth.url


def test_lines_say_which_fields_they_print() -> None:
    for truth, report in pages():
        printed: dict[str, str] = {}
        for piece, role in zip(report.view.printed, report.roles, strict=True):
            for name in role.fields if role else ():
                printed[name] = f"{printed.get(name, '')}\n{piece.text}"
        assert truth.date_published_raw in printed["date_published"], truth.url
        assert (truth.date_modified_raw or "") in printed.get("date_modified", "")
        assert all(tag in printed["tags"] for tag in truth.tags)
        assert all(author in printed["authors"] for author in truth.authors)
        assert truth.section in printed["section"]


def test_pieces_of_comments_are_labelled_so_and_no_others() -> None:
    seen = 0
    for truth, report in pages():
        printed = "\n".join(piece.text for piece in labelled(report, "comment"))
        assert all(comment.text in printed and comment.author in printed for comment in truth.comments), truth.url
        assert bool(printed) == bool(truth.comments), truth.url
        seen += len(truth.comments)
    assert seen


def test_what_was_passed_over_says_why() -> None:
    report = examine(page(DISPUTED))
    why = {piece.text: role.name for piece, role in zip(report.view.printed, report.roles, strict=True) if role}
    assert why["PUBLICITÉ"] == "label"
    assert why["Lire aussi : Le pont de la République ferme pour un an"] == "read also"
    assert why["Soyez le premier à commenter..."] == "end"
    counts = Counter(role.name for _, each in pages() for role in each.roles if role)
    assert {"above", "aside", "links", "label", "read also", "end", "box", "after"} <= set(counts)
    assert counts["beside"] == 0, "on a page of a declared site everything is explained"


def test_explaining_reads_as_a_crawl_does() -> None:
    for _, report in pages():
        assert report.article == normalise(read(report.page))
