"""The stages an article goes through, one per file; newsarchive/crawling/settings.py has their order."""
