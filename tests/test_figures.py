"""A figure is the same wherever it is met: asked for, on the command line, on a page and in the page's file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest

from outreach.exports import sheets
from outreach.figures import Figures
from outreach.figures.reach import Weighing
from outreach.measures.parameters import chosen
from outreach.memo import Memo
from outreach.selection import Selection
from tests.conftest import TODAY

PLAIN = Selection()
WEIGHING = Weighing(PLAIN.points(), PLAIN.mean, PLAIN.way, PLAIN.decay, PLAIN.demand)
FAMILIES: dict[str, tuple[str, str, str, Callable[[Figures], pd.Series]]] = {
    "bases": ("overview", "overview_map", "bases", lambda f: f.bases_counted),
    "bases_per_10k": ("overview", "overview_map", "bases_per_10k", lambda f: f.bases_per_10k),
    "literacy_estimate": ("literacy", "literacy_map", "share", lambda f: f.estimates.table["share"]),
    "gap": ("gaps", "gaps_table", "gap", lambda f: f.gap["gap"]),
    "gap_top3": ("gaps", "gaps_table", "p_top3", lambda f: f.gap["p_top3"]),
    "coverage_ebike": ("gaps", "gaps_table", "coverage_ebike", lambda f: f.covered()["ebike"]["value"]),
    "coverage_walk": ("gaps", "gaps_table", "coverage_walk", lambda f: f.covered()["walk"]["value"]),
    "completeness": ("gaps", "gaps_table", "completeness", lambda f: f.gap["completeness"]),
    "access_per_10k": ("gaps", "access", "access", lambda f: 10_000 * f.access(WEIGHING)),
    "bases_share_less_people_share": (
        "gaps",
        "equity",
        "difference",
        lambda f: f.equity(WEIGHING).disparity["difference"],
    ),
}  # a measure of the command line: its page, exhibit and column, and how the figure is asked for


@pytest.fixture(scope="module")
def figures(district) -> Figures:
    return Figures(district, TODAY)


@pytest.fixture(scope="module")
def written(figures) -> pd.DataFrame:
    return figures.everything(chosen(figures.district.home.travel, figures.district.home.literacy))


def of_measure(written, measure: str) -> pd.Series:
    return written[written["measure"] == measure].set_index("area_code")["value"].astype(float)


@pytest.mark.parametrize("measure", FAMILIES)
def test_the_command_line_the_page_and_its_file_show_the_same_value(figures, written, shown, measure):
    page, exhibit, column, ask = FAMILIES[measure]
    asked = ask(figures).astype(float)
    told = of_measure(written, measure)
    both = told.index.intersection(asked.index)
    assert len(both) >= 12
    pd.testing.assert_series_equal(asked[both], told[both], check_names=False, check_exact=False, rtol=1e-9)
    for language in ("zh", "en"):
        on_page = shown[page, language].exhibits[exhibit]
        seen = on_page.rows.set_index("area_code")[column].astype(float)
        towns = both.intersection(seen.index)
        assert len(towns) >= 10
        pd.testing.assert_series_equal(seen[towns], told[towns], check_names=False, rtol=1e-9)
        in_file = pd.read_csv(BytesIO(sheets.csv(on_page)), encoding="utf-8-sig")
        title = next(one.title for one in on_page.columns if one.name == column)
        assert in_file[title].tolist() == pytest.approx(seen.tolist(), rel=1e-9, nan_ok=True)


def test_the_districts_share_is_the_one_stated(figures, written, shown):
    stated = of_measure(written, "literacy_official")[figures.district.home.code]
    assert figures.official_share == stated
    rows = shown["literacy", "zh"].exhibits["literacy_series"].rows
    own = rows[(rows["area_code"] == figures.district.home.code) & (rows["group"] == "all")]
    assert stated in set(own["share"])


def test_the_mean_distance_of_a_town_is_that_of_the_command_line(figures, written):
    told = of_measure(written, "mean_km")
    asked = figures.mean_km.iloc[:, 0].astype(float)
    assert asked[told.index].tolist() == pytest.approx(told.tolist(), rel=1e-9, nan_ok=True)


def test_the_default_weighing_is_the_gap_until_a_visitor_weighs(figures):
    pd.testing.assert_series_equal(figures.gap_weighed(WEIGHING)["gap"], figures.gap["gap"])
    other = WEIGHING._replace(points=(("facilities", 5), *WEIGHING.points[1:]))
    assert not figures.gap_weighed(other)["gap"].equals(figures.gap["gap"])


def test_two_who_share_what_remembers_share_the_figure(district):
    keep = Memo(500)
    assert Figures(district, TODAY, keep).gap is Figures(district, TODAY, keep).gap


def test_a_crowd_works_a_figure_out_once(district):
    keep = Memo(500)
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda _: Figures(district, TODAY, keep).estimates, range(8)))
    assert len({id(one) for one in found}) == 1


def test_another_reading_has_figures_of_its_own(district):
    keep = Memo(500)
    fewer = replace(district, bases=district.bases[:1])
    assert Figures(fewer, TODAY, keep).bases_counted.sum() < Figures(district, TODAY, keep).bases_counted.sum()
