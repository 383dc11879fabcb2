"""What the replica's pages are shown with."""

from __future__ import annotations

import zlib

import pytest

from newsarchive.demo import Replica
from newsarchive.demo.assets import picture


def test_each_picture_is_a_png_of_its_own_and_always_the_same() -> None:
    one, other = picture("/wp-content/uploads/a.jpg"), picture("/wp-content/uploads/b.jpg")
    assert one == picture("/wp-content/uploads/a.jpg") != other
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    data = one[one.index(b"IDAT") + 4 : one.index(b"IEND") - 8]
    assert len(zlib.decompress(data)) == 16 * (1 + 3 * 16)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/wp-content/uploads/2026/01/pont.jpg", "image/png"),
        ("/sites/default/files/pont.jpg", "image/png"),
        ("/wp-content/themes/macommune/style.css?ver=6.4.2", "text/css; charset=utf-8"),
        ("/wp-includes/js/jquery/jquery.min.js?ver=3.7.1", "text/javascript; charset=utf-8"),
    ],
)
def test_files_have_their_type_and_validators(path: str, content_type: str) -> None:
    served = Replica(articles=90).serve(path)
    assert (served.answer.status, served.answer.content_type) == (200, content_type)
    assert served.etag


def test_there_are_no_films() -> None:
    assert Replica(articles=90).serve("/wp-content/uploads/video-1.mp4").answer.status == 404
