"""One small module per command: it parses arguments and calls one function."""
