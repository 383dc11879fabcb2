"""Every Scrapy setting that matters, each with its reason. `-s NAME=VALUE` overrides any of them."""

import os

from newsarchive import __version__

BOT_NAME = "newsarchive"
SPIDER_MODULES = ["spiders"]

# Where the archive is: a folder, made when it is missing.
ARCHIVE_DIR = "data"

# Every exchange goes to the WARC files below warc/ too; without them nothing can be read again.
WARC_ENABLED = True

# Who crawls. A site's owner must be able to reach the operator: an address or URL from the environment.
CONTACT = os.environ.get("NEWSARCHIVE_CONTACT") or "operator gave no contact"
USER_AGENT = f"newsarchive/{__version__} (+{CONTACT})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr",
    # A body that was cut off can be told from a whole one in gzip, not in Brotli.
    "Accept-Encoding": "gzip",
}

# Scrapy's own handler, which keeps the heads of request and response for the WARC files besides.
DOWNLOAD_HANDLERS = {
    "http": "newsarchive.crawling.wire.WireHandler",
    "https": "newsarchive.crawling.wire.WireHandler",
}

# What a response goes through.
ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 100,  # Page -> RawArticle
    "pipelines.normalise.NormalisePipeline": 200,  # RawArticle -> Article
    "pipelines.deduplicate.DeduplicatePipeline": 300,  # Article -> Version
    "pipelines.store.StorePipeline": 400,  # Version -> Version
}
EXTENSIONS = {
    "newsarchive.crawling.recorder.Recorder": 0,
    "newsarchive.crawling.monitors.Monitors": 5,
    "newsarchive.crawling.display.ProgressLines": 10,
    "newsarchive.crawling.display.LiveProgress": 10,
    "newsarchive.crawling.throttle.PoliteThrottle": 20,
    "newsarchive.crawling.pauses.Pauses": 30,
    "newsarchive.crawling.budget.TimeBudget": 40,
    "newsarchive.crawling.stopping.Stopping": 50,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.logstats.LogStats": None,
}
DOWNLOADER_MIDDLEWARES = {
    # From the engine to the network. Each response is recorded before a redirect or retry can swallow it.
    "newsarchive.crawling.gate.RobotsGate": 540,  # past RetryMiddleware: the last attempt decides
    "newsarchive.crawling.redirects.RedirectMiddleware": 600,
    "newsarchive.crawling.hosts.RequisiteHosts": 770,  # past HttpProxyMiddleware: a proxy finds hosts itself
    "newsarchive.crawling.capture.CaptureMiddleware": 800,
    "newsarchive.crawling.patience.Patience": 900,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}

# Monitors: what is told, and to whom; docs/monitoring.md. The operator's own are suites of Spidermon.
MONITOR_MIN_FREE_BYTES = 2**30
MONITOR_NO_NEWS_DAYS = 7
ALERT_COMMAND = None
ALERT_URL = None
SPIDERMON_SPIDER_CLOSE_MONITORS: list[str] = []

# Politeness.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsarchive"
DOWNLOAD_DELAY = 1  # seconds; 0 is for a mirror of one's own and switches PoliteThrottle off
DOWNLOAD_DELAY_JITTER = 0.25  # of the delay, either way
CRAWL_DELAY_MAX = 60  # seconds; robots.txt may ask for more and does not get it
AUTOTHROTTLE_ENABLED = True  # wait longer where the site answers slowly
AUTOTHROTTLE_MAX_DELAY = 60  # seconds; as far as a struggling site slows a run down
RETRY_AFTER_MAX = 120  # seconds; a site that asks for a longer pause ends the run
MAX_FAILURES_IN_A_ROW = 10  # addresses; then the site is left alone
STOP_TIMEOUT = 7  # seconds; what is in flight has so long after SIGTERM or Ctrl-C
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# Limits on what a server may do to us.
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default in Scrapy
DOWNLOAD_TIMEOUT = 30  # seconds
DOWNLOAD_MAXSIZE = 8 * 2**20  # bytes, as sent and again when unpacked; pages weigh 0.1 MB
SITEMAP_MAXSIZE = 64 * 2**20  # bytes; the protocol allows 50 MB
REQUISITE_MAXSIZE = 10 * 2**20  # bytes; photographs as the camera took them
REQUISITE_TIMEOUT = 15  # seconds; a host of pictures that hangs must not hold a run up
MAX_REQUISITE_FAILURES_IN_A_ROW = 3  # of one host; then the run asks it for no more of them
DOWNLOAD_WARNSIZE = 0  # a page that is too large is a problem of its own
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the problem's own sentence is logged
REDIRECT_MAX_TIMES = 5

# One address, one request: the spider sees to that, on canonical addresses.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"  # there is one host
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order of discovery

# Nothing that is not needed: doors into the process, state between requests, work per page.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
METAREFRESH_ENABLED = False
COMPRESSION_ENABLED = False  # CaptureMiddleware unpacks, and refuses what was cut off
MEMUSAGE_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False
CONCURRENT_ITEMS = 1  # a response has one item, and Scrapy makes a task for each that it might have

LIVE_PROGRESS = False  # a display on the terminal, which `newsarchive crawl` switches on
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"
STATS_DUMP = False
