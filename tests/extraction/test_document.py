import pytest

from newsarchive.errors import EmptyPage, UnreadablePage
from newsarchive.extraction.document import MAX_READ, MAX_TAGS, decode, parse

PAGE = "<html><head><meta charset='{}'></head><body><p>Élodie a noté l’été à Noël : cœur.</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "real", "header", "problem"),
    [
        ("utf-8", "utf-8", None, None),
        ("iso-8859-1", "cp1252", None, None),
        ("utf-8", "cp1252", "utf-8", "WrongCharset"),
        ("iso-8859-1", "utf-8", None, "WrongCharset"),
        ("utf-8", "utf-8", "iso-8859-1", "WrongCharset"),
        ("utf-8", "iso-8859-15", "iso-8859-15", None),
        ("nonsense", "utf-8", None, None),
    ],
)
def test_charset_is_what_the_bytes_say(declared: str, real: str, header: str | None, problem: str | None) -> None:
    text = PAGE.format(declared)
    if real == "iso-8859-15":
        text = text.replace("’", "'")
    decoded, _, problems = decode(text.encode(real), header)
    assert decoded == text
    assert [each.error for each in problems] == ([problem] if problem else [])


def test_bom_wins_over_everything() -> None:
    assert decode("é".encode("utf-16"), "utf-8") == ("é", "utf-16-le", ())


def test_single_damaged_byte_does_not_turn_the_page_into_latin_1() -> None:
    body = PAGE.format("utf-8").encode() * 50 + b"\xff"
    text, _, _ = decode(body)
    assert text.startswith(PAGE.format("utf-8"))


@pytest.mark.parametrize("body", [b"", b"  \r\n ", b"\x00\x00"])
def test_empty_body(body: bytes) -> None:
    with pytest.raises(EmptyPage, match="no body"):
        parse(body, "https://a.example/")


def test_what_is_not_html() -> None:
    with pytest.raises(UnreadablePage, match="no tag"):
        parse(b"Bonjour", "https://a.example/")
    with pytest.raises(UnreadablePage, match="20 MiB"):
        parse(b"<p>" + b"x" * (20 * 2**20), "https://a.example/")


def test_null_bytes_are_dropped() -> None:
    assert parse(b"<p>Bon\x00jour\x01</p>", "https://a.example/").body.findtext("p") == "Bonjour"


def test_excessive_depth_is_a_problem_not_an_error() -> None:
    document = parse(b"<h1>Titre</h1>" + b"<div>" * 5000 + b"<p>fond</p>", "https://a.example/")
    assert [problem.error for problem in document.problems] == ["TooDeep"]
    assert document.body.findtext("h1") == "Titre"


@pytest.mark.parametrize(
    "endless",
    [
        b"<p>x</p>" * MAX_TAGS,
        b"<p>" + b"mot " * MAX_READ,
        b"<p " + b"a/" * 300_000 + b">",
        b"<p" + b" a=b" * 20_000 + b">",
    ],
    ids=["tags", "text", "names", "attributes"],
)
def test_what_goes_beyond_any_article_is_not_read(endless: bytes) -> None:
    document = parse(b"<h1>Titre</h1>" + endless + b"<p>fin</p>", "https://site.fr/")
    assert [problem.error for problem in document.problems] == ["TooLong"]
    assert document.root.findtext(".//h1") == "Titre"
    assert len(document.root.findall(".//p")) < MAX_TAGS // 2
    assert len("".join(map(str, document.root.itertext()))) <= MAX_READ


def test_a_picture_inside_the_page_is_read() -> None:
    picture = b"<img src='data:image/png;base64," + b"ab/" * 200_000 + b"'>"
    document = parse(b"<h1>Titre</h1>" + picture + b"<p>fin</p>", "https://site.fr/")
    assert document.problems == ()
    assert document.root.findtext(".//p") == "fin"
