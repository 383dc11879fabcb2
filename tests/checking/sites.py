"""Scripted sites for `newsarchive check`: whole ones, and what is wrong with them changed by each test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict, Unpack

from newsarchive.checking.assessment import Assessment
from newsarchive.checking.check import check
from tests.crawling.running import SITE, Reply, Script, scripted, sitemap

FIXTURES = Path(__file__).parents[1] / "fixtures"
NAMES = ("un-pont-rouvre", "une-ecole-ferme", "un-marche-revient", "une-piste-ouvre")
SECTIONS = ("une", "faits-divers", "societe", "vie-locale", "loisirs")
"""Of the feeds that maCommune.info's spider declares beside the first."""
_BODIES = {
    "un-pont-rouvre": ("La circulation reprend lundi", "Les piles ont été refaites une à une"),
    "une-ecole-ferme": ("Quarante élèves changent de classe", "La mairie cherche un autre usage aux murs"),
    "un-marche-revient": ("Vingt étals sont attendus samedi", "Les maraîchers de la plaine seront là"),
    "une-piste-ouvre": ("Sept kilomètres longent la rivière", "Les promeneurs auront leur propre bande"),
}
DATED = "<p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le 13/03/2013 - 11:59</p>"


def story(
    name: str, *, dates: str = DATED, body: str | None = None, head: str = "", teasers: str | None = None
) -> bytes:
    """An article's page; its body by default is long enough and like no other's."""
    title = name.replace("-", " ").capitalize()
    sentences = " ".join(f"{_BODIES[name][0]}, dit la voisine numéro {number}." for number in range(6))
    written = f"<p>{sentences}</p><p>{_BODIES[name][1]}, et cela depuis longtemps.</p>" if body is None else body
    other = NAMES[NAMES.index(name) - 1]
    promoted = f'<article><h3><a href="/{other}/">L’autre nouvelle, {other}</a></h3><p>Son chapô à elle.</p></article>'
    return f"""<html><head><title>{title}</title><meta charset="utf-8">{head}</head>
      <body><main><article><h1>{title}</h1>
      {dates}<p>Le chapô de cette nouvelle, {name}, qui résume en une phrase ce qui suit.</p>{written}</article></main>
      <section><h2>Economie</h2>{promoted if teasers is None else teasers}</section></body></html>""".encode()


def listing(*paths: str) -> bytes:
    """A page of links."""
    links = "".join(f'<li><a href="{path}">Vers {path}</a></li>' for path in paths)
    return f"<html><body><h1>Actualité</h1><ul>{links}</ul></body></html>".encode()


def feed(*paths: str) -> Reply:
    """An RSS feed, newest first."""
    items = "".join(
        f"<item><link>{SITE}{path}</link><pubDate>Wed, {20 - at} Mar 2013 17:32:00 +0100</pubDate></item>"
        for at, path in enumerate(paths)
    )
    return Reply(body=f"<rss><channel>{items}</channel></rss>".encode(), headers={"Content-Type": "text/xml"})


class Changes(TypedDict, total=False):
    """What `story` takes."""

    dates: str
    body: str
    head: str
    teasers: str


def whole(**changes: Unpack[Changes]) -> Script:
    """A site where everything is as it should be; `changes` replace what all its articles are made with."""
    first, second, third, fourth = (f"/{name}/" for name in NAMES)
    return {
        "/": listing("/actualite/economie/", first, second),
        "/feed/": feed(first, second),
        "/wp-sitemap.xml": sitemap(fourth, third, lastmod={fourth: "2011-01-01", third: "2012-01-01"}),
        "/actualite/economie/": listing(second, "/actualite/economie/page/2/"),
        "/actualite/economie/page/2/": listing(third),
        **{f"/?feed=actualite-{name}": feed(second) for name in SECTIONS},
        **{f"/{name}/": story(name, **changes) for name in NAMES},
    }


def checked(script: Script, site: str = "macommune", save: Path | None = None) -> tuple[Assessment, list[str]]:
    """What a check of a scripted site comes to, and what was asked for."""
    with scripted(script) as (base_url, asked):
        return check(site, base_url=base_url, delay=0, save=save), list(asked)


def letrois() -> Script:
    """letrois.info as its three fixtures have it."""
    pages: Script = {}
    for case in sorted((FIXTURES / "letrois").iterdir()):
        url = json.loads((case / "article.json").read_text("utf-8"))["url"]
        pages[url.removeprefix("https://letrois.info")] = (case / "page.html").read_bytes()
    paths = list(pages)
    named = "".join(f"<url><loc>https://letrois.info{path}</loc></url>" for path in paths)
    items = "".join(f"<item><link>https://letrois.info{path}</link></item>" for path in paths)
    index = {
        "/": listing("/sport/", *paths),
        "/sport/": listing(*paths),
        "/feed/": f"<rss><channel>{items}</channel></rss>".encode(),
    }
    return {**pages, **index, "/wp-sitemap.xml": f"<urlset>{named}</urlset>".encode()}
