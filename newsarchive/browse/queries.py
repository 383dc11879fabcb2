"""Questions a researcher would start from, offered by Datasette beside the tables."""

from __future__ import annotations

from typing import Final

QUERIES: Final[dict[str, dict[str, str]]] = {
    "silent_edits": {
        "title": "Silent edits",
        "description": "Articles whose content changed while their update date did not, latest first.",
        "sql": """
            SELECT revisions.first_seen_at AS noticed_at, articles.headline, revisions.words_added,
                   revisions.words_removed, revisions.number AS version, articles.url
            FROM revisions JOIN articles ON articles.id = revisions.article_id
            WHERE revisions.change = 'silent-edit'
            ORDER BY revisions.first_seen_at DESC LIMIT 500
        """,
    },
    "updates_by_day": {
        "title": "Changes by day",
        "description": "How many versions of each kind were noticed, day by day (UTC).",
        "sql": """
            SELECT substr(first_seen_at, 1, 10) AS day,
                   sum(change = 'first') AS first, sum(change = 'update') AS updates,
                   sum(change = 'silent-edit') AS silent_edits, sum(change = 'restamp') AS restamps,
                   sum(change = 'backdated') AS backdated, sum(change = 'reversion') AS reversions
            FROM revisions GROUP BY day ORDER BY day DESC
        """,
    },
    "published_by_month": {
        "title": "Articles by month",
        "description": "How many articles are archived for each month of publication, and how many of them are gone.",
        "sql": """
            SELECT substr(date_published, 1, 7) AS month, count(*) AS articles, sum(status = 'gone') AS gone
            FROM articles GROUP BY month ORDER BY month DESC
        """,
    },
    "most_promoted": {
        "title": "Most promoted articles",
        "description": "Articles by the number of pages that carried a teaser for them, counted per wording.",
        "sql": """
            WITH worded AS (
              SELECT teaser_id, count(DISTINCT article_id) AS pages FROM teaser_sightings GROUP BY teaser_id
            )
            SELECT articles.headline, sum(worded.pages) AS pages, count(*) AS wordings, articles.url
            FROM worded
            JOIN teasers ON teasers.id = worded.teaser_id
            JOIN articles ON articles.id = teasers.target_article_id
            GROUP BY articles.id ORDER BY pages DESC, articles.id LIMIT 200
        """,
    },
    "changed_headlines": {
        "title": "Changed headlines",
        "description": "Versions whose headline is not that of the version before, latest first.",
        "sql": """
            SELECT revisions.first_seen_at AS noticed_at, earlier.headline AS before, revisions.headline AS after,
                   revisions.change, articles.url
            FROM revisions
            JOIN revisions AS earlier
              ON earlier.article_id = revisions.article_id AND earlier.number = revisions.number - 1
            JOIN articles ON articles.id = revisions.article_id
            WHERE revisions.headline <> earlier.headline
            ORDER BY revisions.first_seen_at DESC LIMIT 500
        """,
    },
    "gone_articles": {
        "title": "Articles removed from the site",
        "description": "Articles that are no longer there, latest first.",
        "sql": """
            SELECT gone_at, headline, date_published, first_seen_at, last_seen_at, url
            FROM articles WHERE status = 'gone' ORDER BY gone_at DESC LIMIT 500
        """,
    },
}
