"""How many people a survey of a town must ask for what is wanted of it, and what so many can tell apart."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

from outreach.measures.sampling import DESIGN_EFFECT, POWER, SIGNIFICANCE


def _answers_to_tell(share: float, other: float, design_effect: float, power: float) -> float:
    middle = (share + other) / 2
    spread = ndtri(1 - SIGNIFICANCE / 2) * np.sqrt(2 * middle * (1 - middle))
    spread += ndtri(power) * np.sqrt(share * (1 - share) + other * (1 - other))
    return float(design_effect * (spread / (share - other)) ** 2)


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
    _refuse_plan(share, design_effect, power)
    if cv is not None and other is None:
        if not cv > 0:
            raise ValueError(f"sample_size: expected cv above 0, found {cv:g}")
        return int(np.ceil(round((1 - share) / share * design_effect / cv**2, 9)))
    if cv is not None or other is None:
        raise ValueError("sample_size: expected either cv or other")
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


def detectable(share: float, n: float, design_effect: float = DESIGN_EFFECT, power: float = POWER) -> float:
    """How much higher another town's share must be to be told apart with n answers in each, in shares; NaN where none is."""

    def short(more: float) -> float:
        return _answers_to_tell(share, share + more, design_effect, power) - n

    most = 1 - share
    return float(brentq(short, 1e-9, most, xtol=1e-12)) if short(most) <= 0 else float("nan")
