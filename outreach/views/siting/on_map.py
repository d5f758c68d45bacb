"""The question on a map: people, bases, the chosen sites and the hand-placed one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from outreach.district import District
from outreach.figures.values import Case, Firmness, Outcome, Scenario, Trial
from outreach.views import bases as base_views
from outreach.views import choropleth, maps, palette, says
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Exhibit, Legend, Swatch
from outreach.views.frames import records, tuples
from outreach.views.ground import Ground
from outreach.views.points import SHAPES, Cells, Points, Sign
from outreach.views.points import tips as tooltips
from outreach.views.siting.said import (
    credits_of,
    firmly,
    km_said,
    people,
    percent,
    proof,
    site_names,
    uncertainty,
    unrecorded,
    within_reach,
)
from outreach.views.siting.trial import trial_name
from outreach.words import Words

STATES = ("covered", "gained", "uncovered")
SHAPE = {"covered": "disc", "gained": "plus", "uncovered": "cross"}
LARGEST = {"land": 9, "places": 42, "grid": 9}  # pixels at a desk of the point that weighs most
SMALLEST = {"land": 5, "places": 12, "grid": 5}


def demand_rows(say: Words, district: District, outcome: Outcome, lived: str) -> pd.DataFrame:
    """The points with people, heaviest first, with what is read of them: place_name, town_name and state_name; lived as from Case.lives."""
    points = outcome.points[outcome.points["population"] > 0].sort_values("weight", ascending=False, kind="stable")
    names = town_names(say, district.areas)
    places = district.places.set_index("place_id")[f"name_{say.language}"]
    town = points["area_code"].map(names)
    called = points.index.map(places.to_dict()) if lived == "places" else [say("siting.cell", town=one) for one in town]
    named: pd.DataFrame = points.assign(
        place_name=list(called), town_name=town, state_name=[say(f"siting.state.{one}") for one in points["state"]]
    )
    return named


def _signs(say: Words) -> dict[str, Sign]:
    return {one: Sign(SHAPE[one], palette.REACHED[one], say(f"siting.state.{one}")) for one in STATES}


def _demand(say: Words, rows: pd.DataFrame, kind: str) -> Points:
    size = LARGEST[kind] * (rows["weight"].fillna(0) / rows["weight"].max()) ** 0.5
    tips = [
        [
            say("siting.tip_place", place=row["place_name"], town=row["town_name"])
            if kind == "places"
            else row["place_name"],
            say("siting.tip_people", people=people(say, row["population"])),
            say("siting.tip_way", before=km_said(say, row["travel_km_before"]), after=km_said(say, row["travel_km"])),
            row["state_name"],
        ]
        for row in records(rows)
    ]
    drawn = _placed(rows.assign(sign=rows["state"], size=size.clip(lower=SMALLEST[kind]), text=""))
    drawn["tip"] = tips
    present = {one: sign for one, sign in _signs(say).items() if one in set(rows["state"])}
    return Points("demand", drawn, present, say("siting.legend_demand"), ("site",))


def _placed(rows: pd.DataFrame, lon: str = "lon", lat: str = "lat") -> pd.DataFrame:
    """The rows with `site`, each one's position as the address says it."""
    return rows.assign(site=[f"{x:.4f},{y:.4f}" for x, y in zip(rows[lon], rows[lat], strict=True)])


def _clicked(say: Words, overlay: maps.Overlay) -> maps.Overlay:
    """The overlay on whose bases a click is one on the ground under them, whatever it does on other maps."""
    click = say("siting.tip_click")
    above = tuple(
        replace(
            layer,
            rows=_placed(layer.rows.assign(tip=layer.rows["tip"].map(lambda lines: [lines[0], click]))),
            ids=("site",),
        )
        for layer in overlay.above
    )
    bases = overlay.bases if overlay.bases.empty else _placed(overlay.bases, "drawn_lon", "drawn_lat")
    return replace(overlay, bases=bases, above=above)


def _stars(say: Words, district: District, outcome: Outcome) -> Points:
    chosen = outcome.chosen
    tips = [
        [
            say("siting.tip_site", n=row.number, place=place),
            say("siting.tip_gained", people=people(say, row.people_gained)),
            say("siting.tip_served", people=people(say, row.people_served)),
        ]
        for row, place in zip(tuples(chosen), site_names(say, district, outcome))
    ]
    rows = _placed(chosen.assign(sign="site", size=36, tip=tooltips(chosen, tips), text=chosen["number"].astype(str)))
    signs = {"site": Sign("star", palette.SITE, say("siting.legend_site"))}
    return Points("sites", rows, signs, say("siting.legend_sites"), ("site",))


def _target(say: Words, district: District, trial: Trial) -> Points:
    rows = pd.DataFrame({"lon": [trial.lon], "lat": [trial.lat], "sign": "trial", "size": 26, "text": ""})
    rows["tip"] = [[say("siting.legend_trial"), trial_name(say, district, trial)]]
    signs = {"trial": Sign("target", palette.TRIAL, say("siting.legend_trial"))}
    return Points("trial", _placed(rows), signs, say("siting.legend_sites"), ("site",))


class Siting(NamedTuple):
    """A siting question and what came of it: the answer, the site placed by hand, the ground that sites can be placed on, who is
    served today, and how far the choice rests on positions (None where it does not)."""

    case: Case
    outcome: Outcome | None
    trial: Trial | None
    cells: pd.DataFrame
    today: pd.Series
    firm: Firmness | None


def site_map(say: Words, ground: Ground, district: District, siting: Siting, area: str | None = None) -> Exhibit | None:
    """The people, the bases there are, the chosen sites with how far they reach, and the hand-placed one; a click places it."""
    case, outcome, trial, cells, today, firm = siting
    if outcome is None:
        return None
    asked, names = outcome.scenario, town_names(say, district.areas)
    lived = case.lives(asked.demand)
    rows = demand_rows(say, district, outcome, lived)
    sites = [_stars(say, district, outcome), *([_target(say, district, trial)] if trial else [])]
    overlay = _of_bases(say, ground, district, case.located, area)
    overlay = replace(
        overlay,
        below=(_clickable(say, names, cells), _demand(say, rows, lived)),
        above=tuple(layer for layer in (*overlay.above, *sites) if len(layer.rows)),
        circles=_circles(sites, outcome.limit_km / case.travel["detour"]),
        outside=say("siting.tip_outside"),
    )
    sentence = say(f"siting.map_{lived}") + uncertainty(say, district, case, today, asked.way)
    sentence += unrecorded(say, today)
    return Exhibit(
        name="siting_map",
        title=say("siting.map_title", way=within_reach(say, district, asked.way)),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=(
            Column("place_name", say("column.place_name")),
            Column("town_name", say("column.town_name")),
            Column("population", say("column.population"), "integer"),
            Column("travel_km_before", say("column.travel_km_before"), "decimal"),
            Column("travel_km", say("column.travel_km"), "decimal"),
            Column("state_name", say("column.reach_state")),
            Column("lon", say("column.lon"), on_page=False),
            Column("lat", say("column.lat"), on_page=False),
        ),
        credits=credits_of(say, district, on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=(*_legends(say, district, overlay.below, sites, asked), *choropleth.legends(say, overlay)),
        picks={one: ("site", "site") for one in _layers(overlay)},
        invitation=say("siting.map_click"),
        says=_says(say, district, outcome, lived, today, firm),
    )


def _of_bases(say: Words, ground: Ground, district: District, located: pd.DataFrame, area: str | None) -> maps.Overlay:
    """The towns without a figure and the bases on them, which ask to be clicked."""
    names = town_names(say, district.areas)
    overlay = choropleth.overlay(
        say, names, choropleth.plain(names), (), "", area=area, lines=lambda _code: [say("siting.tip_water")]
    )
    named = base_views.named(say, district.bases, district)
    return _clicked(say, base_views.on(overlay, say, ground, named, located))


def _clickable(say: Words, names: pd.Series, cells: pd.DataFrame) -> Cells:
    """The ground of every town, on which a click places a site."""
    tips = {code: [name, say("siting.tip_click")] for code, name in names.items()}
    click = _placed(cells.assign(tip=cells["area_code"].map(tips)))
    return Cells("cells", click, cells.attrs["spacing_km"], ("site",))


def _layers(overlay: maps.Overlay) -> list[str]:
    """What can be clicked: a click anywhere gives a place."""
    bases = [] if overlay.bases.empty else ["bases"]
    return [*bases, *(layer.name for layer in (*overlay.below, *overlay.above) if len(layer.rows))]


def _circles(layers: Iterable[Points], radius_km: float) -> pd.DataFrame:
    """How far what stands in these layers reaches."""
    spots = [(row.lon, row.lat) for layer in layers for row in layer.rows.itertuples()]
    return pd.DataFrame(spots, columns=["lon", "lat"]).assign(radius_km=radius_km)


def _says(
    say: Words, district: District, outcome: Outcome, lived: str, today: pd.Series, firm: Firmness | None
) -> says.Sentences:
    """Of no new site who is not served today; of new ones what they bring, why there and for whom."""
    way, found = within_reach(say, district, outcome.scenario.way), outcome.figures
    reading = say(f"siting.map_{lived}")
    population = float(outcome.points["population"].sum())
    far = says.of_today(say, way, today, population, lambda number: people(say, number))
    if not len(outcome.chosen):
        return {**far, "reading": say(f"says.today_reading_{lived}")}
    places = [choropleth.short(one) for one in site_names(say, district, outcome)]
    gained = list(zip(places, (people(say, one) for one in outcome.chosen["people_gained"])))
    of_most = outcome.scenario.model == "mclp" and outcome.scenario.factor == "people"
    own = says.of_sites(say, outcome.points, town_names(say, district.areas), gained)
    values = {"way": way, "before": percent(found["coverage_before"]), "after": percent(found["coverage"])}
    known = pd.notna(found["coverage"])
    return says.holding(
        finding=say(
            "says.sites",
            n=len(gained),
            places=say.list([place for place, _ in gained]),
            people=people(say, found["people_gained"]),
            **values,
        )
        if known
        else "",
        reading=reading,
        why=own.get("why", "") if of_most else "",
        worst=own.get("worst", ""),
        range=far.get("range", ""),
        caveat=far.get("caveat", ""),
        proof=proof(say, outcome, firm),
        firm=firmly(say, firm).strip(),
    )


def _legends(
    say: Words, district: District, below: Iterable[Points | Cells], sites: Iterable[Points], asked: Scenario
) -> tuple[Legend, ...]:
    demand, marks = Legend(say("siting.legend_demand"), _swatches(below)), _swatches(sites)
    if not marks:
        return (demand,)
    circle = Swatch(say("siting.legend_circle", way=within_reach(say, district, asked.way)), "dashed", palette.SITE)
    return (Legend(say("siting.legend_sites"), (*marks, circle)), demand)


def _swatches(layers: Iterable[Points | Cells]) -> tuple[Swatch, ...]:
    drawn = [layer for layer in layers if isinstance(layer, Points) and len(layer.rows)]
    return tuple(_swatch(sign) for layer in drawn for sign in layer.signs.values())


def _swatch(sign: Sign) -> Swatch:
    return Swatch(sign.label, "path", sign.colour, path=SHAPES[sign.shape])
