"""Which version a reversion went back to."""

from __future__ import annotations

from typing import Final

SAME_AS: Final = """
    CASE change WHEN 'reversion' THEN (
        SELECT stamp FROM revisions AS earlier
        WHERE earlier.article_id = revisions.article_id AND earlier.number < revisions.number
        AND earlier.content_sha256 = revisions.content_sha256 ORDER BY earlier.number DESC LIMIT 1
    ) END AS same_as
"""
"""A column of `revisions`: the stamp of the last version before it that had the same content; of reversions alone."""
