"""How a page was read, for people: every rule tried, what each piece of the page became, and why."""

from newsarchive.explain.report import FieldReport, Report, examine
from newsarchive.explain.trials import Trial

__all__ = ["FieldReport", "Report", "Trial", "examine"]
