"""What tables may not say of one another, and the sentence that says so."""

from dataclasses import replace

import pytest

from outreach.home import find_home
from outreach.tables import read_district
from outreach.tables.agreement import disagreements
from outreach.tables.agreement.positions import places_lie_in_their_towns
from outreach.tables.agreement.rules import Read
from outreach.tables.table import Reading
from tests.tables.conftest import told
from tests.towns import HAIMEN

CASES = [
    pytest.param(
        "bases",
        [("change", ("bases", 3), {"area_code": "320614116"})],
        [
            (
                "data/bases.csv:3:area_code",
                "找到“320614116”，data/areas.csv 中没有",
                "found “320614116”, which is not in data/areas.csv",
            ),
        ],
        id="an id that nobody knows",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 3), {"category": "musuem"})],
        [
            (
                "data/bases.csv:3:category",
                "找到“musuem”，data/categories.csv 中没有，是否应为“museum”",
                "found “musuem”, which is not in data/categories.csv: did you mean “museum”?",
            ),
        ],
        id="an id that is misspelt",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 3), {"area_code": "320614"})],
        [
            (
                "data/bases.csv:3:area_code",
                "找到“320614”，不是本区的镇或街道",
                "found “320614”, which is no town or subdistrict of this district",
            ),
        ],
        id="a base in the district but in no town",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 5), {"part_of": "yisheng-park"})],
        [
            (
                "data/bases.csv:5:part_of",
                "“yisheng-park”使阵地绕回自身之内",
                "“yisheng-park” leads the base back inside itself",
            ),
            (
                "data/bases.csv:6:part_of",
                "“zhang-jian-hometown”使阵地绕回自身之内",
                "“zhang-jian-hometown” leads the base back inside itself",
            ),
        ],
        id="two bases inside one another",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 2), {"part_of": "zhang-jian-hometown"})],
        [
            (
                "data/bases.csv:2:part_of",
                "“zhang-jian-hometown”在 320614103，本行的镇街是 320614001；一处阵地只能在同一镇街的阵地之内",
                "“zhang-jian-hometown” stands in 320614103 and this row in 320614001; a base lies inside one of its own town only",
            ),
        ],
        id="a base inside one of another town",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 3), {"basis": "演示"})],
        [
            (
                "data/bases.csv:3:basis",
                "找到演示数据；正式使用的县（市、区）不能有演示数据",
                "found a demonstration figure, which a real district must not hold",
            ),
        ],
        id="a demonstration figure in a real district",
    ),
    pytest.param(
        "areas",
        [("change", ("areas", 8), {"population": "54001"})],
        [
            (
                "data/areas.csv:5:population",
                "海门区的常住人口为 991,782，下属区域合计为 991,783，多出 1",
                "the population of Haimen District is 991,782, but its parts add up to 991,783, 1 more",
            ),
        ],
        id="towns with more people than the district counts",
    ),
    pytest.param(
        "areas",
        [
            ("change", ("areas", 5), {"parent_code": HAIMEN}),
            ("change", ("areas", 6), {"population": "", "population_basis": "", "population_source_id": ""}),
        ],
        [
            (
                "data/areas.csv:5:parent_code",
                f"上级代码“{HAIMEN}”使区域绕回自身",
                f"the parent code “{HAIMEN}” leads the area back to itself",
            ),
            (
                "data/areas.csv:6:parent_code",
                "上级代码“320614”使区域绕回自身",
                "the parent code “320614” leads the area back to itself",
            ),
        ],
        id="an area within itself",
    ),
    pytest.param(
        "areas",
        [
            (
                "change",
                ("areas", 6),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 7),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 8),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 9),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 10),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 11),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 12),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 13),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 14),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 15),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 16),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
            (
                "change",
                ("areas", 17),
                {"parent_code": "320600", "population": "", "population_basis": "", "population_source_id": ""},
            ),
        ],
        [
            (
                "data/areas.csv:-:parent_code",
                "320614 之下没有镇街：上级代码应为 320614，区域类型应为 town（镇）或 subdistrict（街道）",
                "no town belongs to 320614: expected rows with this parent code, of kind town or subdistrict",
            ),
        ],
        id="a district without towns",
    ),
    pytest.param(
        "places",
        [("delete", ("places", 2), {})],
        [
            (
                "data/places.csv:-:role",
                f"海门街道（{HAIMEN}）没有驻地，每个镇街应有一个居民点的性质为 seat（镇街驻地）",
                f"Haimen Subdistrict ({HAIMEN}) has no seat, where each town has exactly one place of the role seat",
            ),
            (
                "data/places.csv:2:share",
                "海门街道各居民点的人口份额合计为 0.27，应为1",
                "the population shares of the places in Haimen Subdistrict add up to 0.27, where 1 was expected",
            ),
        ],
        id="a town that lost a place",
    ),
    pytest.param(
        "places",
        [("change", ("places", 3), {"role": "seat"})],
        [
            (
                "data/places.csv:3:role",
                "海门街道有不止一个驻地，每个镇街只能有一个",
                "Haimen Subdistrict has more than one seat, where each town has exactly one",
            ),
        ],
        id="a town with two seats",
    ),
    pytest.param(
        "places",
        [("change", ("places", 2), {"share": "0.8"})],
        [
            (
                "data/places.csv:2:share",
                "海门街道各居民点的人口份额合计为 1.07，应为1",
                "the population shares of the places in Haimen Subdistrict add up to 1.07, where 1 was expected",
            ),
        ],
        id="shares beyond one",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 10), {"place_id": "haimen"})],
        [
            (
                "data/bases.csv:10:place_id",
                f"标示居民点“haimen”在 {HAIMEN}，不在本行的镇街",
                f"the place “haimen” lies in {HAIMEN}, not in this row's town",
            ),
        ],
        id="a base drawn in another town",
    ),
    pytest.param(
        "places",
        [("change", ("places", 2), {"lon": "121.9", "lat": "31.2"})],
        [
            (
                "data/places.csv:2:lon",
                "点位（经度 121.9，纬度 31.2）不在南通市海门区范围内",
                "the point (lon 121.9, lat 31.2) lies outside Haimen District, Nantong",
            ),
        ],
        id="a point far away",
    ),
    pytest.param(
        "bases",
        [("change", ("bases", 3), {"lon": "121.41661", "lat": "32.05806", "datum": "WGS-84", "accuracy": "exact"})],
        [
            (
                "data/bases.csv:3:lon",
                "点位离海门街道25.2千米，最多允许2.1千米；这个点在包场镇",
                "the point lies 25.2 km from Haimen Subdistrict, where at most 2.1 km is allowed; it lies in Baochang Town",
            ),
        ],
        id="a point in another town",
    ),
    pytest.param(
        "duties",
        [
            ("delete", ("duties", 2), {}),
            ("delete", ("duties", 2), {}),
            ("delete", ("duties", 2), {}),
            ("delete", ("duties", 2), {}),
            ("delete", ("duties", 2), {}),
        ],
        [
            (
                "data/duties.csv:-:measure_id",
                "任务“A1.1”没有责任单位",
                "the measure “A1.1” has no responsible unit",
            ),
        ],
        id="a measure nobody answers for",
    ),
    pytest.param(
        "duties",
        [("append", ("duties",), {"measure_id": "O1", "unit_id": "towns", "position": "1", "source_id": "plan-2022"})],
        [
            (
                "data/duties.csv:257:measure_id",
                "任务“O1”属于组织实施部分，规划未列责任单位",
                "the measure “O1” is one of organisation, for which the plan names no unit",
            ),
        ],
        id="a duty for the plan's organisation",
    ),
    pytest.param(
        "duties",
        [("change", ("duties", 3), {"position": "3"})],
        [
            (
                "data/duties.csv:3:position",
                "任务“A1.1”的单位排序应从1起连续，此处应为 2，找到 3",
                "the units of the measure “A1.1” are numbered from 1 without gaps: expected 2, found 3",
            ),
        ],
        id="a gap in the plan's order",
    ),
    pytest.param(
        "progress",
        [
            (
                "append",
                ("progress",),
                {
                    "target_id": "T01",
                    "date": "2025-12-31",
                    "value": "25",
                    "basis": "official",
                    "evidence_zh": "抽样调查",
                    "reporter_unit_id": "science-association",
                    "source_id": "plan-2022",
                },
            )
        ],
        [
            (
                "data/progress.csv:2:value",
                "找到“25”，这项指标是比率，应为0到1之间的数，或20%这样的百分数",
                "found “25”, where the target is a rate: a share from 0 to 1, or a percentage such as 20%",
            ),
        ],
        id="a reported rate beyond one",
    ),
    pytest.param(
        "targets",
        [("change", ("targets", 2), {"kind": "count"})],
        [
            (
                "data/plans.csv:2:literacy_target_id",
                "找到“T01”，targets 表中没有这个编号的比率指标",
                "found “T01”, where the targets table has no rate with this id",
            ),
            (
                "data/district.toml:-:plan.literacy_target_id",
                "找到“T01”，targets 表中没有这个编号的比率指标",
                "found “T01”, where the targets table has no rate with this id",
            ),
        ],
        id="a literacy target that is a count",
    ),
]


@pytest.mark.parametrize("table, steps, expected", CASES)
def test_a_dispute_is_told_at_the_file_that_is_at_odds(copy, disputes_of, table, steps, expected):
    for step, where, cells in steps:
        getattr(copy, step)(*where, **cells)
    assert disputes_of(table)[: len(expected)] == expected


def test_areas_in_a_circle_are_held_against_no_other_table(copy, disputes_of):
    copy.change("areas", 3, parent_code="320600")
    assert [place for place, _, _ in disputes_of("areas")] == [
        "data/areas.csv:3:parent_code",
        "data/areas.csv:4:parent_code",
    ]


def test_everything_wrong_with_a_file_is_told_in_one_go(copy):
    """A bad number, an unknown town, an unknown kind, swapped and far-off positions, and what refers to a refused file."""
    copy.change("bases", 2, lon="31.9", lat="121.17", datum="WGS-84", accuracy="exact")
    copy.change("bases", 3, area_code="320614999")
    copy.change("bases", 4, category="museumm", opened_year="long ago")
    copy.change("bases", 5, lon="121.9", lat="31.2", datum="WGS-84", accuracy="exact", opened_year="1800s")
    copy.change("bases", 6, lon="121.9", lat="31.2", datum="unknown", accuracy="exact")
    copy.change("areas", 7, villages="many")
    found = [f"{fault.file}:{fault.row}:{fault.column}" for fault in read_district(find_home(copy.root)).faults]
    assert found == [
        "data/areas.csv:7:villages",
        "data/bases.csv:2:lat",
        "data/bases.csv:3:area_code",
        "data/bases.csv:4:category",
        "data/bases.csv:4:opened_year",
        "data/bases.csv:5:lon",
        "data/bases.csv:5:opened_year",
        "data/bases.csv:6:datum",
    ]


def test_a_position_near_the_schematic_boundary_is_let_pass(copy, disputes_of):
    copy.change("bases", 3, lon="121.2320", lat="31.9000", datum="WGS-84", accuracy="exact")
    assert disputes_of("bases") == []


def test_a_western_point_with_swapped_coordinates_is_recognised_by_the_district(shipped):
    moved = {name: layer.set_geometry(layer.geometry.translate(xoff=-46.2)) for name, layer in shipped.layers.items()}
    frame = shipped.tables["places"].frame.assign(
        lon=lambda places: places["lat"], lat=lambda places: shipped.tables["places"].frame["lon"] - 46.2
    )
    places = Reading("data/places.csv", frame, list(range(2, len(frame) + 2)))
    found = list(places_lie_in_their_towns(Read(shipped.home, shipped.tables | {"places": places}, moved)))
    assert {fault.rule for fault in found} == {"swapped"} and len(found) == len(frame)


@pytest.mark.parametrize(
    "settings, expected",
    [
        (
            {"code": "320613"},
            (
                "data/district.toml:-:code",
                "找到“320613”，areas 表中没有这个区划代码",
                "found “320613”, an area code that the areas table does not have",
            ),
        ),
        (
            {"compare_with": ("320601",)},
            (
                "data/district.toml:-:compare_with",
                "找到“320601”，areas 表中没有这个区划代码",
                "found “320601”, an area code that the areas table does not have",
            ),
        ),
        (
            {"plan": {"source_id": "plan", "literacy_target_id": "T01"}},
            (
                "data/district.toml:-:plan.source_id",
                "找到“plan”，sources 表中没有这个来源",
                "found “plan”, a source that the sources table does not have",
            ),
        ),
        (
            {"plan": {"source_id": "plan-2022", "literacy_target_id": "T02"}},
            (
                "data/district.toml:-:plan.literacy_target_id",
                "找到“T02”，targets 表中没有这个编号的比率指标",
                "found “T02”, where the targets table has no rate with this id",
            ),
        ),
    ],
)
def test_settings_name_what_the_tables_have(shipped, settings, expected):
    plan = shipped.home.plan.model_copy(update=settings.get("plan"))
    home = replace(shipped.home, **settings | {"plan": plan})
    assert told(disagreements(Read(home, shipped.tables, shipped.layers))) == [expected]


def test_a_demonstration_district_may_hold_demonstration_figures(copy, shipped):
    frame = shipped.tables["bases"].frame.assign(basis="demonstration")
    tables = shipped.tables | {"bases": Reading("data/bases.csv", frame, list(range(2, len(frame) + 2)))}
    assert disagreements(Read(replace(shipped.home, demonstration=True), tables, shipped.layers)) == []
