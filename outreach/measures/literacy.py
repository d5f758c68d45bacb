"""How many adults of a town are science-literate, how sure that is, and where it stands on the plan's path."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import chi2, norm

from outreach.measures.areas import figures, towns
from outreach.measures.sampling import (
    DESIGN_EFFECT,
    LEAST_DEGREES,
    RELIABLE_CV,
    SIGNIFICANCE,
    USABLE_CV,
    at_least_one,
    coefficient_of_variation,
    published,
    refuse_non_shares,
)
from outreach.measures.small_areas import blocks, fay_herriot

LEAST_DRAWS = 2000
LEAST_WAVES = 3
LEAST_TOWNS = 3
MOST_PEOPLE = 0.8
MOSTLY_ASKED = 0.5
PAIRS = 2000
BETWEEN_TOWN_SD = 0.03
PRIOR_SD = 0.10
SEED = 320614
NATION = "100000"
STATED = ("official", "reported", "demonstration")  # the last only in a demonstration, which holds nothing else
MODELLED = "M"
MAKE_UP = {
    "residence": {"urban": ("urban",), "rural": ("rural",)},
    "age": {"15_59": ("18-29", "30-39", "40-49", "50-59"), "60_plus": ("60-69",)},
    "education": {
        one: (one,)
        for one in ("bachelor_or_above", "junior_college", "senior_secondary", "junior_secondary", "primary_or_below")
    },
}
"""The groups a town's people are counted in, and the groups of the national survey each of them is made of, in equal parts."""


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


class Own(NamedTuple):
    """The whole district's share by its own survey: nobody's model. stated: the survey gave it (else it is put together
    from the towns', weighed by their people); people is the part of the district's people that live in the towns asked."""

    year: int
    share: float
    standard_error: float
    low: float
    high: float
    n: float
    design_effect: float
    df: float
    reliability: str
    reason: str
    stated: bool
    towns: int
    people: float
    source_id: str
    basis: str


@dataclass(frozen=True)
class Estimates:
    """Shares of the towns: `table` is one row per town, `draws` is towns × draws of the same towns, for ranks.

    level: what the towns' level was taken from, `official` or `survey`, empty where nothing is known; year: the year the
    estimates are of (a town asked alone has its own); whole: the district's share in that year, which the towns are held
    against; margins: the make-up used. waves: the years of the survey that entered; left_out: towns whose only answers
    are of a wave too old to enter.
    """

    table: pd.DataFrame
    draws: pd.DataFrame
    level: str = ""
    year: int | None = None
    whole: float | None = None
    margins: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


def _answers(survey: pd.DataFrame, design_effect: float, wave: int | None, wave_years: int | None) -> pd.DataFrame:
    """The answers that count, one row per area: wave, n, share, design_effect, clusters, df, effect_df, assumed."""
    rows = survey[survey["group"] == "all"]
    newest = rows["wave"].max() if len(rows) else None
    rows = rows[rows["wave"] == (wave if wave is not None else rows.groupby("area_code")["wave"].transform("max"))]
    if wave_years is not None and newest is not None:
        rows = rows[rows["wave"] >= newest - wave_years]
    rows = rows.set_index("area_code").sort_index()
    twice = rows.index[rows.index.duplicated()].unique()
    if len(twice):
        raise ValueError(f"survey: two rows for one wave: {', '.join(map(str, twice))}")
    nothing = pd.Series(np.nan, index=rows.index)
    number = {name: figures(rows[name]) if name in rows else nothing for name in ("clusters", "df", "effect_df")}
    stated, n = figures(rows["design_effect"]), figures(rows["n"])
    pooled = pd.Series(np.nan, index=rows.index, dtype=float)
    for _, some in rows.groupby("wave"):
        told = some.index[stated[some.index].notna()]
        if len(told):
            pooled[some.index] = float(np.average(stated[told], weights=n[told]))
    effect = at_least_one(stated.fillna(pooled).fillna(design_effect))
    borrowed = stated.isna() & pooled.notna()
    effect_df = number["effect_df"].fillna(number["df"]).where(~borrowed)
    return pd.DataFrame(
        {
            "wave": rows["wave"],
            "n": n,
            "share": figures(rows["share"]),
            "design_effect": effect,
            "assumed": stated.isna(),
            "clusters": number["clusters"],
            "df": number["df"],
            "effect_df": effect_df,
        }
    )


def direct(
    survey: pd.DataFrame,
    wave: int | None = None,
    design_effect: float = DESIGN_EFFECT,
    wave_years: int | None = None,
) -> pd.DataFrame:
    """What an area's own respondents said: the share among them, and how far it may be trusted.

    Indexed by area_code: wave, n, clusters, df, share, standard_error, low, high, cv, reliability, reason, basis `survey`,
    design_effect and design_effect_assumed (true where the survey does not state one). Without a wave, each area's newest;
    with wave_years, none older than the newest of all by more years than that. Only answers of everybody (group `all`) are
    used. A design effect that is not stated is the mean of those stated for the same wave, by answers, else the one given;
    none is taken below 1. A figure graded F keeps its row, n, cv, grade and reason (see `published`); its share, error and
    interval are missing. An area that was not asked has no row.

    Raises ValueError naming the areas with two rows for one wave.
    """
    rows = _answers(survey, design_effect, wave, wave_years)
    found = published(rows["share"], rows["n"], rows["design_effect"], rows["df"], rows["effect_df"])
    shown = found["reliability"].isin(["A", "E"])
    return pd.DataFrame(
        {
            "wave": rows["wave"],
            "n": rows["n"],
            "clusters": rows["clusters"],
            "df": rows["df"],
            "share": rows["share"].where(shown),
            **{name: found[name].where(shown) for name in ("standard_error", "low", "high")},
            **{name: found[name] for name in ("cv", "reliability", "reason")},
            "basis": "survey",
            "design_effect": rows["design_effect"],
            "design_effect_assumed": rows["assumed"],
        }
    )


def own_share(
    survey: pd.DataFrame, areas: pd.DataFrame, area_code: str, design_effect: float = DESIGN_EFFECT
) -> Own | None:
    """The district's own share in its newest survey, with its interval by the survey's design; None where there is none.

    As the survey states it (its row for the district), else the towns' shares of that wave weighed by their people, whose
    variances add up, where four fifths of the people live in the towns asked. Nothing of it is modelled, so a target may be
    judged by it. Without degrees of freedom stated for every town those of the whole are unknown.

    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 7.6 (a sample stratified afterwards).
    """
    rows = survey[(survey["group"] == "all") & survey["area_code"].isin([area_code, *towns(areas).index])]
    if rows.empty:
        return None
    wave = int(rows["wave"].max())
    told = _answers(rows, design_effect, wave, None)
    people = figures(towns(areas)["population"])
    asked = told.drop(index=area_code, errors="ignore")
    covered = float(people.reindex(asked.index).sum() / people.sum()) if people.sum() > 0 else 0.0
    of_wave = rows[rows["wave"] == wave].set_index("area_code")
    if area_code in told.index:
        row, stated = told.loc[area_code], True
        basis, source = of_wave.at[area_code, "basis"], of_wave.at[area_code, "source_id"]
    else:
        if covered < MOST_PEOPLE:
            return None
        row, stated = _together(asked, people), False
        basis, source = of_wave["basis"].iloc[0], of_wave["source_id"].iloc[0]
    one = {name: pd.Series([float(row[name])]) for name in ("share", "n", "design_effect", "df", "effect_df")}
    found = published(**one).iloc[0]
    return Own(
        wave,
        float(row["share"]),
        *(float(found[name]) for name in ("standard_error", "low", "high")),
        float(row["n"]),
        float(row["design_effect"]),
        float(row["df"]),
        found["reliability"],
        found["reason"],
        stated,
        len(asked),
        covered if len(asked) or not stated else 1.0,
        source,
        basis,
    )


def _together(asked: pd.DataFrame, people: pd.Series) -> pd.Series:
    """The towns' answers as those of one sample stratified by towns; its design effect is the one that gives its error."""
    known = asked.assign(people=people.reindex(asked.index)).dropna(subset=["people"])
    weight = known["people"] / known["people"].sum()
    share = float((weight * known["share"]).sum())
    variance = float((weight**2 * known["design_effect"] * known["share"] * (1 - known["share"]) / known["n"]).sum())
    n = float(known["n"].sum())
    chance = share * (1 - share) / n
    df = float(known["df"].sum()) if known["df"].notna().all() else np.nan
    effect = variance / chance if chance > 0 else float(known["design_effect"].mean())
    return pd.Series({"share": share, "n": n, "design_effect": max(effect, 1.0), "df": df, "effect_df": df})


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


def newest(stated: Official | None, own: Own | None, area_code: str) -> Official | None:
    """What is known of the whole district last: its own survey where that is later than what an authority stated, and fit to
    be published; its basis then is the survey's."""
    if own is None or own.reliability not in ("A", "E") or (stated is not None and stated.year >= own.year):
        return stated
    return Official(area_code, own.year, own.share, own.low, own.high, own.n, own.basis, own.source_id)


def beside(stated: Official | None, own: Own | None, estimates: Estimates, area_code: str) -> Official | None:
    """The district's figure that towns are held against: of the same year and the same kind as theirs."""
    if estimates.level != "survey" or estimates.whole is None or estimates.year is None:
        return stated
    same = own is not None and own.year == estimates.year
    ends = (own.low, own.high, own.n) if same and own is not None else (np.nan, np.nan, np.nan)
    source = own.source_id if own is not None else ""
    return Official(area_code, estimates.year, estimates.whole, *ends, "survey", source)


def group_rates(groups: pd.DataFrame, dimension: str = "residence", area_code: str = NATION) -> pd.DataFrame:
    """The newest national rates of the groups a town's make-up is known for, with their sampling errors.

    Indexed by group of the towns' make-up: year, share (0..1), standard_error. The year is the newest that has every group
    of the dimension. Where a town's group is made of several of the survey's (people of 15 to 59 of four groups of ages), its
    rate is their mean in equal parts. A group's own number of answers is not published, so the answers of the whole survey
    are split equally among the groups, with a design effect of 1.5; where the survey states no number
    of answers the standard error is 0, that is, its sampling error is left out.

    Raises ValueError for a dimension the towns' make-up does not have, and where no year has every group.
    """
    if dimension not in MAKE_UP:
        raise ValueError(f"groups: expected a dimension among {', '.join(MAKE_UP)}, found {dimension}")
    made_of = MAKE_UP[dimension]
    wanted = [one for parts in made_of.values() for one in parts]
    rows = groups[(groups["area_code"] == area_code) & (groups["dimension"] == dimension)]
    rows = rows[rows["group"].isin(wanted) & rows["share"].notna()]
    complete = rows.groupby("year")["group"].nunique()
    complete = complete[complete == len(wanted)]
    if complete.empty:
        raise ValueError(f"groups: no year has all of {', '.join(wanted)}")
    rows = rows[rows["year"] == complete.index.max()].set_index("group").loc[wanted]
    share, answers = figures(rows["share"]), figures(rows["survey_n"]) / len(wanted)
    variance = (share * (1 - share) * DESIGN_EFFECT / answers.where(answers > 0)).fillna(0)
    return pd.DataFrame(
        {
            "year": [rows["year"].iloc[0]] * len(made_of),
            "share": [share[list(parts)].mean() for parts in made_of.values()],
            "standard_error": [np.sqrt(variance[list(parts)].sum()) / len(parts) for parts in made_of.values()],
        },
        index=pd.Index(made_of, name="group"),
    )


@dataclass(frozen=True)
class _MakeUp:
    """The towns whose make-up is known, their weights (adding up to 1), and by margin their group shares and the groups' rates."""

    weights: pd.Series
    parts: Mapping[str, pd.DataFrame]
    rates: Mapping[str, pd.DataFrame]

    def log_odds(self, rates: Mapping[str, np.ndarray] | None = None) -> np.ndarray:
        """What the margins make of each town, towns × draws: the mean of the log-odds that each margin by itself would give.

        The groups of different margins are largely the same people, and how they overlap is not published: adding the margins
        up would count a graduate of a city twice.
        """
        given = rates or {name: one["share"].to_numpy()[:, None] for name, one in self.rates.items()}
        return np.mean([logit(self.parts[name].to_numpy() @ given[name]) for name in self.parts], axis=0)


def _margins(areas: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """By margin what part of a town's people is in each group; missing where the town's columns are not filled."""
    rows = towns(areas)
    urban = figures(rows["urban_share"])
    refuse_non_shares(urban, "urban_share")
    found = {"residence": pd.DataFrame({"urban": urban, "rural": 1 - urban})}
    for margin, prefix in (("age", "age_"), ("education", "education_")):
        names = [f"{prefix}{group}" for group in MAKE_UP[margin]]
        if set(names) <= set(rows):
            people = pd.DataFrame({group: figures(rows[f"{prefix}{group}"]) for group in MAKE_UP[margin]})
            whole = people.sum(axis=1, skipna=False)
            found[margin] = people.div(whole.where(whole > 0), axis=0)
    return found


def _make_up(areas: pd.DataFrame, groups: pd.DataFrame) -> _MakeUp:
    """The make-up that the estimates are made of: a margin counts where it is filled for every town that the first one is filled for.

    A margin needs a national rate of each of its groups too. The first is residence, or where that is known of no town the next; a town without it, or without people, is left out.
    """
    people = figures(towns(areas)["population"])
    margins = {
        name: parts
        for name, parts in _margins(areas).items()
        if parts.notna().all(axis=1).any() and _has_rates(groups, name)
    }
    if not margins:
        return _MakeUp(people.iloc[:0], {}, {})
    first = next(iter(margins.values()))
    known = people.index[(people > 0) & first.notna().all(axis=1)]
    parts, rates = {}, {}
    for name, one in margins.items():
        if one.loc[known].notna().all(axis=None):
            parts[name], rates[name] = one.loc[known], group_rates(groups, name).loc[list(one)]
    return _MakeUp(people[known] / people[known].sum(), parts, rates)


def _has_rates(groups: pd.DataFrame, dimension: str) -> bool:
    """Whether some year has the national rate of every group of a dimension."""
    rows = groups[(groups["area_code"] == NATION) & (groups["dimension"] == dimension) & groups["share"].notna()]
    wanted = {one for parts in MAKE_UP[dimension].values() for one in parts}
    return any(wanted <= set(some["group"]) for _, some in rows.groupby("year"))


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


def _known(official_share: float | None) -> bool:
    if official_share is None or pd.isna(official_share):
        return False
    if not 0 < official_share < 1:
        raise ValueError(f"official_share: expected a share between 0 and 1, found {official_share:g}")
    return True


def synthetic(areas: pd.DataFrame, groups: pd.DataFrame, official_share: float | None) -> pd.Series:
    """The share a town would have if its groups of people were like the nation's, fitted to the district.

    Indexed by area_code, towns only, 0..1. Each group has the newest national rate; all towns are then
    moved by the same shift of the log-odds, so that their mean weighted by population is exactly
    official_share. Two towns with the same make-up get the same share: it says nothing a town did itself.
    A town of unknown make-up or population is missing and carries no weight.
    Without an official figure every town is missing.

    Raises ValueError for an official share or an urban share that is not a share.

    Rao & Molina (2015), Small Area Estimation, chapter 3 (synthetic estimation, benchmarking).
    """
    every = towns(areas).index
    made = _make_up(areas, groups)
    if not _known(official_share) or made.weights.empty:
        return pd.Series(np.nan, index=every, name="share")
    fitted = _calibrated(made.log_odds(), made.weights.to_numpy(), official_share)[:, 0]
    return pd.Series(fitted, index=made.weights.index).reindex(every).rename("share")


def _log_odds_sd(sd: np.ndarray | float, share: np.ndarray) -> np.ndarray:
    return sd / (share * (1 - share))


def modelled(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official_share: float | None,
    *,
    year: int | None = None,
    between_town_sd: float = BETWEEN_TOWN_SD,
    draws: int = 4000,
    seed: int = SEED,
) -> Estimates:
    """Our estimate of the towns' shares where there is no survey: the official figure, shared out by the towns' make-up.

    It is an estimate for the official figure's own year, and nobody's answer. `table` is indexed by area_code, towns only:
    share, standard_error, low, high (95 %), cv, reliability (`M`, or `F` where the error is too large to show), basis
    `modelled`, year, side (against the whole: `below`, `above`, `same`), and the columns of a town's own answers, which are
    missing. `draws` is towns × draws; a row per town of the table.

    The interval is a parametric bootstrap. In each draw the national group rates move by their sampling
    error and each town by its own effect of standard deviation between_town_sd (assumed: without a survey nothing tells how
    much towns of one make-up differ), both on the log-odds by the delta method, so that shares stay in 0..1; the draw is
    then fitted to the official figure again. The official figure itself is taken as exact, because its error is not
    published. Where the groups' survey states no number of answers its sampling error is left out.

    A town of unknown make-up or population is missing; its row stays. A share whose cv is above 33.3 % keeps its row, cv and
    grade F; its share, error, interval and draws are missing.

    Raises ValueError for fewer than 2,000 draws or a negative between_town_sd.

    Rao & Molina (2015), Small Area Estimation, chapters 3 and 6.
    """
    _refuse_draws("modelled", draws)
    if between_town_sd < 0:
        raise ValueError(f"modelled: expected between_town_sd of 0 or more, found {between_town_sd:g}")
    every = towns(areas).index
    share = synthetic(areas, groups, official_share)
    known = share.notna()
    drawn = np.full((len(every), draws), np.nan)
    made = _make_up(areas, groups)
    if known.any():
        random = np.random.default_rng(seed)
        national = {}
        for name, rates in made.rates.items():
            rate, error = rates["share"].to_numpy()[:, None], rates["standard_error"].to_numpy()[:, None]
            luck = random.standard_normal((draws, len(rates))).T
            national[name] = expit(logit(rate) + luck * _log_odds_sd(error, rate))
        effect = random.standard_normal((len(made.weights), draws))
        effect *= _log_odds_sd(between_town_sd, share[known].to_numpy())[:, None]
        for some in blocks(draws, len(made.weights)):
            moved = made.log_odds({name: one[:, some] for name, one in national.items()}) + effect[:, some]
            drawn[known.to_numpy(), some] = _calibrated(moved, made.weights.to_numpy(), official_share)
        del effect
    table = pd.DataFrame(
        {"share": share, "basis": "modelled", "year": np.nan if year is None else float(year)}, index=every
    )
    table = _without_answers(table)
    whole = official_share if known.any() else None
    return _estimates(
        table, drawn, whole, level="official" if known.any() else "", year=year, margins=tuple(made.parts)
    )


def surveyed(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    survey: pd.DataFrame,
    *,
    design_effect: float = DESIGN_EFFECT,
    wave_years: int = 0,
    prior_sd: float = PRIOR_SD,
    draws: int = 4000,
    seed: int = SEED,
) -> Estimates:
    """The towns' shares from a survey of them: each town's own answers, and what the other towns and its make-up tell.

    The model is that of Fay and Herriot, its level and the spread between towns taken from the survey alone (see
    `small_areas.fay_herriot`); towns without answers are what level and make-up make them. No figure of an authority
    enters. A town's sampling variance is design_effect · p(1 − p) / n at the pooled share p, so that a handful of answers
    that all say no do not count as certain. Where four fifths of the people live in towns asked, all towns are moved by one
    shift of the log-odds so that the towns asked add up to the survey's own share of them, and the move is counted as
    error (You, Rao & Gambino 2002).

    `table` as that of `modelled`; basis is `survey` where a town's own answers are fit to be shown and weigh at least half
    (`gamma`), else `modelled`. Its reliability is then A, E or F: A with a cv up to 16.5 % and 8 degrees of freedom of its
    own design, E up to 33.3 %. Beside it stand the town's own answers: direct_share, direct_low, direct_high,
    direct_reliability, direct_reason, n, clusters, df, design_effect, wave, gamma.

    Only the newest wave enters, and those up to wave_years older; `waves` names them, `left_out` the towns that have older
    answers alone. Answers whose design leaves no degree of freedom do not enter: nobody knows their error. A town of unknown
    make-up or population is missing, its survey unused; its row stays.

    Raises ValueError for fewer than 2,000 draws, and where nobody was asked.

    Fay & Herriot (1979), Journal of the American Statistical Association 74; Rao & Molina (2015), Small Area Estimation,
    chapter 10; benchmarking: You, Rao & Gambino (2004), Survey Methodology 30.
    """
    _refuse_draws("surveyed", draws)
    every, made = towns(areas).index, _make_up(areas, groups)
    asked = _of_towns(survey, every, design_effect, wave_years)
    usable = _usable(asked).intersection(made.weights.index)
    if usable.empty:
        raise ValueError("surveyed: expected at least one town with answers and a known make-up")
    used = asked.loc[usable]
    effective = used["n"] / used["design_effect"]
    pooled = float(np.clip(np.average(used["share"], weights=effective), 1 / (effective.sum() + 2), None))
    pooled = min(pooled, 1 - 1 / float(effective.sum() + 2))
    codes = made.weights.index
    log_odds = made.log_odds()[:, 0]
    fit = fay_herriot(
        used["share"].reindex(codes).to_numpy(),
        (pooled * (1 - pooled) / effective).reindex(codes).to_numpy(),
        log_odds - float(made.weights.to_numpy() @ log_odds),
        prior_sd,
        draws,
        np.random.default_rng(seed),
    )
    share, drawn_known = _benchmarked(fit.share, fit.draws, used["share"].reindex(codes), made.weights)
    table = pd.DataFrame(index=every)
    table["share"] = pd.Series(share, index=codes).reindex(every)
    gamma = pd.Series(fit.gamma, index=codes).reindex(every)
    drawn = np.full((len(every), draws), np.nan)
    drawn[every.get_indexer(codes)] = drawn_known
    table = _with_answers(table, asked, survey, design_effect, wave_years).assign(gamma=gamma)
    mostly = table["direct_reliability"].isin(["A", "E"]) & (gamma >= MOSTLY_ASKED)
    table["basis"] = np.where(mostly, "survey", "modelled")
    year = int(used["wave"].max())
    table["year"] = float(year)
    older = set(survey.loc[(survey["group"] == "all") & survey["area_code"].isin(every), "area_code"])
    return _estimates(
        table,
        drawn,
        float(made.weights.to_numpy() @ share),
        level="survey",
        year=year,
        margins=tuple(made.parts),
        waves=tuple(sorted({int(one) for one in used["wave"]})),
        left_out=tuple(sorted(older - set(asked.index))),
    )


def _refuse_draws(what: str, draws: int) -> None:
    if draws < LEAST_DRAWS:
        raise ValueError(f"{what}: expected at least {LEAST_DRAWS} draws, found {draws}")


def _of_towns(survey: pd.DataFrame, every: pd.Index, design_effect: float, wave_years: int) -> pd.DataFrame:
    return _answers(survey[survey["area_code"].isin(every)], design_effect, None, wave_years)


def _usable(asked: pd.DataFrame) -> pd.Index:
    """The areas whose answers have an error that is known: some answers, and a design that leaves a degree of freedom."""
    return asked.index[asked["share"].notna() & (asked["n"] > 0) & ~(asked["effect_df"] <= 0)]


def _benchmarked(
    share: np.ndarray, drawn: np.ndarray, said: pd.Series, weights: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Shares and draws moved so that the towns asked add up to what they said together; the move widens the draws."""
    asked = said.notna().to_numpy()
    own = weights.to_numpy()[asked]
    if own.sum() < MOST_PEOPLE:
        return share, drawn
    whole = float(own @ said.to_numpy()[asked] / own.sum())
    if not 0 < whole < 1:
        return share, drawn
    held = np.clip(share, 1e-6, 1 - 1e-6)
    fitted = _calibrated(logit(held[asked])[:, None], own / own.sum(), whole)[:, 0]
    shift = logit(fitted[0]) - logit(held[asked][0])
    moved = expit(logit(held) + shift)
    spread = np.maximum(drawn.std(axis=1, ddof=1), 1e-12)
    wider = np.sqrt(1 + ((moved - share) / spread) ** 2)
    return moved, np.clip(moved[:, None] + (drawn - share[:, None]) * wider[:, None], 0, 1)


ANSWERS = ("direct_share", "direct_low", "direct_high", "n", "clusters", "df", "design_effect", "wave")


def _without_answers(table: pd.DataFrame) -> pd.DataFrame:
    nothing = {name: np.nan for name in ANSWERS}
    return table.assign(**nothing, direct_reliability=None, direct_reason=None, gamma=0.0)


def _with_answers(
    table: pd.DataFrame, asked: pd.DataFrame, survey: pd.DataFrame, design_effect: float, wave_years: int
) -> pd.DataFrame:
    """The table with what each town's own answers say by themselves; missing where nobody was asked."""
    rows = survey[survey["area_code"].isin(asked.index)]
    own = direct(rows, None, design_effect, wave_years).reindex(table.index)
    return table.assign(
        direct_share=own["share"],
        direct_low=own["low"],
        direct_high=own["high"],
        direct_reliability=own["reliability"].astype(object).where(own["reliability"].notna(), None),
        direct_reason=own["reason"].astype(object).where(own["reason"].notna(), None),
        **{name: own[name] for name in ("n", "clusters", "df", "design_effect", "wave")},
    )


def _estimates(table: pd.DataFrame, drawn: np.ndarray, whole: float | None, **about) -> Estimates:
    """The table with errors, grades and the side of the whole that each town is on, and what may not be shown taken out."""
    parts = [
        (drawn[some].std(axis=1, ddof=1), *np.quantile(drawn[some], [0.025, 0.975], axis=1))
        for some in blocks(len(table), drawn.shape[1])
    ]
    table["standard_error"], low, high = (np.concatenate(part) for part in zip(*parts)) if parts else np.empty((3, 0))
    table["low"], table["high"] = np.minimum(low, table["share"]), np.maximum(high, table["share"])
    table["cv"] = coefficient_of_variation(table["share"], table["standard_error"])
    table["reliability"] = _grades(table)
    table["side"] = _sides(table, whole)
    hidden = table["reliability"] == "F"
    table.loc[hidden, ["share", "standard_error", "low", "high"]] = np.nan
    drawn[hidden.to_numpy()] = np.nan
    return Estimates(table, pd.DataFrame(drawn, index=table.index), whole=whole, **about)


def _grades(table: pd.DataFrame) -> pd.Series:
    """A and E for what was mostly asked, M for what was mostly worked out, F for what is too unsure to show."""
    firm = (table["cv"] <= RELIABLE_CV) & (table["df"] >= LEAST_DEGREES)
    sampled = np.where(firm, "A", "E")
    grade = pd.Series(np.where(table["basis"] == "survey", sampled, MODELLED), index=table.index, dtype=object)
    return grade.mask(table["cv"] > USABLE_CV, "F").where(table["cv"].notna(), None)


def _sides(table: pd.DataFrame, whole: float | None) -> pd.Series:
    known = table["low"].notna() & (whole is not None)
    side = np.select([table["high"] < (whole or 0), table["low"] > (whole or 0)], ["below", "above"], "same")
    return pd.Series(side, index=table.index, dtype=object).where(known, None)


def sides(table: pd.DataFrame, whole: float | None) -> pd.Series:
    """On which side of the whole district each town can be told to be: `below`, `above`, or `same` where it cannot.

    As an Estimates says (a town asked by itself in another year is on none), else by the ends of the 95 % interval, low and high.
    """
    return table["side"] if "side" in table else _sides(table, whole)


def told_below(table: pd.DataFrame, whole: float | None) -> pd.Series:
    """Whether a town's literacy can be told to be lower than the whole district's: the only case in which it is a reason of a gap.

    Indexed like table (that of an Estimates, or any with low and high): true where the whole 95 % interval lies below the
    district's share. False where the interval holds it, where nothing is known of the town or of the district: what cannot be
    told apart is no reason for anything.
    """
    return (sides(table, whole) == "below").rename("told_below")


def _told_apart(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many areas each is told to lie below, and above, all comparisons together wrong in 5 of 100 surveys.

    From draws (areas × draws). Up to 64 areas every difference is held against the largest of all standardised differences;
    beyond, simultaneous intervals of the areas themselves are, which tell a little less.
    """
    middle, spread = values.mean(axis=1), np.maximum(values.std(axis=1, ddof=1), 1e-12)
    count = len(values)
    if count * (count - 1) // 2 > PAIRS:
        reach = _simultaneous((values - middle[:, None]) / spread[:, None]) * spread
        low, high = np.sort(middle - reach), np.sort(middle + reach)
        below = count - np.searchsorted(low, middle + reach, side="right")
        return below, np.searchsorted(high, middle - reach, side="left")
    one, other = np.triu_indices(count, 1)
    between = values[one] - values[other]
    centre, width = between.mean(axis=1), np.maximum(between.std(axis=1, ddof=1), 1e-12)
    reach = _simultaneous((between - centre[:, None]) / width[:, None]) * width if len(one) else width
    higher, lower = centre > reach, centre < -reach
    below = np.bincount(one[lower], minlength=count) + np.bincount(other[higher], minlength=count)
    above = np.bincount(one[higher], minlength=count) + np.bincount(other[lower], minlength=count)
    return below, above


def _simultaneous(standard: np.ndarray) -> float:
    """The multiplier that holds for every row at once, 95 times in 100."""
    return float(np.quantile(np.abs(standard).max(axis=0), 0.95))


def ranks(draws: pd.DataFrame, share: pd.Series | None = None) -> pd.DataFrame:
    """A town's place among the towns, and between which places it may really stand, for all towns at once.

    Indexed like draws (towns × draws, at least 2,000): rank (1 = highest share), rank_low and rank_high, rankable. The
    interval is a joint one: with 95 % confidence every town's true place lies within its own. It comes from the differences of
    all pairs of towns, told apart only where all of them together are wrong 5 times in 100: rank_low is 1 + the towns
    that are told to be higher, rank_high the number of towns less those told to be lower. The rank is that of `share`, the
    published figure, or of the mean over the draws where none is given; equal shares have the same, best, rank.
    A town is rankable if its difference from the median of the towns does not contain 0, likewise for all towns together;
    the others form one group that cannot be told from the middle.
    A town with missing draws has no rank, is not rankable and does not weigh on the others.

    Raises ValueError for fewer than 2,000 draws.

    Klein, Wright & Wieczorek (2020), Journal of the Royal Statistical Society A 183; by differences: Mogstad, Romano, Shaikh &
    Wilhelm (2024), Review of Economic Studies 91 (the package csranks).
    """
    if draws.shape[1] < LEAST_DRAWS:
        raise ValueError(f"ranks: expected at least {LEAST_DRAWS} draws, found {draws.shape[1]}")
    known = draws.notna().all(axis=1)
    found = pd.DataFrame(index=draws.index, columns=["rank", "rank_low", "rank_high"], dtype=float)
    found["rankable"] = False
    if known.any():
        values = draws[known].to_numpy(dtype=float)
        published_ = pd.Series(values.mean(axis=1), index=draws.index[known])
        if share is not None:
            published_ = figures(share.reindex(published_.index))
        found.loc[known, "rank"] = published_.round(12).rank(ascending=False, method="min")
        below, above = _told_apart(values)
        found.loc[known, "rank_low"], found.loc[known, "rank_high"] = below + 1, len(values) - above
        away = values - np.median(values, axis=0)
        centre, spread = away.mean(axis=1), away.std(axis=1, ddof=1)
        moves = spread > 1e-12
        standard = (away[moves] - centre[moves, None]) / spread[moves, None]
        reach = (_simultaneous(standard) if moves.any() else 0.0) * spread
        found.loc[known, "rankable"] = np.abs(centre) > reach + 1e-12
    return found.astype({"rank": "Int64", "rank_low": "Int64", "rank_high": "Int64"})


def ranks_of(estimates: Estimates) -> pd.DataFrame:
    """The places of estimated towns by their published shares; see `ranks`. Towns of another year than the others have none."""
    draws = estimates.draws
    if "year" in estimates.table:
        draws = draws.where((estimates.table["year"] == estimates.year) | estimates.table["year"].isna(), axis=0)
    return ranks(draws, estimates.table["share"])


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


def path_in(target: Mapping[str, object] | pd.Series | None, year: int | None) -> float:
    """Where the straight path of a target (baseline, baseline_year, target_value, due) stands in a year; NaN where it has none."""
    if target is None or year is None:
        return float("nan")
    ends = [target.get(name) for name in ("baseline", "baseline_year", "target_value", "due")]
    if any(pd.isna(one) for one in ends):
        return float("nan")
    return path(*map(float, ends), float(year))


def probability_at_or_above(share: pd.Series, standard_error: pd.Series, level: float | pd.Series) -> pd.Series:
    """How likely it is that the true share is at or above a level, such as the plan's path.

    Same index as share, 0..1, from the normal distribution around the estimate.
    Missing where share or error is missing, and where the cv is above 33.3 %: such a figure is not assessable.
    """
    share, standard_error = figures(share), figures(standard_error)
    cv = coefficient_of_variation(share, standard_error)
    likely = pd.Series(norm.sf(level, loc=share, scale=standard_error.where(standard_error > 0)), index=share.index)
    likely = likely.where(standard_error > 0, (share >= level).astype(float))
    return likely.where(cv <= USABLE_CV).rename("probability")


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
    refuse_non_shares(share, "trend")
    stated = figures(waves["design_effect"]) if "design_effect" in waves else pd.Series(np.nan, index=waves.index)
    effect = at_least_one(stated.fillna(design_effect))
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


def of_towns(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official: Official | None,
    survey: pd.DataFrame,
    settings: Mapping[str, float],
) -> Estimates:
    """The towns' shares as a district shows them, under its own settings: between_town_sd, design_effect and, where it is set,
    wave_years.

    From its survey where three towns or more were asked (`surveyed`). With fewer, nothing tells how towns differ: a town
    that was asked has its own answers, of their own year, and the others are `modelled` from the official figure, as they
    all are without a survey. Without either every town is missing.
    """
    effect, years = settings["design_effect"], int(settings.get("wave_years", 0))
    every = towns(areas).index
    asked = _of_towns(survey, every, effect, years)
    usable = _usable(asked).intersection(_make_up(areas, groups).weights.index)
    if len(usable) >= LEAST_TOWNS:
        return surveyed(areas, groups, survey, design_effect=effect, wave_years=years)
    found = modelled(
        areas,
        groups,
        official.share if official else None,
        year=official.year if official else None,
        between_town_sd=settings["between_town_sd"],
    )
    return _beside_answers(found, asked, survey, effect, years) if len(asked) else found


def _beside_answers(
    found: Estimates, asked: pd.DataFrame, survey: pd.DataFrame, design_effect: float, wave_years: int
) -> Estimates:
    """Modelled estimates, with the own answers of the few towns that were asked in the place of theirs."""
    table = _with_answers(found.table, asked, survey, design_effect, wave_years)
    own = direct(survey[survey["area_code"].isin(asked.index)], None, design_effect, wave_years)
    own = own[own["reliability"].isin(["A", "E"])]
    for name in ("share", "standard_error", "low", "high", "cv", "reliability"):
        table.loc[own.index, name] = own[name]
    table.loc[own.index, "basis"], table.loc[own.index, "gamma"] = "survey", 1.0
    table.loc[own.index, "year"], table.loc[own.index, "side"] = own["wave"], None
    draws = found.draws.copy()
    random = np.random.default_rng(SEED)
    for code, row in own.iterrows():
        draws.loc[code] = np.clip(row["share"] + row["standard_error"] * random.standard_normal(draws.shape[1]), 0, 1)
    waves = tuple(sorted({int(one) for one in asked["wave"]}))
    return Estimates(table, draws, found.level, found.year, found.whole, found.margins, waves)


def trend_of(
    literacy: pd.DataFrame, survey: pd.DataFrame, area_code: str, design_effect: float = DESIGN_EFFECT
) -> Trend:
    """The trend of one area from what was published of it and what its people were asked, as `trend` calls it.

    Published figures count where they say how many answered; a year that has both is the survey's. Each wave has the design
    effect stated for it; a published figure states none and has the one given.
    """
    stated = literacy[(literacy["area_code"] == area_code) & (literacy["group"] == "all")].rename(
        columns={"year": "wave"}
    )
    asked = survey[(survey["area_code"] == area_code) & (survey["group"] == "all")]
    columns = ["wave", "n", "share", "design_effect"]
    waves = pd.concat([part.reindex(columns=columns).astype(float) for part in (asked, stated)], ignore_index=True)
    return trend(waves.drop_duplicates("wave"), design_effect)


def chances(table: pd.DataFrame, level: float | pd.Series) -> pd.Series:
    """How likely each town is at or above a level, such as the plan's path in the year its estimate is of (`path_in`); see
    probability_at_or_above. Missing where there is no level."""
    return probability_at_or_above(table["share"], table["standard_error"], level)
