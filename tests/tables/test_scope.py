"""A province of three districts with four towns each: squares of a tenth of a degree, a row of four for every district."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from outreach.measures import reach
from outreach.tables import scope
from outreach.tables.hierarchy import above, below, districts_of, towns_of

DISTRICTS = ("990101", "990121", "990122")
TOWNS = [f"{code}{i:03d}" for code in DISTRICTS for i in range(1, 5)]
PEOPLE = {code: 1000 * (i + 1) for i, code in enumerate(TOWNS)}


def _area(
    like: pd.DataFrame, code: str, parent: str, kind: str, people: int | None, urban: float | None = None
) -> pd.DataFrame:
    told = dict.fromkeys(like.columns) | {
        "area_code": code,
        "parent_code": parent,
        "kind": kind,
        "name_zh": f"名{code}",
        "name_en": f"Name {code}",
    }
    if people:
        told |= {
            "population": people,
            "population_basis": "census",
            "population_source_id": "s",
            "area_km2": 100.0,
            "urban_share": urban,
            "urban_share_basis": "census",
            "urban_share_source_id": "s",
        }
    return pd.DataFrame([told])


def _square(column: int, row: int) -> shapely.Geometry:
    return shapely.box(120 + column / 10, 32 + row / 10, 120.1 + column / 10, 32.1 + row / 10)


@pytest.fixture(scope="module")
def province(district):
    frames = [
        _area(district.areas, "100000", None, "nation", None),
        _area(district.areas, "990000", "100000", "province", sum(PEOPLE.values()), 0.5),
    ]
    frames.append(_area(district.areas, "990100", "990000", "city", None))
    frames += [
        _area(district.areas, code, "990100", "district", sum(PEOPLE[one] for one in TOWNS if one.startswith(code)))
        for code in DISTRICTS[:2]
    ]
    frames.append(_area(district.areas, DISTRICTS[2], "990100", "district", None))
    frames += [
        _area(district.areas, code, code[:6], "town", PEOPLE[code], 0.2 if code.endswith("001") else 0.6)
        for code in TOWNS
    ]
    areas = pd.concat(frames, ignore_index=True).astype(district.areas.dtypes.to_dict())
    spots = [(code, part, _square(i % 4, i // 4).centroid) for i, code in enumerate(TOWNS) for part in (1, 2)]
    places = pd.DataFrame(
        [
            {
                **dict.fromkeys(district.places.columns),
                "place_id": f"p{code}-{part}",
                "area_code": code,
                "name_zh": "点",
                "name_en": "Point",
                "role": "seat" if part == 1 else "settlement",
                "lon": at.x + 0.02 * (part - 1),
                "lat": at.y,
                "datum": "WGS-84",
                "share": 0.75 if part == 1 else 0.25,
            }
            for code, part, at in spots
        ]
    ).astype(district.places.dtypes.to_dict())
    first = district.bases.iloc[0]
    bases = pd.DataFrame(
        [
            {
                **first,
                "base_id": name,
                "area_code": town,
                "accuracy": accuracy,
                "lon": lon,
                "lat": 32.05 if lon else None,
                "place_id": None,
                "status": "open",
            }
            for name, town, accuracy, lon in (
                ("a", TOWNS[0], "exact", 120.05),
                ("b", TOWNS[1], "town", None),
                ("c", TOWNS[5], "town", None),
                ("d", None, "unknown", None),
            )
        ]
    ).astype(district.bases.dtypes.to_dict())
    survey = (
        pd.DataFrame(
            [
                {
                    "area_code": town,
                    "wave": 2025,
                    "group": "all",
                    "n": n,
                    "share": share,
                    "design_effect": effect,
                    "basis": "survey",
                    "source_id": "s",
                }
                for town, n, share, effect in (
                    (TOWNS[0], 100, 0.1, 1.0),
                    (TOWNS[1], 100, 0.2, 1.0),
                    (TOWNS[2], 200, 0.3, 1.0),
                    (TOWNS[3], 400, 0.2, None),
                    (TOWNS[4], 500, 0.4, 1.0),
                )
            ]
        )
        .reindex(columns=district.survey.columns)
        .astype(district.survey.dtypes.to_dict())
    )
    towns = gpd.GeoDataFrame(
        {"area_code": TOWNS, "name_zh": TOWNS, "name_en": TOWNS},
        geometry=[_square(i % 4, i // 4) for i in range(12)],
        crs="EPSG:4326",
    )
    outline = gpd.GeoDataFrame(
        {"area_code": ["990000"], "name_zh": ["省"], "name_en": ["P"]}, geometry=[towns.union_all()], crs="EPSG:4326"
    )
    around = district.geometry["neighbours"].iloc[:0]
    geometry = {
        **district.geometry,
        "towns": towns,
        "district": outline,
        "neighbours": around,
        "water": around,
        "canals": around,
    }
    home = replace(district.home, code="990000", name={"zh": "省", "en": "Province"}, compare_with=("100000",))
    return replace(district, home=home, areas=areas, places=places, bases=bases, survey=survey, geometry=geometry)


def test_a_district_that_stands_alone_is_shown_as_it_is(district):
    assert (
        scope.parts(district).empty
        and scope.shown(district, None) is district
        and scope.shown(district, "320614") is district
    )


def test_what_lies_below_and_above_an_area_is_found_however_many_steps_away(province):
    assert list(districts_of(province.areas, "990000")["area_code"]) == list(DISTRICTS)
    assert list(towns_of(province.areas, "990000")["area_code"]) == TOWNS and len(below(province.areas, "990000")) == 16
    assert above(province.areas, TOWNS[0]) == ["990101", "990100", "990000", "100000"]
    round_ = pd.DataFrame({"area_code": ["a", "b"], "parent_code": ["b", "a"], "kind": ["town", "town"]})
    assert list(below(round_, "a")["area_code"]) == ["b"] and above(round_, "a") == ["b", "a"]


def test_a_province_opens_on_its_districts_in_the_towns_place(province):
    found = scope.shown(province, None)
    own = found.areas[found.areas["parent_code"] == "990000"].set_index("area_code")
    assert (found.kind, list(own.index), list(own["kind"])) == (
        "province",
        list(DISTRICTS),
        ["subdistrict", "town", "town"],
    )
    assert found.areas.set_index("area_code").at["990000", "kind"] == "district"
    assert list(own["population"]) == [
        10_000,
        26_000,
        42_000,
    ]  # 1 to 4, 5 to 8 and, with no figure of its own, 9 to 12 thousand
    assert own.at[DISTRICTS[2], "population_basis"] == "census" and own.at[DISTRICTS[2], "area_km2"] == 400
    assert own["urban_share"].round(4).to_list() == [0.56, 0.5231, 0.5143]  # (1 × 0.2 + 9 × 0.6) / 10 and so on
    assert found.standards.empty and list(found.standards.columns) == list(province.standards.columns)


def test_people_stay_where_they_live(province):
    def people(shown):
        return reach.people.demand(shown.places, shown.areas)["population"]

    pd.testing.assert_series_equal(people(scope.shown(province, None)), people(province))
    assert people(province)[f"p{TOWNS[1]}-1"] == 1500 and people(scope.shown(province, None)).sum() == 78_000


def test_each_district_is_governed_from_the_seat_of_its_largest_town(province):
    places = scope.lifted(province).places
    assert list(places.loc[places["role"] == "seat", "place_id"]) == [f"p{code}004-1" for code in DISTRICTS]


def test_a_base_known_to_its_town_stays_at_that_towns_seat(province):
    shown = scope.lifted(province)
    whole, alone = (reach.located.located(one.bases, one.places, one.areas) for one in (shown, province))
    pd.testing.assert_frame_equal(whole.drop(columns="area_code"), alone.drop(columns="area_code"))
    assert whole["area_code"].fillna("").to_list() == ["990101", "990101", "990121", ""]


def test_bases_of_no_known_town_count_for_the_province_alone(province):
    lifted, part = scope.shown(province, None), scope.shown(province, "990101")
    counted = reach.located.counts(lifted.bases, lifted.areas)
    assert counted.to_dict() == {"990101": 2, "990121": 1, "990122": 0, "990000": 4}
    assert reach.located.counts(part.bases, part.areas).to_dict() == {
        TOWNS[0]: 1,
        TOWNS[1]: 1,
        TOWNS[2]: 0,
        TOWNS[3]: 0,
        "990101": 2,
    }


def test_the_answers_of_all_a_districts_towns_speak_for_it_weighed_by_their_people(province):
    found = scope.lifted(province).survey
    assert list(found["area_code"]) == ["990101"] and list(found["n"]) == [
        800
    ]  # of the second district's 26,000 people 5,000 were asked
    assert found["share"].iloc[0] == pytest.approx(0.1 * 0.1 + 0.2 * 0.2 + 0.3 * 0.3 + 0.4 * 0.2)  # 0.22
    variance = (
        0.01 * 0.09 / 100 + 0.04 * 0.16 / 100 + 0.09 * 0.21 / 200 + 0.16 * 1.5 * 0.16 / 400
    )  # the last has the district's usual effect
    assert found["design_effect"].iloc[0] * 0.22 * 0.78 / 800 == pytest.approx(variance)


def test_a_district_is_shown_as_if_it_stood_alone(province):
    part = scope.shown(province, "990121")
    assert (part.kind, part.home.code, part.home.name["en"]) == ("district", "990121", "Name 990121")
    assert part.home.compare_with == ("990100", "990000", "100000") and part.province == {"zh": "省", "en": "Province"}
    assert list(towns_of(part.areas, "990121")["area_code"]) == TOWNS[4:8] == list(part.geometry["towns"]["area_code"])
    assert (
        set(part.places["area_code"]) == set(TOWNS[4:8])
        and list(part.bases["base_id"]) == ["c"]
        and list(part.survey["area_code"]) == [TOWNS[4]]
    )
    assert sorted(part.geometry["neighbours"]["area_code"]) == ["990101", "990122"]
    assert part.geometry["district"].union_all().equals(part.geometry["towns"].union_all())


def test_a_code_that_is_no_district_shows_the_whole(province):
    assert scope.shown(province, "320614").kind == scope.shown(province, TOWNS[0]).kind == "province"


def test_the_districts_cover_the_province_without_gap_or_overlap(province):
    drawn = scope.outlines(province)
    assert list(drawn["area_code"]) == list(DISTRICTS) and shapely.coverage_is_valid(drawn.geometry.values)
    assert shapely.area(drawn.geometry.values).sum() == pytest.approx(0.12)


def test_an_address_may_name_every_district_and_town(province, district):
    ids = province.ids()
    assert ids["within"] == frozenset(DISTRICTS) and ids["area"] == frozenset([*DISTRICTS, *TOWNS])
    assert "within" not in district.ids()
