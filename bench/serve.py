"""Serves a replica of so many articles until standard input closes; prints its base URL first."""

from __future__ import annotations

import sys

from newsarchive.demo import Replica, running


def main() -> None:
    """Serve on a free port of 127.0.0.1."""
    with running(Replica(articles=int(sys.argv[1]))) as base_url:
        print(base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
