"""python -m outreach: what is done with a district outside the dashboard."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from outreach.home import HomeError, find_home, find_root
from outreach.words import LANGUAGES, Words, load


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the number is the exit code: 0 as it should be, 1 faults found, 2 nothing could be read."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    say = load(asked.lang)
    try:
        return asked.command(asked, say)
    except HomeError as error:
        print(say(f"check.{error.rule}", **error.details), file=sys.stderr)
        return 2


def check(asked: argparse.Namespace, say: Words) -> int:
    """Read a district and print one line for every fault: FILE:ROW:COLUMN: sentence."""
    from outreach.tables import MODELS, read_district
    from outreach.tables.district import faults_alone

    root = find_root(asked.directory)
    try:
        district = read_district(find_home(root))
    except HomeError as error:
        return _tell((*error.faults, *faults_alone(root)), say)
    if district.faults:
        return _tell(district.faults, say)
    rows = sum(len(district.table(name)) for name in MODELS)
    print(say("check.sound", tables=len(MODELS), rows=rows, layers=len(district.geometry)))
    return 0


def datapackage(asked: argparse.Namespace, say: Words) -> int:
    """Write data/datapackage.json from the tables and their models, or with --check say whether it still holds."""
    from outreach.tables import read_district
    from outreach.tables.package import current, write

    home = find_home(asked.directory)
    district = read_district(home)
    if district.faults:
        return _tell(district.faults, say)
    path = home.data / "datapackage.json"
    if not asked.check:
        write(home, district)
        print(say("check.datapackage_written", path=path))
        return 0
    sound = current(home, district)
    print(say(f"check.datapackage_{'current' if sound else 'stale'}", path=path))
    return 0 if sound else 1


def _tell(faults, say: Words) -> int:
    for fault in faults:
        print(f"{fault.file}:{fault.row or '-'}:{fault.column or '-'}: {say.fault(fault)}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m outreach", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, check)
    _add(commands, datapackage).add_argument("--check", action="store_true", help="write nothing, only compare")
    return parser


def _add(commands, command: Callable[[argparse.Namespace, Words], int]) -> argparse.ArgumentParser:
    """A command, named and explained by its function."""
    parser = commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
    parser.add_argument(
        "directory", nargs="?", type=Path, metavar="DIR", help="the district's directory; else OUTREACH_HOME, else this project"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="zh")
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
