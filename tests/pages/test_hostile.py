"""A district whose every text means something to every language it comes into: nothing runs, nothing is fetched, nothing breaks."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import docx
import openpyxl
import pptx
import pypdf
import pytest
from google.protobuf.json_format import MessageToDict
from lxml import etree
from streamlit.testing.v1.element_tree import Block

from outreach import published, scenes
from outreach.exports import pictures, sheets
from outreach.home import PROJECT, find_home
from outreach.screen import atlas, cached, documents, entry, filing, report, slides, stage
from outreach.selection import Selection
from outreach.tables import MODELS, read_district
from outreach.tables.columns import describe
from outreach.tables.table import read_table
from outreach.views import sizes
from tests import districts, hostile
from tests.conftest import PAGES, SAY, TODAY, Stage, nothing_remembered
from tests.test_page import STATES
from tests.towns import CHANGLE

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOSEN = {
    "area": CHANGLE,
    "base": "zhang-jian-memorial",
    "unit": "science-association",
    "site": "121.2500,31.9500",
    "table": "bases",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "district"
    for part in ("data", "geo"):
        shutil.copytree(PROJECT / part, path / part)
    districts.with_a_desk(hostile.everywhere(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_HOME", str(path))
        with nothing_remembered():
            yield path


@pytest.fixture(scope="module")
def district(home):
    found = read_district(find_home(home))
    assert found.faults == ()
    return found


@pytest.mark.parametrize("language", SAY)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_all_its_states_is_made_and_its_pictures_work_out_nothing_of_a_cell(district, page, language):
    for state in STATES:
        shown = Stage(district).play(page, language, **state)
        assert shown.exhibits and shown.texts
        for one in shown.exhibits.values():
            if one.deck is not None:
                assert hostile.worked_out_by_deck(json.loads(one.deck(sizes.BROWSE).to_json())) == []
            if one.vector is not None:
                assert hostile.worked_out_by_vega(one.vector) == []


@pytest.mark.parametrize("page", [one for one in PAGES if one != "briefing"])
def test_a_page_as_it_is_drawn_runs_and_asks_for_nothing(home, visit, page):
    seen = visit(page, lang=list(SAY)[len(page) % 2], **CHOSEN)
    assert seen.failed == [] and seen.errors() == []
    assert "{lede}" in _said_and_nothing_run(seen) or page == "sources"


@pytest.mark.parametrize(
    ("heading", "told"), [("名称（中文）", "desk.in_order"), ("类别", "desk.faults_title")], ids=["taken", "refused"]
)
def test_what_the_desk_tells_of_a_cell_it_was_handed_runs_and_asks_for_nothing(
    home, district, visit, monkeypatch, heading, told
):
    monkeypatch.setattr(entry, "at_the_machine", lambda headers: True)
    seen = visit("desk", lang="zh")
    book = openpyxl.load_workbook(io.BytesIO(filing.template("bases", "zh")))
    head = [cell.value for cell in book["bases"][1]]
    book["bases"].cell(2, head.index(heading) + 1).value = f"新{hostile.EVERYTHING}"
    stream = io.BytesIO()
    book.save(stream)
    seen.at.file_uploader[0].set_value((f"{hostile.EVERYTHING}.xlsx".replace("/", ""), stream.getvalue(), WORKBOOK))
    assert seen.again().failed == []
    said = _said_and_nothing_run(seen)
    assert SAY["zh"](told) in said and f"新{hostile.EVERYTHING}"[:3] in said


def _said_and_nothing_run(seen) -> str:
    """All that a page's elements say, when none of it was found to run or to be read as Markdown."""
    said = ""
    for kind, told in _elements(seen.at._tree):
        for path, text in _texts(told):
            said += text
            if kind in HTML or path.endswith("html"):
                assert hostile.runs(text) == [], (kind, path)
            elif kind in MARKDOWN and path.rpartition(".")[2] in SAID:
                assert hostile.read_by_markdown(text) == [], (kind, path, text[:300])
    return said


HTML = {"html"}
MARKDOWN = {
    "markdown",
    "caption",
    "info",
    "warning",
    "error",
    "success",
    "expander",
    "button",
    "download_button",
    "page_link",
    "button_group",
    "selectbox",
    "multiselect",
    "slider",
    "number_input",
    "text_input",
    "checkbox",
    "alert",
    "heading",
}
SAID = {"body", "label", "help", "content", "caption"}


def _elements(node) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, Block):
        if getattr(node, "proto", None) is not None:
            yield node.type, MessageToDict(node.proto)
        for one in node.children.values():
            yield from _elements(one)
    elif getattr(node, "proto", None) is not None:
        yield node.type, MessageToDict(node.proto)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{path}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, path)
    elif isinstance(value, str):
        yield path, value
        if value[:1] in "[{":
            with suppress(ValueError):
                yield from _texts(json.loads(value), path)


@pytest.fixture(scope="module")
def played(district):
    return slides.slides(tuple(scenes.reading.built_in()), district, "zh", TODAY)


def test_a_slide_on_the_stage_runs_and_asks_for_nothing(played):
    drawn = [stage.body(one, SAY["zh"]) for one in played[:3]]
    assert [hostile.runs(one) for one in drawn] == [[]] * len(drawn) and hostile.SIGN in "".join(drawn)


def test_slides_open_again_and_lead_nowhere_but_home(district, played):
    made = documents.of_slides(documents.Wanted("pptx", TODAY), played, "汇报", district)
    assert len(pptx.Presentation(io.BytesIO(made.content)).slides) > 4
    assert _leads_outside(made.content) == []


def test_a_report_opens_again_and_its_fields_are_its_own(district, monkeypatch):
    """The first picture stands for all: what is asked here is of the texts and fields around them."""
    draw = pictures.bare
    first: list[str] = []

    def bare(*asked: Any) -> str:
        first[:] = first or [draw(*asked)]
        return first[0]

    monkeypatch.setattr(pictures, "bare", bare)
    monkeypatch.setattr(pictures, "as_png", cache(pictures.as_png))
    made = report.document(district, Selection(), TODAY, lambda _share: None)
    assert docx.Document(io.BytesIO(made.content)).paragraphs and _leads_outside(made.content) == []
    fields = _parts(made.content)["word/document.xml"].iter("{*}instrText")
    assert [one.text for one in fields if hostile.SIGN in (one.text or "")] == []


@pytest.mark.parametrize("page", ["town", "plan"])
def test_a_paper_opens_again_and_runs_and_asks_for_nothing(district, page):
    made = documents.of_page(documents.Wanted("pdf", TODAY), page, Selection().with_(**CHOSEN), district)
    read = pypdf.PdfReader(io.BytesIO(made.content))
    assert "{lede}" in "".join(one.extract_text() for one in read.pages)
    told = b"".join(
        repr(read.get_object(number)).encode() for number in range(1, len(read.xref[0]) if read.xref else 1)
    )
    assert b"/JavaScript" not in told and b"/Launch" not in told and b"/URI" not in told


def test_of_a_workbook_no_cell_is_a_formula_and_of_a_csv_none_would_be(district):
    shown = Stage(district).play("plan", **CHOSEN).exhibits
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(list(shown.values()), SAY["zh"])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert any(isinstance(cell.value, str) and cell.value.startswith("@@=") for cell in cells)
    files = {name: sheets.csv(one) for name, one in shown.items()} | published.tables(district)
    for name, content in files.items():
        if not name.endswith(".json"):
            found = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            assert [cell for row in found for cell in row if cell.startswith(("=", "@", "+", "\t"))] == [], name


def test_what_programs_are_given_is_read_again_as_it_was(district, tmp_path):
    for name, content in published.tables(district).items():
        if name.endswith(".csv"):
            (tmp_path / name).write_bytes(content)
            table = name.removesuffix(".csv")
            again = read_table(tmp_path, table, MODELS[table]).frame
            columns = [one for one, spec in describe(MODELS[table]).items() if spec["type"] == "text"]
            assert again is not None and again[columns].equals(district.table(table)[columns])
    assert all(json.loads(one) for one in published.measures(district, TODAY, cached.once).values())


@pytest.mark.parametrize("page, exhibit", [("plan", "plan_targets"), ("overview", "overview_map")])
def test_an_exhibit_in_a_file_of_its_own_runs_and_asks_for_nothing_but_its_own(district, page, exhibit):
    made, usual = (
        (atlas.alone(one, page, exhibit, "zh", TODAY) or b"").decode()
        for one in (district, read_district(find_home(PROJECT)))
    )
    assert hostile.SIGN in made and sorted(hostile.runs(made)) == sorted(hostile.runs(usual)) and hostile.runs(usual)


def _parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def _leads_outside(content: bytes) -> list[str]:
    """The addresses outside that a file of Office refers to, and would fetch or lead to."""
    return [
        one.get("Target")
        for name, part in _parts(content).items()
        if name.endswith(".rels")
        for one in part
        if one.get("TargetMode") == "External" and hostile.OUTSIDE in one.get("Target")
    ]
