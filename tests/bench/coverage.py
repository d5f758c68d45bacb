"""How often the towns' 95 % intervals hold the truth, over every setting a district may meet: python -m tests.bench.coverage [SURVEYS]."""

import sys

import numpy as np
import pandas as pd
from scipy.special import logit

from outreach.home import find_home
from outreach.measures import literacy
from outreach.measures.areas import figures
from outreach.measures.areas import towns as rows_of
from outreach.tables import read_district
from tests.measures.simulated import EFFECT, coverage

LEVELS, SPREADS, ANSWERS = (0.14, 0.17, 0.20, 0.25), (0.01, 0.02, 0.03, 0.05, 0.08), (100, 200, 400)


def main(surveys: int) -> None:
    district = read_district(find_home())
    areas, groups = district.areas, district.groups
    towns = rows_of(areas).index
    raw = logit(literacy.modelled.synthetic(areas, groups, 0.14).to_numpy())
    people = figures(rows_of(areas)["population"]).to_numpy()
    offset = raw - people @ raw / people.sum()

    def ends(said: np.ndarray, effective: int, _random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        survey = pd.DataFrame({"area_code": towns, "share": said}).dropna()
        survey = survey.assign(wave=2026, group="all", n=effective * EFFECT, design_effect=EFFECT, df=19)
        table = literacy.surveyed.surveyed(areas, groups, survey, literacy.surveyed.Method(draws=2000)).table
        return table["low"].fillna(0).to_numpy(), table["high"].fillna(1).to_numpy()

    print("| level | τ |", *(f"n = {n} |" for n in ANSWERS))
    print("|---|---|", *("---|" for _ in ANSWERS), sep="")
    for level in LEVELS:
        for spread in SPREADS:
            found = [coverage(ends, level, spread, n, surveys, offset) for n in ANSWERS]
            cells = (
                f"{100 * one.held:.1f} (± {100 * one.error:.1f}; not asked {100 * one.unasked:.0f}) |" for one in found
            )
            print(f"| {100 * level:.0f} % | {100 * spread:.0f} |", *cells, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
