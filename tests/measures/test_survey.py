import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.measures.literacy import direct
from outreach.measures.survey import of_respondents


def respondents() -> pd.DataFrame:
    """240 answers of three towns in three strata of uneven clusters, by a rule anybody can repeat."""
    rows = []
    for i in range(240):
        stratum = i % 3
        rows.append(
            {
                "area_code": f"T{(i * 7 // 5) % 3}",
                "stratum": f"S{stratum}",
                "cluster": f"C{stratum}{(i // 3) % (4 + stratum)}",
                "weight": 1 + (i * i) % 7 / 4,
                "literate": (i * 31 + i * i) % 11 < 3 + stratum,
            }
        )
    return pd.DataFrame(rows)


# What TaylorEstimator of the package samplics 0.6.1 says of the domains of `respondents`.
SHARES = [0.48, 0.575, 0.5933609958506224]
ERRORS = {
    ("stratum", "cluster"): [0.04638829157845616, 0.04201141665132141, 0.06308197505267561],
    ("cluster",): [0.06334864427983752, 0.06119356304169658, 0.06755751974099795],
    ("stratum",): [0.05666026313778977, 0.05550005338108487, 0.05591145430544245],
    (): [0.05741086950257293, 0.05645254483802286, 0.05634471786029957],
}


@pytest.mark.parametrize("design", ERRORS)
def test_the_errors_are_those_of_an_established_survey_package(design):
    asked = respondents()
    if "stratum" not in design:
        asked["cluster"] = asked["stratum"] + asked["cluster"]
    found = of_respondents(asked[["area_code", "weight", "literate", *design]])
    assert found.table["share"].tolist() == pytest.approx(SHARES, abs=1e-12)
    assert found.table["standard_error"].tolist() == pytest.approx(ERRORS[design], abs=1e-12)
    assert found[1:] == (0, 0, 0)


def test_the_dashboard_arrives_at_the_same_error():
    found = of_respondents(respondents()).table
    survey = found.assign(wave=2025)[["area_code", "wave", "group", "n", "share", "design_effect"]]
    assert direct(survey)["standard_error"].tolist() == pytest.approx(found["standard_error"].tolist(), rel=1e-12)


def test_four_equal_clusters_by_hand():
    asked = pd.DataFrame(
        {
            "area_code": "T",
            "weight": 1.0,
            "cluster": np.repeat(list("abcd"), 10),
            "literate": np.repeat([1, 1, 0, 0], 10),
        }
    )
    row = of_respondents(asked).table.iloc[0]
    # Cluster totals are ±10 · 0.5 / 40; their squares add up to 4 · 0.125²; times 4 / 3.
    assert row["share"] == 0.5 and row["standard_error"] == pytest.approx((4 / 3 * 4 * 0.125**2) ** 0.5)
    assert row["design_effect"] == pytest.approx((4 / 3 * 4 * 0.125**2) / (0.25 / 40))


def test_a_stratum_of_one_cluster_is_held_against_the_mean_and_counted():
    asked = pd.DataFrame(
        {
            "area_code": "T",
            "weight": 1.0,
            "stratum": np.repeat(list("xxy"), 20),
            "cluster": np.repeat(list("abc"), 20),
            "literate": [1] * 10 + [0] * 10 + [1] * 5 + [0] * 15 + [1] * 15 + [0] * 5,
        }
    )
    found = of_respondents(asked)
    assert found.single == 1
    # z of the clusters: 0, −5/60, +5/60; the stratum of two gives 2 · (0 + 1/24)² + 2 · (1/24)², the single one (5/60)².
    assert found.table.at[0, "standard_error"] == pytest.approx((4 * (1 / 24) ** 2 + (5 / 60) ** 2) ** 0.5)


def test_one_cluster_in_all_has_no_error():
    asked = pd.DataFrame({"area_code": "T", "weight": 1.0, "cluster": "a", "literate": [1, 0] * 20})
    assert of_respondents(asked).table[["standard_error", "design_effect"]].isna().all(axis=None)


def test_fewer_than_thirty_answers_are_not_given():
    asked = pd.DataFrame({"area_code": ["A"] * 30 + ["B"] * 29, "weight": 1.0, "literate": [0, 1, 1] * 19 + [0, 1]})
    found = of_respondents(asked)
    assert found.table["area_code"].tolist() == ["A"] and found.too_few == 1


def test_a_hidden_group_cannot_be_worked_out_from_the_others():
    groups = ["young"] * 60 + ["middle"] * 40 + ["old"] * 10
    asked = pd.DataFrame({"area_code": "A", "weight": 1.0, "literate": [0, 1] * 55, "group": groups})
    found = of_respondents(asked)
    assert found.table["group"].tolist() == ["all", "young"] and found.too_few == 1 and found.complementary == 1


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(ValueError, match="weights above 0"):
        of_respondents(pd.DataFrame({"area_code": ["A"], "weight": [0.0], "literate": [1]}))


@given(st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_scale_of_weights_matters(random):
    asked = respondents().sample(frac=1, random_state=random.randrange(10**6)).reset_index(drop=True)
    asked["weight"] *= random.choice([0.1, 3, 250])
    pd.testing.assert_frame_equal(of_respondents(asked).table, of_respondents(respondents()).table)
