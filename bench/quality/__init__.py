"""What `make bench-quality` measures: how right each tool reads the same pages, and what it takes."""
