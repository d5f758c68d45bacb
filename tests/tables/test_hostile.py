"""Whatever is written into a cell is taken as the text it is, or refused in a sentence that names its place."""

from functools import cache

import pytest

from outreach.tables import MODELS
from outreach.tables.cells import trimmed
from outreach.tables.columns import describe
from tests import hostile
from tests.conftest import SAY

REFUSED = {"sum", "command", "link of a sheet", "no letter", "nothing", "controls", "a hundred kilobytes"}
"""What no text may be: a formula, signs that are no letters, and what was pasted by mistake."""


@cache
def tried(table):
    """Every text in every column of texts and codes: the cells, what came of them, and the faults by row and column."""
    columns = [name for name, spec in describe(MODELS[table]).items() if spec["type"] in ("text", "code", "list")]
    cells = [(column, name) for column in columns for name in hostile.TEXTS]
    reading = hostile.read(table, [(column, hostile.TEXTS[name]) for column, name in cells])
    return cells, reading, {(fault.row, fault.column): fault for fault in reading.faults}


@pytest.mark.parametrize("table", MODELS)
def test_a_text_is_taken_as_it_is_or_refused_at_its_row_and_column(table):
    cells, reading, faults = tried(table)
    frame = reading.draft if reading.frame is None else reading.frame
    for number, (column, name) in enumerate(cells, 2):
        fault = faults.get((number, column))
        if fault is None:
            assert describe(MODELS[table])[column]["type"] == "text"
            assert frame[column].iat[number - 2] == trimmed(hostile.TEXTS[name])
        for say in SAY.values() if fault else ():
            assert say.fault(fault).isprintable() and len(say.fault(fault)) < 600


@pytest.mark.parametrize("table", [one for one in MODELS if hostile.texts(one)])
def test_where_anything_may_be_written_only_that_is_refused_which_is_no_text(table):
    cells, _, faults = tried(table)
    for column in hostile.texts(table):
        refused = {name for number, (of, name) in enumerate(cells, 2) if of == column and (number, column) in faults}
        assert refused >= REFUSED and refused - REFUSED <= {"long"}, column
