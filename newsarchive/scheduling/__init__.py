"""A crawl that starts by itself: as a line of a crontab, or as a systemd service and its timer."""

from __future__ import annotations

from newsarchive.scheduling.calendar import Calendar, calendar, interval
from newsarchive.scheduling.cron import crontab
from newsarchive.scheduling.plan import Schedule
from newsarchive.scheduling.program import environment, program
from newsarchive.scheduling.systemd import service, timer

__all__ = ["Calendar", "Schedule", "calendar", "crontab", "environment", "interval", "program", "service", "timer"]
