"""Who has reported and whom to remind, in words, on a day that is given."""

from datetime import date

import pandas as pd
import pytest

from outreach import views
from outreach.figures import towns_reported
from outreach.tables import reports
from tests.conftest import SAY
from tests.towns import CHANGLE, HAIYONG, YUDONG

SENT, DUE, AFTER = date(2026, 11, 27), date(2026, 12, 20), date(2026, 12, 23)


@pytest.fixture(scope="module")
def kept(district):
    """A round of three towns: one has answered everything, one a thing, one nothing."""
    wanted = reports.Wanted("2026年第4季度", SENT, DUE, (CHANGLE, HAIYONG, YUDONG), plan=False)
    found, _ = reports.opened(district, reports.read(district.home.data), wanted)
    told = found.returns
    told.loc[told["area_code"] == YUDONG, "answer"] = "unknown"
    told.loc[(told["area_code"] == CHANGLE) & (told["number"] == 1), "answer"] = "unknown"
    answered = told["answer"].notna()
    told.loc[answered, "returned_on"], told.loc[answered, "returned_by"] = pd.Timestamp("2026-12-15"), "李明"
    return found


def standing(district, kept, on: date, language: str = "zh"):
    found = towns_reported(kept.rounds, kept.returns, on)
    return views.returns.standing(SAY[language], district, kept.round("2026-q4"), found, on)


def states(exhibit) -> dict[str, str]:
    return dict(zip(exhibit.rows["town"], exhibit.rows["state"], strict=True))


def test_the_list_says_who_has_reported_how_much_and_who_is_late(district, kept):
    asked = int((kept.returns["area_code"] == CHANGLE).sum())
    before = states(standing(district, kept, DUE))
    assert before == {"余东镇": "已报送", "常乐镇": f"部分报送（1/{asked}）", "海永镇": "待报送"}
    after = standing(district, kept, AFTER)
    assert states(after) == {**before, "常乐镇": f"部分报送（1/{asked}），逾期3天", "海永镇": "逾期3天"}
    assert after.rows["town"].tolist() == ["海永镇", "常乐镇", "余东镇"]
    assert "3个镇街中1个已报送，1个部分报送，0个待报送，1个逾期未报" in after.sentence
    assert after.rows.set_index("town").loc["余东镇", ["when", "who"]].tolist() == ["2026-12-15", "李明"]
    assert states(standing(district, kept, AFTER, "en"))["Haiyong Town"] == "3 days late"


def test_whoever_is_late_gets_a_text_that_says_what_is_missing(district, kept, say):
    found = towns_reported(kept.rounds, kept.returns, AFTER)
    texts = views.returns.reminders(say, district, kept.round("2026-q4"), found)
    assert [name for name, _ in texts] == [{"zh": "海永镇", "en": "Haiyong Town"}[say.language]] + [
        {"zh": "常乐镇", "en": "Changle Town"}[say.language]
    ]
    left = int((kept.returns["area_code"] == CHANGLE).sum()) - 1
    assert str(left) in texts[1][1] and "2026-12-20" in texts[1][1] and "None" not in texts[1][1]
    before = towns_reported(kept.rounds, kept.returns, DUE)
    assert views.returns.reminders(say, district, kept.round("2026-q4"), before) == []


def test_rounds_are_named_the_newest_first(district, kept, say):
    later = reports.Wanted("2027年第1季度", date(2027, 1, 4), date(2027, 1, 20), (CHANGLE,))
    both, _ = reports.opened(district, kept, later)
    names = views.returns.rounds(say, both)
    assert list(names) == ["2027-q1", "2026-q4"] and "2027-01-20" in names["2027-q1"]
