"""A town's sheet as it comes back: whose it is, of which round, and what is answered in it; or everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.tables import additions
from outreach.tables.additions import Addition
from outreach.tables.asking import CHANGED, CONFIRMED, UNKNOWN, Question
from outreach.tables.cells import Cell, Refused, day, meant, trimmed
from outreach.tables.faults import spoken
from outreach.tables.fields import Unread, entered, folded
from outreach.tables.forms import (
    ANSWERED,
    COLUMNS,
    DAY,
    PHONE,
    PLACES,
    REST,
    REST_OPTION,
    ROUND,
    TITLES,
    TOWN,
    VERSION,
    WHO,
    Line,
    asked_of,
    line,
    name_of,
    options,
    version,
)
from outreach.tables.incoming import UNPACKED, unwelcome
from outreach.tables.reading import Unreadable, grids_of
from outreach.tables.reports import Reports
from outreach.tables.returns import ANSWERS
from outreach.tables.workbooks.grid import Grid, column_name

LOCKED = ("subject", "asked", "recorded")
DEEPEST = 60  # rows above which the headings must stand
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Answer:
    """What a row of a sheet answers: how, with which value as the table would have it, and where it stands in the file."""

    kind: str
    value: str
    note: str
    row: int


@dataclass
class Returned:
    """A file as it came: of which round and town, by whom and when it was filled in, and its answers by their numbers.

    `additions` are the bases it wants on record, which stand on its sheet `added_on`. `faults` say what is wrong with it; then
    nothing of it is to be used. `notes` are no faults, but must be told.
    """

    file: str
    sheet: str = ""
    round_id: str = ""
    town: str = ""
    who: str = ""
    day: date | None = None
    asked: Mapping[int, Question] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    additions: list[Addition] = field(default_factory=list)
    added_on: str = ""
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The file and its sheet, as faults tell where they are."""
        return self.place_of(self.sheet)

    def place_of(self, sheet: str) -> str:
        """The file and a sheet of it, as faults tell where they are."""
        return f"{self.file} [{sheet}]" if sheet else self.file

    def fault(self, row: int | None, column: str | None, rule: str, **details: object) -> None:
        """Something is wrong with it there."""
        self.faults.append(Fault(self.place, row, column, rule, details))


def is_sheet(content: bytes) -> bool:
    """Whether a file is a town's sheet, however it was saved."""
    try:
        return any(_headed(grid) is not None for grid in grids_of(content, UNPACKED))
    except Unreadable:
        return False


def read(file: str, content: bytes, district: District, reports: Reports, on: date) -> Returned:
    """What a file says that came in on that day. Never raises for what it holds."""
    found = Returned(file)
    if unfit := unwelcome(file, content):
        found.faults.append(unfit)
        return found
    try:
        grids = list(grids_of(content, UNPACKED))
    except Unreadable as fault:
        found.fault(fault.row, None, fault.rule, **fault.details)
        return found
    headed = [(grid, head) for grid in grids if (head := _headed(grid)) is not None]
    if len(headed) != 1:
        found.fault(None, None, "return_no_sheet" if not headed else "return_two_sheets")
        return found
    found.sheet = headed[0][0].name
    _Reader(found, *headed[0], district, reports, on).read()
    for grid, head in [(grid, head) for grid in grids if (head := additions.headed(grid)) is not None][:1]:
        found.added_on = grid.name
        told, faults = additions.read(grid, head, found.place_of(grid.name), district)
        found.additions += told
        found.faults += faults
    return found


def read_all(files: Sequence[tuple[str, bytes]], district: District, reports: Reports, on: date) -> list[Returned]:
    """What several files say; those of one name are told apart by a number."""
    found: list[Returned] = []
    for name, content in files:
        again = sum(one.file == name or one.file.startswith(f"{name} (") for one in found)
        found.append(read(f"{name} ({again + 1})" if again else name, content, district, reports, on))
    return found


def _headed(grid: Grid) -> int | None:
    """The row of a sheet's headings; None where it has none of them together."""
    known = {folded(title) for name in COLUMNS for title in TITLES[name]}
    for row, cells in grid.rows.items():
        if row > DEEPEST:
            return None
        if len({folded(cell) for cell in cells} & known) >= 4:
            return row
    return None


class _Reader:
    """The state of going through one sheet."""

    def __init__(self, found: Returned, grid: Grid, head: int, district: District, reports: Reports, on: date) -> None:
        self._found, self._grid, self._head = found, grid, head
        self._district, self._reports, self._on = district, reports, on
        self._columns: dict[str, int] = {}
        self._seen_at: dict[int, int] = {}

    def read(self) -> None:
        self._whose()
        if self._found.faults:
            return
        self._headings()
        if self._found.faults:
            return
        self._day()
        rows = dict(self._rows())
        self._found.answers |= {number: one for number, one in rows.items() if one is not None}
        self._rest(rows)
        left = set(self._found.asked) - set(rows)
        fewer = left - set(answered(self._reports, self._found.round_id, self._found.town))
        if fewer:
            self._found.notes.append(Fault(self._found.place, None, None, "return_fewer", {"n": len(fewer)}))

    def _beside(self, name: str) -> tuple[int, str, str]:
        """What stands right of a label above the headings: its row, the letter of its column, and the cell."""
        labels = {folded(title) for title in TITLES[name]}
        for row, cells in self._grid.rows.items():
            if row >= self._head:
                break
            for place, cell in enumerate(cells):
                if folded(cell) in labels:
                    there = cells[place + 1] if place + 1 < len(cells) else ""
                    return row, column_name(place + 2), trimmed(there) if type(there) is not Cell else there
        home = {**PLACES, **ANSWERED}[name]
        return int(home[1:]), home[0], ""

    def _whose(self) -> None:
        """Of which round and town it is, by what stands above the headings."""
        row, letter, told = self._beside(ROUND)
        known = list(self._reports.rounds["round_id"])
        if told not in known:
            self._found.fault(row, letter, "return_round", found=spoken(told), rounds=known)
            return
        self._found.round_id = str(told)
        row, letter, told = self._beside(TOWN)
        self._found.town = self._town(told)
        self._found.asked = asked_of(self._reports.returns, self._found.round_id, self._found.town)
        if not self._found.asked:
            self._found.fault(row, letter, "return_town", found=spoken(told), round=self._name())
            return
        sent = version(self._found.round_id, self._found.town, self._found.asked)
        row, letter, told = self._beside(VERSION)
        if told != sent:
            self._found.fault(
                row,
                letter,
                "return_version",
                found=spoken(told),
                expected=sent,
                town=name_of(self._district, self._found.town),
            )
        self._found.who = " ".join(filter(None, (self._beside(WHO)[2], self._beside(PHONE)[2])))

    def _name(self) -> dict[str, str]:
        return dict(self._reports.round(self._found.round_id).name)

    def _town(self, told: str) -> str:
        """The code of the town that a cell tells: by its code, or by its name alone."""
        parts = told.replace("\u3000", " ").split()
        areas = self._district.areas
        codes = [one for one in parts if one in set(areas["area_code"])]
        names = areas.loc[(areas["name_zh"] == told) | (areas["name_en"] == told), "area_code"]
        return codes[-1] if codes else str(names.iloc[0]) if len(names) == 1 else ""

    def _headings(self) -> None:
        """Where each column stands; the one with the checks may be lacking."""
        for place, cell in enumerate(self._grid.rows[self._head]):
            for name in COLUMNS:
                if folded(cell) in {folded(title) for title in TITLES[name]}:
                    self._columns.setdefault(name, place)
        cells = self._grid.rows[self._head]
        for place, name in enumerate(COLUMNS[:-1]):
            if name not in self._columns:
                there = cells[place] if place < len(cells) else ""
                expected = dict(zip(_LANGUAGES, TITLES[name], strict=True))
                self._found.fault(
                    self._head,
                    column_name(place + 1),
                    "return_heading",
                    found=spoken(trimmed(there)),
                    expected=expected,
                )

    def _day(self) -> None:
        row, letter, told = self._beside(DAY)
        if not told:
            return
        try:
            found = day(meant(told, "date") if isinstance(told, Cell) else told).date()
        except Refused:
            self._found.fault(row, letter, "return_no_day", found=spoken(told))
            return
        if found > self._on:
            self._found.fault(row, letter, "return_late_day", found=found.isoformat(), today=self._on.isoformat())
        self._found.day = found

    def _cell(self, row: int, name: str) -> str:
        cells, place = self._grid.rows[row], self._columns.get(name, -1)
        cell = cells[place] if 0 <= place < len(cells) else ""
        return cell if isinstance(cell, Cell) else trimmed(cell)

    def _seen(self, row: int, name: str) -> str:
        return spoken(trimmed(str(self._cell(row, name))))

    def _letter(self, name: str) -> str:
        return column_name(self._columns[name] + 1)

    def _rows(self) -> Iterator[tuple[int, Answer | None]]:
        """The questions of the sheet by their numbers, each with its answer; None where it has none."""
        seen = self._seen_at
        for row in sorted(one for one in self._grid.rows if one > self._head):
            if not any(self._cell(row, name) for name in COLUMNS[:-1]):
                continue
            told = self._cell(row, "number")
            number = int(told.removesuffix(".0")) if told.removesuffix(".0").isdigit() else 0
            if number not in self._found.asked:
                last = max(self._found.asked)
                self._found.fault(row, self._letter("number"), "return_number", found=spoken(told), last=last)
            elif number in seen:
                self._found.fault(row, self._letter("number"), "return_repeated", found=number, first_row=seen[number])
            else:
                seen[number] = row
                self._locked(row, number)
                yield number, self._answer(row, number)

    def _locked(self, row: int, number: int) -> None:
        """Tell which of the cells that nobody is to change are others than when they were sent."""
        lines = [line(self._district, number, self._found.asked[number], one) for one in _LANGUAGES]
        there = {name: trimmed(str(self._cell(row, name))) for name in LOCKED}
        if Line(number, **there).check == self._cell(row, "check"):
            return  # as they were sent, whatever has been renamed since
        for name in LOCKED:
            expected = [trimmed(getattr(one, name)) for one in lines]
            if there[name] not in expected:
                both = dict(zip(_LANGUAGES, expected, strict=True))
                title = dict(zip(_LANGUAGES, TITLES[name], strict=True))
                self._found.fault(
                    row, self._letter(name), "return_locked", found=spoken(there[name]), expected=both, title=title
                )

    def _answer(self, row: int, number: int) -> Answer | None:
        one = self._found.asked[number]
        told, note = self._cell(row, "answer"), str(self._cell(row, "note"))
        value = self._value(row, one)
        kind = next((name for name, names in ANSWERS.items() if folded(told) in map(folded, (name, *names))), "")
        allowed = (*options(one), CHANGED)
        if told and kind not in allowed:
            names = [dict(zip(_LANGUAGES, ANSWERS[name], strict=True)) for name in options(one)]
            self._found.fault(row, self._letter("answer"), "return_answer", found=spoken(told), allowed=names)
            return None
        if value is None or not (told or value):
            return None
        if kind not in ("", CHANGED) and value and not (kind == CONFIRMED and value == one.recorded):
            self._found.fault(
                row, self._letter("value"), "return_both", found=self._seen(row, "value"), answer=spoken(told)
            )
            return None
        if kind == CHANGED and not value:
            self._found.fault(row, self._letter("value"), "return_no_value", answer=spoken(told))
            return None
        if value and value == one.recorded and kind != CONFIRMED:
            kind = CONFIRMED if one.confirmable else UNKNOWN
        return Answer(kind or CHANGED, value if kind in ("", CHANGED) else "", note, row)

    def _value(self, row: int, one: Question) -> str | None:
        """The new value as the table would have it; None where it cannot be read."""
        cell = self._cell(row, "value")
        try:
            return entered(self._district, one, cell)
        except Unread as unread:
            self._wrong(row, cell, unread.rule, **unread.details)
            return None

    def _wrong(self, row: int, cell: str, rule: str, **details: object) -> None:
        title = dict(zip(_LANGUAGES, TITLES["value"], strict=True))
        self._found.fault(row, self._letter("value"), rule, found=spoken(trimmed(str(cell))), title=title, **details)

    def _rest(self, rows: Mapping[int, Answer | None]) -> None:
        """What is on record and not answered row by row is right, where the sheet says so of all the rest."""
        row, letter, told = self._beside(REST)
        if not told:
            return
        if folded(told) not in map(folded, REST_OPTION):
            expected = dict(zip(_LANGUAGES, REST_OPTION, strict=True))
            self._found.fault(row, letter, "return_rest", found=spoken(told), expected=expected)
            return
        for number, answer in rows.items():
            if answer is None and self._found.asked[number].confirmable:
                self._found.answers[number] = Answer(CONFIRMED, "", "", self._seen_at[number])


def answered(reports: Reports, round_id: str, town: str) -> list[int]:
    """The numbers of what a town has answered in a round."""
    told: pd.DataFrame = reports.returns
    mine = told[(told["round_id"] == round_id) & (told["area_code"] == town) & told["answer"].notna()]
    return [int(number) for number in mine["number"]]
