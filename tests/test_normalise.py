from datetime import UTC, datetime

import pytest

from newsarchive.dates import parse_date
from newsarchive.items import Page, RawArticle
from newsarchive.normalise import identity, in_publishers_zone
from newsarchive.sites import site_named


@pytest.mark.parametrize(
    ("printed", "stated", "meant"),
    [
        ("24 août 2020 à 20h23", ["2020-08-25T00:23:33Z"], "2020-08-25T00:23:33+00:00"),
        ("24 août 2020 à 20h23", ["2020-08-24T20:23:00-04:00"], "2020-08-25T00:23:00+00:00"),
        ("2 novembre 2023 à 15h57", ["2023-11-02T15:57:00Z"], "2023-11-02T14:57:00+00:00"),
        ("2 novembre 2023 à 15h57", ["2023-11-02T14:57:12Z"], "2023-11-02T14:57:00+00:00"),
        ("2 novembre 2023 à 15h57", ["2023-11-02T14:31:00Z", "2023-99-02T14:57:00Z"], "2023-11-02T14:57:00+00:00"),
        ("2 novembre 2023 à 15h57", ["2 novembre 2023 à 12h57", "2023-11-02"], "2023-11-02T14:57:00+00:00"),
    ],
)
def test_printed_time_is_read_in_its_publishers_zone(printed: str, stated: list[str], meant: str) -> None:
    found = in_publishers_zone(printed, parse_date(printed), stated)
    assert isinstance(found, datetime)
    assert found.astimezone(UTC).replace(second=0) == datetime.fromisoformat(meant).replace(second=0)


def raw(answered: str, canonical: str | None, mirror: str | None = None) -> RawArticle:
    page = Page(
        url=answered,
        final_url=answered,
        fetched_at=datetime(2026, 2, 6, tzinfo=UTC),
        status=200,
        body=b"",
        site="macommune",
        mirror=mirror,
    )
    return RawArticle(page=page, page_type="article", headline="Un titre", canonical_url=canonical)


SEED = "https://www.macommune.info/le-grand-besancon-80896/"


@pytest.mark.parametrize(
    ("answered", "canonical"),
    [
        (SEED, None),
        ("http://macommune.info/le-grand-besancon-80896", None),
        ("https://www.macommune.info/le-grand-besancon-80896/amp/", None),
        ("https://macommune.info/le-grand-besancon-80896/amp?amp", "/le-grand-besancon-80896/"),
        ("https://www.macommune.info/article/le-grand-besancon-80896", "https://www.macommune.info/"),
        (f"{SEED}?utm_source=x#c", SEED),
    ],
)
def test_every_address_of_an_article_is_one(answered: str, canonical: str | None) -> None:
    addresses = site_named("macommune").addresses
    assert identity(raw(answered, canonical), addresses) == SEED


@pytest.mark.parametrize("canonical", ["http://127.0.0.1:8000/le-grand-besancon-80896/", SEED, "/", "mailto:x"])
def test_a_mirrors_own_addresses_are_the_sites(canonical: str) -> None:
    answered = "http://127.0.0.1:8000/le-grand-besancon-80896"
    article = raw(answered, canonical, mirror="http://127.0.0.1:8000")
    assert identity(article, site_named("macommune").addresses) == SEED
