import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import planner, sampling


def _published(share, n, effect=sampling.DESIGN_EFFECT):
    """What is published of so many answers, of a design without fault."""
    told = {"share": share, "n": n, "design_effect": effect, "df": np.inf, "effect_df": np.inf}
    return sampling.published(**{name: pd.Series([float(value)]) for name, value in told.items()}).iloc[0]


def test_how_many_must_be_asked_by_hand():
    assert planner.sample_size(0.14, cv=0.165) == 339
    assert _published(0.14, 200)["cv"] == pytest.approx(0.2146, abs=1e-4)
    assert [_published(0.14, n)["reliability"] for n in (200, 338, 339)] == ["E", "E", "A"]
    # Fleiss's formula for 14 % and 20 %: 615 in each town, half as many again for the design effect
    assert planner.sample_size(0.14, other=0.20, design_effect=1.0) == 615
    assert planner.sample_size(0.14, other=0.20) == 922


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.6), st.floats(0.02, 0.3), st.floats(0.5, 4))
def test_what_so_many_answers_give_is_what_was_asked_for(share, more, effect):
    n = planner.sample_size(share, other=share + more, design_effect=effect)
    assert planner.detectable(share, n, effect) <= more + 1e-9
    if n > 20:
        assert planner.detectable(share, n - 1, effect) > more
    n = planner.sample_size(share, cv=more, design_effect=effect)
    assert _published(share, n, effect)["cv"] <= more + 1e-9
    assert planner.sample_size(share, other=share + more, design_effect=effect) == planner.sample_size(
        share + more, other=share, design_effect=effect
    )


def test_a_few_answers_tell_nothing_apart():
    assert np.isnan(planner.detectable(0.5, 2)) and _published(0.5, 2)["reliability"] == "F"


@pytest.mark.parametrize(
    "given_, sentence",
    [
        (dict(share=0.14), "expected either cv or other"),
        (dict(share=0.14, cv=0.1, other=0.2), "expected either cv or other"),
        (dict(share=14, cv=0.1), "expected a share between 0 and 1, found 14"),
        (dict(share=0.14, cv=0), "expected cv above 0, found 0"),
        (dict(share=0.14, other=0.14), "expected two different shares, found 0.14 twice"),
        (dict(share=0.14, cv=0.1, power=1), "a power between 0 and 1, found 1.5 and 1"),
    ],
)
def test_a_sample_that_cannot_be_planned_is_refused(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        planner.sample_size(**given_)
