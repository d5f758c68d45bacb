from dataclasses import replace

import pandas as pd
import pytest

from outreach import views, words
from outreach.figures import Figures
from outreach.screen import cached
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
    return views.literacy.lede(SAY[language], found.official, found.estimates, found.surveyed, district.areas)


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


def test_towns_of_a_survey_are_held_against_the_same_survey(surveyed):
    found = Figures(surveyed, pd.Timestamp("2026-11-27").date())
    beside = found.literacy_beside
    assert (beside.year, beside.basis) == (2026, "survey") and beside.share == pytest.approx(0.2, abs=0.01)
    assert found.literacy_now.year == 2026 and found.statuses.loc["T01", "survey_n"] == 4400
