"""A hand-made article in which every field is filled, and small variations of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from newsarchive.archive import Archive
from newsarchive.changes import decide
from newsarchive.items import (
    Article,
    Block,
    ChangeKind,
    Image,
    Link,
    ListItem,
    Page,
    Problem,
    Provenance,
    Teaser,
    Version,
)

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 2, 6, 12, 0, 30, tzinfo=UTC)
URL = "https://www.macommune.info/pole-metropolitain-80896/"
TARGET = "https://www.macommune.info/budget-vote/"
BODY = b"<html>caf\xc3\xa9</html>"

BLOCKS = (
    Block(kind="strap", text="pôle métropolitain"),
    Block(kind="heading", text="Info +", level=3),
    Block(
        kind="list",
        text="- Besançon\n  - Planoise\n- Dijon",
        items=(
            ListItem(text="Besançon"),
            ListItem(text="Planoise", depth=1, ordered=True),
            ListItem(text="Dijon"),
        ),
    ),
    Block(kind="paragraph", text="Les élus sont d’accord."),
)

TEASERS = (
    Teaser(
        heading="Economie", position=1, target_url=TARGET, headline="Budget voté", kicker="VIDÉO", description="Hier."
    ),
    Teaser(heading=None, position=2, target_url="https://ailleurs.example/x", headline="Ailleurs"),
)


def page(url: str = URL, at: datetime = NOON, **given: Any) -> Page:  # noqa: ANN401
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "fetched_at": at,
        "status": 200,
        "headers": {"content-type": "Text/HTML; charset=UTF-8", "etag": '"v1"', "last-modified": "Fri, 06 Feb 2026"},
        "body": BODY,
        "site": "macommune",
    }
    return Page(**values | given)


def article(url: str = URL, at: datetime = NOON, **given: Any) -> Article:  # noqa: ANN401
    values: dict[str, Any] = {
        "page": page(url, at),
        "key": hashlib.sha256(url.encode()).hexdigest()[:10],
        "url": url,
        "site": "macommune",
        "page_type": "article",
        "headline": "Besançon et Dijon unis",
        "kicker": "VIDÉO",
        "description": "Un pôle est né.",
        "description_raw": "VIDÉO • Un pôle est né.",
        "section": "Politique",
        "authors": ("Élodie", "D. P."),
        "tags": ("Dijon", "élus"),
        "date_published": datetime(2013, 3, 12, 17, 32, tzinfo=PARIS),
        "date_published_raw": "Publié le 12/03/2013 - 17:32",
        "date_modified": datetime(2013, 3, 13, 11, 59, tzinfo=PARIS),
        "date_modified_raw": "Mis à jour le 13/03/2013 - 11:59",
        "event_dates": "Du 1 au 31 mars 2013",
        "event_place": "Hôtel de ville",
        "blocks": BLOCKS,
        "images": (Image(url="https://i.example/1.jpg", alt="Mairie", caption="La mairie", credit="DR"),),
        "links": (Link(url=TARGET, text="le budget"),),
        "teasers": TEASERS,
        "provenance": {
            "headline": Provenance(rule="h1", value="Besançon", lost=(("og:title", "Dijon"), ("json", None)))
        },
        "problems": (Problem(stage="normalise", error="DatesDisagree", message="og says 2014"),),
    }
    values |= given
    return Article(**{"content_sha256": _hash(values)} | values)


def text(*paragraphs: str) -> tuple[Block, ...]:
    return tuple(Block(kind="paragraph", text=paragraph) for paragraph in paragraphs)


def archived(archive: Archive, crawl_id: int, found: Article) -> ChangeKind:
    """Decide and store, as the pipelines do."""
    change = decide(found, archive.history(found.url))
    archive.store(Version(article=found, change=change), crawl_id)
    return change.kind


def begin(archive: Archive, at: datetime = NOON) -> int:
    return archive.begin_crawl("macommune", version="0.1.0", options={"full": True}, at=at)


def rows(archive: Archive, table: str, *, order: str = "1") -> list[dict[str, Any]]:
    return list(archive.db.query(f"SELECT * FROM {table} ORDER BY {order}"))


def columns(archive: Archive, table: str) -> list[tuple[str, str]]:
    """(name, type) of a table's columns, generated ones too."""
    return [(row[1], row[2]) for row in archive.db.execute(f'PRAGMA table_xinfo("{table}")')]


def seen_later(found: Article, at: datetime) -> Article:
    return replace(found, page=replace(found.page, fetched_at=at))


def _hash(values: dict[str, Any]) -> str:
    content = [values[name] for name in ("headline", "kicker", "description", "blocks", "images")]
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()
