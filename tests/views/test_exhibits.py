"""What holds for every exhibit of every page, in both languages."""

import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from altair.vegalite.v6.schema.core import Config, Root
from pydeck import Deck

from outreach.selection import LANGUAGES
from outreach.views import sizes
from outreach.views.exhibit import Credits, Exhibit, Later, formatted, sized
from tests.conftest import PAGES, SAY
from tests.towns import CHANGLE

OUTSIDE = re.compile(r"https?:|//[a-z]|wss?:|ftp:", re.IGNORECASE)
SCHEMA = re.compile(r'"\$schema": "https://vega\.github\.io/schema/vega-lite/v\d+\.json"')
HAN = re.compile(r"[\u4e00-\u9fff]")
SCENES = [(page, language) for page in PAGES for language in LANGUAGES]


@pytest.fixture(params=SCENES, ids="-".join)
def exhibits(request, shown):
    found = shown[request.param].exhibits
    assert found
    return found


def _layers(spec):
    """Every layer with its own rows, those of a layer without rows being the spec's."""
    for layer in spec.get("layer", [spec]):
        data = layer.get("data", spec.get("data", {}))
        rows = data["values"] if "values" in data else spec["datasets"][data["name"]]
        yield layer, rows


def _pictures(exhibits):
    return [one for one in exhibits.values() if one.vector is not None]


def _maps(exhibits):
    return [one for one in exhibits.values() if one.deck is not None]


def _spoken(exhibit):
    """The deck picture as the page sends it."""
    return json.loads(exhibit.deck(sizes.BROWSE).to_json())


def test_an_exhibit_has_rows_and_every_column_it_reads(exhibits):
    for one in exhibits.values():
        assert len(one.rows), one.name
        assert {column.name for column in one.columns} <= set(one.rows.columns), one.name
        titles = [column.title for column in one.columns]
        assert all(titles) and len(set(titles)) == len(titles), one.name
        assert one.table().columns.tolist() == titles


def test_an_exhibit_says_what_it_is_and_who_stands_behind_it(exhibits):
    for one in exhibits.values():
        assert one.title.strip() and one.credits.date, one.name
        if one.vector is not None:
            assert one.sentence.strip() and one.credits.publishers and one.credits.source and one.credits.basis, (
                one.name
            )


def test_its_words_are_of_one_language(shown):
    for (page, language), scene in shown.items():
        for one in scene.exhibits.values():
            if language == "en" and page != "sources":
                said = [
                    one.title,
                    one.sentence,
                    *(text for text in vars(one.credits).values() if isinstance(text, str)),
                    *(column.title for column in one.columns),
                ]
                assert not any(HAN.search(text) for text in said), one.name
                for column in one.columns:
                    assert not one.rows[column.name].astype(str).str.contains(HAN).any(), (one.name, column.name)


def test_sentences_do_not_run_into_one_another(shown):
    for scene in shown.values():
        said = [*scene.texts, *(text for one in scene.exhibits.values() for text in (one.title, one.sentence))]
        assert [text for text in said if re.search(r"[a-z)]\.[A-Z]|。。|，。|\.\.|  |\{|\}|None|\bnan\b", text)] == []


def test_a_picture_is_sound_vega_lite(exhibits):
    for one in _pictures(exhibits):
        Root.validate(_with_one_row_each(sized(one.vector, sizes.BROWSE, legend=one.deck is None)))


@pytest.mark.parametrize("to", sizes.ALL, ids=["desk", "room", "touch"])
def test_the_sizes_of_every_mode_are_sound_vega_lite(to):
    Config.validate(sizes.vega_config(to))


def _with_one_row_each(spec):
    """The spec without most of its rows, which the schema does not describe anyway."""
    layers = [
        {**layer, "data": {**layer["data"], "values": layer["data"]["values"][:1]}}
        if "values" in layer.get("data", {})
        else layer
        for layer in spec.get("layer", [])
    ]
    return {**spec, **({"layer": layers} if layers else {})}


def test_a_picture_draws_its_rows_and_no_others(exhibits):
    for one in _pictures(exhibits):
        drawn = {layer.get("name"): rows for layer, rows in _layers(one.vector)}
        if one.deck is None:
            first = next(rows for _, rows in _layers(one.vector))
            assert len(first) == len(one.rows), one.name
        elif "base_id" in one.rows:
            assert {row["base_id"] for row in drawn["bases"]} == set(
                one.rows.loc[one.rows["area_code"].notna(), "base_id"]
            )
        else:
            assert {row["area_code"] for row in drawn["towns"]} == set(one.rows["area_code"]), one.name


def test_both_pictures_of_a_map_draw_the_same(exhibits):
    for one in _maps(exhibits):
        still = {layer.get("name"): rows for layer, rows in _layers(one.vector)}
        live = {layer["id"]: layer["data"] for layer in _spoken(one)["layers"]}
        towns = [shape["properties"]["area_code"] for shape in live["towns"]["features"]]
        assert sorted(towns) == sorted(row["area_code"] for row in still["towns"]), one.name
        bases = {row["base_id"] for row in live.get("bases", [])}
        assert bases == {row["base_id"] for row in still.get("bases", [])}, one.name
        assert set(one.picks) <= {*live, *still}


def test_numbers_are_numbers_or_missing_and_the_spec_is_plain_json(exhibits):
    for one in _pictures(exhibits):
        json.dumps(sized(one.vector, sizes.BROWSE), allow_nan=False)
    for one in _maps(exhibits):
        for to in sizes.ALL:
            json.loads(one.deck(to).to_json(), parse_constant=lambda name, one=one: pytest.fail(f"{one.name}: {name}"))


def test_nothing_is_asked_of_any_host(exhibits):
    for one in _pictures(exhibits):
        text = SCHEMA.sub(
            "", json.dumps(sized(one.vector, sizes.BROWSE)["layer"] if "layer" in one.vector else one.vector)
        )
        assert not any(
            OUTSIDE.search(line) for line in re.findall(r'"[^"]*"', text) if not line.startswith('"data:')
        ), one.name
        assert '"url"' not in text
    for one in _maps(exhibits):
        assert one.deck(sizes.BROWSE).map_provider is None
        texts = re.findall(r'"[^"]*"', json.dumps(_spoken(one)))
        assert not any(OUTSIDE.search(line) for line in texts if not line.startswith('"data:')), one.name


def test_a_map_prints_that_it_is_schematic(exhibits, request):
    for one in _maps(exhibits):
        notice = one.credits.notice
        assert notice.startswith(("示意图，非法定界线。", "Schematic, not a legal boundary. ")), one.name
        assert "OpenStreetMap" in notice and (
            "源自高德，仅作示意" in notice or "after Amap, for illustration only" in notice
        )


def test_every_colour_on_a_map_is_in_its_legend(exhibits):
    for one in _maps(exhibits):
        explained = {swatch.label for legend in one.legends for swatch in legend.swatches}
        for comma in ("、", ", "):  # a cell of two figures is explained by its row and its swatch
            explained |= {
                f"{legend.title}{comma}{swatch.label}" for legend in one.legends for swatch in legend.swatches
            }
        still = {layer.get("name"): rows for layer, rows in _layers(one.vector)}
        assert {row["class_label"] for row in still["towns"]} - {""} <= explained, one.name
        assert {row["level_label"] for row in still.get("bases", [])} <= explained, one.name
        assert {row["group_label"] for row in still.get("bases", [])} <= explained, one.name


@pytest.mark.parametrize(
    ("page", "language"), [("overview", "zh"), ("bases", "en"), ("literacy", "zh"), ("gaps", "en")]
)
def test_a_demonstration_district_says_so_with_everything(stage, district, page, language):
    pretend = replace(district, home=replace(district.home, demonstration=True, review_number="苏S(2026)001号"))
    for one in stage.play(page, language, pretend).exhibits.values():
        assert one.credits.demonstration == SAY[language]("credits.demonstration"), one.name
        if one.deck is not None:
            assert "苏S(2026)001号" in one.credits.notice and SAY[language]("map.schematic") not in one.credits.notice


def _tips(exhibit):
    """The tooltips of the map to explore, by id, each as its lines."""
    live = {layer["id"]: layer["data"] for layer in _spoken(exhibit)["layers"]}
    rows = [*(shape["properties"] for shape in live["towns"]["features"]), *live.get("bases", [])]
    return {
        row.get("base_id") or row["area_code"]: [
            row[name] for name in sorted(row) if name.startswith("tip") and row[name]
        ]
        for row in rows
    }


def test_both_pictures_of_a_map_say_the_same_when_pointed_at(exhibits):
    for one in _maps(exhibits):
        still = {layer.get("name"): rows for layer, rows in _layers(one.vector)}
        said = {
            row.get("base_id") or row["area_code"]: row["said"]
            for name in ("towns", "bases")
            for row in still.get(name, [])
        }
        assert {code: " · ".join(lines) for code, lines in _tips(one).items()} == said, one.name


def test_a_name_from_a_table_is_never_part_of_a_tooltips_markup(stage, district):
    areas = district.areas.assign(name_zh="<script>" + district.areas["name_zh"])
    bases = district.bases.assign(name_zh="<img src=x>" + district.bases["name_zh"])
    for page in ("overview", "bases", "gaps", "literacy"):
        for one in _maps(stage.play(page, "zh", replace(district, bases=bases, areas=areas)).exhibits):
            spoken = one.deck(sizes.BROWSE)
            template = spoken._tooltip["html"]
            assert "<script" not in template and "<img" not in template
            assert set(re.findall(r"\{(\w+)\}", template)) <= {
                name for shape in _towns(one) for name in shape["properties"]
            }


def _towns(exhibit):
    return next(layer["data"]["features"] for layer in _spoken(exhibit)["layers"] if layer["id"] == "towns")


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 1, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_opens_before_and_after_the_plans_end(stage, language, day):
    assert len(stage.play("overview", language, today=day).texts[1]) > 40


def test_a_district_without_any_base_is_shown(stage, district):
    bare = replace(district, bases=district.bases.iloc[:0])
    for page in ("overview", "bases", "gaps", "literacy"):
        for one in stage.play(page, "zh", bare).exhibits.values():
            if one.vector is not None:
                Root.validate(_with_one_row_each(sized(one.vector, sizes.BROWSE)))


def test_a_district_nobody_published_a_figure_for_is_shown(stage, district):
    silent = replace(district, literacy=district.literacy[district.literacy["area_code"] != district.home.code])
    for page in ("overview", "bases", "gaps", "literacy"):
        assert stage.play(page, "zh", silent).exhibits


def test_towns_nobody_counted_are_shown_as_missing(stage, district):
    hidden = district.areas["area_code"].eq(CHANGLE)
    uncounted = replace(district, areas=district.areas.assign(population=district.areas["population"].mask(hidden)))
    found = stage.play("overview", "zh", uncounted).exhibits["overview_map"]
    rows = {
        row["area_code"]: row["class_label"]
        for layer, rows in _layers(found.vector)
        if layer.get("name") == "towns"
        for row in rows
    }
    assert rows[CHANGLE] == "无数据"


def test_the_literacy_map_draws_apart_what_is_modelled(shown):
    one = shown["literacy", "zh"].exhibits["literacy_map"]
    hatched = next(layer["data"]["features"] for layer in _spoken(one)["layers"] if layer["id"] == "hatch")
    assert set(one.rows["reliability"]) == {"M"}
    assert len(hatched) == len(one.rows) == 12
    assert {sign.kind for legend in one.legends for sign in legend.swatches} >= {"falling"}


def test_the_literacy_map_leaves_a_reliable_figure_bare_and_hatches_what_is_to_be_used_with_caution(stage, district):
    def hatches(n, df):
        codes = sorted(district.areas.loc[district.areas["parent_code"] == district.home.code, "area_code"])
        rows = [(code, 2026, "all", n, 0.12 + 0.02 * (i % 6), 1.5, df) for i, code in enumerate(codes)]
        columns = ["area_code", "wave", "group", "n", "share", "design_effect", "df"]
        survey = pd.DataFrame(rows, columns=columns).assign(
            clusters=10, effect_df=100, basis="survey", source_id="plan-2022"
        )
        one = stage.play("literacy", "zh", replace(district, survey=survey)).exhibits["literacy_map"]
        grades = one.rows["reliability"].value_counts().to_dict()
        return grades, [len(layer["data"]["features"]) for layer in _spoken(one)["layers"] if layer["id"] == "hatch"]

    assert hatches(4000, 20) == ({"A": 12}, [0])
    assert hatches(4000, 3) == ({"E": 12}, [12])


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (0.1234, "percent", "12.3%"),
        (0.5, "whole_percent", "50%"),
        (0.0123, "points", "+1.2"),
        (-0.0123, "points", "-1.2"),
        (1234567, "integer", "1,234,567"),
        (1234.5, "decimal", "1,234.50"),
        (80.6, "index", "81"),
        ("x", "text", "x"),
        (None, "percent", "—"),
        (float("nan"), "text", "—"),
        (pd.NA, "integer", "—"),
        (0, "integer", "0"),
        (0.0, "percent", "0.0%"),
    ],
)
def test_a_value_is_written_as_its_kind(value, kind, text):
    assert formatted(value, kind) == text


INVITES = re.compile(r"点击|点开|点一下|点选|click|tap |open the", re.IGNORECASE)


def test_no_exhibit_invites_paper_to_be_clicked(shown):
    """What a click does is said by the screen alone; the museum's page is never on paper."""
    found = {
        (page, language, one.name): one
        for (page, language), played in shown.items()
        if page != "kiosk"
        for one in played.exhibits.values()
    }
    assert {
        where: one.sentence
        for where, one in found.items()
        if INVITES.search(f"{one.title} {one.sentence} {(one.vector or {}).get('description', '')}")
    } == {}
    invited = {where: one for where, one in found.items() if one.invitation}
    assert {name for _, _, name in invited} == {"overview_map", "siting_map"} and all(
        one.picks for one in invited.values()
    )


def test_a_later_spec_is_made_once_and_only_when_somebody_looks_into_it():
    made = []
    spec = Later(lambda: made.append("made") or {"mark": "bar", "layer": []})
    one = Exhibit("one", "", "", pd.DataFrame(), (), Credits("", "", "", ""), vector=spec)
    assert one.vector is not None and made == []
    assert dict(spec) == {"mark": "bar", "layer": []} == dict(one.vector) and len(spec) == 2 and made == ["made"]


def test_an_explorable_map_says_what_pydeck_says_in_fewer_letters(exhibits):
    for one in _maps(exhibits):
        picture = one.deck(sizes.BROWSE)
        assert json.loads(picture.to_json()) == json.loads(Deck.to_json(picture))
        assert len(picture.to_json()) < len(Deck.to_json(picture))
