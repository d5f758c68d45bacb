"""How commands and what they are asked for are declared."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypedDict

from outreach.words import LANGUAGES, Words

Command = Callable[[argparse.Namespace, Words], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What argparse gives for commands to be added to, a class that has no public name."""


class Place(TypedDict, total=False):
    """How a command asks for a directory."""

    dest: str
    nargs: str
    metavar: str
    help: str


DISTRICT: Place = {
    "dest": "directory",
    "nargs": "?",
    "metavar": "DIR",
    "help": "the district's directory; else OUTREACH_HOME, else this project",
}
EMPTY: Place = {"dest": "directory", "metavar": "DIR", "help": "the directory to write, new or empty"}


def add(of: Commands, command: Command, argument: Place = DISTRICT) -> argparse.ArgumentParser:
    """A command, named and explained by its function."""
    parser = of.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
    parser.add_argument(type=Path, **argument)
    parser.add_argument("--lang", choices=LANGUAGES, default="zh")
    parser.set_defaults(command=command)
    return parser


def table_of(parser: argparse.ArgumentParser, needed: bool = True) -> None:
    """Ask which table is meant; where it is not `needed`, the file may say whose it is itself."""
    from outreach.tables import MODELS

    parser.add_argument(
        "--table", required=needed, choices=MODELS, metavar="TABLE", help=f"the table: {', '.join(MODELS)}"
    )


def who_puts(parser: argparse.ArgumentParser) -> None:
    """Ask who changes a table, and why."""
    parser.add_argument(
        "--who", metavar="NAME", help="who puts the rows in, for the log of changes (the user of this machine)"
    )
    parser.add_argument("--why", metavar="TEXT", help="why, for the log of changes (the file's name)")
