"""What `make bench-browse` measures: pages of a large archive, ours beside those of stock Datasette."""
