from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import changes

OLD = pd.DataFrame(
    {
        "base_id": ["a", "b", "c"],
        "status": ["open", "open", "closed"],
        "audiences": [("public",), (), ()],
        "seats": [1.0, None, 3.0],
    }
)
NEW = pd.DataFrame(
    {
        "base_id": ["c", "b", "d", "e"],
        "status": ["closed", "closed", "open", "closed"],
        "audiences": [(), ("public",), (), ()],
        "seats": [3.0, None, 5.0, None],
    }
)


def kept(frame, taken=date(2025, 1, 15)):
    return SimpleNamespace(taken=taken, keys={"bases": ["base_id"]}, table=lambda name: {"bases": frame}[name])


def test_rows_added_removed_and_cells_changed():
    found = changes.of_table(OLD, NEW, ["base_id"])
    assert [
        tuple(None if isinstance(cell, float) else cell for cell in row) for row in found.itertuples(index=False)
    ] == [
        ("a", "removed", None, None, None),
        ("b", "changed", "audiences", (), ("public",)),
        ("b", "changed", "status", "open", "closed"),
        ("d", "added", None, None, None),
        ("e", "added", None, None, None),
    ]


def test_a_column_only_one_side_has_is_not_compared():
    assert changes.of_table(OLD.drop(columns="status"), OLD, ["base_id"]).empty


def test_a_key_may_have_several_parts_and_a_day_in_it():
    reports = pd.DataFrame(
        {"target_id": ["T1", "T1"], "date": pd.to_datetime(["2024-01-01", "2025-01-01"]), "value": [1.0, 2.0]}
    )
    assert changes.of_table(reports[:1], reports, ["target_id", "date"])["key"].tolist() == ["T1/2025-01-01"]


def test_a_key_that_occurs_twice_is_refused():
    with pytest.raises(ValueError, match="two rows of one key: a"):
        changes.of_table(OLD, pd.concat([OLD, OLD[:1]]), ["base_id"])


def test_new_closed_and_gone_bases():
    assert changes.bases(kept(OLD), kept(NEW)) == {"new": ("d",), "closed": ("b", "e"), "gone": ("a",)}


def test_without_a_snapshot_there_is_nothing_to_say():
    assert changes.since(None, kept(NEW)) is None and changes.bases(None, kept(NEW)) is None
    assert (
        changes.statuses(None, pd.DataFrame({"status": []})) is None
        and changes.statuses_then(None, {}, pd.DataFrame(), "d", 1.5) is None
    )


def test_statuses_that_are_others():
    old, new = (
        pd.DataFrame({"status": list(said.values())}, index=list(said))
        for said in (
            {"T1": "behind", "T2": "no_report", "T9": "achieved"},
            {"T1": "behind", "T2": "achieved", "T3": "no_report"},
        )
    )
    found = changes.statuses(old, new)
    assert found.index.tolist() == ["T2", "T3", "T9"]
    assert found.fillna("").to_numpy().tolist() == [["no_report", "achieved"], ["", "no_report"], ["achieved", ""]]


@given(st.permutations(range(4)))
def test_the_order_of_rows_is_no_change(order):
    assert changes.of_table(NEW, NEW.iloc[list(order)], ["base_id"]).empty
    pd.testing.assert_frame_equal(
        changes.of_table(OLD, NEW, ["base_id"]), changes.of_table(OLD, NEW.iloc[list(order)], ["base_id"])
    )


BEGUN = pd.DataFrame({"id": ["a", "b", "c", "d"], "name": ["A", "B", "C", "D"], "seats": [1.0, 2.0, None, 4.0]})


def rows(**changed) -> pd.DataFrame:
    """The table everybody began with, rows replaced by (name, seats), added, or left out where None."""
    found = {row[0]: (row[1], row[2]) for row in BEGUN.itertuples(index=False)}
    found = {one: row for one, row in {**found, **changed}.items() if row is not None}
    return pd.DataFrame([(one, *row) for one, row in found.items()], columns=["id", "name", "seats"])


def cells(frame: pd.DataFrame) -> dict:
    return {one: (name, None if pd.isna(seats) else seats) for one, name, seats in frame.itertuples(index=False)}


def test_rows_are_counted_however_many_of_their_cells_change():
    found = changes.of_table(BEGUN, rows(a=("AA", 9.0), b=None, e=("E", 5.0), f=("F", 6.0)), ["id"])
    assert changes.counts(found) == {"added": 2, "changed": 1, "removed": 1} and changes.counts(None) is None


def test_what_undoes_or_overwrites_anothers_change_is_found_and_nothing_else():
    theirs = changes.of_table(BEGUN, rows(a=("AA", 1.0), c=None, e=("E", 5.0)), ["id"])
    mine = changes.of_table(rows(a=("AA", 1.0), c=None, e=("E", 5.0)), rows(b=("BB", 2.0)), ["id"])
    found = changes.overruled(theirs, mine)
    assert set(zip(found["key"], found["change"])) == {("a", "changed"), ("c", "added"), ("e", "removed")}
    same_row = changes.of_table(rows(a=("AA", 1.0)), rows(a=("AA", 7.0)), ["id"])
    assert changes.overruled(changes.of_table(BEGUN, rows(a=("AA", 1.0)), ["id"]), same_row).empty


def test_both_sides_changes_are_kept_and_mine_counts_where_they_meet():
    theirs = rows(a=("AA", 1.0), c=None, d=("D", 40.0), e=("E", 5.0), g=("theirs", 1.0))
    mine = rows(a=("mine", 1.0), b=None, c=("CC", None), d=("DD", 4.0), f=("F", 6.0), g=("mine", 2.0))
    found = changes.merged(BEGUN, theirs, mine, ["id"])
    assert cells(found) == {
        "a": ("mine", 1.0),
        "c": ("CC", None),
        "d": ("DD", 40.0),
        "e": ("E", 5.0),
        "f": ("F", 6.0),
        "g": ("mine", 2.0),
    }


SOME = st.fixed_dictionaries(
    {},
    optional={
        one: st.one_of(st.none(), st.tuples(st.sampled_from("xyz"), st.sampled_from([1.0, 2.0]))) for one in "abe"
    },
)


@settings(max_examples=20)
@given(SOME, SOME)
def test_merging_with_a_side_that_did_nothing_gives_the_other(theirs, mine):
    assert cells(changes.merged(BEGUN, rows(**theirs), BEGUN, ["id"])) == cells(rows(**theirs))
    assert cells(changes.merged(BEGUN, BEGUN, rows(**mine), ["id"])) == cells(rows(**mine))
    both = changes.merged(BEGUN, rows(**theirs), rows(**mine), ["id"])
    again = changes.merged(BEGUN, rows(**theirs), both, ["id"])
    assert cells(again) == cells(both)


def test_a_draft_at_fault_and_none_at_all_propose_nothing():
    faulty = SimpleNamespace(now=BEGUN, then=None, base=None, key=["id"])
    for draft in (None, faulty):
        assert [part(draft) for part in (changes.proposed, changes.meantime, changes.overruled_by, changes.both)] == [
            None
        ] * 4
    sound = SimpleNamespace(now=rows(a=("AA", 1.0)), then=rows(b=("BB", 2.0)), base=BEGUN, key=["id"])
    assert (
        len(changes.proposed(sound)) == 2
        and len(changes.meantime(sound)) == 1
        and len(changes.overruled_by(sound)) == 1
    )
    assert cells(changes.both(sound))["a"] == ("AA", 1.0) and cells(changes.both(sound))["b"] == ("BB", 2.0)
