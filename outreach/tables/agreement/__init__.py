"""What the tables, the geometry and district.toml must agree on.

Each rule is a function over what was read and yields faults; it is asked only where everything it needs was read. A
fault names the file that is at odds, not the one it was held against.
"""

from collections.abc import Callable, Iterator, Mapping

from outreach.faults import Fault
from outreach.tables import MODELS
from outreach.tables.agreement import areas, boundaries, plans, positions, stated
from outreach.tables.agreement.rules import ROW_BY_ROW, RULES, Read
from outreach.tables.columns import describe
from outreach.tables.faults import nearest, spoken
from outreach.tables.table import Reading

SUBJECTS = (areas, boundaries, plans, positions, stated)
"""Where the rules stand; a rule is known once its module is imported."""

_WHERE = frozenset({"area_code", "place_id", "lon", "lat", "datum", "accuracy", "accuracy_km"})


def disagreements(read: Read) -> list[Fault]:
    """Everything in which what was read does not agree.

    All else rests on the district's areas: where they go in circles, nothing is held against them.
    """
    faults = _asked(read, lambda inputs: inputs == {"areas"})
    if any(fault.column == "code" for fault in faults):
        return faults
    if any(fault.rule == "area_in_a_circle" for fault in faults):
        read = Read(read.home, {name: table for name, table in read.tables.items() if name != "areas"}, read.layers)
    references = [fault for name in read.tables for fault in _references(read, name)]
    return faults + references + _asked(read, lambda inputs: inputs != {"areas"})


def disagreements_of_refused(read: Read, refused: Mapping[str, Reading]) -> list[Fault]:
    """What else is wrong with refused files: the sound cells of each held against everything that could be read.

    An id may be looked up in a refused table whose ids are all sound. Nothing is said twice of one cell, nor of where a
    row lies when a cell that says so is at fault.
    """
    drafts = {
        name: Reading(table.file, table.draft, table.numbers, written=table.written)
        for name, table in refused.items()
        if table.draft is not None
    }
    told = {(fault.file, fault.row, fault.column) for table in refused.values() for fault in table.faults}
    astray = {(file, row) for file, row, column in told if column in _WHERE}
    readable = Read(
        read.home,
        {**read.tables, **{name: drafts[name] for name in drafts if _ids_are_sound(refused[name], name)}},
        read.layers,
    )
    found = [fault for name in read.tables for fault in _references(readable, name) if _referred(fault, drafts)]
    for name, draft in drafts.items():
        held = Read(read.home, {**readable.tables, name: draft}, read.layers)
        found += _references(held, name)
        there = {*held.tables, *(f"{layer}.geojson" for layer in held.layers)}
        for rule, inputs in RULES:
            if ROW_BY_ROW.get(rule) == name and inputs <= there:
                found += [fault for fault in rule(held) if (fault.file, fault.row) not in astray]
    return [fault for fault in dict.fromkeys(found) if (fault.file, fault.row, fault.column) not in told]


def _ids_are_sound(table: Reading, name: str) -> bool:
    first = next(iter(describe(MODELS[name])))
    return not any(fault.column in (first, None) for fault in table.faults)


def _referred(fault: Fault, drafts: Mapping[str, Reading]) -> bool:
    """Whether the id was looked up in a refused table; the others were looked up already."""
    return any(fault.details["file"] == draft.file for draft in drafts.values())


def _asked(read: Read, which: Callable[[frozenset[str]], bool]) -> list[Fault]:
    """What those rules say whose inputs are all there."""
    there = {*read.tables, *(f"{layer}.geojson" for layer in read.layers)}
    return [fault for rule, inputs in RULES if which(inputs) and inputs <= there for fault in rule(read)]


def _references(read: Read, name: str) -> Iterator[Fault]:
    """Ids that the table they refer to does not have."""
    table = read.tables[name]
    for column, spec in describe(MODELS[name]).items():
        target = spec["refers"]
        if target is None or target not in read.tables:
            continue
        known = read[target].iloc[:, 0]
        cells = table.sound[column]
        for row in cells.index[cells.notna() & ~cells.isin(known)]:
            found = cells[row]
            near = nearest(found, list(known)) if len(known) < 5000 else None
            rule = "unknown_reference_near" if near else "unknown_reference"
            yield table.fault(
                row,
                column,
                rule,
                found=spoken(found),
                file=read.tables[target].file,
                nearest=near or "",
                title=spec["title"],
            )
