import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, Event

import pandas as pd
import pytest

from outreach.memo import Memo


class Asked:
    """A function that counts how often it was asked and gives its own arguments back."""

    def __init__(self):
        self.times = 0

    def __call__(self, *args, **kwargs):
        self.times += 1
        return object()


def test_the_same_question_is_worked_out_once():
    memo, asked = Memo(10), Asked()
    frame = pd.DataFrame({"a": [1]})
    assert memo(asked, frame, "x", by=2) is memo(asked, frame, "x", by=2) and asked.times == 1


def test_ids_count_by_value_and_frames_by_identity():
    memo, asked = Memo(10), Asked()
    one, twin = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]})
    assert memo(asked, "".join(["a", "b"]), ("x", 1), date(2025, 1, 1)) is memo(asked, "ab", ("x", 1), date(2025, 1, 1))
    assert memo(asked, one) is not memo(asked, twin)
    assert memo(asked, (one, "x")) is memo(asked, (one, "x"))
    assert memo(asked, (one, "x")) is not memo(asked, (twin, "x"))


def test_another_function_or_argument_is_another_question():
    memo, asked, other = Memo(10), Asked(), Asked()
    answers = [
        memo(asked, 1),
        memo(other, 1),
        memo(asked, 2),
        memo(asked, area=1),
        memo(asked, base=1),
        memo(asked, None),
        memo(asked, "1"),
    ]
    assert len(set(map(id, answers))) == len(answers)


def test_the_order_of_named_arguments_is_nothing():
    memo, asked = Memo(10), Asked()
    assert memo(asked, a=1, b=2) is memo(asked, b=2, a=1)


def test_a_yes_is_not_taken_for_a_one():
    memo = Memo(10)
    assert (memo(repr, 1), memo(repr, True), memo(repr, 1.0)) == ("1", "True", "1.0")


def test_nothing_found_is_remembered_too():
    memo, times = Memo(10), []
    assert [memo(times.append, "x"), memo(times.append, "x")] == [None, None] and times == ["x"]


def test_the_least_recently_asked_for_is_forgotten_first():
    memo, asked = Memo(2), Asked()
    first, second = memo(asked, "a"), memo(asked, "b")
    assert memo(asked, "a") is first
    memo(asked, "c")
    assert memo(asked, "a") is first and memo(asked, "b") is not second


def test_a_frame_lives_as_long_as_it_is_remembered():
    memo, asked = Memo(1), Asked()
    frame = pd.DataFrame({"a": [1]})
    watch = weakref.ref(frame)
    memo(asked, frame)
    del frame
    gc.collect()
    assert watch() is not None, "or its place in memory would be taken for another frame's"
    memo(asked, "something else")
    gc.collect()
    assert watch() is None


def test_an_error_is_not_remembered():
    memo, answers = Memo(10), iter([ZeroDivisionError(), 7])

    def sometimes():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with suppress(ZeroDivisionError):
        memo(sometimes)
    assert memo(sometimes) == 7


def test_many_visitors_at_once_get_right_answers_and_no_more_is_kept_than_allowed():
    memo = Memo(5)
    with ThreadPoolExecutor(16) as visitors:
        found = list(visitors.map(lambda number: memo(pow, number % 12, 2), range(3000)))
    assert found == [(number % 12) ** 2 for number in range(3000)]
    assert len(memo._found) <= 5


def test_those_who_ask_for_the_same_at_once_share_one_working_out():
    memo, together, calls = Memo(10), Barrier(8), []

    def slow(number: int) -> list[int]:
        calls.append(number)
        Event().wait(0.2)
        return [number]

    def ask() -> list[int]:
        together.wait(10)
        return memo(slow, 7)

    with ThreadPoolExecutor(8) as people:
        answers = [asked.result() for asked in [people.submit(ask) for _ in range(8)]]
    assert calls == [7]
    assert all(answer is answers[0] for answer in answers)


def test_what_failed_is_worked_out_again_for_the_next_who_asks():
    memo, calls = Memo(10), []

    def fails_first() -> str:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("not yet")
        return "done"

    with pytest.raises(ValueError, match="not yet"):
        memo(fails_first)
    assert memo(fails_first) == "done"
