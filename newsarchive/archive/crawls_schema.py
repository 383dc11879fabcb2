"""The tables of crawling: runs, exchanges, addresses, problems. See `schema` for the rest of the database."""

from __future__ import annotations

from typing import Final

from newsarchive.archive.shape import ROW_ID, Column, Index, Table
from newsarchive.items import ChangeKind

CHANGE_COUNTS: Final = {
    ChangeKind.FIRST: "first_versions",
    ChangeKind.UPDATE: "updates",
    ChangeKind.SILENT_EDIT: "silent_edits",
    ChangeKind.RESTAMP: "restamps",
    ChangeKind.BACKDATED: "backdated",
    ChangeKind.REVERSION: "reversions",
    ChangeKind.UNCHANGED: "unchanged",
}
"""The column of `crawls` that counts each kind of change."""

CRAWLS = Table(
    name="crawls",
    description="A run of the crawler.",
    columns=(
        ROW_ID,
        Column("site", "TEXT", "Name of the site module that was crawled.", required=True),
        Column("version", "TEXT", "Version of newsarchive that ran.", required=True),
        Column("options", "TEXT", "Options the run was given, as a JSON object.", required=True),
        Column("started_at", "TEXT", "When the run began (UTC).", required=True),
        Column("finished_at", "TEXT", "When the run ended (UTC); empty for one that runs or was killed."),
        Column("finish_reason", "TEXT", "Why it ended: finished, shutdown, killed …"),
        Column("resume_at", "TEXT", "The site asked not to be crawled again before (UTC)."),
        Column("requests", "INTEGER", "Requests sent.", "requests", required=True, default=0),
        Column("responses", "INTEGER", "Responses received.", "responses", required=True, default=0),
        Column("bytes", "INTEGER", "Bytes received.", "bytes", required=True, default=0),
        Column("first_versions", "INTEGER", "Articles seen for the first time.", "articles", required=True, default=0),
        Column(
            "updates", "INTEGER", "Articles whose content and update stamp moved.", "articles", required=True, default=0
        ),
        Column(
            "silent_edits", "INTEGER", "Articles changed without a new stamp.", "articles", required=True, default=0
        ),
        Column(
            "restamps",
            "INTEGER",
            "Articles with a new stamp and the same content.",
            "articles",
            required=True,
            default=0,
        ),
        Column(
            "backdated", "INTEGER", "Articles changed while the stamp moved back.", "articles", required=True, default=0
        ),
        Column("reversions", "INTEGER", "Articles back at an earlier content.", "articles", required=True, default=0),
        Column("unchanged", "INTEGER", "Articles seen again as they were.", "articles", required=True, default=0),
        Column("gone", "INTEGER", "Articles found removed.", "articles", required=True, default=0),
        Column(
            "failed", "INTEGER", "Pages or addresses nothing could be read from.", "pages", required=True, default=0
        ),
        Column("redirected", "INTEGER", "Articles found to have moved.", "articles", required=True, default=0),
        Column(
            "not_modified",
            "INTEGER",
            "Responses that nothing has changed (304).",
            "responses",
            required=True,
            default=0,
        ),
        Column("discovered", "INTEGER", "Addresses first heard of.", "addresses", required=True, default=0),
    ),
    indexes=(Index(("started_at",)), Index(("site",))),
)

CAPTURES = Table(
    name="captures",
    description="An HTTP exchange: one visit to one address.",
    columns=(
        ROW_ID,
        Column("crawl_id", "INTEGER", "The run that made it.", references="crawls", required=True),
        Column("url", "TEXT", "Address as requested; on a mirror's host when a mirror was crawled.", required=True),
        Column("canonical_url", "TEXT", "The address's identity on the site itself.", required=True),
        Column("article_id", "INTEGER", "The article that was read from it.", references="articles"),
        Column("fetched_at", "TEXT", "When the response arrived (UTC).", required=True),
        Column("status", "INTEGER", "HTTP status code.", required=True),
        Column("mime", "TEXT", "Media type the response declares."),
        Column("etag", "TEXT", "ETag header, for asking again only if changed."),
        Column("last_modified", "TEXT", "Last-Modified header, as sent."),
        Column("redirect_url", "TEXT", "Where a redirect points, resolved."),
        Column("payload_sha256", "TEXT", "SHA-256 of the body after content decoding, in hexadecimal.", required=True),
        Column("payload_size", "INTEGER", "Length of that body.", "bytes", required=True),
        Column("warc_file", "TEXT", "WARC file that holds the exchange, below warc/."),
        Column("warc_offset", "INTEGER", "Where the record begins in that file.", "bytes"),
        Column("warc_length", "INTEGER", "Length of the record as compressed.", "bytes"),
        Column("kind", "TEXT", "What was asked for: article, listing, page, feed, sitemap, robots or requisite."),
        Column("digest", "TEXT", "WARC-Payload-Digest: of the body as sent, before content decoding."),
        Column(
            "original_id",
            "INTEGER",
            "The exchange whose record holds the body, where this one's only says that it is the same.",
            references="captures",
        ),
    ),
    indexes=(
        Index(("crawl_id",)),
        Index(("article_id",)),
        Index(("canonical_url", "fetched_at")),
        Index(("fetched_at",)),
        Index(("status", "fetched_at")),
        Index(("digest",)),
        Index(("original_id",)),
        Index(("warc_file", "warc_offset")),
    ),
)

WARC_FILES = Table(
    name="warc_files",
    description="A WARC file, and how much of it the tables tell of.",
    columns=(
        Column("name", "TEXT", "The file, below warc/.", required=True),
        Column("length", "INTEGER", "Where that part ends; what follows is taken in by the next run.", "bytes"),
    ),
    primary_key=("name",),
)

URLS = Table(
    name="urls",
    description="An address ever heard of, how, and what became of it; what is due here is what a crawl asks for.",
    columns=(
        Column("url", "TEXT", "Canonical address on the site.", required=True),
        Column("article_id", "INTEGER", "The article found there.", references="articles"),
        Column(
            "kind",
            "TEXT",
            "Expected there: article, listing, page (a further page of a listing), feed, sitemap, robots or other.",
            required=True,
        ),
        Column("discovered_at", "TEXT", "When it was first heard of (UTC).", required=True),
        Column(
            "discovered_via",
            "TEXT",
            "Where: declared (by the spider), robots, feed, sitemap, listing, teaser, link, redirect, manual, import.",
            required=True,
        ),
        Column("discovered_from", "TEXT", "Address it was first seen on; empty when given by hand."),
        Column("lastmod", "TEXT", "Last change as a sitemap or feed states it, as printed; the latest ever stated."),
        Column("date_listed", "TEXT", "The date a listing prints beside its link to it, as printed."),
        Column("last_visited_at", "TEXT", "When it was last asked for (UTC)."),
        Column("next_visit_at", "TEXT", "When it is to be asked for again (UTC); empty for never of itself."),
        Column("visits", "INTEGER", "Times it was asked for.", "visits", required=True, default=0),
        Column(
            "unchanged_visits", "INTEGER", "Visits in a row that found nothing new.", "visits", required=True, default=0
        ),
        Column("last_status", "INTEGER", "HTTP status of the last visit; empty where none was answered."),
        Column("site", "TEXT", "Name of the site module it belongs to.", required=True),
        Column(
            "state",
            "TEXT",
            "What the last visit came to: pending (none yet), archived, read (what lists articles), redirected, gone,"
            " missing, unreadable, failed, forbidden (by robots.txt) or excluded (by the site's rules).",
            required=True,
        ),
        Column("lastmod_at", "TEXT", "When lastmod is (UTC)."),
        Column("redirect_url", "TEXT", "Where it redirects to."),
        Column("missing_since", "TEXT", "When it was first found missing (UTC); empty when it was there last."),
        Column("failed_visits", "INTEGER", "Visits in a row that found no page.", "visits", required=True, default=0),
        Column("last_crawl_id", "INTEGER", "The run that asked for it last; a row number of crawls."),
    ),
    primary_key=("url",),
    indexes=(
        Index(("article_id",)),
        Index(("site", "kind", "next_visit_at")),
        Index(("discovered_via", "discovered_at")),
        Index(("discovered_at",)),
        Index(("next_visit_at",)),
        Index(("last_status",)),
        Index(("state", "discovered_at")),
        Index(("kind", "discovered_at")),
        Index(("redirect_url",)),
    ),
)

PROBLEMS = Table(
    name="problems",
    description="A page or address some stage choked on, or did not quite believe.",
    columns=(
        ROW_ID,
        Column("crawl_id", "INTEGER", "The run.", references="crawls", required=True),
        Column("url", "TEXT", "Canonical address on the site.", required=True),
        Column("capture_id", "INTEGER", "The exchange; empty where none came about.", references="captures"),
        Column("stage", "TEXT", "The stage that reported it.", required=True),
        Column("error", "TEXT", "Kind of problem.", required=True),
        Column("message", "TEXT", "What was wrong, in a sentence.", required=True),
        Column("at", "TEXT", "When (UTC).", required=True),
    ),
    indexes=(Index(("crawl_id",)), Index(("url",)), Index(("capture_id",)), Index(("error",)), Index(("at",))),
)
