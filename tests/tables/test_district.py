"""The district as a whole: what ships, and what is shown while a file is broken."""

import random
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.home import HomeError, find_home
from outreach.tables import MODELS, read_district
from outreach.tables.table import read_table
from tests.tables.conftest import EN, ZH, told


@pytest.fixture(scope="module")
def district():
    return read_district(find_home())


def test_the_shipped_district_has_no_faults(district):
    assert (district.faults, district.stale, district.missing) == ((), (), ())


def test_the_shipped_tables_have_their_rows(district):
    assert {name: len(district.table(name)) for name in MODELS} == {
        "areas": 16,
        "codes": 7,
        "places": 22,
        "bases": 24,
        "crossings": 0,
        "levels": 6,
        "categories": 17,
        "standards": 6,
        "register": 0,
        "literacy": 23,
        "survey": 0,
        "groups": 34,
        "plans": 1,
        "targets": 12,
        "progress": 0,
        "measures": 38,
        "units": 26,
        "duties": 255,
        "questions": 6,
        "sources": 35,
    }


def test_the_shipped_figures_are_the_published_ones(district):
    areas = district.areas.set_index("area_code")
    assert areas.at["320614", "population"] == 991_782
    assert areas.loc[areas["parent_code"] == "320614", "population"].sum() == 991_782
    literacy = district.literacy.set_index(["area_code", "year"])["share"]
    assert (literacy["320614", 2020], literacy["100000", 2023]) == (0.14, 0.1414)
    targets = district.targets.set_index("target_id")
    assert (targets.at["T01", "target_value"], targets.at["T06", "target_value"]) == (0.2, 8000)
    assert district.places.groupby("area_code")["share"].sum().round(9).eq(1).all()


def test_no_base_ships_with_an_invented_position_or_check(district):
    assert district.bases["lon"].isna().all() and district.bases["checked_on"].isna().all()
    assert set(district.bases["accuracy"]) == {"town", "unknown"}


def test_an_id_is_a_text_and_an_empty_list_is_empty(district):
    assert district.areas["area_code"].map(type).eq(str).all()
    assert district.bases["audiences"].map(type).eq(tuple).all()


def test_a_refused_table_is_the_last_good_one_whole(copy, district):
    copy.change("bases", 3, status="营业中")
    copy.change("bases", 4, name_zh="另一个名字")
    shown = read_district(find_home(copy.root), district)
    assert (shown.stale, shown.missing, len(shown.faults)) == (("bases",), (), 1)
    pd.testing.assert_frame_equal(shown.bases, district.bases)


def test_a_table_refused_for_a_dispute_is_the_last_good_one_too(copy, district):
    copy.change("bases", 3, category="moon")
    shown = read_district(find_home(copy.root), district)
    assert shown.stale == ("bases",)
    pd.testing.assert_frame_equal(shown.bases, district.bases)


def test_without_a_last_good_one_a_refused_table_is_empty_and_typed(copy, district):
    copy.change("bases", 3, status="营业中")
    shown = read_district(find_home(copy.root))
    assert (shown.stale, shown.missing) == ((), ("bases",))
    assert shown.bases.empty and shown.bases.dtypes.to_dict() == district.bases.dtypes.to_dict()


def test_a_missing_layer_is_an_empty_one(copy):
    (copy.root / "geo/towns.geojson").unlink()
    shown = read_district(find_home(copy.root))
    assert shown.missing == ("towns.geojson",) and shown.geometry["towns"].empty


def test_sound_tables_follow_back_those_they_do_not_agree_with(copy, district):
    copy.append("areas", area_code="320614120", parent_code="320614", kind="town", name_zh="新镇", name_en="New Town")
    shown = read_district(find_home(copy.root), district)
    assert shown.stale == ("areas", "places", "towns.geojson")
    assert {fault.file for fault in shown.faults} == {"data/places.csv", "geo/towns.geojson"}


def test_settings_at_odds_with_the_tables_are_the_last_good_ones(copy, district):
    copy.replace("data/district.toml", 'code = "320614"', 'code = "320699"')
    shown = read_district(find_home(copy.root), district)
    assert (shown.home, shown.stale) == (district.home, ("district.toml",))
    assert told(shown.faults)[0][0] == "data/district.toml:-:code"


def test_another_district_is_not_mixed_with_the_last_good_one(copy, district):
    other = replace(district, home=replace(district.home, code="110105"))
    copy.change("bases", 3, status="营业中")
    assert read_district(find_home(copy.root), other).missing == ("bases",)


def test_a_directory_that_is_gone_is_no_district(copy, district):
    home = find_home(copy.root)
    (copy.root / "data").rename(copy.root / "other")
    with pytest.raises(HomeError) as raised:
        read_district(home, district)
    assert ZH("check.home_without", **raised.value.details) == f"{copy.root} 中没有 data/ 目录"
    assert EN("check.home_without", **raised.value.details) == f"{copy.root} has no data/ directory"


@pytest.mark.parametrize("table", MODELS)
def test_a_table_is_the_same_in_every_form(copy, shipped, table):
    expected, rows = shipped.tables[table].frame, copy.rows(table)
    text = copy.path(table).read_text(encoding="utf-8-sig")
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        copy.path(table).write_bytes(text.encode(encoding))
        pd.testing.assert_frame_equal(read_table(copy.root / "data", table, MODELS[table]).frame, expected)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell or None for cell in row])
    copy.path(table).unlink()
    book.save(copy.root / "data" / f"{table}.xlsx")
    pd.testing.assert_frame_equal(read_table(copy.root / "data", table, MODELS[table]).frame, expected)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing_to_what_is_told(copy, turn: random.Random):
    (copy.root / "data" / "units.csv").unlink(missing_ok=True)
    rows = [
        ["unit_id", "name_zh", "name_en", "kind", "source_id"],
        *(["a", "甲", "A", kind, "plan-2022"] for kind in ("mass", "x", "", "party")),
    ]
    body = rows[1:]
    turn.shuffle(body)
    copy.write("units", [rows[0], *body])
    faults = read_table(copy.root / "data", "units", MODELS["units"]).faults
    assert sorted(fault.rule for fault in faults) == [
        "empty_cell",
        "not_allowed",
        "repeated_key",
        "repeated_key",
        "repeated_key",
    ]
