"""Properties of the whole reader: on a page of any known structure, every word is kept, once, in reading order."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive import blocks_from_json, blocks_to_json
from newsarchive.items import Article, Page
from newsarchive.normalise import normalise
from newsarchive.sites import read

FETCHED = datetime(2026, 2, 6, 19, tzinfo=UTC)
FILLER = "mots qui disent ensemble ce qui se passe dans la commune et autour"
TEASERS = """<h2>Culture</h2><h3><a href="/un-autre-article/">Un autre article du jour</a></h3><p>Son chapô à lui.</p>
<h3><a href="/encore-un-autre/">Encore un autre article</a></h3><p>Et le sien.</p>"""

# A structure is a template: each {} becomes words that stand nowhere else on the page.
SENTENCE = st.just("{}.")
INLINE = st.sampled_from(
    ["{}.", "<b>{}</b> et {}.", "{} <em>{}</em>, {}.", "{}&nbsp;: <span>{}</span> <font>{}</font>.", "« {} », {}."]
)
LINES = st.lists(INLINE, min_size=1, max_size=3)
PARAGRAPH = st.one_of(
    st.builds("<p>{}</p>".format, INLINE),
    LINES.map(lambda lines: f"<p>{'<br>'.join(lines)}</p>"),
    LINES.map(lambda lines: f"<div>{'<br><br>'.join(lines)}</div>"),
    LINES.map(lambda lines: "".join(f"<p>{line}" for line in lines)),
    LINES.map(lambda lines: "<p>" + "</p><p>&nbsp;</p><p>".join(lines) + "</p>"),
)
HEADING = st.sampled_from(["<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>", "<h4><span>{}</span></h4>"])
LIST = st.recursive(
    st.lists(INLINE, min_size=1, max_size=3).map(lambda items: f"<ul>{''.join(f'<li>{i}</li>' for i in items)}</ul>"),
    lambda inner: st.one_of(
        st.tuples(INLINE, inner, INLINE).map(lambda parts: "<ol><li>{}{}</li><li>{}</li></ol>".format(*parts)),
        st.tuples(INLINE, inner).map(lambda parts: "<ul><li><p>{}</p>{}</ul>".format(*parts)),
    ),
    max_leaves=3,
)
QUOTE = st.one_of(
    st.builds("<blockquote>{}</blockquote>".format, INLINE),
    st.builds("<blockquote><p>{}</p></blockquote>".format, INLINE),
)
ROW = st.lists(INLINE, min_size=2, max_size=3).map(lambda cells: f"<tr>{''.join(f'<td>{c}</td>' for c in cells)}</tr>")
TABLE = st.lists(ROW, min_size=1, max_size=3).map(lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>")
DEFINITIONS = st.lists(st.just("<dt>{}.</dt><dd>{}.</dd>"), min_size=1, max_size=2).map(
    lambda d: f"<dl>{''.join(d)}</dl>"
)
FIGURE = st.just('<figure><img src="/{#}.jpg" alt=""><figcaption>{} © {}</figcaption></figure>')
PART = st.one_of(PARAGRAPH, PARAGRAPH, PARAGRAPH, HEADING, LIST, QUOTE, TABLE, DEFINITIONS, FIGURE)
NESTED = st.recursive(
    PART,
    lambda inner: st.one_of(
        st.builds("<div>{}</div>".format, inner),
        st.builds("<section>{}{}</section>".format, inner, inner),
        st.builds("<div class='{}'>{}</div>".format, st.sampled_from(["field-item", "row", "col-9"]), inner),
    ),
    max_leaves=4,
)


@dataclass(frozen=True)
class Written:
    """A body on the page of a site, and words that stand nowhere else, in reading order."""

    site: str
    body: str
    words: list[str]

    def read(self) -> Article:
        return article_of(page(self.body), self.site)


def write(site: str, template: str) -> Written:
    """A template with a word of its own before the filler at each {}, and another number at each {#}."""
    words = [f"Mot{number}x" for number in range(template.count("{}"))]
    texts, numbers = iter(words), count()
    body = re.sub(r"\{(#?)\}", lambda mark: str(next(numbers)) if mark[1] else f"{next(texts)} {FILLER}", template)
    return Written(site, body, words)


WRITTEN = st.one_of(
    st.builds(write, st.just("macommune"), st.lists(NESTED, min_size=1, max_size=6).map("\n".join)),
    st.builds(write, st.just("generic"), st.lists(PART, min_size=1, max_size=6).map("\n".join)),
)
"""The reader of any site looks for the densest box: it is held to bodies that are one box."""


def article_of(html: str, site: str) -> Article:
    url = "https://www.macommune.info/la-fontaine/" if site == "macommune" else "https://gazette.example/la-fontaine/"
    return normalise(read(Page(url=url, final_url=url, fetched_at=FETCHED, status=200, body=html.encode(), site=site)))


def page(body: str) -> str:
    return f"""<html><head><title>La fontaine coule</title></head><body><nav><a href=/>Accueil</a></nav><article>
    <h1>La fontaine coule</h1><p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le 13/03/2013 - 11:59</p>
    <p class="chapo"><strong>Chapô {FILLER}.</strong></p><p>Début {FILLER} {FILLER}.</p>
    {body}<p>Fin {FILLER} {FILLER}.</p></article><section>{TEASERS}</section></body></html>"""


def kept(article: Article) -> str:
    """All text of an article that is its own."""
    blocks = [block.text for block in article.blocks]
    captions = [text for image in article.images for text in (image.caption, image.credit) if text]
    return "\n".join([article.headline, article.description or "", *blocks, *captions])


@given(WRITTEN)
def test_every_word_is_kept_once(written: Written) -> None:
    text = kept(written.read())
    assert sorted(re.findall(r"Mot\d+x", text)) == sorted(written.words)
    assert text.count("commune") == len(written.words) + 5  # the page around them prints five more


@given(WRITTEN)
def test_text_stays_in_reading_order(written: Written) -> None:
    article = written.read()
    captions = "\n".join(f"{image.caption} {image.credit}" for image in article.images)
    assert re.findall(r"Mot\d+x", article.article_body) == [word for word in written.words if word not in captions]


@given(WRITTEN)
def test_dates_teasers_and_menus_are_no_text(written: Written) -> None:
    article = written.read()
    assert article.headline == "La fontaine coule"
    assert (article.date_published_raw, article.date_modified_raw) == ("12/03/2013 - 17:32", "13/03/2013 - 11:59")
    assert not re.search("autre article|Son chapô|Publié|Mis à jour|Accueil", kept(article))


@given(WRITTEN)
def test_blocks_come_back_from_the_archive(written: Written) -> None:
    article = written.read()
    assert blocks_from_json(article.article_body, blocks_to_json(article.blocks)) == article.blocks
    for block in article.blocks:
        assert (block.kind == "list") == bool(block.items)
        assert block.kind != "list" or block.text == "\n".join(f"{'  ' * i.depth}- {i.text}" for i in block.items)


@given(WRITTEN, st.sampled_from([" ", "\n\n", "\t", "<!-- rien -->", "<span></span>", "<script>x()</script>"]))
def test_what_no_reader_sees_changes_nothing(written: Written, unseen: str) -> None:
    other = article_of(page(written.body.replace("</p>", f"</p>{unseen}")), written.site)
    assert other.content_sha256 == written.read().content_sha256
    assert other.blocks == written.read().blocks
