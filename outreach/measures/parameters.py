"""What a visitor may set: how people travel, how distance weighs, where they live, what a gap is made of."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.vocabulary import DECAYS, DEMANDS, MEANS, PARTS, WAYS, Decay, Demand, Mean, Way

CHOICES = {"mode": WAYS, "decay": DECAYS, "demand": DEMANDS, "mean": MEANS}
COMPONENTS = (*PARTS, "access")
RANGES = {
    "catchment_m": (1, 1_000_000),
    "spacing_m": (50, 100_000),
    "detour": (1, 5),
    **{f"{way}_km": (0.001, 1000) for way in WAYS},
    "between_town_sd": (0, 0.5),
    "design_effect": (1, 100),
    "wave_years": (0, 50),
    **{f"weight_{component}": (0, 1_000_000) for component in COMPONENTS},
}


class ParameterError(ValueError):
    """A parameter that is none, or a value it cannot have.

    `rule` names the sentence (`measures.<rule>`), `details` fills it.
    """

    def __init__(self, rule: str, **details: object):
        super().__init__(f"{rule}: {', '.join(f'{name} {value}' for name, value in details.items())}")
        self.rule, self.details = rule, details


@dataclass(frozen=True)
class Parameters:
    """Everything the numbers depend on beside the data.

    mode is how one comes to a base; catchment_m, in estimated metres of travel, is that mode's distance unless set. decay is that
    of access.weight. demand: people live spread over the land with settlements as peaks, at settlement points, or evenly over
    a grid of spacing_m; of a district too large for the first the points are taken. The weights are those of the
    gap index; access joins it only with a weight above 0. Raises ParameterError for values out of range.
    """

    detour: float
    walk_km: float
    ebike_km: float
    drive_km: float
    between_town_sd: float
    design_effect: float
    wave_years: float = 0
    mode: Way = "ebike"
    catchment_m: float | None = None
    decay: Decay = "e2sfca"
    demand: Demand = "land"
    spacing_m: float = 1000
    mean: Mean = "arithmetic"
    weight_facilities: float = 1
    weight_coverage: float = 1
    weight_tiers: float = 1
    weight_literacy: float = 1
    weight_access: float = 1

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            if (found := getattr(self, name)) not in allowed:
                raise ParameterError("parameter_choice", name=name, found=str(found), allowed=list(allowed))
        if self.catchment_m is None:
            object.__setattr__(self, "catchment_m", 1000 * getattr(self, f"{self.mode}_km"))
        for name, (low, high) in RANGES.items():
            if not low <= (found := getattr(self, name)) <= high:
                raise ParameterError(
                    "parameter_number", name=name, found=f"{found:g}", low=f"{low:g}", high=f"{high:,g}"
                )
        if not any(getattr(self, f"weight_{component}") > 0 for component in COMPONENTS):
            raise ParameterError("parameter_weights")

    @property
    def travel(self) -> dict[str, float]:
        """detour and the kilometres of each way, as the measures of reach take them."""
        return {name: getattr(self, name) for name in ("detour", *(f"{way}_km" for way in WAYS))}

    @property
    def weights(self) -> dict[str, float]:
        """The weights of the gap's components; access only where it has one."""
        found = {component: getattr(self, f"weight_{component}") for component in COMPONENTS}
        return {component: weight for component, weight in found.items() if component != "access" or weight > 0}

    def formatted(self, *names: str) -> str:
        """Those parameters as `name=value`, joined by spaces."""
        return " ".join(f"{name}={_plain(getattr(self, name))}" for name in names)


def names() -> tuple[str, ...]:
    """Every parameter there is."""
    return tuple(field.name for field in dataclasses.fields(Parameters))


def chosen(travel: Mapping[str, float], literacy: Mapping[str, float], said: Iterable[str] = ()) -> Parameters:
    """A district's own parameters, with what was said in the form `name=value` in their stead.

    travel and literacy are those sections of district.toml.

    Raises ParameterError for what is no `name=value`, a name that is none or said twice, and a value it cannot have.
    """
    given: dict[str, Any] = {}
    for text in said:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError("parameter_form", found=text)
        if name not in names():
            raise ParameterError("parameter_unknown", found=name, known=list(names()))
        if name in given:
            raise ParameterError("parameter_twice", name=name)
        given[name] = value if name in CHOICES else _number(name, value)
    own = {name: float(settings[name]) for settings in (travel, literacy) for name in names() if name in settings}
    return Parameters(**{**own, **given})


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        low, high = RANGES[name]
        raise ParameterError("parameter_number", name=name, found=text, low=f"{low:g}", high=f"{high:,g}") from None


def _plain(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, (int, float)) else str(value)
