"""What an editor has at hand when writing one article: dates, names, pictures, boxes."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Literal

from newsarchive.demo.clock import MONTHS, day_of_month, print_day, print_stamp, read_stamp
from newsarchive.demo.grammar import Prose, load_data, slugify
from newsarchive.demo.story import SITE, Comment, Dress, Metadata, Story, bullets, heading, paragraph
from newsarchive.demo.typography import Typography
from newsarchive.items import Block, Image, ListItem

Era = Literal["2008", "2011", "current"]

SECTIONS = (
    "Economie", "Politique", "Culture", "Sport", "Vie locale",
    "Nature", "Transports", "Société", "Evénements", "Faits divers",
)  # fmt: skip
DRESSES: tuple[Dress, ...] = ("wordpress", "drupal", "bare")
METADATA: dict[Dress, tuple[Metadata, ...]] = {
    "wordpress": ("none", "opengraph", "jsonld", "graph", "none", "opengraph", "jsonld", "contradictory"),
    "drupal": ("none", "opengraph", "none"),
    "bare": ("none",),
}
RESAVES = ("16/04/2019 - 10:12", "17/04/2019 - 15:40", "12/02/2021 - 17:40", "12/02/2021 - 17:41")
"""Stamps of the days the whole site was saved anew."""


class Desk:
    """Writes one article. `serial` numbers the articles; dress and section follow from it, so that all occur."""

    def __init__(self, rng: Random, serial: int, published: datetime, era: Era, latest: datetime) -> None:
        self.rng = rng
        self.serial = serial
        self.published = published
        self.era = era
        self.latest = latest
        self.dress = DRESSES[serial % len(DRESSES)]
        self.section = SECTIONS[serial % len(SECTIONS)]
        self.place: str = rng.choice(load_data("phrases.json")["lieu"])
        self.typography = self._typography()
        self.prose = Prose(rng, self.typography, self.place)

    def draft(self, headline: str, description: str) -> Story:
        """A story with what any article has, its text and pictures still missing."""
        number, path = self._address(headline)
        return Story(
            number=number,
            path=path,
            legacy=self.era != "current",
            dress=self.dress,
            typography=self.typography,
            section=self.section,
            place=self.place,
            headline=headline,
            description=description,
            published=self.published,
            modified=self._modified(),
            byline=self._byline(),
            tags=self._tags(),
            comments=self._comments(),
            comment_prompt=self.rng.random() < 0.6,
            related_heading="actualité" if self.rng.random() < 0.2 else self.section,
            teaser_count=self.rng.randint(1, 7),
            metadata=METADATA[self.dress][self.serial // len(DRESSES) % len(METADATA[self.dress])],
        )

    def paragraphs(self, count: int) -> list[Block]:
        """Paragraphs of two to four sentences."""
        return [paragraph(self.prose.paragraph(self.section, self.rng.randint(2, 4))) for _ in range(count)]

    def intertitle(self) -> Block:
        """An ordinary heading of the body."""
        return heading(self.prose.phrase("intertitres"), self.rng.choice((2, 3, 3)))

    def box(self) -> list[Block]:
        """`Infos pratiques` and its like: an ordinary heading followed by bullets."""
        return [heading(self.prose.phrase("boites")), self.bullet_list("puces", self.rng.randint(3, 5))]

    def bullet_list(self, bank: str, count: int) -> Block:
        """Bullets or numbers, some with a list inside an item."""
        ordered = self.rng.random() < 0.25
        items = [ListItem(text=self.prose.phrase(bank), ordered=ordered) for _ in range(count)]
        if self.rng.random() < 0.5:
            inner = [ListItem(text=self.prose.phrase("details"), depth=depth) for depth in (1, 1, 2)]
            place = self.rng.randint(1, count)
            items[place:place] = inner[: self.rng.randint(1, 3)]
        return bullets(*items)

    def quote(self) -> Block:
        """Somebody's words set off from the text."""
        return Block(kind="quote", text=self.prose.phrase("citations"))

    def images(self, count: int, *, credited: bool = True) -> tuple[Image, ...]:
        """Pictures; without credit the page prints a lone ©."""
        return tuple(self._image(position, credited) for position in range(1, count + 1))

    def event_dates(self) -> str:
        """`Le 18 décembre 2025 à 19:00`, `Du 1 au 31 mars 2026` … for some days after publication."""
        first = self.published + timedelta(days=self.rng.randint(3, 40))
        last = first + timedelta(days=self.rng.randint(2, 30))
        month, next_month = MONTHS[first.month - 1], MONTHS[last.month - 1]
        start = f"{first.day}" if first.month == last.month else f"{first.day} {month}"
        span = f"Du {start} au {last.day} {next_month} {last.year}"
        evening = f"Le {day_of_month(first)} {month} {first.year} à {self.rng.choice((14, 19, 20))}:00"
        form = self.rng.choice((evening, span, f"{evening} + {self.rng.randint(2, 9)} dates supplémentaires"))
        return form.replace("é", "e").replace("û", "u") if self.rng.random() < 0.2 else form

    def _typography(self) -> Typography:
        if self.era == "2008" and self.rng.random() < 0.25:
            return "damaged"
        return self.rng.choice(("straight", "curly", "mixed"))

    def _address(self, headline: str) -> tuple[int, str]:
        slug = slugify(headline)[:80].strip("-")
        if self.era == "current":
            year = f"-{self.published.year}" if self.rng.random() < 0.1 else ""
            return 160_000 + self.serial * 7, f"/{slug}{year}/"
        number = legacy_number(self.published) + self.serial
        return number, f"/{slug}-{number}/"

    def _modified(self) -> datetime | None:
        draw = self.rng.random()
        if draw < 0.13:
            return self.published
        if draw < 0.3:
            return self.published - timedelta(minutes=self.rng.choice((2, 5, 47, 180, 1500, 2880)))
        resave = read_stamp(self.rng.choice(RESAVES))
        if draw < 0.45 and resave > self.published:
            return resave
        later = self.published + timedelta(minutes=self.rng.choice((3, 11, 52, 190, 1107, 4000)))
        return min(later, self.latest)

    def _byline(self) -> str | None:
        recent = self.published.year * 100 + self.published.month >= 202510
        return self.rng.choice(load_data("phrases.json")["prenom"]) if recent and self.rng.random() < 0.7 else None

    def _tags(self) -> tuple[str, ...]:
        words: list[str] = self.rng.sample(load_data("phrases.json")["etiquettes"], self.rng.randint(0, 3))
        return (*words, self.place) if words else ()

    def _comments(self) -> tuple[Comment, ...]:
        if self.dress == "bare" or self.rng.random() > 0.2:
            return ()
        authors = self.rng.sample(load_data("phrases.json")["pseudos"], self.rng.randint(1, 3))
        posted = min(self.published + timedelta(hours=9), self.latest)
        stamp = print_stamp(posted) if self.dress == "drupal" else f"{print_day(posted)} à {posted:%H:%M}"
        return tuple(
            Comment(author=author, date_posted_raw=stamp, text=self.prose.phrase("commentaires")) for author in authors
        )

    def _image(self, position: int, credited: bool) -> Image:
        caption = self.prose.phrase("legendes") if credited and self.rng.random() < 0.6 else None
        name = f"{slugify(caption or self.section)}-{self.serial}-{position}.jpg"
        folder = f"/wp-content/uploads/{self.published:%Y/%m}/"
        if self.era != "current":
            folder = "/sites/v2.macommune.info/files/imagecache/article/"
        return Image(
            url=SITE + folder + name.replace(".jpg", "-940x600.jpg" if self.era == "current" else ".jpg"),
            alt=caption if self.rng.random() < 0.5 else None,
            caption=caption,
            credit=self.prose.phrase("photographes") if credited else None,
        )


def legacy_number(published: datetime) -> int:
    """An id of the Drupal years, roughly in date order: 64176 in November 2011, 157312 in February 2017."""
    days = (published - read_stamp("15/11/2011 - 12:00")).days
    return 64_176 + days * (48 if days > 0 else 40)
