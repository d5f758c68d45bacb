from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.measures import changes

OLD = pd.DataFrame({"base_id": ["a", "b", "c"], "status": ["open", "open", "closed"], "audiences": [("public",), (), ()], "seats": [1.0, None, 3.0]})
NEW = pd.DataFrame({"base_id": ["c", "b", "d", "e"], "status": ["closed", "closed", "open", "closed"], "audiences": [(), ("public",), (), ()], "seats": [3.0, None, 5.0, None]})


def kept(frame, taken=date(2025, 1, 15)):
    return SimpleNamespace(taken=taken, keys={"bases": ["base_id"]}, table=lambda name: {"bases": frame}[name])


def test_rows_added_removed_and_cells_changed():
    found = changes.of_table(OLD, NEW, ["base_id"])
    assert [tuple(None if isinstance(cell, float) else cell for cell in row) for row in found.itertuples(index=False)] == [
        ("a", "removed", None, None, None), ("b", "changed", "audiences", (), ("public",)), ("b", "changed", "status", "open", "closed"),
        ("d", "added", None, None, None), ("e", "added", None, None, None),
    ]  # fmt: skip


def test_a_column_only_one_side_has_is_not_compared():
    assert changes.of_table(OLD.drop(columns="status"), OLD, ["base_id"]).empty


def test_a_key_may_have_several_parts_and_a_day_in_it():
    reports = pd.DataFrame({"target_id": ["T1", "T1"], "date": pd.to_datetime(["2024-01-01", "2025-01-01"]), "value": [1.0, 2.0]})
    assert changes.of_table(reports[:1], reports, ["target_id", "date"])["key"].tolist() == ["T1/2025-01-01"]


def test_a_key_that_occurs_twice_is_refused():
    with pytest.raises(ValueError, match="two rows of one key: a"):
        changes.of_table(OLD, pd.concat([OLD, OLD[:1]]), ["base_id"])


def test_new_closed_and_gone_bases():
    assert changes.bases(kept(OLD), kept(NEW)) == {"new": ("d",), "closed": ("b", "e"), "gone": ("a",)}


def test_without_a_snapshot_there_is_nothing_to_say():
    assert changes.since(None, kept(NEW)) is None and changes.bases(None, kept(NEW)) is None
    assert changes.statuses(None, pd.DataFrame({"status": []})) is None and changes.statuses_then(None, {}, "d", 1.5) is None


def test_statuses_that_are_others():
    old, new = (pd.DataFrame({"status": list(said.values())}, index=list(said)) for said in ({"T1": "behind", "T2": "no_report", "T9": "achieved"}, {"T1": "behind", "T2": "achieved", "T3": "no_report"}))
    found = changes.statuses(old, new)
    assert found.index.tolist() == ["T2", "T3", "T9"]
    assert found.fillna("").to_numpy().tolist() == [["no_report", "achieved"], ["", "no_report"], ["achieved", ""]]


@given(st.permutations(range(4)))
def test_the_order_of_rows_is_no_change(order):
    assert changes.of_table(NEW, NEW.iloc[list(order)], ["base_id"]).empty
    pd.testing.assert_frame_equal(changes.of_table(OLD, NEW, ["base_id"]), changes.of_table(OLD, NEW.iloc[list(order)], ["base_id"]))
