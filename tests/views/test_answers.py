"""What a click on a map comes to, in a few words."""

import pytest

from outreach.figures import Figures
from outreach.views import answers
from tests.conftest import SAY, TODAY
from tests.towns import YUELAI


def test_nothing_clicked_is_not_answered(district):
    figures = Figures(district, TODAY)
    assert answers.base(SAY["zh"], district, None, None) is None
    assert answers.bases_of(SAY["zh"], district, district.bases, None) is None
    assert answers.literacy(SAY["zh"], district, figures.estimates, figures.ranks, None) is None


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [("zh", "海门科技馆", "科技馆 · "), ("en", "Haimen Science and Technology Museum", "Science museum · ")],
)
def test_a_base_is_told_by_its_kind_first(district, language, name, said):
    called, sentence, items = answers.base(SAY[language], district, "haimen-science-museum", None)
    assert called == name and sentence.startswith(said) and not items


def test_a_town_is_told_by_its_bases_and_by_its_share(district):
    figures = Figures(district, TODAY)
    here = int((district.bases["area_code"] == YUELAI).sum())
    assert answers.bases_of(SAY["zh"], district, district.bases, YUELAI) == ("悦来镇", f"已录入阵地{here}处", [])
    name, _, [(_, share, _)] = answers.literacy(SAY["zh"], district, figures.estimates, figures.ranks, YUELAI)
    assert name == "悦来镇" and "%" in share
