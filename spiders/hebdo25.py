"""hebdo25.net: where its articles are found."""

from spiders.base import NewsSpider


class Hebdo25Spider(NewsSpider):
    """The WordPress feed and sitemaps, and listings by category."""

    name = "hebdo25"
    listing_paths = r"/(category(/(?!feed/|page/)[\w%-]+)+/)?(page/\d+/)?"
