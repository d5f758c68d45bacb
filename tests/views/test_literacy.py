from dataclasses import replace

import pandas as pd
import pytest

from outreach import views, words
from outreach.figures import Figures
from outreach.screen import cached
from outreach.tables.areas import EDUCATION
from tests.towns import HAIMEN

SAY = {language: cached.say(language) for language in words.LANGUAGES}


@pytest.fixture
def surveyed(district):
    """The shipped district, with every town but the last asked in 2026 and the district's own row."""
    codes = sorted(district.areas.loc[district.areas["parent_code"] == district.home.code, "area_code"])
    rows = [(code, 400, 0.18 + 0.01 * (i % 5)) for i, code in enumerate(codes[:-1])] + [(district.home.code, 4400, 0.2)]
    survey = pd.DataFrame(rows, columns=["area_code", "n", "share"]).assign(
        wave=2026,
        group="all",
        design_effect=1.5,
        clusters=20,
        df=19,
        effect_df=209,
        basis="survey",
        source_id="plan-2022",
    )
    return replace(district, survey=survey)


def lede(district, language):
    found = Figures(district, pd.Timestamp("2026-11-27").date())
    return views.literacy.method.lede(SAY[language], found.official, found.estimates, found.surveyed, district.areas)


def test_without_a_survey_the_page_says_that_all_is_modelled_and_of_which_year(district):
    said = lede(district, "zh")
    assert "模型推算的2020年数" in said and "城乡" in said and "不与其他年份的规划路径比较" in said


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_with_a_survey_the_page_leads_with_it_and_the_districts_own_share(surveyed, language):
    said = lede(surveyed, language)
    assert "2026" in said and "20.0%" in said and "11" in said and "2020" not in said


def test_a_towns_own_answers_stand_beside_the_combined_figure(surveyed):
    found = Figures(surveyed, pd.Timestamp("2026-11-27").date())
    rows = views.town.literacy(SAY["zh"], surveyed, found.estimates, HAIMEN).rows.set_index("item")["content"]
    assert rows["answers"] == "400" and rows["degrees"] == "19" and rows["design_effect"] == "1.50"
    assert rows["direct"].startswith("18.0%（95%区间") and rows["gamma"].endswith("%")
    last = found.estimates.table.index[-1]
    nobody = views.town.literacy(SAY["zh"], surveyed, found.estimates, last).rows.set_index("item")["content"]
    assert nobody["direct"] == "没有问过本镇街的居民" and nobody["grade"] == "模型推算"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_the_answers_are_is_said_beside_the_combined_figures_wherever_they_are_shown(surveyed, language):
    found = Figures(surveyed, pd.Timestamp("2026-11-27").date())
    say, chances = SAY[language], found.chances(0.2)
    shown = views.literacy.intervals.intervals(say, surveyed, found.literacy_known, 0.2, chances)
    for text in (shown.sentence, shown.says["answers"]):  # the page, the speaker's notes and the report
        assert all(one in text for one in ("400", "1.50", "19", "18.0%"))
    assert (
        "400" in shown.says["range"] and "18.0%" in shown.says["range"] and "1.50" not in shown.says["range"]
    )  # what is heard
    assert shown.chart.values == ("share", "direct_share")
    assert {"direct", "n", "design_effect", "df", "gamma"} <= {one.name for one in shown.columns}
    nobody = Figures(replace(surveyed, survey=surveyed.survey[:0]), pd.Timestamp("2026-11-27").date())
    plain = views.literacy.intervals.intervals(say, nobody.district, nobody.literacy_known, 0.2, chances)
    assert "1.50" not in plain.sentence and "gamma" not in {one.name for one in plain.columns}


def test_towns_of_a_survey_are_held_against_the_same_survey(surveyed):
    found = Figures(surveyed, pd.Timestamp("2026-11-27").date())
    beside = found.literacy_beside
    assert (beside.year, beside.basis) == (2026, "survey") and beside.share == pytest.approx(0.2, abs=0.01)
    assert found.literacy_now.year == 2026 and found.statuses.loc["T01", "survey_n"] == 4400


def test_a_make_up_by_schooling_joins_once_every_town_has_it_and_the_page_says_so(district):
    towns = district.areas["parent_code"] == district.home.code
    areas = district.areas.copy()
    for number, name in enumerate(EDUCATION):
        areas.loc[towns, name] = 100 + 100 * number * (areas.loc[towns, "kind"] == "town")
    areas.loc[towns, ["education_basis", "education_source_id"]] = ["census", "census-haimen-2021"]
    found = Figures(replace(district, areas=areas), pd.Timestamp("2026-11-27").date()).estimates
    plain = Figures(district, pd.Timestamp("2026-11-27").date()).estimates
    assert plain.margins == ("residence",) and found.margins == ("residence", "education")
    apart, before = (one.table["share"].max() - one.table["share"].min() for one in (found, plain))
    assert apart > before  # the subdistricts have the graduates
    said = views.literacy.method.method(SAY["zh"], district.home, found)
    assert "受教育程度" in said and "受教育程度" not in views.literacy.method.method(SAY["zh"], district.home, plain)
    areas.loc[areas["area_code"] == HAIMEN, EDUCATION[0]] = None
    less = Figures(replace(district, areas=areas), pd.Timestamp("2026-11-27").date()).estimates
    assert less.margins == ("residence",)
