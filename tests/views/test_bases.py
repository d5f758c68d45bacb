"""The list of a town's bases."""

import pandas as pd

from outreach.views import bases
from tests.conftest import SAY
from tests.towns import CHANGLE


def test_a_town_of_very_many_lists_the_first_of_the_highest_level_and_says_of_how_many_they_are(district):
    own = district.bases[district.bases["area_code"] == CHANGLE]
    times = bases.LISTED // len(own) + 2
    many = pd.concat([own] * times, ignore_index=True)
    many["base_id"] = [f"{one}-{n}" for n, one in enumerate(many["base_id"])]
    highest = district.levels.sort_values("rank")["level"].iloc[0]
    many.loc[many.index[-1], "level"] = highest
    listed = bases.in_town(SAY["zh"], district, many.set_index("base_id", drop=False), CHANGLE, "overview")
    assert len(listed) == bases.LISTED and listed[0][2] == {"base": many["base_id"].iloc[-1]}
    assert f"共{len(many)}处" in bases.in_this_town(SAY["zh"], district, many, CHANGLE)


def test_a_town_of_few_lists_them_all(district):
    own = district.bases[district.bases["area_code"] == CHANGLE]
    assert len(bases.in_town(SAY["zh"], district, district.bases, CHANGLE, "bases")) == len(own)
    assert bases.in_this_town(SAY["zh"], district, district.bases, CHANGLE) == "常乐镇的阵地"
    assert bases.in_this_town(SAY["zh"], district, district.bases, None) == ""
