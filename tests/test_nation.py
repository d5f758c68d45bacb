"""The nation made up for measuring is one that can be measured, so that the benchmark stays runnable as measures grow."""

from tests.bench.nation import all_at_once, steps


def test_a_small_nation_is_measured_whole():
    assert all_at_once(6)["rows"] > 0
    assert steps(6)["points"] == 6 * 25
