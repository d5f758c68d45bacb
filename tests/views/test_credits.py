from dataclasses import replace

import pytest

from outreach.views.credits import credits, dated
from tests.conftest import SAY


def test_sources_stand_in_the_order_of_the_table_each_once(district):
    order = district.sources["source_id"].tolist()
    found = credits(SAY["zh"], district.home, district.sources, [order[3], order[0], order[3], None], [])
    said = credits(SAY["zh"], district.home, district.sources, [order[0], order[3]], [])
    assert found == said
    assert found.publishers.startswith("来源：南通市海门区人民政府（2022）")
    assert found.source.count("《") == 2


def test_many_sources_are_said_by_the_first_and_how_many_more(district, say):
    ids = district.sources.drop_duplicates("publisher_zh")["source_id"].tolist()
    few, many = (credits(say, district.home, district.sources, some, []) for some in (ids[:2], ids[:4]))
    told = {"zh": "来源：南通市海门区人民政府（2022）和其他3项", "en": "and 3 more"}[say.language]
    assert few.first == "" and told in many.first and len(many.first) < len(many.publishers)


def test_kinds_of_figures_stand_in_their_order_the_surest_first(district, say):
    found = credits(say, district.home, district.sources, [], ["assumed", "official", "modelled", None, "official"])
    assert (
        found.basis
        == {"zh": "数据性质：官方公布、模型推算、假定", "en": "Kind of figures: official, modelled, assumed"}[
            say.language
        ]
    )


def test_nothing_known_is_nothing_said(district, say):
    found = credits(say, district.home, district.sources, [], [])
    assert (found.publishers, found.source, found.basis, found.notice, found.demonstration) == ("",) * 5
    assert found.date == {"zh": "数据截至 2026-11-23", "en": "Data as of 2026-11-23"}[say.language]


@pytest.mark.parametrize("number", ["", "GS(2026)1234号"])
def test_a_map_prints_its_review_number_or_that_it_is_schematic(district, say, number):
    home = replace(district.home, review_number=number)
    notice = credits(say, home, district.sources, [], [], on_map=True).notice
    assert (number in notice) if number else notice.startswith(say("map.schematic"))
    assert notice.count(say("map.schematic")) == (0 if number else 1)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("08-15", "08-15，年份不详"),
        ("2008-2024", "2008-2024"),
        ("2021-02", "2021-02"),
        ("v3.0.2", "v3.0.2"),
        ("2017", "2017"),
    ],
)
def test_a_day_of_an_unknown_year_is_no_span_of_years(date, said):
    assert dated(SAY["zh"], date) == said
