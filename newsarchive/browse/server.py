"""The archive's browser on a port."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from newsarchive.browse.app import Browser


def serve(browser: Browser, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped; calls `ready` with the address once it takes connections. Port 0 means any free one.

    Raises OSError where the address is in use or is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        config = uvicorn.Config(browser.app(), log_level="warning", lifespan="on")
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
