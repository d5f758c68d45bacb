"""A province as its districts, and one of them alone: the same tables with other areas in the towns' place.

Everything after the tables works on a district and its towns. A province is shown in two steps: as a whole, where each of
its districts stands in a town's place (`lifted`), and one of its districts at a time with its own towns (`part`). A page,
a measure and an exhibit meet a District either way, and are the same for a district that stands alone.
"""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from outreach.district import District
from outreach.settings import Kiosk
from outreach.tables.hierarchy import above, districts_of, towns_of

URBAN_CODES = (
    "01",
    "20",
)  # the last two digits of an urban district's code (GB/T 2260: 01–20 districts of a city, 21–80 counties)
SURVEYED = 0.8  # of a district's people live in towns that a wave asked, or its towns' answers do not speak for it
AROUND = 0.6  # of a district's larger side: how far around it its neighbours and waters are kept


def parts(district: District) -> pd.DataFrame:
    """The districts of a province, indexed by area_code, in the order of the table: parent_code, name_zh, name_en.

    Empty for a district that stands alone, and where the areas were not read.
    """
    found = districts_of(district.areas, district.home.code)
    return found.set_index("area_code")[["parent_code", "name_zh", "name_en"]]


def shown(district: District, within: str | None) -> District:
    """What is shown of a district as it was read: itself, or of a province its districts or the towns of one of them.

    A code that is no district of the province shows the whole of it.
    """
    own = parts(district)
    if own.empty:
        return district
    return part(district, within) if within is not None and within in own.index else lifted(district)


def part(district: District, code: str) -> District:
    """One district of a province, as if it stood alone.

    Its towns, places, bases and surveys; bases of no known town are the province's alone. The other districts near it are
    its neighbours, water and canals those around it. The plan and its reports stay the province's.
    """
    areas = district.areas
    towns = towns_of(areas, code)["area_code"]
    chain = [code, *above(areas, code)]
    named = areas.set_index("area_code")
    home = replace(
        district.home,
        code=code,
        name={one: named[f"name_{one}"][code] for one in ("zh", "en")},
        compare_with=tuple(chain[1:]),
        kiosk=_kiosk_within(district, towns),
    )
    return replace(
        district,
        home=home,
        kind="district",
        province=district.home.name,
        areas=_rows(areas, "area_code", {*towns, *chain}),
        places=_rows(district.places, "area_code", set(towns)),
        bases=_rows(district.bases, "area_code", set(towns)),
        survey=_rows(district.survey, "area_code", {*towns, code}),
        register=_rows(district.register, "area_code", {*towns, *chain}),
        codes=_rows(district.codes, "area_code", {*towns, *chain}),
        geometry=_geometry_of(district, code, set(towns)),
    )


def lifted(district: District) -> District:
    """A province with its districts in the towns' place.

    People, places, bases and surveys of a town are those of its district; places stay where they are, so that distances are
    the same as town by town. A district's own figures lead where areas.csv has them, else they are its towns' together.
    Towns' standards say nothing of a district, so it has none. An urban district (by its code) takes the place of a
    subdistrict, a county that of a town. The province itself takes the district's place.
    """
    home, areas = district.home, district.areas
    districts = districts_of(areas, home.code)
    towns = towns_of(areas, home.code)
    own = {home.code, *above(areas, home.code)}
    rows = pd.concat(
        [_rows(areas, "area_code", own), _districts_as_towns(districts, towns, home.code)], ignore_index=True
    )
    kind = areas.loc[areas["area_code"] == home.code, "kind"].iloc[0]
    rows.loc[rows["area_code"] == home.code, "kind"] = "district"
    return replace(
        district,
        kind=kind,
        areas=rows,
        places=_places(district.places, towns),
        bases=_bases(district, towns),
        standards=district.standards.iloc[:0],
        survey=_survey(district, towns, districts["area_code"]),
        geometry={**district.geometry, "towns": outlines(district)},
    )


def outlines(district: District) -> gpd.GeoDataFrame:
    """The outline of each district of a province, put together from its towns: area_code, name_zh, name_en."""
    own = parts(district)
    district_of = towns_of(district.areas, district.home.code).set_index("area_code")["parent_code"]
    drawn = district.geometry["towns"]
    in_district = drawn["area_code"].map(district_of)
    shapes = {
        code: shapely.coverage_union_all(some.values) for code, some in drawn.geometry.groupby(in_district.to_numpy())
    }
    codes = [code for code in own.index if code in shapes]
    return gpd.GeoDataFrame(
        {
            "area_code": codes,
            "name_zh": own.loc[codes, "name_zh"].tolist(),
            "name_en": own.loc[codes, "name_en"].tolist(),
        },
        geometry=[shapes[code] for code in codes],
        crs=drawn.crs,
    )


def _rows(frame: pd.DataFrame, column: str, wanted: set[str]) -> pd.DataFrame:
    return frame[frame[column].isin(list(wanted))].reset_index(drop=True)


def _kiosk_within(district: District, towns: pd.Series) -> Kiosk:
    """The settings of the museum's screen, without its place where that is in another district."""
    kiosk = district.home.kiosk
    own = district.places.loc[district.places["area_code"].isin(towns), "place_id"]
    return kiosk if kiosk.place in set(own) else kiosk.model_copy(update={"place": None})


def _geometry_of(district: District, code: str, towns: set[str]) -> dict[str, gpd.GeoDataFrame]:
    all_ = outlines(district)
    outline = all_[all_["area_code"] == code]
    if outline.empty:
        return {name: layer.iloc[:0] for name, layer in district.geometry.items()}
    west, south, east, north = outline.total_bounds
    far = AROUND * max(east - west, north - south)
    near = shapely.box(west - far, south - far, east + far, north + far)
    others = pd.concat([all_[all_["area_code"] != code], district.geometry["neighbours"]], ignore_index=True)
    return {
        "towns": _rows(district.geometry["towns"], "area_code", towns),
        "district": outline.reset_index(drop=True),
        "neighbours": others[others.intersects(near)].reset_index(drop=True),
        **{name: _cut(district.geometry[name], near) for name in ("water", "canals")},
    }


def _cut(layer: gpd.GeoDataFrame, to: shapely.Geometry) -> gpd.GeoDataFrame:
    if layer.empty:
        return layer
    found = layer.assign(geometry=layer.geometry.intersection(to))
    return found[~found.is_empty].reset_index(drop=True)


def _districts_as_towns(districts: pd.DataFrame, towns: pd.DataFrame, code: str) -> pd.DataFrame:
    urban = [URBAN_CODES[0] <= one[4:6] <= URBAN_CODES[1] for one in districts["area_code"]]
    found = districts.assign(parent_code=code, kind=np.where(urban, "subdistrict", "town")).reset_index(drop=True)
    found["kind"] = found["kind"].astype(districts["kind"].dtype)
    grouped = towns.groupby("parent_code")
    for figure, told in (("population", "population"), ("area_km2", "area")):
        whole = grouped[figure].sum(min_count=1).where(grouped[figure].count() == grouped.size())
        first = grouped[[f"{told}_basis", f"{told}_source_id"]].first()
        lacking = found[figure].isna() & found["area_code"].map(whole).notna()
        found[figure] = found[figure].fillna(found["area_code"].map(whole).astype(found[figure].dtype))
        for column in first:
            found[column] = found[column].where(~lacking, found["area_code"].map(first[column]))
    people = towns["population"].astype(float)
    weighed = pd.DataFrame(
        {"urban": people * towns["urban_share"].astype(float), "people": people, "code": towns["parent_code"]}
    )
    sums = weighed.groupby("code")[["urban", "people"]].sum(min_count=1)
    complete = (towns["urban_share"].notna() & towns["population"].notna()).groupby(towns["parent_code"]).all()
    share = (sums["urban"] / sums["people"]).where(complete & (sums["people"] > 0))
    tellers = grouped[["urban_share_basis", "urban_share_source_id"]].first()
    lacking = found["urban_share"].isna() & found["area_code"].map(share).notna()
    found["urban_share"] = found["urban_share"].fillna(found["area_code"].map(share).astype(found["urban_share"].dtype))
    for column in tellers:
        found[column] = found[column].where(~lacking, found["area_code"].map(tellers[column]))
    return found


def _places(places: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """The places with their share of their district's people; the seat of its most populous town is the district's.

    A town nobody counted is taken to have as many people as its district's other towns have on average.
    """
    town = towns.set_index("area_code")
    counted = town["population"].astype(float)
    mean = counted.groupby(town["parent_code"]).transform("mean").fillna(1.0)
    weight = counted.fillna(mean)
    of_district = (weight / weight.groupby(town["parent_code"]).transform("sum")).where(
        lambda share: share.notna(), 0.0
    )
    found = places[places["area_code"].isin(town.index)].reset_index(drop=True)
    own = found["share"].astype(float) / found.groupby("area_code")["share"].transform("sum").astype(float)
    share = own * found["area_code"].map(of_district).astype(float)
    first = pd.DataFrame({"weight": weight, "parent_code": town["parent_code"]}).sort_values(
        "weight", ascending=False, kind="stable"
    )
    capital = set(first.drop_duplicates("parent_code").index)
    is_seat = found["role"].eq("seat") & found["area_code"].isin(capital)
    role = found["role"].mask(found["role"].eq("seat") & ~is_seat, "settlement")
    return found.assign(
        area_code=found["area_code"].map(town["parent_code"]), share=share.astype(places["share"].dtype), role=role
    )


def _bases(district: District, towns: pd.DataFrame) -> pd.DataFrame:
    """The bases under their districts; one whose town alone is known stays at its own town's seat, within its own town's
    radius (`radius_km`)."""
    town = towns.set_index("area_code")
    radius = (town["area_km2"].astype(float) / np.pi).apply(np.sqrt)
    places, bases = district.places, district.bases
    seats = places[places["role"] == "seat"].drop_duplicates("area_code").set_index("area_code")["place_id"]
    at_seat = bases["accuracy"].eq("town") & bases["place_id"].isna()
    place = bases["place_id"].where(~at_seat, bases["area_code"].map(seats))
    return bases.assign(
        area_code=bases["area_code"].map(town["parent_code"]),
        place_id=place,
        radius_km=bases["area_code"].map(radius).astype(float),
    )


DESIGN = ("clusters", "df", "effect_df")


def _all_known(column: pd.Series) -> float:
    """Their sum; missing where one of them is."""
    return float(column.sum(skipna=False))


def _survey(district: District, towns: pd.DataFrame, districts: pd.Series) -> pd.DataFrame:
    """The districts' own results; where a district has none in a wave, its towns' together, weighed by their people.

    The share is that of a sample stratified by towns, with the design effect that gives its standard error. A district
    where the towns asked hold less than four fifths of the people is left out.
    """
    survey, usual = district.survey, district.home.literacy["design_effect"]
    own = survey[survey["area_code"].isin([*districts, district.home.code])]
    asked = survey[survey["area_code"].isin(towns["area_code"])].reset_index(drop=True)
    if asked.empty:
        return own.reset_index(drop=True)
    town = towns.set_index("area_code")
    people, all_ = town["population"].astype(float), town.groupby("parent_code")["population"].sum().astype(float)
    sums = _weighed(asked, town, people, usual)
    sums = sums[sums["people"] >= SURVEYED * sums["district"].map(all_).astype(float)]
    spread = sums["p"] * (1 - sums["p"]) / sums["n"]
    found = pd.DataFrame(
        {
            "area_code": sums["district"],
            "wave": sums["wave"],
            "group": sums["group"],
            "n": sums["n"],
            "share": sums["p"],
            "design_effect": (sums["variance"] / spread.where(spread > 0)).clip(1, 100),
            **{name: sums[name] for name in DESIGN},
            "basis": sums["basis"],
            "source_id": sums["source_id"],
        }
    )
    told = pd.MultiIndex.from_frame(own[["area_code", "wave", "group"]])
    found = found[~pd.MultiIndex.from_frame(found[["area_code", "wave", "group"]]).isin(told)]
    found = found.astype({column: survey[column].dtype for column in found if column not in DESIGN}).astype(
        {column: "Int64" for column in DESIGN}
    )
    return pd.concat([own, found[survey.columns]], ignore_index=True)


def _weighed(asked: pd.DataFrame, town: pd.DataFrame, people: pd.Series, usual: float) -> pd.DataFrame:
    """Each district's towns together in a wave and group: share p, its variance, answers n and people, each town weighed by its people.

    usual is the design effect of answers that state none.
    """
    rows = asked.assign(
        district=asked["area_code"].map(town["parent_code"]),
        people=asked["area_code"].map(people).astype(float),
        p=asked["share"].astype(float),
        answers=asked["n"].astype(float),
        effect=asked["design_effect"].astype(float).fillna(usual).clip(lower=1),
    ).dropna(subset=["people"])
    keys = ["district", "wave", "group"]
    weight = rows["people"] / rows.groupby(keys)["people"].transform("sum")
    sums = (
        pd.DataFrame(
            {
                "p": weight * rows["p"],
                "variance": weight**2 * rows["effect"] * rows["p"] * (1 - rows["p"]) / rows["answers"],
                "n": rows["answers"],
                "people": rows["people"],
                **{name: rows[name].astype(float) for name in DESIGN},
                **{key: rows[key] for key in keys},
            }
        )
        .groupby(keys)[["p", "variance", "n", "people", *DESIGN]]
        .agg({**dict.fromkeys(("p", "variance", "n", "people"), "sum"), **dict.fromkeys(DESIGN, _all_known)})
        .reset_index()
    )
    first = rows.groupby(keys)[["basis", "source_id"]].first().reset_index()
    return sums.merge(first, on=keys)
