"""Which towns lack most, in what, and how far that depends on the weights one happens to choose."""

from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from outreach.measures import reach, register
from outreach.measures.areas import figures, towns
from outreach.measures.bases import grounds, of_tier
from outreach.measures.literacy.estimates import sides
from outreach.measures.pairs import in_order
from outreach.measures.register import ranges
from outreach.vocabulary import MEANS, NOT_COUNTED, Mean

GOALPOSTS = {"facilities": 0.5, "coverage": 1.0, "tiers": 1.0, "literacy": 0.10}
"""Where a gap is closed or full: 0.5 bases per 10,000 residents (one for every 20,000; set by this project,
no authority states one), everybody in reach, every tier met; literacy ten points below the district is a full gap."""

SEED = 320614
RUNS = 1000
CELLS_AT_ONCE = 4_000_000
"""How many scores, runs × towns × components, robustness works on at once."""


def tiers(
    bases: pd.DataFrame,
    areas: pd.DataFrame,
    standards: pd.DataFrame,
    levels: pd.DataFrame,
    confirmed: pd.DataFrame,
    times: float = 1.0,
) -> pd.DataFrame:
    """What of the tiers of outreach a town should have is recorded there, and what may be there: district, town, village.

    Indexed by (area_code, tier), each town with the tiers its kind should have, highest first:
    recorded, required, weight, confirmed, most, met, met_most. A tier counts the bases recognised at its level or run by it,
    whichever is known, and one of district level or higher also those above it (bases.of_tier); those that stand on one ground
    count once. Bases that are closed or planned, or whose town is unknown, count in none.
    met is recorded / required, at most 1; 1 where nothing is required. A town is judged from its own record alone, whatever is
    recorded elsewhere. confirmed is as from register.confirmed. most is how many bases there may be: those recorded where the
    record is confirmed, else as many as `times` what is required where that is more; met_most is met with them.

    Raises ValueError naming the tiers of the standards that are no level.
    """
    rank = figures(levels.set_index("level")["rank"])
    unknown = sorted(set(standards["level"]) - set(rank.index))
    if unknown:
        raise ValueError(f"standards: no such level: {', '.join(unknown)}")
    town = towns(areas)
    rows = bases[~bases["status"].isin(NOT_COUNTED) & bases["area_code"].isin(town.index)]
    rows = rows.assign(ground=rows["base_id"].map(grounds(bases, bases["base_id"].isin(rows["base_id"]))))
    recorded = {
        tier: rows[of_tier(rows, tier, rank)].drop_duplicates(["area_code", "ground"])["area_code"].value_counts()
        for tier in standards["level"].unique()
    }
    required = standards[["kind", "level", "required", "weight"]].rename(columns={"level": "tier"})
    found = town[["kind"]].reset_index().merge(required, on="kind")
    found["required"], found["weight"] = figures(found["required"]), figures(found["weight"])
    found["recorded"] = np.array(
        [recorded[tier].get(code, 0) for code, tier in zip(found["area_code"], found["tier"], strict=True)], dtype=int
    )
    found = (
        found.assign(rank=found["tier"].map(rank)).sort_values(["area_code", "rank"]).set_index(["area_code", "tier"])
    )
    found["confirmed"] = confirmed["confirmed"].reindex(found.index).fillna(False).astype(bool)
    most = (times * found["required"]).clip(lower=found["recorded"])
    found["most"] = most.where(~found["confirmed"], found["recorded"])
    for met, held in (("met", "recorded"), ("met_most", "most")):
        share = (found[held] / found["required"].where(found["required"] > 0)).clip(upper=1)
        found[met] = share.where(found["required"] != 0, 1.0)
    return found[["recorded", "required", "weight", "confirmed", "most", "met", "met_most"]]


def completeness(tiers: pd.DataFrame) -> pd.DataFrame:
    """How much of the tiers it should have a town has: 0 none, 1 all; as recorded, and with what may be unrecorded.

    Indexed by area_code: value, low, high. The weighted mean of met (value and low) and of met_most (high); a town that should
    have no tier of any weight is missing.
    """
    held = tiers[["met", "met_most"]].mul(tiers["weight"], axis=0).assign(weight=tiers["weight"])
    sums = held.groupby(level="area_code").sum(min_count=1)
    shares = sums[["met", "met_most"]].div(sums["weight"].replace(0, np.nan), axis=0)
    return ranges(shares["met"], high=shares["met_most"])


def missing_tiers(tiers: pd.DataFrame, confirmed: bool | None = None) -> pd.Series:
    """The tiers a town's record falls short of, highest first, as a tuple; empty where it falls short of none.

    Indexed by area_code, every town. With confirmed only those whose record is confirmed, or is not.
    """
    short = tiers["met"] < 1
    if confirmed is not None:
        short &= tiers["confirmed"] == confirmed
    found: dict[str, tuple[str, ...]] = {code: () for code in tiers.index.unique("area_code").sort_values()}
    for code, tier in short.index[short.to_numpy(dtype=bool)]:
        found[code] += (tier,)
    return pd.Series(found, dtype=object).rename_axis("area_code").rename("missing_tiers")


def subscores(
    areas: pd.DataFrame,
    *,
    bases_per_10k: pd.Series,
    coverage: pd.Series,
    completeness: pd.Series,
    literacy: pd.Series,
    official_share: float | None,
    access: pd.Series | None = None,
    goalposts: Mapping[str, float] = GOALPOSTS,
) -> pd.DataFrame:
    """How large a town's gap is in each respect, 0 = at the standard, 100 = nothing of it.

    Indexed by area_code, towns only; all series are indexed by area_code and may hold more areas.
    With a goalpost g each score is 100 × (1 − value / g), kept in 0..100:
    facilities from bases per 10,000 (g = 0.5); coverage from the share of people with a base within
    an e-bike ride (g = 1); tiers from completeness (g = 1). literacy is 100 × (official_share − share) / g
    (g = 0.10): 0 at or above the district, 100 at ten points below.
    With access (by area_code, per resident, as from access.of_towns) there is a fifth score, access, of 1 − value / g; its g is
    a goalpost of that name, which then has to be given: what is enough does not depend on what other towns have.
    All goalposts are fixed, so that a score changes only when the town's own figure does. Missing stays missing.

    Raises ValueError naming the towns a series has no row for, and goalposts that are not positive.

    OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 5 (distance to a reference).
    """
    wrong = [f"{name} = {value:g}" for name, value in goalposts.items() if not value > 0]
    if wrong:
        raise ValueError(f"goalposts: expected numbers above 0, found {', '.join(wrong)}")
    town = towns(areas).index
    given = {"facilities": bases_per_10k, "coverage": coverage, "tiers": completeness, "literacy": literacy}
    if access is not None:
        given["access"] = access
    for name, series in given.items():
        lost = town.difference(series.index)
        if len(lost):
            raise ValueError(f"{name}: no row for {', '.join(lost)}")
    value = pd.DataFrame({name: figures(series.reindex(town)) for name, series in given.items()})
    value["literacy"] = (
        goalposts["literacy"] + value["literacy"] - (np.nan if official_share is None else official_share)
    )
    post = pd.Series(dict(goalposts))[list(given)]
    return (100 * (1 - value / post)).clip(0, 100).rename_axis("area_code")


def _weights(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None) -> pd.Series:
    given = pd.Series(1.0, index=subscores.columns) if weights is None else pd.Series(dict(weights), dtype=float)
    if set(given.index) != set(subscores.columns):
        raise ValueError(f"weights: expected {', '.join(subscores.columns)}, found {', '.join(map(str, given.index))}")
    if not (given >= 0).all() or given.sum() <= 0:
        found = ", ".join(f"{name} = {value:g}" for name, value in given.items())
        raise ValueError(f"weights: expected numbers of 0 or more, not all 0, found {found}")
    return given.reindex(subscores.columns) / given.sum()


def _shares_of_weight(subscores: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """Each town's weights over what is known of it, adding up to 1; missing where nothing with weight is known."""
    over = subscores.notna() * weight
    return over.div(over.sum(axis=1).replace(0, np.nan), axis=0).where(subscores.notna())


def known(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None = None) -> pd.Series:
    """What part of the index's weight rests on figures that are known for the town, 0..1."""
    return (subscores.notna() * _weights(subscores, weights)).sum(axis=1).rename("known")


def index(
    subscores: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series | None = None,
    mean: Mean = "arithmetic",
) -> pd.Series:
    """A town's overall gap, 0 = at the standard in everything, 100 = nothing of anything.

    Indexed like subscores. Weights are any numbers of 0 or more, one per column, equal by default.
    The geometric mean is taken over what is attained (100 − score, moved to 1..100 so that one full
    gap does not swallow the rest): there a town cannot make up for one large gap with several small ones.
    Where a score is missing the weights of the others are scaled up; `known` says how much weight is
    really there. A town with no known score of any weight is missing.

    Raises ValueError for weights that name other columns, are negative or all 0, and for an unknown mean.

    OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    if mean not in MEANS:
        raise ValueError(f"index: expected mean arithmetic or geometric, found {mean}")
    share = _shares_of_weight(subscores, _weights(subscores, weights))
    if mean == "arithmetic":
        found = (subscores * share).sum(axis=1, min_count=1)
    else:
        attained = 1 + 0.99 * (100 - subscores)
        found = (100 - np.exp((np.log(attained) * share).sum(axis=1, min_count=1))) / 0.99
    return found.clip(0, 100).rename("gap")


def _normalisations(scores: np.ndarray) -> np.ndarray:
    """The scores on three scales of 0..100 (goalposts, min–max, ranks), stacked; a column all alike becomes 50."""
    return np.stack([scores, *(_normalised(scores[None], one)[0] for one in (_MINMAX, _RANKS))])


_GOALPOSTS, _MINMAX, _RANKS = range(3)


def _normalised(scores: np.ndarray, scale: int) -> np.ndarray:
    """The scores of some runs (runs × towns × parts) on another scale of 0..100, each part of a run by itself."""
    if scale == _GOALPOSTS:
        return scores
    missing = np.isnan(scores)
    low, high = np.nanmin(scores, axis=1, keepdims=True), np.nanmax(scores, axis=1, keepdims=True)
    minmax = np.where(high > low, 100 * (scores - low) / np.where(high > low, high - low, 1), 50.0)
    if scale == _MINMAX:
        return np.where(missing, np.nan, minmax)
    runs, towns_n, parts = scores.shape
    flat = pd.DataFrame(scores.transpose(1, 0, 2).reshape(towns_n, runs * parts))
    place = flat.rank(axis=0).to_numpy().reshape(towns_n, runs, parts).transpose(1, 0, 2) - 1
    last = np.maximum(np.sum(~missing, axis=1, keepdims=True) - 1, 1)
    return np.where(missing, np.nan, np.where(high > low, 100 * place / last, minmax))


def robustness(
    subscores: pd.DataFrame,
    draws: Mapping[str, np.ndarray] | None = None,
    runs: int = RUNS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether a town's gap stays large however one weighs, and whatever the figures may be: its place over many indices.

    Indexed like subscores: median_rank, rank_low, rank_high (the 90 % band), p_top3 (the part of the runs
    in which it is among the three largest gaps), varied (what was varied: `weights` and the components drawn, a tuple).
    Rank 1 = largest gap. Towns with equal gaps could take
    any of their places: the band spans them, the median is their middle, and they share the top three
    by equal chances, so that p_top3 adds up to 3 over towns known in every run.
    Each run draws weights evenly from all that add up to 1 (flat Dirichlet), one of three scales
    (goalposts, min–max, ranks), arithmetic or geometric mean, and leaves out one component or none. draws maps a component to
    its scores in every run (runs × towns, in the order of subscores), where they are not certain: its records, positions or
    answers may be others. A component not drawn has its one score in all runs.
    Components missing for every town are left out; a town is judged over the runs that have something
    of it; a town with no score at all is missing.

    Raises ValueError for fewer than 1,000 runs, and for draws of another shape or of no component.

    Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168; OECD & JRC (2008), step 7.
    """
    if runs < RUNS:
        raise ValueError(f"robustness: expected at least {RUNS} runs, found {runs}")
    for name, drawn in (draws or {}).items():
        if name not in subscores or drawn.shape != (runs, len(subscores)):
            raise ValueError(f"robustness: expected draws of {runs} × {len(subscores)}, found {drawn.shape} of {name}")
    names = ["median_rank", "rank_low", "rank_high", "p_top3"]
    rows = subscores.dropna(axis=1, how="all").dropna(how="all").sort_index()
    rows = rows[sorted(rows.columns)]
    varied = ("weights", *sorted(set(draws or {}) & set(rows)))
    if rows.empty:
        return pd.DataFrame(np.nan, index=subscores.index, columns=names).assign(varied=[varied] * len(subscores))
    scores = rows.to_numpy(dtype=float).round(9)  # scores that differ only by the rounding of their sums are alike
    order = subscores.index.get_indexer(rows.index)
    drawn_at = {rows.columns.get_loc(name): draws[name][:, order] for name in varied[1:]} if draws else {}
    towns_n, parts = scores.shape
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(parts), runs)
    scale, geometric = random.integers(3, size=runs), random.integers(2, size=runs).astype(bool)
    left_out = random.integers(parts + 1, size=runs) if parts > 1 else np.full(runs, parts)
    weights = np.where(np.arange(parts) == left_out[:, None], 0.0, weights)
    scales = _normalisations(scores)
    best, worst = np.empty((runs, towns_n), dtype=np.float32), np.empty((runs, towns_n), dtype=np.float32)

    def rank(some: slice) -> None:
        values = _redrawn(scores, drawn_at, scale[some], some) if drawn_at else scales[scale[some]]
        best[some], worst[some] = _places(_indices(values, weights[some], geometric[some]))

    at_once = max(1, CELLS_AT_ONCE // scores.size)
    deque(in_order(rank, [slice(start, start + at_once) for start in range(0, runs, at_once)]), maxlen=0)
    summed = [
        _over_runs(best[:, some].astype(float), worst[:, some].astype(float))
        for some in (slice(start, start + at_once) for start in range(0, towns_n, at_once))
    ]
    middle, low, high, top = (np.concatenate(parts) for parts in zip(*summed, strict=True))
    found = pd.DataFrame(dict(zip(names, (middle, low, high, top), strict=True)), index=rows.index)
    return found.reindex(subscores.index).assign(varied=[varied] * len(subscores))


def _redrawn(scores: np.ndarray, drawn_at: Mapping[int, np.ndarray], scale: np.ndarray, some: slice) -> np.ndarray:
    """The scores of some runs, each with what was drawn for it, on the run's own scale: runs × towns × parts."""
    values = np.repeat(scores[None], len(scale), axis=0)
    for part, drawn in drawn_at.items():
        values[:, :, part] = np.where(np.isnan(scores[:, part]), np.nan, drawn[some].round(9))
    for one in (_MINMAX, _RANKS):
        values[scale == one] = _normalised(values[scale == one], one)
    return values


def _indices(values: np.ndarray, weights: np.ndarray, geometric: np.ndarray) -> np.ndarray:
    """The gap of every town in each of some runs, of its scores there: runs × towns."""
    share = np.where(np.isnan(values), 0.0, weights[:, None, :])
    total = share.sum(axis=2)
    share = np.divide(share, total[..., None], out=np.zeros_like(share), where=total[..., None] > 0)
    filled = np.nan_to_num(values)
    arithmetic = (share * filled).sum(axis=2)
    product = (100 - np.exp((share * np.log(1 + 0.99 * (100 - filled))).sum(axis=2))) / 0.99
    return np.where(total > 0, np.where(geometric[:, None], product, arithmetic), np.nan)


def _places(gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst place each town could have in each run, 1 = largest gap; missing without a gap."""
    best, worst = np.full(gap.shape, np.nan), np.full(gap.shape, np.nan)
    for run, own in enumerate(-gap.round(9)):
        known = np.flatnonzero(~np.isnan(own))
        order = np.sort(own[known])
        best[run, known] = np.searchsorted(order, own[known], side="left") + 1
        worst[run, known] = np.searchsorted(order, own[known], side="right")
    return best, worst


def _over_runs(best: np.ndarray, worst: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of some towns: the median of their places, the 90 % band, and the part of the runs among the first three."""
    median, quantile = (
        (np.nanmedian, np.nanquantile) if np.isnan(best).any() else (np.median, np.quantile)
    )  # the same, many times faster
    middle = median((best + worst) / 2, axis=0)
    low, high = quantile(best, 0.05, axis=0), quantile(worst, 0.95, axis=0)
    return middle, low, high, np.nanmean(np.clip((4 - best) / (worst - best + 1), 0, 1), axis=0)


def reasons(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None = None) -> pd.DataFrame:
    """What a town's gap is chiefly made of.

    Indexed like subscores: first, first_points, second, second_points: the two components that add most
    to the arithmetic index and how many of its points each adds. Of equal ones, the first in column order.
    A component that adds nothing is no reason; where there is none the cells are missing.
    """
    points = subscores * _shares_of_weight(subscores, _weights(subscores, weights))
    values = points.where(points > 0).fillna(0).to_numpy()
    order = np.argsort(-values, axis=1, kind="stable")
    found = {}
    for place, name in enumerate(("first", "second")):
        if place < values.shape[1]:
            size = np.take_along_axis(values, order[:, [place]], axis=1)[:, 0]
            label = np.asarray(points.columns, dtype=object)[order[:, place]]
        else:
            size, label = np.zeros(len(values)), np.full(len(values), None, dtype=object)
        found[name] = pd.Series(label, index=points.index, dtype=object).where(size > 0, None)
        found[f"{name}_points"] = pd.Series(size, index=points.index).where(size > 0)
    return pd.DataFrame(found)


def by_town(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    bases: pd.DataFrame,
    levels: pd.DataFrame,
    standards: pd.DataFrame,
    literacy: pd.DataFrame,
    official_share: float | None,
    travel: Mapping[str, float],
    district: str,
    weights: Mapping[str, float] | None = None,
    mean: Mean = "arithmetic",
    access: pd.Series | pd.DataFrame | None = None,
    demand: pd.DataFrame | None = None,
    covered: Mapping[str, pd.DataFrame] | None = None,
    *,
    confirmed: pd.DataFrame,
    assumed: Mapping[str, Any],
    literacy_draws: pd.DataFrame | None = None,
    positions: Mapping[str, np.ndarray] | None = None,
) -> pd.DataFrame:
    """Everything the gap of a town is made of and how firm it is: a row per town.

    literacy is the modelled table (indexed by area_code: share, low, high); travel gives detour and the kilometres of
    each way (walk_km, ebike_km, drive_km); district is the code of the district. confirmed is as from register.confirmed and
    assumed as home.ASSUMED: what the record is not confirmed to hold is between nothing and what they say, so that what counts
    bases has three values, as recorded and, as _low and _high, the least and the most. Indexed by area_code: bases,
    bases_per_10k; coverage_walk, coverage_ebike, coverage_drive; completeness; share; gap; each with _low and _high
    (of coverage what positions allow too; of share its interval); missing_tiers, and unconfirmed_tiers, those of them that are not
    confirmed; the four scores of `subscores` as recorded and what each adds to the index as points_…; known; unconfirmed, how many
    points of the gap as recorded are missing records; gap_low and gap_high, the least it can be given records and the ends of
    90 % of positions, where those are given; side, on which side of the district's literacy
    the town's can be told to be (`below`, `above`, `same`); the columns of `robustness` and of `reasons`, of which literacy is one only where it is told. Places are over
    weights and what else is not certain, and varied says over what, in the order of VARIED: positions, where the coverage and
    access that they may give are given (in their own units, runs × towns in code order); records, where any is not confirmed
    (register.draws); literacy, where its draws are given (towns × draws, as literacy.Estimates has them, at least 1,000).

    weights and mean as in `index`; the points and reasons are those of the arithmetic mean, also beside a geometric
    gap. With access (by area_code, per resident, as from access.of_towns) the columns access_per_10k join and `access` is the
    fifth component, which weights then have to name. demand is where people are taken to live, the settlement points by
    default; covered is their coverage by way of travel, as from reach.by_way, where it is known already.

    covered and access may be expectations over the positions that bases may have (positions.by_way, positions.access). Where they
    say that a figure cannot be told it is missing and no reason, and does not count as known; the score is that of the expectation
    all the same, or a base more, whose position is not known, would take a score out of the index and could raise it.
    """
    town = towns(areas).index
    if covered is None:
        people = reach.demand(places, areas) if demand is None else demand
        covered = reach.by_way(people, reach.located(bases, places, areas), travel, district)
    tier = tiers(bases, areas, standards, levels, confirmed, assumed["unconfirmed_times"])
    counted = register.counts(reach.counts(bases, areas), tier, areas)
    near, lost = _expected(covered["ebike"])
    untold = {"coverage": lost}
    parts = {
        "facilities": register.per_10k(counted, areas),
        "coverage": register.reached(near, tier, areas, assumed, district),
        "tiers": completeness(tier).reindex(town),
        "literacy": ranges(literacy["share"]),
    }
    if access is not None:
        within, untold["access"] = _expected(access)
        parts["access"] = register.access(within, tier, areas, levels, assumed, district)
    told = {"bases": counted, "bases_per_10k": parts["facilities"], "completeness": parts["tiers"], "share": literacy}
    told |= {
        f"coverage_{way}": register.covered(table, tier, areas, assumed, district) for way, table in covered.items()
    }
    told["share"] = literacy.assign(value=literacy["share"])
    if access is not None:
        told["access_per_10k"] = (10_000 * parts["access"]).mask(untold["access"])
    found = pd.DataFrame(
        {
            f"{name}{end}": figures(frame[one].reindex(town))
            for name, frame in told.items()
            for one, end in (("value", ""), ("low", "_low"), ("high", "_high"))
        },
        index=town,
    )
    for name, short in (("missing_tiers", missing_tiers(tier)), ("unconfirmed_tiers", missing_tiers(tier, False))):
        found[name] = short.reindex(town)
    posts = {**GOALPOSTS, "access": assumed["access_per_10k"] / 10_000}

    def scored(end: str) -> pd.DataFrame:
        return subscores(
            areas,
            bases_per_10k=parts["facilities"][end],
            coverage=parts["coverage"][end],
            completeness=parts["tiers"][end],
            literacy=literacy["share"],
            official_share=official_share,
            access=parts["access"][end] if "access" in parts else None,
            goalposts=posts,
        )

    scores, least = scored("value"), scored("high")
    points = scores * _shares_of_weight(scores, _weights(scores, weights))
    found = found.join(scores).join(points.add_prefix("points_"))
    sure = scores.assign(**{name: scores[name].mask(lost.reindex(town)) for name, lost in untold.items()})
    found["gap"], found["known"] = index(scores, weights, mean), known(sure, weights)
    found["unconfirmed"] = (found["gap"] - index(least, weights, mean)).clip(lower=0)
    values = {name: part["value"].reindex(town) for name, part in parts.items() if name != "literacy"}
    upon = {name: one for name, one in (positions or {}).items() if name in values}
    more = {name: (parts[name]["high"] - parts[name]["value"]).reindex(town).fillna(0).to_numpy() for name in upon}
    by_run = {name: _score(one, posts[name]) for name, one in upon.items()}
    held = {name: _score(one + more[name], posts[name]) for name, one in upon.items()}
    found["gap_low"] = np.fmin(_end(least, held, weights, mean, BAND[0]), index(least, weights, mean))
    found["gap_high"] = np.fmax(_end(scores, by_run, weights, mean, BAND[1]), found["gap"])
    drawn = register.draws(tier, areas, levels, assumed, values=values, upon=upon, runs=RUNS, seed=SEED)
    draws = {name: _score(values_, posts[name]) for name, values_ in drawn.items()}
    if literacy_draws is not None and official_share is not None:
        shares = literacy_draws.reindex(town).to_numpy(dtype=float)[:, :RUNS].T
        draws["literacy"] = _score(posts["literacy"] + shares - official_share, posts["literacy"])
    places = robustness(scores, draws)
    over = {"weights": True, "positions": bool(upon), "records": register.unrecorded(tier).gt(0).any()}
    over["literacy"] = "literacy" in draws and not scores["literacy"].isna().all()
    places["varied"] = [tuple(one for one in VARIED if over[one])] * len(town)
    found["side"] = sides(literacy, official_share).reindex(town).fillna("same")
    unlike = found["side"].ne("below") & scores["literacy"].notna()
    told_scores = sure.assign(literacy=scores["literacy"].mask(unlike, 0.0))
    return found.join(places).join(reasons(told_scores, weights))


BAND = (0.05, 0.95)
"""What part of the positions a gap's ends leave out below and above."""


def _end(
    scores: pd.DataFrame,
    by_run: Mapping[str, np.ndarray],
    weights: Mapping[str, float] | None,
    mean: Mean,
    part: float,
) -> pd.Series:
    """The gap that so many of the runs stay below, some of the scores being those of each run (runs × towns)."""
    runs = max((len(one) for one in by_run.values()), default=1)
    every = pd.concat([scores] * runs, ignore_index=True).assign(**{name: one.ravel() for name, one in by_run.items()})
    gap = index(every, weights, mean).to_numpy().reshape(runs, len(scores))
    return pd.Series(np.quantile(gap, part, axis=0), index=scores.index)


def _expected(figure: pd.Series | pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """A figure of areas as it is expected, and of which of them it cannot be told as well as positions are known."""
    value = figure["value"] if isinstance(figure, pd.DataFrame) else figure
    if isinstance(figure, pd.DataFrame) and "expected" in figure:
        return figure["expected"], figure["unknown"].astype(bool)
    return value, pd.Series(False, index=value.index)


VARIED = ("weights", "positions", "records", "literacy")
"""What the places of towns may be over."""


def _score(value: np.ndarray, post: float) -> np.ndarray:
    return (100 * (1 - value / post)).clip(0, 100)


CLASSES = {2: ("low", "high"), 3: ("low", "mid", "high")}


def bivariate(
    literacy: pd.Series, access: pd.Series, k: int = 3, breaks: Mapping[str, tuple[float, ...]] | None = None
) -> pd.DataFrame:
    """Which towns are low in literacy, in access, in both or in neither: nine classes of two figures at once.

    Indexed like literacy: literacy and access, each low, mid or high (low or high with k = 2), and class, the two joined
    as `low_high`. Without breaks the towns of each figure are cut into k parts of equal number (quantiles over the towns
    known in that figure); equal figures share a class, so that with many ties a class may be empty. breaks gives the
    k − 1 upper edges of `literacy`, of `access` or of both, each edge in the lower class: policy values, comparable over years.
    A town missing in one figure is missing there and in class.

    Raises ValueError for a k other than 2 or 3, breaks that are not k − 1 rising numbers, and towns only one of the two has.
    """
    if k not in CLASSES:
        raise ValueError(f"bivariate: expected 2 or 3 classes, found {k}")
    lost = literacy.index.symmetric_difference(access.index)
    if len(lost):
        raise ValueError(f"bivariate: only in one of literacy and access: {', '.join(map(str, lost))}")
    found = {}
    for name, series in (("literacy", literacy), ("access", access.reindex(literacy.index))):
        value = figures(series)
        edges = (breaks or {}).get(name)
        if edges is None:
            edges = np.quantile(value.dropna(), np.arange(1, k) / k) if value.notna().any() else np.zeros(k - 1)
        elif len(edges) != k - 1 or any(one >= other for one, other in zip(edges, edges[1:])):
            raise ValueError(
                f"bivariate: expected {k - 1} rising breaks of {name}, found {', '.join(f'{edge:g}' for edge in edges)}"
            )
        label = np.asarray(CLASSES[k], dtype=object)[
            np.searchsorted(np.asarray(edges, dtype=float), value.to_numpy(), side="left").clip(max=k - 1)
        ]
        found[name] = pd.Series(label, index=value.index, dtype=object).where(value.notna(), None)
    both = found["literacy"].notna() & found["access"].notna()
    found["class"] = (found["literacy"].fillna("") + "_" + found["access"].fillna("")).where(both, None)
    return pd.DataFrame(found)


def of_classes(measured: pd.DataFrame) -> pd.DataFrame:
    """The nine classes of `bivariate` for the towns of `by_town`: literacy against access.

    A town whose literacy cannot be told from the district's is neither low nor high in it, whichever third it is in: it is mid.
    """
    found = bivariate(measured["share"], measured["access_per_10k"])
    told = measured["side"].map({"below": "low", "above": "high"})
    untold = found["literacy"].isin(["low", "high"]) & found["literacy"].ne(told)
    found["literacy"] = found["literacy"].mask(untold, "mid")
    found["class"] = found["class"].mask(untold & found["class"].notna(), "mid_" + found["access"].fillna(""))
    return found


def by_default(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    bases: pd.DataFrame,
    levels: pd.DataFrame,
    standards: pd.DataFrame,
    literacy: pd.DataFrame,
    official_share: float | None,
    travel: Mapping[str, float],
    district: str,
    covered: Mapping[str, pd.DataFrame],
    access: pd.DataFrame,
    *,
    confirmed: pd.DataFrame,
    assumed: Mapping[str, Any],
    literacy_draws: pd.DataFrame | None = None,
    positions: Mapping[str, np.ndarray] | None = None,
) -> pd.DataFrame:
    """`by_town` as it stands until a visitor weighs: all five components alike, access by E2SFCA within an e-bike ride.

    covered and access are those of positions.by_way and positions.access.
    """
    return by_town(
        areas,
        places,
        bases,
        levels,
        standards,
        literacy,
        official_share,
        travel,
        district,
        access=access,
        covered=covered,
        confirmed=confirmed,
        assumed=assumed,
        literacy_draws=literacy_draws,
        positions=positions,
    )
