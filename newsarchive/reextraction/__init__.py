"""Brings an archive to what today's reader makes of its captures."""

from .rebuild import rebuild
from .reextract import Outcome, reextract

__all__ = ["Outcome", "rebuild", "reextract"]
