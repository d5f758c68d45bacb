from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.selection import (
    CLOSED,
    KEPT,
    OUTING,
    PARAMETERS,
    SEVERAL,
    Ids,
    Positions,
    Selection,
    Slip,
    address,
    from_query,
    page_meant,
    parsed,
    scenarios,
    tidied,
    to_query,
)
from tests.towns import CHANGLE, SIJIA, YUDONG

SHAPES = {
    "sort": ["gaps_table.gap", "gaps_table.-gap", "bases.base_name"],
    "sift": ["bases.海门 开放", "gaps_table.余东", "base_x-1.a.b", "bases.a&b=c#d?e+f%20 g"],
    "lit": ["gaps_map.class-3", "bases_map.level-district"],
}
ids = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True)


def _of(name: str):
    if name == "wish":
        return st.sampled_from(["cv-16.5", "tell-5.0", "given-339", "given-100000"])
    if name in OUTING:
        return st.sampled_from([None, "1", "20"] if name != "alike" else [None, "0", "0.05", "1"]).filter(
            lambda one: one is None or one in CLOSED[name]
        )
    if name in SHAPES:
        drawn = st.sampled_from(SHAPES[name])
        return st.lists(drawn, max_size=3) if name in SEVERAL else st.none() | drawn
    if name in CLOSED:
        return st.lists(st.sampled_from(CLOSED[name]), max_size=3) if name in SEVERAL else st.sampled_from(CLOSED[name])
    return st.lists(ids, max_size=3) if name in SEVERAL else st.none() | ids


selections = st.fixed_dictionaries({field.name: _of(field.name) for field in fields(Selection)}).map(
    lambda chosen: Selection().with_(**chosen)
)


@given(selections)
def test_an_address_says_the_whole_selection(selection):
    assert from_query(to_query(selection)) == (selection, ())


@given(selections)
def test_an_address_holds_plain_text_under_known_names_and_nothing_empty(selection):
    query = to_query(selection)
    assert set(query) <= set(PARAMETERS)
    assert all(isinstance(value, str) and value for value in query.values())


def test_the_default_says_only_its_language():
    assert to_query(Selection()) == {"lang": "zh"}
    assert to_query(Selection(language="en")) == {"lang": "en"}


def test_an_empty_address_is_the_default():
    assert from_query({}) == (Selection(), ())


@given(st.permutations(["town", "district", "village"]))
def test_the_order_of_several_ids_is_nothing(order):
    assert Selection().with_(levels=order) == Selection(levels=("district", "town", "village"))
    assert from_query({"levels": ",".join(order)})[0] == from_query({"levels": "district,town,village"})[0]


def test_an_id_said_twice_counts_once():
    assert from_query({"levels": "town,town"})[0].levels == ("town",)


def test_an_unknown_id_falls_back_and_becomes_a_slip():
    assert from_query({"area": "atlantis", "lang": "en"}, {"area": {"a"}}) == (
        Selection(language="en"),
        (Slip("area", "atlantis"),),
    )


def test_an_address_may_name_a_town_and_a_former_code_opens_the_town_of_today_and_says_so():
    towns = Ids({"a", "b"}, {"east town": "a"}, {"old": "b", "a": "b"})
    assert from_query({"area": "East  Town"}, {"area": towns}) == (Selection(area="a"), ())
    assert from_query({"area": "old"}, {"area": towns}) == (Selection(area="b"), (Slip("area", "old", "b"),))
    assert from_query({"area": "a"}, {"area": towns}) == (Selection(area="a"), ())  # a code of today goes first
    assert from_query({"area": "west"}, {"area": towns}) == (Selection(), (Slip("area", "west"),))


def test_the_former_codes_of_the_shipped_district_open_its_towns(district):
    known = district.ids()
    assert from_query({"area": "320614111"}, known) == (Selection(area=SIJIA), (Slip("area", "320614111", SIJIA),))
    assert from_query({"area": "常乐镇"}, known) == (Selection(area=CHANGLE), ())
    assert from_query({"area": YUDONG}, known) == (Selection(area=YUDONG), ())


def test_of_several_ids_the_known_ones_stay():
    found = from_query({"levels": "town,moon,village"}, {"levels": {"town", "village"}})
    assert found == (Selection(levels=("town", "village")), (Slip("levels", "moon"),))


@pytest.mark.parametrize(("parameter", "value"), [("lang", "fr"), ("mode", "cinema"), ("drawing", "oil")])
def test_closed_lists_hold_without_being_told(parameter, value):
    assert from_query({parameter: value}) == (Selection(), (Slip(parameter, value),))


def test_ids_nobody_listed_are_taken_as_they_are():
    assert from_query({"base": "x"}, {"area": {"a"}})[0].base == "x"


@given(
    st.dictionaries(st.text(min_size=1).filter(lambda name: not tidied({name: ""}).keys() & set(PARAMETERS)), st.text())
)
def test_strangers_parameters_are_passed_over(strangers):
    assert from_query({**strangers, "area": "a"}) == (Selection(area="a"), ())


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=20)))
def test_no_address_breaks_the_selection(query):
    known = {name: ("a", "b") for name in ("area", "base", "levels")}
    selection, slips = from_query(query, known)
    assert from_query(to_query(selection), known) == (selection, ()), "what was kept is said again without a slip"
    assert all(slip.name in query and slip.value in query[slip.name] for slip in slips)


def test_a_field_there_is_not_is_refused():
    with pytest.raises(TypeError):
        Selection().with_(colour="red")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("121.4321,31.9512", True),
        ("121.0000,31.0000", True),
        ("121.4321,32.9512", False),
        ("121.4,31.9", False),
        ("121.4321", False),
        ("31.9512,121.4321", False),
        ("１21.4321,31.9512", False),
        ("121.4321,31.9512,", False),
        ("nan,nan", False),
    ],
)
def test_a_position_is_lon_and_lat_with_four_decimals_inside_the_district(text, there):
    assert (text in Positions(121, 31, 122, 32)) is there


def test_the_question_on_the_page_is_one_of_the_scenarios_there_are():
    known = scenarios(("gap",))
    assert len(set(known)) == len(known) == 3 * 3 * 7 * 2 * 3 * 2
    assert {
        Selection().scenario,
        Selection(model="pcentre", way="walk", new="6", factor="gap", demand="grid").scenario,
    } <= set(known)
    assert Selection(factor="older").scenario not in known


def test_only_so_many_scenarios_are_kept():
    ids = scenarios(())[: KEPT + 1]
    found, slips = from_query({"kept": ",".join(ids)}, {"kept": ids})
    assert found.kept == tuple(sorted(ids[:KEPT])) and slips == (Slip("kept", ids[KEPT]),)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("cv-16.5", ("cv", 16.5)),
        ("tell-5", ("tell", 5)),
        ("given-339", ("given", 339)),
        ("cv-2.9", None),
        ("cv-50.1", None),
        ("given-29", None),
        ("tell--5", None),
        ("tell-5.25", None),
        ("given-1e3", None),
        ("cv", None),
        ("many-5", None),
        ("cv-１６", None),
        ("", None),
    ],
)
def test_a_wish_for_a_survey_is_a_kind_and_an_amount_within_bounds(text, wish):
    assert (text in CLOSED["wish"]) is (wish is not None)
    assert from_query({"wish": text})[0].wished == (wish or ("cv", 16.5))


def test_how_a_survey_goes_out_is_numbers_within_bounds_and_nothing_until_somebody_says_them():
    assert set(Selection().outing.values()) == {None}
    said, slips = from_query({"each": "20", "alike": "0.02", "answer": "120", "journey": "8.25", "draw": "-1"})
    assert said.outing == {"each": 20, "alike": 0.02, "answer": None, "journey": None, "draw": None}
    assert [one.name for one in slips] == ["answer", "journey", "draw"]


def test_an_address_is_read_from_whatever_it_is_copied_with():
    assert parsed("http://a.example/gaps?lang=en&levels=a%2Cb&x=%E6%B5%B7+%E9%97%A8#top") == {
        "lang": "en",
        "levels": "a,b",
        "x": "海 门",
    }
    assert (
        parsed("area=1&&other") == {"area": "1", "other": ""}
        and parsed("") == {}
        and parsed("a=%ff%z") == {"a": "\ufffd%z"}
    )


@given(selections)
def test_an_address_written_out_is_read_back(selection):
    for base in ("https://atlas.example/", "", None):
        written = address("gaps", selection, base)
        assert written.isascii() and " " not in written and parsed(written) == to_query(selection)
        assert from_query(parsed(written)) == (selection, ())


def test_an_address_stands_under_its_base_or_beside_the_page_it_is_on():
    en = Selection(language="en", sift=("bases.a&b",))
    assert address("gaps", en, "https://a.example/") == "https://a.example/gaps?lang=en&sift=bases.a%26b"
    assert address("overview", en.with_(sift=()), "") == "/?lang=en"
    assert address("overview", en.with_(sift=())) == "./?lang=en" and address("plan", en)[:12] == "plan?lang=en"


@pytest.mark.parametrize(
    "query",
    [
        {"lang": "en", "amp;area": "a1"},
        {"lang": "en", "amp;amp;area": "a1"},
        {"Lang": "EN", "AREA": "A1"},
        {"lang": "en", "area": "a1。"},
        {"lang": "en", "area": "a1）。"},
        {"lang": "en\u3000", "area": "a1\u200b"},
    ],
)
def test_an_address_that_a_message_has_bent_is_read_as_it_was_meant(query):
    assert from_query(query, {"area": {"a1", "b2"}}) == (Selection(language="en", area="a1"), ())


def test_a_parameter_as_it_is_goes_before_one_that_is_bent():
    assert tidied({"amp;area": "b", "area": "a", "utm_source": "x"}) == {"area": "a", "utm_source": "x"}


def test_a_page_is_known_by_its_name_whatever_stands_around_it():
    pages = {"overview", "town", "gaps"}
    found = [
        page_meant(one, pages) for one in ("Town", "town.html", "GAPS.PHP", "town。", "index.html", "home", "none")
    ]
    assert found == ["town", "town", "gaps", "town", "overview", "overview", None]


@given(st.sampled_from(["sort", "sift", "lit"]), st.sampled_from(["a", "b_c"]), st.sampled_from(["x-1", "-y", "z.z"]))
def test_what_is_said_of_a_table_or_a_map_is_read_again_and_let_go_of(several, name, what):
    there = Selection().saying(several, name, what)
    assert there.of(several, name) == what and there.of(several, "other") == ""
    assert there.saying(several, name, "q-2").of(several, name) == "q-2"
    assert there.saying(several, name, "") == Selection()


def test_what_is_said_of_one_table_stays_when_another_is_sorted():
    both = Selection().saying("sort", "a", "x").saying("sort", "b", "-y")
    assert (both.of("sort", "a"), both.of("sort", "b")) == ("x", "-y")
    assert to_query(both)["sort"] == "a.x,b.-y"


def test_a_text_that_cannot_be_said_of_a_table_is_a_slip():
    query = {"sort": "gaps_table", "lit": "gaps_map.class", "off": "roads"}
    selection, slips = from_query(query)
    assert selection == Selection() and {one.name: one.value for one in slips} == query
