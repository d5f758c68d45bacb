"""What of the tiers of outreach a town should have is recorded there."""

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.bases import grounds, of_tier
from outreach.measures.register import ranges
from outreach.vocabulary import NOT_COUNTED


def tiers(
    bases: pd.DataFrame,
    areas: pd.DataFrame,
    standards: pd.DataFrame,
    levels: pd.DataFrame,
    confirmed: pd.DataFrame,
    times: float = 1.0,
) -> pd.DataFrame:
    """What of the tiers of outreach a town should have is recorded there, and what may be there: district, town, village.

    Indexed by (area_code, tier), each town with the tiers its kind should have, highest first:
    recorded, required, weight, confirmed, most, met, met_most. A tier counts the bases recognised at its level or run by it,
    whichever is known, and one of district level or higher also those above it (bases.of_tier); those that stand on one ground
    count once. Bases that are closed or planned, or whose town is unknown, count in none.
    met is recorded / required, at most 1; 1 where nothing is required. A town is judged from its own record alone, whatever is
    recorded elsewhere. confirmed is as from register.confirmed. most is how many bases there may be: those recorded where the
    record is confirmed, else as many as `times` what is required where that is more; met_most is met with them.

    Raises ValueError naming the tiers of the standards that are no level.
    """
    rank = figures(levels.set_index("level")["rank"])
    unknown = sorted(set(standards["level"]) - set(rank.index))
    if unknown:
        raise ValueError(f"standards: no such level: {', '.join(unknown)}")
    town = towns(areas)
    rows = bases[~bases["status"].isin(NOT_COUNTED) & bases["area_code"].isin(town.index)]
    rows = rows.assign(ground=rows["base_id"].map(grounds(bases, bases["base_id"].isin(rows["base_id"]))))
    recorded = {
        tier: rows[of_tier(rows, tier, rank)].drop_duplicates(["area_code", "ground"])["area_code"].value_counts()
        for tier in standards["level"].unique()
    }
    required = standards[["kind", "level", "required", "weight"]].rename(columns={"level": "tier"})
    found = town[["kind"]].reset_index().merge(required, on="kind")
    found["required"], found["weight"] = figures(found["required"]), figures(found["weight"])
    found["recorded"] = np.array(
        [recorded[tier].get(code, 0) for code, tier in zip(found["area_code"], found["tier"], strict=True)], dtype=int
    )
    found = (
        found.assign(rank=found["tier"].map(rank)).sort_values(["area_code", "rank"]).set_index(["area_code", "tier"])
    )
    found["confirmed"] = confirmed["confirmed"].reindex(found.index).fillna(False).astype(bool)
    most = (times * found["required"]).clip(lower=found["recorded"])
    found["most"] = most.where(~found["confirmed"], found["recorded"])
    for met, held in (("met", "recorded"), ("met_most", "most")):
        share = (found[held] / found["required"].where(found["required"] > 0)).clip(upper=1)
        found[met] = share.where(found["required"] != 0, 1.0)
    return found[["recorded", "required", "weight", "confirmed", "most", "met", "met_most"]]


def completeness(tiers: pd.DataFrame) -> pd.DataFrame:
    """How much of the tiers it should have a town has: 0 none, 1 all; as recorded, and with what may be unrecorded.

    Indexed by area_code: value, low, high. The weighted mean of met (value and low) and of met_most (high); a town that should
    have no tier of any weight is missing.
    """
    held = tiers[["met", "met_most"]].mul(tiers["weight"], axis=0).assign(weight=tiers["weight"])
    sums = held.groupby(level="area_code").sum(min_count=1)
    shares = sums[["met", "met_most"]].div(sums["weight"].replace(0, np.nan), axis=0)
    return ranges(shares["met"], high=shares["met_most"])


def missing_tiers(tiers: pd.DataFrame, confirmed: bool | None = None) -> pd.Series:
    """The tiers a town's record falls short of, highest first, as a tuple; empty where it falls short of none.

    Indexed by area_code, every town. With confirmed only those whose record is confirmed, or is not.
    """
    short = tiers["met"] < 1
    if confirmed is not None:
        short &= tiers["confirmed"] == confirmed
    found: dict[str, tuple[str, ...]] = {code: () for code in tiers.index.unique("area_code").sort_values()}
    for code, tier in short.index[short.to_numpy(dtype=bool)]:
        found[code] += (tier,)
    return pd.Series(found, dtype=object).rename_axis("area_code").rename("missing_tiers")
