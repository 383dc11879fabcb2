"""A line of a crontab, as crontab(5) of Debian's cron and of cronie want it."""

from __future__ import annotations

import shlex
from typing import Final

from newsarchive.errors import Unschedulable
from newsarchive.scheduling.plan import Schedule

LONGEST_COMMAND: Final = 998
"""Bytes; Debian's cron refuses a crontab with a longer one (MAX_COMMAND in its cron.h)."""


def crontab(schedule: Schedule) -> str:
    """A comment that says what it is, and the line. Raises Unschedulable where that grows too long for cron."""
    variables = [f"{name}={shlex.quote(value)}" for name, value in schedule.environment.items()]
    command = _escaped(" ".join([*variables, *map(shlex.quote, schedule.words)]))
    if len(command.encode()) > LONGEST_COMMAND:
        raise Unschedulable(
            f"cron takes commands of {LONGEST_COMMAND} bytes and this one has {len(command.encode())}: "
            "choose shorter paths and options, or --as systemd."
        )
    calendar = schedule.calendar
    hours = ",".join(map(str, calendar.hours)) or "*"
    when = f"{','.join(map(str, calendar.minutes))} {hours} * * {calendar.day or '*'}"
    return f"# newsarchive: {schedule.site} into {schedule.archive}\n{when} {command}\n"


def _escaped(command: str) -> str:
    r"""A shell command as cron hands it on unchanged.

    `%` ends the command and is written `\%`; `\\` is one backslash to Debian's cron and two to cronie. shlex leaves
    backslashes within single quotes alone: an empty pair of quotes after each keeps any two apart, and one from a `%`.
    """
    return command.replace("\\", "\\''").replace("%", "\\%")
