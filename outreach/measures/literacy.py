"""How many adults of a town are science-literate, how sure that is, and where it stands on the plan's path."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import chi2, norm

from outreach.measures.areas import figures, towns

RELIABLE_CV = 0.165
USABLE_CV = 0.333
LEAST_ANSWERS = 30
CELLS_AT_ONCE = 4_000_000
LEAST_DRAWS = 2000
LEAST_WAVES = 3
SIGNIFICANCE = 0.05
POWER = 0.80
DESIGN_EFFECT = 1.5
BETWEEN_TOWN_SD = 0.03
SEED = 320614
NATION = "100000"
STATED = ("official", "reported", "demonstration")  # the last only in a demonstration, which holds nothing else
MAKE_UP = {"residence": ("urban", "rural")}


class Official(NamedTuple):
    """A figure an authority stated. share, low and high are 0..1; what was not stated is NaN."""

    area_code: str
    year: int
    share: float
    low: float
    high: float
    n: float
    basis: str
    source_id: str


@dataclass(frozen=True)
class Estimates:
    """Modelled shares: `table` is one row per town, `draws` is towns × draws of the same towns, for ranks."""

    table: pd.DataFrame
    draws: pd.DataFrame


def _refuse_non_shares(shares: pd.Series, what: str) -> None:
    outside = shares[(shares < 0) | (shares > 1)]
    if len(outside):
        rows = ", ".join(f"{key} = {value:g}" for key, value in outside.items())
        raise ValueError(f"{what}: expected a share from 0 to 1, found {rows}")


def wilson(
    share: pd.Series, n: pd.Series, design_effect: float | pd.Series = DESIGN_EFFECT, confidence: float = 0.95
) -> pd.DataFrame:
    """Between which two shares the truth lies, for a share counted among n answers, 95 times in 100.

    Same index as share; low and high are 0..1 and enclose share. The design effect shrinks the answers
    to n / design_effect, because people asked in the same village resemble one another.
    Missing share, or no answers: missing interval.

    Raises ValueError for a share outside 0..1 or a design effect that is not positive.

    Wilson (1927), Journal of the American Statistical Association 22; effective sample: Kish (1965), Survey Sampling.
    """
    share, n = figures(share), figures(n)
    _refuse_non_shares(share, "wilson")
    if (np.asarray(design_effect, dtype=float) <= 0).any():
        raise ValueError(f"wilson: expected a design effect above 0, found {np.min(design_effect):g}")
    z = norm.ppf(0.5 + confidence / 2)
    effective = (n / design_effect).where(n > 0)
    centre = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = z / (1 + z**2 / effective) * np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
    low, high = (centre - half).clip(0, 1), (centre + half).clip(0, 1)
    return pd.DataFrame(
        {"low": np.minimum(low, share.where(low.notna())), "high": np.maximum(high, share.where(high.notna()))}
    )


def coefficient_of_variation(share: pd.Series, standard_error: pd.Series) -> pd.Series:
    """The standard error as a part of the share itself: 0.2 means one fifth either way is nothing unusual.

    Same index as share, 0 and up. A share of nought has an infinite one, so it is never published as firm.
    Missing where either is missing.
    """
    share, standard_error = figures(share), figures(standard_error)
    relative = (standard_error / share.where(share != 0)).where(share != 0, np.inf)
    return relative.where(share.notna() & standard_error.notna()).rename("cv")


def reliability(cv: pd.Series, n: pd.Series | None = None) -> pd.Series:
    """Whether a figure may be used: A as it is, E with caution, F not shown and not ranked.

    Same index as cv. A: cv ≤ 16.5 %. E: cv ≤ 33.3 %. F: above, or fewer than 30 answers.
    Missing cv: missing. Missing n: judged on cv alone.

    Statistics Canada release guidelines (A, E, F); fewer than 30 answers: NCHS, Parker et al. (2017).
    """
    cv = figures(cv)
    grades = np.select([cv <= RELIABLE_CV, cv <= USABLE_CV], ["A", "E"], "F")
    found = pd.Series(grades, index=cv.index, dtype=object)
    if n is not None:
        found = found.mask(figures(n) < LEAST_ANSWERS, "F")
    return found.where(cv.notna(), None).rename("reliability")


def direct(survey: pd.DataFrame, wave: int | None = None, design_effect: float = DESIGN_EFFECT) -> pd.DataFrame:
    """What a town's own respondents said: the share among them, and how far it may be trusted.

    Indexed by area_code: wave, n, share, standard_error, low, high, cv, reliability, basis `survey`,
    design_effect and design_effect_assumed (true where the survey does not state one).
    Without a wave, each town's newest. Only answers of the whole town (group `all`) are used.
    A figure graded F keeps its row, n, cv and grade; its share, error and interval are missing.
    A town that was not asked has no row.

    Raises ValueError naming the towns with two rows for one wave.
    """
    rows = survey[survey["group"] == "all"]
    rows = rows[rows["wave"] == (wave if wave is not None else rows.groupby("area_code")["wave"].transform("max"))]
    rows = rows.set_index("area_code").sort_index()
    twice = rows.index[rows.index.duplicated()].unique()
    if len(twice):
        raise ValueError(f"survey: two rows for one wave: {', '.join(map(str, twice))}")
    share, n, stated = figures(rows["share"]), figures(rows["n"]), figures(rows["design_effect"])
    effect = stated.fillna(design_effect)
    error = np.sqrt(share * (1 - share) * effect / n.where(n > 0))
    cv = coefficient_of_variation(share, error)
    grade = reliability(cv, n)
    shown = grade.isin(["A", "E"])
    return pd.DataFrame(
        {
            "wave": rows["wave"],
            "n": n,
            "share": share.where(shown),
            "standard_error": error.where(shown),
            **{name: bound.where(shown) for name, bound in wilson(share, n, effect).items()},
            "cv": cv,
            "reliability": grade,
            "basis": "survey",
            "design_effect": effect,
            "design_effect_assumed": stated.isna(),
        }
    )


def official(literacy: pd.DataFrame, area_code: str) -> Official | None:
    """The newest figure an authority stated for an area as a whole, or None where there is none.

    Only basis `official` or `reported` (in a demonstration district `demonstration`) and group `all`: estimates of ours
    are never taken for one.
    """
    rows = literacy[
        (literacy["area_code"] == area_code) & (literacy["group"] == "all") & literacy["basis"].isin(STATED)
    ]
    rows = rows[rows["share"].notna()]
    if rows.empty:
        return None
    row = rows.loc[rows["year"].astype(int).idxmax()]
    number = {name: float(row[name]) if pd.notna(row[name]) else np.nan for name in ("share", "low", "high", "n")}
    return Official(area_code, int(row["year"]), **number, basis=row["basis"], source_id=row["source_id"])


def group_rates(groups: pd.DataFrame, dimension: str = "residence", area_code: str = NATION) -> pd.DataFrame:
    """The newest national rates of the groups a town's make-up is known for, with their sampling errors.

    Indexed by group: year, share (0..1), standard_error. The year is the newest that has every group of
    the dimension. A group's own number of answers is not published, so the answers of the whole survey
    are split equally among the groups, with a design effect of 1.5; where the survey states no number
    of answers the standard error is 0, that is, its sampling error is left out.

    Raises ValueError for a dimension the towns' make-up does not have, and where no year has every group.
    """
    if dimension not in MAKE_UP:
        raise ValueError(f"groups: expected a dimension among {', '.join(MAKE_UP)}, found {dimension}")
    wanted = list(MAKE_UP[dimension])
    rows = groups[(groups["area_code"] == area_code) & (groups["dimension"] == dimension)]
    rows = rows[rows["group"].isin(wanted) & rows["share"].notna()]
    complete = rows.groupby("year")["group"].nunique()
    complete = complete[complete == len(wanted)]
    if complete.empty:
        raise ValueError(f"groups: no year has all of {', '.join(wanted)}")
    rows = rows[rows["year"] == complete.index.max()].set_index("group").loc[wanted]
    share, answers = figures(rows["share"]), figures(rows["survey_n"]) / len(wanted)
    error = np.sqrt(share * (1 - share) * DESIGN_EFFECT / answers.where(answers > 0)).fillna(0)
    return pd.DataFrame({"year": rows["year"], "share": share, "standard_error": error})


def _make_up(areas: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The known towns' group shares (towns × groups) and weights adding up to 1; unknown towns left out."""
    rows = towns(areas)
    urban, population = figures(rows["urban_share"]), figures(rows["population"])
    _refuse_non_shares(urban, "urban_share")
    known = urban.notna() & (population > 0)
    urban, population = urban[known], population[known]
    return pd.DataFrame({"urban": urban, "rural": 1 - urban}), population / population.sum()


def _calibrated(log_odds: np.ndarray, weights: np.ndarray, share: float) -> np.ndarray:
    """Shares (towns × draws) whose weighted mean is `share` in every draw, by one shift of the log-odds per draw.

    Newton's steps kept inside a bracket by bisection, all draws at once.
    """
    low, high = logit(share) - log_odds.max(axis=0), logit(share) - log_odds.min(axis=0)
    shift = (low + high) / 2
    for _ in range(100):
        shares = expit(log_odds + shift)
        excess = weights @ shares - share
        low, high = np.where(excess <= 0, shift, low), np.where(excess >= 0, shift, high)
        step = shift - excess / np.maximum(weights @ (shares * (1 - shares)), np.finfo(float).tiny)
        step = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        settled = np.max(np.abs(step - shift)) < 1e-13
        shift = step
        if settled:
            break
    return expit(log_odds + shift)


def _blocks(number: int, across: int) -> list[slice]:
    """So many rows or columns in blocks of some million cells, each cell worked on by itself."""
    step = max(1, CELLS_AT_ONCE // max(across, 1))
    return [slice(start, start + step) for start in range(0, number, step)]


def _known(official_share: float | None) -> bool:
    if official_share is None or pd.isna(official_share):
        return False
    if not 0 < official_share < 1:
        raise ValueError(f"official_share: expected a share between 0 and 1, found {official_share:g}")
    return True


def synthetic(
    areas: pd.DataFrame, groups: pd.DataFrame, official_share: float | None, dimension: str = "residence"
) -> pd.Series:
    """The share a town would have if its urban and rural people were like the nation's, fitted to the district.

    Indexed by area_code, towns only, 0..1. Each group has the newest national rate; all towns are then
    moved by the same shift of the log-odds, so that their mean weighted by population is exactly
    official_share. Two towns with the same make-up get the same share: it says nothing a town did itself.
    A town without urban share or population is missing and carries no weight.
    Without an official figure every town is missing.

    Raises ValueError for an official share or an urban share that is not a share.

    Rao & Molina (2015), Small Area Estimation, chapter 3 (synthetic estimation, benchmarking).
    """
    every = towns(areas).index
    make_up, weights = _make_up(areas)
    if not _known(official_share) or make_up.empty:
        return pd.Series(np.nan, index=every, name="share")
    rates = group_rates(groups, dimension)
    raw = make_up.to_numpy() @ rates.loc[make_up.columns, "share"].to_numpy()
    fitted = _calibrated(logit(raw)[:, None], weights.to_numpy(), official_share)[:, 0]
    return pd.Series(fitted, index=make_up.index).reindex(every).rename("share")


def _log_odds_sd(sd: np.ndarray | float, share: np.ndarray) -> np.ndarray:
    return sd / (share * (1 - share))


def modelled(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official_share: float | None,
    *,
    survey: pd.DataFrame | None = None,
    between_town_sd: float = BETWEEN_TOWN_SD,
    design_effect: float = DESIGN_EFFECT,
    draws: int = 4000,
    seed: int = SEED,
) -> Estimates:
    """Our estimate of a town's share where nobody, or too few, were asked; never an authority's figure.

    `table` is indexed by area_code, towns only: share, standard_error, low, high (95 %), cv, reliability,
    basis `modelled`, direct_share, gamma. `draws` is towns × draws; a row per town of the table.

    Without a survey the share is the synthetic one. Where the town was asked it is
    gamma · direct + (1 − gamma) · synthetic, gamma = τ² / (τ² + v), τ = between_town_sd and v the survey's
    variance at the synthetic share (so that a handful of answers that all say no do not count as certain).
    A town that asks more people leans more on its own answer; towns so combined are not forced back to
    the official figure.

    The interval is a parametric bootstrap. In each draw the national group rates move by their sampling
    error and each town by its own effect of standard deviation τ, both on the log-odds by the delta
    method, so that shares stay in 0..1; the draw is then fitted to the official figure again. Where
    there is a survey, its share is drawn from the Jeffreys posterior of its effective answers and
    combined by gamma. The official figure itself is taken as exact, because its error is not published.
    Where the groups' survey states no number of answers its sampling error is left out.

    A town without urban share or population is missing; its row stays and its survey goes unused.
    A share graded F keeps its row, cv and grade; its share, error, interval and draws are missing.

    Raises ValueError for fewer than 2,000 draws or a negative between_town_sd.

    Fay & Herriot (1979), Journal of the American Statistical Association 74; Rao & Molina (2015), chapters 3 and 6.
    """
    if draws < LEAST_DRAWS:
        raise ValueError(f"modelled: expected at least {LEAST_DRAWS} draws, found {draws}")
    if between_town_sd < 0:
        raise ValueError(f"modelled: expected between_town_sd of 0 or more, found {between_town_sd:g}")
    every = towns(areas).index
    table = pd.DataFrame(index=every)
    share = synthetic(areas, groups, official_share)
    known = share.notna()
    drawn = np.full((len(every), draws), np.nan)
    gamma, asked_share = pd.Series(0.0, index=every).where(known), pd.Series(np.nan, index=every)
    if known.any():
        random = np.random.default_rng(seed)
        make_up, weights = _make_up(areas)
        rates = group_rates(groups).loc[make_up.columns]
        rate, error = rates["share"].to_numpy(), rates["standard_error"].to_numpy()
        national = expit(logit(rate) + random.standard_normal((draws, len(rate))) * _log_odds_sd(error, rate))
        effect = random.standard_normal((len(make_up), draws))
        effect *= _log_odds_sd(between_town_sd, share[known].to_numpy())[:, None]
        for some in _blocks(draws, len(make_up)):
            drawn[known.to_numpy(), some] = _calibrated(
                logit(make_up.to_numpy() @ national[some].T) + effect[:, some], weights.to_numpy(), official_share
            )
        del effect
        if survey is not None and len(survey):
            answers = direct(survey, design_effect=design_effect)
            asked_share = answers["share"].reindex(every)
            newest = survey[survey["group"] == "all"].sort_values("wave").drop_duplicates("area_code", keep="last")
            said = figures(newest.set_index("area_code")["share"]).reindex(every)
            effective = (answers["n"] / answers["design_effect"]).reindex(every)
            usable = known & said.notna() & (effective > 0)
            said, effective = said[usable], effective[usable]
            variance = share[usable] * (1 - share[usable]) / effective
            pull = between_town_sd**2 / (between_town_sd**2 + variance)
            yes, no = (said * effective + 0.5).to_numpy(), ((1 - said) * effective + 0.5).to_numpy()
            heard = random.beta(yes[:, None], no[:, None], (len(said), draws))
            at, lean = usable.to_numpy(), pull.to_numpy()[:, None]
            drawn[at] = (1 - lean) * drawn[at] + lean * heard
            gamma[usable] = pull
            share[usable] = pull * said + (1 - pull) * share[usable]
    table["share"] = share
    parts = [
        (drawn[some].std(axis=1, ddof=1), *np.quantile(drawn[some], [0.025, 0.975], axis=1))
        for some in _blocks(len(every), draws)
    ]
    table["standard_error"], low, high = (np.concatenate(part) for part in zip(*parts)) if parts else np.empty((3, 0))
    table["low"], table["high"] = np.minimum(low, share), np.maximum(high, share)
    table["cv"] = coefficient_of_variation(table["share"], table["standard_error"])
    table["reliability"] = reliability(table["cv"])
    shown = table["reliability"].isin(["A", "E"])
    table[["share", "standard_error", "low", "high"]] = table[["share", "standard_error", "low", "high"]].where(
        shown, np.nan
    )
    drawn[~shown.to_numpy()] = np.nan
    table["basis"] = "modelled"
    table["direct_share"], table["gamma"] = asked_share, gamma
    return Estimates(table, pd.DataFrame(drawn, index=every))


def ranks(draws: pd.DataFrame, share: pd.Series | None = None) -> pd.DataFrame:
    """A town's place among the towns, and between which places it may really stand.

    Indexed like draws (towns × draws, at least 2,000): rank (1 = highest share), rank_low and rank_high
    (the 95 % interval of the rank over the draws), rankable. The rank is that of `share`, the published
    figure, or of the mean over the draws where none is given; equal shares have the same, best, rank.
    A town is rankable if the 95 % interval of (its share − the median of the towns in the same draw)
    does not contain 0; the others form one group that cannot be told from the middle.
    A town with missing draws has no rank, is not rankable and does not weigh on the others.

    Raises ValueError for fewer than 2,000 draws.

    Goldstein & Spiegelhalter (1996), Journal of the Royal Statistical Society A 159.
    """
    if draws.shape[1] < LEAST_DRAWS:
        raise ValueError(f"ranks: expected at least {LEAST_DRAWS} draws, found {draws.shape[1]}")
    known = draws.notna().all(axis=1)
    found = pd.DataFrame(index=draws.index, columns=["rank", "rank_low", "rank_high"], dtype=float)
    found["rankable"] = False
    if known.any():
        values = draws[known].to_numpy(dtype=float)
        published = pd.Series(values.mean(axis=1), index=draws.index[known])
        if share is not None:
            published = figures(share.reindex(published.index))
        places = pd.DataFrame(values).rank(ascending=False, method="min").to_numpy()
        found.loc[known, "rank"] = published.round(12).rank(ascending=False, method="min")
        found.loc[known, ["rank_low", "rank_high"]] = np.quantile(
            places, [0.025, 0.975], axis=1, method="inverted_cdf"
        ).T
        low, high = np.quantile(values - np.median(values, axis=0), [0.025, 0.975], axis=1)
        found.loc[known, "rankable"] = (low > 0) | (high < 0)
    return found.astype({"rank": "Int64", "rank_low": "Int64", "rank_high": "Int64"})


def ranks_of(estimates: Estimates) -> pd.DataFrame:
    """The places of estimated towns by their published shares; see `ranks`."""
    return ranks(estimates.draws, estimates.table["share"])


def path(baseline: float, baseline_year: float, target: float, target_year: float, year: float) -> float:
    """Where the share should stand in a year if it rises evenly from the baseline to the target.

    In the unit of baseline and target. Before the baseline's year there is no path (NaN); after the
    target's year the target stays.

    Raises ValueError where the target's year is not after the baseline's.
    """
    if target_year <= baseline_year:
        raise ValueError(f"path: expected a target year after {baseline_year:g}, found {target_year:g}")
    if year < baseline_year:
        return float("nan")
    return baseline + (target - baseline) * min((year - baseline_year) / (target_year - baseline_year), 1.0)


def required_pace(share: float, year: float, target: float, target_year: float) -> float:
    """How much the share must rise a year from now on to meet the target; 0 where it is met already.

    In the unit of share, per year. Missing share, or no time left: NaN.
    """
    if pd.isna(share) or year >= target_year:
        return float("nan")
    return max(target - share, 0.0) / (target_year - year)


def probability_at_or_above(share: pd.Series, standard_error: pd.Series, level: float) -> pd.Series:
    """How likely it is that the true share is at or above a level, such as the plan's path.

    Same index as share, 0..1, from the normal distribution around the estimate.
    Missing where share or error is missing, and where the cv is above 33.3 %: such a figure is not assessable.
    """
    share, standard_error = figures(share), figures(standard_error)
    cv = coefficient_of_variation(share, standard_error)
    likely = pd.Series(norm.sf(level, loc=share, scale=standard_error.where(standard_error > 0)), index=share.index)
    likely = likely.where(standard_error > 0, (share >= level).astype(float))
    return likely.where(cv <= USABLE_CV).rename("probability")


class Difference(NamedTuple):
    """Two shares set side by side. difference, low and high are shares (−1..1), p is 0..1, detectable is the smallest
    difference that answers so many would show four times in five."""

    difference: float
    low: float
    high: float
    p: float
    told_apart: bool
    detectable: float


def difference(
    a_share: float,
    a_n: float,
    b_share: float,
    b_n: float,
    a_design_effect: float = DESIGN_EFFECT,
    b_design_effect: float | None = None,
) -> Difference:
    """Whether two towns, or two waves of one town, really differ, or the answers happened to fall so.

    Shares are 0..1 among n answers; the second design effect is that of the first unless given. difference is a − b.
    p: two-sided z-test with the pooled share. low, high: 95 %, Newcombe's, from the two Wilson intervals. told_apart: p < 0.05
    and the interval without 0; where the two methods disagree the answer is no. detectable: at 5 % and 80 % power, around
    the pooled share. All NaN, and not told apart, where a share or its answers are missing or nought.

    Raises ValueError for shares outside 0..1 and design effects that are not positive.

    Newcombe (1998), Statistics in Medicine 17, method 10; Fleiss, Levin & Paik (2003), Statistical Methods for Rates and
    Proportions, chapter 4.
    """
    share = pd.Series([a_share, b_share], index=["a", "b"], dtype=float)
    n = pd.Series([a_n, b_n], index=["a", "b"], dtype=float)
    effect = pd.Series(
        [a_design_effect, a_design_effect if b_design_effect is None else b_design_effect],
        index=["a", "b"],
        dtype=float,
    )
    interval = wilson(share, n, effect)
    if share.isna().any() or interval.isna().any(axis=None):
        return Difference(*[float("nan")] * 4, False, float("nan"))
    effective = n / effect
    between = share["a"] - share["b"]
    below, above = share - interval["low"], interval["high"] - share
    low, high = between - np.hypot(below["a"], above["b"]), between + np.hypot(above["a"], below["b"])
    pooled = (share * effective).sum() / effective.sum()
    error = np.sqrt(pooled * (1 - pooled) * (1 / effective).sum())
    p = float(2 * norm.sf(abs(between) / error)) if error > 0 else 1.0
    detectable = (norm.ppf(1 - SIGNIFICANCE / 2) + norm.ppf(POWER)) * error
    return Difference(
        float(between), float(low), float(high), p, bool(p < SIGNIFICANCE and (low > 0 or high < 0)), float(detectable)
    )


class Trend(NamedTuple):
    """call: `rising`, `falling` or `no_call`; reason of no call: `few_waves`, `not_significant`, else empty. per_year is
    the straight line's slope, in shares a year; waves is how many were used."""

    call: str
    reason: str
    per_year: float
    chi2: float
    p: float
    waves: int


def trend(waves: pd.DataFrame, design_effect: float = DESIGN_EFFECT) -> Trend:
    """Whether a town's literacy rises or falls over the waves of its survey, or nothing can be said.

    waves: a row per wave of one area and one group, columns wave (year), n, share and, where stated, design_effect.
    A χ² test for a straight trend in proportions, each wave with its effective answers and its year as the score.
    Called only from three waves on and with p < 0.05; otherwise `no_call`. Waves without share or answers are left out.
    Slope, χ² and p are NaN where fewer than three waves remain, or where nobody, or everybody, is literate in all.

    Raises ValueError naming waves given twice, and for shares outside 0..1.

    Cochran (1954), Biometrics 10; Armitage (1955), Biometrics 11.
    """
    twice = waves["wave"][waves["wave"].duplicated()].unique()
    if len(twice):
        raise ValueError(f"survey: two rows for one wave: {', '.join(map(str, twice))}")
    share, n, year = figures(waves["share"]), figures(waves["n"]), figures(waves["wave"])
    _refuse_non_shares(share, "trend")
    effect = figures(waves["design_effect"]).fillna(design_effect) if "design_effect" in waves else design_effect
    effective = n / effect
    known = share.notna() & (effective > 0)
    order = year[known].sort_values().index
    share, effective, year = share[order], effective[order], year[order]
    if len(share) < LEAST_WAVES:
        return Trend("no_call", "few_waves", *[float("nan")] * 3, len(share))
    pooled, middle = np.average(share, weights=effective), np.average(year, weights=effective)
    away = float((effective * (year - middle) ** 2).sum())
    slope = float((effective * (year - middle) * share).sum() / away)
    if not 0 < pooled < 1:
        return Trend("no_call", "not_significant", slope, float("nan"), float("nan"), len(share))
    statistic = slope**2 * away / (pooled * (1 - pooled))
    p = float(chi2.sf(statistic, 1))
    if p >= SIGNIFICANCE:
        return Trend("no_call", "not_significant", slope, float(statistic), p, len(share))
    return Trend("rising" if slope > 0 else "falling", "", slope, float(statistic), p, len(share))


def _answers_to_tell(share: float, other: float, design_effect: float, power: float) -> float:
    middle = (share + other) / 2
    spread = norm.ppf(1 - SIGNIFICANCE / 2) * np.sqrt(2 * middle * (1 - middle))
    spread += norm.ppf(power) * np.sqrt(share * (1 - share) + other * (1 - other))
    return design_effect * (spread / (share - other)) ** 2


def sample_size(
    share: float,
    *,
    cv: float | None = None,
    other: float | None = None,
    design_effect: float = DESIGN_EFFECT,
    power: float = POWER,
) -> int:
    """How many people of a town must be asked for its figure to be firm, or to tell it from another's.

    share is what one expects, between 0 and 1. With cv: answers for a coefficient of variation no larger than that,
    (1 − p) / p · deff / cv². With other: answers in each of two towns for telling the two shares apart, at 5 % two-sided, with the given
    power. Rounded up; people asked in vain come on top. The town is taken to be large beside the sample.
    With 14 % and deff 1.5, cv 16.5 % takes 339.

    Raises ValueError unless exactly one of cv and other is given, for shares not between 0 and 1, equal shares, and a cv,
    design effect or power out of range.

    Kish (1965), Survey Sampling; Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, formula 4.14.
    """
    if (cv is None) == (other is None):
        raise ValueError("sample_size: expected either cv or other")
    _refuse_plan(share, design_effect, power)
    if cv is not None:
        if not cv > 0:
            raise ValueError(f"sample_size: expected cv above 0, found {cv:g}")
        return int(np.ceil(round((1 - share) / share * design_effect / cv**2, 9)))
    _refuse_plan(other, design_effect, power)
    if other == share:
        raise ValueError(f"sample_size: expected two different shares, found {share:g} twice")
    return int(np.ceil(round(_answers_to_tell(share, other, design_effect, power), 9)))


def _refuse_plan(share: float, design_effect: float, power: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"sample_size: expected a share between 0 and 1, found {share:g}")
    if not design_effect > 0 or not 0 < power < 1:
        raise ValueError(
            f"sample_size: expected a design effect above 0 and a power between 0 and 1, found {design_effect:g} and {power:g}"
        )


class Precision(NamedTuple):
    """What so many answers give: cv, its reliability (A, E, F), the 95 % interval around the expected share, and the
    smallest difference above it that can be told (NaN where none up to 1 can)."""

    cv: float
    reliability: str
    low: float
    high: float
    detectable: float


def sample_gives(share: float, n: float, design_effect: float = DESIGN_EFFECT, power: float = POWER) -> Precision:
    """How firm a town's figure will be when n of its people answer: sample_size asked backwards.

    share is what one expects, between 0 and 1. detectable: how much higher the share of another town with as many answers
    must be to be told apart, at 5 % two-sided with the given power; in shares.

    Raises ValueError for a share not between 0 and 1, fewer than 1 answer, a design effect or a power out of range.
    """
    _refuse_plan(share, design_effect, power)
    if not n >= 1:
        raise ValueError(f"sample_size: expected 1 answer or more, found {n:g}")
    one, answers = pd.Series([share]), pd.Series([float(n)])
    cv = coefficient_of_variation(one, np.sqrt(one * (1 - one) * design_effect / answers))
    interval = wilson(one, answers, design_effect).iloc[0]

    def short(more: float) -> float:
        return _answers_to_tell(share, share + more, design_effect, power) - n

    most = 1 - share
    more = brentq(short, 1e-9, most, xtol=1e-12) if short(most) <= 0 else float("nan")
    return Precision(
        float(cv[0]), reliability(cv, answers)[0], float(interval["low"]), float(interval["high"]), float(more)
    )


def of_towns(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official: Official | None,
    survey: pd.DataFrame,
    settings: Mapping[str, float],
) -> Estimates:
    """The estimates of `modelled` under a district's own settings: between_town_sd and design_effect.

    Without an official figure every town is missing.
    """
    return modelled(
        areas,
        groups,
        official.share if official else None,
        survey=survey,
        between_town_sd=settings["between_town_sd"],
        design_effect=settings["design_effect"],
    )


WISHES = (
    ("cv", 0.10),
    ("cv", RELIABLE_CV),
    ("cv", 0.25),
    ("cv", USABLE_CV),
    ("tell", 0.03),
    ("tell", 0.05),
    ("tell", 0.08),
    ("given", 100),
    ("given", 200),
    ("given", 500),
    ("given", 1000),
)


def plans(official: Official | None, design_effect: float, own: tuple[str, float]) -> pd.DataFrame | None:
    """A visitor's own wish planned for the official share, and after it the usual ones; None without an official figure.

    own is a kind and an amount: `cv` in per cent, `tell` in percentage points, `given` in people of each town.
    """
    if official is None:
        return None
    kind, amount = own
    first = (kind, amount if kind == "given" else amount / 100)
    return survey_plans(official.share, design_effect, (first, *(one for one in WISHES if one != first)))


def survey_plans(
    share: float, design_effect: float = DESIGN_EFFECT, wishes: tuple[tuple[str, float], ...] = WISHES
) -> pd.DataFrame:
    """What a survey of the towns would have to ask, and what it would give, wish by wish.

    wishes are pairs: `cv` (a coefficient of variation no larger), `tell` (a town told from one so much higher, or lower where
    nothing is so high) or `given` (so many people). A row per wish: kind, value, n (people in each town) and the fields of Precision. Refusals as in
    sample_size.
    """
    rows = []
    for kind, value in wishes:
        if kind == "given":
            n = int(value)
        elif kind == "cv":
            n = sample_size(share, cv=value, design_effect=design_effect)
        else:
            other = share + value if share + value < 1 else share - value
            n = sample_size(share, other=other, design_effect=design_effect)
        rows.append({"kind": kind, "value": value, "n": n, **sample_gives(share, n, design_effect)._asdict()})
    return pd.DataFrame(rows)


def trend_of(literacy: pd.DataFrame, survey: pd.DataFrame, area_code: str) -> Trend:
    """The trend of one area from what was published of it and what its people were asked, as `trend` calls it.

    Published figures count where they say how many answered; a year that has both is the survey's.
    """
    stated = literacy[(literacy["area_code"] == area_code) & (literacy["group"] == "all")].rename(
        columns={"year": "wave"}
    )
    asked = survey[(survey["area_code"] == area_code) & (survey["group"] == "all")]
    columns = ["wave", "n", "share"]
    waves = pd.concat([part[columns].astype(float) for part in (asked, stated)], ignore_index=True)
    return trend(waves.drop_duplicates("wave"))


def chances(table: pd.DataFrame, level: float) -> pd.Series:
    """How likely each town of `modelled` is at or above a level such as the plan's path today; see probability_at_or_above."""
    return probability_at_or_above(table["share"], table["standard_error"], level)
