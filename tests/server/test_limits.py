"""How much is too much."""

import pytest

from outreach.server import limits
from outreach.server.limits import Bucket, Refusals, Visitors, address


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_so_many_at_once_and_then_so_many_a_second(clock):
    bucket = Bucket(2.0, 3.0, clock)
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
    clock.now += 1
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock.now += 3600
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_the_server_takes_no_more_visitors_than_it_can_serve(monkeypatch, clock):
    monkeypatch.setenv("OUTREACH_VISITORS", "2")
    visitors = Visitors(clock)
    assert [visitors.refuses(one) for one in "ab"] == [None, None] and visitors.full
    assert visitors.refuses("c") == "the server is full"
    visitors.leaves("a")
    assert not visitors.full and visitors.refuses("c") is None


def test_one_address_cannot_take_the_room_of_all(monkeypatch, clock):
    monkeypatch.setenv("OUTREACH_PER_ADDRESS", "3")
    visitors = Visitors(clock)
    assert [visitors.refuses("a") is None for _ in range(5)] == [True, True, True, False, False]
    assert visitors.refuses("b") is None
    visitors.leaves("a")
    assert visitors.refuses("a") is None


def test_a_storm_of_one_address_is_let_in_little_by_little(monkeypatch, clock):
    monkeypatch.setenv("OUTREACH_PER_ADDRESS", "120")
    visitors = Visitors(clock)
    came = 0
    for _ in range(1000):
        if visitors.refuses("a") is None:
            came += 1
            visitors.leaves("a")
    assert came == 240 and visitors.refuses("b") is None


def test_hundred_pages_that_come_back_after_a_restart_are_let_in_at_once(clock):
    visitors = Visitors(clock)
    assert [visitors.refuses("a") for _ in range(100)] == [None] * 100


def test_who_has_left_is_forgotten_in_the_end(clock):
    visitors = Visitors(clock)
    for i in range(limits.MOST_ADDRESSES + 50):
        assert visitors.refuses(f"a{i}") is None
        visitors.leaves(f"a{i}")
    assert len(visitors._new) == limits.MOST_ADDRESSES and not visitors._there


@pytest.mark.parametrize(
    "client, whom",
    [
        (("10.0.0.9", 5), "10.0.0.9"),
        (("::ffff:10.0.0.9", 5), "10.0.0.9"),
        (("2001:db8:1:2:aaaa::1", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:bbbb::1", 5), "2001:db8:1:2::/64"),
        (None, ""),
    ],
)
def test_a_connection_counts_for_the_household_or_office_it_comes_from(client, whom):
    assert address({"client": client}) == whom


def test_a_refusal_is_told_at_once_and_then_once_a_minute_with_their_number(clock, caplog):
    refusals = Refusals(clock)
    with caplog.at_level("WARNING", "outreach"):
        for _ in range(532):
            refusals.tell("it said nothing")
        refusals.tell("it sent text")
        clock.now += limits.AGAIN_S
        refusals.tell("it said nothing")
    assert [one.getMessage() for one in caplog.records] == [
        "refused a connection: it said nothing",
        "refused a connection: it sent text",
        "refused a connection: it said nothing (531 more since it was told)",
    ]
