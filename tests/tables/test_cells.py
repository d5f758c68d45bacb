"""What may stand in a cell, and what it is read as."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.tables.cells import Kind, typed
from tests.towns import HAIMEN


def read(kind: str, cell: str, values=None):
    column, refused = typed(pd.Series([cell]), Kind(kind, values))
    return refused.get(0) or column[0]


@pytest.mark.parametrize(
    "kind, cell, value",
    [
        ("integer", "54000", 54000),
        ("integer", " 54000\u3000", 54000),
        ("integer", "５４０００", 54000),
        ("integer", "54,000", 54000),
        ("integer", "５４，０００", 54000),
        ("integer", "1,234,567", 1234567),
        ("integer", "54000.0", 54000),
        ("integer", "-5", -5),
        ("number", "34.78", 34.78),
        ("number", "1,234.5", 1234.5),
        ("number", "．5", 0.5),
        ("number", "1E-3", 0.001),
        ("number", "－2", -2.0),
        ("share", "0.14", 0.14),
        ("share", "14%", 0.14),
        ("share", "１４％", 0.14),
        ("share", "14.5 %", 0.145),
        ("share", "0", 0.0),
        ("share", "100%", 1.0),
        ("quantity", "20%", 0.2),
        ("quantity", "8,000", 8000.0),
        ("quantity", "150%", 1.5),
        ("year", "2025", 2025),
        ("year", "２０２５年", 2025),
        ("year", "2025.0", 2025),
        ("date", "2025-03-01", pd.Timestamp(2025, 3, 1)),
        ("date", "2025/3/1", pd.Timestamp(2025, 3, 1)),
        ("date", "2025年3月1日", pd.Timestamp(2025, 3, 1)),
        ("date", "2025.3.1", pd.Timestamp(2025, 3, 1)),
        ("date", "２０２５－０３－０１", pd.Timestamp(2025, 3, 1)),
        ("date", "2025-03-01 00:00:00", pd.Timestamp(2025, 3, 1)),
        ("flag", "是", True),
        ("flag", "Yes", True),
        ("flag", "TRUE", True),
        ("flag", "１", True),
        ("flag", "否", False),
        ("flag", "no", False),
        ("flag", "0", False),
        ("code", f"{HAIMEN}.0", HAIMEN),
        ("code", "３２０６１４", "320614"),
        ("code", " A1.1 ", "A1.1"),
        ("text", " 海门，“新” ", "海门，“新”"),
        ("text", "\ufeff海门\u200b", "海门"),
        ("text", "第一行\n第二行", "第一行\n第二行"),
        ("list", "a;b；a", ("a", "b")),
        ("list", "", ()),
    ],
)
def test_what_offices_write_is_read(kind, cell, value):
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    "kind, cell, rule",
    [
        ("integer", "3.5", "not_integer"),
        ("integer", "1,23", "bad_grouping"),
        ("integer", "12,34,567", "bad_grouping"),
        ("integer", "一千", "not_integer"),
        ("integer", "1_000", "not_integer"),
        ("integer", "0x10", "not_integer"),
        ("integer", "9" * 30, "not_integer"),
        ("integer", "14%", "not_integer"),
        ("number", "14%", "percent_sign"),
        ("number", "nan", "not_number"),
        ("number", "inf", "not_number"),
        ("number", "1e999", "not_number"),
        ("number", "-", "not_number"),
        ("number", "1 000", "not_number"),
        ("number", "1.2.3", "not_number"),
        ("share", "14", "not_share"),
        ("share", "912", "not_share"),
        ("share", "-0.1", "not_share"),
        ("share", "101%", "not_share"),
        ("share", "14%%", "not_share"),
        ("quantity", "二十", "not_quantity"),
        ("quantity", "%", "not_quantity"),
        ("year", "25", "not_year"),
        ("year", "2025-2026", "not_year"),
        ("year", "2025-03-01", "not_year"),
        ("date", "3/1/2025", "ambiguous_date"),
        ("date", "01-03-25", "ambiguous_date"),
        ("date", "2025-02-30", "not_date"),
        ("date", "2025", "not_date"),
        ("date", "45717", "not_date"),
        ("date", "2025-03-01 08:30:00", "not_date"),
        ("date", "2025-03/01", "not_date"),
        ("flag", "免费", "not_flag"),
        ("flag", "2", "not_flag"),
        ("code", "3.20614E+08", "rounded_code"),
        ("code", "a\x00b", "control_character"),
        ("text", "a\x07b", "control_character"),
        ("text", "#REF!", "error_cell"),
        ("number", "#N/A", "error_cell"),
        ("text", "=SUM(A1:A3)", "formula_cell"),
    ],
)
def test_what_is_unclear_is_refused(kind, cell, rule):
    assert read(kind, cell) == rule


@pytest.mark.parametrize("cell", ["open", "OPEN", "开放", "ｏｐｅｎ", " open "])
def test_a_closed_list_takes_its_labels_too(cell):
    assert read("code", cell, {"open": ("开放", "open to all")}) == "open"


@pytest.mark.parametrize("kind", ["text", "code", "number", "share", "quantity", "integer", "year", "date", "flag"])
@pytest.mark.parametrize("cell", ["", "  ", "\u3000", "\ufeff"])
def test_an_empty_cell_is_missing(kind, cell):
    assert pd.isna(read(kind, cell))


@given(st.lists(st.floats(0, 1), max_size=20))
def test_a_share_is_the_same_as_number_and_as_percentage(shares):
    plain, none = typed(pd.Series([repr(share) for share in shares], dtype=object), Kind("share"))
    percent, neither = typed(pd.Series([f"{share * 100!r}%" for share in shares], dtype=object), Kind("share"))
    assert not none and all(math.isclose(one, share) for one, share in zip(plain, shares))
    assert all(rule == "not_share" for rule in neither.values())
    assert all(
        abs(other - share) < 1e-9
        for other, share in zip(percent.drop(list(neither)), [s for n, s in enumerate(shares) if n not in neither])
    )


@given(
    st.sampled_from(["text", "code", "number", "share", "quantity", "integer", "year", "date", "flag", "list"]),
    st.text(),
)
def test_no_text_makes_reading_fail(kind, cell):
    column, _ = typed(pd.Series([cell], dtype=object), Kind(kind))
    assert len(column) == 1
