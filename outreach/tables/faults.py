"""From a typed frame's failed checks to faults: the pandera model decides, this module says what it decided."""

import difflib
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pandas as pd
import pandera.pandas as pa

from outreach.faults import Fault
from outreach.tables import opening
from outreach.tables.columns import Columns, Described, Labels, Table, describe, key

__all__ = ["Fault", "Told", "Unreadable", "allowed", "nearest", "spoken", "verdicts"]

Cell = tuple[int, str]
Details: TypeAlias = Mapping[str, object]
"""What fills the sentence of a fault."""
Told = dict[Cell, tuple[str, Details]]

LONGEST = 40


class Unreadable(Exception):
    """A file that cannot be read at all; holds the one fault that says why."""

    def __init__(self, rule: str, row: int | None = None, **details: object):
        super().__init__(rule)
        self.rule, self.row, self.details = rule, row, details


def spoken(found: str) -> str:
    """A cell's text as a sentence may quote it: no control characters, not too long."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in found)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def nearest(found: str, known: list[str], letters: int = 4) -> str | None:
    """The known word that looks most like the one found, if any does. With fewer letters than that, as in codes of digits, all look alike."""
    if sum(map(str.isalpha, found)) < letters:
        return None
    return next(iter(difflib.get_close_matches(found, known, 1, 0.8)), None)


def allowed(values: Labels) -> list[dict[str, str]]:
    """A closed list as a sentence enumerates it: each value with its label."""
    return [{"zh": f"{value}（{zh}）", "en": value} for value, (zh, _) in values.items()]


def verdicts(model: type[Table], frame: pd.DataFrame, texts: pd.DataFrame, refused: Told, absent: set[str]) -> Told:
    """What the model refuses of a frame, by row and column, beside the cells that were refused when they were read.

    A cell is told of once. Rules that look at several cells of a row speak only where all of the row's cells are sound,
    and keys are compared where they are sound, so that one slip does not draw a second sentence.
    """
    columns = describe(model)
    swaps: Told = {}
    cells: Told = {}
    rows: Told = {}
    repeated: list[int] = []
    for failed in _failures(model, frame):
        if failed.reason_code.name == "DUPLICATES":
            repeated = list(failed.failure_cases["index"].drop_duplicates())
        elif isinstance(failed.schema, pa.DataFrameSchema):
            rule, blamed, *tells = failed.check.name.split(":")
            into = swaps if rule == "swapped" else rows
            for row in failed.failure_cases["index"].drop_duplicates():
                into[row, blamed] = _row_rule(rule, blamed, tells, columns, texts.loc[row])
        else:
            for row in failed.failure_cases["index"]:
                column = failed.schema.name
                cells.setdefault((row, column), _cell_rule(failed, columns[column], texts[column][row]))
    told = {**cells, **swaps, **refused}
    told = {cell: verdict for cell, verdict in told.items() if cell[1] not in absent}
    unsound = {row for row, _ in told}
    if not absent:
        told |= {cell: verdict for cell, verdict in rows.items() if cell[0] not in unsound}
        sound = [row for row in repeated if not any((row, column) in told for column in key(model))]
        told |= dict(_duplicates(key(model), frame, texts, sound))
    return told


def _failures(model: type[Table], frame: pd.DataFrame) -> list[pa.errors.SchemaError]:
    try:
        model.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failed:
        return failed.schema_errors
    return []


def _row_rule(rule: str, blamed: str, tells: list[str], columns: Columns, texts: pd.Series) -> tuple[str, Details]:
    if rule == "swapped":
        return rule, {"lon": spoken(texts["lat"].strip()), "lat": spoken(texts["lon"].strip())}
    details = {column: spoken(texts[column].strip()) for column in tells}
    other = columns[tells[0]]["title"] if tells else ""
    return rule, details | {"found": spoken(texts[blamed].strip()), "title": columns[blamed]["title"], "other": other}


def _cell_rule(failed: pa.errors.SchemaError, spec: Described, found: str) -> tuple[str, Details]:
    details: dict[str, object] = {"found": spoken(found.strip()), "title": spec["title"]}
    if failed.reason_code.name == "SERIES_CONTAINS_NULLS":
        return "empty_cell", {"title": spec["title"]}
    if failed.reason_code.name == "SERIES_CONTAINS_DUPLICATES":
        return "repeated_value", details
    check = failed.check.name
    if check == "greater_than_or_equal_to":
        return "below_least", details | {"least": f"{spec['least']:g}"}
    if check == "less_than_or_equal_to":
        return "above_most", details | {"most": f"{spec['most']:g}"}
    if check in ("isin", "not_allowed"):
        return "not_allowed", details | {"allowed": allowed(spec["values"] or {})}
    if check == "opening_hours":
        return check, details | {"piece": spoken(opening.trouble(found))}
    if check in ("telephone", "photo_name"):
        return check, details
    if check == "str_matches":
        return "not_code", details
    raise ValueError(f"no sentence for the check {check} of {failed.schema.name}")


def _duplicates(
    keys: list[str], frame: pd.DataFrame, texts: pd.DataFrame, rows: list[int]
) -> Iterator[tuple[Cell, tuple[str, Details]]]:
    """One fault for every row whose key an earlier row has."""
    first = frame.loc[rows].groupby(keys, dropna=False, sort=False).groups
    for same in first.values():
        for row in same[1:]:
            found = " / ".join(spoken(texts[column][row].strip()) for column in keys)
            yield (row, keys[0]), ("repeated_key", {"found": found, "first_row": int(same[0])})
