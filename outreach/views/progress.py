"""Where a target of the plan stands."""

import pandas as pd

from outreach.district import District
from outreach.views.frames import record


def literacy_target(district: District, statuses: pd.DataFrame) -> pd.Series | None:
    """The plan's literacy target with its status (see the measure of that name); None where the plan has none."""
    target_id = district.home.plan.literacy_target_id
    if target_id not in statuses.index:
        return None
    stated = district.targets.set_index("target_id").drop(columns="baseline")
    return pd.Series({**record(stated, target_id), **record(statuses, target_id)}, name=target_id, dtype=object)
