"""python -m outreach: what is done with a district outside the dashboard."""

import argparse
import io
import os
import sys

from outreach import __version__
from outreach.commands import checking, districts, files, reports, server, surveys, tables
from outreach.commands.telling import Faulty, tell
from outreach.home import HomeError
from outreach.words import load


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the number is the exit code: 0 as it should be, 1 faults found, 2 nothing could be read."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    say = load(asked.lang)
    try:
        code: int = asked.command(asked, say)
    except HomeError as error:
        print(say(f"check.{error.rule}", **error.details), file=sys.stderr)
        return 2
    except Faulty as error:
        return tell(error.faults, say)
    except BrokenPipeError:  # whoever read what is printed has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m outreach", description=__doc__)
    parser.add_argument("--version", action="version", version=f"outreach-atlas {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for part in (server, checking, files, districts, tables, reports, surveys):
        part.commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
