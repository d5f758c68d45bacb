"""The district as a picture to point at."""

from typing import Any

import pandas as pd

from outreach.district import District
from outreach.views import kiosk
from outreach.views.ground import ground
from outreach.words import Words

_NOWHERE = pd.DataFrame({"area_code": [], "lon": [], "lat": [], "accuracy": [], "counted": pd.Series(dtype=bool)})


def place_map(say: Words, district: District) -> dict[str, Any] | None:
    """The district to point at: its picture, where its edges lie, and the bases whose position is known; None without an outline."""
    if district.geometry["district"].empty:
        return None
    drawn = kiosk.place_map(say, ground(district.geometry), district, _NOWHERE, None)
    known: Any = district.bases.dropna(subset=["lon", "lat"]).to_dict("records")
    return {
        "svg": drawn.svg,
        "window": list(drawn.window),
        "bases": [{"name": say.pick(row, "name"), "lon": row["lon"], "lat": row["lat"]} for row in known],
        "notice": drawn.notice,
    }
