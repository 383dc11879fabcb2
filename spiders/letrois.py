"""letrois.info: where its articles are found."""

from spiders.base import NewsSpider


class LetroisSpider(NewsSpider):
    """Feeds, sitemaps and listings as its pages link to them."""

    name = "letrois"
    listing_paths = r"/((?!(?:feed|page|tag|author|wp-\w+)/)[\w%-]+/?)?(page/\d+/?)?"
