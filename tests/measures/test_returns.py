"""Who has reported, is due or is late, in a round small enough to count by hand."""

from datetime import date

import pandas as pd

from outreach.figures import towns_reported
from outreach.measures.returns import STATES, standing
from outreach.tables import INSIDE

ROUNDS = pd.DataFrame({"round_id": ["q4"], "due_on": pd.to_datetime(["2026-12-20"])})
ASKED = [
    ("all", "confirmed", "2026-12-01", "王芳"),
    ("all", "changed", "2026-12-18", "李明"),
    ("some", "unknown", "2026-12-19", "张三"),
    ("some", None, None, None),
    ("none", None, None, None),
]
RETURNS = pd.DataFrame(
    {
        "round_id": "q4",
        "area_code": [town for town, *_ in ASKED],
        "answer": [answer for _, answer, *_ in ASKED],
        "returned_on": pd.to_datetime([day for *_, day, _ in ASKED]),
        "returned_by": [who for *_, who in ASKED],
    }
)


def states(on: date) -> dict:
    found = standing(ROUNDS, RETURNS, on)
    return {
        town: (row["state"], row["answered"], row["asked"], row["late_days"]) for (_, town), row in found.iterrows()
    }


def test_a_town_is_due_until_its_day_has_passed_and_late_from_the_next_one_on():
    before = {"all": ("reported", 2, 2, 0), "some": ("partly", 1, 2, 0), "none": ("waiting", 0, 1, 0)}
    assert states(date(2026, 12, 1)) == states(date(2026, 12, 20)) == before
    assert states(date(2026, 12, 23)) == {**before, "some": ("partly", 1, 2, 3), "none": ("late", 0, 1, 3)}
    assert set(STATES) == {"reported", "partly", "waiting", "late"}


def test_the_newest_answer_tells_when_and_by_whom():
    found = towns_reported(ROUNDS, RETURNS, date(2026, 12, 23)).loc["q4"]
    assert found.at["all", "returned_on"] == pd.Timestamp("2026-12-18") and found.at["all", "returned_by"] == "李明"
    assert pd.isna(found.at["none", "returned_on"])


def test_the_order_of_rows_is_nothing_and_without_a_round_there_is_nobody():
    turned = RETURNS.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        standing(ROUNDS, RETURNS, date(2026, 12, 23)), standing(ROUNDS, turned, date(2026, 12, 23))
    )
    assert standing(*(INSIDE[name].empty() for name in ("rounds", "returns")), date(2026, 12, 23)).empty
