"""What hours say of today."""

from datetime import datetime, timedelta

import pytest

from outreach.measures.opening import Today, today
from outreach.vocabulary import Spell

YEAR = frozenset(range(1, 13))
HOURS = (
    Spell(YEAR, frozenset({0}), ()),
    Spell(frozenset({11, 12}), frozenset(range(0, 6)), ((540, 720), (780, 1020)), 990),
)
TUESDAY = datetime(2026, 11, 24)


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("8:59", Today("later", 540)),
        ("9:00", Today("open", 720)),
        ("12:00", Today("later", 780)),
        ("13:00", Today("open", 1020, 990)),
        ("16:29", Today("open", 1020, 990)),
        ("16:30", Today("late", 1020)),
        ("17:00", Today("over")),
    ],
)
def test_a_day_is_told_from_its_morning_to_its_evening(clock, said):
    hour, minute = map(int, clock.split(":"))
    assert today(HOURS, TUESDAY + timedelta(hours=hour, minutes=minute)) == said


def test_a_day_of_rest_goes_before_the_hours_of_the_week():
    assert today(HOURS, TUESDAY - timedelta(days=1)) == Today("closed")


def test_of_a_day_or_a_month_the_hours_do_not_name_nothing_is_said():
    assert today(HOURS, TUESDAY - timedelta(days=2)) is None
    assert today(HOURS, TUESDAY.replace(month=10, day=27)) is None
    assert today((), TUESDAY) is None


def test_what_is_open_at_all_hours_says_so():
    assert today((Spell(YEAR, frozenset(range(7)), ((0, 1440),)),), TUESDAY) == Today("all_day")
