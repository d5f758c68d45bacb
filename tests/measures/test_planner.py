import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import planner


def test_how_many_must_be_asked_by_hand():
    assert planner.sample_size(0.14, cv=0.165) == 339
    assert planner.sample_gives(0.14, 200)[:2] == (pytest.approx(0.2146, abs=1e-4), "E")
    assert planner.sample_gives(0.14, 339).reliability == "A" and planner.sample_gives(0.14, 338).reliability == "E"
    # Fleiss's formula for 14 % and 20 %: 615 in each town, half as many again for the design effect
    assert planner.sample_size(0.14, other=0.20, design_effect=1.0) == 615
    assert planner.sample_size(0.14, other=0.20) == 922


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.6), st.floats(0.02, 0.3), st.floats(0.5, 4))
def test_what_so_many_answers_give_is_what_was_asked_for(share, more, effect):
    n = planner.sample_size(share, other=share + more, design_effect=effect)
    assert planner.sample_gives(share, n, effect).detectable <= more + 1e-9
    if n > 20:
        assert planner.sample_gives(share, n - 1, effect).detectable > more
    n = planner.sample_size(share, cv=more, design_effect=effect)
    assert planner.sample_gives(share, n, effect).cv <= more + 1e-9
    assert planner.sample_size(share, other=share + more, design_effect=effect) == planner.sample_size(
        share + more, other=share, design_effect=effect
    )


def test_a_few_answers_tell_nothing_apart():
    assert np.isnan(planner.sample_gives(0.5, 2).detectable) and planner.sample_gives(0.5, 2).reliability == "F"


@pytest.mark.parametrize(
    "given_, sentence",
    [
        (dict(share=0.14), "expected either cv or other"),
        (dict(share=0.14, cv=0.1, other=0.2), "expected either cv or other"),
        (dict(share=14, cv=0.1), "expected a share between 0 and 1, found 14"),
        (dict(share=0.14, cv=0), "expected cv above 0, found 0"),
        (dict(share=0.14, other=0.14), "expected two different shares, found 0.14 twice"),
        (dict(share=0.14, cv=0.1, power=1), "a power between 0 and 1, found 1.5 and 1"),
    ],
)
def test_a_sample_that_cannot_be_planned_is_refused(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        planner.sample_size(**given_)


def test_a_difference_nothing_is_high_enough_for_is_planned_downwards():
    planned = planner.survey_plans(0.7, wishes=(("tell", 0.4), ("tell", 0.2)))
    assert planned["n"].tolist() == [planner.sample_size(0.7, other=0.3), planner.sample_size(0.7, other=0.9)]


FIELD = planner.Field(per_village=20, correlation=0.05, response=0.8)
PEOPLE = pd.Series({"a": 100_000.0, "b": 400.0})


def test_a_survey_by_villages_by_hand():
    # effect 1 + 19 · 0.05 = 1.95; 0.86 / 0.14 · 1.95 / 0.165² = 440 answers, 439 of 100,000 people, in 22 villages, 549 calls; one by one 226
    found = planner.designs(0.14, ("cv", 0.165), FIELD, PEOPLE)
    large = found.xs("villages", level="design").loc["a"]
    assert FIELD.design_effect == pytest.approx(1.95)
    assert (large["answers"], large["villages"], large["visits"]) == (439, 22, 549)
    assert found.loc[("a", "persons"), "answers"] == 226 and np.isnan(found.loc[("a", "persons"), "villages"])


def test_a_small_town_needs_fewer_and_too_small_a_one_is_not_enough():
    found = planner.designs(0.14, ("cv", 0.165), FIELD, PEOPLE, pd.Series({"a": 10, "b": 30}))
    small = found.loc[("b", "villages")]
    assert small["answers"] == np.ceil(441 / (1 + 440 / 400)) and small["enough"]
    assert not found.loc[("a", "villages"), "enough"]  # 22 villages wanted, 10 there are


def test_no_cost_is_invented():
    assert planner.designs(0.14, ("given", 200), FIELD, PEOPLE)["cost"].isna().all()
    paid = planner.designs(0.14, ("given", 200), FIELD._replace(cost_village=300.0, cost_visit=20.0), PEOPLE)["cost"]
    assert paid[("a", "villages")] == 10 * 300 + 250 * 20 and paid[("a", "persons")] == 250 * 300 + 250 * 20


def test_the_district_is_firmer_than_its_towns():
    people = pd.Series({"a": 50_000.0, "b": 50_000.0})
    found = planner.designs(0.2, ("given", 400), FIELD, people)
    whole = planner.of_district(found, 0.2, people, FIELD)
    assert whole.loc["villages", "answers"] == 800
    assert whole.loc["villages", "cv"] == pytest.approx(np.sqrt(0.2 * 0.8 * 1.95 / 800) / 0.2)


def test_the_same_seed_draws_the_same_villages_and_larger_ones_more_often():
    listed = pd.DataFrame({"area_code": "a", "village": [f"v{i}" for i in range(10)], "people": [900] + [100] * 9})
    wanted = pd.Series({"a": 4})
    one = planner.drawn_villages(listed, wanted, 7)
    pd.testing.assert_frame_equal(one, planner.drawn_villages(listed, wanted, 7))
    assert len(one) == 4 and "v0" in set(one["village"]) and one["chance"].max() == 1
    often = pd.concat([planner.drawn_villages(listed, wanted, seed) for seed in range(300)])["village"].value_counts()
    assert often["v0"] == 300 and often.drop("v0").between(60, 140).all()


@pytest.mark.parametrize("wrong", [dict(correlation=1.2), dict(response=0), dict(per_village=0)])
def test_a_design_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="designs: expected"):
        planner.designs(0.14, ("cv", 0.165), FIELD._replace(**wrong), PEOPLE)
