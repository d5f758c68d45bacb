"""A survey as it goes out, by hand and by laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import fieldwork, planner

FIELD = fieldwork.Field(per_village=20, correlation=0.05, response=0.8)
PEOPLE = pd.Series({"a": 100_000.0, "b": 400.0})
AREAS = pd.DataFrame(
    {
        "area_code": ["a", "b"],
        "kind": "town",
        "population": PEOPLE.to_list(),
        "villages": [20, 2],
        "communities": [3, None],
    }
)
CLOSED = {"each": None, "alike": None, "answer": None, "journey": None}
SET = {"per_village": 10, "correlation": None, "response": 0.8, "cost_village": None, "cost_call": None}


def by(design, found):
    return found.xs(design, level="design")


def test_a_survey_by_villages_by_hand():
    # effect 1 + 19 · 0.05 = 1.95; 0.86 / 0.14 / 0.165² = 225.6 answers one by one; 1.95 / (1 / 225.6 + 0.95 / 100,000) = 439 by villages,
    # in 22 of them, 549 calls; one by one 1 / (1 / 225.6 + 1 / 100,000) = 226
    found = fieldwork.designs(0.14, ("cv", 0.165), FIELD, PEOPLE)
    large = by("villages", found).loc["a"]
    assert FIELD.design_effect == pytest.approx(1.95)
    assert large[["answers", "villages", "each", "visits", "degrees"]].tolist() == [440, 22, 20, 550, 21]
    assert found.loc[("a", "persons"), "answers"] == 226 and np.isnan(found.loc[("a", "persons"), "villages"])


def test_a_town_whose_villages_are_all_asked_has_no_error_between_them():
    found = by("villages", fieldwork.designs(0.14, ("cv", 0.165), FIELD, PEOPLE, pd.Series({"a": 10.0, "b": 30.0})))
    # 0.95 / (1 / 225.6 + 0.95 / 100,000) = 213.9 answers, 22 in each of the 10
    assert found.loc["a", ["answers", "villages", "each", "degrees"]].tolist() == [214, 10, 22, 204]
    assert found.loc["a", "standard_error"] ** 2 == pytest.approx(0.14 * 0.86 * 0.95 * (1 / 214 - 1 / 100_000))


def test_a_small_town_needs_fewer_and_too_small_a_one_is_not_enough():
    small = fieldwork.designs(0.14, ("cv", 0.165), FIELD, PEOPLE).loc[("b", "persons")]
    assert small["answers"] == np.ceil(1 / (1 / 225.63 + 1 / 400)) and small["enough"]
    assert not by("persons", fieldwork.designs(0.14, ("given", 390), FIELD, PEOPLE)).loc["b", "enough"]


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.05, 0.5),
    st.sampled_from([("cv", 0.165), ("cv", 0.3), ("tell", 0.08)]),
    st.integers(1, 60),
    st.floats(0, 0.3),
    st.integers(1, 200),
    st.integers(2000, 10**6),
)
def test_what_is_planned_gives_what_was_wished_whatever_the_town(share, wish, each, alike, villages, people):
    field = fieldwork.Field(each, alike, 0.7)
    found = fieldwork.designs(share, wish, field, pd.Series({"a": float(people)}), pd.Series({"a": float(villages)}))
    own = found.loc[("a", "villages")]
    assert own["villages"] <= villages and own["each"] * own["villages"] >= own["answers"]
    wanted = fieldwork._sought(share, wish) * share * (1 - share)
    assert (found["standard_error"] ** 2 <= wanted * (1 + 1e-9)).all()


def test_an_error_planned_is_the_error_met():
    """Villages drawn without replacement from a finite town, people from the villages: the simulated error, by a fixed seed."""
    random = np.random.default_rng(3)
    villages, people, each, alike = 30, 300, 10, 0.1
    found = []
    for _ in range(400):
        level = random.beta(0.2 * (1 / alike - 1), 0.8 * (1 / alike - 1), villages)
        town = random.binomial(people, level)
        asked = random.choice(villages, 20, replace=False)
        yes = random.hypergeometric(town[asked], people - town[asked], each)
        found.append(yes.sum() / (20 * each) - town.sum() / (villages * people))
    field = fieldwork.Field(each, alike, 1.0)
    town = pd.Series({"a": float(villages * people)})
    planned = fieldwork.designs(0.2, ("given", 200), field, town, pd.Series({"a": float(villages)}))
    assert np.std(found) == pytest.approx(planned.loc[("a", "villages"), "standard_error"], rel=0.08)


def test_no_cost_is_invented():
    assert fieldwork.designs(0.14, ("given", 200), FIELD, PEOPLE)["cost"].isna().all()
    paid = fieldwork.designs(0.14, ("given", 200), FIELD._replace(cost_village=300.0, cost_visit=20.0), PEOPLE)["cost"]
    assert paid[("a", "villages")] == 10 * 300 + 250 * 20 and paid[("a", "persons")] == 250 * 300 + 250 * 20


@pytest.mark.parametrize("call", [0.5, 30])
def test_at_the_price_where_they_break_even_both_designs_cost_the_same(call):
    people = pd.Series({"a": 50_000.0, "b": 80_000.0})
    whole = fieldwork.of_district(fieldwork.designs(0.2, ("cv", 0.165), FIELD, people), 0.2, people)
    even = fieldwork.breaks_even(whole)
    priced = FIELD._replace(cost_village=even * call, cost_visit=call)
    cost = fieldwork.of_district(fieldwork.designs(0.2, ("cv", 0.165), priced, people), 0.2, people)["cost"]
    assert even > 0 and cost["villages"] == pytest.approx(cost["persons"])


def test_the_cheapest_number_in_a_village_by_hand():
    # √(8 / (1 / 0.8) · 0.95 / 0.05) = √121.6
    assert FIELD._replace(cost_village=8.0, cost_visit=1.0).cheapest == pytest.approx(121.6**0.5)
    assert np.isnan(FIELD.cheapest)


def test_the_district_is_firmer_than_its_towns():
    people = pd.Series({"a": 5e6, "b": 5e6})
    found = fieldwork.designs(0.2, ("given", 400), FIELD, people)
    whole = fieldwork.of_district(found, 0.2, people)
    assert whole.loc["villages", "answers"] == 800
    assert whole.loc["villages", "cv"] == pytest.approx(np.sqrt(0.2 * 0.8 * 1.95 / 800) / 0.2, rel=1e-4)


def test_a_difference_nothing_is_high_enough_for_is_planned_downwards():
    field = FIELD._replace(per_village=1)
    planned = fieldwork.plans(0.7, field, PEOPLE, wishes=(("tell", 0.4), ("tell", 0.2)))
    assert planned["n"].tolist() == [
        planner.sample_size(0.7, other=0.3, design_effect=1),
        planner.sample_size(0.7, other=0.9, design_effect=1),
    ]


def test_a_survey_goes_out_as_the_visitor_says_else_as_set_else_as_the_last_survey_tells():
    assert fieldwork.field_of(CLOSED, SET, None) == fieldwork.Field(10, 0.05, 0.8)
    assert fieldwork.field_of(CLOSED, SET, (0.02, 2026)) == fieldwork.Field(10, 0.02, 0.8, of_wave=2026)
    assert fieldwork.field_of(CLOSED, SET | {"correlation": 0.1}, (0.02, 2026)).correlation == 0.1
    said = {"each": 15.0, "alike": 0.0, "answer": 60.0, "journey": 8.0}
    assert fieldwork.field_of(said, SET, (0.02, 2026)) == fieldwork.Field(15, 0.0, 0.6, 8.0, 1.0, "calls")


def test_how_alike_a_village_answers_is_read_from_the_newest_survey_of_the_towns():
    rows = [("a", 2026, 300, 1.5, 10), ("b", 2026, 100, 2.0, 5), ("a", 2024, 300, 9.0, 10), ("d", 2027, 900, 5.0, 30)]
    survey = pd.DataFrame(rows, columns=["area_code", "wave", "n", "design_effect", "clusters"]).assign(group="all")
    # 0.5 / 29 of 300 answers, 1 / 19 of 100
    assert fieldwork.correlation_of(survey, AREAS) == (pytest.approx((300 * 0.5 / 29 + 100 / 19) / 400), 2026)
    assert fieldwork.correlation_of(survey.drop(columns="clusters"), AREAS) is None
    assert fieldwork.correlation_of(survey[:0], AREAS) is None


def test_villages_known_by_number_alone_are_drawn_by_number():
    villages = fieldwork.villages_of(AREAS)
    assert villages["a"] == 23 and np.isnan(villages["b"])
    plan = fieldwork.plan_of(0.14, fieldwork.Field(10, 0.05, 0.8), ("given", 100), AREAS, villages)
    drawn = fieldwork.sample_of(plan, villages, 7)
    assert len(drawn) == 10 and set(drawn["area_code"]) == {"a"} and drawn["village"].astype(int).between(1, 23).all()
    assert drawn[["answers", "visits"]].drop_duplicates().values.tolist() == [[10, 13]]
    assert drawn["chance"].unique() == pytest.approx([10 / 23])


def test_the_same_seed_draws_the_same_villages_and_larger_ones_more_often():
    listed = pd.DataFrame({"area_code": "a", "village": [f"v{i}" for i in range(10)], "people": [900] + [100] * 9})
    wanted = pd.Series({"a": 4})
    one = fieldwork.drawn_villages(listed, wanted, 7)
    pd.testing.assert_frame_equal(one, fieldwork.drawn_villages(listed, wanted, 7))
    assert len(one) == 4 and "v0" in set(one["village"]) and one["chance"].max() == 1
    often = pd.concat([fieldwork.drawn_villages(listed, wanted, seed) for seed in range(100)])["village"].value_counts()
    assert often["v0"] == 100 and often.drop("v0").between(15, 55).all()


def test_what_is_drawn_of_a_town_does_not_depend_on_the_others():
    listed = pd.DataFrame(
        {"area_code": ["a"] * 20 + ["b"] * 20, "village": [str(i) for i in range(20)] * 2, "people": None}
    )
    wanted = pd.Series({"a": 5, "b": 5})
    both, alone = fieldwork.drawn_villages(listed, wanted, 1), fieldwork.drawn_villages(listed[20:], wanted, 1)
    of_b = both[both["area_code"] == "b"]["village"].tolist()
    assert of_b == alone["village"].tolist() != both[both["area_code"] == "a"]["village"].tolist()


@pytest.mark.parametrize("wrong", [dict(correlation=1.2), dict(response=0), dict(per_village=0)])
def test_a_design_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="designs: expected"):
        fieldwork.designs(0.14, ("cv", 0.165), FIELD._replace(**wrong), PEOPLE)
