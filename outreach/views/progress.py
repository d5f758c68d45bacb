"""Where a target of the plan stands."""

import pandas as pd

from outreach.district import District


def literacy_target(district: District, statuses: pd.DataFrame) -> pd.Series | None:
    """The plan's literacy target with its status (see the measure of that name); None where the plan has none."""
    target_id = district.home.plan.literacy_target_id
    if target_id not in statuses.index:
        return None
    stated = district.targets.set_index("target_id").loc[target_id].drop("baseline")
    return pd.concat([stated, statuses.loc[target_id]])
