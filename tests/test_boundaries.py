"""Boundaries as offices have them: each kind is read as what it must mean, or told feature by feature."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box

from outreach.__main__ import main
from outreach.home import find_home
from outreach.tables import read_district

CODE = "320614"
NAMES = ["海门街道", "常乐镇", "小学"]


def town(place: int) -> Polygon:
    return box(121 + place * 0.1, 31.9, 121.1 + place * 0.1, 32)


@pytest.fixture
def frame():
    """Three towns side by side on a grid of a tenth of a degree."""
    return gpd.GeoDataFrame(
        {"code": [f"{CODE}00{n}" for n in (1, 2, 3)], "name": NAMES},
        geometry=[town(n) for n in range(3)],
        crs="EPSG:4326",
    )


@pytest.fixture
def new(tmp_path, capsys):
    """Runs `new` on a file of towns: exit code, what was printed, and the towns' names and codes where it was written."""

    def run(path, *more: str):
        directory = tmp_path / "made"
        arguments = ["new", str(directory), "--code", CODE, "--name-zh", "某区", "--towns", str(path), *more]
        code = main(arguments)
        out = capsys.readouterr()
        assert "Traceback" not in out.out + out.err and "Warning" not in out.out + out.err
        if code:
            assert not directory.exists(), "nothing is written of what is refused"
            return code, out.out + out.err, None
        district = read_district(find_home(directory))
        assert not [fault for fault in district.faults if fault.file.startswith("geo/")]
        towns = district.areas[district.areas["parent_code"] == CODE]
        return code, out.out, dict(zip(towns["area_code"], towns["name_zh"], strict=True))

    return run


@pytest.fixture
def saved(tmp_path):
    def save(frame, name="towns.geojson", **settings):
        path = tmp_path / name
        frame.to_file(path, **settings)
        return path

    return save


SOUND = dict(zip([f"{CODE}00{n}" for n in (1, 2, 3)], NAMES, strict=True))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("declared", [None, "ISO-8859-1"])
def test_names_of_a_shapefile_are_read_whatever_its_dbf_says_of_them(frame, saved, new, encoding, declared):
    path = saved(frame, "towns.shp", encoding=encoding)
    cpg = path.with_suffix(".cpg")
    cpg.unlink(missing_ok=True)
    if declared:
        cpg.write_text(declared)
    assert new(path)[2] == SOUND


def test_codes_kept_as_numbers_are_codes(frame, saved, new):
    assert new(saved(frame.assign(code=frame["code"].astype(float)), "towns.gpkg"))[2] == SOUND


def test_statistical_codes_of_twelve_digits_are_those_of_the_towns(frame, saved, new):
    assert new(saved(frame.assign(code=frame["code"] + "000")))[2] == SOUND


@pytest.mark.parametrize(
    "column, value, sentence",
    [
        ("name", None, "第2个要素“320614002”没有名称，应为镇街或区的名称"),
        ("name", "å¸¸ä¹\x90é\x95\x87", "在转码时已经损坏，应为原来的文字：请重新导出"),
        ("code", None, "第2个要素“常乐镇”没有代码，应为区划代码"),
        ("code", f"{CODE}001", f"第2个要素“常乐镇”的代码 {CODE}001 与第1个要素相同"),
        ("code", f"{CODE}镇", f"第2个要素“常乐镇”的代码是“{CODE}镇”，应为区划代码"),
        ("geometry", None, "第2个要素“常乐镇”没有图形，应为面"),
        ("geometry", Polygon(), "第2个要素“常乐镇”没有图形，应为面"),
        ("geometry", Point(121.1, 32), "第2个要素“常乐镇”是点，应为面"),
        ("geometry", LineString([(121.1, 32), (121.2, 32)]), "第2个要素“常乐镇”是线，应为面"),
        ("geometry", box(121.05, 31.9, 121.2, 32), "第1个要素“海门街道”与第2个要素“常乐镇”重叠 52.4"),
    ],
)
def test_a_feature_at_fault_is_told_by_its_number_and_name_and_nothing_is_written(
    frame, saved, new, column, value, sentence
):
    frame[column] = [value if n == 1 else one for n, one in enumerate(frame[column])]
    code, told, _ = new(saved(frame))
    assert code == 1 and sentence in told and told.startswith("towns.geojson:-:-: ")


def test_every_fault_is_told_at_once(frame, saved, new):
    frame["name"], frame.loc[0, "code"] = None, frame.loc[1, "code"]
    assert len(new(saved(frame))[1].splitlines()) == 4


def test_a_boundary_that_crosses_itself_is_mended_and_that_is_said(frame, saved, new):
    bow = Polygon([(121.1, 31.9), (121.2, 32), (121.2, 31.9), (121.1, 32), (121.1, 31.9)])
    frame.loc[1, "geometry"] = bow
    code, told, towns = new(saved(frame))
    assert code == 0 and towns == SOUND and "第2个要素“常乐镇”的边界自相交" in told


def test_of_a_collection_the_surfaces_are_taken_and_that_is_said(frame, saved, new):
    frame.loc[1, "geometry"] = GeometryCollection([town(1), LineString([(121.1, 31.9), (121.1, 31.8)])])
    code, told, towns = new(saved(frame))
    assert code == 0 and towns == SOUND and "第2个要素“常乐镇”是几种图形合在一起的，只取了其中的面" in told


def test_what_is_left_out_is_said(frame, saved, new):
    other = frame.iloc[1:2].assign(code="320684101", name="旧镇")
    told = new(saved(pd.concat([frame.iloc[[0, 2]], other])))[1]
    assert "有1个要素的代码不以 320614 开头，没有取用：320684101 旧镇；" in told


def test_gaps_are_told_in_square_kilometres(frame, saved, new):
    outline = frame.iloc[:1].assign(code=CODE, name="某区", geometry=[box(121, 31.9, 121.3, 32)])
    told = new(saved(frame.iloc[[0, 2]]), "--outline", str(saved(outline, "outline.geojson")))[1]
    assert "有1处没有划给任何镇街，共 104.9" in told


def test_eastings_may_have_their_zones_number_before_them(frame, saved, new):
    flat = frame.to_crs("EPSG:4549")
    zoned = flat.set_geometry(flat.geometry.translate(xoff=40e6)).set_crs("EPSG:4549", allow_override=True)
    code, told, towns = new(saved(zoned, "towns.shp", encoding="utf-8"))
    assert code == 0 and towns == SOUND and "横坐标前带有带号 40" in told


def test_a_zone_that_does_not_fit_the_system_is_refused(frame, saved, new):
    flat = frame.to_crs("EPSG:4549")
    wrong = flat.set_geometry(flat.geometry.translate(xoff=39e6)).set_crs("EPSG:4549", allow_override=True)
    code, told, _ = new(saved(wrong, "towns.shp", encoding="utf-8"))
    assert code == 2 and "横坐标前带有带号 39，与坐标系" in told


def test_a_missing_prj_is_said_where_the_coordinates_are_degrees_and_refused_elsewhere(frame, saved, new):
    path = saved(frame, "towns.shp", encoding="utf-8")
    path.with_suffix(".prj").unlink()
    code, told, towns = new(path)
    assert code == 0 and towns == SOUND and "没有坐标系说明（Shapefile 缺 .prj）" in told


def test_metres_without_a_prj_are_refused(frame, saved, new):
    path = saved(frame.to_crs("EPSG:4549"), "towns.shp", encoding="utf-8")
    path.with_suffix(".prj").unlink()
    assert new(path)[:2] == (2, "towns.shp 没有说明坐标参照系，且坐标不是经纬度\n")


def test_a_lone_shp_names_what_is_missing_beside_it(frame, saved, new):
    path = saved(frame, "towns.shp", encoding="utf-8")
    for suffix in (".dbf", ".shx"):
        path.with_suffix(suffix).unlink()
    assert new(path)[:2] == (
        2,
        "Shapefile 不完整：towns.shp 旁边还应有 towns.shx、towns.dbf，请把同名文件一起复制过来\n",
    )


@pytest.mark.parametrize("crs", ["EPSG:4326", None])
def test_swapped_axes_are_told(frame, saved, new, crs):
    turned = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda points: points[:, ::-1]))
    path = saved(turned.set_crs(crs, allow_override=True), "towns.shp", encoding="utf-8")
    assert new(path)[:2] == (
        2,
        "towns.shp 的经度和纬度像是填反了：找到 [31.9000, 121.0000]，应为 [121.0000, 31.9000]\n",
    )


def test_of_several_layers_the_one_with_codes_and_names_is_read_and_that_is_said(frame, saved, new):
    path = saved(gpd.GeoDataFrame({"x": [1]}, geometry=[Point(121, 32)], crs="EPSG:4326"), "all.gpkg", layer="点")
    frame.to_file(path, layer="镇街")
    code, told, towns = new(path)
    assert code == 0 and towns == SOUND and "all.gpkg：读的是图层“镇街”；没有读的图层：点" in told


def test_several_layers_that_would_do_are_refused(frame, saved, new):
    path = saved(frame, "all.gpkg", layer="现状")
    frame.to_file(path, layer="规划")
    code, told, _ = new(path)
    assert code == 2 and told.startswith("all.gpkg 有几个图层（现状、规划），分不清该读哪个")


def test_a_plain_table_an_empty_layer_and_a_file_that_is_none_are_one_sentence_each(tmp_path, frame, saved, new):
    table = tmp_path / "table.csv"
    table.write_text("code,name\n1,a\n")
    empty = tmp_path / "empty.geojson"
    empty.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    broken = tmp_path / "broken.geojson"
    broken.write_bytes(b"{not json")
    bare = saved(frame, "towns.shp", encoding="utf-8")
    for part in (".shp", ".shx"):
        bare.with_suffix(part).unlink()
    plain = "里没有图形，只是一张普通的表或空的图层，应有镇街或区的面"
    for path, sentence in (
        (table, plain),
        (empty, plain),
        (broken, "读不了，应为 Shapefile、GeoJSON 或 GeoPackage"),
        (bare.with_suffix(".dbf"), "旁边还应有"),
        (tmp_path / "none.shp", "读不了（No such file or directory）"),
    ):
        code, told, _ = new(path)
        assert code == 2 and sentence in told and len(told.splitlines()) == 1
