"""The estimator of towns from a survey of them, by hand and by simulation with fixed seeds."""

import numpy as np
import pytest
from scipy.special import expit, logit

from outreach.measures.small_areas import fay_herriot
from tests.measures.simulated import OFFSET, coverage


def fitted(said, variance, offset=None, prior_sd=0.1, draws=4000, seed=1):
    said, variance = np.array(said, dtype=float), np.array(variance, dtype=float)
    offset = np.zeros(len(said)) if offset is None else offset
    return fay_herriot(said, variance, offset, prior_sd, draws, np.random.default_rng(seed))


def test_towns_that_differ_more_than_their_error_keep_their_own_answers():
    found = fitted([0.1, 0.2, 0.3], [1e-8] * 3)
    assert found.share == pytest.approx([0.1, 0.2, 0.3], abs=1e-4) and (found.gamma > 0.99).all()


def test_towns_that_differ_no_more_than_their_error_lend_each_other_theirs():
    random = np.random.default_rng(5)
    said = 0.2 + 0.05 * random.standard_normal(40)
    found = fitted(said, [0.05**2] * 40)
    assert np.std(found.share) < 0.5 * np.std(said) and found.gamma.mean() < 0.4
    assert found.level.mean() == pytest.approx(said.mean(), abs=0.01)


def test_the_spread_is_the_surveys_own():
    random = np.random.default_rng(6)
    true = 0.2 + 0.06 * random.standard_normal(60)
    found = fitted(true + 0.02 * random.standard_normal(60), [0.02**2] * 60)
    assert np.mean(found.spread) == pytest.approx(0.06, abs=0.012)


def test_gamma_is_the_weight_of_a_towns_own_answers():
    found = fitted([0.1, 0.3, 0.2, 0.25], [0.001] * 4)
    spread = found.spread**2
    assert found.gamma == pytest.approx(np.full(4, np.mean(spread / (spread + 0.001))))


def test_a_town_nobody_asked_stands_where_the_level_and_its_make_up_put_it():
    found = fitted([0.2] * 11 + [np.nan], [0.02**2] * 11 + [np.nan], np.append(np.zeros(11), 0.5))
    assert found.gamma[11] == 0 and found.share[11] == pytest.approx(expit(logit(0.2) + 0.5), abs=0.01)


def test_without_a_single_answer_nothing_is_estimated():
    with pytest.raises(ValueError, match="at least one area with answers"):
        fitted([np.nan, np.nan], [np.nan, np.nan])


def _ends(said, effective, random):
    pooled = np.nanmean(said)
    found = fay_herriot(said, np.full(12, pooled * (1 - pooled) / effective), OFFSET, 0.1, 1000, random)
    return np.quantile(found.draws, [0.025, 0.975], axis=1)


@pytest.mark.parametrize("answers", [100, 400])
@pytest.mark.parametrize("spread", [0.01, 0.03, 0.08])
@pytest.mark.parametrize("level", [0.14, 0.25])
def test_intervals_hold_the_truth_as_often_as_they_say(level, spread, answers):
    """Twelve towns, one of them not asked: 92 to 99 of 100, within twice the simulation's own error; all settings: tests/bench."""
    found = coverage(_ends, level, spread, answers, 60)
    assert found.error < 0.009
    assert 0.92 - 2 * found.error <= found.held <= 0.99 + 2 * found.error
    assert found.unasked >= 0.88
