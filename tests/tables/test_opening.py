"""Opening hours as offices write them, and what of them cannot be told for certain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.tables import opening
from outreach.tables.opening import OpeningError, known, read, trouble
from outreach.vocabulary import Spell

WEEK, YEAR = opening.WEEK, opening.YEAR
NINE_TO_FIVE = ((540, 1020),)
WITHOUT_MONDAY = (Spell(YEAR, frozenset({0}), ()), Spell(YEAR, WEEK - {0}, NINE_TO_FIVE))


@pytest.mark.parametrize(
    "text",
    [
        "Tue-Sun 09:00-17:00; closed Mon",
        "Tuesday to Sunday 9:00–17:00, closed on Mondays",
        "closed Mon; Tue-Sun 9:00-17:00",
        "周二至周日 9:00-17:00；周一闭馆",
        "周二到周日9：00—17：00，周一休息",
        "星期二至星期日 09:00~17:00。星期一不开放",
        "周二、周三、周四、周五、周六、周日 9:00-17:00（法定节假日除外）；周一闭馆",
        "周一闭馆，周二至天 9:00-17:00",
    ],
)
def test_the_same_hours_are_read_alike_however_they_are_written(text):
    assert read(text) == WITHOUT_MONDAY


def test_seasons_last_entries_and_two_spans_a_day_are_read():
    seasons = read("5—10月 周二至周日9:00—17:30（16:30停止入馆）；11月—次年4月 9:00-12:00、13:00-16:00；周一闭馆")
    assert seasons == (
        Spell(YEAR, frozenset({0}), ()),
        Spell(frozenset(range(5, 11)), WEEK - {0}, ((540, 1050),), 990),
        Spell(frozenset({11, 12, 1, 2, 3, 4}), WEEK, ((540, 720), (780, 960))),
    )
    assert read("May-Oct Tue-Sun 9:00-17:30 last entry 16:30")[0] == seasons[1]
    assert read("全天开放") == (Spell(YEAR, WEEK, ((0, 1440),)),)
    assert read("周六至周一 9:00-10:00")[0].days == {5, 6, 0}


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("夏季9:00-17:00", "夏季9:00-17:00"),
        ("周二至周日 9:00-17:00；预约参观", "预约参观"),
        ("周末及寒暑假 9:00—16:00", "周末及寒暑假"),
        ("9:00-25:00", "9:00-25:00"),
        ("17:00-9:00", "17:00-9:00"),
        ("周一至周五", "周一至周五"),
        ("周一闭馆9:00-17:00", "周一闭馆9:00-17:00"),
        ("9:00-17:00闭馆", "闭馆"),
        ("周一 9:00-12:00；周一 14:00-17:00", "周一 9:00-12:00；周一 14:00-17:00"),
        ("9:00-17:00 17:30停止入馆", "9:00-17:00 17:30停止入馆"),
        ("法定节假日除外", "法定节假日除外"),
    ],
)
def test_what_cannot_be_told_for_certain_is_refused_and_the_piece_is_named(text, piece):
    with pytest.raises(OpeningError):
        read(text)
    assert trouble(text) == piece and known(text) == ()


def test_an_empty_cell_says_nothing():
    assert known(None) == known("") == known(float("nan")) == ()


@settings(deadline=None)
@given(st.text(alphabet="周一二日至每天闭馆0123456789:：-～，、；月 （）除外MonTuecl", max_size=24))
def test_no_hours_are_too_odd_to_be_read_or_refused(text):
    for spell in known(text):
        assert spell.months <= YEAR and spell.days <= WEEK
        assert all(0 <= start < end <= 1440 for start, end in spell.spans)
