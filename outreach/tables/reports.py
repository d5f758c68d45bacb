"""The rounds in which the towns report, as the desk keeps them, and how one is opened."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.tables import INSIDE, ledger
from outreach.tables.asking import questions, towns
from outreach.tables.forms import Round
from outreach.tables.number_formats import MONTHS
from outreach.tables.table import read_table
from outreach.tables.writing import written

_QUARTER = re.compile(r"(\d{4})\s*年?\s*第?\s*([1-4一二三四])\s*季度?")
_ENGLISH = re.compile(r"(\d{4})\s*Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*年\s*(1[0-2]|0?[1-9])\s*月")


@dataclass(frozen=True, eq=False)
class Reports:
    """What is kept of the rounds: the rounds themselves, everything asked in them with its answers, what is wrong with the files."""

    rounds: pd.DataFrame
    returns: pd.DataFrame
    faults: tuple[Fault, ...] = ()

    def table(self, name: str) -> pd.DataFrame:
        """`rounds` or `returns`. Raises KeyError for any other name."""
        return {"rounds": self.rounds, "returns": self.returns}[name]

    def round(self, round_id: str) -> Round:
        """A round as its sheets tell of it. Raises KeyError where there is none of that id."""
        row = self._row(round_id)
        return Round(round_id, {"zh": row["name_zh"], "en": row["name_en"]}, row["due_on"].date())

    def sent_on(self, round_id: str) -> date:
        """The day a round went out. Raises KeyError as `round` does."""
        day: date = self._row(round_id)["sent_on"].date()
        return day

    def unit(self, round_id: str) -> str:
        """The unit in whose name the towns report in a round. Raises KeyError as `round` does."""
        return str(self._row(round_id)["unit_id"])

    def _row(self, round_id: str) -> dict[Any, Any]:
        rows = self.rounds[self.rounds["round_id"] == round_id].to_dict("records")
        if not rows:
            raise KeyError(round_id)
        return rows[0]

    @property
    def newest(self) -> list[str]:
        """The rounds, the one that went out last first."""
        order = self.rounds.reset_index().sort_values(["sent_on", "index"], ascending=False)
        return list(order["round_id"])


class Unopened(ValueError):
    """Why a round cannot be opened; `fault` is the sentence."""

    def __init__(self, rule: str, **details: object):
        super().__init__(rule)
        self.fault = Fault("data/rounds.csv", None, None, rule, details)


@dataclass(frozen=True)
class Wanted:
    """A round to be opened: what it is called, when it goes out and is due, which towns it asks (all where none is named), whether
    it asks of the plan too."""

    name: str
    sent_on: date
    due_on: date
    towns: Sequence[str] = ()
    plan: bool = True
    unit_id: str = ""


def read(data: Path) -> Reports:
    """What the directory of a district's tables has of the rounds; a file at fault is told of, and counts as if it were empty."""
    found = {name: read_table(data, name, model) for name, model in INSIDE.items()}
    frames = {name: INSIDE[name].empty() if reading.frame is None else reading.frame for name, reading in found.items()}
    faults = [fault for reading in found.values() for fault in reading.faults]
    known = set(frames["rounds"]["round_id"])
    for place, round_id in enumerate(frames["returns"]["round_id"]):
        if round_id not in known and found["rounds"].frame is not None:
            faults.append(
                found["returns"].fault(place, "round_id", "return_round", found=round_id, rounds=sorted(known))
            )
            break
    return Reports(frames["rounds"], frames["returns"], tuple(faults))


def named(name: str) -> tuple[str, str]:
    """The id and the English name of a round called so: of a quarter or a month where the name says one."""
    quarter = _QUARTER.search(name) or _ENGLISH.search(name)
    if quarter:
        number = "一二三四".find(quarter[2]) + 1 or int(quarter[2])
        return f"{quarter[1]}-q{number}", f"Q{number} {quarter[1]}"
    if month := _MONTH.search(name):
        return f"{month[1]}-{int(month[2]):02}", f"{MONTHS[int(month[2]) - 1]} {month[1]}"
    return "", name


def opened(district: District, before: Reports, wanted: Wanted) -> tuple[Reports, str]:
    """The rounds with this one, and its id: what every town is asked, as the record is now. Raises Unopened."""
    known = towns(district)
    codes = list(wanted.towns) or list(known["area_code"])
    name, unit = wanted.name.strip(), wanted.unit_id or _reporter(district)
    if before.faults:
        raise Unopened("round_faulty", file=before.faults[0].file)
    if not name:
        raise Unopened("round_unnamed")
    if name in set(before.rounds["name_zh"]):
        raise Unopened("round_twice", found=name)
    if wanted.due_on < wanted.sent_on:
        raise Unopened("due_before_sent", found=wanted.due_on.isoformat(), sent_on=wanted.sent_on.isoformat())
    if strangers := [code for code in codes if code not in set(known["area_code"])]:
        raise Unopened("round_no_town", found=strangers)
    if not unit:
        raise Unopened("round_no_unit")
    stem, english = named(name)
    round_id = _free(stem or f"due-{wanted.due_on.isoformat()}", set(before.rounds["round_id"]))
    rows = [
        {"round_id": round_id, "area_code": code, "number": number, "about": one.about, "row": one.row}
        | {"field": one.field, "recorded": one.recorded or None}
        for code in codes
        for number, one in enumerate(questions(district, code, before.returns, wanted.plan), 1)
    ]
    if not rows:
        raise Unopened("round_empty")
    told: dict[str, object] = {"round_id": round_id, "name_zh": name, "name_en": english, "unit_id": unit}
    told |= {"sent_on": pd.Timestamp(wanted.sent_on), "due_on": pd.Timestamp(wanted.due_on)}
    return Reports(joined(before.rounds, [told]), joined(before.returns, rows)), round_id


def proposals(root: Path, before: Reports, after: Reports) -> list[ledger.Proposal]:
    """Both tables as they are to be put in place; those that stay as they are are left out."""
    found = []
    for name in INSIDE:
        now, then = before.table(name), after.table(name)
        if then is not now:
            path = ledger.table_file(root, name)
            compared = ledger.digest(ledger.content_of(path))
            counts = {"added": len(then) - len(now), "changed": _changed(now, then), "removed": 0}
            found.append(ledger.Proposal(name, written(name, then), compared, counts))
    return found


def _changed(now: pd.DataFrame, then: pd.DataFrame) -> int:
    """How many of the rows there are will be others."""
    same = then.head(len(now)).reset_index(drop=True)
    both = now.reset_index(drop=True)
    return int(((same != both) & ~(same.isna() & both.isna())).any(axis=1).sum())


def joined(frame: pd.DataFrame, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """A table with these rows below its own."""
    if not rows:
        return frame
    more = pd.DataFrame(list(rows)).reindex(columns=list(frame)).astype(frame.dtypes.to_dict())
    return pd.concat([frame, more], ignore_index=True)


def _reporter(district: District) -> str:
    """The unit that stands for the towns; empty where the units have none."""
    found = district.units.loc[district.units["kind"] == "towns", "unit_id"]
    return str(found.iloc[0]) if len(found) else ""


def _free(stem: str, taken: set[str]) -> str:
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
