"""Every measure of every town and of the district in one long table, for a spreadsheet or another program."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import geopandas as gpd
import pandas as pd

from outreach.measures import access, equity, gaps, literacy, pieces, positions, reach
from outreach.measures import land as grounds
from outreach.measures import register as records
from outreach.measures.areas import figures, towns
from outreach.measures.bases import standing
from outreach.measures.parameters import COMPONENTS, Parameters
from outreach.vocabulary import WAYS

COLUMNS = ("area_code", "measure", "value", "low", "high", "basis", "unit", "parameters")


class _Rows:
    """The rows so far; each measure is added whole."""

    def __init__(self, areas: list[str], demonstration: bool):
        self._areas, self._demonstration, self._frames = areas, demonstration, []

    def add(
        self,
        measure: str,
        value: pd.Series,
        basis: Any,
        unit: str,
        parameters: str = "",
        low: Any = None,
        high: Any = None,
    ) -> None:
        rows = value.reindex([code for code in self._areas if code in value.index])
        frame = pd.DataFrame({"value": figures(rows)})
        for name, bound in (("low", low), ("high", high)):
            frame[name] = float("nan") if bound is None else figures(bound.reindex(rows.index))
        frame["basis"] = basis.reindex(rows.index) if isinstance(basis, pd.Series) else basis
        if self._demonstration:
            frame["basis"] = "demonstration"
        frame = frame.assign(measure=measure, unit=unit, parameters=parameters, area_code=frame.index)
        self._frames.append(frame[list(COLUMNS)])

    def ranged(self, measure: str, figure: pd.DataFrame, basis: Any, unit: str, parameters: str = "") -> None:
        """A figure of three values: value, low, high."""
        self.add(measure, figure["value"], basis, unit, parameters, figure["low"], figure["high"])

    def table(self) -> pd.DataFrame:
        found = pd.concat(self._frames, ignore_index=True)
        place = {code: number for number, code in enumerate(self._areas)}
        table: pd.DataFrame = found.sort_values(
            "area_code", key=lambda codes: codes.map(place), kind="stable"
        ).reset_index(drop=True)
        return table


def of_district(district: Any, parameters: Parameters, **also: Any) -> pd.DataFrame:
    """`everything` of a district as it was read: its tables, its layers and its home."""
    return everything(
        areas=district.areas,
        places=district.places,
        bases=district.bases,
        levels=district.levels,
        standards=district.standards,
        official=district.literacy,
        groups=district.groups,
        survey=district.survey,
        register=district.register,
        categories=district.categories,
        assumed=district.home.assumed,
        towns_geometry=district.geometry["towns"],
        water=district.geometry["water"],
        crossings=district.crossings,
        people_spread=district.home.people.model_dump(),
        district=district.home.code,
        parameters=parameters,
        demonstration=district.home.demonstration,
        **also,
    )


def everything(
    *,
    areas: pd.DataFrame,
    places: pd.DataFrame,
    bases: pd.DataFrame,
    levels: pd.DataFrame,
    standards: pd.DataFrame,
    official: pd.DataFrame,
    groups: pd.DataFrame,
    survey: pd.DataFrame,
    register: pd.DataFrame,
    categories: pd.DataFrame,
    assumed: Mapping[str, Any],
    towns_geometry: gpd.GeoDataFrame,
    water: gpd.GeoDataFrame,
    crossings: pd.DataFrame,
    people_spread: Mapping[str, float],
    district: str,
    parameters: Parameters,
    demonstration: bool = False,
    over: pieces.Over = pieces.here,
) -> pd.DataFrame:
    """Every measure of the district and its towns: the district's rows first, then the towns' by code.

    Columns: area_code, measure, value, low, high, basis, unit, parameters (`name=value` joined by spaces, those the
    measure depends on). Shares are 0..1. What is missing keeps its row with an empty value; a measure that does not exist for
    an area (a rank of the district, a survey nobody made) has no row. In a demonstration district every basis is
    `demonstration`. official is the table of figures authorities stated (literacy.csv); the others are the tables and
    layers of the same names. `over` works on the pieces of the settlement points (see pieces): here in one, or on many workers.
    """
    town_rows = towns(areas)
    codes = [district, *town_rows.index]
    rows = _Rows(codes, demonstration)
    record = areas.set_index("area_code").reindex(codes)
    people, area = figures(record["population"]), figures(record["area_km2"])
    located = reach.located.located(bases, places, areas)
    land = grounds.land(towns_geometry, water, areas, crossings)
    if land is None and parameters.demand == "land":
        parameters = replace(parameters, demand="places")
    demand = _lives(places, areas, towns_geometry, water, land, people_spread, parameters)
    drawn = positions.drawn.drawn(demand, located, land)
    lives = ("demand", "spacing_m") if parameters.demand == "grid" else ("demand",)
    level = standing(bases, levels)

    rows.add("population", people, record.get("population_basis"), "persons")
    rows.add("density", people / area.where(area > 0), "estimated", "persons_per_km2")
    confirmed = records.confirmed(register, areas, standards, tuple(categories["category"]))
    tier = gaps.tiers.tiers(bases, areas, standards, levels, confirmed, assumed["unconfirmed_times"])
    counted = reach.located.counts(bases, areas).reindex(codes)
    ranged = records.counts(counted, tier, areas)

    rows.add("register_confirmed", records.shares_confirmed(tier, areas), "reported", "share")
    _add_counts(rows, ranged, reach.located.counts_by(bases, areas, "level").reindex(codes), levels, tier, areas)
    unequal = equity.disparity(
        counted[town_rows.index], people[town_rows.index], most=ranged["high"].reindex(town_rows.index)
    )
    rows.add(
        "bases_share_less_people_share",
        unequal["difference"],
        "estimated",
        "share",
        "",
        unequal["low"],
        unequal["high"],
    )

    way_km = getattr(parameters, f"{parameters.mode}_km")
    offered = access.supply(bases, levels, located, assumed["supply"])
    recorded = set(level.reindex(located.index).dropna())
    asked = pieces.Asked(
        parameters.detour,
        tuple((way, getattr(parameters, f"{way}_km")) for way in WAYS),
        way_km,
        tuple(name for name in levels["level"] if name in recorded),
        parameters.catchment_m / 1000,
        parameters.decay,
    )
    found = (
        pieces.of_district(demand, located, offered.value, level, asked, district, over)
        if drawn.land is None
        else positions.everything.reached(drawn, offered, level, asked, district)
    )
    for way, covered in found.coverage.items():
        told = parameters.written(f"{way}_km", "detour", *lives)
        rows.ranged(
            f"coverage_{way}", records.covered(covered, tier, areas, assumed, district), "estimated", "share", told
        )
    told = parameters.written("mode", f"{parameters.mode}_km", "detour", *lives)
    for name, covered in found.coverage_by_level.items():
        own = tier[tier.index.get_level_values("tier") == name]
        rows.ranged(
            f"coverage_{name}", records.covered(covered, own, areas, assumed, district), "estimated", "share", told
        )

    told = parameters.written("detour", *lives)
    rows.add("mean_km", found.travelled["mean"], "estimated", "km", told)
    rows.add("worst_km", found.travelled["worst"], "estimated", "km", told)
    for name in levels.assign(rank=figures(levels["rank"])).sort_values("rank")["level"]:
        if name in found.mean_km_by_level and found.mean_km_by_level[name].notna().any():
            rows.add(f"mean_km_{name}", found.mean_km_by_level[name], "estimated", "km", told)

    reached = found.access["value"] if isinstance(found.access, pd.DataFrame) else found.access
    told = f"{parameters.written('decay', 'mode', 'catchment_m', 'detour', *lives)} supply={offered.basis}"
    unit = "visits_a_year_per_10000" if offered.basis == "capacity" else "level_weight_per_10000"
    reachable = records.access(reached, tier, areas, levels, assumed, district)
    rows.ranged("access_per_10k", 10_000 * reachable, "estimated", unit, told)

    stated = literacy.stated.official(official, district)
    if stated:
        own = {name: pd.Series({district: getattr(stated, name)}) for name in ("share", "low", "high")}
        rows.add(
            "literacy_official", own["share"], stated.basis, "share", f"year={stated.year}", own["low"], own["high"]
        )
    settings = {name: getattr(parameters, name) for name in ("between_town_sd", "design_effect", "wave_years")}
    asked_whole = literacy.answers.own_share(survey, areas, district, parameters.design_effect)
    estimated = literacy.towns.of_towns(areas, groups, stated, survey, settings, asked_whole)
    estimates, told = estimated.table, parameters.written(*settings)
    of_year = f"{told} year={estimated.year} level={estimated.level}".strip()
    rows.add(
        "literacy_estimate",
        estimates["share"],
        estimates["basis"],
        "share",
        of_year,
        estimates["low"],
        estimates["high"],
    )
    rows.add("literacy_gamma", estimates["gamma"], "modelled", "share", of_year)
    asked = literacy.answers.direct(survey, design_effect=parameters.design_effect)
    for wave, some in asked.groupby("wave"):
        rows.add(
            "literacy_survey",
            some["share"],
            "survey",
            "share",
            f"wave={wave} {parameters.written('design_effect')}",
            some["low"],
            some["high"],
        )

    share = estimated.whole
    joins = found.access if "access" in parameters.weights else None
    measured = gaps.towns.by_town(
        gaps.towns.Record(areas, bases, levels, standards, confirmed, assumed, district),
        gaps.towns.Shares(estimates, share, estimated.draws),
        gaps.towns.Within(
            found.coverage, joins, _positions(drawn, offered, parameters, district) if drawn.varied else None
        ),
        parameters.weights,
        parameters.mean,
    )

    assumptions = " ".join(f"{name}={value:g}" for name, value in assumed.items() if name != "supply")
    rows.ranged("completeness", _ranged(measured, "completeness"), "reported", "share", assumptions)
    told = {
        "coverage": parameters.written("ebike_km", "detour", *lives),
        "literacy": parameters.written(*settings),
        "access": parameters.written("decay", "mode", "catchment_m", "detour", *lives),
    }
    made_of = [one for one in COMPONENTS if one in measured]
    together = " ".join(dict.fromkeys(" ".join(told[one] for one in made_of if one in told).split()))
    index_told = f"{together} {parameters.written('mean', *(f'weight_{one}' for one in made_of))}"
    rows.ranged("gap", _ranged(measured, "gap"), "modelled", "points", f"{assumptions} {index_told}")
    rows.add("gap_unconfirmed", measured["unconfirmed"], "modelled", "points", f"{assumptions} {index_told}")
    rows.add("gap_known", measured["known"], "modelled", "share", index_told)
    for component in made_of:
        rows.add(f"gap_{component}", measured[component], "modelled", "points", told.get(component, ""))
    robust = f"{together} runs={gaps.robustness.RUNS} seed={gaps.robustness.SEED} varied={'+'.join(measured['varied'].iloc[0])}"
    rows.add(
        "gap_rank", measured["median_rank"], "modelled", "rank", robust, measured["rank_low"], measured["rank_high"]
    )
    rows.add("gap_top3", measured["p_top3"], "modelled", "probability", robust)

    _add_equity(
        rows,
        town_rows,
        ranged,
        reachable,
        district,
        parameters.written("decay", "mode", "catchment_m", "detour", *lives),
        unit,
    )
    return rows.table()


def _lives(
    places: pd.DataFrame,
    areas: pd.DataFrame,
    towns_geometry: gpd.GeoDataFrame,
    water: gpd.GeoDataFrame,
    land: grounds.Land | None,
    spread: Mapping[str, float],
    parameters: Parameters,
) -> pd.DataFrame:
    """Where people are taken to live, as the parameters say."""
    if parameters.demand == "grid":
        people = figures(towns(areas)["population"])
        return reach.people.grid(towns_geometry, water, people, parameters.spacing_m / 1000)
    settled = spread.get("settled_share", grounds.SETTLED_SHARE), spread.get("settlement_km", grounds.SETTLEMENT_KM)
    return positions.drawn.people(places, areas, towns_geometry, water, land, parameters.demand, *settled)


def _positions(
    drawn: positions.drawn.Drawn, offered: access.Supply, parameters: Parameters, district: str
) -> dict[str, positions.expectations.Draws]:
    """Coverage and access in every run over the positions that bases may have, as gaps.towns.by_town takes them."""
    travel = {**parameters.travel, f"{parameters.mode}_km": (parameters.catchment_m or 0) / 1000}
    within = positions.access.in_runs(drawn, offered, travel, parameters.mode, parameters.decay, district)
    runs, seed = gaps.robustness.RUNS, gaps.robustness.SEED
    return positions.access.of_runs(drawn, within, parameters.travel["ebike_km"], travel["detour"], runs, seed)


def _ranged(measured: pd.DataFrame, measure: str) -> pd.DataFrame:
    return records.ranges(measured[measure], measured[f"{measure}_low"], measured[f"{measure}_high"])


def _add_counts(
    rows: _Rows,
    counted: pd.DataFrame,
    by_level: pd.DataFrame,
    levels: pd.DataFrame,
    tiers: pd.DataFrame,
    areas: pd.DataFrame,
) -> None:
    """How many bases there are, as recorded and at the most; of each level too."""
    rows.ranged("bases", counted, "reported", "bases")
    for name in [name for name in (*levels["level"], "unstated") if name in by_level]:
        own = tiers[tiers.index.get_level_values("tier") == name]
        rows.ranged(f"bases_{name}", records.counts(by_level[name], own, areas), "reported", "bases")
    rows.ranged("bases_per_10k", records.per_10k(counted, areas), "estimated", "bases_per_10000")


def _add_equity(
    rows: _Rows,
    town_rows: pd.DataFrame,
    counted: pd.DataFrame,
    reached: pd.DataFrame,
    district: str,
    told: str,
    unit: str,
) -> None:
    people, urban = figures(town_rows["population"]), figures(town_rows["urban_share"])
    for name, held, parameters in (
        ("bases", counted.reindex(town_rows.index), ""),
        ("access", reached.reindex(town_rows.index).mul(people, axis=0), told),
    ):
        amount, ends = held["value"], equity.between(held["low"], held["high"], people)
        parted = equity.theil(amount, people, town_rows["kind"])
        for measure, value in (
            ("gini", equity.gini(amount, people)),
            ("hoover", equity.hoover(amount, people)),
            ("theil", parted.total),
            ("theil_between_kinds", parted.between),
            ("theil_within_kinds", parted.within),
        ):
            low, high = (pd.Series({district: end}) for end in ends.get(measure, (float("nan"), float("nan"))))
            own = pd.Series({district: value})
            rows.add(f"{measure}_{name}", own, "estimated", "index", parameters, low, high)
    means, most = (
        equity.urban_rural(10_000 * reached[end].reindex(town_rows.index), people, urban) for end in ("value", "high")
    )
    for side in ("urban", "rural"):
        own, high = pd.Series({district: means[side]}), pd.Series({district: most[side]})
        rows.add(f"access_per_10k_{side}", own, "estimated", unit, told, own, high)


def written(table: pd.DataFrame) -> bytes:
    """The table as a CSV that Excel opens by a double click: comma-separated, UTF-8 with byte order mark, CRLF."""
    return ("\ufeff" + table.to_csv(index=False, lineterminator="\r\n", float_format="%.10g")).encode("utf-8")


def parquet(table: pd.DataFrame) -> bytes:
    """The table as Parquet, for other programs: the same rows and columns."""
    stream = BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()
