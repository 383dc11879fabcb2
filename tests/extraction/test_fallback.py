from newsarchive.extraction.fallback import trafilatura_blocks

PARAGRAPHS = [f"La phrase numéro {number} raconte à Dole ce qui s’est passé ce jour-là." for number in range(9)]


def test_paragraphs_of_the_main_text() -> None:
    html = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    blocks = trafilatura_blocks(f"<body><article>{html}</article></body>".encode(), "https://gazette.example/dole/")
    assert [block.text for block in blocks] == PARAGRAPHS


def test_the_end_of_an_endless_page_is_left_out() -> None:
    html = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    endless = "<b>x</b>" * 5_000 + "<p>Ce paragraphe de la fin de la page n’est pas lu, si long soit-il.</p>"
    blocks = trafilatura_blocks(f"<body><article>{html}</article>{endless}</body>".encode(), "https://a.example/b/")
    assert blocks
    assert not any("paragraphe de la fin" in block.text for block in blocks)
