"""Two plans one after the other."""

from dataclasses import replace
from datetime import date

import pandas as pd

from outreach.figures import Figures
from outreach.home import find_home
from outreach.measures import plans
from outreach.tables import periods, read_district

LATER = {
    "plan_id": "plan-next",
    "name_zh": "下一份规划",
    "name_en": "The next plan",
    "from_year": 2026,
    "to_year": 2030,
}


def targets(*rows):
    return pd.DataFrame(rows, columns=["target_id", "follows_id", "target_value"])


def with_a_next(district, state="adopted"):
    """The district with a next plan of three targets, put in by data alone."""
    own, targets = district.plans, district.targets
    row = own.iloc[[0]].assign(**LATER, state=state, literacy_target_id="N1").astype(own.dtypes.to_dict())
    more = targets.iloc[[0, 7, 8]].assign(
        target_id=["N1", "N2", "N3"],
        plan_id="plan-next",
        follows_id=["T01", "T08", None],
        measure_id=None,
        unit_id="science-association",
        target_value=[0.25, 1.0, 9.0],
        due=2030,
    )
    return replace(
        district,
        plans=pd.concat([own, row], ignore_index=True),
        targets=pd.concat([targets, more.astype(targets.dtypes.to_dict())], ignore_index=True),
    )


def test_a_target_is_kept_raised_lowered_new_or_dropped_by_what_it_follows_alone():
    before = targets(("A", None, 2.0), ("B", None, 0.2), ("C", None, 5.0), ("D", None, 1.0))
    after = targets(("E", "A", 2.0), ("F", "B", 0.25), ("G", "C", 4.0), ("D2", None, 1.0))
    found = plans.compared(before, after)
    assert list(zip(found["before"].fillna(""), found["after"].fillna(""), found["change"])) == [
        ("A", "E", "kept"),
        ("B", "F", "raised"),
        ("C", "G", "lowered"),
        ("", "D2", "new"),
        ("D", "", "dropped"),
    ]


def test_a_plan_stands_beside_the_next_one_and_the_last_beside_the_one_before():
    three = pd.DataFrame({"plan_id": ["a", "b", "c"]})
    assert [plans.neighbours(three, one) for one in ("a", "b", "c")] == [("a", "b"), ("b", "c"), ("b", "c")]
    assert plans.neighbours(three.iloc[:1], "a") is None and plans.neighbours(three, None) is None


def test_the_shipped_plan_has_ended_and_there_is_no_other():
    district = read_district(find_home())
    figures = Figures(district, date(2026, 11, 27))
    assert figures.plan_over and figures.compared is None and not Figures(district, date(2025, 12, 31)).plan_over


def test_a_next_plan_put_in_by_data_is_in_force_from_its_year_and_a_draft_never_is():
    district = with_a_next(read_district(find_home()))
    for on, plan in ((date(2025, 12, 31), "plan-2021"), (date(2026, 1, 1), "plan-next")):
        assert periods.in_force(periods.plans(district), on) == plan
    drafted = with_a_next(read_district(find_home()), "draft")
    assert periods.in_force(periods.plans(drafted), date(2026, 11, 27)) == "plan-2021"


def test_each_plan_has_its_own_targets_tasks_and_statuses_and_both_are_compared():
    district = with_a_next(read_district(find_home()))
    now = Figures(district, date(2026, 11, 27))
    ended = Figures(periods.of_plan(district, "plan-2021"), date(2026, 11, 27), whole=district)
    assert list(now.statuses.index) == ["N1", "N2", "N3"] and len(ended.statuses) == 12
    assert len(now.district.measures) == 0 and len(ended.district.measures) == 38
    assert now.compared is not None and ended.compared is not None
    assert now.compared.targets["change"].value_counts().to_dict() == {"dropped": 10, "raised": 1, "kept": 1, "new": 1}
    assert ended.compared.targets.equals(now.compared.targets)
    assert now.compared.over and set(now.compared.statuses["status"]) == set(ended.statuses["status"])


def test_tables_from_before_there_were_plans_are_the_only_plans():
    shipped = read_district(find_home())
    old = replace(
        shipped,
        plans=shipped.plans.iloc[:0],
        targets=shipped.targets.assign(plan_id=None),
        measures=shipped.measures.assign(plan_id=None),
    )
    figures = Figures(old, date(2026, 11, 27))
    assert len(figures.statuses) == 12 and len(figures.district.measures) == 38
    assert periods.unsaid(old) == ("targets", "measures") and periods.unsaid(shipped) == ()
