"""The command `newsarchive`: every module beside this one is a command of the module's name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from newsarchive import __version__, cli
from newsarchive.errors import NewsArchiveError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; an expected error is one sentence on stderr."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except NewsArchiveError as error:
        print(f"newsarchive: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("newsarchive: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    """Each command module has HELP, `add_arguments(parser)` and `run(arguments) -> int`."""
    parser = argparse.ArgumentParser(prog="newsarchive", description=import_module("newsarchive").__doc__)
    parser.add_argument("--version", action="version", version=f"newsarchive {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for info in iter_modules(cli.__path__):
        if info.name != "main":
            module = import_module(f"{cli.__name__}.{info.name}")
            command = commands.add_parser(
                info.name.replace("_", "-"), help=module.HELP, description=module.__doc__, allow_abbrev=False
            )
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser
