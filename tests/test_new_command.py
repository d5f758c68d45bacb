import geopandas as gpd
import pandas as pd
import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.synth import CODE
from outreach.synth import write as synth
from outreach.tables import read_district
from outreach.tables.writing import written


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """Boundaries as an office has them: a Shapefile in a Chinese projection with columns of its own, towns of two districts."""
    root = tmp_path_factory.mktemp("official")
    district = synth(root / "demo", 5, 0, 1)
    towns = district.geometry["towns"]
    named = towns.rename(columns={"area_code": "XZQDM", "name_zh": "XZQMC"})[["XZQDM", "XZQMC", "geometry"]]
    stray = named.iloc[:1].assign(XZQDM="110101001")
    pd.concat([named, stray]).assign(XZQDM=lambda frame: frame["XZQDM"] + "000").set_crs("EPSG:4326").to_crs(
        "EPSG:4549"
    ).to_file(root / "towns.shp", encoding="utf-8")
    outline = district.geometry["district"][["area_code", "name_zh", "geometry"]]
    outline.to_file(root / "outline.geojson")
    return root


def test_without_boundaries_one_sentence_says_each_missing_thing(tmp_path, capsys):
    assert main(["new", str(tmp_path / "d"), "--code", "320613", "--name-zh", "某区", "--lang", "en"]) == 0
    assert main(["check", str(tmp_path / "d"), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert (
        "geo/towns.geojson:-:-: " in told
        and "geo/district.geojson:-:-: " in told
        and "data/areas.csv:-:parent_code: " in told
    )
    assert len(told.splitlines()) == 6
    checklist = (tmp_path / "d/CHECKLIST.md").read_text(encoding="utf-8")
    assert (
        checklist.startswith("# 还缺什么")
        and "# What is missing" in checklist
        and "`data/bases.csv` Outreach bases" in checklist
    )


def test_official_boundaries_become_the_towns_and_the_outline(official, tmp_path):
    assert (
        main(
            [
                "new",
                str(tmp_path / "d"),
                "--code",
                CODE,
                "--outline",
                str(official / "outline.geojson"),
                "--towns",
                str(official / "towns.shp"),
            ]
        )
        == 0
    )
    district = read_district(find_home(tmp_path / "d"))
    towns = district.areas[district.areas["parent_code"] == CODE]
    assert towns["area_code"].tolist() == [f"{CODE}00{i}" for i in range(1, 6)] and set(towns["kind"]) == {
        "town",
        "subdistrict",
    }
    assert towns["population"].isna().all() and district.home.name["zh"] == "演示区"
    assert {fault.file for fault in district.faults} == {"data/places.csv", "data/district.toml"}
    assert len(district.geometry["towns"]) == 5 and district.geometry["water"].empty
    assert {"levels", "categories", "standards", "groups"} & {
        name for name in ("levels", "categories", "standards", "groups") if district.table(name).empty
    } == set()
    assert set(district.standards["basis"]) == {"assumed"} and "plan-2022" not in set(district.sources["source_id"])


def filled(official, directory):
    """The district of the boundaries with a seat in every town and the plan's literacy target: as little as makes it sound."""
    main(["new", str(directory), "--code", CODE, "--towns", str(official / "towns.shp"), "--name-zh", "演示区"])
    towns = read_district(find_home(directory)).geometry["towns"]
    points = towns.geometry.representative_point()
    seats = {
        "place_id": [f"seat-{i}" for i in range(5)],
        "area_code": towns["area_code"],
        "name_zh": "驻地",
        "name_en": "Seat",
        "role": "seat",
        "lon": points.x,
        "lat": points.y,
        "datum": "WGS-84",
        "position_basis": "estimated",
        "accuracy_km": 1.0,
        "share": 1.0,
        "share_basis": "assumed",
        "source_id": "curation",
    }
    (directory / "data/places.csv").write_bytes(written("places", pd.DataFrame(seats)))
    target = {
        "target_id": "T01",
        "section": "一",
        "name_zh": "比例",
        "name_en": "Share",
        "kind": "rate",
        "target_value": 0.2,
        "unit_zh": "%",
        "unit_en": "%",
        "baseline": 0.1,
        "baseline_year": 2025,
        "due": 2030,
        "every_year": False,
        "comparison": "at_least",
        "basis": "official",
        "source_id": "curation",
    }
    (directory / "data/targets.csv").write_bytes(written("targets", pd.DataFrame([target])))
    settings = directory / "data/district.toml"
    text = settings.read_text(encoding="utf-8").replace('source_id = "" ', 'source_id = "curation" ')
    settings.write_text(text.replace('literacy_target_id = "" ', 'literacy_target_id = "T01" '), encoding="utf-8")
    return directory


def test_a_district_with_seats_and_a_target_alone_is_sound(official, tmp_path):
    assert read_district(find_home(filled(official, tmp_path / "d"))).faults == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_on_a_nearly_empty_district(official, tmp_path, stage, language):
    from tests.conftest import PAGES

    district = read_district(find_home(filled(official, tmp_path / "d")))
    for page in PAGES:
        assert stage.play(page, language, district=district, area=f"{CODE}001").blocks, page


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--code", CODE], "say the district's name with --name-zh"),
        (
            ["--code", "330000", "--towns", "{towns}", "--name-zh", "某区"],
            "towns.shp has no town whose code begins with 330000",
        ),
        (
            ["--code", "330000", "--outline", "{outline}"],
            "outline.geojson was expected to have one outline of code 330000, found 0",
        ),
        (
            ["--code", CODE, "--towns", "{bare}"],
            "bare.geojson has no column of codes (area_code, code …) or none of names (name …); found the columns what",
        ),
        (["--code", CODE, "--towns", "{none}"], "none.geojson cannot be read (No such file or directory)"),
    ],
)
def test_boundaries_that_cannot_be_used_are_one_sentence(official, tmp_path, capsys, arguments, sentence):
    gpd.GeoDataFrame({"what": [1]}, geometry=gpd.points_from_xy([1], [1]), crs="EPSG:4326").to_file(
        official / "bare.geojson"
    )
    paths = {
        "towns": official / "towns.shp",
        "outline": official / "outline.geojson",
        "bare": official / "bare.geojson",
        "none": official / "none.geojson",
    }
    assert main(["new", str(tmp_path / "d"), "--lang", "en", *(one.format(**paths) for one in arguments)]) == 2
    assert capsys.readouterr().err == f"{sentence}\n" and not (tmp_path / "d").exists()


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "kept").write_text("mine")
    assert main(["new", str(tmp_path), "--code", CODE, "--name-zh", "某区", "--lang", "en"]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err and [path.name for path in tmp_path.iterdir()] == [
        "kept"
    ]
