"""Datasette's own pages of tables, rows and queries, said in French: what their templates are given."""
