"""Every measure, one after the other: which there are, of what basis and unit, and the parameters each depends on."""

import pandas as pd

from outreach.measures import equity, gaps, literacy, pieces
from outreach.measures import register as records
from outreach.measures.areas import figures
from outreach.measures.everything.record import OF_LITERACY, Record, Steps
from outreach.measures.everything.rows import Rows
from outreach.measures.parameters import COMPONENTS, Parameters
from outreach.measures.reach import located


def everything(record: Record, parameters: Parameters, over: pieces.Over = pieces.here) -> pd.DataFrame:
    """Every measure of the district and its towns: the district's rows first, then the towns' by code.

    Columns: area_code, measure, value, low, high, basis, unit, parameters (`name=value` joined by spaces, those the
    measure depends on). Shares are 0..1. What is missing keeps its row with an empty value; a measure that does not exist for
    an area (a rank of the district, a survey nobody made) has no row. In a demonstration district every basis is
    `demonstration`. `over` works on the pieces of the settlement points (see pieces): here in one, or on many workers.
    """
    steps = Steps(record, parameters, over)
    rows = Rows(steps.codes, record.demonstration)
    for add in (_people, _bases, _coverage, _distances, _access, _literacy, _gap, _evenness, _evenness_of_access):
        add(rows, steps)
    return rows.table()


def _people(rows: Rows, steps: Steps) -> None:
    """How many people live in an area, and how densely."""
    areas = steps.record.areas.set_index("area_code").reindex(steps.codes)
    people, km2 = figures(areas["population"]), figures(areas["area_km2"])
    rows.add("population", people, areas.get("population_basis"), "persons")
    rows.add("density", people / km2.where(km2 > 0), "estimated", "persons_per_km2")


def _bases(rows: Rows, steps: Steps) -> None:
    """How far the record is confirmed, how many bases there are, as recorded and at the most, of each level too, and how evenly."""
    areas, counted = steps.record.areas, steps.counted
    rows.add("register_confirmed", records.shares_confirmed(steps.tiers, areas), "reported", "share")
    rows.ranged("bases", counted, "reported", "bases")
    by_level = located.counts_by(steps.record.bases, areas, "level").reindex(steps.codes)
    for name in [name for name in (*steps.record.levels["level"], "unstated") if name in by_level]:
        found = records.counts(by_level[name], steps.tiers_of(name), areas)
        rows.ranged(f"bases_{name}", found, "reported", "bases")
    rows.ranged("bases_per_10k", records.per_10k(counted, areas), "estimated", "bases_per_10000")
    town = counted.reindex(steps.towns.index)
    unequal = equity.disparity(town["value"], figures(steps.towns["population"]), most=town["high"])
    unequal = unequal.assign(value=unequal["difference"])
    rows.ranged("bases_share_less_people_share", unequal, "estimated", "share")


def _coverage(rows: Rows, steps: Steps) -> None:
    """Which part of the people has a base within reach, by each way, and of each level by the way that was chosen."""
    for way, covered in steps.reached.coverage.items():
        told = steps.told(f"{way}_km", "detour")
        rows.ranged(f"coverage_{way}", steps.covered(covered, steps.tiers), "estimated", "share", told)
    told = steps.told("mode", f"{steps.parameters.mode}_km", "detour")
    for name, covered in steps.reached.coverage_by_level.items():
        found = steps.covered(covered, steps.tiers_of(name))
        rows.ranged(f"coverage_{name}", found, "estimated", "share", told)


def _distances(rows: Rows, steps: Steps) -> None:
    """How far people go to the nearest base, on average and at the worst, and to the nearest of each level."""
    reached, told, levels = steps.reached, steps.told("detour"), steps.record.levels
    rows.add("mean_km", reached.travelled["mean"], "estimated", "km", told)
    rows.add("worst_km", reached.travelled["worst"], "estimated", "km", told)
    for name in levels.assign(rank=figures(levels["rank"])).sort_values("rank")["level"]:
        if name in reached.mean_km_by_level and reached.mean_km_by_level[name].notna().any():
            rows.add(f"mean_km_{name}", reached.mean_km_by_level[name], "estimated", "km", told)


def _access(rows: Rows, steps: Steps) -> None:
    """What is offered within reach of ten thousand residents."""
    told, unit = _told_of_access(steps)
    told = f"{told} supply={steps.offered.basis}"
    rows.ranged("access_per_10k", 10_000 * steps.reachable, "estimated", unit, told)


def _literacy(rows: Rows, steps: Steps) -> None:
    """The share of people with science literacy: as stated, as estimated, and as each survey's answers have it."""
    parameters, estimates, stated = steps.parameters, steps.estimates, steps.stated
    if stated:
        own = pd.DataFrame(
            {"value": stated.share, "low": stated.low, "high": stated.high}, index=[steps.record.district]
        )
        rows.ranged("literacy_official", own, stated.basis, "share", f"year={stated.year}")
    told = f"{parameters.formatted(*OF_LITERACY)} year={estimates.year} level={estimates.level}".strip()
    table = estimates.table
    rows.ranged("literacy_estimate", _of_share(table), table["basis"], "share", told)
    rows.add("literacy_gamma", table["gamma"], "modelled", "share", told)
    asked = literacy.answers.direct(steps.record.survey, design_effect=parameters.design_effect)
    for wave, some in asked.groupby("wave"):
        told = f"wave={wave} {parameters.formatted('design_effect')}"
        rows.ranged("literacy_survey", _of_share(some), "survey", "share", told)


def _gap(rows: Rows, steps: Steps) -> None:
    """What each town lacks, what that is made of, and how firm its place is."""
    measured, assumed = steps.measured, steps.record.assumed
    assumptions = " ".join(f"{name}={value:g}" for name, value in assumed.items() if name != "supply")
    rows.ranged("completeness", _ranged(measured, "completeness"), "reported", "share", assumptions)
    told = {
        "coverage": steps.told("ebike_km", "detour"),
        "literacy": steps.parameters.formatted(*OF_LITERACY),
        "access": steps.told_of_access,
    }
    made_of = [one for one in COMPONENTS if one in measured]
    together = " ".join(dict.fromkeys(" ".join(told[one] for one in made_of if one in told).split()))
    index_told = f"{together} {steps.parameters.formatted('mean', *(f'weight_{one}' for one in made_of))}"
    rows.ranged("gap", _ranged(measured, "gap"), "modelled", "points", f"{assumptions} {index_told}")
    rows.add("gap_unconfirmed", measured["unconfirmed"], "modelled", "points", f"{assumptions} {index_told}")
    rows.add("gap_known", measured["known"], "modelled", "share", index_told)
    for component in made_of:
        rows.add(f"gap_{component}", measured[component], "modelled", "points", told.get(component, ""))
    runs, seed = gaps.robustness.RUNS, gaps.robustness.SEED
    robust = f"{together} runs={runs} seed={seed} varied={'+'.join(measured['varied'].iloc[0])}"
    rank = records.ranges(measured["median_rank"], measured["rank_low"], measured["rank_high"])
    rows.ranged("gap_rank", rank, "modelled", "rank", robust)
    rows.add("gap_top3", measured["p_top3"], "modelled", "probability", robust)


def _evenness(rows: Rows, steps: Steps) -> None:
    """How evenly bases and what is in reach are spread over people and towns."""
    people, kinds = figures(steps.towns["population"]), steps.towns["kind"]
    reached = steps.reachable.reindex(steps.towns.index)
    for name, held, told in (
        ("bases", steps.counted.reindex(steps.towns.index), ""),
        ("access", reached.mul(people, axis=0), _told_of_access(steps)[0]),
    ):
        amount, ends = held["value"], equity.between(held["low"], held["high"], people)
        parted = equity.theil(amount, people, kinds)
        for measure, value in (
            ("gini", equity.gini(amount, people)),
            ("hoover", equity.hoover(amount, people)),
            ("theil", parted.total),
            ("theil_between_kinds", parted.between),
            ("theil_within_kinds", parted.within),
        ):
            low, high = ends.get(measure, (float("nan"), float("nan")))
            rows.ranged(f"{measure}_{name}", _of_district(steps, value, low, high), "estimated", "index", told)


def _evenness_of_access(rows: Rows, steps: Steps) -> None:
    """What is in reach of those who live in towns and in the country."""
    people, urban = figures(steps.towns["population"]), figures(steps.towns["urban_share"])
    reached, (told, unit) = 10_000 * steps.reachable.reindex(steps.towns.index), _told_of_access(steps)
    means, most = (equity.urban_rural(reached[end], people, urban) for end in ("value", "high"))
    for side in ("urban", "rural"):
        found = _of_district(steps, means[side], means[side], most[side])
        rows.ranged(f"access_per_10k_{side}", found, "estimated", unit, told)


def _told_of_access(steps: Steps) -> tuple[str, str]:
    """The parameters that access depends on, and its unit."""
    unit = "visits_a_year_per_10000" if steps.offered.basis == "capacity" else "level_weight_per_10000"
    return steps.told_of_access, unit


def _of_district(steps: Steps, value: float, low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame({"value": value, "low": low, "high": high}, index=[steps.record.district])


def _of_share(table: pd.DataFrame) -> pd.DataFrame:
    return records.ranges(table["share"], table["low"], table["high"])


def _ranged(measured: pd.DataFrame, measure: str) -> pd.DataFrame:
    return records.ranges(measured[measure], measured[f"{measure}_low"], measured[f"{measure}_high"])
