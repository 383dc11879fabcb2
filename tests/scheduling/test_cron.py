"""What stands in the crontab reaches the program, whichever cron reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings

from newsarchive.errors import Unschedulable
from newsarchive.scheduling import crontab
from tests.scheduling.plans import TEXT, plan
from tests.scheduling.reading import CRONIE, DEBIAN, as_run_by_cron, shell

PRINTING = ("/usr/bin/printf", "%s\\0")
"""Instead of newsarchive: prints each of its words."""


@pytest.mark.parametrize("cron", [DEBIAN, CRONIE], ids=["debian", "cronie"])
@given(folder=TEXT, value=TEXT)
@example(folder="l'été à 100 %", value='mail -s "50% off" $USER')
@example(folder="a\\%b\\\\%c\\", value="\\'\\")
@settings(max_examples=60)
def test_any_path_survives_the_crontab_and_the_shell(cron: str, folder: str, value: str) -> None:
    schedule = plan(f"/srv/{folder}", program=PRINTING, options={"--alert-command": value})
    comment, line = crontab(schedule).splitlines()
    assert comment.startswith("# ")
    done = shell(as_run_by_cron(line, cron), Path("/"))
    assert done.out.split("\0")[:-1] == list(schedule.words[2:])


@given(contact=TEXT)
@settings(max_examples=40)
def test_any_contact_survives_too(contact: str) -> None:
    schedule = plan(program=("/usr/bin/env",), environment={"CONTACT": contact})
    command = as_run_by_cron(crontab(schedule).splitlines()[1]).partition(" /usr/bin/env crawl")[0]
    assert shell(f"{command} /usr/bin/printenv CONTACT", Path("/")).out == f"{contact}\n"


def test_the_times_of_a_line() -> None:
    fields = {every: crontab(plan(every=every)).splitlines()[1].split()[:5] for every in (30, 60, 360, 1440, 10080)}
    assert fields == {
        30: ["17,47", "*", "*", "*", "*"],
        60: ["17", "*", "*", "*", "*"],
        360: ["17", "4,10,16,22", "*", "*", "*"],
        1440: ["17", "4", "*", "*", "*"],
        10080: ["17", "4", "*", "*", "Sat"],
    }


def test_archives_do_not_start_together() -> None:
    minutes = {crontab(plan(f"/srv/{number}")).splitlines()[1].split()[0] for number in range(100)}
    assert len(minutes) > 40
    assert crontab(plan(site="hebdo25")).split("\n")[1].split()[0] != crontab(plan()).split("\n")[1].split()[0]


def test_a_command_too_long_for_cron_is_refused() -> None:
    with pytest.raises(Unschedulable, match="--as systemd"):
        crontab(plan("/srv/" + "é" * 500))


@pytest.mark.parametrize("path", ["/srv/two\nlines", "/srv/tab\t", "/srv/\udcff", "/srv/\x7f"])
def test_a_path_that_fits_on_no_line_is_refused(path: str) -> None:
    with pytest.raises(Unschedulable, match="rename it") as refusal:
        plan(path)
    assert refusal.value.exit_code == 2
    str(refusal.value).encode()
