"""The archive in a browser: Datasette over its database. Knows only the archive's names."""
