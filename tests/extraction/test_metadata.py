from lxml import etree

from newsarchive.extraction import metadata


def root(html: str) -> etree._Element:
    return etree.fromstring(f"<html><head>{html}</head><body></body></html>", etree.HTMLParser())


def ld(text: str) -> metadata.Node:
    return metadata.article_node(root(f'<script type="application/ld+json">{text}</script>'))


def test_article_in_graph_array_and_nested() -> None:
    assert ld('{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "headline": "A"}]}')["headline"] == "A"
    assert ld('[{"@type": ["Thing", "Article"], "headline": "A"}]')["headline"] == "A"
    assert ld('{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "A"}}')["headline"] == "A"


def test_broken_json_is_read_where_it_can_be() -> None:
    assert ld('<!-- {"@type": "NewsArticle", "headline": "A\nB",} -->')["headline"] == "A B"
    assert ld('{"@type": "NewsArticle", "headline": ') == {}
    assert ld("[" * 100_000) == {}


def test_names_and_text() -> None:
    node = {"author": [{"name": "Ana &amp; Co"}, "Luc", {"name": ["Zoé"]}, {}, 3], "headline": ["A", "B"], "n": 4}
    assert metadata.node_names(node, "author") == ("Ana & Co", "Luc", "Zoé")
    assert metadata.node_text(node, "headline") == "A"
    assert metadata.node_text(node, "n") is None


def test_title_without_the_publisher() -> None:
    assert metadata.without_site_name("Un titre - maCommune.info") == "Un titre"
    assert metadata.without_site_name("Besançon-Dijon : unis | Le Journal") == "Besançon-Dijon : unis"
    assert metadata.without_site_name("Un titre") == "Un titre"


def test_meta_and_canonical() -> None:
    titles = '<meta property="og:title" content=" A  b "><meta name="OG:title" content="C">'
    page = root(f'{titles}<link rel="canonical" href=" /x ">')
    assert metadata.meta_values(page) == {"og:title": "A b"}
    assert metadata.canonical_link(page) == "/x"


def test_authors_named_by_reference_are_put_in_their_place() -> None:
    node = ld(
        """{"@graph": [
        {"@type": "Article", "headline": "A", "author": [{"@id": "#ana"}, {"@id": "#nobody"}]},
        {"@type": "Person", "@id": "#ana", "name": "Ana Roux"}]}"""
    )
    assert metadata.node_names(node, "author") == ("Ana Roux",)


def test_a_dated_page_stands_in_where_no_article_is_described() -> None:
    page = '{"@type": "WebPage", "datePublished": "2024-01-02T03:04:05Z"}'
    assert ld(f"[{page}]")["datePublished"] == "2024-01-02T03:04:05Z"
    assert ld(f'[{page}, {{"@type": "NewsArticle", "headline": "A"}}]').get("datePublished") is None
