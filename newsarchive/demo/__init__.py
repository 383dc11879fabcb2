"""A replica of maCommune.info on this machine, for the first crawl of a newcomer and for tests.

It is written after what is known of the site: its forms of articles, its addresses and its ways of editing them.
"""

from newsarchive.demo.replica import Replica
from newsarchive.demo.rounds import Round
from newsarchive.demo.server import running
from newsarchive.demo.truth import ArticleTruth

__all__ = ["ArticleTruth", "Replica", "Round", "running"]
