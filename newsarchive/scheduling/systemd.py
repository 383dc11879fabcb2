"""A systemd service that crawls once, and the timer that starts it; they need systemd 244 (2019) or newer.

Quoting is that of systemd.syntax(7) and of "Command lines" in systemd.service(5).
"""

from __future__ import annotations

import re
from pathlib import Path

from newsarchive.scheduling.plan import Schedule

_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
_TEMPORARY = tuple(map(Path, ("/tmp", "/var/tmp")))


def service(schedule: Schedule, *, user: str | None = None) -> str:
    """The text of the service: of the system's manager run as `user`, or of a user's own without one.

    Exit code 4 (another crawl is writing) is no failure. A user's own manager may set up no file systems, so that only
    the system's shuts the crawl in; a command of the user's own (a mail program, say) would suffer from either.
    """
    network = "Wants=network-online.target\nAfter=network-online.target\n" if user else ""
    settings = [
        "Type=oneshot",
        *([f"User={user}"] if user else []),
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in schedule.environment.items()),
        f"ExecStart=:{_command(schedule.words)}",
        "SuccessExitStatus=4",
        "KillSignal=SIGTERM",
        "TimeoutStopSec=30",
        "Nice=10",
        "IOSchedulingClass=idle",
        *([] if schedule.runs_a_command else _sandbox(schedule.archive, whole=user is not None)),
    ]
    unit = f"[Unit]\nDescription=Archive {schedule.site} with newsarchive\n{network}"
    return unit + "\n[Service]\n" + "\n".join(settings) + "\n"


def timer(schedule: Schedule) -> str:
    """The text of the timer. A run that was missed while the machine was off is made up for."""
    calendar = schedule.calendar
    hours = ",".join(f"{hour:02}" for hour in calendar.hours) or "*"
    minutes = ",".join(f"{minute:02}" for minute in calendar.minutes)
    day = f"{calendar.day} " if calendar.day else ""
    return f"""[Unit]
Description=When to archive {schedule.site} with newsarchive

[Timer]
OnCalendar={day}*-*-* {hours}:{minutes}:00
RandomizedDelaySec={min(schedule.every * 6, 900)}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _sandbox(archive: Path, *, whole: bool) -> list[str]:
    settings = ["NoNewPrivileges=yes", "LockPersonality=yes", "RestrictSUIDSGID=yes"]
    if not whole:
        return settings
    # SQLite needs a temporary folder; a private one would hide an archive in the shared ones.
    shared = any(archive.is_relative_to(folder) for folder in _TEMPORARY)
    return [
        *settings,
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        f"ReadWritePaths={_quoted(str(archive))}",
        f"ReadWritePaths={' '.join(map(str, _TEMPORARY))}" if shared else "PrivateTmp=yes",
        "PrivateDevices=yes",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        "CapabilityBoundingSet=",
    ]


def _command(words: tuple[str, ...]) -> str:
    """A command line that stands after `:`, which leaves every `$` alone.

    systemd refuses quotes and backslashes in the name of an executable, however they are quoted: a shell starts it.
    """
    starter = _SHELL if re.search(r"""['"\\]""", words[0]) else ()
    return " ".join(map(_quoted, (*starter, *words)))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if re.fullmatch(r"[\w./:@%+=,-]+", word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
