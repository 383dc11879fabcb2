import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.urls import Addresses, Mirror, article_key, canonical_url, is_article

MACOMMUNE = Addresses(
    host="www.macommune.info",
    aliases=("macommune.info",),
    rewrites=((r"^/article/", "/"), (r"/amp/?$", "/")),
    not_articles=(r"^/$", r"^/tags/", r"^/actualite/", r"^/wp-", r"/feed/$", r"\.\w+$"),
)
PLEINAIR = Addresses(
    host="www.pleinair.net",
    aliases=("pleinair.net",),
    rewrites=((r"^/archive-actu/(?=\d+-)", "/actualites/item/"), (r"^.*/item/(?=\d+-)", "/actualites/item/")),
    final_slash=False,
    not_articles=(r"^/details/",),
)
SLUG = "le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896"
CANONICAL = f"https://www.macommune.info/{SLUG}/"

SPELLINGS = [
    f"https://www.macommune.info/{SLUG}/",
    f"https://www.macommune.info/{SLUG}",
    f"https://macommune.info/{SLUG}/",
    f"https://macommune.info/{SLUG}",
    f"https://www.macommune.info/{SLUG}/amp",
    f"http://macommune.info/{SLUG}/amp/",
    f"http://macommune.info/article/{SLUG}",
    f"HTTP://WWW.MaCommune.INFO:80/{SLUG}#commentaires",
    f"https://www.macommune.info.:443//{SLUG}//",
    f"https://www.macommune.info/tags/../{SLUG}/./",
    f"https://www.macommune.info/{SLUG.replace('-', '%2d')}/?utm_source=x&geo=1&amp",
    f"https://www.macommune.info/{SLUG}/?replytocom=12",
    f"//macommune.info/{SLUG}",
    f" \n https://www.macommune.info/{SLUG}\t/ ",
    f"https://user:secret@macommune.info/{SLUG}/",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_every_spelling_of_an_article_is_one_canonical_url(url: str) -> None:
    assert canonical_url(url, MACOMMUNE) == CANONICAL
    assert is_article(url, MACOMMUNE)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/actualites/item/123-un-titre", "/actualites/item/123-un-titre"),
        ("/actualites/item/123-un-titre/", "/actualites/item/123-un-titre"),
        ("/archive-actu/123-un-titre", "/actualites/item/123-un-titre"),
        ("/sport/hand/item/123-un-titre?tmpl=component&print=1", "/actualites/item/123-un-titre"),
        ("/details/itemlist/tag/doubs/?start=10", "/details/itemlist/tag/doubs?start=10"),
        ("/", "/"),
        ("", "/"),
    ],
)
def test_a_site_may_write_no_final_slash_and_several_families_of_addresses(path: str, canonical: str) -> None:
    found = canonical_url(f"http://pleinair.net{path}", PLEINAIR)
    assert found == canonical_url(found, PLEINAIR) == f"https://www.pleinair.net{canonical}"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://macommune.info", "https://www.macommune.info/"),
        ("https://macommune.info/amp", "https://www.macommune.info/"),
        ("https://macommune.info/?feed=actualite-une&fbclid=1", "https://www.macommune.info/?feed=actualite-une"),
        ("https://macommune.info/?p=123", "https://www.macommune.info/?p=123"),
        ("https://macommune.info/un-slug?feed=rss2", "https://www.macommune.info/un-slug/?feed=rss2"),
        ("https://macommune.info/feed", "https://www.macommune.info/feed/"),
        ("https://macommune.info/actualite/besancon?x=1", "https://www.macommune.info/actualite/besancon/?x=1"),
        ("https://macommune.info/wp-sitemap.xml", "https://www.macommune.info/wp-sitemap.xml"),
        ("https://macommune.info/wp-content/uploads/a.jpg", "https://www.macommune.info/wp-content/uploads/a.jpg"),
    ],
)
def test_other_addresses_of_the_site_are_no_articles_and_keep_their_query(url: str, canonical: str) -> None:
    assert canonical_url(url, MACOMMUNE) == canonical
    assert not is_article(url, MACOMMUNE)


def test_rewrites_are_applied_until_nothing_is_left_of_them() -> None:
    assert canonical_url(f"https://macommune.info/article/article/{SLUG}/amp/amp", MACOMMUNE) == CANONICAL


def test_unicode_and_escaped_paths_are_one() -> None:
    spelled = {
        canonical_url(f"https://macommune.info/{path}", MACOMMUNE)
        for path in ("été-à-besançon", "%C3%A9t%C3%A9-%C3%A0-besan%C3%A7on/", "%c3%a9t%c3%a9-%c3%a0-besan%c3%a7on")
    }
    assert spelled == {"https://www.macommune.info/%C3%A9t%C3%A9-%C3%A0-besan%C3%A7on/"}


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Exemple.FR:80/A?b=1&utm_campaign=x&c#d", "http://exemple.fr/A?b=1&c"),
        ("https://exemple.fr:8443/x", "https://exemple.fr:8443/x"),
        ("https://exemple.fr/a//b/../c?", "https://exemple.fr/a//c"),
        ("https://exemple.fr/a/..", "https://exemple.fr/"),
        ("https://exemple.fr/?amp;utm_source=x&gclid=2&id=3", "https://exemple.fr/?id=3"),
        ("https://Économie.exemple.fr/", "https://xn--conomie-9xa.exemple.fr/"),
        ("https://xn--conomie-9xa.exemple.fr/", "https://xn--conomie-9xa.exemple.fr/"),
        ("https://[::1]:443/x", "https://[::1]/x"),
        ("https://exemple.fr/100%", "https://exemple.fr/100%25"),
        ("https://exemple.fr/a b?q=é", "https://exemple.fr/a%20b?q=%C3%A9"),
        ("https://exemple.fr/a%2Fb", "https://exemple.fr/a%2Fb"),
    ],
)
def test_an_address_of_an_unknown_site_keeps_what_may_matter(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(url, MACOMMUNE) == canonical
    assert not is_article(url, MACOMMUNE)


JUNK = [
    "",
    "\ud800",
    "javascript:void(0)",
    "mailto:redaction@macommune.info",
    "tel:+33",
    "ftp://macommune.info/x",
    "data:text/html,x",
    "/relatif",
    "http://[bad",
    "http://",
    "http:///x",
    "http://a..b/",
    "http://a b/",
    "http://é..fr/",
    "http://macommune.info:x/",
    "http://macommune.info:99999/",
    "http://macommune.info\\@x/",
]


@pytest.mark.parametrize("url", JUNK)
def test_junk_comes_back_as_it_is_and_is_no_article(url: str) -> None:
    assert canonical_url(url) == canonical_url(url, MACOMMUNE) == url
    assert not is_article(url, MACOMMUNE)


def test_control_characters_are_dropped() -> None:
    assert canonical_url("\x00java\x07script:x\x9f\n") == "javascript:x"


def test_advertising_host_is_not_the_site() -> None:
    assert not is_article(f"https://pub.macommune.info/{SLUG}/", MACOMMUNE)


addresses_like = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://www.", "//", "HTTP://", ""]),
    st.sampled_from(["macommune.info", "exemple.fr:80", "École.fr", "macommune.info:8080"]),
    st.text(alphabet=st.sampled_from("/.abé%2e41CF amp?=&#;-\\\x00\ud800"), max_size=30),
    st.sampled_from(["", "/amp", "/article/x", "?p=1", "/x.html"]),
)


@given(st.text() | addresses_like, st.sampled_from([None, MACOMMUNE]))
def test_canonical_form_is_stable_for_any_text(url: str, addresses: Addresses | None) -> None:
    once = canonical_url(url, addresses)
    assert canonical_url(once, addresses) == once
    assert is_article(url, MACOMMUNE) == is_article(canonical_url(url, MACOMMUNE), MACOMMUNE)


@given(st.text())
def test_key_is_ten_base32_characters(text: str) -> None:
    assert re.fullmatch(r"[a-z2-7]{10}", article_key(text))


def test_key_of_the_seed_article_never_changes() -> None:
    assert article_key(CANONICAL) == "f7v7ujmnak"


MIRROR = Mirror("http://127.0.0.1:8123", MACOMMUNE)


@pytest.mark.parametrize(
    "printed",
    [
        f"http://127.0.0.1:8123/{SLUG}/?x=1",
        f"http://localhost:8123/{SLUG}/?x=1",
        f"//127.0.0.1:8123/{SLUG}/?x=1",
        f"https://www.macommune.info/{SLUG}/?x=1",
        f"http://macommune.info/{SLUG}/?x=1",
    ],
)
def test_addresses_a_mirror_prints_are_the_sites(printed: str) -> None:
    site = f"https://www.macommune.info/{SLUG}/?x=1"
    assert MIRROR.to_site(printed) == site
    assert MIRROR.to_mirror(MIRROR.to_site(printed)) == f"http://127.0.0.1:8123/{SLUG}/?x=1"


@pytest.mark.parametrize(
    "url",
    ["https://exemple.fr/x", "http://127.0.0.1:9/x", "https://pub.macommune.info/x", "mailto:a@b.fr", "http://[bad"],
)
def test_a_mirror_leaves_other_addresses_alone(url: str) -> None:
    assert MIRROR.to_site(url) == url
    assert MIRROR.to_mirror(url) == url


def test_a_mirror_may_hang_under_a_path() -> None:
    mirror = Mirror(base_url="http://miroir.fr/site/", addresses=MACOMMUNE)
    assert mirror.to_mirror("https://macommune.info/a/#b") == "http://miroir.fr/site/a/#b"
    assert mirror.to_site("http://miroir.fr/site/a/") == "https://www.macommune.info/a/"
    assert mirror.to_site("http://miroir.fr/site") == "https://www.macommune.info/"
    assert mirror.to_site("http://miroir.fr/siteweb/a/") == "http://miroir.fr/siteweb/a/"


def test_a_mirror_without_a_host_is_refused() -> None:
    with pytest.raises(ValueError, match="no http or https URL"):
        Mirror("localhost:8000", MACOMMUNE).to_mirror(CANONICAL)
