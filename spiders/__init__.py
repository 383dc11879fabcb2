"""Spiders: where the pages of a site are, one module per site. Scrapy finds them by their names."""
