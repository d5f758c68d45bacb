"""Where new bases would serve most people, how sure that is, and what a place of one's own choice would do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import bases as base_views
from outreach.views import charts, choropleth, maps, palette, says
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Chart, Column, Exhibit, Legend, Swatch, written
from outreach.views.ground import Ground
from outreach.views.points import SHAPES, Cells, Points, Sign
from outreach.vocabulary import WAYS
from outreach.words import Words

MODELS = ("mclp", "pmedian", "pcentre")
STATES = ("covered", "gained", "uncovered")
SHAPE = {"covered": "disc", "gained": "plus", "uncovered": "cross"}
LARGEST = {"land": 9, "places": 42, "grid": 9}  # pixels at a desk of the point that weighs most
USEFUL_GAP = 0.5
FEW = 0.5  # a choice that is best in less of the positions possible is said to be so
SMALLEST = {"land": 5, "places": 12, "grid": 5}


def options(say: Words, district: Any, case: Any) -> dict[str, dict[str, str]]:
    """What can be set: for each field of the selection its ids with their names; of the factors those with figures alone."""
    kinds = {"places": say("siting.places"), "grid": say("siting.grid", km=f"{case.spacing_km:g}")}
    return {
        "model": {one: say(f"siting.aim.{one}") for one in MODELS},
        "way": {one: _within(say, district, one) for one in WAYS},
        "new": {str(one): str(one) for one in range(7)},
        "demand": {"land": say("siting.land")} | kinds,
        "among": kinds,
        "factor": {one: say(f"siting.favour.{one}") for one in case.factors},
    }


def missing(say: Words, case: Any) -> str:
    """Why people cannot be weighed by a group nobody counted town by town; empty where they can."""
    return "" if "older" in case.factors else say("siting.no_ages")


def _within(say: Words, district: Any, way: str) -> str:
    return say(f"siting.within_{way}", km=f"{district.home.travel[way + '_km']:g}")


def people(say: Words, number: float) -> str:
    """A number of people as it is said: to the nearest hundred below 10,000, in 万 or thousands above."""
    if number < 10_000:
        return say("siting.people", n=f"{round(number, -2):,.0f}")
    return say("siting.people_many", n=f"{number / int(say('siting.people_unit')):,.1f}".removesuffix(".0"))


def _percent(share: float) -> str:
    return written(share, "whole_percent")


def _km(say: Words, number: float) -> str:
    return say("format.missing") if pd.isna(number) else say("siting.km", km=f"{number:.1f}")


def where(say: Words, district: Any, near: str, area_code: str | None, exact: bool) -> str:
    """A place in words: the settlement point it is, or the one it lies near."""
    names = town_names(say, district.areas)
    point = district.places.set_index("place_id").loc[near]
    if exact and point["role"] == "seat":
        return say("siting.seat", town=names[point["area_code"]])
    town = names.get(area_code if isinstance(area_code, str) else point["area_code"], "")
    return say("siting.place" if exact else "siting.near", place=say.pick(point, "name"), town=town)


def _sites(say: Words, district: Any, outcome: Any) -> list[str]:
    exact = outcome.scenario.among == "places"
    return [where(say, district, row.near, row.area_code, exact) for row in outcome.chosen.itertuples()]


def lede(say: Words, district: Any, outcome: Any, firm: Any = None) -> str:
    """What the scenario would bring, as a presenter reads it out, how good the answer is, and in how much of what is possible.

    firm is how far the answer rests on positions, as measures.firmness has it; None where it does not.
    """
    if outcome is None:
        return say("siting.nothing")
    asked, found = outcome.scenario, outcome.figures
    way = _within(say, district, asked.way)
    values = {
        "way": way,
        "before": _percent(found["coverage_before"]),
        "after": _percent(found["coverage"]),
        "mean_before": _km(say, found["mean_km_before"]),
        "mean_after": _km(say, found["mean_km"]),
        "worst_before": _km(say, found["worst_km_before"]),
        "worst_after": _km(say, found["worst_km"]),
    }
    if not len(outcome.chosen):
        if outcome.unknown and asked.new == 0:
            return say("siting.lede_today_unknown", **values)
        return say("siting.lede_today", **values) if asked.new == 0 else say("siting.lede_enough", **values)
    said = say(
        f"siting.lede_{asked.model}_unknown" if outcome.unknown else f"siting.lede_{asked.model}",
        n=len(outcome.chosen),
        places=say.list(_sites(say, district, outcome)),
        people=people(say, found["people_gained"]),
        **values,
    )
    if len(outcome.chosen) < asked.new:
        said += say("siting.fewer", n=len(outcome.chosen))
    return said + proof(say, outcome, firm) + firmly(say, firm)


def firmly(say: Words, firm: Any) -> str:
    """In what part of the possible positions the choice is best; where that is few, what to do about it."""
    if firm is None:
        return ""
    said = say("siting.best_of_all" if firm.every else "siting.best_of_near", share=_percent(firm.best))
    return said + (say("siting.best_in_few") if firm.best < FEW else "")


def proof(say: Words, outcome: Any, firm: Any = None) -> str:
    """Whether the answer is proven the best (on average over positions, where they are drawn), or how much better one could be."""
    if outcome.sites.status == "optimal":
        return say("siting.proven" if firm is None else "siting.proven_expected")
    return say("siting.stopped") + _bounded(say, outcome.sites.gap)


def _bounded(say: Words, gap: float) -> str:
    """How far from the best an answer can be that was not proven; a bound that says next to nothing is not repeated."""
    return say("siting.stopped_gap", gap=written(gap, "percent")) if gap <= USEFUL_GAP else say("siting.stopped_open")


def _gap(say: Words, gap: float) -> str:
    return written(gap, "percent") if gap <= USEFUL_GAP else say("siting.gap_open")


def unrecorded(say: Words, today: pd.Series) -> str:
    """How much of the people may be covered already by bases that are not on record; nothing where the record is confirmed."""
    most = today.get("most", today["high"])
    return say("siting.unrecorded", most=_percent(most)) if most > today["high"] + 0.005 else ""


def uncertainty(say: Words, district: Any, case: Any, today: pd.Series, way: str) -> str:
    """What it means for the result that most bases are known to their town only."""
    counted = case.located[case.located["counted"]]
    rough = int(counted["accuracy"].eq("town").sum())
    if not rough:
        return ""
    if pd.isna(today["value"]):
        return say("siting.rough_unknown", all=len(counted), n=rough, way=_within(say, district, way))
    return say(
        "siting.rough",
        all=len(counted),
        n=rough,
        way=_within(say, district, way),
        value=_percent(today["value"]),
        low=_percent(today["low"]),
        high=_percent(today["high"]),
    )


def _credits(say: Words, district: Any, on_map: bool = False):
    bases = [*own_towns(district.areas)["population_basis"], "estimated", "assumed"]
    return credits_of_reach(say, district, bases=bases, on_map=on_map)


def demand_rows(say: Words, district: Any, outcome: Any) -> pd.DataFrame:
    """The points with people, heaviest first, with what is read of them: place_name, town_name and state_name."""
    points = outcome.points[outcome.points["population"] > 0].sort_values("weight", ascending=False, kind="stable")
    names = town_names(say, district.areas)
    places = district.places.set_index("place_id")[f"name_{say.language}"]
    town = points["area_code"].map(names)
    called = (
        points.index.map(places)
        if outcome.scenario.demand == "places"
        else [say("siting.cell", town=one) for one in town]
    )
    return points.assign(
        place_name=list(called), town_name=town, state_name=[say(f"siting.state.{one}") for one in points["state"]]
    )


def _signs(say: Words) -> dict[str, Sign]:
    return {one: Sign(SHAPE[one], palette.REACHED[one], say(f"siting.state.{one}")) for one in STATES}


def _demand(say: Words, rows: pd.DataFrame, kind: str) -> Points:
    size = LARGEST[kind] * (rows["weight"].fillna(0) / rows["weight"].max()) ** 0.5
    tips = [
        [
            say("siting.tip_place", place=row.place_name, town=row.town_name) if kind == "places" else row.place_name,
            say("siting.tip_people", people=people(say, row.population)),
            say("siting.tip_way", before=_km(say, row.travel_km_before), after=_km(say, row.travel_km)),
            row.state_name,
        ]
        for row in rows.itertuples()
    ]
    drawn = rows.assign(
        sign=rows["state"], size=size.clip(lower=SMALLEST[kind]), tip=tips, text="", site=_addresses(rows)
    )
    present = {one: sign for one, sign in _signs(say).items() if one in set(rows["state"])}
    return Points("demand", drawn, present, say("siting.legend_demand"), ("site",))


def _addresses(rows: pd.DataFrame) -> list[str]:
    """Each row's position as the address says it."""
    return [f"{lon:.4f},{lat:.4f}" for lon, lat in zip(rows["lon"], rows["lat"])]


def _stars(say: Words, district: Any, outcome: Any) -> Points:
    chosen = outcome.chosen
    tips = [
        [
            say("siting.tip_site", n=row.number, place=place),
            say("siting.tip_gained", people=people(say, row.people_gained)),
            say("siting.tip_served", people=people(say, row.people_served)),
        ]
        for row, place in zip(chosen.itertuples(), _sites(say, district, outcome))
    ]
    rows = chosen.assign(sign="site", size=36, tip=tips, text=chosen["number"].astype(str))
    return Points(
        "sites", rows, {"site": Sign("star", palette.SITE, say("siting.legend_site"))}, say("siting.legend_sites")
    )


def _target(say: Words, district: Any, trial: Any) -> Points:
    rows = pd.DataFrame({"lon": [trial.lon], "lat": [trial.lat], "sign": "trial", "size": 26, "text": ""})
    rows["tip"] = [[say("siting.legend_trial"), _trial_name(say, district, trial)]]
    return Points(
        "trial", rows, {"trial": Sign("target", palette.TRIAL, say("siting.legend_trial"))}, say("siting.legend_sites")
    )


def site_map(
    say: Words,
    ground: Ground,
    district: Any,
    case: Any,
    outcome: Any,
    trial: Any,
    cells: pd.DataFrame,
    today: pd.Series,
    area: str | None = None,
    firm: Any = None,
) -> Exhibit | None:
    """The people, the bases there are, the chosen sites with how far they reach, and the hand-placed one; a click places it.

    firm is how far the choice rests on positions, as measures.firmness has it; None where it does not.
    """
    if outcome is None:
        return None
    asked, names = outcome.scenario, town_names(say, district.areas)
    rows = demand_rows(say, district, outcome)
    scene = choropleth.scene(
        say, names, choropleth.plain(names), (), "", area=area, lines=lambda _code: [say("siting.tip_click")]
    )
    scene = base_views.on(scene, say, ground, base_views.named(say, district.bases, district), case.located)
    tips = {code: [name, say("siting.tip_click")] for code, name in names.items()}
    click = cells.assign(tip=cells["area_code"].map(tips), site=_addresses(cells))
    above = [_stars(say, district, outcome), *([_target(say, district, trial)] if trial else [])]
    reach = pd.DataFrame(
        [(row.lon, row.lat) for layer in above for row in layer.rows.itertuples()], columns=["lon", "lat"]
    )
    scene = replace(
        scene,
        below=(Cells("cells", click, cells.attrs["spacing_km"], ("site",)), _demand(say, rows, asked.demand)),
        above=tuple(layer for layer in above if len(layer.rows)),
        circles=reach.assign(radius_km=outcome.limit_km / case.travel["detour"]),
    )
    sentence = say(f"siting.map_{asked.demand}") + uncertainty(say, district, case, today, asked.way)
    sentence += unrecorded(say, today)
    return Exhibit(
        name="siting_map",
        title=say("siting.map_title", way=_within(say, district, asked.way)),
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
        credits=_credits(say, district, on_map=True),
        vector=maps.vector(ground, scene, sentence),
        deck=maps.deck(ground, scene),
        legends=(*_legends(say, district, scene, asked), *choropleth.legends(say, scene)),
        picks={"cells": ("site", "site"), "demand": ("site", "site")},
        invitation=say("siting.map_click"),
        says=_says(say, district, outcome, today, firm),
    )


def _says(say: Words, district: Any, outcome: Any, today: pd.Series, firm: Any) -> says.Sentences:
    """Of no new site who is not served today; of new ones what they bring, why there and for whom."""
    way, found = _within(say, district, outcome.scenario.way), outcome.figures
    reading = say(f"siting.map_{outcome.scenario.demand}")
    population = float(outcome.points["population"].sum())
    far = says.of_today(say, way, today, population, lambda number: people(say, number))
    if not len(outcome.chosen):
        return {**far, "reading": say(f"says.today_reading_{outcome.scenario.demand}")}
    places = [one.replace(" Subdistrict", "").replace(" Town", "") for one in _sites(say, district, outcome)]
    gained = list(zip(places, (people(say, one) for one in outcome.chosen["people_gained"])))
    of_most = outcome.scenario.model == "mclp" and outcome.scenario.factor == "people"
    own = says.of_sites(say, outcome.points, town_names(say, district.areas), gained)
    values = {"way": way, "before": _percent(found["coverage_before"]), "after": _percent(found["coverage"])}
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


def _legends(say: Words, district: Any, scene: maps.Scene, asked: Any) -> tuple[Legend, ...]:
    demand = Legend(say("siting.legend_demand"), tuple(map(_swatch, scene.below[1].signs.values())))
    marks = [_swatch(sign) for layer in scene.above for sign in layer.signs.values()]
    if not marks:
        return (demand,)
    circle = Swatch(say("siting.legend_circle", way=_within(say, district, asked.way)), "dashed", palette.SITE)
    return (Legend(say("siting.legend_sites"), (*marks, circle)), demand)


def _swatch(sign: Sign) -> Swatch:
    return Swatch(sign.label, "path", sign.colour, path=SHAPES[sign.shape])


def figures(say: Words, district: Any, outcome: Any) -> list[tuple[str, str, str]]:
    """Coverage, mean and longest way after, each with today's, and how sure the answer is."""
    if outcome is None:
        return []
    found = outcome.figures
    if outcome.unknown:
        found = {**found, "coverage": float("nan"), "coverage_before": float("nan")}
    sure = outcome.sites.status == "optimal"
    return [
        (
            say("siting.coverage_label", way=_within(say, district, outcome.scenario.way)),
            _percent(found["coverage"]),
            say(
                "siting.coverage_note",
                before=_percent(found["coverage_before"]),
                people=people(say, found["people_gained"]),
            ),
        ),
        (
            say("siting.mean_label"),
            _km(say, found["mean_km"]),
            say("siting.was", before=_km(say, found["mean_km_before"])),
        ),
        (
            say("siting.worst_label"),
            _km(say, found["worst_km"]),
            say("siting.was", before=_km(say, found["worst_km_before"])),
        ),
        (
            say("siting.gap_label"),
            _gap(say, outcome.sites.gap),
            say("siting.gap_proven" if sure else "siting.gap_stopped"),
        ),
    ]


def chosen(say: Words, district: Any, outcome: Any) -> Exhibit | None:
    """The chosen sites, the most useful first; None where nothing is to be built."""
    if outcome is None or outcome.chosen.empty:
        return None
    names = town_names(say, district.areas)
    rows = outcome.chosen.assign(
        place_name=_sites(say, district, outcome), town_name=outcome.chosen["area_code"].map(names)
    )
    return Exhibit(
        name="siting_chosen",
        title=say("siting.chosen_title", n=len(rows)),
        sentence=say("siting.chosen_sentence", way=_within(say, district, outcome.scenario.way)),
        rows=rows.reset_index(drop=True),
        columns=(
            Column("number", say("column.number"), "integer"),
            Column("place_name", say("column.site_name")),
            Column("town_name", say("column.town_name"), on_page=False),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("people_served", say("column.people_served"), "integer"),
            Column("lon", say("column.lon"), on_page=False),
            Column("lat", say("column.lat"), on_page=False),
        ),
        credits=_credits(say, district),
    )


def knowing(say: Words, district: Any, outcome: Any, firm: Any) -> Exhibit | None:
    """The bases whose position would change the answer, the most telling first; None where none would."""
    if firm is None or outcome is None:
        return None
    told = firm.knowing[firm.knowing["changes"] > 0]
    if told.empty:
        return None
    rows = base_views.named(say, district.bases, district).reindex(told.index).join(told)
    model = outcome.scenario.model
    worth = say("column.people_worth") if model == "mclp" else say(f"column.km_worth_{model}")
    sentence = say("siting.knowing_sentence", n=len(rows), all=len(firm.knowing))
    return Exhibit(
        name="siting_knowing",
        title=say("siting.knowing_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=(
            Column("base_name", say("column.base_name")),
            Column("town_name", say("column.town_name")),
            Column("accuracy_name", say("column.accuracy_name")),
            Column("changes", say("column.changes"), "whole_percent"),
            Column("worth", worth, "decimal" if model == "pcentre" else "integer"),
        ),
        credits=_credits(say, district),
    )


def curve(say: Words, district: Any, found: pd.DataFrame | None, outcome: Any) -> Exhibit | None:
    """How much each further base adds: the best there is for every number, and the greedy answer beside it."""
    if found is None or outcome is None:
        return None
    asked = outcome.scenario
    rows = found.reset_index()
    long = rows.melt(["k"], ["share", "greedy_share"], "kind", "value")
    long["kind_name"] = [say(f"siting.curve_{'exact' if one == 'share' else 'greedy'}") for one in long["kind"]]
    domain = [say("siting.curve_exact"), say("siting.curve_greedy")]
    long = long.merge(rows[["k", "gap", "status"]], on="k")
    low = max(0.0, float(rows["share"].min()) - 0.1)
    legend = charts.legend(domain, symbolStrokeWidth=2)
    base = alt.Chart(charts.values(long)).encode(
        x=alt.X("k:O", title=say("siting.curve_axis"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y(
            "value:Q", axis=charts.share_axis(), scale=alt.Scale(domain=[round(low, 1), 1.05], nice=False), title=None
        ),
        color=alt.Color(
            "kind_name:N",
            scale=alt.Scale(domain=domain, range=[palette.REACHED["covered"], palette.REACHED["gained"]]),
            legend=legend,
        ),
    )
    shape = alt.Shape("kind_name:N", scale=alt.Scale(domain=domain, range=["circle", "diamond"]), legend=legend)
    size = alt.Size("kind:N", scale=alt.Scale(domain=["share", "greedy_share"], range=[60, 260]), legend=None)
    chart = alt.layer(
        base.transform_filter("datum.kind == 'share'").mark_line(),
        base.mark_point(opacity=1).encode(shape=shape, size=size),
        base.transform_filter("datum.kind == 'share'")
        .mark_text(dy=-18)
        .encode(text=alt.Text("value:Q", format=".0%"), color=alt.value(palette.INK)),
        base.transform_filter(f"datum.kind == 'share' && datum.k == {asked.new}")
        .mark_point(size=700, shape="circle", color=palette.SITE, opacity=1)
        .encode(color=alt.value(palette.SITE)),
    )
    sentence = say(
        "siting.curve_sentence" if asked.factor == "people" else "siting.curve_weighed",
        way=_within(say, district, asked.way),
    )
    worst = (rows["share"] - rows["greedy_share"]).max()
    sentence += (
        say("siting.curve_greedy_same")
        if worst < 0.0005
        else say("siting.curve_greedy_less", points=f"{100 * worst:.1f}")
    )
    if (rows["status"] != "optimal").any():
        sentence += say("siting.curve_stopped") + _bounded(say, rows["gap"].max())
    return Exhibit(
        name="siting_curve",
        title=say("siting.curve_title"),
        sentence=sentence,
        rows=long,
        columns=(
            Column("k", say("column.new"), "integer"),
            Column("kind_name", say("column.answer")),
            Column("value", say("column.covered"), "percent"),
            Column("gap", say("column.optimality_gap"), "percent"),
        ),
        credits=_credits(say, district),
        vector=charts.spec(chart.properties(height=290), sentence),
        chart=Chart(
            "lines",
            "k",
            ("value",),
            "kind_name",
            colours=dict(zip(domain, (palette.REACHED["covered"], palette.REACHED["gained"]))),
        ),
    )


def _trial_name(say: Words, district: Any, trial: Any) -> str:
    return where(say, district, trial.near, trial.area_code, exact=False)


def trial(say: Words, district: Any, found: Any) -> tuple[str, str, list[tuple[str, str, str]]] | None:
    """The hand-placed site: where it is, what it would do in a sentence, and in figures; None where there is none."""
    if found is None:
        return None
    if found.effect is None:
        return (
            say("siting.trial_title"),
            say("siting.trial_nowhere", lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}"),
            [],
        )
    effect = found.effect.loc[district.home.code]
    name = say(
        "siting.trial_at", place=_trial_name(say, district, found), lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}"
    )
    name = (
        say("siting.trial_copy", lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}") + " " * (say.language == "en") + name
    )
    items = [
        (
            say("siting.coverage_label", way=_within(say, district, found.way)),
            _percent(effect["coverage_after"]),
            say(
                "siting.coverage_note",
                before=_percent(effect["coverage_before"]),
                people=people(say, effect["people_gained"]),
            ),
        ),
        (
            say("siting.mean_label"),
            _km(say, effect["mean_km_after"]),
            say("siting.was", before=_km(say, effect["mean_km_before"])),
        ),
        (
            say("siting.worst_label"),
            _km(say, effect["worst_km_after"]),
            say("siting.was", before=_km(say, effect["worst_km_before"])),
        ),
    ]
    return say("siting.trial_title"), name, items


def trial_towns(say: Words, district: Any, found: Any) -> Exhibit | None:
    """What the hand-placed site would do for every town, those who gain most first, the district last."""
    if found is None or found.effect is None:
        return None
    names = pd.concat(
        [town_names(say, district.areas), pd.Series({district.home.code: say.capital(say("format.district"))})]
    )
    rows = found.effect.reindex(names.index).assign(area_name=names)
    order = rows.drop(district.home.code).sort_values(
        ["people_gained", "mean_km_before"], ascending=False, kind="stable"
    )
    helped = order.loc[
        (order["people_gained"] > 0) | (order["mean_km_after"] < order["mean_km_before"] - 1e-9), "area_name"
    ]
    sentence = say("siting.trial_helped", towns=say.list(list(helped))) if len(helped) else say("siting.trial_none")
    return Exhibit(
        name="siting_trial",
        title=say("siting.trial_table", place=_trial_name(say, district, found)),
        sentence=sentence,
        rows=pd.concat([order, rows.loc[[district.home.code]]]).rename_axis("area_code").reset_index(),
        columns=(
            Column("area_name", say("column.area_name")),
            Column("coverage_before", say("column.coverage_before"), "whole_percent"),
            Column("coverage_after", say("column.coverage_after"), "whole_percent"),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("mean_km_before", say("column.mean_km_before"), "decimal"),
            Column("mean_km_after", say("column.mean_km_after"), "decimal"),
            Column("worst_km_before", say("column.worst_km_before"), "decimal"),
            Column("worst_km_after", say("column.worst_km_after"), "decimal"),
        ),
        credits=_credits(say, district),
    )


def short(say: Words, district: Any, case: Any, asked: Any) -> str:
    """A scenario in a few words: what is usual goes without saying."""
    said = [say(f"siting.short.{asked.model}"), _within(say, district, asked.way), say("siting.short_new", n=asked.new)]
    if asked.factor != "people":
        said.append(say(f"siting.favour.{asked.factor}"))
    if asked.demand != "land":
        said.append(say(f"siting.short_demand_{asked.demand}", km=f"{case.spacing_km:g}"))
    if asked.among != "places":
        said.append(say("siting.short_among", km=f"{case.spacing_km:g}"))
    return say("siting.joint").join(said)


def kept_names(
    say: Words, district: Any, case: Any, outcomes: Sequence[Any], kept: Collection[str]
) -> Mapping[str, str]:
    """The kept scenarios' ids with their names."""
    return {one.id: short(say, district, case, one.scenario) for one in outcomes if one is not None and one.id in kept}


def compared(say: Words, district: Any, case: Any, current: Any, outcomes: Sequence[Any]) -> Exhibit | None:
    """The scenario on the page and the kept ones, a row each."""
    shown = {one.id: one for one in (current, *outcomes) if one is not None}
    if not shown:
        return None
    rows = pd.DataFrame(
        [
            {
                "scenario_id": one.id,
                "scenario_name": short(say, district, case, one.scenario)
                + (say("siting.shown") if current and one.id == current.id else ""),
                **one.figures,
                "sites": say.list(_sites(say, district, one)) or say("siting.no_site"),
                "gap": one.sites.gap if one.sites.gap <= USEFUL_GAP else float("nan"),
                "status_name": say(
                    "siting.status_optimal" if one.sites.status == "optimal" else "siting.status_stopped"
                ),
            }
            for one in shown.values()
        ]
    )
    return Exhibit(
        name="siting_compared",
        title=say("siting.compared_title"),
        sentence=say("siting.compared_sentence") if len(shown) > 1 else say("siting.compared_hint"),
        rows=rows,
        columns=(
            Column("scenario_name", say("column.scenario_name")),
            Column("coverage_before", say("column.coverage_before"), "whole_percent"),
            Column("coverage", say("column.coverage_after"), "whole_percent"),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("mean_km", say("column.mean_km_after"), "decimal"),
            Column("worst_km", say("column.worst_km_after"), "decimal"),
            Column("sites", say("column.sites")),
            Column("gap", say("column.optimality_gap"), "percent"),
            Column("status_name", say("column.solution")),
        ),
        credits=_credits(say, district),
    )


def method(say: Words, _district: Any, case: Any) -> str:
    """How the sites are found and what is assumed."""
    return say("siting.method_text", detour=f"{case.travel['detour']:g}", km=f"{case.spacing_km:g}")
