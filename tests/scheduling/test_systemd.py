"""What stands in the units reaches the program, and systemd takes them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given

from newsarchive.scheduling import Schedule, service, timer
from tests.scheduling.plans import TEXT, plan
from tests.scheduling.reading import argv, settings, words

NASTY = 'l\'été "à" 100%n $HOME \\x41'


def analyze(folder: Path, *arguments: str) -> None:
    """`systemd-analyze`, which has nothing to complain of."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not there: it is part of Debian's package systemd")
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    done = subprocess.run(
        ["systemd-analyze", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "newsarchive" not in done.stderr


def program_at(path: Path) -> str:
    """An executable there."""
    path.parent.mkdir(parents=True)
    path.symlink_to("/bin/true")
    return str(path)


@given(program=TEXT, folder=TEXT, value=TEXT)
@example(program=NASTY, folder=NASTY, value=NASTY)
def test_any_path_survives_the_unit(program: str, folder: str, value: str) -> None:
    start = f"/opt/{program}"
    schedule = plan(f"/srv/{folder}", program=(start, "-m", "x"), options={"--limit": value}, environment={"A": value})
    found = settings(service(schedule, user="ann"), "Service")
    started = argv(found["ExecStart"][0])
    if started[0] == "/bin/sh":
        assert started[1:3] == ["-c", 'exec "$0" "$@"']
        started = started[3:]
    assert started == list(schedule.words)
    assert words(found["Environment"][0]) == [f"A={value}"]
    assert words(found["ReadWritePaths"][0]) == [str(schedule.archive)]


@pytest.mark.parametrize("name", ["python", "py 3%n$x", NASTY], ids=["plain", "spaced", "nasty"])
@pytest.mark.parametrize("user", [None, "root"])
@pytest.mark.parametrize("options", [{}, {"--alert-command": "mail -s '50% off' $USER; echo \"x\""}], ids=["", "alert"])
def test_systemd_takes_the_units(name: str, user: str | None, options: dict[str, str], tmp_path: Path) -> None:
    """It looks for the executable, so that it is read as it was meant."""
    start = program_at(tmp_path / "bin" / name)
    schedule = plan(str(tmp_path / NASTY), program=(start,), options=options, environment={"CONTACT": NASTY})
    (tmp_path / f"{schedule.name}.service").write_text(service(schedule, user=user), "utf-8")
    (tmp_path / f"{schedule.name}.timer").write_text(timer(schedule), "utf-8")
    manager = ["--system" if user else "--user"]
    analyze(tmp_path, *manager, "verify", f"./{schedule.name}.service", f"./{schedule.name}.timer")


def test_systemd_knows_the_times(tmp_path: Path) -> None:
    calendars = [
        settings(timer(plan(every=every)), "Timer")["OnCalendar"][0] for every in (5, 30, 60, 360, 1440, 10080)
    ]
    assert calendars[1:] == [
        "*-*-* *:17,47:00",
        "*-*-* *:17:00",
        "*-*-* 04,10,16,22:17:00",
        "*-*-* 04:17:00",
        "Sat *-*-* 04:17:00",
    ]
    analyze(tmp_path, "calendar", *calendars)


def test_a_machine_s_unit_is_shut_in_but_for_the_archive() -> None:
    found = settings(service(plan("/srv/ann/archive"), user="ann"), "Service")
    assert found["User"] == ["ann"]
    assert (found["ProtectSystem"], found["ReadWritePaths"]) == (["strict"], ["/srv/ann/archive"])
    assert found["PrivateTmp"] == ["yes"]


def test_an_archive_among_temporary_files_stays_in_sight() -> None:
    found = settings(service(plan("/tmp/archive"), user="ann"), "Service")
    assert "PrivateTmp" not in found
    assert found["ReadWritePaths"] == ["/tmp/archive", "/tmp /var/tmp"]


def test_a_user_s_own_unit_asks_for_nothing_its_manager_cannot_do() -> None:
    unit = service(plan())
    assert "NoNewPrivileges=yes" in unit
    assert not [name for name in ("User=", "Protect", "Private", "network-online") if name in unit]


def test_a_command_of_the_user_s_is_not_shut_in() -> None:
    unit = service(plan(options={"--alert-command": "mail ann"}), user="ann")
    assert not [name for name in ("NoNewPrivileges", "Protect", "ReadWritePaths") if name in unit]


def test_a_crawl_that_finds_another_is_no_failure() -> None:
    found = settings(service(plan()), "Service")
    assert found["SuccessExitStatus"] == ["4"]
    assert (found["KillSignal"], found["TimeoutStopSec"]) == (["SIGTERM"], ["30"])


def test_units_of_two_archives_have_different_names() -> None:
    schedules: list[Schedule] = [plan(), plan("/srv/other"), plan(site="hebdo25"), plan(every=1440)]
    names = [schedule.name for schedule in schedules]
    assert len(set(names)) == 3
    assert names[0] == names[3]
