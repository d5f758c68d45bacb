"""The literacy page as a planner of a survey uses it."""

import pytest

from tests.conftest import SAY


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("cv-16.5", ["339", "4,068", "16.5%", "10.1%～19.1%"]),
        ("given-200", ["200", "2,400", "21.5%", "9.1%～20.9%"]),
    ],
)
def test_a_wish_is_answered_for_each_town_and_all_of_them(stage, wish, said):
    seen = stage.play("literacy", "zh", wish=wish)
    assert [value for _, value, _ in seen.numbers] == said
    assert seen.exhibits["literacy_planner"].rows.iloc[0][["n", "total"]].tolist() == [
        int(said[0]),
        int(said[1].replace(",", "")),
    ]


def test_another_design_effect_asks_for_more_people(stage):
    twice = stage.play("literacy", "zh", wish="cv-16.5", effect="3").exhibits["literacy_planner"]
    assert twice.rows["n"].iloc[0] == 677 and "设计效应3" in twice.sentence  # 6.1429 × 3 / 0.165² = 676.9


def test_a_wish_is_typed_and_goes_into_the_address(visit):
    seen = visit("literacy", lang="zh")
    seen.at.number_input(key="control-wish-cv-zh").set_value(20.0)
    seen.again()
    assert seen.failed == [] and seen.query["wish"] == "cv-20.0" and "231" in seen.text
    seen.at.button_group(key="control-wish-kind-zh").set_value("given")
    seen.again()
    assert seen.failed == [] and seen.query["wish"] == "given-200"
    assert SAY["zh"]("planner.amount_given") in [one.label for one in seen.at.number_input]
