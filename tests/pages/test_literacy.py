"""The literacy page as a planner of a survey uses it."""

import pytest

from tests.conftest import SAY


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("cv-16.5", ["328", "2,911", "3,644", "16.5%", "10.1%～19.1%", "12.5%～15.7%"]),
        ("given-200", ["200", "2,400", "3,000", "21.1%", "9.2%～20.8%", "12.2%～16.1%"]),
    ],
)
def test_a_wish_is_answered_for_each_town_and_all_of_them(stage, wish, said):
    seen = stage.play("literacy", "zh", wish=wish)
    assert [value for _, value, _ in seen.numbers] == said
    assert seen.exhibits["literacy_planner"].rows.iloc[0][["n", "total"]].tolist() == [
        int(said[0]),
        int(said[1].replace(",", "")),
    ]


def test_people_of_a_village_who_answer_alike_take_more_of_them(stage):
    alike = stage.play("literacy", "zh", wish="cv-16.5", each="21", alike="0.1").exhibits["literacy_planner"]
    assert alike.rows["n"].iloc[0] == 677 and "设计效应为3.00" in alike.sentence  # 6.1429 × 3 / 0.165² = 676.9


def test_both_designs_stand_side_by_side_and_no_price_is_invented(stage):
    seen = stage.play("literacy", "zh").exhibits["literacy_designs"]
    assert seen.rows["design_name"].tolist() == ["按村居抽样", "逐人抽样"] and seen.rows["answers"].tolist() == [
        2911,
        2696,
    ]
    assert (
        "没有单价" in seen.sentence and "0.086倍" in seen.sentence and "cost" not in [one.name for one in seen.columns]
    )
    priced = stage.play("literacy", "en", journey="8").exhibits["literacy_designs"]
    assert priced.rows["cost"].tolist() == [260 * 8 + 3644, 3377 * 9] and "Told in calls" in priced.sentence
    assert "about 11 people in each village" in priced.sentence  # √(8 · 0.8 · 0.95 / 0.05)


def test_villages_are_drawn_by_number_where_their_number_is_on_record(stage):
    seen = stage.play("literacy", "zh").exhibits["literacy_sample"]
    towns = stage.play("literacy", "zh").exhibits["literacy_visits"].rows.dropna(subset=["there"])
    assert len(seen.rows) == towns["villages"].sum() and "海门街道、滨江街道有多少村（社区）没有记录" in seen.sentence
    again, other = (stage.play("literacy", "zh", draw=seed).exhibits["literacy_sample"].rows for seed in ("1", "2"))
    assert again.equals(seen.rows) and not other.equals(seen.rows)


def test_a_wish_is_typed_and_goes_into_the_address(visit):
    seen = visit("literacy", lang="zh")
    seen.at.number_input(key="control-wish-cv-zh").set_value(20.0)
    seen.again()
    assert seen.failed == [] and seen.query["wish"] == "cv-20.0" and "223" in seen.text
    seen.at.button_group(key="control-wish-kind-zh").set_value("given")
    seen.again()
    assert seen.failed == [] and seen.query["wish"] == "given-200"
    assert SAY["zh"]("planner.amount_given") in [one.label for one in seen.at.number_input]
    seen.at.number_input(key="control-alike-zh").set_value(0.02)
    seen.at.number_input(key="control-draw-zh").set_value(5.0)
    seen.again()
    assert seen.failed == [] and (seen.query["alike"], seen.query["draw"]) == ("0.02", "5")
    seen.at.number_input(key="control-alike-zh").set_value(0.05)
    seen.again()
    assert "alike" not in seen.query  # as it is set
