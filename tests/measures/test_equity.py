import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inequality.gini import Gini
from inequality.theil import TheilD

from outreach.measures import equity, reach
from tests.measures.conftest import four_towns

rows = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 40), st.sampled_from("xy")), min_size=2, max_size=8
).filter(lambda rows: any(row[0] for row in rows))


def towns(rows):
    frame = pd.DataFrame(rows, columns=["amount", "people", "kind"], index=[f"t{i}" for i in range(len(rows))])
    return frame["amount"].astype(float), frame["people"].astype(float), frame["kind"]


def one_row_a_person(amount, people):
    each = np.repeat((amount / people).to_numpy(), people.astype(int))
    return each


def test_shares_by_hand():
    # half of the people have nothing, the other half all of it
    amount, people = pd.Series({"a": 0.0, "b": 4.0}), pd.Series({"a": 100.0, "b": 100.0})
    assert equity.lorenz(amount, people).to_dict("list") == {"people": [0, 0.5, 1], "amount": [0, 0, 1]}
    assert (equity.gini(amount, people), equity.hoover(amount, people)) == (0.5, 0.5)
    found = equity.theil(amount, people, pd.Series({"a": "town", "b": "subdistrict"}))
    assert found[:3] == pytest.approx((np.log(2), np.log(2), 0))


def test_equal_shares_have_no_inequality():
    amount, people = pd.Series({"a": 1.0, "b": 3.0}), pd.Series({"a": 100.0, "b": 300.0})
    assert (
        equity.gini(amount, people),
        equity.hoover(amount, people),
        equity.theil(amount, people, pd.Series({"a": "x", "b": "y"})).total,
    ) == (0, 0, 0)


def test_where_there_is_nothing_to_share_there_is_no_inequality_to_state():
    none, people = pd.Series({"a": 0.0, "b": 0.0}), pd.Series({"a": 1.0, "b": 2.0})
    assert (
        np.isnan(equity.gini(none, people))
        and np.isnan(equity.hoover(none, people))
        and equity.disparity(none, people).empty
    )
    assert np.isnan(equity.theil(none, people, people).total) and equity.lorenz(none, people).empty


def test_an_area_nobody_counted_is_left_out():
    amount, people = pd.Series({"a": 0.0, "b": 4.0, "c": 99.0}), pd.Series({"a": 100.0, "b": 100.0, "c": np.nan})
    assert equity.gini(amount, people) == 0.5


@settings(max_examples=20, deadline=None)
@given(rows, st.randoms())
def test_all_stay_in_range_and_row_order_is_nothing(rows, random):
    amount, people, kind = towns(rows)
    order = random.sample(list(amount.index), len(amount))
    parted = equity.theil(amount, people, kind)
    assert 0 <= equity.gini(amount, people) < 1 and 0 <= equity.hoover(amount, people) < 1
    assert equity.hoover(amount, people) <= equity.gini(amount, people) + 1e-12
    assert parted.total == pytest.approx(parted.between + parted.within, abs=1e-12) and parted.between >= -1e-12
    assert (parted.groups["adds"] >= -1e-12).all() and parted.total <= np.log(people.sum() / people.min()) + 1e-12
    assert equity.gini(amount[order], people) == equity.gini(amount, people)
    assert equity.theil(amount[order], people, kind[order]).total == pytest.approx(parted.total, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(rows, st.floats(0.01, 1))
def test_moving_some_from_the_best_served_to_the_worst_lowers_all(rows, part):
    amount, people, kind = towns(rows)
    rate = amount / people
    best, worst = rate.idxmax(), rate.idxmin()
    whole = (rate[best] - rate[worst]) / (1 / people[best] + 1 / people[worst])  # this much would make the two alike
    after = amount.copy()
    after[best] -= part * whole
    after[worst] += part * whole
    for measure in (equity.gini, equity.hoover, lambda *given: equity.theil(*given, kind).total):
        assert measure(after.clip(lower=0), people) <= measure(amount, people) + 1e-9


@settings(max_examples=25, deadline=None)
@given(rows)
def test_pysal_agrees_on_one_row_a_person(rows):
    amount, people, kind = towns(rows)
    each = one_row_a_person(amount, people)
    assert equity.gini(amount, people) == pytest.approx(Gini(each).g, abs=1e-9)
    theirs, ours = TheilD(each, np.repeat(kind.to_numpy(), people.astype(int))), equity.theil(amount, people, kind)
    assert [ours.total, ours.between, ours.within] == pytest.approx(
        [float(np.ravel(one)[0]) for one in (theirs.T, theirs.bg, theirs.wg)], abs=1e-9
    )


def test_the_most_uneven_of_what_may_be_by_hand():
    # one town with 2 and another of as many people with 0 to 2: even at the most, all on one side as recorded
    low, high, people = pd.Series({"a": 2, "b": 0}), pd.Series({"a": 2, "b": 2}), pd.Series({"a": 9.0, "b": 9.0})
    found = equity.between(low, high, people)
    assert (found["gini"], found["hoover"]) == (pytest.approx((0, 0.5)), pytest.approx((0, 0.5)))
    assert found["theil"] == pytest.approx((0, np.log(2)))


@settings(max_examples=25, deadline=None)
@given(rows, st.randoms(), st.booleans())
def test_an_index_of_what_may_be_lies_between_its_ends(rows, random, many):
    amount, people, kind = towns(rows * 2 if many else rows)
    high = amount + [random.choice([0, 1, 5, 20]) for _ in amount]
    drawn = amount + (high - amount) * [random.random() for _ in amount]
    found = equity.between(amount, high, people)
    for held in (amount, high, drawn):
        own = (equity.gini(held, people), equity.theil(held, people, kind).total, equity.hoover(held, people))
        for name, value in zip(("gini", "theil", "hoover"), own, strict=True):
            assert found[name][0] - 0.005 <= value <= found[name][1] + 1e-9, name


def test_where_nothing_is_open_the_ends_are_the_index_itself():
    amount, people = pd.Series({"a": 3.0, "b": 1.0, "c": 0.0}), pd.Series({"a": 5.0, "b": 4.0, "c": 2.0})
    found = equity.between(amount, amount, people)
    assert found["gini"] == pytest.approx([equity.gini(amount, people)] * 2)
    assert found["hoover"] == pytest.approx([equity.hoover(amount, people)] * 2)


def test_what_is_not_on_record_widens_a_disparity():
    bases, people = pd.Series({"a": 80, "b": 20}), pd.Series({"a": 50.0, "b": 50.0})
    found = equity.disparity(bases, people, most=bases + [0, 60])
    assert equity.disparity(bases, people)["significant"].all() and not found["significant"].any()
    assert found["low"]["a"] < equity.disparity(bases, people)["low"]["a"]


def test_disparity_by_hand():
    # 8 of 10 bases for half of the people: the exact 95 % around 0.8 among 10 is 0.444 to 0.975
    found = equity.disparity(pd.Series({"a": 8, "b": 2}), pd.Series({"a": 50.0, "b": 50.0}))
    assert found.loc["a", ["difference", "low", "high"]].tolist() == pytest.approx([0.3, -0.056, 0.475], abs=1e-3)
    assert not found["significant"].any()
    assert equity.disparity(pd.Series({"a": 80, "b": 20}), pd.Series({"a": 50.0, "b": 50.0}))["significant"].all()


@settings(max_examples=25, deadline=None)
@given(rows)
def test_disparities_add_up_to_nothing_and_lie_in_their_intervals(rows):
    amount, people, _ = towns(rows)
    found, wider = equity.disparity(amount, people), equity.disparity(amount, people, together=True)
    assert found["difference"].sum() == pytest.approx(0, abs=1e-12)
    assert ((found["low"] <= found["difference"] + 1e-12) & (found["difference"] <= found["high"] + 1e-12)).all()
    assert ((wider["low"] <= found["low"]) & (found["high"] <= wider["high"])).all() and (
        found["significant"] | ~wider["significant"]
    ).all()


def test_urban_and_rural_by_hand():
    value, people = pd.Series({"a": 1.0, "b": 0.0}), pd.Series({"a": 100.0, "b": 100.0})
    found = equity.urban_rural(value, people, pd.Series({"a": 0.75, "b": 0.25}))
    assert found.to_dict() == pytest.approx({"urban": 0.75, "rural": 0.25, "difference": 0.5, "ratio": 3})
    assert np.isnan(equity.urban_rural(value, people, pd.Series({"a": 1.0, "b": 1.0}))["rural"])
    with pytest.raises(ValueError, match="expected a share from 0 to 1, found b = 2"):
        equity.urban_rural(value, people, pd.Series({"a": 1.0, "b": 2.0}))


def test_no_hot_spots_among_a_dozen_towns():
    assert equity.hot_spots_allowed(12) == (False, "too_few_areas")
    assert equity.hot_spots_allowed(30) == (True, "")


def test_what_cannot_be_shared_is_refused():
    people = pd.Series({"a": 1.0, "b": 2.0})
    with pytest.raises(ValueError, match="lorenz: only in one of amount and population: b"):
        equity.gini(people[:1], people)
    with pytest.raises(ValueError, match="expected amount of 0 or more, found b = -2"):
        equity.hoover(people * [1, -1], people)
    with pytest.raises(ValueError, match="theil: no group of b"):
        equity.theil(people, people, pd.Series({"a": "x"}))


def test_a_grid_of_four_towns():
    grid = four_towns()
    counted = reach.located.counts(grid.bases, grid.areas).drop("d")
    assert equity.gini(counted, grid.areas.set_index("area_code")["population"].drop("d")) == pytest.approx(
        1 - (0.4 * 0.5 + 0.3 * 1.5), abs=1e-12
    )


def test_the_shipped_district(shipped):
    towns = shipped.areas[shipped.areas["kind"].isin(["subdistrict", "town"])].set_index("area_code")
    counted = reach.located.counts(shipped.bases, shipped.areas)[towns.index]
    found = equity.theil(counted, towns["population"], towns["kind"])
    assert [
        round(value, 3)
        for value in (
            equity.gini(counted, towns["population"]),
            *found[:3],
            equity.hoover(counted, towns["population"]),
        )
    ] == [0.451, 0.37, 0.042, 0.328, 0.345]
    assert equity.disparity(counted, towns["population"])["significant"].sum() <= 2
    assert not equity.disparity(counted, towns["population"], together=True)["significant"].any()
