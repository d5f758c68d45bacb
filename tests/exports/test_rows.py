import pytest

from outreach.exports import rows
from outreach.exports.rows import Room, laid

ROOM = Room(wide=20, high=4, sizes=(2.0, 1.0), leading=1.0)


@pytest.mark.parametrize(
    ("texts", "size", "lines"),
    [
        (["甲"], 2.0, (1,)),  # a head and a row of letters of 2
        (["甲", "乙", "丙"], 1.0, (1, 1, 1)),  # a head and three rows of letters of 1
        (["甲", "乙", "丙", "丁"], 1.0, (1, 1, 1)),  # the fourth goes on
        (["甲" * 40, "乙", "丙"], 1.0, (2, 1)),
        (["甲", "乙" * 100, "丙"], 1.0, (1,)),  # a row too high for any room
        (["乙" * 100, "丙"], 1.0, (5,)),  # has one of its own
        ([], 2.0, ()),
    ],
)
def test_a_table_has_the_largest_letters_that_leave_room_for_all_and_goes_on_where_the_least_do_not(texts, size, lines):
    found = laid(["头"], [texts], ROOM)
    assert (found.size, found.head, found.lines) == (size, 1, lines)


def test_no_row_after_the_last_that_has_room_is_broken_into_lines(monkeypatch):
    broken, wrapped = [], rows.wrapped
    monkeypatch.setattr(rows, "wrapped", lambda text, *room: broken.append(text) or wrapped(text, *room))
    assert laid(["头"], [[f"{i}" + "甲" * 4000 for i in range(30)]], ROOM).lines == (201,)
    assert {text[:2] for text in broken} == {"头", "0甲"}
