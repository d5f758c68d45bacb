"""The dictionary, the overview and the data package say what the models and the tables say."""

import json

import pytest

from outreach.home import find_home
from outreach.tables import MODELS, read_district
from outreach.tables.columns import describe
from outreach.tables.dictionary import dictionary, overview
from outreach.tables.package import current, package, written


@pytest.fixture(scope="module")
def district():
    return read_district(find_home())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_dictionary_has_every_column_once(language):
    found = dictionary(language)
    assert list(zip(found["table"], found["column"])) == [
        (table, column) for table, model in MODELS.items() for column in describe(model)
    ]
    assert (found[["table_title", "row_meaning", "title", "meaning", "type"]] != "").all(axis=None)


def test_a_column_is_told_in_the_readers_language():
    zh, en = (
        dictionary(language).set_index(["table", "column"]).loc[("bases", "capacity_per_year")]
        for language in ("zh", "en")
    )
    assert (zh["title"], zh["type"], zh["unit"], zh["range"], zh["required"]) == (
        "年接待能力",
        "整数",
        "人次/年",
        "不小于 0",
        False,
    )
    assert (en["title"], en["type"], en["unit"], en["range"], en["required"]) == (
        "Yearly capacity",
        "whole number",
        "visits a year",
        "at least 0",
        False,
    )
    allowed = dictionary("zh").set_index(["table", "column"]).loc[("places", "role"), "allowed"]
    assert allowed == "seat（镇街驻地）、former_seat（原镇驻地）、settlement（居民点）"


def test_the_overview_counts_rows_bases_and_sources(district):
    levels = overview(district, "zh").set_index("table").loc["levels"]
    assert (levels["rows"], levels["state"], levels["bases"], levels["sources"]) == (
        6,
        "fresh",
        "假定 6",
        "本项目整理与估算",
    )
    survey = overview(district, "en").set_index("table").loc["survey"]
    assert (survey["title"], survey["rows"], survey["basis_counts"], survey["source_ids"]) == ("Survey", 0, {}, ())


def test_the_shipped_data_package_is_current(district):
    assert current(district.home, district)


def test_the_data_package_says_what_the_models_say(district):
    said = package(district)
    assert said["profile"] == "tabular-data-package"
    assert [resource["name"] for resource in said["resources"]] == list(MODELS)
    bases = next(resource for resource in said["resources"] if resource["name"] == "bases")
    assert [field["name"] for field in bases["schema"]["fields"]] == list(describe(MODELS["bases"]))
    assert bases["schema"]["primaryKey"] == ["base_id"]
    assert {"fields": "category", "reference": {"resource": "categories", "fields": "category"}} in bases["schema"][
        "foreignKeys"
    ]
    places = next(resource for resource in said["resources"] if resource["name"] == "places")
    assert places["licenses"] == [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]
    assert json.loads(written(district)) == said


def test_every_shipped_header_is_the_models(district):
    for name, model in MODELS.items():
        header = (district.home.data / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert header.split(",") == list(describe(model))
