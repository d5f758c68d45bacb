"""What a passer-by asks: where one stands, what is near, and the questions of the quiz."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.measures import kiosk, reach
from tests.towns import CHANGLE

PLACES = pd.DataFrame(
    {
        "place_id": ["a", "b", "c"],
        "area_code": ["A", "B", "B"],
        "role": ["seat", "seat", "former_seat"],
        "lon": [121.0, 121.1, 121.2],
        "lat": [32.0, 32.0, 32.0],
    }
)
AREAS = pd.DataFrame({"area_code": ["A", "B"], "kind": ["town", "town"], "population": [100.0, 300.0]})
LOCATED = pd.DataFrame(
    {
        "lon": [121.0, 121.1, 121.1, 121.3, None],
        "lat": [32.0, 32.0, 32.0, 32.0, None],
        "accuracy": ["town", "town", "exact", "exact", "unknown"],
        "counted": [True, True, True, False, False],
    },
    index=pd.Index(["p", "q", "r", "shut", "lost"], name="base_id"),
)


def test_one_stands_where_one_touched_else_in_the_chosen_town_else_where_the_screen_is():
    assert kiosk.here(PLACES, AREAS, "c", "A", "121.0500,31.9000") == ("point", 121.05, 31.9, None, None)
    assert kiosk.here(PLACES, AREAS, "c", "A", None) == ("town", 121.0, 32.0, "A", "a")
    assert kiosk.here(PLACES, AREAS, "c", None, None) == ("screen", 121.2, 32.0, None, "c")
    assert kiosk.here(PLACES, AREAS, [121.5, 32.5], None, None) == ("screen", 121.5, 32.5, None, None)


def test_where_nobody_said_it_is_taken_to_be_the_seat_of_the_town_with_most_people_and_says_so():
    assert kiosk.here(PLACES, AREAS, None, None, None) == ("assumed", 121.1, 32.0, "B", "b")
    assert kiosk.here(PLACES[PLACES["role"] == "former_seat"], AREAS, None, None, None) is None


def test_the_nearest_comes_first_and_the_closed_and_the_lost_are_left_out():
    found = kiosk.nearest(kiosk.here(PLACES, AREAS, None, "A", None), LOCATED, 1.3)
    assert found.index.tolist() == ["p", "q", "r"]
    assert found["straight_km"].round(1).tolist() == [0.0, 9.4, 9.4]
    assert found["travel_km"].to_numpy() == pytest.approx(1.3 * found["straight_km"].to_numpy())


def test_of_a_base_drawn_where_one_stands_only_the_town_is_known():
    found = kiosk.nearest(kiosk.here(PLACES, AREAS, None, "B", None), LOCATED, 1.3)
    assert found.loc["q"].tolist() == [0.0, 0.0, True, True] and found.loc["r", ["to_town", "same_place"]].tolist() == [
        False,
        False,
    ]


def test_nowhere_and_nothing_have_nothing_near():
    assert kiosk.nearest(None, LOCATED, 1.3).empty
    assert kiosk.nearest(kiosk.here(PLACES, AREAS, None, "B", None), LOCATED[LOCATED.index == "lost"], 1.3).empty


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(seed=st.integers(0, 999_999))
def test_the_right_answer_stands_in_the_table_and_no_other_option_is_right(district, seed):
    bases, categories = district.bases.set_index("base_id"), district.categories.set_index("category")
    none = district.questions[:0]
    found = kiosk.questions(district.bases, district.categories, none, seed)
    assert found == kiosk.questions(district.bases.sample(frac=1, random_state=1), district.categories, none, seed)
    assert len(found) == 3 and len({one.kind for one in found}) == 3
    for one in found:
        assert len(set(one.options)) == 3 and one.options.count(one.answer) == 1
        if one.kind == "which":
            assert [base for base in one.options if bases.at[base, "area_code"] == one.about] == [one.answer]
            assert not bases.loc[list(one.options), "town_basis"].eq("assumed").any()
        else:
            row = bases.loc[one.about]
            assert (
                one.answer
                == {"town": row["area_code"], "category": row["category"], "year": str(row["opened_year"])}[one.kind]
            )
        if one.kind == "town":
            assert row["town_basis"] != "assumed"
        if one.kind == "category":
            assert [
                option for option in one.options if categories.at[option, "group"] == categories.at[one.answer, "group"]
            ] == [one.answer]


def test_nothing_closed_is_asked_about_and_too_few_bases_make_no_question(district):
    few, none = district.bases.head(2), district.questions[:0]
    assert kiosk.questions(few, district.categories, none, 1) == ()
    assert kiosk.questions(district.bases.assign(status="closed"), district.categories, none, 1) == ()


def test_what_somebody_wrote_is_asked_before_what_is_made_of_the_tables(district):
    for seed in range(30):
        found = kiosk.questions(district.bases, district.categories, district.questions, seed)
        assert len({one.about for one in found}) == 3 and {one.kind for one in found} == {"written"}
        assert all(set(one.options) == set(kiosk.WRITTEN) and one.answer == "answer" for one in found)
        few = kiosk.questions(district.bases, district.categories, district.questions[:1], seed)
        assert [one.kind == "written" for one in few] == [True, False, False]


def test_of_the_shipped_bases_none_known_only_to_its_town_has_a_false_distance(district):
    located = reach.located.located(district.bases, district.places, district.areas)
    found = kiosk.nearest(
        kiosk.here(district.places, district.areas, district.home.kiosk.place, CHANGLE, None), located, 1.3
    )
    assert found["to_town"].all() and len(found) == 23
    assert found.index[found["same_place"]].tolist() == [
        "changle-practice-hall",
        "yisheng-park",
        "zhang-jian-hometown",
        "zhang-jian-memorial",
        "zhang-jian-study-centre",
        "zhongnan-practice-station",
    ]
