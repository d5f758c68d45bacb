import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import sampling


def one(value):
    return pd.Series([value])


def told(share, n, effect=1.5, df=20.0, effect_df=None):
    given_ = pd.Series([effect], dtype=float), pd.Series([df], dtype=float)
    more = None if effect_df is None else pd.Series([effect_df], dtype=float)
    return sampling.published(one(share), one(n), *given_, more).iloc[0]


def test_two_hundred_answers_at_fourteen_percent_are_to_be_used_with_caution():
    found = told(0.14, 200)
    assert found["cv"] == pytest.approx(0.215, abs=0.0005)
    assert (found["reliability"], found["reason"]) == ("E", "cv")


def test_a_reliable_figure_at_fourteen_percent_takes_339_answers():
    assert {n: told(0.14, n)["reliability"] for n in (338, 339)} == {338: "E", 339: "A"}


def test_wilson_by_hand():
    # 5 of 10, every answer its own: centre 0.5, half width 1.96 / (2 · √(10 + 1.96²))
    interval = sampling.wilson(one(0.5), one(10), design_effect=1)
    assert interval.loc[0, "low"] == pytest.approx(0.5 - 0.2634, abs=1e-4)
    assert interval.loc[0, "high"] == pytest.approx(0.5 + 0.2634, abs=1e-4)


def test_a_design_effect_of_two_halves_the_answers():
    assert sampling.wilson(one(0.2), one(400), 2).equals(sampling.wilson(one(0.2), one(200), 1))


def test_nobody_saying_yes_still_leaves_room_for_some():
    interval = sampling.wilson(one(0.0), one(50))
    assert interval.loc[0, "low"] == 0 and 0 < interval.loc[0, "high"] < 0.15


def test_no_answers_no_interval():
    assert sampling.wilson(pd.Series([0.2, np.nan, 0.2]), pd.Series([0, 100, np.nan])).isna().all(axis=None)


def test_a_share_of_912_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"wilson: expected a share from 0 to 1, found t = 912"):
        sampling.wilson(pd.Series({"t": 912.0}), pd.Series({"t": 100}))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 10_000), st.floats(0.5, 5)), min_size=1, max_size=5))
def test_an_interval_encloses_its_share_and_stays_a_share(rows):
    share, n, effect = (pd.Series(column) for column in zip(*rows))
    interval = sampling.wilson(share, n, effect)
    assert (
        (interval["low"] >= 0) & (interval["low"] <= share) & (share <= interval["high"]) & (interval["high"] <= 1)
    ).all()


@pytest.mark.parametrize(
    "given_, grade, reason",
    [
        (dict(share=0.14, n=1000), "A", ""),
        (dict(share=0.14, n=29, effect=1.0), "F", "few_answers"),
        (dict(share=0.5, n=59, effect=2.0), "F", "few_effective"),
        (dict(share=0.5, n=1000, effect=1.0, df=0), "F", "few_clusters"),
        (dict(share=0.5, n=40, effect=1.0), "F", "wide"),
        (dict(share=0.05, n=60, effect=1.0), "F", "wide_relative"),
        (dict(share=0.14, n=1000, df=7), "E", "few_degrees"),
        (dict(share=0.14, n=1000, df=np.nan), "E", "unstated_degrees"),
        (dict(share=0.14, n=1000, df=2, effect_df=24), "E", "few_degrees"),
        (dict(share=0.14, n=1000, df=0, effect_df=24), "E", "few_degrees"),
        (dict(share=0.001, n=5000, effect=1.0), "E", "cv"),
    ],
)
def test_what_is_published_and_why_no_more(given_, grade, reason):
    found = told(**given_)
    assert (found["reliability"], found["reason"]) == (grade, reason)


def test_few_degrees_of_freedom_widen_an_interval_as_students_t_does():
    # 4.3027 is t at 2 degrees of freedom: Wilson with it in the place of 1.96
    z, effective = 4.302653, 100
    half = z / (1 + z**2 / effective) * np.sqrt(0.3 * 0.7 / effective + z**2 / (4 * effective**2))
    found = sampling.wilson(one(0.3), one(200), 2.0, df=2).iloc[0]
    assert (found["high"] - found["low"]) / 2 == pytest.approx(half, abs=1e-6)
    assert sampling.wilson(one(0.3), one(200), 2.0, df=0).isna().all(axis=None)


def test_korn_and_graubard_without_clusters_are_clopper_and_pearson():
    # 5 of 100: 1.64 % to 11.28 %
    plain = sampling.korn_graubard(one(0.05), one(100), 1.0, df=99).iloc[0]
    assert plain.tolist() == pytest.approx([0.01643, 0.11283], abs=1e-5)
    assert sampling.clopper_pearson(one(5), 100).iloc[0].tolist() == pytest.approx(plain.tolist(), abs=1e-9)
    assert sampling.korn_graubard(one(0.0), one(50), 1.0, df=49).iloc[0].tolist() == pytest.approx(
        [0, 0.07112], abs=1e-5
    )


def test_korn_and_graubard_shrink_the_answers_by_the_effect_and_by_students_t():
    # R's svyciprop(method = "beta"): effective n = 300 / 1.5 · (t299 / t10)² = 200 · (1.967930 / 2.228139)² = 156.02
    found = sampling.korn_graubard(one(0.05), one(300), 1.5, df=10).iloc[0]
    from scipy.stats import beta

    effective = 200 * (1.967930 / 2.228139) ** 2
    yes = 0.05 * effective
    assert found["low"] == pytest.approx(beta.ppf(0.025, yes, effective - yes + 1), abs=1e-6)
    assert found["high"] == pytest.approx(beta.ppf(0.975, yes + 1, effective - yes), abs=1e-6)


def test_the_exact_interval_stands_where_fewer_than_ten_answers_are_of_a_kind():
    few, many = sampling.interval(one(0.05), one(150), 1.0), sampling.interval(one(0.2), one(150), 1.0)
    assert few.equals(sampling.korn_graubard(one(0.05), one(150), 1.0))
    assert many.equals(sampling.wilson(one(0.2), one(150), 1.0))


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1), st.integers(2, 2000), st.floats(1, 5), st.integers(1, 200))
def test_the_exact_interval_encloses_its_share_and_stays_a_share(share, n, effect, df):
    low, high = sampling.korn_graubard(one(share), one(n), effect, df=df).iloc[0]
    assert 0 <= low <= share <= high <= 1


def test_a_share_of_nought_is_never_firm():
    assert told(0.0, 200, 1.0)["reliability"] == "E" and told(0.0, 60, 1.0)["reliability"] == "F"


def test_two_shares_by_hand():
    # effective answers 100 each: pooled 0.15, error sqrt(0.15 · 0.85 · 2 / 100) = 0.0505, z = 1.98
    found = sampling.difference(0.20, 150, 0.10, 150)
    assert found.p == pytest.approx(0.0477, abs=1e-4) and found.detectable == pytest.approx(2.8016 * 0.0505, abs=1e-4)
    # Newcombe's example with 56 of 70 and 48 of 80, no design effect: 0.20, 0.0524 to 0.3339
    found = sampling.difference(56 / 70, 70, 48 / 80, 80, 1.0)
    assert found[:3] == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4) and found.told_apart


def test_a_share_without_answers_is_told_apart_from_nothing():
    found = sampling.difference(0.2, 0, 0.1, 500)
    assert np.isnan(found.p) and not found.told_apart
    assert sampling.difference(0.0, 50, 0.0, 50).p == 1


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.integers(1, 5000), st.floats(0, 1), st.integers(1, 5000))
def test_a_difference_turns_with_its_sides(a, a_n, b, b_n):
    one, other = sampling.difference(a, a_n, b, b_n), sampling.difference(b, b_n, a, a_n)
    assert one[:4] == pytest.approx((-other[0], -other[2], -other[1], other[3])) and one.told_apart == other.told_apart
    assert one.low - 1e-12 <= one.difference <= one.high + 1e-12 and 0 <= one.p <= 1
    assert sampling.difference(a, a_n * 4, b, b_n * 4).p <= one.p + 1e-12
