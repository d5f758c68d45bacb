"""What the towns were asked and have answered: who has reported, what their sheets say, what stands against it, whom to remind."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Credits, Exhibit
from outreach.views.frames import Row, records
from outreach.words import Words


class Round(Protocol):
    """A round: its id, what it is called in each language, and the day it is due."""

    @property
    def round_id(self) -> str: ...

    @property
    def name(self) -> Mapping[str, str]: ...

    @property
    def due_on(self) -> date: ...


class Rounds(Protocol):
    """The rounds there are, the newest first, and each as its sheets tell of it."""

    @property
    def newest(self) -> Sequence[str]: ...

    def round(self, round_id: str) -> Round:
        """The round of this id."""


STATES = ("reported", "partly", "waiting", "late")


def standing(say: Words, district: District, of: Round, found: pd.DataFrame, on: date) -> Exhibit:
    """The towns of one round, those that are late first, each with where it stands; found is the measure of that name."""
    mine = found.xs(of.round_id, level="round_id").reset_index()
    mine = mine.sort_values(["late_days", "answered", "area_code"], ascending=[False, True, True], kind="stable")
    names = town_names(say, district.areas)
    rows = pd.DataFrame(
        {
            "town": [names.get(code, code) for code in mine["area_code"]],
            "state": [state(say, row) for row in records(mine)],
            "answered": mine["answered"].astype(int),
            "asked": mine["asked"].astype(int),
            "due": [of.due_on.isoformat()] * len(mine),
            "when": [day.date().isoformat() if pd.notna(day) else "" for day in mine["returned_on"]],
            "who": [who if isinstance(who, str) else "" for who in mine["returned_by"]],
        }
    )
    counts = {one: int((mine["state"] == one).sum()) for one in STATES}
    sums = {one: int(mine[one].sum()) for one in ("asked", "answered")}
    return _exhibit(
        "returns",
        say("rounds.list_title", round=of.name[say.language]),
        say("rounds.list_sentence", day=on.isoformat(), n=len(mine), **counts, **sums),
        rows,
        [
            Column(name, say(f"rounds.column_{name}"), "integer" if name in ("answered", "asked") else "text")
            for name in map(str, rows)
        ],
    )


def state(say: Words, row: Row) -> str:
    """Where a town stands, with how much of it is answered and how many days it is late."""
    kind = "overdue" if row["state"] == "partly" and row["late_days"] else row["state"]
    return say(f"rounds.state_{kind}", answered=row["answered"], asked=row["asked"], days=row["late_days"])


def rounds(say: Words, kept: Rounds) -> dict[str, str]:
    """The rounds' ids with their names and the days they are due, the newest first."""
    found = [kept.round(one) for one in kept.newest]
    return {of.round_id: say("rounds.option", name=of.name[say.language], due=of.due_on.isoformat()) for of in found}


def reminders(say: Words, district: District, of: Round, found: pd.DataFrame) -> list[tuple[str, str]]:
    """A text for each town that is late in a round, those that are longest first: the town's name, and what to send it."""
    mine = found.xs(of.round_id, level="round_id").reset_index()
    late = mine[mine["late_days"] > 0].sort_values(["answered", "asked"], kind="stable")
    names, desk = town_names(say, district.areas), district.home.desk
    office = say("rounds.remind_office", office=desk.office[say.language], telephone=desk.telephone).strip("\u3000 ")
    texts = []
    for row in records(late):
        told = {
            "town": names.get(row["area_code"], row["area_code"]),
            "days": row["late_days"],
            "left": row["asked"] - row["answered"],
        }
        named = {"round": of.name[say.language], "due": of.due_on.isoformat(), "office": office}
        texts.append((told["town"], say("rounds.remind_text", **told, **named).strip()))
    return texts


def files(say: Words, rows: pd.DataFrame) -> Exhibit:
    """The sheets handed in, whose they are and what is in them."""
    faulty = int((rows["faults"] > 0).sum())
    kinds = ("answers", "confirmed", "changed", "others", "conflicts", "faults")
    columns = [
        Column(name, say(f"rounds.column_{name}"), "integer" if name in kinds else "text") for name in map(str, rows)
    ]
    sentence = say("rounds.files_sentence", n=len(rows), sound=len(rows) - faulty, faulty=faulty)
    return _exhibit("returned_files", say("rounds.files_title"), sentence, rows, columns)


def faults(say: Words, found: Sequence[Fault]) -> Exhibit | None:
    """Every fault of the sheets handed in, each at its file, sheet, row and column; None where there is none."""
    if not found:
        return None
    told = [(fault.file, fault.row, fault.column or "", say.fault(fault)) for fault in found]
    rows = pd.DataFrame(told, columns=["file", "row", "column", "fault"])
    columns = [
        Column(name, say(f"desk.column_{name}"), "integer" if name == "row" else "text") for name in map(str, rows)
    ]
    files = say.list(list(dict.fromkeys(rows["file"])))
    return _exhibit(
        "returned_faults", say("desk.faults_title"), say("desk.faults_sentence", file=files, n=len(rows)), rows, columns
    )


def answers(say: Words, rows: pd.DataFrame, again: int) -> Exhibit | None:
    """Every answer that would be taken over; None where there is none."""
    if rows.empty:
        return None
    counts = {one: int((rows["kind"] == one).sum()) for one in ("changed", "confirmed")}
    more = say("rounds.again", n=again) if again else ""
    sentence = say("rounds.answers_sentence", n=len(rows), again=more, **counts)
    return _exhibit(
        "returned_answers", say("rounds.answers_title"), sentence, rows, _columns(say, rows, ("kind", "file"))
    )


def conflicts(say: Words, rows: pd.DataFrame) -> Exhibit | None:
    """Every answer that something stands against, with what and why; None where there is none."""
    if rows.empty:
        return None
    rows = rows.assign(why=[say(f"rounds.conflict_{kind}") for kind in rows["kind"]])
    sentence = say("rounds.conflicts_sentence", n=len(rows))
    return _exhibit("returned_conflicts", say("rounds.conflicts_title"), sentence, rows, _columns(say, rows, ("kind",)))


def _columns(say: Words, rows: pd.DataFrame, without: Sequence[str]) -> list[Column]:
    return [
        Column(name, say(f"rounds.column_{name}"), "integer" if name == "row" else "text")
        for name in map(str, rows)
        if name not in without
    ]


def _exhibit(name: str, title: str, sentence: str, rows: pd.DataFrame, columns: Sequence[Column]) -> Exhibit:
    return Exhibit(
        name=name, title=title, sentence=sentence, rows=rows, columns=tuple(columns), credits=Credits("", "", "", "")
    )
