"""First contact with a site: a dozen polite requests, and how well what they bring is read."""
