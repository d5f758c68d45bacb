import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.views import choropleth, palette
from tests.conftest import SAY

SHARES = pd.Series({"a": 0.10, "b": 0.11, "c": 0.30, "e": np.nan})
RAMPS = {"literacy": palette.LITERACY, "gap": palette.GAP, "bases": palette.BASES}


def filled(values, say=SAY["en"], **given):
    return choropleth.filled(
        say, values, **{"ramp": palette.LITERACY, "kind": "percent", "step": 0.05, "count": 2, **given}
    )


def test_classes_are_named_by_their_edges():
    fill, legend = filled(SHARES)
    assert fill["class_label"].to_dict() == {
        "a": "below 15.0%",
        "b": "below 15.0%",
        "c": "15.0% and more",
        "e": "No data",
    }
    assert [label for label, _ in legend] == ["below 15.0%", "15.0% and more", "No data"]
    assert [label for label, _ in filled(SHARES, SAY["zh"])[1]] == ["15.0% 以下", "15.0% 及以上", "无数据"]


def test_missing_is_a_class_of_its_own_and_only_where_it_occurs():
    fill, legend = filled(SHARES)
    assert fill.at["e", "colour"] == palette.MISSING and legend[-1] == ("No data", palette.MISSING)
    assert "No data" not in dict(filled(SHARES.dropna())[1])


@pytest.mark.parametrize("ramp", RAMPS.values(), ids=RAMPS)
def test_missing_is_never_a_colour_of_a_ramp(ramp):
    assert palette.MISSING not in ramp and palette.NOUGHT not in ramp


def test_nought_is_its_own_class_when_it_says_something_else_than_little():
    fill, legend = filled(pd.Series({"a": 0.0, "b": 0.21, "c": 0.5, "e": np.nan}), nought="none")
    assert fill.loc["a"].tolist() == ["none", palette.NOUGHT]
    assert fill.loc["e"].tolist() == ["No data", palette.MISSING]
    assert legend[0] == ("none", palette.NOUGHT) and len(legend) == 4
    assert "none" not in dict(filled(pd.Series({"a": 0.1, "b": 0.2}), nought="none")[1])


def test_nothing_but_noughts_is_one_class():
    fill, legend = filled(pd.Series({"a": 0.0, "b": 0.0}), nought="none")
    assert set(fill["class_label"]) == {"none"} and legend == (("none", palette.NOUGHT),)


def test_figures_too_close_for_an_edge_share_one_class_that_names_them_all():
    fill, legend = filled(pd.Series({"a": 0.101, "b": 0.104}))
    assert [label for label, _ in legend] == ["10.1% – 10.4%"] and set(fill["class_label"]) == {"10.1% – 10.4%"}


def test_nobody_counted_anything():
    fill, legend = filled(pd.Series({"a": np.nan, "b": np.nan}))
    assert set(fill["colour"]) == {palette.MISSING} and [label for label, _ in legend] == ["No data"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1) | st.just(np.nan), min_size=1, max_size=20))
def test_every_town_has_a_class_of_the_legend_and_its_colour(values):
    fill, legend = filled(pd.Series(values), count=4)
    assert all(dict(legend)[row.class_label] == row.colour for row in fill.itertuples())


def test_a_darker_colour_is_a_larger_figure():
    fill, _ = filled(pd.Series([0.11, 0.31, 0.51, 0.71]), count=4)
    brightness = [sum(palette.rgb(colour)[:3]) for colour in fill["colour"]]
    assert brightness == sorted(brightness, reverse=True) and len(set(brightness)) == 4


def _overlay(grades):
    names = pd.Series({"a": "A Town", "b": "B Subdistrict", "c": "丙镇", "e": "E"})
    fill, legend = filled(SHARES)
    return choropleth.overlay(
        SAY["en"], names, fill, legend, "Share", lines=lambda code: [code], label=lambda code: "x", reliability=grades
    )


def test_a_hatch_says_how_reliable_a_figure_is():
    hatch = _overlay({"a": "A", "b": "E", "c": "F", "e": None}).towns["hatch"]
    assert hatch.to_dict() == {"a": None, "b": "sparse", "c": "dense", "e": "dense"}, "e has no figure at all"


def test_without_grades_only_the_missing_is_hatched():
    assert _overlay(None).towns["hatch"].to_dict() == {"a": None, "b": None, "c": None, "e": "dense"}


def test_a_map_has_no_room_for_the_word_town():
    assert _overlay(None).towns["label"].tolist() == ["A\nx", "B\nx", "丙镇\nx", "E\nx"]
