"""Which town the page is of, what it says first, and what stands at its foot."""

import pandas as pd

from outreach.district import District
from outreach.figures.values import Official
from outreach.views import gaps as gap_views
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits
from outreach.views.exhibit import Link, formatted
from outreach.views.frames import Row, number, record
from outreach.views.town.said import basis_said, read, side_of
from outreach.words import Words

KEY = "bases_per_10k"  # the figure that a town is told by first


def chosen(areas: pd.DataFrame, area: str | None) -> str:
    """The town asked for, else the first in the order of codes."""
    codes = sorted(own_towns(areas)["area_code"])
    return area if area is not None and area in codes else str(codes[0])


def asked_for(area: str, other: str | None) -> str | None:
    """The town to compare with that is asked for, unless it is the town itself; None where none is."""
    return other if other != area else None


def second(similar: pd.DataFrame, _areas: pd.DataFrame, area: str, other: str | None) -> str | None:
    """The town to compare with: the one asked for, unless it is the town itself; else the one most like it, if any is."""
    if (asked := asked_for(area, other)) is not None:
        return asked
    alike = similar[similar.index.get_level_values("area_code") == area]
    return alike["similar_code"].iloc[0] if len(alike) else None


def options(say: Words, district: District, area: str) -> dict[str, dict[str, str]]:
    """The towns in the order of codes, to choose one and, without it, a second."""
    names = town_names(say, district.areas).sort_index()
    return {"area": dict(names), "other": dict(names.drop(area))}


def default_other(say: Words, district: District, similar: pd.DataFrame, area: str) -> str:
    """What the choice of a second town reads while none is chosen."""
    code = second(similar, district.areas, area, None)
    return (
        say("town.nobody_alike") if code is None else say("town.most_alike", town=town_names(say, district.areas)[code])
    )


def title(say: Words, district: District, area: str) -> str:
    """The page's title: the town's own name."""
    return say("town.title", town=town_names(say, district.areas)[area])


def lede(
    say: Words, district: District, measured: pd.DataFrame, standing: pd.DataFrame, official: Official | None, area: str
) -> str:
    """The town in three sentences: people and bases, literacy beside the district, and its gap among the towns."""
    row, own = record(measured, area), record(district.areas.set_index("area_code"), area)
    town = town_names(say, district.areas)[area]
    said = say("town.lede_no_people", town=town)
    if pd.notna(own["population"]):
        said = say(
            "town.lede_people",
            town=town,
            population=formatted(own["population"], "integer"),
            basis=basis_said(say, own["population_basis"]),
        )
    if row["bases"]:
        rate, whole = (read(say, KEY, number(standing, KEY, one)) for one in ("value", "district"))
        said += say("town.lede_bases", n=int(row["bases"]), rate=rate, district=whole)
    else:
        said += say("town.lede_no_bases")
    if pd.notna(row["coverage_ebike"]):
        near = "town.lede_coverage" if row["coverage_ebike"] else "town.lede_no_coverage"
        said += say(
            near, km=f"{district.home.travel['ebike_km']:g}", share=read(say, "coverage_ebike", row["coverage_ebike"])
        )
    said += say("town.lede_stop") + _literacy_said(say, standing, row, official)
    if pd.isna(row["gap"]):
        return said + say("town.lede_no_gap")
    return said + say(
        "town.lede_gap",
        varied=gap_views.varied(say, measured),
        held=gap_views.held(say, row),
        n=int(number(standing, "gap", "known")),
        low=f"{row['rank_low']:.0f}",
        high=f"{row['rank_high']:.0f}",
    )


def _literacy_said(say: Words, standing: pd.DataFrame, row: Row, official: Official | None) -> str:
    if pd.isna(row["share"]):
        return say("town.lede_no_literacy")
    side = side_of({**record(standing, "share"), "low": row["share_low"], "high": row["share_high"]})
    share = formatted(row["share"], "percent")
    if official is None or side == "open":
        return say("town.lede_literacy_alone", share=share)
    kind = official.basis if official.basis in ("survey", "modelled") else "published"
    stated = say(f"town.literacy_{kind}", year=official.year, share=formatted(official.share, "percent"))
    return say(f"town.lede_literacy.{side}", share=share, official=stated)


def foot(say: Words, district: District) -> str:
    """What stands at the foot of the printed sheet for all that is on it: basis, sources, date, and that it is a demonstration."""
    areas = district.areas
    ids = [
        one
        for table, column in (
            (areas, "population_source_id"),
            (areas, "area_source_id"),
            (areas, "urban_share_source_id"),
            (areas, "villages_source_id"),
            (district.bases, "source_id"),
            (district.places, "source_id"),
            (district.standards, "source_id"),
            (district.literacy, "source_id"),
        )
        for one in table[column].dropna()
    ]
    stated = credits(
        say,
        district.home,
        district.sources,
        [*ids, district.home.plan.source_id],
        ["census", "official", "reported", "estimated", "modelled", "assumed"],
    )
    return "　".join([line for line in (stated.demonstration, stated.basis, stated.publishers, stated.date) if line])


def to_plan(say: Words, district: District) -> list[Link]:
    """The way to the sheet of the towns on the page of the plan."""
    together = list(district.units.loc[district.units["kind"] == "towns", "unit_id"])
    return [("plan", say("town.to_sheet"), {"unit": together[0]})] if together else []
