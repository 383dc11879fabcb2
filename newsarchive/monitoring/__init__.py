"""Whether extraction or volume has drifted: what a run measured against the runs before it. Pure functions."""

from newsarchive.monitoring.evidence import Evidence, Limits
from newsarchive.monitoring.measuring import KEPT_FIELDS, is_fresh, measured
from newsarchive.monitoring.monitors import MONITORS

__all__ = ["KEPT_FIELDS", "MONITORS", "Evidence", "Limits", "is_fresh", "measured"]
