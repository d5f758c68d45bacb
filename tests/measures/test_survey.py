import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.measures.literacy.answers import direct
from outreach.measures.sampling import interval
from outreach.measures.survey import Design, of_respondents, variance_of_ratio


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
    strata = pd.factorize(asked["stratum"])[0] if "stratum" in design else np.zeros(len(asked), dtype=int)
    villages = asked["stratum"] + asked["cluster"] if "cluster" in design else asked.index.astype(str)
    psu, names = pd.factorize(villages)
    of = Design(psu, np.array([strata[psu == one][0] for one in range(len(names))]))
    for town, share, error in zip(sorted(asked["area_code"].unique()), SHARES, ERRORS[design], strict=True):
        own = (asked["weight"] * (asked["area_code"] == town)).to_numpy()
        said = float((own * asked["literate"]).sum() / own.sum())
        assert said == pytest.approx(share, abs=1e-12)
        variance = variance_of_ratio(own * (asked["literate"] - said).to_numpy() / own.sum(), of)
        assert variance**0.5 == pytest.approx(error, abs=1e-12)


def test_the_dashboard_arrives_at_the_same_error():
    found = of_respondents(respondents()).table
    survey = found.assign(wave=2025)
    assert direct(survey)["standard_error"].tolist() == pytest.approx(found["standard_error"].tolist(), rel=1e-12)


def village(town, village_, answers, group=None):
    return pd.DataFrame(
        {"area_code": town, "weight": 1.0, "cluster": village_, "literate": answers, "group": group or "all"}
    )


def test_four_equal_clusters_by_hand():
    asked = pd.concat([village("T", one, [said] * 10) for one, said in zip("abcd", (1, 1, 0, 0))], ignore_index=True)
    row = of_respondents(asked).table.iloc[0]
    # Cluster totals are ±10 · 0.5 / 40; their squares add up to 4 · 0.125²; times 4 / 3. The effect is 13.3, but people of a
    # village cannot be more alike than all the same: a correlation of 1, an effect of 10.
    own = (4 / 3 * 4 * 0.125**2) / (0.25 / 40)
    assert row["share"] == 0.5 and own == pytest.approx(13.33, abs=0.01)
    assert row["design_effect"] == 10 and (row["clusters"], row["df"], row["effect_df"]) == (4, 3, 3)


def test_effects_are_pooled_over_the_towns_by_hand():
    # A: 2 villages with 4 and 0 of 10; B: 3 villages with 3, 3 and 0 of 10
    parts = [("A", "1", 4), ("A", "2", 0), ("B", "1", 3), ("B", "2", 3), ("B", "3", 0)]
    asked = pd.concat(
        [village(t, v, [1] * k + [0] * (10 - k)) for t, v, k in parts for _ in range(2)], ignore_index=True
    )
    found = of_respondents(asked)
    effects = []
    for own in ([0.4, 0.0], [0.3, 0.3, 0.0]):
        m, p = len(own), sum(own) / len(own)
        variance = m / (m - 1) * sum((one - p) ** 2 for one in own) / m**2
        effects.append(variance / (p * (1 - p) / (20 * m)))
    correlation = (1 * (effects[0] - 1) + 2 * (effects[1] - 1)) / (3 * 19)
    assert found.correlation == pytest.approx(correlation)
    assert found.table["design_effect"].tolist() == pytest.approx([1 + 19 * correlation] * 2)
    assert found.table["effect_df"].tolist() == [3, 3] and found.table["df"].tolist() == [1, 2]


def test_villages_numbered_anew_in_every_town_are_told_apart():
    asked = pd.concat([village(t, v, [1, 0, 0, 0] * 10) for t in "AB" for v in ("1", "2")], ignore_index=True)
    assert of_respondents(asked).table["clusters"].tolist() == [2, 2]


def test_a_town_of_one_village_borrows_its_effect_and_has_no_degree_of_freedom():
    parts = [("A", "1", 8), ("B", "1", 4), ("B", "2", 12)]
    asked = pd.concat([village(t, v, [1] * k + [0] * (40 - k)) for t, v, k in parts], ignore_index=True)
    found = of_respondents(asked)
    alone = found.table.set_index("area_code").loc["A"]
    assert found.pooled == 1 and alone["df"] == 0 and alone["effect_df"] == 1
    assert alone["design_effect"] == pytest.approx(found.table["design_effect"].iloc[1])


def test_one_village_in_every_town_tells_no_error_and_nothing_is_published():
    asked = pd.concat([village(t, "1", [1, 0, 0, 0] * 10) for t in "ABC"], ignore_index=True)
    found = of_respondents(asked)
    assert found.table["design_effect"].isna().all() and np.isnan(found.correlation) and found.pooled == 3
    shown = direct(found.table.assign(wave=2026))
    assert shown["reason"].eq("few_clusters").all() and shown["share"].isna().all()


def test_villages_alike_by_accident_leave_no_effect_below_one():
    asked = pd.concat([village("A", v, [1, 0, 0, 0, 0] * 8) for v in "123456"], ignore_index=True)
    found = of_respondents(asked).table.iloc[0]
    assert found["design_effect"] == 1 and found["df"] == 5


def test_a_town_whose_villages_are_nearly_all_asked_has_a_smaller_effect():
    counts = {"A": (8, 14, 2, 10), "B": (4, 12, 20, 9)}
    parts = [village(t, str(v), [1] * k + [0] * (40 - k)) for t, ks in counts.items() for v, k in enumerate(ks)]
    asked = pd.concat(parts, ignore_index=True)
    whole, rho = of_respondents(asked).table["design_effect"], of_respondents(asked).correlation
    found = of_respondents(asked, villages=pd.Series({"A": 5, "B": 3})).table["design_effect"]
    assert found.tolist() == pytest.approx(
        [1 - rho + 40 * rho * (1 - 4 / 5), whole[1]]
    )  # of B more than there are: not villages
    assert of_respondents(asked, villages=pd.Series({"A": 4, "B": 4})).table["design_effect"].tolist() == [1, 1]


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
    error = (4 * (1 / 24) ** 2 + (5 / 60) ** 2) ** 0.5
    assert found.table.at[0, "standard_error"] == pytest.approx(error) and found.table.at[0, "df"] == 1


def test_the_district_has_its_own_share_by_its_towns_people_by_hand():
    parts = [("A", "1", 10), ("A", "2", 20), ("B", "1", 4), ("B", "2", 12)]
    asked = pd.concat([village(t, v, [1] * k + [0] * (40 - k)) for t, v, k in parts], ignore_index=True)
    found = of_respondents(asked, pd.Series({"A": 3000, "B": 1000}), "D")
    row = found.table.iloc[0]
    # towns 0.375 and 0.2 at 3/4 and 1/4; villages ±0.125 and ±0.1 from their towns
    variance = 0.75**2 * 2 * 2 * (0.125 / 2) ** 2 + 0.25**2 * 2 * 2 * (0.1 / 2) ** 2
    assert row["area_code"] == "D" and row["share"] == pytest.approx(0.75 * 0.375 + 0.25 * 0.2)
    assert row["standard_error"] == pytest.approx(variance**0.5)
    assert (row["n"], row["clusters"], row["df"]) == (160, 4, 2)


def test_the_only_town_too_small_to_show_cannot_be_worked_out_from_the_district():
    asked = pd.concat([village(t, v, [1, 0] * k) for t, v, k in (("A", "1", 20), ("A", "2", 20), ("B", "1", 5))])
    found = of_respondents(asked.reset_index(drop=True), pd.Series({"A": 90, "B": 10}), "D")
    assert found.unweighed == 10 and found.table["n"].tolist() == [80, 80]


def test_half_the_people_make_no_district():
    asked = pd.concat([village("A", v, [1, 0] * 20) for v in "12"], ignore_index=True)
    found = of_respondents(asked, pd.Series({"A": 10, "B": 10}), "D")
    assert found.table["area_code"].tolist() == ["A"] and found.unweighed == 0


def test_intervals_of_few_villages_hold_the_truth_as_often_as_they_say():
    random = np.random.default_rng(11)
    held = shown = 0
    for _ in range(40):
        parts = []
        for town in "ABCDEFGHIJKL":
            for one, level in enumerate(random.beta(0.2 * 9, 0.8 * 9, 3)):  # an intra-village correlation of 0.1
                parts.append(village(town, str(one), (random.random(40) < level).astype(int)))
        table = of_respondents(pd.concat(parts, ignore_index=True)).table
        ends = interval(table["share"], table["n"], table["design_effect"], df=table["effect_df"])
        held += int(((ends["low"] <= 0.2) & (ends["high"] >= 0.2)).sum())
        shown += len(table)
    assert 0.92 <= held / shown <= 0.99


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
