import pandas as pd
import pytest

from outreach.measures import duties

MEASURES = pd.DataFrame(
    [
        ("A1.1", "action", "A1", "young"),
        ("A1.2", "action", "A1", "young"),
        ("P1.1", "project", "P1", None),
        ("O1", "organisation", "O1", None),
    ],
    columns=["measure_id", "part", "article_id", "people"],
)
UNITS = pd.DataFrame(
    [("school", "government"), ("club", "mass"), ("towns", "towns"), ("group", "group")], columns=["unit_id", "kind"]
)
DUTIES = pd.DataFrame(
    [
        ("A1.1", "school", 1),
        ("A1.1", "club", 2),
        ("A1.1", "towns", 3),
        ("A1.2", "club", 1),
        ("P1.1", "towns", 1),
        ("P1.1", "school", 2),
    ],
    columns=["measure_id", "unit_id", "position"],
)
TARGETS = pd.DataFrame(
    [("T1", "A1.1", None), ("T2", "A1.1", None), ("T3", "O1", "group"), ("T4", None, None)],
    columns=["target_id", "measure_id", "unit_id"],
)
STATUSES = pd.DataFrame({"status": ["behind", "achieved", "no_report", "no_report"]}, index=["T1", "T2", "T3", "T4"])
WANTING = pd.Series({"T1": "", "T2": "", "T3": "first", "T4": "first"})


def of(unit):
    found = duties.of_unit(MEASURES, DUTIES, TARGETS, STATUSES, WANTING, unit)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.itertuples(index=False)]


def test_the_first_named_the_others_and_the_towns():
    assert duties.roles(DUTIES, UNITS)["role"].tolist() == ["first", "member", "towns", "first", "towns", "member"]


def test_a_unit_nobody_described_is_named():
    with pytest.raises(ValueError, match="duties: no such unit: club, towns"):
        duties.roles(DUTIES, UNITS[UNITS["unit_id"].isin(["school", "group"])])


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({}, ["A1.1", "A1.2", "P1.1", "O1"]),
        ({"unit": "school"}, ["A1.1", "P1.1"]),
        ({"people": "young"}, ["A1.1", "A1.2"]),
        ({"article": "P1"}, ["P1.1"]),
        ({"part": "organisation"}, ["O1"]),
        ({"unit": "school", "people": "young"}, ["A1.1"]),
        ({"unit": "group"}, []),
    ],
)
def test_the_measures_that_meet_every_condition(asked, expected):
    assert duties.chosen(MEASURES, DUTIES, **asked)["measure_id"].tolist() == expected


def test_who_owes_a_report():
    assert duties.owners(TARGETS, DUTIES) == {
        "T1": ("school", "club", "towns"),
        "T2": ("school", "club", "towns"),
        "T3": ("group",),
        "T4": (),
    }


def test_a_units_sheet_starts_with_what_it_is_named_first_in():
    assert of("club") == [
        ("A1.2", 1, None, None, None),
        ("A1.1", 2, "T1", "behind", ""),
        ("A1.1", 2, "T2", "achieved", ""),
    ]


def test_a_unit_named_for_a_target_alone_has_it_on_its_sheet():
    assert of("group") == [("O1", None, "T3", "no_report", "first")]


def test_a_unit_with_nothing_has_an_empty_sheet():
    assert of("nobody") == []


def test_which_gaps_a_measure_bears_on():
    assert duties.bearing_on({"coverage": ["P1.1", "A1.2"], "tiers": ["P1.1", "P9.9"]}, MEASURES) == {
        "A1.2": ("coverage",),
        "P1.1": ("coverage", "tiers"),
    }
    assert duties.bearing_on(None, MEASURES) == {}


def test_the_shipped_duties(district):
    found = duties.roles(district.duties, district.units)
    assert found["role"].value_counts().to_dict() == {"member": 187, "first": 34, "towns": 34}
    assert set(district.measures["measure_id"]) - set(found["measure_id"]) == {"O1", "O2", "O3", "O4"}
    assert [one for one, named in duties.owners(district.targets, district.duties).items() if not named] == ["T01"]
