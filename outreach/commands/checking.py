"""Look at a district's files, describe them and keep them."""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from outreach.commands.asked import Commands, add
from outreach.commands.telling import read_sound, tell
from outreach.home import HomeError, find_home, find_root
from outreach.words import Words

if TYPE_CHECKING:
    from outreach.district import District
    from outreach.scenes.scene import Scene


def check(asked: argparse.Namespace, say: Words) -> int:
    """Read a district and its scenes and print one line for every fault: FILE:ROW:COLUMN: sentence."""
    from outreach import scenes
    from outreach.tables import MODELS, backup, ledger, read_district, reports
    from outreach.tables.district import faults_alone
    from outreach.tables.reading import notes_of

    root = find_root(asked.directory)
    try:
        district = read_district(find_home(root))
    except HomeError as error:
        return tell((*error.faults, *faults_alone(root)), say)
    for note in (note for name in MODELS for note in notes_of(root / "data", name)):
        print(say("put.note", file=note.file, note=say.fault(note)))
    listed, unfit = scenes.reading.read(root / scenes.scene.FILE, district.ids())
    faults = (*district.faults, *unfit, *ledger.faults(root), *backup.faults(root))
    faults += reports.read(root / "data").faults
    if faults:
        return tell(faults, say)
    rows = sum(len(district.table(name)) for name in MODELS)
    print(say("check.sound", tables=len(MODELS), rows=rows, layers=len(district.geometry)))
    _taken(district, listed, say)
    _plans(district, say)
    return 0


def _plans(district: "District", say: Words) -> None:
    """Print which tables say no plan, and what district.toml says of a plan that plans.csv has."""
    from outreach.tables import agreement, periods

    if unsaid := periods.unsaid(district):
        only = {str(column): value for column, value in periods.plans(district).iloc[0].items()}
        name = say.pick(only, "name")
        print(say("check.one_plan", files=say.list([f"data/{one}.csv" for one in unsaid]), plan=name))
    stated = find_home(district.home.root).plan.model_dump()
    told = [one for one in agreement.stated.PLAN if stated[one] not in set(district.plans[one])]
    if len(district.plans) and told:
        print(say("check.toml_plan_unread", keys=say.list(told)))


def _taken(district: "District", listed: "tuple[Scene, ...]", say: Words) -> None:
    """Print which towns codes without names were taken for, and former codes in scenes."""
    from outreach import scenes
    from outreach.tables.naming import Names

    if district.taken:
        codes = dict.fromkeys(code for taken in district.taken.values() for code in taken)
        areas = [one[say.language] for one in Names.of(district.areas).told_of(tuple(codes))]
        print(say("check.taken", files=say.list([f"data/{name}" for name in district.taken]), areas=say.list(areas)))
    names = district.areas.set_index("area_code")[f"name_{say.language}"]
    for scene, slip in scenes.scene.former(listed, district.ids()):
        told = {"name": slip.name, "value": slip.value, "taken": slip.taken, "town": names[slip.taken]}
        print(f"{scenes.scene.FILE}: " + say("briefing.former", scene=scene, **told))


def datapackage(asked: argparse.Namespace, say: Words) -> int:
    """Write data/datapackage.json from the tables and their models, or with --check say whether it still holds."""
    from outreach.tables.package import current, write

    home = find_home(asked.directory)
    district = read_sound(home)
    path = home.data / "datapackage.json"
    if not asked.check:
        write(home, district)
        print(say("check.datapackage_written", path=path))
        return 0
    sound = current(home, district)
    print(say(f"check.datapackage_{'current' if sound else 'stale'}", path=path))
    return 0 if sound else 1


def snapshot(asked: argparse.Namespace, say: Words) -> int:
    """Keep today's tables under snapshots/, for the plan page to say at the next meeting what has changed."""
    from outreach.tables.snapshot import write

    home = find_home(asked.directory)
    district = read_sound(home)
    try:
        print(say("since.written", path=write(home, district, date.today())))
    except OSError as error:
        print(say("since.unwritable", path=home.root, reason=error.strerror or error), file=sys.stderr)
        return 2
    return 0


def commands(of: Commands) -> None:
    """Add these commands."""
    add(of, check)
    add(of, datapackage).add_argument("--check", action="store_true", help="write nothing, only compare")
    add(of, snapshot)
