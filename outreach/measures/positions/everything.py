"""All of it at once, for the long table of every measure."""

import numpy as np
import pandas as pd

from outreach.measures.access import Supply
from outreach.measures.pieces import Asked, Reached
from outreach.measures.positions.access import access, within_catchment
from outreach.measures.positions.coverage import by_each_level, coverage_of, remembered
from outreach.measures.positions.simulation import Positions
from outreach.measures.positions.ways import travelled, worst_way


def reached(drawn: Positions, supply: Supply, level: pd.Series, asked: Asked, district: str) -> Reached:
    """Everything in reach as pieces.of_district has it, as expectations over positions; land must be there."""
    km = remembered(drawn)
    every, own = np.ones(len(drawn.base_ids), dtype=bool), by_each_level(drawn, level)

    def covered(straight_km: float, which: np.ndarray) -> pd.DataFrame:
        return coverage_of(drawn, straight_km, district, km, which)

    anybody = km(every) * asked.detour
    return Reached(
        {way: covered(limit_km / asked.detour, every) for way, limit_km in asked.ways},
        {one: covered(asked.level_km / asked.detour, own[one]) for one in asked.levels if one in own},
        pd.DataFrame(
            {
                "mean": travelled(drawn, anybody, district)["value"],
                "worst": worst_way(drawn, anybody, district),
            }
        ),
        {
            one: travelled(drawn, km(own[one]) * asked.detour, district)["value"].drop(district)
            for one in asked.levels
            if one in own
        },
        access(within_catchment(drawn, supply, asked.catchment_km, asked.decay, asked.detour, district)),
    )
