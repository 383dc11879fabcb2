"""Pages to explain."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from newsarchive.demo import ArticleTruth, Replica
from newsarchive.explain import Report, examine
from newsarchive.items import Page

REPLICA = Replica()
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)>"

DISPUTED = """<html lang="fr"><head><meta charset="utf-8"><title>Un pont rouvre</title>
<meta property="og:description" content="Le pont de la République rouvre lundi à la…">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Un autre titre",
 "datePublished": "2013-03-12T16:32:00Z", "dateModified": "2013-03-14T08:00:00+01:00"}</script></head><body>
<a href="/actualite/transports/">Transports</a>
<h1>Un pont rouvre</h1>
<p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le 13/03/2013 - 11:59</p>
<p>VIDÉO • Le pont de la République rouvre lundi à la circulation, deux mois avant la date annoncée.</p>
<p>Les travaux ont duré un an. Ils ont coûté 2,3 millions d'euros à la ville et à la région.</p>
<p>PUBLICITÉ</p><h3>Ce qui change</h3><ul><li>La ligne 3 reprend son parcours</li><li>Le parking reste fermé</li></ul>
<p>Lire aussi : <a href="/ancien/">Le pont de la République ferme pour un an</a></p>
<p>Soyez le premier à commenter...</p>
</body></html>"""


def page(html: str, url: str = "https://www.macommune.info/un-pont-rouvre/", site: str = "macommune") -> Page:
    return Page(url=url, final_url=url, fetched_at=REPLICA.now, status=200, body=html.encode(), site=site)


def replica_page(url: str) -> Page:
    return page(REPLICA.serve(urlsplit(url).path).answer.body.decode("utf-8"), url)


@cache
def replica_reports() -> tuple[tuple[ArticleTruth, Report], ...]:
    """Truth and report of every article of the replica."""
    return tuple(_reports())


def _reports() -> Iterator[tuple[ArticleTruth, Report]]:
    for truth in REPLICA.truth().values():
        yield truth, examine(replica_page(truth.url))
