"""Ask the towns what the record lacks, and see who has answered."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.commands.asked import Commands, add, who_puts
from outreach.commands.telling import reason, refuse, tell, user
from outreach.home import find_home
from outreach.words import Words

if TYPE_CHECKING:
    from outreach.district import District
    from outreach.tables.reports import Reports
    from outreach.tables.taking import Taking


def ask(asked: argparse.Namespace, say: Words) -> int:
    """Open a round in which the towns confirm and fill the record, and write each town's sheet; --again writes the sheets anew."""
    from outreach.tables import ledger, read_district, reports

    home = find_home(asked.directory)
    ledger.settle(home.root)
    district, kept = read_district(home), reports.read(home.data)
    if kept.faults:
        return tell(kept.faults, say)
    if asked.again:
        if asked.again not in set(kept.rounds["round_id"]):
            return refuse(say("ask.no_round", found=asked.again))
        return _write(asked, say, district, kept, asked.again)
    days = [_day(one) for one in (asked.due, asked.sent)]
    if not asked.name or not asked.due:
        return refuse(say("ask.no_name"))
    for day, told in zip(days, (asked.due, asked.sent), strict=True):
        if told and day is None:
            return refuse(say("ask.no_day", found=told))
    wanted = reports.Wanted(
        asked.name, days[1] or date.today(), days[0] or date.today(), asked.towns or (), not asked.no_plan, asked.unit
    )
    try:
        after, round_id = reports.opened(district, kept, wanted)
        why = asked.why or say("rounds.why_open", round=wanted.name)
        ledger.accept_together(home.root, reports.proposals(home.root, kept, after), asked.who or user(), why)
    except reports.Unopened as error:
        return tell([error.fault], say)
    except ledger.Moved as error:
        return refuse(say("survey.moved", table=error))
    except OSError as error:
        return refuse(say("put.failed", path=home.root, reason=reason(error, say)))
    print(_opened(say, after, round_id))
    return _write(asked, say, district, after, round_id)


def _opened(say: Words, after: "Reports", round_id: str) -> str:
    of, rows = after.round(round_id), after.returns[after.returns["round_id"] == round_id]
    told = {"towns": rows["area_code"].nunique(), "asked": len(rows), "due": of.due_on.isoformat()}
    return say("ask.opened", round=of.name[say.language], id=round_id, **told)


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        return None


def _write(asked: argparse.Namespace, say: Words, district: "District", kept: "Reports", round_id: str) -> int:
    from outreach.tables import bundle

    folder = asked.out or Path(round_id)
    named = say("rounds.file", town="{town}", round="{round}")
    files = bundle.sheets(district, kept, round_id, asked.lang, named)
    if not files:
        print(say("ask.nothing_left", round=kept.round(round_id).name[asked.lang]))
        return 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        return refuse(say("measures.unwritable", path=folder, reason=reason(error, say)))
    print(say("ask.written", n=len(files), path=folder))
    return 0


def returns(asked: argparse.Namespace, say: Words) -> int:
    """List who of the towns has reported, is due or is late, of the newest round or the one asked for."""
    from outreach import views
    from outreach.figures import towns_reported
    from outreach.tables import read_district, reports

    home = find_home(asked.directory)
    kept = reports.read(home.data)
    if kept.faults:
        return tell(kept.faults, say)
    on = _day(asked.on)
    if asked.on and on is None:
        return refuse(say("ask.no_day", found=asked.on))
    if asked.round and asked.round not in kept.newest:
        return refuse(say("ask.no_round", found=asked.round))
    if not kept.newest:
        print(say("rounds.none"))
        return 0
    on = on or date.today()
    found = towns_reported(kept.rounds, kept.returns, on)
    exhibit = views.returns.standing(say, read_district(home), kept.round(asked.round or kept.newest[0]), found, on)
    print(exhibit.title, exhibit.sentence, sep="\n")
    for row in exhibit.rows.to_dict("records"):
        told = {str(name): value or say("format.missing") for name, value in row.items()}
        print(say("ask.line", **{name: told[name] for name in ("town", "state", "due", "when", "who")}))
    return 0


def take_back(asked: argparse.Namespace, say: Words, content: bytes) -> int:
    """Take a town's sheet over: the record and who has reported in one step."""
    from outreach.measures import changes
    from outreach.tables import MODELS, read_district, reports, returned, taking
    from outreach.tables.columns import key

    home = find_home(asked.directory)
    district, kept = read_district(home), reports.read(home.data)
    if kept.faults:
        return tell(kept.faults, say)
    files = [returned.read(asked.file.name, content, district, kept, date.today())]
    found = taking.take(home.root, district, kept, files, date.today(), overrule=asked.overrule)
    for note in found.notes:
        print(say("put.note", file=note.file, note=say.fault(note)), file=sys.stderr)
    if found.faults:
        return tell(found.faults, say)

    def counts(name: str) -> Mapping[str, int]:
        differences = changes.of_table(district.table(name), found.after.table(name), key(MODELS[name]))
        return changes.counts(differences) or {}

    _tell(say, district, found, counts)
    if not found.taken:
        print(say("ask.no_answer"))
        return 1 if found.conflicts else 0
    if asked.dry_run:
        print(say("ask.dry_run"))
        return 0
    return _accept(asked, say, home.root, kept, found, counts)


Counts = Callable[[str], Mapping[str, int]]
"""How many rows of a table are added, changed and removed."""


def _tell(say: Words, district: "District", found: "Taking", counts: Counts) -> None:
    from outreach import views
    from outreach.tables import answers
    from outreach.tables.dictionary import title
    from outreach.tables.forms import name_of

    for one in found.sound:
        names = {"town": name_of(district, one.town), "round": found.kept.round(one.round_id).name}
        told = {name: both[say.language] for name, both in names.items()}
        print(say("ask.file", file=one.file, n=len(one.answers), **told))
    for name in found.tables:
        print(say("ask.change", table=title(name, say.language), **counts(name)))
    exhibit = views.returns.conflicts(say, answers.opposed(found, say.language))
    for row in exhibit.rows.to_dict("records") if exhibit is not None else ():
        print(say("ask.conflict", **{str(name): value for name, value in row.items()}))
    if found.conflicts:
        print(say("ask.conflicts", n=len(found.conflicts)))


def _accept(asked: argparse.Namespace, say: Words, root: Path, kept: "Reports", found: "Taking", counts: Counts) -> int:
    from outreach.tables import ledger, reports, taking

    proposed = [*taking.proposals(root, found, counts), *reports.proposals(root, kept, found.reports)]
    try:
        ledger.accept_together(root, proposed, asked.who or user(), asked.why or asked.file.name)
    except ledger.Moved as error:
        return refuse(say("survey.moved", table=error))
    except OSError as error:
        return refuse(say("put.failed", path=root, reason=reason(error, say)))
    print(say("ask.taken", n=len(found.taken)))
    return 0


def commands(of: Commands) -> None:
    """Add these commands."""
    sheets = add(of, ask)
    sheets.add_argument("--name", metavar="TEXT", help="what the round is called, such as 2026年第4季度")
    sheets.add_argument("--due", metavar="DATE", help="the last day for the towns to report, as 2026-12-20")
    sheets.add_argument("--sent", metavar="DATE", help="the day it goes out (today)")
    sheets.add_argument("--towns", nargs="+", metavar="CODE", help="which towns (all)")
    sheets.add_argument("--unit", default="", metavar="ID", help="the unit in whose name the towns confirm")
    sheets.add_argument("--no-plan", action="store_true", help="ask nothing of the plan's tasks")
    sheets.add_argument(
        "--again", metavar="ID", help="write the sheets of this round anew, with what is not answered yet"
    )
    sheets.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write the sheets (a folder named by the round)"
    )
    who_puts(sheets)
    listed = add(of, returns)
    listed.add_argument("--round", metavar="ID", help="which round (the newest)")
    listed.add_argument("--on", metavar="DATE", help="on which day (today)")
