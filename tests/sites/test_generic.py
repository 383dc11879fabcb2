"""What pages of unknown sites say to machines, in the forms that publishers use."""

from datetime import datetime

import newsarchive

TEXT = "<p>Le pont a rouvert lundi matin, après trois mois de travaux et deux semaines de gel.</p>" * 5


def test_microdata_names_authors_and_dates() -> None:
    article = newsarchive.extract(
        f"""<h1 itemprop="headline">Le pont rouvre</h1>
        <span itemprop="author" itemscope><b>Par</b> <span itemprop="name">Ana Roux</span>, à Dole</span>
        <div itemprop="author">Luc Noir</div>
        <span itemprop="datePublished" content="2024-03-01T08:00:00+01:00">vendredi</span>
        <time itemprop="dateModified" datetime="2024-03-02T09:30:00+01:00">samedi</time>
        <div itemprop="articleBody">{TEXT}</div>""",
        "https://pont.example/1",
    )
    assert article.authors == ("Ana Roux", "Luc Noir")
    assert article.date_published == datetime.fromisoformat("2024-03-01T08:00:00+01:00")
    assert article.date_modified == datetime.fromisoformat("2024-03-02T09:30:00+01:00")


def test_a_modified_time_is_never_taken_for_the_published_one() -> None:
    article = newsarchive.extract(
        f"""<h1>Le pont rouvre</h1><p>Mis à jour le <time datetime="2024-03-02T09:30">02/03/2024 à 9h30</time></p>
        <meta property="article:modified_time" content="2024-03-02T09:30:00+01:00"><div>{TEXT}</div>""",
        "https://pont.example/1",
    )
    assert article.date_published is None
    assert article.date_modified == datetime.fromisoformat("2024-03-02T09:30:00+01:00")


def test_the_publisher_is_an_author_only_where_nobody_else_is() -> None:
    ld = '{"@type": "NewsArticle", "author": {"name": "Le Pont"}, "publisher": {"name": "Le Pont"}}'
    start = f'<script type="application/ld+json">{ld}</script><h1>Le pont rouvre</h1>'
    for byline, authors in (("<p>Par Ana Roux</p>", ("Ana Roux",)), ("", ("Le Pont",))):
        assert newsarchive.extract(f"{start}{byline}<div>{TEXT}</div>", "https://pont.example/1").authors == authors
