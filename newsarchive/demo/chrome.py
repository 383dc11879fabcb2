"""What stands around every article: menus, boxes, weather, scripts. None of it is content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from random import Random

from newsarchive.demo.clock import print_capture_day
from newsarchive.demo.desk import SECTIONS
from newsarchive.demo.edition import Edition
from newsarchive.demo.grammar import load_data, slugify

Menu = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""(label, ((entry, path), …)) for each top entry."""

BOXES = ("job", "member", "publish", "job", "poll", "weather")
LISTED_SECTIONS = (*SECTIONS, "Météo")
PAGES = {
    "contact": "Contact",
    "mentions-legales": "Mentions légales",
    "publicite": "Publicité",
    "qui-sommes-nous": "Qui sommes-nous",
    "offres-emploi": "Offres d'emploi",
    "devenir-membre": "Devenir membre",
    "publier": "Publier une actualité",
    "recherche": "Recherche",
}
"""Pages that are no articles: slug to title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """The surroundings of one page at one moment."""

    capture_day: str
    menu: Menu
    boxes: tuple[str, ...]
    weather: tuple[str, ...]
    """Lines of the weather box: temperature, sky, time of the observation, then labels and values in turn."""
    script: str


def surround(edition: Edition, shuffle: int) -> Chrome:
    """The surroundings; `shuffle` turns the order of the boxes, 0 leaves it."""
    turn = shuffle % len(BOXES)
    return Chrome(
        capture_day=print_capture_day(edition.now),
        menu=menu(),
        boxes=BOXES[turn:] + BOXES[:turn],
        weather=weather(edition),
        script=inline_script(),
    )


def weather(edition: Edition) -> tuple[str, ...]:
    """The real box of 6 February 2026 in the first edition, then weather of our own making."""
    lines: list[str] = load_data("seed.json")["weather"]
    if edition.number == edition.ticks == 0:
        return tuple(lines)
    rng = Random(f"{edition.seed}:weather:{edition.number}{f'.{edition.ticks}' if edition.ticks else ''}")
    lines = list(lines)
    lines[0] = f"\u00a0{rng.uniform(-4, 29):.2f}"
    lines[1] = rng.choice(("ciel dégagé", "couvert", "légère pluie", "peu nuageux", "neige faible"))
    lines[2] = f"le {edition.now:%d/%m} à {edition.now:%H}h00"
    lines[4::2] = (f"{rng.uniform(0.5, 9):.2f} m/s", f"{rng.randint(985, 1032)} hPa", f"{rng.randint(45, 98)} %")
    return tuple(lines)


def listing_path(name: str) -> str:
    """Where a section's or a commune's listing is."""
    return f"/actualite/{slugify(name)}/"


@cache
def listed_names() -> dict[str, str]:
    """Slug to section or commune, of every listing the menus lead to."""
    communes = load_data("phrases.json")["lieu"] + load_data("chrome.json")["communes"]
    return {slugify(name): name for name in (*LISTED_SECTIONS, *communes)}


@cache
def menu() -> Menu:
    """Sections, communes, outings, services and pages of the house."""
    data = load_data("chrome.json")
    names = listed_names()
    sections = tuple((name, f"/actualite/{slug}/") for slug, name in names.items() if name in LISTED_SECTIONS)
    communes = tuple((name, f"/actualite/{slug}/") for slug, name in names.items() if name not in LISTED_SECTIONS)
    outings = tuple((name, f"/recherche/?agenda={slugify(name)}") for name in data["outings"])
    services = tuple((name, f"/recherche/?service={slugify(name)}") for name in data["services"])
    house = tuple((title, f"/{slug}/") for slug, title in PAGES.items())
    return (
        ("Actualité", sections),
        ("Communes", communes),
        ("Sortir", outings),
        ("Services", services),
        ("maCommune.info", house),
    )


@cache
def inline_script() -> str:
    """About 20 kB of settings, as such pages carry them."""
    vendors = [
        {"id": number, "name": f"Partenaire {number:03}", "purposes": [1, 3, 4], "legInt": number % 3 == 0, "ttl": 390}
        for number in range(1, 241)
    ]
    settings = {"lang": "fr", "cookie": "mc_consent", "vendors": vendors, "endpoint": "/wp-json/mc/v1/consent"}
    start = "(function(w){var q=w.mcQueue=w.mcQueue||[];q.push(['init',w.mcConsent]);})(window);"
    return f"window.mcConsent={json.dumps(settings, separators=(',', ':'))};{start}"
