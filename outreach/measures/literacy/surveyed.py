"""From a survey of the towns: their own answers, held together by a model."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from outreach.measures.areas import towns
from outreach.measures.literacy.answers import MOST_PEOPLE, Own, answers_of_towns, told, with_known_error
from outreach.measures.literacy.estimates import SEED, Estimates, finished, refuse_draws, with_answers
from outreach.measures.literacy.makeup import MakeUp, make_up_of
from outreach.measures.literacy.modelled import calibrated
from outreach.measures.sampling import DESIGN_EFFECT
from outreach.measures.small_areas import Fit, fay_herriot

MOSTLY_ASKED = 0.5


@dataclass(frozen=True)
class Method:
    """How a survey is read (answers' design effect where it states none, how many years before the newest wave count) and
    modelled (the prior of the towns' spread on the log-odds, how many draws)."""

    design_effect: float = DESIGN_EFFECT
    wave_years: int = 0
    prior_sd: float = 0.10
    draws: int = 4000


USUAL = Method()


def surveyed(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    survey: pd.DataFrame,
    method: Method = USUAL,
    own: Own | None = None,
) -> Estimates:
    """The towns' shares from a survey of them: each town's own answers, and what the other towns and its make-up tell.

    The model is that of Fay and Herriot, its level and the spread between towns taken from the survey alone (see
    `small_areas.fay_herriot`); towns without answers are what level and make-up make them. No figure of an authority
    enters. A town's sampling variance is design_effect · p(1 − p) / n at the pooled share p, so that a handful of answers
    that all say no do not count as certain. Where four fifths of the people live in towns asked, all towns are moved by one
    shift of the log-odds so that the towns asked add up to the survey's own share of them, and the move is counted as
    error (You, Rao & Dick 2004).

    `table` as that of `modelled`; basis is `survey` where a town's own answers are fit to be shown and weigh at least half
    (`gamma`), else `modelled`. Its reliability is then A, E or F: A with a cv up to 16.5 % and 8 degrees of freedom of its
    own design, E up to 33.3 %. Beside it stand the town's own answers: direct_share, direct_low, direct_high,
    direct_reliability, direct_reason, n, clusters, df, design_effect, wave, gamma.

    The towns are held against own, the district's own share in the same wave (`answers.own_share`); where there is none that
    may be published, against what theirs add up to.

    Only the newest wave enters, and those up to wave_years older; `waves` names them, `left_out` the towns that have older
    answers alone. Answers whose design leaves no degree of freedom do not enter: nobody knows their error. A town of unknown
    make-up or population is missing, its survey unused; its row stays.

    Raises ValueError for fewer than 2,000 draws, and where nobody was asked.

    Fay & Herriot (1979), Journal of the American Statistical Association 74; Rao & Molina (2015), Small Area Estimation,
    chapter 10; benchmarking: You, Rao & Dick (2004), Statistics in Transition 6.
    """
    draws, effect, years = method.draws, method.design_effect, method.wave_years
    refuse_draws("surveyed", draws)
    every, made = towns(areas).index, make_up_of(areas, groups)
    asked = answers_of_towns(survey, every, effect, years)
    usable = with_known_error(asked).intersection(made.weights.index)
    if usable.empty:
        raise ValueError("surveyed: expected at least one town with answers and a known make-up")
    used, codes = asked.loc[usable], made.weights.index
    fit = _fitted(used, made, method)
    share, drawn_known = _benchmarked(fit.share, fit.draws, used["share"].reindex(codes), made.weights)
    table = pd.Series(share, index=codes).reindex(every).to_frame("share")
    gamma = pd.Series(fit.gamma, index=codes).reindex(every)
    drawn = np.full((len(every), draws), np.nan)
    drawn[every.get_indexer(codes)] = drawn_known
    table = with_answers(table, asked, survey, effect, years).assign(gamma=gamma)
    mostly = table["direct_reliability"].isin(["A", "E"]) & (gamma >= MOSTLY_ASKED)
    year = int(used["wave"].max())
    table = table.assign(basis=np.where(mostly, "survey", "modelled"), year=float(year))
    older = set(survey.loc[(survey["group"] == "all") & survey["area_code"].isin(every), "area_code"])
    stated = told(own, year)
    whole = stated.share if stated else float(made.weights.to_numpy() @ share)
    return replace(
        finished(table, drawn, whole),
        level="survey",
        year=year,
        margins=tuple(made.parts),
        waves=tuple(sorted({int(one) for one in used["wave"]})),
        left_out=tuple(sorted(older - set(asked.index))),
    )


def _fitted(used: pd.DataFrame, made: MakeUp, method: Method) -> Fit:
    """The model over the towns asked and their make-up; each answer's error is that of the share of all who were asked."""
    effective = used["n"] / used["design_effect"]
    pooled = float(np.clip(np.average(used["share"], weights=effective), 1 / (effective.sum() + 2), None))
    pooled = min(pooled, 1 - 1 / float(effective.sum() + 2))
    codes, log_odds = made.weights.index, made.log_odds()[:, 0]
    return fay_herriot(
        used["share"].reindex(codes).to_numpy(),
        (pooled * (1 - pooled) / effective).reindex(codes).to_numpy(),
        log_odds - float(made.weights.to_numpy() @ log_odds),
        method.prior_sd,
        method.draws,
        np.random.default_rng(SEED),
    )


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
    fitted = calibrated(logit(held[asked])[:, None], own / own.sum(), whole)[:, 0]
    shift = logit(fitted[0]) - logit(held[asked][0])
    moved = expit(logit(held) + shift)
    spread = np.maximum(drawn.std(axis=1, ddof=1), 1e-12)
    wider = np.sqrt(1 + ((moved - share) / spread) ** 2)
    return moved, np.clip(moved[:, None] + (drawn - share[:, None]) * wider[:, None], 0, 1)
