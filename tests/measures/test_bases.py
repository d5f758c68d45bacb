"""On what ground bases stand, of which tier they are and at what level: cases by hand, and what holds of any bases."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import access, bases, reach
from tests.measures.conftest import four_towns, tiers_of

LEVELS = ("national", "provincial", "municipal", "district", "town", "village")
RANK = pd.Series(range(1, 7), index=LEVELS)


def bases_of(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    """Bases (id, level, run by, part of) in town c of the district of four towns, all of them open."""
    told = pd.DataFrame(rows, columns=["base_id", "level", "run_by", "part_of"]).astype(object)
    return told.assign(area_code="c", place_id=None, lon=None, lat=None, accuracy="town", status="open")


def test_ground_is_that_of_the_outermost_base_that_counts():
    told = bases_of(
        ("park", None, None, None),
        ("hall", None, None, "park"),
        ("room", None, None, "hall"),
        ("far", "town", None, None),
    )
    assert bases.grounds(told).to_dict() == {"park": "park", "hall": "park", "room": "park", "far": "far"}
    without_hall = bases.grounds(told, told["base_id"] != "hall")
    assert without_hall.to_dict() == {"park": "park", "room": "park", "far": "far"}
    assert bases.grounds(told, told["base_id"] != "park").to_dict() == {"hall": "hall", "room": "hall", "far": "far"}
    assert bases.grounds(told.drop(columns="part_of")).tolist() == list(told["base_id"])


def test_a_tier_holds_what_was_recognised_at_it_and_what_is_run_by_it():
    told = bases_of(
        ("known", "district", "village", None),
        ("higher", "national", None, None),
        ("run", None, "district", None),
        ("hall", None, "town", None),
        ("neither", None, None, None),
    )
    found = {
        tier: list(told.loc[bases.of_tier(told, tier, RANK), "base_id"]) for tier in ("district", "town", "village")
    }
    assert found == {"district": ["known", "higher", "run"], "town": ["hall"], "village": ["known"]}


def test_the_standing_of_a_base_is_the_higher_of_its_recognition_and_of_who_runs_it():
    told = bases_of(("a", "town", "district", None), ("b", "national", "village", None), ("c", None, None, None))
    levels = pd.DataFrame({"level": LEVELS, "rank": range(1, 7)})
    assert bases.standing(told, levels).fillna("").to_dict() == {"a": "district", "b": "national", "c": ""}


def test_a_ground_counts_once_where_places_and_supply_are_counted_and_recognitions_one_by_one():
    district = four_towns()
    told = bases_of(
        ("park", None, None, None), ("hall", "district", None, "park"), ("brewery", "district", None, "park"),
        ("farm", None, None, None),
    )  # fmt: skip
    assert reach.located.counts(told, district.areas)["c"] == 2
    by_level = reach.located.counts_by(told, district.areas, "level").loc["c"]
    assert by_level["district"] == 2 and by_level["unstated"] == 1
    district.bases = told
    tiers = tiers_of(district)
    assert tiers.loc[("c", "district"), "recorded"] == 1
    levels = district.levels.assign(weight=[5, 4, 3, 2, 1, 0.5])
    offered = access.supply(told, levels, reach.located.located(told, district.places, district.areas))
    assert offered.value.to_dict() == {"park": 2.0, "hall": 0.0, "brewery": 0.0, "farm": 0.5}
    assert offered.presumed == ("farm",)


def test_the_capacity_of_a_ground_holds_those_of_what_is_inside_it():
    district = four_towns()
    told = bases_of(("park", None, None, None), ("hall", None, None, "park")).assign(capacity_per_year=[9000, None])
    offered = access.supply(
        told, district.levels.assign(weight=1), reach.located.located(told, district.places, district.areas), "capacity"
    )
    assert offered.basis == "capacity" and offered.value.to_dict() == {"park": 9000.0, "hall": 0.0}


levels_of = st.sampled_from((None, *LEVELS))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(levels_of, levels_of, st.integers(0, 5)), min_size=1, max_size=6), levels_of, st.integers(0, 5)
)
def test_knowing_who_runs_a_base_never_takes_it_out_of_a_tier(rows, more, place):
    told = bases_of(*((f"b{number}", level, run_by, None) for number, (level, run_by, _) in enumerate(rows)))
    known = told.copy()
    if known.loc[place % len(rows), "run_by"] is None:
        known.loc[place % len(rows), "run_by"] = more
    for tier in LEVELS:
        assert (bases.of_tier(known, tier, RANK) | ~bases.of_tier(told, tier, RANK)).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=9))
def test_every_base_stands_on_a_ground_that_is_its_own_ground(inside):
    told = bases_of(
        *((f"b{number}", None, None, f"b{whole}" if whole < number else None) for number, whole in enumerate(inside))
    )
    ground = bases.grounds(told)
    assert (ground[ground].to_numpy() == ground.to_numpy()).all()
    assert ground.nunique() == told["part_of"].isna().sum()


@pytest.mark.parametrize("whole", ["b", "a"])
def test_a_circle_of_bases_ends(whole):
    told = bases_of(("a", None, None, whole), ("b", None, None, "a"))
    assert set(bases.grounds(told)) <= {"a", "b"}
