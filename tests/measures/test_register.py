"""What may be missing from the record, and that entering what is missing never makes a gap larger."""

from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.home import ASSUMED
from outreach.measures import access, gaps, literacy, reach, register
from tests.measures.conftest import TRAVEL, access_of, confirmations, four_towns, record_of, tiers_of
from tests.towns import CHANGLE, HAIMEN, SANCHANG, YUELAI

LEVELS = ["national", "provincial", "municipal", "district", "town", "village", None]
RUN_BY = ["district", "town", "village", None]
WEIGHTS = [5, 4, 3, 2, 1, 0.5]


def measured(tables, way="ebike", decay="e2sfca", places=False, **changes):
    """The gaps of a district's towns as the page shows them, access among them; their places where those are asked for."""
    if not places:
        with patch.object(gaps.towns, "robustness", lambda scores, _: pd.DataFrame(index=scores.index)):
            return measured(tables, way, decay, True, **changes)
    official = 0.14
    shares = pd.DataFrame({"share": 0.12, "low": 0.1, "high": 0.14}, index=tables.areas["area_code"])
    if hasattr(tables, "literacy"):
        official = literacy.stated.official(tables.literacy, "320614").share
        shares = literacy.modelled.modelled(tables.areas, tables.groups, official).table
    district = tables.areas.loc[tables.areas["kind"] == "district", "area_code"].iloc[0]
    assumed = {**ASSUMED, **changes}
    located = reach.located.located(tables.bases, tables.places, tables.areas)
    people = reach.people.demand(tables.places, tables.areas)
    offered = access.supply(tables.bases, tables.levels, located, assumed["supply"])
    within = gaps.towns.Within(
        reach.coverage.by_way(people, located, TRAVEL, district),
        access_of(people, offered, located, way, decay, district),
    )
    return gaps.towns.by_town(record_of(tables, district, **changes), gaps.towns.Shares(shares, official), within)


def with_base(tables, **base):
    row = {
        "base_id": "entered",
        "place_id": None,
        "lon": None,
        "lat": None,
        "accuracy": "town",
        "status": "open",
    } | base
    entered = pd.concat([tables.bases, pd.DataFrame([row])], ignore_index=True)
    return SimpleNamespace(**{**vars(tables), "bases": entered})


def four(seed=None):
    tables = four_towns()
    tables.levels = tables.levels.assign(weight=WEIGHTS)
    if seed is None:
        return tables
    random = np.random.default_rng(seed)
    number = int(random.integers(0, 12))
    exact = random.random(number) < 0.5
    tables.bases = pd.DataFrame(
        {
            "base_id": [f"base-{i}" for i in range(number)],
            "level": random.choice(np.array(LEVELS, dtype=object), number),
            "run_by": random.choice(np.array(RUN_BY, dtype=object), number),
            "area_code": random.choice(list("abce"), number),
            "place_id": None,
            "lon": np.where(exact, random.uniform(-0.05, 0.15, number), np.nan),
            "lat": np.where(exact, random.uniform(-0.05, 0.15, number), np.nan),
            "accuracy": np.where(exact, "exact", "town"),
            "status": random.choice(["open", "unverified", "closed", "planned"], number),
            "capacity_per_year": np.where(random.random(number) < 0.6, random.integers(0, 9000, number), np.nan),
        }
    )
    tables.bases["part_of"] = [inside(tables.bases, i, random.integers(0, 3)) for i in range(number)]
    tables.areas.loc[1:, "population"] = random.integers(1000, 90_000, 4)
    tables.standards = tables.standards.assign(required=random.integers(0, 4, 6), weight=random.choice([0.5, 1, 2], 6))
    rows = [
        (town, level, None, bool(random.random() < 0.7), "2026-01-01")
        for town in "abce"
        for level in ("district", "town", "village")
        if random.random() < 0.4
    ]
    tables.register = confirmations(*rows)
    return tables


def inside(bases, row, which):
    """A base before this row in its own town, for it to be part of; none for 0, nor where there is none."""
    before = bases.iloc[:row]
    around = before.loc[before["area_code"] == bases["area_code"].iloc[row], "base_id"].tolist()
    return around[which % len(around)] if around and which else None


bases = st.fixed_dictionaries(
    {
        "run_by": st.sampled_from(RUN_BY),
        "part_of": st.integers(0, 5),
        "level": st.sampled_from(LEVELS),
        "area_code": st.sampled_from("abce"),
        "status": st.sampled_from(["open", "unverified", "closed", "planned"]),
        "capacity_per_year": st.one_of(st.none(), st.integers(0, 9000)),
    }
)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    bases,
    st.sampled_from(["walk", "ebike", "drive"]),
    st.sampled_from(access.DECAYS),
    st.sampled_from(access.SUPPLIES),
    st.floats(0.001, 0.3),
)
def test_entering_a_base_makes_no_towns_gap_larger(seed, base, way, decay, supply, enough):
    tables = four(seed)
    told = {
        "way": way,
        "decay": decay,
        "supply": supply,
        "access_per_10k": enough if supply == "weight" else 9000 * enough,
    }
    entered = with_base(tables, **{**base, "part_of": None})
    entered.bases.loc[len(tables.bases), "part_of"] = inside(entered.bases, len(tables.bases), base["part_of"])
    before, after = measured(tables, **told), measured(entered, **told)
    assert (after["gap"] <= before["gap"] + 1e-9).all() and (after["gap_high"] <= before["gap_high"] + 1e-9).all()
    others = before.index != base["area_code"]
    assert (after.loc[others, "gap_low"] <= before.loc[others, "gap_low"] + 1e-9).all()
    for name in ("bases", "bases_per_10k", "coverage_ebike", "access_per_10k", "completeness"):
        assert (after[name] >= before[name] - 1e-9).all(), name


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(access.SUPPLIES), st.floats(0, 5), st.floats(0, 1))
def test_what_is_recorded_lies_between_the_least_and_the_most(seed, supply, times, part):
    found = measured(four(seed), supply=supply, unconfirmed_times=times, unconfirmed_reach=part)
    for name in ("bases", "bases_per_10k", "coverage_walk", "coverage_drive", "access_per_10k", "completeness", "gap"):
        figure = found[[f"{name}_low", name, f"{name}_high"]].to_numpy(dtype=float)
        assert (np.diff(figure, axis=1) >= -1e-9).all(), name
    assert (found["unconfirmed"] - (found["gap"] - found["gap_low"])).abs().max() < 1e-9


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_where_everything_is_confirmed_the_three_are_one(seed):
    tables = four(seed)
    tables.register = confirmations(*[("d", one, None, True, "2026-01-01") for one in ("district", "town", "village")])
    found = measured(tables)
    for name in ("bases", "bases_per_10k", "access_per_10k", "completeness", "gap"):
        assert found[f"{name}_low"].equals(found[name]) and found[f"{name}_high"].equals(found[name]), name
    assert found["unconfirmed"].eq(0).all()
    tiers = tiers_of(tables)
    located = reach.located.located(tables.bases, tables.places, tables.areas)
    covered = reach.coverage.coverage(reach.people.demand(tables.places, tables.areas), located, 5, district="d")
    pd.testing.assert_frame_equal(register.covered(covered, tiers, tables.areas, ASSUMED, "d"), covered)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_confirming_a_record_only_narrows_what_is_possible(seed):
    tables = four(seed)
    before = measured(tables)
    told = tables.register[["area_code", "level"]].apply(tuple, axis=1).tolist()
    more = [("a", one, None, True, "2026-02-01") for one in ("district", "town") if ("a", one) not in told]
    tables.register = pd.concat([tables.register, confirmations(*more)], ignore_index=True)
    after = measured(tables)
    assert after["gap"].equals(before["gap"])
    assert (after["gap_low"] >= before["gap_low"] - 1e-9).all() and (after["bases_high"] <= before["bases_high"]).all()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_drawn_of_the_records_lies_between_the_least_and_the_most(seed):
    tables = four(seed)
    tiers, found = tiers_of(tables), measured(tables)
    values = {
        "facilities": found["bases_per_10k"],
        "coverage": found["coverage_ebike"],
        "tiers": found["completeness"],
        "access": found["access_per_10k"] / 10_000,
    }
    start = {name: register.as_recorded(value, 50) for name, value in values.items()}
    drawn = register.draws(tiers, tables.areas, tables.levels, ASSUMED, start, seed)
    highs = {
        "facilities": found["bases_per_10k_high"],
        "coverage": found["coverage_ebike"].clip(lower=1),
        "tiers": found["completeness_high"],
        "access": found["access_per_10k_high"] / 10_000,
    }
    for name, array in drawn.items():
        low, high = values[name].to_numpy(dtype=float), highs[name].to_numpy(dtype=float)
        assert array.shape == (50, 4) and (array >= low - 1e-9).all() and (array <= high + 1e-9).all(), name


def test_places_are_over_records_where_any_is_not_confirmed():
    tables = four()
    assert set(measured(tables, places=True)["varied"]) == {("weights", "records")}
    tables.register = confirmations(*[("d", one, None, True, "2026-01-01") for one in ("district", "town", "village")])
    assert set(measured(tables, places=True)["varied"]) == {("weights",)}


def test_a_districts_row_speaks_for_its_towns_and_a_towns_own_row_first():
    tables = four()
    tables.register = confirmations(("d", "town", None, True, "2026-01-01"), ("a", "town", None, True, "2026-03-01"))
    found = register.confirmed(tables.register, tables.areas, tables.standards).xs("town", level="tier")
    assert found["confirmed"].all()
    assert found["confirmed_on"].dt.strftime("%m").to_dict() == {"a": "03", "b": "01", "c": "01", "e": "01"}


def test_a_record_known_to_be_incomplete_confirms_nothing():
    tables = four()
    tables.register = confirmations(("a", "town", None, False, "2026-01-01"))
    assert not register.confirmed(tables.register, tables.areas, tables.standards)["confirmed"].any()


def test_every_category_together_confirms_every_tier():
    tables = four()
    one, other = ("a", None, "museum", True, "2026-01-01"), ("a", None, "park", True, "2026-02-01")
    some = register.confirmed(confirmations(one), tables.areas, tables.standards, ["museum", "park"])
    all_ = register.confirmed(confirmations(one, other), tables.areas, tables.standards, ["museum", "park"])
    assert not some["confirmed"].any()
    assert all_["confirmed"].groupby(level="area_code").all().to_dict() == {
        "a": True,
        "b": False,
        "c": False,
        "e": False,
    }


def test_what_part_of_the_register_is_confirmed():
    tables = four()
    tables.register = confirmations(("a", "town", None, True, "2026-01-01"), ("c", "village", None, True, "2026-01-01"))
    found = register.shares_confirmed(tiers_of(tables), tables.areas)
    assert (found * 12).round(9).to_dict() == {"a": 4, "b": 0, "c": 4, "e": 0, "d": 2}


def test_counts_by_hand():
    tables = four()
    tables.register = confirmations(("a", "town", None, True, "2026-01-01"))
    found = register.counts(reach.located.counts(tables.bases, tables.areas), tiers_of(tables), tables.areas)
    # a holds its district's hall and may hold a village's; b its village's and may hold the other two; c and e all three
    assert found["high"].to_dict() == {"a": 2, "b": 3, "c": 3, "e": 3, "d": 12}
    assert found["value"].to_dict() == {"a": 1, "b": 1, "c": 0, "e": 0, "d": 3}


def test_coverage_and_access_of_what_is_unrecorded_by_hand():
    tables = four()
    tables.register = confirmations(*[("a", one, None, True, "2026-01-01") for one in ("district", "town", "village")])
    tiers = tiers_of(tables)
    shares = pd.Series({"a": 0.5, "b": 0.2, "c": 0.9, "e": 0.0, "d": 0.44})
    near = register.reached(shares, tiers, tables.areas, {**ASSUMED, "unconfirmed_reach": 0.6}, "d")
    # 4,000 × 0.5 + 3,000 × 0.6 + 2,000 × 0.9 + 1,000 × 0.6 of 10,000
    assert near["high"].round(9).to_dict() == {"a": 0.5, "b": 0.6, "c": 0.9, "e": 0.6, "d": 0.62}
    found = register.access(shares / 1000, tiers, tables.areas, tables.levels, ASSUMED, "d")
    # b may hold a district's and a town's base: 2 + 1 for 3,000 people
    assert found["high"].round(9)["b"] == 0.0012 and found["high"]["a"] == 0.0005


@pytest.mark.parametrize(
    "entered",
    [
        "all of them",
        "yuelai-practice-hall",
        "changle-practice-hall",
        "zhongnan-practice-station",
        "gaodian-practice-station",
    ],
)
def test_the_first_practice_halls_make_no_town_of_the_shipped_district_worse(shipped, entered):
    halls = {
        "yuelai-practice-hall": (YUELAI, "town"),
        "changle-practice-hall": (CHANGLE, "town"),
        "zhongnan-practice-station": (CHANGLE, "village"),
        "gaodian-practice-station": (HAIMEN, "village"),
    }
    tables = SimpleNamespace(**vars(shipped))
    tables.bases = shipped.bases[~shipped.bases["base_id"].isin(halls)].reset_index(drop=True)
    before = measured(tables)
    for base, (town, level) in halls.items():
        if entered in (base, "all of them"):
            tables = with_base(tables, base_id=base, area_code=town, level=level, status="unverified")
    after = measured(tables)
    assert (after["gap"] <= before["gap"] + 1e-9).all() and after.loc[SANCHANG, "gap"] == before.loc[SANCHANG, "gap"]
    assert (after["gap"] < before["gap"] - 1e-9).any()


def test_coverage_by_level_of_what_is_unrecorded_by_hand():
    d = four_towns()
    located, people = reach.located.located(d.bases, d.places, d.areas), reach.people.demand(d.places, d.areas)
    travel = {"walk_km": 1.0, "ebike_km": 5.0, "drive_km": 60.0, "detour": 1.0}
    by_way = reach.coverage.by_level(people, located, d.bases, d.levels, travel, "d")
    found = register.covered_by_level(by_way, tiers_of(d), d.areas, {**ASSUMED, "unconfirmed_reach": 1}, "d")
    # a holds the district's hall it should have, 2,000 of its 4,000 walk there; the others may reach all their 6,000
    assert found.loc["district", ["walk", "walk_most"]].to_list() == [0.2, 0.8]
    assert found.loc["village", ["walk", "walk_most"]].to_list() == [0.3, 1]
    # nobody recorded a base of a town, which every town should have
    assert found.loc["town", ["drive", "drive_most"]].to_list() == [0, 1]
    d.register = confirmations(("d", "town", None, True, "2026-01-01"))
    found = register.covered_by_level(by_way, tiers_of(d), d.areas, ASSUMED, "d")
    assert found.loc["town", ["drive", "drive_most"]].to_list() == [0, 0]
