import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import words
from outreach.screen import acts, tables, terms
from outreach.selection import Selection
from outreach.views.exhibit import Column, Credits, Exhibit

ZH, EN = words.load("zh"), words.load("en")
COLUMNS = [Column("town_name", "镇街"), Column("gap", "缺口指数", "index"), Column("rank", "名次范围")]
ROWS = pd.DataFrame(
    {
        "area_code": ["a", "b", "c"],
        "town_name": ["余东镇", "包场镇", "常乐镇"],
        "gap": [79.0, float("nan"), 8.0],
        "rank": ["第10～12位", "第2位", ""],
    }
)
SHOWN = Exhibit("gaps_table", "缺口一览", "", ROWS, tuple(COLUMNS), Credits("", "", "", ""))


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("", "abc"),
        ("gap", "cab"),
        ("-gap", "acb"),
        ("town_name", "bca"),
        ("rank", "bac"),
        ("-rank", "abc"),
        ("area_code", "abc"),
    ],
)
def test_a_table_is_sorted_by_a_column_on_the_page_what_is_missing_last(order, codes):
    assert "".join(tables.sorted_by(ROWS, COLUMNS, order)["area_code"]) == codes


@given(st.lists(st.text("第位 0123456789.-一二余A", max_size=6), max_size=12))
def test_sorting_keeps_every_row(texts):
    rows = pd.DataFrame({"town_name": texts}, dtype=object)
    assert sorted(tables.sorted_by(rows, COLUMNS, "-town_name")["town_name"]) == sorted(texts)


@pytest.mark.parametrize(("text", "codes"), [("", "abc"), ("镇", "abc"), ("余东", "a"), ("79 余", "a"), ("XYZ", "")])
def test_a_table_is_sifted_by_every_word_in_what_is_read(text, codes):
    assert "".join(tables.sifted(ROWS, COLUMNS, text, ZH)["area_code"]) == codes


def test_a_row_leads_to_its_town_and_a_head_says_how_it_is_sorted():
    html = tables._table(SHOWN, ZH, "-gap", "", True)
    assert 'data-act="go" data-value="town.a"' in html and 'href="town?lang=zh&amp;area=a"' in html
    assert 'aria-sort="descending"' in html.replace("'", '"') and 'data-value="gaps_table.gap"' in html


def test_a_table_that_a_phone_has_no_room_for_is_laid_as_cards_and_says_of_what_each_cell_is():
    long = [
        Column("town_name", "Neighbourhoods"),
        Column("rank", "Possible differences"),
        Column("gap", "Completeness", "index"),
    ]
    rows = pd.DataFrame({"town_name": ["Changle"] * 2, "rank": ["cannot be told"] * 2, "gap": [79.0, 8.0]})
    for columns, shown, cards in ((COLUMNS, ROWS, False), (long, rows, True)):
        html = tables._table(Exhibit("x", "", "", shown, tuple(columns), Credits("", "", "", "")), EN, "", "", True)
        assert (" cards" in html, "data-of=" in html, " wide" in html) == (cards, cards, False)


def test_how_many_rows_match_is_said():
    assert "3行中有1行符合" in tables._table(SHOWN, ZH, "", "余东", True)


def test_what_is_done_to_a_table_is_said_in_the_selection_and_nothing_else_is():
    assert acts.done(Selection(), "sort", "gaps_table.-gap") == ("", Selection(sort=("gaps_table.-gap",)))
    assert acts.done(Selection(), "sift", "bases.a,b ") == ("", Selection(sift=("bases.a b",)))
    assert acts.done(Selection(area="x"), "go", "bases.b1") == ("bases", Selection(base="b1"))
    assert acts.done(Selection(off=("names",)), "off", "names") == ("", Selection())
    assert acts.done(Selection(), "off", "roads") is acts.done(Selection(), "go", "desk.x") is None


def test_a_term_is_explained_where_it_first_stands_and_markup_is_none():
    html = terms.marked("<b>缺口指数</b>和缺口指数", ZH)
    assert html.count("outreach-term") == 1 and "&lt;b&gt;" in html and "0到100" in html
    assert terms.marked("Accessory", EN) == "Accessory"


TECHNICAL = {
    "zh": "指数|系数|效应|自由度|可及|完备度|区间|分量|名次|可靠性|分辨|与最优|中位|待核实",
    "en": "[Ii]ndex|[Cc]oefficient|[Ee]ffect|[Dd]egrees|[Aa]ccess\\b|[Cc]ompleteness|[Ii]nterval|[Rr]anks?\\b|[Rr]eliability|[Oo]ptimality|[Mm]edian",
}
HEADINGS = r"column\..*|.*_title|.*_label|town\.(measure|literacy_item|figure)\..*|gaps\.component\..*|equity\.(gini|theil|hoover)"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_in_a_heading_has_an_entry_in_the_glossary(language):
    import re

    say = words.load(language)
    headings = {key: say._sentences[key] for key in say.keys() if re.fullmatch(HEADINGS, key)}
    technical = {key: text for key, text in headings.items() if re.search(TECHNICAL[language], text)}
    assert len(technical) > 12
    assert {key: text for key, text in technical.items() if "outreach-term" not in terms.marked(text, say)} == {}
