import pytest

from outreach.measures import parameters
from outreach.measures.parameters import ParameterError

TRAVEL = {"detour": 1.3, "walk_km": 1, "ebike_km": 5, "drive_km": 15}
LITERACY = {"between_town_sd": 0.03, "design_effect": 1.5}


def chosen(*said):
    return parameters.chosen(TRAVEL, LITERACY, said)


def test_a_district_has_its_own_parameters():
    found = chosen()
    assert (found.travel, found.mode, found.catchment_m, found.design_effect) == (TRAVEL, "ebike", 5000, 1.5)
    assert found.weights == dict.fromkeys(parameters.COMPONENTS, 1)


def test_what_is_said_stands_instead():
    found = chosen("mode=drive", "detour=1.4", "decay=gaussian", "weight_tiers=2")
    assert (found.catchment_m, found.travel["detour"], found.decay, found.weights["tiers"]) == (
        15_000,
        1.4,
        "gaussian",
        2,
    )
    assert list(chosen("weight_access=0").weights) == ["facilities", "coverage", "tiers", "literacy"]
    assert (
        chosen("mode=drive", "catchment_m=5000").formatted("mode", "catchment_m", "detour")
        == "mode=drive catchment_m=5000 detour=1.3"
    )


@pytest.mark.parametrize(
    "said, rule, details",
    [
        (["detour"], "parameter_form", {"found": "detour"}),
        (["speed=3"], "parameter_unknown", {"found": "speed", "known": list(parameters.names())}),
        (["detour=2", "detour=2"], "parameter_twice", {"name": "detour"}),
        (["mode=bus"], "parameter_choice", {"name": "mode", "found": "bus", "allowed": ["walk", "ebike", "drive"]}),
        (["detour=0.9"], "parameter_number", {"name": "detour", "found": "0.9", "low": "1", "high": "5"}),
        (["catchment_m=far"], "parameter_number", {"name": "catchment_m", "found": "far", "low": "1", "high": "1e+06"}),
        (["spacing_m=nan"], "parameter_number", {"name": "spacing_m", "found": "nan", "low": "50", "high": "100,000"}),
        ([f"weight_{one}=0" for one in parameters.COMPONENTS], "parameter_weights", {}),
    ],
)
def test_what_cannot_be_set_is_told(said, rule, details):
    with pytest.raises(ParameterError) as error:
        chosen(*said)
    assert (error.value.rule, error.value.details) == (rule, details)
