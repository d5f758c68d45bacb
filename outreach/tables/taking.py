"""Towns' sheets taken over: what their answers make of the tables, what stands against it, and what is kept of who answered what."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.tables import MODELS, additions, ledger
from outreach.tables.additions import Addition
from outreach.tables.asking import CHANGED, CONFIRMED, NONE, TOLD, UNKNOWN, Question, now
from outreach.tables.columns import describe
from outreach.tables.columns import key as key_of
from outreach.tables.district import district_with_all
from outreach.tables.incoming import as_kept, home_now
from outreach.tables.naming import Names
from outreach.tables.reading import sheet_of
from outreach.tables.reports import Reports, joined
from outreach.tables.returned import Answer, Returned
from outreach.tables.table import Reading, of_sheet
from outreach.tables.writing import written

ORDER = ("sources", "areas", "bases", "register")  # those that others refer to come first
Cells = dict[str, str]
Edits = dict[str, dict[str, Cells]]


@dataclass(frozen=True)
class Conflict:
    """An answer that something stands against: the cell has been changed since the sheet went out (`moved`), the town has answered
    otherwise before (`answered`), a newer round asks the town (`older`), or a base it wants added is there (`there`). `there` is what stands there now."""

    file: str
    row: int
    town: str
    question: Question
    answer: Answer
    kind: str
    there: str


@dataclass(frozen=True)
class Taken:
    """An answer that is taken over."""

    file: str
    town: str
    number: int
    question: Question
    answer: Answer


@dataclass(eq=False)
class Taking:
    """What came of sheets handed in together.

    `after` is the district as it would be, `reports` what would be kept of the rounds; `tables` are those that change. Sheets
    at fault are told of and left out whole; what is in conflict is left out unless it is to overrule. `again` are the answers
    that had been taken over before.
    """

    before: District
    kept: Reports
    after: District
    reports: Reports
    files: list[Returned] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    again: int = 0
    tables: tuple[str, ...] = ()

    @property
    def sound(self) -> list[Returned]:
        """The sheets without a fault."""
        return [one for one in self.files if not one.faults]

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the others."""
        return [fault for one in self.files for fault in one.faults]

    @property
    def notes(self) -> list[Fault]:
        """What must be told of them all."""
        return [fault for one in self.files for fault in one.notes]


def take(
    root: Path, district: District, reports: Reports, files: Sequence[Returned], on: date, *, overrule: bool = False
) -> Taking:
    """Hold the sheets that came in on that day against the district as it is; nothing is written.

    A sheet whose answers a table refuses is left out whole, and the others are held against it without it.
    """
    for _ in range(len(files) + 1):
        found = _Merger(district, reports, on, overrule).merged(files)
        readings = {name: _reading(root, district, name, edits) for name, edits in found.edits.items() if edits}
        if not readings:
            break
        after, blamed = district_with_all(home_now(root, district), readings, district)
        if not blamed:
            found.taking.after, found.taking.tables = after, tuple(one for one in ORDER if one in readings)
            break
        _blame(found, readings, blamed)
    return found.taking


def proposals(root: Path, taking: Taking, counts: Callable[[str], Mapping[str, int]]) -> list[ledger.Proposal]:
    """The tables to be put in place, each with the rows it adds, changes and removes as `counts` tells them."""
    found = []
    for name in taking.tables:
        compared = ledger.digest(ledger.content_of(ledger.table_file(root, name)))
        found.append(ledger.Proposal(name, as_kept(root, taking.after, name), compared, counts(name)))
    return found


def _reading(root: Path, district: District, name: str, edits: Mapping[str, Cells]) -> Reading:
    """A table with these cells put in: rows by their keys, new ones below the others."""
    columns, key = list(describe(MODELS[name])), key_of(MODELS[name])
    lines = list(csv.reader(io.StringIO(written(name, district.table(name)).decode("utf-8-sig"), newline="")))[1:]
    rows = [dict(zip(columns, cells, strict=True)) for cells in lines]
    by = {_key(row, key): row for row in rows}
    for one, cells in edits.items():
        if one not in by:
            by[one] = dict.fromkeys(columns, "")
            rows.append(by[one])
        by[one].update(cells)
    stream = io.StringIO(newline="")
    out = csv.writer(stream, lineterminator="\r\n")
    out.writerows([columns, *([row[column] for column in columns] for row in rows)])
    file = f"data/{ledger.table_file(root, name).name}"
    content = stream.getvalue().encode("utf-8-sig")
    return of_sheet(sheet_of(content, file, name), MODELS[name], Names.of(district.areas, district.codes))


def _key(row: Mapping[str, str], key: Sequence[str]) -> str:
    return "/".join(row[column] for column in key)


def _blame(found: "_Merger", readings: Mapping[str, Reading], blamed: Iterable[Fault]) -> None:
    """Tell each fault of a table at the row of the sheet whose answer led to it; where none did, of all of them."""
    tables = {reading.file: name for name, reading in readings.items()}
    for fault in blamed:
        name = tables.get(fault.file, "")
        touched = [one for one in found.taking.taken if one.question.about == name]
        rows = [one for one in touched if fault.row is not None and _row_of(found, name, one) == fault.row]
        near = [one for one in rows if one.question.field == fault.column] or rows[:1] or touched or found.taking.taken
        for one in {one.file: one for one in near}.values():
            returned = next(file for file in found.taking.files if file.file == one.file)
            added = one.question.field == additions.FIELD
            place = returned.place_of(returned.added_on) if added else returned.place
            letter = additions.letter(fault.column) if added else "F"
            returned.faults.append(Fault(place, one.answer.row, letter, fault.rule, fault.details))


def _row_of(found: "_Merger", name: str, one: Taken) -> int:
    """The row of a table, as its file counts, that an answer is about."""
    key = key_of(MODELS[name])
    rows = [_key({column: _text(row[column]) for column in key}, key) for row in _records(found.taking.before, name)]
    order = dict.fromkeys([*rows, *found.edits.get(name, {})])
    wanted = f"{one.question.row}/" if name == "register" else one.question.row
    return list(order).index(wanted) + 2 if wanted in order else 0


def _records(district: District, name: str) -> list[dict[Any, Any]]:
    return district.table(name).to_dict("records")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class _Merger:
    """The state of going through the answers of several sheets, one after the other."""

    def __init__(self, district: District, reports: Reports, on: date, overrule: bool) -> None:
        self.taking = Taking(district, reports, district, reports)
        self.edits: Edits = {name: {} for name in ORDER}
        self._district, self._reports, self._on, self._overrule = district, reports, on, overrule
        self._returns, self._added = reports.returns.copy(), list[dict[str, object]]()
        rows = zip(self._returns["round_id"], self._returns["area_code"], self._returns["number"], strict=True)
        self._places = {(round_id, town, int(number)): place for place, (round_id, town, number) in enumerate(rows)}

    def merged(self, files: Sequence[Returned]) -> "_Merger":
        """Go through them in their order; those at fault are passed over."""
        self.taking.files = list(files)
        for one in files:
            if not one.faults:
                for number, answer in sorted(one.answers.items()):
                    self._answer(one, number, answer)
                for addition in one.additions:
                    self._add(one, addition)
        if self.taking.taken:
            added = sorted(self._added, key=lambda row: (row["round_id"], row["area_code"], row["number"]))
            self.taking.reports = replace(self._reports, returns=joined(self._returns, added))
        return self

    def _answer(self, of: Returned, number: int, answer: Answer) -> None:
        question, place = of.asked[number], self._places[of.round_id, of.town, number]
        before = {name: _text(self._returns.at[place, name]) for name in ("answer", "value", "note")}
        if (before["answer"], before["value"]) == (answer.kind, answer.value) and answer.note in ("", before["note"]):
            self.taking.again += 1
            return
        there = self._now(question)
        kind = self._against(of, question, answer, before, there)
        if kind and not self._overrule:
            told = before["value"] or before["answer"] if kind == "answered" else there
            self.taking.conflicts.append(Conflict(of.file, answer.row, of.town, question, answer, kind, told))
            return
        self._keep(place, of, answer)
        self.taking.taken.append(Taken(of.file, of.town, number, question, answer))
        if question.about not in TOLD and answer.kind != UNKNOWN:
            _PUT[question.about](self, of, question, answer)

    def _add(self, of: Returned, addition: Addition) -> None:
        """Take a base over that the town wants added, unless it has been before or one of its name is there."""
        told = self._returns
        mine = told[(told["round_id"] == of.round_id) & (told["area_code"] == of.town)]
        said = {*mine.loc[mine["about"] == additions.ABOUT, "value"], *(row["value"] for row in self._added)}
        if addition.said in said:
            self.taking.again += 1
            return
        name = addition.cells["name_zh"]
        answer, there = Answer(CHANGED, name, addition.note, addition.row), self._called(of.town, name)
        if there and not self._overrule:
            question = additions.question()
            self.taking.conflicts.append(Conflict(of.file, addition.row, of.town, question, answer, "there", name))
            return
        base_id = there or self._new_id(of.town)
        placed = {"accuracy": "exact", "place_id": ""} if {"lon", "lat"} & set(addition.cells) else {}
        new = {} if there else self._new(of, base_id, name)
        self._put("bases", base_id, **{**new, **addition.cells, **placed, "checked_on": self._day(of)})
        number = 1 + max(0, *mine["number"], *(row["number"] for row in self._added if row["area_code"] == of.town))
        self._added.append(
            {"round_id": of.round_id, "area_code": of.town, "number": number, "about": additions.ABOUT}
            | {"row": base_id, "field": additions.FIELD, "answer": CHANGED, "value": addition.said}
            | {"note": addition.note or None, "returned_by": of.who or None, "returned_on": pd.Timestamp(self._on)}
        )
        self.taking.taken.append(Taken(of.file, of.town, number, additions.question(base_id), answer))

    def _called(self, town: str, name: str) -> str:
        """The id of a town's base of that name, on record or added just now; empty where there is none."""
        bases = self._district.bases
        known = bases.loc[(bases["area_code"] == town) & (bases["name_zh"] == name), "base_id"]
        put = [
            one
            for one, row in self.edits["bases"].items()
            if (row.get("area_code"), row.get("name_zh")) == (town, name)
        ]
        return str(next(iter([*known, *put]), ""))

    def _new_id(self, town: str) -> str:
        taken = {*self._district.bases["base_id"], *self.edits["bases"]}
        return next(one for n in count(1) if (one := f"{town}-{n}") not in taken)

    def _new(self, of: Returned, base_id: str, name: str) -> Cells:
        """What a base that a town added has where the town filled in nothing else."""
        told = {"base_id": base_id, "name_en": name, "area_code": of.town, "town_basis": "reported", "accuracy": "town"}
        return told | {"basis": "reported", "source_id": self._source(of)}

    def _against(self, of: Returned, question: Question, answer: Answer, before: Mapping[str, str], there: str) -> str:
        """What stands against an answer; empty where nothing does."""
        if before["answer"] not in ("", UNKNOWN) and (before["answer"], before["value"]) != (answer.kind, answer.value):
            return "answered"
        if question.about in TOLD or answer.kind == UNKNOWN:
            return ""
        if there not in (question.recorded, answer.value if answer.kind == CHANGED else question.recorded):
            return "moved"
        newer = self._reports.newest[: self._reports.newest.index(of.round_id)]
        asked = set(self._reports.returns.loc[self._reports.returns["area_code"] == of.town, "round_id"])
        return "older" if answer.kind == CHANGED and asked & set(newer) else ""

    def _now(self, question: Question) -> str:
        """What stands in the cell, with what the sheets before this one have put there."""
        row = f"{question.row}/" if question.about == "register" else question.row
        put = self.edits.get(question.about, {}).get(row, {})
        return put[question.field] if question.field in put else now(self._district, question)

    def _keep(self, place: int, of: Returned, answer: Answer) -> None:
        told = {"answer": answer.kind, "value": answer.value, "note": answer.note, "returned_by": of.who}
        for column, value in told.items():
            self._returns.loc[place, column] = value or None
        self._returns.loc[place, "returned_on"] = pd.Timestamp(self._on)

    def _put(self, table: str, row: str, **cells: str) -> None:
        self.edits[table].setdefault(row, {}).update(cells)

    def _day(self, of: Returned) -> str:
        return (of.day or self._on).isoformat()

    def _source(self, of: Returned) -> str:
        """The source that stands for the round, put among the sources where it is not yet."""
        source = f"towns-{of.round_id}"
        if source not in set(self._district.sources["source_id"]):
            name, units = self._reports.round(of.round_id).name, self._district.units
            (unit,) = units[units["unit_id"] == self._reports.unit(of.round_id)].to_dict("records")
            self._put(
                "sources",
                source,
                source_id=source,
                title_zh=f"{name['zh']}镇街报送",
                title_en=f"Towns' returns, {name['en']}",
                publisher_zh=str(unit["name_zh"]),
                publisher_en=str(unit["name_en"]),
                date=self._reports.sent_on(of.round_id).isoformat(),
                kind="report",
                used_for_zh="镇街核实、补报的内容",
                used_for_en="What the towns confirmed and filled in",
            )
        return source

    def base(self, of: Returned, question: Question, answer: Answer) -> None:
        """What an answer about a base makes of its row."""
        cells: Cells = {question.field: answer.value} if answer.kind == CHANGED else {}
        if question.field == "status":
            cells["checked_on"] = self._day(of)
        elif question.field == "area_code":
            cells |= {"town_basis": "reported"} | ({"place_id": ""} if cells else {})
        elif question.field == "lon" and cells:
            cells |= {"accuracy": "exact", "place_id": ""}
        elif question.field == "capacity_per_year" and cells:
            cells |= {"capacity_basis": "reported", "capacity_source_id": self._source(of)}
        if cells:
            self._put("bases", question.row, **cells)

    def area(self, of: Returned, question: Question, answer: Answer) -> None:
        """What an answer about the town itself makes of its row."""
        if answer.kind == CHANGED:
            told = {"villages_basis": "reported", "villages_source_id": self._source(of)}
            self._put("areas", question.row, **{question.field: answer.value}, **told)

    def level(self, of: Returned, question: Question, answer: Answer) -> None:
        """What an answer about the record of a level makes of the register."""
        if answer.kind != CHANGED:
            return
        town, level = question.row.split("/")
        unit = self._reports.unit(of.round_id)
        told = {"complete": answer.value, "confirmed_on": self._day(of), "confirmed_by": unit}
        self._put("register", f"{town}/{level}/", area_code=town, level=level, source_id=self._source(of), **told)


_PUT: dict[str, Callable[[_Merger, Returned, Question, Answer], None]] = {
    "bases": _Merger.base,
    "areas": _Merger.area,
    "register": _Merger.level,
}
__all__ = ["CONFIRMED", "NONE", "Conflict", "Taken", "Taking", "proposals", "take"]
