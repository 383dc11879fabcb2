"""`newsarchive browse`: the archive in a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.cli import folder
from newsarchive.errors import ArchiveOutdated

HELP = "look at an archive in a browser"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument(
        "--host", type=_host, default="127.0.0.1", help="address to serve on (default: this machine alone)"
    )
    parser.add_argument("--port", type=_port, default=8001, help="port to serve on, 0 for any free one (default: 8001)")
    parser.add_argument(
        "--title", default="Archives de presse", help="what the archive is called on its pages (default: %(default)s)"
    )
    parser.add_argument(
        "--public-url", type=_web_address, metavar="URL", help="where readers find it, if a proxy stands before it"
    )
    parser.add_argument(
        "--replay-url", type=_web_address, metavar="URL", help="collection of a pywb that replays the captures"
    )
    parser.add_argument("--open", action="store_true", help="open a browser too")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; exit code 1 where the port is taken."""
    from newsarchive.browse.app import Browser
    from newsarchive.browse.server import serve
    from newsarchive.sites import site_named, site_names

    _make_ready(args.archive)

    def ready(address: str) -> None:
        print(f"The archive in {args.archive} is at {address} (Ctrl-C ends)", flush=True)
        if args.open:
            import webbrowser

            webbrowser.open(address)

    try:
        browser = Browser(
            args.archive,
            title=args.title,
            public_url=args.public_url,
            replay_url=args.replay_url,
            publishers={name: site_named(name).publisher for name in site_names()},
        )
        serve(browser, host=args.host, port=args.port, ready=ready)
    except OSError as error:
        print(
            f"Cannot serve on {args.host}:{args.port} ({error.strerror}): choose another --host or --port.",
            file=sys.stderr,
        )
        return 1
    return 0


def _make_ready(folder: Path) -> None:
    """Raise ArchiveUnusable where there is nothing to be read; bring an older newsarchive's archive up to date."""
    from newsarchive.archive import Archive, archive_lock

    try:
        Archive.open_existing(folder).close()
    except ArchiveOutdated:
        with archive_lock(folder):
            Archive(folder).close()


def _web_address(text: str) -> str:
    """The type of an address below which there are pages."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        parts.netloc.encode("idna")
    except ValueError:
        is_web = False
    if not is_web or parts.username is not None or parts.query or parts.fragment or " " in address:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address of pages: give one such as https://example.org/press/"
        )
    return address


def _host(text: str) -> str:
    """The type of `--host`; one without a name, as an unset variable gives, would be every address of the machine."""
    try:
        is_name = bool(text.strip().encode("idna"))
    except UnicodeError:
        is_name = False
    if not is_name:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address: give one of this machine, or 0.0.0.0 for all of them"
        )
    return text.strip()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 0 to 65535")
    return int(text)
