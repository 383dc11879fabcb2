"""The Scrapy side: settings, what is written down of each response, and the run of a crawl."""
