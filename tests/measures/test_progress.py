from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import progress
from outreach.measures.literacy.answers import Own

COLUMNS = ["target_id", "kind", "target_value", "baseline", "baseline_year", "due", "every_year", "comparison"]
TARGETS = pd.DataFrame(
    [
        ("rate", "rate", 0.20, 0.14, 2020, 2025, False, "at_least"),
        ("count", "count", 8000, None, None, 2025, False, "exactly"),
        ("yearly", "count", 20, None, None, None, True, "at_least"),
        ("standing", "rate", 1.0, None, None, None, False, "exactly"),
    ],
    columns=COLUMNS,
)


def reports(*rows, basis="official"):
    table = pd.DataFrame(rows, columns=["target_id", "date", "value"])
    return table.assign(date=pd.to_datetime(table["date"]), value=table["value"].astype(float), basis=basis)


def on(day, *rows, basis="official", targets=TARGETS):
    return progress.status(targets, reports(*rows, basis=basis), date.fromisoformat(day), from_year=2021, to_year=2025)


def test_nobody_reported_is_not_zero():
    found = on("2023-06-30")
    assert (found["status"] == "no_report").all()
    assert found[["value", "date", "pace", "pace_ratio", "required_pace"]].isna().all(axis=None)


def test_past_its_due_without_a_report_there_is_no_final_one():
    assert on("2026-11-23")["status"].to_dict() == {
        "count": "no_final_report",
        "rate": "no_final_report",
        "standing": "no_final_report",
        "yearly": "no_final_report",
    }


@pytest.mark.parametrize(
    "value, expected",
    [
        (0.20, "achieved"),
        (0.176, "on_track"),
        (0.1742, "on_track"),
        (0.174, "behind"),
        (0.1616, "behind"),
        (0.161, "far_behind"),
        (0.13, "far_behind"),
    ],
)
def test_a_rate_against_its_path(value, expected):
    # three of five years gone, 3.6 points due: 0.95 of it is 3.42 points, 0.60 is 2.16
    row = on("2024-03-01", ("rate", "2023-12-31", value)).loc["rate"]
    assert row["status"] == expected
    assert row["expected"] == pytest.approx(0.176) and row["planned_pace"] == pytest.approx(0.012)


def test_the_pace_still_required_counts_from_today():
    row = on("2023-12-31", ("rate", "2022-12-31", 0.15)).loc["rate"]
    assert row["required_pace"] == pytest.approx(0.05 / 2) and row["days_left"] == 731
    assert row["pace"] == pytest.approx(0.005) and row["pace_ratio"] == pytest.approx(0.005 / 0.012)


def test_a_count_without_baseline_starts_from_nothing_at_the_plans_start():
    row = on("2023-12-31", ("count", "2022-12-31", 3200)).loc["count"]
    assert row["status"] == "on_track" and row["expected"] == pytest.approx(3200) and np.isnan(row["baseline"])


def test_more_than_the_plan_names_is_achieved_as_well():
    assert on("2023-12-31", ("count", "2022-12-31", 9000)).loc["count", "status"] == "achieved"


def test_the_newest_report_up_to_the_day_counts():
    rows = [("rate", "2022-12-31", 0.15), ("rate", "2023-12-31", 0.18), ("rate", "2021-12-31", 0.16)]
    assert on("2024-06-30", *rows).loc["rate", "value"] == 0.18
    assert on("2023-06-30", *rows).loc["rate", "value"] == 0.15


def test_a_modelled_figure_never_decides():
    assert on("2024-06-30", ("rate", "2023-12-31", 0.25), basis="modelled").loc["rate", "status"] == "no_report"


def test_the_baseline_itself_is_no_report():
    assert on("2021-06-30", ("rate", "2020-12-31", 0.14)).loc["rate", "status"] == "no_report"


@pytest.mark.parametrize(
    "day, value, expected",
    [
        ("2025-12-31", 0.19, "missed"),
        ("2026-03-01", 0.19, "missed"),
        ("2024-12-31", 0.19, "no_final_report"),
        ("2024-12-31", 0.2, "achieved"),
        ("2026-03-01", 0.21, "achieved"),
    ],
)
def test_after_the_end_only_a_final_report_can_be_missed(day, value, expected):
    assert on("2026-11-23", ("rate", day, value)).loc["rate", "status"] == expected


@pytest.mark.parametrize(
    "today, day, value, expected",
    [
        ("2023-08-01", "2023-07-01", 20, "achieved"),
        ("2023-08-01", "2023-07-02", 10, "on_track"),
        ("2023-08-01", "2023-07-02", 6.5, "behind"),
        ("2023-08-01", "2022-12-31", 30, "no_report"),
        ("2026-11-23", "2025-12-31", 20, "achieved"),
        ("2026-11-23", "2025-12-31", 12, "missed"),
        ("2026-11-23", "2024-12-31", 30, "no_final_report"),
        ("2026-11-23", "2026-06-30", 30, "no_final_report"),
    ],
)
def test_a_yearly_target_is_judged_by_its_year_alone(today, day, value, expected):
    assert on(today, ("yearly", day, value)).loc["yearly", "status"] == expected


@pytest.mark.parametrize("value, expected", [(1.0, "achieved"), (0.97, "behind"), (0.6, "behind"), (0.5, "far_behind")])
def test_a_standing_duty_is_kept_or_not_but_never_on_its_way(value, expected):
    row = on("2025-11-23", ("standing", "2024-06-30", value)).loc["standing"]
    assert row["status"] == expected and row[["starts", "ends", "days_left"]].isna().all()


@pytest.mark.parametrize(
    "day, value, expected",
    [
        ("2025-12-31", 1.0, "achieved"),
        ("2023-06-30", 1.0, "achieved"),
        ("2025-12-31", 0.97, "missed"),
        ("2026-03-01", 0.97, "missed"),
        ("2023-06-30", 0.97, "no_final_report"),
    ],
)
def test_a_standing_duty_ends_with_its_plan_and_has_no_path_even_then(day, value, expected):
    row = on("2026-11-23", ("standing", day, value)).loc["standing"]
    assert (row["status"], row["ends"], row["days_left"]) == (expected, pd.Timestamp("2025-12-31"), 0)
    assert row[["starts", "expected", "planned_pace", "required_pace"]].isna().all()


def test_a_standing_duty_has_no_start_a_report_could_be_too_early_for():
    assert on("2026-11-23", ("standing", "2019-06-30", 1.0)).loc["standing", "status"] == "achieved"


def test_a_target_without_a_value_and_a_report_on_nothing_are_refused():
    with pytest.raises(ValueError, match="targets: no value for rate"):
        on("2023-06-30", targets=TARGETS.assign(target_value=[None, 1, 1, 1]))
    with pytest.raises(ValueError, match="progress: no such target: T99"):
        on("2023-06-30", ("T99", "2022-12-31", 1))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(TARGETS["target_id"])),
            st.dates(date(2020, 1, 1), date(2027, 12, 31)),
            st.floats(0, 10_000),
        ),
        max_size=8,
        unique_by=lambda row: row[:2],
    ),
    st.dates(date(2021, 1, 1), date(2027, 12, 31)),
    st.randoms(),
)
def test_every_target_has_a_status_and_row_order_is_nothing(rows, today, random):
    usual = on(today.isoformat(), *rows)
    assert usual["status"].isin(progress.STATUSES).all() and len(usual) == 4
    random.shuffle(rows)
    pd.testing.assert_frame_equal(usual, on(today.isoformat(), *rows, targets=TARGETS[::-1]))


def test_the_shipped_plan(shipped):
    found = progress.status(shipped.targets, shipped.progress, date(2026, 11, 23), from_year=2021, to_year=2025)
    assert set(found["status"]) == {"no_final_report"}
    assert set(found.loc[["T04", "T07"], "ends"]) == {pd.Timestamp("2025-12-31")}
    assert found.loc["T01", ["baseline", "target", "planned_pace"]].tolist() == pytest.approx([0.14, 0.20, 0.012])


LITERACY = pd.DataFrame(
    [
        ("d", 2023, "all", 0.18, None, None, 1500, "official"),
        ("d", 2022, "all", 0.16, 0.14, 0.18, None, "official"),
        ("c", 2023, "all", 0.18, None, None, 9000, "official"),
    ],
    columns=["area_code", "year", "group", "share", "low", "high", "n", "basis"],
)


def judged(day, reported, value, n=None, literacy=LITERACY):
    year = date.fromisoformat(reported).year
    if n is not None:
        literacy = pd.DataFrame([("d", year, "all", value, None, None, n, "official")], columns=LITERACY.columns)
    return progress.of_plan(
        TARGETS,
        progress.Told(reports(("rate", reported, value)), literacy),
        date.fromisoformat(day),
        {"from_year": 2021, "to_year": 2025, "literacy_target_id": "rate"},
        "d",
        1.5,
    ).loc["rate"]


def own(share, year=2025, reliability="A", error=0.01):
    return Own(
        year, share, error, share - 0.02, share + 0.02, 2000, 1.5, 40, reliability, "", True, 12, 1.0, "s", "survey"
    )


def by_survey(day, survey, *reported):
    return progress.of_plan(
        TARGETS,
        progress.Told(reports(*reported), LITERACY, survey),
        date.fromisoformat(day),
        {"from_year": 2021, "to_year": 2025, "literacy_target_id": "rate"},
        "d",
        1.5,
    ).loc["rate"]


def test_the_literacy_target_is_judged_by_the_districts_own_survey():
    found = by_survey("2026-11-01", own(0.25))
    assert (found["status"], found["value"], found["survey_n"]) == ("achieved", 0.25, 2000)
    assert by_survey("2026-11-01", own(0.16))["status"] == "missed"
    assert by_survey("2026-11-01", own(0.20, error=0.02))["status"] == "within_error"
    assert by_survey("2025-07-01", own(0.25, year=2025))["date"] == pd.Timestamp("2025-07-01")


def test_an_official_report_of_the_same_year_goes_before_the_survey():
    found = by_survey("2026-11-01", own(0.25), ("rate", "2025-06-30", 0.18))
    assert found["value"] == 0.18 and np.isnan(found["survey_n"])


def test_a_survey_too_unsure_to_publish_or_not_yet_made_judges_nothing():
    for survey in (own(0.25, reliability="F"), own(0.25, year=2027), None):
        assert by_survey("2026-11-01", survey)["status"] == "no_final_report"


def test_a_reports_error_is_that_of_the_answers_of_the_same_survey():
    rows = reports(
        ("rate", "2023-12-31", 0.18),
        ("rate", "2022-06-30", 0.16),
        ("rate", "2021-12-31", 0.15),
        ("count", "2023-12-31", 0.18),
    )
    errors = progress.sampling_errors(rows, LITERACY, "d", "rate", 1.5)
    assert errors.iloc[0] == pytest.approx(np.sqrt(0.18 * 0.82 * 1.5 / 1500))
    assert errors.iloc[1] == pytest.approx(0.02 / 1.959964)
    assert errors.iloc[2:].isna().all()


def test_another_figure_of_the_same_year_is_not_the_reports_survey():
    assert progress.sampling_errors(reports(("rate", "2023-12-31", 0.182)), LITERACY, "d", "rate", 1.5).isna().all()


@pytest.mark.parametrize(
    "day, reported, value, n, expected",
    [
        ("2026-11-23", "2025-12-31", 0.23, 3000, "achieved"),
        ("2026-11-23", "2025-12-31", 0.17, 3000, "missed"),
        ("2026-11-23", "2025-12-31", 0.205, 3000, "within_error"),
        ("2026-11-23", "2025-12-31", 0.195, 3000, "within_error"),
        ("2026-11-23", "2025-12-31", 0.20, 10, "not_assessable"),
        ("2026-11-23", "2024-12-31", 0.18, 3000, "no_final_report"),
        ("2026-11-23", "2024-12-31", 0.23, 3000, "achieved"),
        ("2024-03-01", "2023-12-31", 0.192, 9000, "on_track"),
        ("2024-03-01", "2023-12-31", 0.176, 9000, "within_error"),
        ("2024-03-01", "2023-12-31", 0.165, 9000, "behind"),
        ("2024-03-01", "2023-12-31", 0.15, 9000, "far_behind"),
    ],
)
def test_a_status_of_a_survey_is_said_when_it_is_sure(day, reported, value, n, expected):
    assert judged(day, reported, value, n)["status"] == expected


def test_without_a_known_error_the_figure_decides_and_nothing_is_said_of_chance():
    row = judged("2026-11-23", "2025-12-31", 0.205)
    assert row["status"] == "achieved" and row[["standard_error", "p_target", "p_path"]].isna().all()


def test_how_likely_the_target_is_met_is_that_of_the_normal_law():
    row = judged("2026-11-23", "2025-12-31", 0.20, 3000)
    assert row["p_target"] == pytest.approx(0.5) and row["standard_error"] == pytest.approx(np.sqrt(0.16 * 1.5 / 3000))


def test_what_is_missing_of_the_reports():
    found = on("2023-06-30", ("rate", "2022-01-31", 0.15), ("count", "2023-01-31", 100))
    assert progress.wanting(found, date(2023, 6, 30)).to_dict() == {
        "count": "",
        "rate": "newer",
        "standing": "first",
        "yearly": "first",
    }
    assert progress.age_days(found, date(2023, 6, 30)).dropna().to_dict() == {"count": 150, "rate": 515}
    over = on("2026-11-23", ("rate", "2025-12-31", 0.15))
    assert progress.wanting(over, date(2026, 11, 23)).to_dict() == {
        "count": "final",
        "rate": "",
        "standing": "final",
        "yearly": "final",
    }


def test_what_falls_due_before_the_next_plenary_in_the_order_of_days():
    found = progress.falling_due(on("2025-06-30", ("rate", "2025-01-31", 0.15)), date(2025, 6, 30), date(2026, 3, 1))
    assert [tuple(row) for row in found[["target_id", "kind", "days"]].fillna(-1).to_numpy()] == [
        ("count", "end", 184),
        ("rate", "end", 184),
        ("yearly", "end", 184),
        ("rate", "renew", 215),
        ("standing", "open", -1),
    ]


def test_what_is_past_its_end_comes_first_and_what_is_settled_owes_nothing():
    found = progress.falling_due(
        on("2026-11-23", ("rate", "2025-12-31", 0.15), ("count", "2024-12-31", 9000)),
        date(2026, 11, 23),
        date(2027, 1, 15),
    )
    assert found[["target_id", "kind"]].to_numpy().tolist() == [["standing", "overdue"], ["yearly", "overdue"]]
    assert found["days"].tolist() == [-327, -327]
    with pytest.raises(ValueError, match="falling_due: expected a day on or after 2026-11-23, found 2026-01-01"):
        progress.falling_due(on("2026-11-23"), date(2026, 11, 23), date(2026, 1, 1))


@pytest.mark.parametrize(
    "stated, expected",
    [(None, date(2027, 11, 23)), (date(2027, 1, 15), date(2027, 1, 15)), (date(2026, 1, 15), date(2027, 11, 23))],
)
def test_the_next_plenary_is_as_stated_or_a_year_away(stated, expected):
    assert progress.next_plenary(stated, date(2026, 11, 23)) == expected
