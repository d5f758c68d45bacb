"""What the map's files may not hold, and the sentence that says so."""

import pytest

from outreach.tables.geometry import LAYERS, local_projection, read_layer
from tests.tables.conftest import told
from tests.towns import BINJIANG, HAIMEN, LINJIANG

BOW = {
    "type": "Polygon",
    "coordinates": [[[121.1, 31.9], [121.2, 31.95], [121.2, 31.9], [121.1, 31.95], [121.1, 31.9]]],
}


def geometry(drawn):
    return lambda document: document["features"][0].update(geometry=drawn)


def code(value):
    return lambda document: document["features"][0]["properties"].update(area_code=value)


def turned(document):
    ring = document["features"][0]["geometry"]["coordinates"][0]
    ring[:] = [[lat, lon] for lon, lat in ring]


@pytest.mark.parametrize(
    "change, zh, en",
    [
        (
            lambda document: document.update(features=[]),
            "没有要素：应为至少有一个要素的 FeatureCollection",
            "there are no features: expected a FeatureCollection with at least one",
        ),
        (
            lambda document: document.update(
                crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}
            ),
            "坐标参照系为“urn:ogc:def:crs:EPSG::4549”，应为 WGS-84 经纬度",
            "the coordinates are in “urn:ogc:def:crs:EPSG::4549”, where WGS-84 longitude and latitude were expected",
        ),
        (
            geometry(None),
            f"要素“{HAIMEN}”没有图形，或图形不完整",
            f"the feature “{HAIMEN}” has no geometry or a broken one",
        ),
        (
            geometry({"type": "Point", "coordinates": [121, 31]}),
            f"要素“{HAIMEN}”是 Point，应为 Polygon 或 MultiPolygon",
            f"the feature “{HAIMEN}” is a Point, where a Polygon or MultiPolygon was expected",
        ),
        (
            geometry(BOW),
            f"要素“{HAIMEN}”的图形有误（Self-intersection[121.15 31.925]）",
            f"the geometry of the feature “{HAIMEN}” is not valid (Self-intersection[121.15 31.925])",
        ),
        (
            geometry(
                {
                    "type": "Polygon",
                    "coordinates": [
                        [[40512345, 3531234], [40512345, 3531239], [40512349, 3531234], [40512345, 3531234]]
                    ],
                }
            ),
            f"要素“{HAIMEN}”的坐标 [4.05123e+07, 3.53123e+06] 不是经纬度",
            f"the coordinates [4.05123e+07, 3.53123e+06] of the feature “{HAIMEN}” are no longitude and latitude",
        ),
        (
            turned,
            f"要素“{HAIMEN}”的经度和纬度像是填反了：找到 [31.917, 121.207]，应为 [121.207, 31.917]",
            f"lon and lat of the feature “{HAIMEN}” look swapped: found [31.917, 121.207], write [121.207, 31.917]",
        ),
        (code(320614001), "第1个要素没有 area_code（文字，写在引号内）", "feature 1 has no area_code (text in quotes)"),
        (
            code(BINJIANG),
            f"区划代码“{BINJIANG}”的界线不止一个",
            f"the area code “{BINJIANG}” has more than one boundary",
        ),
    ],
)
def test_a_broken_layer_is_refused_with_a_sentence(copy, change, zh, en):
    copy.layer("towns", change)
    layer, faults = read_layer(copy.root / "geo", "towns")
    assert layer is None and told(faults) == [("geo/towns.geojson:-:-", zh, en)]


@pytest.mark.parametrize(
    "content, place, zh",
    [
        (b'{"type": "FeatureCollection",\n "features": [', "geo/towns.geojson:2:-", "不是完整的 GeoJSON，读到这里出错"),
        (b"[" * 100_000, "geo/towns.geojson:-:-", "不是完整的 GeoJSON，读到这里出错"),
        ("界线".encode("gb18030"), "geo/towns.geojson:-:-", "文件应为 UTF-8 编码"),
        (b"[]", "geo/towns.geojson:-:-", "没有要素：应为至少有一个要素的 FeatureCollection"),
    ],
)
def test_what_is_no_geojson_is_refused_with_a_sentence(tmp_path, content, place, zh):
    (tmp_path / "towns.geojson").write_bytes(content)
    assert [fault[:2] for fault in told(read_layer(tmp_path, "towns")[1])] == [(place, zh)]


@pytest.mark.parametrize(
    "change, expected",
    [
        (
            lambda document: document["features"].pop(),
            (f"缺少临江镇（{LINJIANG}）的界线", f"the boundary of Linjiang Town ({LINJIANG}) is missing"),
        ),
        (
            code("320614999"),
            (
                "有区划代码“320614999”的界线，但 data/areas.csv 中没有这个镇街",
                "there is a boundary with the area code “320614999”, but no such town in data/areas.csv",
            ),
        ),
        (
            lambda document: document["features"][0].update(geometry=document["features"][1]["geometry"]),
            (
                "海门街道与滨江街道的界线重叠 145.20 平方千米",
                "the boundaries of Haimen Subdistrict and Binjiang Subdistrict overlap by 145.20 km²",
            ),
        ),
        (
            geometry(
                {"type": "Polygon", "coordinates": [[[120.1, 31.9], [120.2, 31.9], [120.2, 31.8], [120.1, 31.9]]]}
            ),
            (f"“{HAIMEN}”的界线超出区界", f"the boundary of “{HAIMEN}” reaches beyond the district outline"),
        ),
    ],
)
def test_towns_are_drawn_all_and_apart(copy, disputes_of, change, expected):
    copy.layer("towns", change)
    assert ("geo/towns.geojson:-:-", *expected) in disputes_of("towns")


def test_the_outline_is_the_districts_own(copy, disputes_of):
    copy.layer("district", code("320613"))
    assert disputes_of("district") == [
        (
            "geo/district.geojson:-:-",
            "区界的区划代码为“320613”，应为“320614”",
            "the outline has the area code “320613”, where “320614” was expected",
        )
    ]


def test_the_shipped_layers_have_their_size(shipped):
    assert {name: len(shipped.layers[name]) for name in LAYERS} == {
        "neighbours": 8,
        "towns": 12,
        "water": 1,
        "canals": 1,
        "district": 1,
    }
    outline = shipped.layers["district"].to_crs(local_projection(shipped.layers["district"]))
    assert round(outline.area.sum() / 1e6) == 1134
