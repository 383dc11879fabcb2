"""pleinair.net: where its articles are found."""

from spiders.base import NewsSpider


class PleinairSpider(NewsSpider):
    """Listings by section and tag, paged by `?start=N`; they alone date the articles."""

    name = "pleinair"
    feeds = ("/?format=feed&type=rss",)
    sitemaps = ("/sitemap.xml",)
    listings = ("/", "/actualites", "/archive-actu")
    listing_paths = r"(/|/(actualites|archive-actu|details/itemlist/(tag|category|user)/[\w%.-]+))(\?start=\d+)?"
    dates_in_listings = True
