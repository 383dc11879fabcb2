"""Reading a page: pure functions from parsed HTML to values, none of which knows a site, a database or the network."""
