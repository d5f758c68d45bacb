"""The tables' models as descriptions: complete, in both languages, and true."""

import re
from pathlib import Path

import pytest

from outreach.tables import MODELS, labels
from outreach.tables.columns import DTYPES, describe, key
from outreach.words import load

COLUMNS = [
    pytest.param(table, column, id=f"{table}.{column}") for table, model in MODELS.items() for column in describe(model)
]
PACKAGE = Path(__file__).parents[2] / "outreach"


@pytest.mark.parametrize("table, column", COLUMNS)
def test_every_column_is_described_in_both_languages(table, column):
    spec = describe(MODELS[table])[column]
    for part in ("title", "meaning"):
        assert re.search("[\u4e00-\u9fff0-9A-Z]", spec[part]["zh"]) and re.search("[A-Za-z]", spec[part]["en"])
        assert not re.search("[\u4e00-\u9fff]", spec[part]["en"])
    assert bool(spec["unit"]["zh"]) == bool(spec["unit"]["en"])
    assert all(len(names) == 2 and all(names) for names in (spec["values"] or {}).values())


@pytest.mark.parametrize("table, column", COLUMNS)
def test_every_columns_type_is_the_one_it_is_read_as(table, column):
    annotation = MODELS[table].__annotations__[column]
    assert annotation is DTYPES[describe(MODELS[table])[column]["type"]]


@pytest.mark.parametrize("table", MODELS)
def test_every_table_has_a_key_and_distinct_titles(table):
    columns = describe(MODELS[table])
    assert set(key(MODELS[table])) <= set(columns)
    for language in ("zh", "en"):
        titles = [spec["title"][language].casefold() for spec in columns.values()]
        assert len({*titles, *columns}) >= len(columns) and len(set(titles)) == len(titles)


@pytest.mark.parametrize("table, column", COLUMNS)
def test_every_figure_names_columns_that_are_there(table, column):
    columns = describe(MODELS[table])
    for teller in ("basis", "source"):
        assert columns[column][teller] is None or columns[column][teller] in columns
    assert columns[column]["refers"] is None or columns[column]["refers"] in MODELS


def test_the_values_of_a_closed_list_have_labels():
    assert labels("bases", "status", "zh") == {
        "open": "开放",
        "closed": "关闭",
        "planned": "在建或拟建",
        "unverified": "待核实",
    }
    assert labels("bases", "status", "en")["unverified"] == "unverified"
    assert labels("bases", "name_zh", "en") == {}


def test_every_sentence_about_a_fault_is_said_in_both_languages_with_the_same_details():
    said = {
        language: {name: load(language)._sentences[name] for name in load(language).keys() if name.startswith("fault.")}
        for language in ("zh", "en")
    }
    assert said["zh"].keys() == said["en"].keys()
    for name, sentence in said["zh"].items():
        assert set(re.findall(r"{(\w+)}", sentence)) == set(re.findall(r"{(\w+)}", said["en"][name])), name


def test_every_sentence_about_a_fault_is_one_that_some_rule_says():
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in [*PACKAGE.glob("*.py"), *(PACKAGE / "tables").rglob("*.py"), *(PACKAGE / "scenes").glob("*.py")]
    )
    rules = {name.removeprefix("fault.") for name in load("zh").keys() if name.startswith("fault.")}
    assert {rule for rule in rules if not re.search(rf'[":]{rule}[":]', source)} == set()
