"""What pages show, read from the database: a module per page, each from a connection to frozen dataclasses."""
