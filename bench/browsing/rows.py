"""The rows of a made-up archive, table by table, in the order in which a crawl would have added them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from bench.browsing.history import BEGIN, DAY, END, Life, Visit, iso, lives, printed, visits
from bench.browsing.texts import SECTIONS, Text, Texts
from newsarchive import __version__
from newsarchive.archive.blocks import blocks_to_json
from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.values import to_json
from newsarchive.urls import article_key

Row = dict[str, Any]

SITE: Final = "macommune"
TEASERS: Final = 6
"""Teasers on the page of an article."""
_HEADINGS: Final = ("actualité", "Allez plus loin", "Les plus lus")
_RECORD: Final = 11_000
"""Length of a record of an article's page, and of one that says nothing is new."""
_OUTCOMES: Final = {"pending": None, "excluded": None, "missing": 404, "failed": 500, "forbidden": None}
_FIGURES: Final = ("asked", "fresh pages", "known pages", "bytes of the archive", "older words", "older teasers")


class Rows:
    """All rows of an archive of so many articles; each method is one table."""

    def __init__(self, articles: int, seed: int) -> None:
        self.texts = Texts(articles, seed)
        self._lives = lives(articles, seed)
        self._visits = visits(self._lives)
        self._slugs = [self.texts.about(article).slug for article in range(1, articles + 1)]

    def all(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Table -> its rows."""
        for name in _TABLES:
            yield name, getattr(self, name)()

    def url(self, article: int) -> str:
        """The canonical address of an article."""
        return f"https://www.macommune.info/{self._slugs[article - 1]}/"

    def crawls(self) -> Iterator[Row]:
        """A run a day."""
        counts = Counter((_crawl(visit.at), visit.change) for visit in self._visits)
        gone = Counter(_crawl(life.gone_at) for life in self._lives if life.gone_at)
        for number in range(1, _crawl(END) + 1):
            begin = BEGIN + (number - 1) * DAY
            changes = {column: counts[number, str(kind)] for kind, column in CHANGE_COUNTS.items()}
            requests = sum(changes.values()) + 12
            yield {
                "site": SITE,
                "version": __version__,
                "options": '{"base_url":null,"limit":null,"since":null,"max_time":null,"full":false}',
                "started_at": iso(begin),
                "finished_at": iso(begin + 600 + requests),
                "finish_reason": "finished",
                "requests": requests,
                "responses": requests,
                "bytes": requests * _RECORD,
                **changes,
                "gone": gone[number],
                "not_modified": changes["unchanged"],
                "discovered": changes["first_versions"],
            }

    def crawl_figures(self) -> Iterator[Row]:
        """Some figures of every run."""
        for number in range(1, _crawl(END) + 1):
            random = self.texts.chance("figures", number)
            yield from ({"crawl_id": number, "name": name, "value": random.uniform(1, 500)} for name in _FIGURES)

    def findings(self) -> Iterator[Row]:
        """A finding a month."""
        for number in range(30, _crawl(END) + 1, 30):
            message = "14 of 20 fresh pages have a standfirst, where 19 would be usual."
            at = iso(BEGIN + number * DAY)
            yield {"crawl_id": number, "monitor": "fields", "message": message, "at": at}

    def articles(self) -> Iterator[Row]:
        """Every article as of its newest version."""
        for article, life in enumerate(self._lives, start=1):
            text = self.texts.version(article, tuple(life.changes))
            yield {
                "key": article_key(self.url(article)),
                "url": self.url(article),
                "site": SITE,
                **self._state(article, text, len(life.versions)),
                "word_count": len(text.body.split()),
                "revision_count": len(life.versions),
                "current_revision_id": self._revision_ids[article, len(life.versions)],
                "status": "gone" if life.gone_at else "live",
                "first_seen_at": iso(life.versions[0]),
                "last_seen_at": iso(life.last_seen),
                "gone_at": iso(life.gone_at) if life.gone_at else None,
            }

    def revisions(self) -> Iterator[Row]:
        """Every version, in the order they were found in."""
        for capture_id, visit in enumerate(self._visits, start=1):
            if visit.number:
                yield self._revision(visit, capture_id)

    def captures(self) -> Iterator[Row]:
        """Every visit to an article."""
        offsets: Counter[str] = Counter()
        for number, visit in enumerate(self._visits, start=1):
            random = self.texts.chance("capture", number)
            file = _warc_file(visit.at)
            length = random.randint(_RECORD // 2, _RECORD * 2) if visit.number else 700
            url, payload = self.url(visit.article), f"{random.getrandbits(256):064x}"
            yield {
                "crawl_id": _crawl(visit.at),
                "url": url,
                "canonical_url": url,
                "article_id": visit.article,
                "fetched_at": iso(visit.at),
                "status": 200 if visit.number else 304,
                "mime": "text/html",
                "etag": f'"{payload[:20]}"',
                "payload_sha256": payload,
                "payload_size": length * 5 if visit.number else 0,
                "warc_file": file,
                "warc_offset": offsets[file],
                "warc_length": length,
                "kind": "article",
                "digest": f"sha256:{payload}",
            }
            offsets[file] += length

    def warc_files(self) -> Iterator[Row]:
        """A file a month."""
        for name in sorted({_warc_file(visit.at) for visit in self._visits}):
            yield {"name": name, "length": 30_000_000}

    def list_items(self) -> Iterator[Row]:
        """The items of the lists of every version."""
        for revision_id, _, _, text in self._versions():
            lists = [block.items for block in text.blocks if block.items]
            for list_number, items in enumerate(lists, start=1):
                for item_number, item in enumerate(items, start=1):
                    place = {"revision_id": revision_id, "list_number": list_number, "item_number": item_number}
                    yield {**place, "depth": 0, "ordered": 0, "text": item.text}

    def images(self) -> Iterator[Row]:
        """A picture for every version."""
        for revision_id, article, _, text in self._versions():
            url = f"https://www.macommune.info/wp-content/uploads/{article}.jpg"
            about = {"alt": text.caption, "caption": text.caption, "credit": "D. Maillardey"}
            yield {"revision_id": revision_id, "position": 1, "url": url, **about}

    def links(self) -> Iterator[Row]:
        """Up to three links from every version, most of them to earlier articles."""
        for revision_id, article, _, _ in self._versions():
            random = self.texts.chance("links", article)
            for position in range(1, random.randint(0, 3) + 1):
                target = random.randint(1, article) if random.random() < 0.7 else None
                url = self.url(target) if target else f"https://www.example.org/{article}/{position}"
                place = {"revision_id": revision_id, "position": position, "url": url}
                yield {**place, "text": self.texts.phrase(random, 3), "target_article_id": target}

    def tags(self) -> Iterator[Row]:
        """A tag for every hundred articles."""
        for number in range(1, self._tags + 1):
            yield {"name": f"{self.texts.phrase(self.texts.chance('tag', number), 1)} {number}"}

    def article_tags(self) -> Iterator[Row]:
        """Three tags for every article, some of them far more often than others."""
        for article in range(1, len(self._lives) + 1):
            random = self.texts.chance("tags", article)
            tags = {1 + int(self._tags * random.random() ** 3) for _ in range(3)}
            yield from ({"article_id": article, "tag_id": tag} for tag in sorted(tags))

    def teasers(self) -> Iterator[Row]:
        """One wording for every article."""
        for article in range(1, len(self._lives) + 1):
            yield {
                "target_url": self.url(article),
                "target_article_id": article,
                "headline": self.texts.headline(article),
                "description": self.texts.phrase(self.texts.chance("teaser", article), 15) + ".",
            }

    def teaser_sightings(self) -> Iterator[Row]:
        """Six teasers on every article's page, of those published shortly before and of a few that are always there."""
        for visit_id, visit in enumerate(self._visits, start=1):
            if visit.number != 1:
                continue
            until = iso(self._lives[visit.article - 1].last_seen)
            for position, teaser in enumerate(self._promoted(visit.article), start=1):
                yield {
                    "teaser_id": teaser,
                    "article_id": visit.article,
                    "heading": _HEADINGS[position % len(_HEADINGS)],
                    "position": position,
                    "first_seen_at": iso(visit.at),
                    "last_seen_at": until,
                    "first_capture_id": visit_id,
                }

    def comments(self) -> Iterator[Row]:
        """A comment under every second article."""
        for article, life in enumerate(self._lives, start=1):
            random = self.texts.chance("comment", article)
            if random.random() < 0.5:
                date, raw = printed(life.published + 7_200)
                seen = {"first_seen_at": iso(life.versions[0]), "last_seen_at": iso(life.last_seen)}
                text = {"author": self.texts.phrase(random, 1), "text": self.texts.phrase(random, 20)}
                dates = {"date_posted": date, "date_posted_raw": raw}
                yield {"article_id": article, **text, **dates, "position": 1, "depth": 0, **seen}

    def urls(self) -> Iterator[Row]:
        """The address of every article, and one in twenty more that came to something else."""
        for article, life in enumerate(self._lives, start=1):
            yield self._address(article, life)
        outcomes = list(_OUTCOMES.items())
        for number in range(len(self._lives) // 20):
            state, status = outcomes[number % len(outcomes)]
            article = 1 + number * 20
            life = self._lives[article - 1]
            other = {"url": f"{self.url(article)[:-1]}-{state}/", "article_id": None, "state": state}
            kind = "other" if state == "excluded" else "article"
            yield {**self._address(article, life), **other, "kind": kind, "last_status": status}

    def problems(self) -> Iterator[Row]:
        """A doubt about one article in sixty."""
        for article in range(60, len(self._lives) + 1, 60):
            at = self._lives[article - 1].versions[0]
            message = "date_published: published line and JSON-LD datePublished are two days apart."
            what = {"stage": "normalise", "error": "DatesDisagree", "message": message, "at": iso(at)}
            capture_id = self._capture_ids[article, 1]
            yield {"crawl_id": _crawl(at), "url": self.url(article), "capture_id": capture_id, **what}

    @property
    def _tags(self) -> int:
        return max(len(SECTIONS), len(self._lives) // 100)

    @cached_property
    def _capture_ids(self) -> dict[tuple[int, int], int]:
        """(article, version) -> the capture it was read from."""
        numbered = enumerate(self._visits, start=1)
        return {(visit.article, visit.number): number for number, visit in numbered if visit.number}

    @cached_property
    def _revision_ids(self) -> dict[tuple[int, int], int]:
        """(article, version) -> row id."""
        found = (visit for visit in self._visits if visit.number)
        return {(visit.article, visit.number): number for number, visit in enumerate(found, start=1)}

    def _versions(self) -> Iterator[tuple[int, int, int, Text]]:
        """(row id, article, number, text) of every version."""
        for (article, number), revision_id in self._revision_ids.items():
            changes = tuple(self._lives[article - 1].changes[:number])
            yield revision_id, article, number, self.texts.version(article, changes)

    def _revision(self, visit: Visit, capture_id: int) -> Row:
        life = self._lives[visit.article - 1]
        text = self.texts.version(visit.article, tuple(life.changes[: visit.number]))
        state = self._state(visit.article, text, visit.number)
        later = life.versions[visit.number] if visit.number < len(life.versions) else life.last_seen
        return {
            "article_id": visit.article,
            "number": visit.number,
            "stamp": iso(visit.at)[:19].translate(_DIGITS),
            "change": visit.change,
            "first_seen_at": iso(visit.at),
            "last_seen_at": iso(later),
            "words_added": 30 if visit.number > 1 else 0,
            "words_removed": 1 if visit.number > 1 else 0,
            "content_sha256": f"{self.texts.chance(text.headline, text.body).getrandbits(256):064x}",
            "capture_id": capture_id,
            "extractor_version": __version__,
            **state,
            "article_body": text.body,
            "blocks": blocks_to_json(text.blocks),
            "provenance": _provenance(state, text),
        }

    def _state(self, article: int, text: Text, number: int) -> Row:
        """The columns that articles and revisions share."""
        about, life = self.texts.about(article), self._lives[article - 1]
        published, published_raw = printed(life.published)
        modified, modified_raw = printed(life.versions[number - 1]) if number > 1 else (None, None)
        return {
            "page_type": about.page_type,
            "headline": text.headline,
            "kicker": text.kicker,
            "description": text.description,
            "description_raw": text.description,
            "section": about.section,
            "authors": to_json([about.author]),
            "date_published": published,
            "date_published_raw": published_raw,
            "date_modified": modified,
            "date_modified_raw": modified_raw,
        }

    def _promoted(self, article: int) -> list[int]:
        """The articles whose teasers stand on an article's page."""
        random, count = self.texts.chance("promoted", article), len(self._lives)
        found = {1 + int(count * random.random() ** 8)}
        while len(found) < min(TEASERS, count):
            earlier = article - 1 - int(random.expovariate(1 / 40))
            found.add(earlier if earlier > 0 else random.randint(1, count))
        return list(found)

    def _address(self, article: int, life: Life) -> Row:
        seen = iso(life.last_seen)
        return {
            "url": self.url(article),
            "article_id": article,
            "kind": "article",
            "discovered_at": iso(life.versions[0] - 60),
            "discovered_via": ("feed", "listing", "sitemap")[article % 3],
            "discovered_from": "https://www.macommune.info/?feed=actualite",
            "last_visited_at": seen,
            "next_visit_at": None if life.gone_at else iso(life.last_seen + 180 * DAY),
            "visits": len(life.versions) + len(life.visits),
            "unchanged_visits": len(life.visits),
            "last_status": 404 if life.gone_at else 200,
            "site": SITE,
            "state": "gone" if life.gone_at else "archived",
            "lastmod_at": iso(life.published),
            "missing_since": iso(life.gone_at - DAY) if life.gone_at else None,
            "last_crawl_id": _crawl(life.last_seen),
        }


_TABLES: Final = (
    *("crawls", "crawl_figures", "findings", "articles", "captures", "warc_files", "revisions", "list_items"),
    *("images", "links", "tags", "article_tags", "teasers", "teaser_sightings", "comments", "urls", "problems"),
)
_DIGITS: Final = str.maketrans("", "", "-:T")


def _crawl(at: int) -> int:
    return 1 + (at - BEGIN) // DAY


def _warc_file(at: int) -> str:
    return f"{SITE}-{iso(at)[:7].replace('-', '')}01000000-00000.warc.gz"


def _provenance(state: Row, text: Text) -> str:
    """For each field that is there a rule, as long as a crawl's own."""
    values = {name: value for name, value in state.items() if value and not name.endswith("_raw")}
    values["article_body"] = f"{len(text.body)} characters"
    return to_json({name: {"rule": "after the headline", "value": value, "lost": []} for name, value in values.items()})
