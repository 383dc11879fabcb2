"""The tables of the monitors, as data; part of `schema`."""

from __future__ import annotations

from newsarchive.archive.shape import Column, Index, Table

CRAWL_FIGURES = Table(
    name="crawl_figures",
    description="Something a run measured, for comparing runs; figures that are nought have no row.",
    columns=(
        Column("crawl_id", "INTEGER", "The run.", references="crawls", required=True),
        Column("name", "TEXT", "What was measured, as in: fresh pages with tags.", required=True),
        Column("value", "REAL", "The figure: a sum over the pages of the run, or bytes at its end.", required=True),
    ),
    primary_key=("crawl_id", "name"),
    indexes=(Index(("name",)),),
)

FINDINGS = Table(
    name="findings",
    description="Something a monitor found at the end of a run: extraction or volume may have drifted.",
    columns=(
        Column("id", "INTEGER", "Row number; may differ after the archive is rebuilt."),
        Column("crawl_id", "INTEGER", "The run.", references="crawls", required=True),
        Column("monitor", "TEXT", "The monitor: fields, averages, volume …", required=True),
        Column("message", "TEXT", "What has drifted, in a sentence.", required=True),
        Column("at", "TEXT", "When (UTC).", required=True),
    ),
    indexes=(Index(("crawl_id",)), Index(("monitor",)), Index(("at",))),
)
