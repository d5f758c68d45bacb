"""Work that takes long waits in line and is done elsewhere: tried with work that ends when it is told to."""

import os
import threading
from contextlib import contextmanager

import pytest

from outreach import apart
from outreach.apart import Apart, Full, Line, Lost


class Visitor(threading.Thread):
    """Somebody who has something done that takes as long as the test wants."""

    def __init__(self, line: Line, done: list):
        super().__init__(daemon=True)
        self.line, self.done = line, done
        self.places: list[int] = []
        self.told = threading.Event()
        self.inside, self.ends, self.leaves = threading.Event(), threading.Event(), threading.Event()
        self.start()

    def _wait(self, place: int) -> None:
        if self.leaves.is_set():
            raise KeyboardInterrupt
        if not self.places or self.places[-1] != place:
            self.places.append(place)
            self.told.set()

    def run(self) -> None:
        try:
            with self.line.turn(self._wait):
                self.inside.set()
                self.ends.wait(20)
                self.done.append(self)
        except KeyboardInterrupt:
            self.done.append(None)

    def is_told(self, *places: int) -> bool:
        """Whether these are the places told, one after the other; waits for the last of them."""
        while self.places[-1:] != [places[-1]] and self.told.wait(20):
            self.told.clear()
        return tuple(self.places) == places


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(apart, "LOOK_S", 0.01)


def came(line: Line, number: int) -> tuple[list[Visitor], list]:
    """So many visitors, each come when the one before stands in line or is inside."""
    done: list = []
    found: list[Visitor] = []
    for _ in range(number):
        one = Visitor(line, done)
        found.append(one)
        while not one.inside.is_set() and not one.places:
            one.told.wait(0.01)
    return found, done


def test_no_more_are_inside_than_may_be_and_the_others_are_told_their_place():
    visitors, _ = came(Line(2, 50), 5)
    assert [one.inside.is_set() for one in visitors] == [True, True, False, False, False]
    assert [one.places for one in visitors] == [[], [], [1], [2], [3]]
    for one in visitors:
        one.ends.set()
    for one in visitors:
        one.join(20)


def test_they_are_let_in_in_the_order_in_which_they_came():
    visitors, done = came(Line(1, 50), 6)
    for one in visitors:
        assert one.inside.wait(20) and not any(later.inside.is_set() for later in visitors[visitors.index(one) + 1 :])
        one.ends.set()
        one.join(20)
    assert done == visitors


def test_a_place_is_told_anew_when_the_line_moves_up():
    visitors, _ = came(Line(1, 50), 3)
    visitors[0].ends.set()
    assert visitors[1].inside.wait(20) and visitors[2].is_told(2, 1)
    for one in visitors:
        one.ends.set()
        one.join(20)


def test_who_leaves_the_line_is_not_waited_for():
    visitors, done = came(Line(1, 50), 3)
    visitors[1].leaves.set()
    visitors[1].join(20)
    assert visitors[2].is_told(2, 1)
    visitors[0].ends.set()
    assert visitors[2].inside.wait(20)
    visitors[2].ends.set()
    visitors[2].join(20)
    assert done == [None, visitors[0], visitors[2]]


def test_a_line_that_is_full_lets_nobody_else_in():
    line = Line(1, 2)
    visitors, _ = came(line, 3)
    with pytest.raises(Full), line.turn(lambda _place: None):
        raise AssertionError("let in")
    for one in visitors:
        one.ends.set()
        one.join(20)
    with line.turn(lambda _place: None):
        pass


def test_what_fails_inside_gives_its_place_back():
    line = Line(1, 2)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.turn(lambda _place: None):
            raise ZeroDivisionError
    with line.turn(lambda _place: None):
        pass


# in processes; work that is pickled is found by its name


def who(tell) -> tuple[int, int]:
    tell(0.5)
    return os.getpid(), os.nice(0)


def refused(_tell) -> None:
    raise ValueError("no town of that name")


def dies(_tell) -> None:
    os._exit(3)


def for_ever(_tell) -> None:
    threading.Event().wait()


@contextmanager
def opened(**how):
    found = Apart(1, **how)
    found.begin()
    try:
        yield found
    finally:
        found.end()


def test_work_is_done_by_a_process_of_lower_priority_which_is_kept():
    with opened() as work:
        shares: list[float] = []
        first, second = work.do(who, shares.append), work.do(who)
        assert first == second and first[0] != os.getpid() and first[1] >= apart.NICE and shares == [0.5]
        with pytest.raises(ValueError, match="no town of that name"):
            work.do(refused)
        assert work.do(who) == first


def test_a_process_that_dies_is_told_and_another_works_on():
    with opened() as work:
        before = work.do(who)
        with pytest.raises(Lost):
            work.do(dies)
        assert work.do(who)[0] != before[0]


def test_work_whose_visitor_has_gone_is_given_up_and_the_next_has_its_turn():
    def gone(_place: int) -> None:
        raise KeyboardInterrupt

    with opened() as work:
        with pytest.raises(KeyboardInterrupt), work.seen(gone):
            work.do(for_ever)
        assert work.do(who)[0] != os.getpid()


def test_where_nobody_serves_work_is_done_on_the_spot():
    assert Apart().do(who)[0] == os.getpid()
