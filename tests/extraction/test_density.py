from newsarchive import extract

SENTENCE = "Une phrase de l’article qui dit en quelques mots ce qui s’est passé à Dole hier. "


def body(html: str) -> str:
    return extract(
        f"<body><main><h1>Un titre à Dole</h1>{html}</main></body>", "https://gazette.example/dole/"
    ).article_body


def test_text_goes_on_below_the_densest_box() -> None:
    found = body(f"<section><p>{SENTENCE * 6}</p><p>{SENTENCE * 4}</p></section><p>{SENTENCE * 3}</p>")
    assert [len(text) for text in found.split("\n\n")] == [len(SENTENCE * times) - 1 for times in (6, 4, 3)]


def test_a_line_below_the_densest_box_is_none_of_it() -> None:
    notice = "<p>Ce site utilise des cookies pour mesurer son audience.</p>"
    assert "cookies" not in body(f"<section><p>{SENTENCE * 6}</p><p>{SENTENCE * 4}</p></section>{notice}")


def test_text_goes_on_below_the_label_of_an_advertisement() -> None:
    label = "<p>PUBLICITÉ</p>"
    found = body(f"<section><p>{SENTENCE * 6}</p>{label}<p>{SENTENCE * 4}</p>{label}<p>Fin à Dole.</p></section>")
    assert [len(text) for text in found.split("\n\n")] == [6 * len(SENTENCE) - 1, 4 * len(SENTENCE) - 1, 11]
