from lxml import etree

from newsarchive.extraction.figures import to_images
from newsarchive.extraction.reading import read
from newsarchive.items import Image


def images(html: str) -> tuple[Image, ...]:
    return to_images(read(etree.fromstring(f"<body>{html}</body>", etree.HTMLParser())))


def test_captions_belong_to_the_image_before_them_and_count_once() -> None:
    assert images(
        "<figcaption>sans image</figcaption><img src=/a.jpg alt=Pont><figcaption>Le pont © Jean</figcaption>"
        "<p>Le pont © Jean</p><img src=/b.jpg><figcaption>© Léa</figcaption><figcaption>Le marché</figcaption>"
    ) == (
        Image(url="/a.jpg", alt="Pont", caption="Le pont", credit="Jean"),
        Image(url="/b.jpg", caption="Le marché", credit="Léa"),
    )


def test_an_image_printed_twice_is_one_and_small_ones_are_none() -> None:
    small = "<img src=/icone.png width=16><img src='data:x'>"
    again = "<img src=/a.jpg><figcaption>© Jean</figcaption>"
    assert images(f"<img src=/a.jpg>{small}<img src=/b.jpg>{again}") == (
        Image(url="/a.jpg", credit="Jean"),
        Image(url="/b.jpg"),
    )
