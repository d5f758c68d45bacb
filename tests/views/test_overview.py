import pytest

from outreach.page import Card, Links, Numbers, Picked, flat
from outreach.screen import visit
from outreach.selection import Selection
from tests.towns import LINJIANG

LEDE = {
    "zh": "2020年，全区公民具备科学素质的比例为14%；规划要求2025年达到20%；2025年已过，尚无公布结果。"
    "全区已录入科普阵地22处，其中查得到认定的基地4个；分布在8个镇街，4个镇街（海永镇、余东镇、正余镇、临江镇）尚无录入。"
    "规划提出的基地建设目标共3项，其中3项没有收到报告。",
    "en": "In 2020, 14% of the district's adults were science-literate; the plan asks for 20% by 2025. "
    "2025 is over and no result has been published. "
    "22 places of outreach are on record, with 4 bases for which a recognition was found, in 8 towns; 4 towns (Haiyong Town, Yudong Town, Zhengyu Town, Linjiang Town) "
    "have none on record. Of the plan's 3 targets for bases, 3 have had no report.",
}
BASES = {
    "海门街道": 8,
    "滨江街道": 1,
    "三厂街道": 3,
    "三星镇": 2,
    "海永镇": 0,
    "常乐镇": 4,
    "悦来镇": 1,
    "四甲镇": 1,
    "余东镇": 0,
    "正余镇": 0,
    "包场镇": 1,
    "临江镇": 0,
}


@pytest.mark.parametrize("language", LEDE)
def test_what_a_presenter_reads_out_first(shown, language):
    assert LEDE[language] in shown["overview", language].texts


def test_the_bases_of_every_town(shown):
    rows = shown["overview", "zh"].exhibits["overview_map"].rows
    assert dict(zip(rows["town_name"], rows["bases"])) == BASES


def test_a_target_nobody_reported_on_has_no_figure(shown):
    rows = shown["overview", "zh"].exhibits["overview_targets"].rows
    assert set(rows["status_name"]) == {"到期未报告"} and set(rows["reported"]) == {""}


def test_a_town_that_is_clicked_is_shown_first_beside_the_map_with_the_ways_on(district):
    blocks = list(flat(visit.page("overview", Selection(area=LINJIANG), district).blocks))
    town = next(one for one in blocks if isinstance(one, Picked))
    ways = next(one for one in blocks if isinstance(one, Links))
    name, sentence, figures = town.chosen()
    assert name == "临江镇" and sentence.startswith("缺口") and "其中待核实" in sentence
    assert figures[0] == ("常住人口", "50,000", "估算") and len(figures) == 5
    assert [page for page, _, _ in ways.items()] == ["town", "gaps", "bases", "siting"]
    assert all(chosen["area"] == LINJIANG for _, _, chosen in ways.items())
    assert [type(one) for one in blocks].index(Picked) < [type(one) for one in blocks].index(Numbers)


def test_what_is_read_of_a_clicked_base_stands_before_the_town(district):
    base = district.bases["base_id"].iloc[0]
    blocks = list(flat(visit.page("overview", Selection(area=LINJIANG, base=base), district).blocks))
    kinds = [type(one) for one in blocks]
    assert kinds.index(Card) < kinds.index(Picked) < kinds.index(Numbers)
