"""Replicas on this machine of the sites that are archived, for the first crawl of a newcomer and for tests.

`Replica` is of maCommune.info, written after what is known of the site: its forms of articles, its addresses and its
ways of editing them. `SmallReplica` is of one of the other sites.
"""

from newsarchive.demo.replica import Replica
from newsarchive.demo.rounds import Round
from newsarchive.demo.server import running
from newsarchive.demo.small.replica import HOUSES, SmallReplica
from newsarchive.demo.truth import ArticleTruth

__all__ = ["HOUSES", "ArticleTruth", "Replica", "Round", "SmallReplica", "running"]
