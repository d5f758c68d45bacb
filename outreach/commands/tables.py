"""Take a table out as a workbook, and put one in."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.commands.asked import Commands, add, table_of, who_puts
from outreach.commands.reports import take_back
from outreach.commands.telling import reason, refuse, tell, user
from outreach.home import find_home
from outreach.words import Words

if TYPE_CHECKING:
    from outreach.tables.ledger import Proposal

_ALL = -1  # as many rows as the file does not have
_LISTED = 20


def template(asked: argparse.Namespace, say: Words) -> int:
    """Write a table as an Excel workbook to fill in: headings in the language asked for, notes, drop-downs and the present rows."""
    from outreach.figures import Figures
    from outreach.tables import read_district
    from outreach.tables.template import template as made

    home = find_home(asked.directory)
    path = asked.out or Path(f"{asked.table}.xlsx")
    try:
        district = read_district(home)
        first = Figures(district, date.today()).towns_to_ask if asked.table == "register" else ()
        path.write_bytes(made(district, asked.table, asked.lang, first=first))
    except OSError as error:
        return refuse(say("measures.unwritable", path=path, reason=reason(error, say)))
    print(say("put.template", path=path))
    return 0


def put(asked: argparse.Namespace, say: Words) -> int:
    """Put a filled workbook or CSV in the place of a table, whole or not at all, or take a town's sheet over; history/ keeps the
    former versions."""
    from outreach.tables import ledger
    from outreach.tables.returned import is_sheet

    ledger.settle(find_home(asked.directory).root)
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        return refuse(say("put.failed", path=asked.file, reason=reason(error, say)))
    if asked.table is None:
        return take_back(asked, say, content) if is_sheet(content) else refuse(say("ask.no_table"))
    return _replace(asked, say, content)


def _replace(asked: argparse.Namespace, say: Words, content: bytes) -> int:
    """Put the bytes of a file in the place of the table asked for."""
    from outreach.measures import changes
    from outreach.tables import MODELS, ledger, read_district
    from outreach.tables.columns import key
    from outreach.tables.incoming import incoming
    from outreach.tables.template import made_from

    root = find_home(asked.directory).root
    district = read_district(find_home(root))
    try:
        found = incoming(root, district, asked.table, asked.file.name, content)
    except ledger.Moved as error:
        return refuse(say("survey.moved", table=error))
    for note in found.notes:
        print(say("put.note", file=note.file, note=say.fault(note)), file=sys.stderr)
    if found.after is None:
        return tell(found.faults, say)
    differences = changes.of_table(
        district.table(asked.table), found.after.table(asked.table), key(MODELS[asked.table])
    )
    told = changes.counts(differences) or {}
    gone = list(differences.loc[differences["change"] == "removed", "key"])
    if asked.dry_run:
        print(say("put.dry_run", file=ledger.table_file(root, asked.table).name, **told))
        _list_removed(gone, say)
        return 0
    origin = made_from(content)
    if (refused := _unconfirmed(asked, len(gone), origin not in ("", found.compared), say)) is not None:
        _list_removed(gone, say)
        return refuse(refused)
    return _accept(
        asked, say, root, ledger.Proposal(asked.table, found.content, found.compared, told), len(found.others)
    )


def _accept(asked: argparse.Namespace, say: Words, root: Path, proposal: "Proposal", others: int) -> int:
    """Write what was proposed, and tell it; `others` faults of other tables come with it."""
    from outreach.tables import ledger

    try:
        change = ledger.accept(root, proposal, asked.who or user(), asked.why or asked.file.name)
    except ledger.Moved as error:
        return refuse(say("survey.moved", table=error))
    except OSError as error:
        return refuse(say("put.failed", path=root, reason=reason(error, say)))
    print(say("put.written", file=f"data/{change.file}", **proposal.counts))
    if others:
        print(say("put.others", n=others))
    return 0


def _unconfirmed(asked: argparse.Namespace, gone: int, stale: bool, say: Words) -> str | None:
    """What must be confirmed before a table is replaced and was not: rows removed, or what others have changed since."""
    if gone and asked.remove is None:
        return say("put.confirm_remove", n=gone)
    if asked.remove not in (None, _ALL, gone):
        return say("put.wrong_remove", found=asked.remove, n=gone)
    if stale and not asked.overrule:
        return say("put.confirm_overrule", table=asked.table)
    return None


def _list_removed(gone: list[str], say: Words) -> None:
    for one in gone[:_LISTED]:
        print(say("put.removed_row", row=one))
    if len(gone) > _LISTED:
        print(say("put.more_rows", n=len(gone) - _LISTED))


def commands(of: Commands) -> None:
    """Add these commands."""
    sheet = add(of, template)
    table_of(sheet)
    sheet.add_argument("--out", type=Path, metavar="FILE.xlsx", help="where to write it (TABLE.xlsx here)")
    filled = add(of, put)
    table_of(filled, needed=False)
    filled.add_argument("--file", type=Path, required=True, metavar="FILE", help="the filled workbook, or a CSV")
    filled.add_argument("--dry-run", action="store_true", help="write nothing, only say what would change")
    filled.add_argument(
        "--remove",
        type=int,
        nargs="?",
        const=_ALL,
        metavar="N",
        help="remove the rows that the file does not have; with N, only if they are so many",
    )
    filled.add_argument(
        "--overrule", action="store_true", help="overrule what others have changed since the file was taken out"
    )
    who_puts(filled)
