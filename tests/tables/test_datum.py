import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from outreach.home import find_home
from outreach.tables import MODELS, read_district
from outreach.tables.cells import Kind
from outreach.tables.cells import typed as typed_cells
from outreach.tables.columns import describe
from outreach.tables.datum import converted, from_wgs84, to_wgs84
from outreach.tables.dictionary import dictionary
from outreach.tables.table import read_table
from tests.tables.conftest import told
from tests.towns import HAIMEN

# lon, lat in WGS-84 and in GCJ-02: the test tables of github.com/googollee/eviltransform (the three cities) and of
# github.com/wandergis/coordtransform (the last).
TO_GCJ02 = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
]
# WGS-84, GCJ-02 and BD-09 of cities, as the map services gave them: test/fixtures/china-cities.json of
# github.com/hujiulong/gcoord.
CITIES = {
    "Zhumadian": ((114.0164322, 33.0133556), (114.022306, 33.0115324), (114.0287781, 33.0176697)),
    "Taizhou": ((119.9183831, 32.4580023), (119.9231242, 32.4557802), (119.9296902, 32.4615531)),
    "Shenyang": ((123.4253306, 41.8032629), (123.4314787, 41.8057023), (123.438095, 41.8114013)),
    "Nagqu": ((92.0499619, 31.4784436), (92.0512438, 31.4762063), (92.0576832, 31.4824421)),
    "Qinzhou": ((108.6503952, 21.9828281), (108.6541485, 21.9799392), (108.6607283, 21.9856319)),
}
IN_CHINA = st.tuples(st.floats(73, 137), st.floats(2, 55))


@pytest.mark.parametrize("wgs84, gcj02", TO_GCJ02)
def test_the_published_pairs_come_out_to_the_last_digit(wgs84, gcj02):
    assert from_wgs84([wgs84], "GCJ-02")[0] == pytest.approx(gcj02, abs=1e-12)
    assert to_wgs84([gcj02], "GCJ-02")[0] == pytest.approx(wgs84, abs=1e-7)


def test_baidus_published_pair_comes_out_to_the_last_digit():
    amap, baidu = (116.404, 39.915), (116.41036949371029, 39.92133699351021)
    assert from_wgs84(to_wgs84([amap], "GCJ-02"), "BD-09")[0] == pytest.approx(baidu, abs=1e-7)


@pytest.mark.parametrize("city", CITIES)
def test_the_map_services_own_points_of_a_city_are_one_place(city):
    wgs84, gcj02, bd09 = CITIES[city]
    assert to_wgs84([gcj02], "GCJ-02")[0] == pytest.approx(wgs84, abs=5e-5)
    assert to_wgs84([bd09], "BD-09")[0] == pytest.approx(to_wgs84([gcj02], "GCJ-02")[0], abs=2e-6)


@given(IN_CHINA, st.sampled_from(["WGS-84", "CGCS2000", "GCJ-02", "BD-09"]))
def test_there_and_back_is_where_one_was(point, datum):
    assert to_wgs84(from_wgs84([point], datum), datum)[0] == pytest.approx(point, abs=1e-7)


@given(IN_CHINA)
def test_the_maps_bend_a_point_by_less_than_two_kilometres(point):
    for datum in ("GCJ-02", "BD-09"):
        assert (np.abs(from_wgs84([point], datum)[0] - point) < 0.02).all()


def test_outside_china_gcj02_bends_nothing_and_a_missing_point_stays_missing():
    assert to_wgs84([(2.35, 48.86)], "GCJ-02")[0] == pytest.approx((2.35, 48.86))
    assert np.isnan(to_wgs84([(np.nan, np.nan)], "BD-09")).all()


@pytest.mark.parametrize("change", [to_wgs84, from_wgs84])
def test_an_unknown_datum_is_named(change):
    with pytest.raises(ValueError, match="found Beijing-54"):
        change([(121, 32)], "Beijing-54")


def test_a_frame_is_converted_row_by_row_and_says_so():
    rows = pd.DataFrame({"lon": [121.2, 121.2, None], "lat": [31.9, 31.9, None], "datum": ["CGCS2000", "GCJ-02", None]})
    found = converted(rows)
    assert found["datum"].fillna("").tolist() == ["CGCS2000", "WGS-84", ""]
    assert found.loc[0, ["lon", "lat"]].tolist() == [121.2, 31.9]
    assert found.loc[1, ["lon", "lat"]].tolist() == pytest.approx(to_wgs84([(121.2, 31.9)], "GCJ-02")[0], abs=1e-7)
    assert rows["datum"].tolist()[1] == "GCJ-02"


def test_a_base_found_on_amap_stands_where_it_stands_and_the_file_keeps_what_was_written(copy):
    bent = from_wgs84([(121.17274, 31.89619)], "GCJ-02")[0]
    copy.change("bases", 2, lon=f"{bent[0]:.6f}", lat=f"{bent[1]:.6f}", datum="GCJ-02", accuracy="exact")
    read = read_table(copy.root / "data", "bases", MODELS["bases"])
    assert read.frame.loc[0, ["lon", "lat"]].tolist() == pytest.approx([121.17274, 31.89619], abs=2e-6)
    assert read.frame.at[0, "datum"] == "WGS-84" and read.written.loc[0].tolist() == [
        round(bent[0], 6),
        round(bent[1], 6),
        "GCJ-02",
    ]
    assert read_district(find_home(copy.root)).faults == ()


def _exactly_bounded(copy):
    copy.replace("data/district.toml", "boundary_tolerance_km = 2.0", "boundary_tolerance_km = 0")


def _at_the_edge(copy) -> np.ndarray:
    """A point of Haimen subdistrict some 150 m off its eastern border with the next town, WGS-84."""
    towns = read_district(find_home(copy.root)).geometry["towns"].set_index("area_code").geometry
    own = towns[HAIMEN]
    for lon in np.arange(own.bounds[2], own.bounds[0], -0.0005):
        for lat in np.arange(own.bounds[1], own.bounds[3], 0.002):
            point = np.array([lon, lat])
            moved = from_wgs84([point], "BD-09")[0]
            distance = own.distance(Point(*moved))
            if own.contains(Point(*point)) and distance > 0.004:
                return point
    raise AssertionError("no such point")


def test_a_point_that_fits_only_under_another_datum_is_refused_with_that_suggestion(copy):
    _exactly_bounded(copy)
    baidu = from_wgs84([_at_the_edge(copy)], "BD-09")[0]
    copy.change("bases", 2, lon=f"{baidu[0]:.6f}", lat=f"{baidu[1]:.6f}", datum="WGS-84", accuracy="exact")
    faults = told(read_district(find_home(copy.root)).faults)
    assert len(faults) == 1 and faults[0][0] == "data/bases.csv:2:datum"
    assert "BD-09" in faults[0][1] and "换算后落在海门街道内：请把坐标系改为" in faults[0][1]
    copy.change("bases", 2, datum="BD-09")
    assert read_district(find_home(copy.root)).faults == ()


def test_the_suggestion_is_made_for_a_refused_file_too(copy):
    _exactly_bounded(copy)
    baidu = from_wgs84([_at_the_edge(copy)], "BD-09")[0]
    copy.change(
        "bases", 2, lon=f"{baidu[0]:.6f}", lat=f"{baidu[1]:.6f}", datum="WGS-84", accuracy="exact", opened_year="1800s"
    )
    faults = told(read_district(find_home(copy.root)).faults)
    assert [place for place, _, _ in faults] == ["data/bases.csv:2:datum", "data/bases.csv:2:opened_year"]


@pytest.mark.parametrize(
    "written, datum",
    [
        (typed, datum)
        for datum, spellings in {
            "GCJ-02": (
                "gcj02",
                "GCJ-02",
                "Gcj 02",
                "ＧＣＪ０２",
                "高德",
                "腾讯",
                "高德地图",
                " 腾讯地图 ",
                "火星坐标系",
                "amap",
            ),
            "BD-09": ("bd09", "BD 09", "BD-09ll", "百度", "百度 地图", "Baidu"),
            "WGS-84": ("wgs84", "WGS 84", "wgs_84", "WGS1984", "gps"),
            "CGCS2000": ("cgcs2000", "CGCS-2000", "国家2000", "国家 2000", "2000国家大地坐标系", "天地图"),
        }.items()
        for typed in spellings
    ],
)
def test_a_datum_is_known_by_what_people_type_for_it(written, datum):
    spec = describe(MODELS["bases"])["datum"]
    values, refused = typed_cells(pd.Series([written]), Kind("code", spec["values"], spec["also"]))
    assert refused == {} and values.tolist() == [datum]


def test_a_datum_that_is_none_of_these_is_refused_and_not_guessed(copy):
    copy.change("bases", 2, lon="121.17", lat="31.9", datum="西安80", accuracy="exact")
    (fault,) = [
        fault for fault in read_table(copy.root / "data", "bases", MODELS["bases"]).faults if fault.column == "datum"
    ]
    assert fault.rule == "not_allowed" and fault.details["found"] == "西安80"


def test_the_spellings_are_told_where_the_column_is_explained():
    said = dictionary("zh").set_index(["table", "column"])["meaning"]
    assert all(word in said["bases", "datum"] for word in ("高德", "腾讯", "百度", "天地图", "国家2000"))
