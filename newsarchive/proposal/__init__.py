"""From a few saved articles of a site nobody has declared to its declaration, for people to review."""
