"""What the monitors found, sent on: to a command, to a web address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .. import __version__
from ..items import Finding

COMMAND_SECONDS = 30
URL_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The findings of a run."""

    site: str
    archive: Path
    """Absolute."""
    crawl_id: int
    started_at: datetime
    """Aware, UTC."""
    findings: tuple[Finding, ...]

    @property
    def sentences(self) -> str:
        """One a line."""
        return "\n".join(finding.message for finding in self.findings)

    def as_json(self) -> str:
        """The object that commands and addresses are sent; `text` is what chat rooms show (Slack, Mattermost …)."""
        told = {
            "site": self.site,
            "archive": str(self.archive),
            "crawl_id": self.crawl_id,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "findings": [asdict(finding) for finding in self.findings],
            "text": f"newsarchive, {self.site}:\n{self.sentences}",
        }
        return json.dumps(told, ensure_ascii=False)


def send(alert: Alert, *, command: str | None, url: str | None) -> Iterator[str]:
    """Send it; yields a sentence for each way that failed."""
    if command and (failure := _run(command, alert)):
        yield f"The alert command failed: {failure}."
    if url and (failure := _post(url, alert)):
        # The path of such an address is often its password.
        yield f"The alert could not be posted to {urlsplit(url).hostname}: {failure}."


def _run(command: str, alert: Alert) -> str | None:
    """Run it in a shell, with the JSON on its standard input; why it failed, if it did."""
    environment = {
        **os.environ,
        "NEWSARCHIVE_SITE": alert.site,
        "NEWSARCHIVE_ARCHIVE": str(alert.archive),
        "NEWSARCHIVE_FINDINGS": alert.sentences.replace("\0", ""),
    }
    # What it prints goes to a file: a pipe would be waited for as long as any child of it lives.
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, shell=True, stdin=subprocess.PIPE, stdout=said, stderr=said,
                env=environment, start_new_session=True,
            )  # fmt: skip
            process.communicate(alert.as_json().encode("utf-8", "replace"), timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return f"it did not end within {COMMAND_SECONDS} seconds"
        except (OSError, ValueError) as error:
            return str(error)
        return f"it ended with {process.returncode}{_last_line(said)}" if process.returncode else None


def _last_line(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 4096))
    lines = said.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f", saying {last[:300]!r}" if last else ""


class _NoRedirects(HTTPRedirectHandler):
    """A redirected POST would arrive as a GET, without the alert, and look well."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _post(url: str, alert: Alert) -> str | None:
    """Why it failed, if it did."""
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"newsarchive/{__version__}"}
    try:
        request = Request(url, data=alert.as_json().encode("utf-8", "replace"), headers=headers, method="POST")
        with build_opener(_NoRedirects).open(request, timeout=URL_SECONDS):
            return None
    except HTTPError as error:
        return f"it answered {error.code} {error.reason}"
    except (HTTPException, OSError, ValueError) as error:
        return str(error.reason if isinstance(error, URLError) else error) or type(error).__name__
