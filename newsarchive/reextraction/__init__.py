"""Brings an archive to what today's reader makes of its captures."""

from .reextract import Outcome, reextract

__all__ = ["Outcome", "reextract"]
