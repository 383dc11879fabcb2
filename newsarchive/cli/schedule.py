"""Print a line for cron, and a service and timer for systemd, that crawl a site again and again."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.cli import crawl, folder
from newsarchive.errors import ArchiveUnusable, FileUnusable, UnknownSite, Unschedulable

if TYPE_CHECKING:
    from newsarchive.scheduling import Schedule

HELP = "print what makes cron or systemd crawl a site again and again"
HANDED_ON = {
    "--max-time": "DURATION",
    "--delay": "SECONDS",
    "--limit": "N",
    "--base-url": "URL",
    "--alert-command": "CMD",
    "--alert-url": "URL",
}
"""Options of `crawl`, with what they take."""
FLAGS = ("--requisites",)
"""Options of `crawl` that take nothing."""
USER_UNITS = "~/.config/systemd/user"
SYSTEM_UNITS = "/etc/systemd/system"
CONTACT = "NEWSARCHIVE_CONTACT"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `newsarchive schedule`."""
    parser.add_argument("site", metavar="SITE", help="name of the site, as in `macommune`")
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (%(default)s)"
    )
    parser.add_argument("--every", default="1h", metavar="TIME", help="30m, 6h, 1d … (%(default)s)")
    parser.add_argument("--as", dest="form", choices=["cron", "systemd"], help="print this alone (default: both)")
    manager = parser.add_mutually_exclusive_group()
    manager.add_argument("--user", action="store_true", help="systemd: for your own units (the default)")
    manager.add_argument("--system", action="store_true", help="systemd: for the machine's units, run as you")
    parser.add_argument("--into", type=Path, metavar="DIR", help="with --as systemd: write the two units into DIR")
    handed_on = parser.add_argument_group("handed on to crawl, which see")
    for option, value in HANDED_ON.items():
        handed_on.add_argument(option, metavar=value)
    for option in FLAGS:
        handed_on.add_argument(option, action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Print or write what was asked for."""
    from newsarchive.scheduling import crontab

    _check_combination(arguments)
    schedule = _schedule(arguments)
    _check_options(schedule)
    _warn(schedule, arguments)
    if arguments.form == "cron":
        print(crontab(schedule), end="")
    elif arguments.into:
        _write_units(schedule, arguments)
    elif arguments.form == "systemd":
        print(_units_to_save(schedule, arguments), end="")
    else:
        print("# For cron. Put this into your crontab with `crontab -e`:\n\n" + crontab(schedule))
        print("# Or for systemd.\n" + _units_to_save(schedule, arguments), end="")
    return 0


def _check_combination(arguments: argparse.Namespace) -> None:
    if arguments.form != "systemd" and arguments.into:
        raise Unschedulable("--into writes systemd units: add --as systemd.")
    if arguments.form == "cron" and (arguments.user or arguments.system):
        raise Unschedulable("--user and --system are for systemd; a crontab is always its user's own.")


def _schedule(arguments: argparse.Namespace) -> Schedule:
    from newsarchive.scheduling import Schedule, environment, interval, program
    from newsarchive.sites import site_names

    if arguments.site not in site_names():
        raise UnknownSite(f"There is no site {arguments.site!r}; the known ones are: {', '.join(site_names())}.")
    if arguments.archive.is_file():
        raise ArchiveUnusable(f"{arguments.archive} is a file: an archive is a folder. Name one with --archive.")
    given = {option: getattr(arguments, option[2:].replace("-", "_")) for option in (*HANDED_ON, *FLAGS)}
    contact = {name: os.environ[name] for name in (CONTACT,) if os.environ.get(name)}
    return Schedule(
        site=arguments.site,
        archive=arguments.archive.resolve(),
        every=interval(arguments.every),
        program=program(),
        environment={**environment(), **contact},
        options={option: value for option, value in given.items() if option in HANDED_ON and value is not None},
        flags=tuple(option for option in FLAGS if given[option]),
    )


def _check_options(schedule: Schedule) -> None:
    """Let `crawl` itself refuse what it would refuse when nobody is looking; exits with 2."""
    parser = argparse.ArgumentParser(prog="newsarchive crawl", allow_abbrev=False)
    crawl.add_arguments(parser)
    parser.parse_known_args(schedule.words[len(schedule.program) + 1 :])


def _warn(schedule: Schedule, arguments: argparse.Namespace) -> None:
    if CONTACT not in schedule.environment and not arguments.base_url:
        print(f"Nobody at the site can reach you: set {CONTACT} to your address, then do this again.", file=sys.stderr)
    if arguments.system and not schedule.archive.exists():
        print(f"Make {schedule.archive} before the timer starts: the unit may write nowhere else.", file=sys.stderr)


def _write_units(schedule: Schedule, arguments: argparse.Namespace) -> None:
    folder: Path = arguments.into
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _units(schedule, arguments).items():
            (folder / name).write_text(text, "utf-8")
            print(f"Wrote {folder / name}")
    except OSError as error:
        raise FileUnusable(f"{folder} cannot be written to ({error.strerror}): choose another --into.") from error
    in_place = folder.resolve() == Path(SYSTEM_UNITS if arguments.system else USER_UNITS).expanduser().resolve()
    copy = [] if in_place else [_copying(schedule, arguments)]
    print("Start it with:", *copy, *_commands(schedule, arguments), sep="\n  ")


def _copying(schedule: Schedule, arguments: argparse.Namespace) -> str:
    units = shlex.join(str(arguments.into / name) for name in _units(schedule, arguments))
    return (
        f"sudo cp {units} {SYSTEM_UNITS}/" if arguments.system else f"mkdir -p {USER_UNITS} && cp {units} {USER_UNITS}/"
    )


def _units_to_save(schedule: Schedule, arguments: argparse.Namespace) -> str:
    folder = SYSTEM_UNITS if arguments.system else USER_UNITS
    units = (f"# {folder}/{name}\n{text}\n" for name, text in _units(schedule, arguments).items())
    told = [
        "Save the two files below, or let `--as systemd --into DIR` write them. Then:",
        *_commands(schedule, arguments),
    ]
    return "\n#   ".join([f"# {told[0]}", *told[1:]]) + f"\n\n{''.join(units)}"


def _units(schedule: Schedule, arguments: argparse.Namespace) -> dict[str, str]:
    """Text of the units by their file name."""
    from newsarchive.scheduling import service, timer

    user = _user_name() if arguments.system else None
    return {f"{schedule.name}.service": service(schedule, user=user), f"{schedule.name}.timer": timer(schedule)}


def _commands(schedule: Schedule, arguments: argparse.Namespace) -> list[str]:
    """What to type to start the units, once they are saved."""
    systemctl = "sudo systemctl" if arguments.system else "systemctl --user"
    stay = [] if arguments.system else ["loginctl enable-linger    # or it runs only while you are logged in"]
    return [f"{systemctl} daemon-reload", f"{systemctl} enable --now {schedule.name}.timer", *stay]


def _user_name() -> str:
    """Name of the user who runs this, by sudo or not; their number where they have none."""
    from pwd import getpwuid

    try:
        return os.environ.get("SUDO_USER") or getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
