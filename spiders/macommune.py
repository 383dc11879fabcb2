"""maCommune.info: where its articles are found."""

from spiders.base import NewsSpider


class MacommuneSpider(NewsSpider):
    """Feeds by section, WordPress sitemaps, and listings by place and section."""

    name = "macommune"
    feeds = (
        "/feed/",
        "/?feed=actualite-une",
        "/?feed=actualite-faits-divers",
        "/?feed=actualite-societe",
        "/?feed=actualite-vie-locale",
        "/?feed=actualite-loisirs",
    )
    listing_paths = r"/((actualite(/(?!feed/)[\w%-]+)+|agenda|video)/)?(page/\d+/)?"
