"""Opening hours in words: as an office writes them, and so that they read back as what they were."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.measures.opening import Today
from outreach.tables import opening
from outreach.views import bases, hours
from outreach.vocabulary import Spell
from tests.conftest import SAY

EVERY_MONTH, EVERY_DAY = frozenset(range(1, 13)), frozenset(range(7))


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("周二至周日 9:00-17:00；周一闭馆", "周一闭馆；周二至周日 9:00-17:00", "Mon closed; Tue–Sun 9:00-17:00"),
        ("每天 8:30-11:30，13:30-17:00", "每天 8:30-11:30、13:30-17:00", "daily 8:30-11:30, 13:30-17:00"),
        ("周六、周日、周一 全天", "周六至周一 全天", "Sat–Mon all day"),
        (
            "11月至次年4月 周三 9:00-16:30 16:00停止入馆",
            "11月至4月 周三 9:00-16:30，16:00停止入场",
            "Nov–Apr Wed 9:00-16:30, last entry 16:00",
        ),
    ],
)
def test_hours_are_written_as_an_office_writes_them(text, zh, en):
    spells = sorted(opening.read(text), key=lambda one: bool(one.spans))
    assert (hours.formatted(SAY["zh"], spells), hours.formatted(SAY["en"], spells)) == (zh, en)


spans = st.lists(st.integers(0, 287), min_size=2, max_size=4, unique=True).map(
    lambda five: tuple((5 * a, 5 * b) for a, b in zip(sorted(five)[::2], sorted(five)[1::2], strict=False))
)
spells = spans.flatmap(
    lambda open_: st.builds(
        Spell,
        st.one_of(st.just(EVERY_MONTH), st.frozensets(st.integers(1, 12), min_size=1, max_size=11)),
        st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6), min_size=1, max_size=6)),
        st.just(open_),
        st.sampled_from([None, open_[-1][1]]),
    )
)


@given(spells, st.sampled_from(["zh", "en"]))
def test_what_is_written_reads_back_as_the_same_hours(spell, language):
    assert set(opening.read(hours.formatted(SAY[language], [spell]))) == {spell}


def test_nothing_known_is_nothing_written():
    assert hours.formatted(SAY["zh"], ()) == ""


def test_a_bases_card_says_what_its_hours_say_of_the_day(district):
    say, (spell,) = SAY["zh"], opening.read("周一闭馆")
    shown = bases.card(say, district.home, district, "jianghai-museum", (spell,), Today("closed")).rows
    assert shown.set_index("item")["value"]["今天"] == "今天闭馆"
    for unknown in (None, Today("over")):
        card = bases.card(say, district.home, district, "haimen-library", (), unknown)
        assert ("今天" in set(card.rows["item"])) == (unknown is not None) and "今天" not in card.sentence


def test_a_card_writes_hours_that_stand_as_days_and_times_alone(district):
    wordless = replace(district, bases=district.bases.assign(hours_zh=None, hours_en=None))
    for language, formatted in (("zh", "周二至周日 9:00-17:00"), ("en", "Tue–Sun 9:00-17:00")):
        spells = opening.read("周二至周日 9:00-17:00")
        card = bases.card(SAY[language], district.home, wordless, "haimen-library", spells, None)
        assert formatted in set(card.rows["value"])
