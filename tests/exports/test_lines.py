from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.exports.lines import width, wrapped


def test_chinese_breaks_anywhere_but_before_a_closing_sign():
    assert wrapped("一二三四，五六", 10, 40) == ["一二三四，", "五六"]
    assert wrapped("一二三（四五）", 10, 40) == ["一二三", "（四五）"]


def test_english_breaks_at_spaces_and_keeps_figures_whole():
    assert wrapped("outreach bases of 12,345 people", 10, 79) == ["outreach bases", "of 12,345", "people"]


def test_a_word_longer_than_a_line_is_broken():
    found = wrapped("a" * 50, 10, 60)
    assert "".join(found) == "a" * 50 and len(found) > 3


def test_a_paragraph_keeps_its_own_lines():
    assert wrapped("甲\n乙", 10, 400) == ["甲", "乙"] and wrapped("", 10, 40) == [""]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("海门区科普阵地，。（）abc de12.5%"), max_size=60), st.integers(60, 400))
def test_nothing_is_lost_and_lines_keep_to_the_room(text, room):
    found = wrapped(text, 10, room)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(10 * width(line.rstrip("，。）.%")) <= room + 45 for line in found)
