"""What a response means and what is written down of it, whether it comes from the network or from a WARC file."""
