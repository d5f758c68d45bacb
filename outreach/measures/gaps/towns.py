"""Everything the gap of a town is made of and how firm it is: a row per town."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures import reach, register
from outreach.measures.areas import figures, towns
from outreach.measures.gaps.index import GOALPOSTS, index, known, reasons, shares_of_weight, subscores, weights_of
from outreach.measures.gaps.robustness import RUNS, SEED, robustness
from outreach.measures.gaps.tiers import completeness, missing_tiers, tiers
from outreach.measures.literacy.estimates import sides
from outreach.measures.register import ranges
from outreach.vocabulary import Assumed, Mean


class Record(NamedTuple):
    """What is on record in a district, and what is taken where it is not confirmed.

    district is the code of the district; confirmed is as from register.confirmed and assumed as home.ASSUMED.
    """

    areas: pd.DataFrame
    bases: pd.DataFrame
    levels: pd.DataFrame
    standards: pd.DataFrame
    confirmed: pd.DataFrame
    assumed: Assumed
    district: str


class Shares(NamedTuple):
    """How literate the towns are: the modelled table (indexed by area_code: share, low, high), what they are held against, and
    draws of them (towns × draws, as literacy.estimates.Estimates has them, at least 1,000)."""

    table: pd.DataFrame
    whole: float | None
    draws: pd.DataFrame | None = None


class Within(NamedTuple):
    """What is within reach of the towns: coverage by way of travel, as from reach.coverage.by_way; access by area_code, per
    resident, as from access.of_towns; and what positions make of both (in their own units, runs × towns in code order).

    Coverage and access may be expectations over the positions that bases may have (positions.coverage.by_way,
    positions.access.access).
    """

    covered: Mapping[str, pd.DataFrame]
    access: pd.Series | pd.DataFrame | None = None
    positions: Mapping[str, np.ndarray] | None = None


Weights = Mapping[str, float] | tuple[tuple[str, float], ...]


def by_town(
    record: Record, shares: Shares, within: Within, weights: Weights | None = None, mean: Mean = "arithmetic"
) -> pd.DataFrame:
    """Everything the gap of a town is made of and how firm it is: a row per town.

    What the record is not confirmed to hold is between nothing and what the assumptions say, so that what counts
    bases has three values, as recorded and, as _low and _high, the least and the most. Indexed by area_code: bases,
    bases_per_10k; coverage_walk, coverage_ebike, coverage_drive; completeness; share; gap; each with _low and _high
    (of coverage what positions allow too; of share its interval); missing_tiers, and unconfirmed_tiers, those of them that are not
    confirmed; the four scores of `subscores` as recorded and what each adds to the index as points_…; known; unconfirmed, how many
    points of the gap as recorded are missing records; gap_low and gap_high, the least it can be given records and the ends of
    90 % of positions, where those are given; side, on which side of the district's literacy
    the town's can be told to be (`below`, `above`, `same`); the columns of `robustness` and of `reasons`, of which literacy is one only where it is told. Places are over
    weights and what else is not certain, and varied says over what, in the order of VARIED: positions, where the coverage and
    access that they may give are given; records, where any is not confirmed (register.draws); literacy, where its draws are given.

    weights and mean as in `index`, all components alike by default; the points and reasons are those of the arithmetic mean, also
    beside a geometric gap. With access the columns access_per_10k join and `access` is the fifth component, which weights then have
    to name.

    Where expectations say that a figure cannot be told it is missing and no reason, and does not count as known; the score is that
    of the expectation all the same, or a base more, whose position is not known, would take a score out of the index and could raise it.
    """
    weights = None if weights is None else dict(weights)
    parts = _parts(record, shares, within)
    scores, least = (_scored(record, shares, parts, end) for end in ("value", "high"))
    sure = scores.assign(**{name: scores[name].mask(lost.reindex(parts.towns)) for name, lost in parts.untold.items()})
    points = scores * shares_of_weight(scores, weights_of(scores, weights))
    found = _told(record, shares, within, parts).join(scores).join(points.add_prefix("points_"))
    gap, held = (index(one, weights, mean) for one in (scores, least))
    found["gap"], found["known"] = gap, known(sure, weights)
    found["unconfirmed"] = (gap - held).clip(lower=0)
    upon = {name: one for name, one in (within.positions or {}).items() if name in parts.of and name != "literacy"}
    low, high = _ends(parts, upon, scores, least, weights, mean)
    found["gap_low"], found["gap_high"] = np.fmin(low, held), np.fmax(high, gap)
    found["side"] = sides(shares.table, shares.whole).reindex(parts.towns).fillna("same")
    unlike = found["side"].ne("below") & scores["literacy"].notna()
    told_scores = sure.assign(literacy=scores["literacy"].mask(unlike, 0.0))
    return found.join(_places(record, shares, parts, upon, scores)).join(reasons(told_scores, weights))


class _Parts(NamedTuple):
    """What the gap is made of before it is scored.

    of: each component's figure (value, low, high) by area_code; posts: the figure of each that is no gap; untold: where a
    component's figure is expected but cannot be told; counted: how many bases there are.
    """

    towns: pd.Index
    tiers: pd.DataFrame
    counted: pd.DataFrame
    of: dict[str, pd.DataFrame]
    posts: Mapping[str, float]
    untold: dict[str, pd.Series]


def _parts(record: Record, shares: Shares, within: Within) -> _Parts:
    areas, bases, levels, standards, confirmed, assumed, district = record
    tier = tiers(bases, areas, standards, levels, confirmed, assumed["unconfirmed_times"])
    counted = register.counts(reach.located.counts(bases, areas), tier, areas)
    near, lost = _expected(within.covered["ebike"])
    untold, town = {"coverage": lost}, towns(areas).index
    parts = {
        "facilities": register.per_10k(counted, areas),
        "coverage": register.reached(near, tier, areas, assumed, district),
        "tiers": completeness(tier).reindex(town),
        "literacy": ranges(shares.table["share"]),
    }
    if within.access is not None:
        nearby, untold["access"] = _expected(within.access)
        parts["access"] = register.access(nearby, tier, areas, levels, assumed, district)
    posts = {**GOALPOSTS, "access": assumed["access_per_10k"] / 10_000}
    return _Parts(town, tier, counted, parts, posts, untold)


def _told(record: Record, shares: Shares, within: Within, parts: _Parts) -> pd.DataFrame:
    """The figures that a town's gap is read beside, each with its ends, and the tiers it lacks."""
    told = {"bases": parts.counted, "bases_per_10k": parts.of["facilities"], "completeness": parts.of["tiers"]}
    told["share"] = shares.table.assign(value=shares.table["share"])
    told |= {
        f"coverage_{way}": register.covered(table, parts.tiers, record.areas, record.assumed, record.district)
        for way, table in within.covered.items()
    }
    if "access" in parts.of:
        told["access_per_10k"] = (10_000 * parts.of["access"]).mask(parts.untold["access"])
    found = pd.DataFrame(
        {
            f"{name}{end}": figures(frame[one].reindex(parts.towns))
            for name, frame in told.items()
            for one, end in (("value", ""), ("low", "_low"), ("high", "_high"))
        },
        index=parts.towns,
    )
    lacking = {"missing_tiers": missing_tiers(parts.tiers), "unconfirmed_tiers": missing_tiers(parts.tiers, False)}
    return found.assign(**{name: short.reindex(parts.towns) for name, short in lacking.items()})


def _scored(record: Record, shares: Shares, parts: _Parts, end: str) -> pd.DataFrame:
    """The components' scores, those that count bases as recorded or at their other end."""
    figure = {name: part["value" if name == "literacy" else end] for name, part in parts.of.items()}
    return subscores(record.areas, figure, shares.whole, parts.posts)


def _ends(
    parts: _Parts,
    upon: Mapping[str, np.ndarray],
    scores: pd.DataFrame,
    least: pd.DataFrame,
    weights: Mapping[str, float] | None,
    mean: Mean,
) -> tuple[pd.Series, pd.Series]:
    """The least and the most a gap is over nearly all positions that bases may have, the least with what records may lack."""
    more = {
        name: (parts.of[name]["high"] - parts.of[name]["value"]).reindex(parts.towns).fillna(0).to_numpy()
        for name in upon
    }
    by_run = {name: _score(one, parts.posts[name]) for name, one in upon.items()}
    held = {name: _score(one + more[name], parts.posts[name]) for name, one in upon.items()}
    return _end(least, held, weights, mean, BAND[0]), _end(scores, by_run, weights, mean, BAND[1])


def _places(
    record: Record, shares: Shares, parts: _Parts, upon: Mapping[str, np.ndarray], scores: pd.DataFrame
) -> pd.DataFrame:
    """The towns' places over everything that is not certain, and over what that is."""
    values = {name: part["value"].reindex(parts.towns) for name, part in parts.of.items() if name != "literacy"}
    start = {name: upon[name] if name in upon else register.as_recorded(value, RUNS) for name, value in values.items()}
    drawn = {**upon, **register.draws(parts.tiers, record.areas, record.levels, record.assumed, start, SEED)}
    draws = {name: _score(values_, parts.posts[name]) for name, values_ in drawn.items()}
    if shares.draws is not None and shares.whole is not None:
        literate = shares.draws.reindex(parts.towns).to_numpy(dtype=float)[:, :RUNS].T
        post = parts.posts["literacy"]
        draws["literacy"] = _score(post + literate - shares.whole, post)
    places = robustness(scores, draws)
    over = {"weights": True, "positions": bool(upon), "records": register.unrecorded(parts.tiers).gt(0).any()}
    over["literacy"] = "literacy" in draws and not scores["literacy"].isna().all()
    places["varied"] = [tuple(one for one in VARIED if over[one])] * len(parts.towns)
    return places


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
