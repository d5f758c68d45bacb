"""python -m outreach export: what it writes, and how it refuses."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from outreach.__main__ import main
from outreach.scenes.reading import built_in
from outreach.screen import documents, slides
from outreach.selection import Selection
from tests.towns import CHANGLE

SCENES = [
    "南通市海门区全民科学素质行动规划（2021—2025年）实施情况",
    "公民具备科学素质的比例2020年为14%，2025年20%的目标尚无结果",
    "12项量化指标都还没有收到报告",
    "12个镇街的素质高低都在误差范围内，还不能排名次",
    "设施缺口最大的是海永镇，85分，名次可在第1～10位",
    "约41.9万人在电动车5公里内没有已录入的阵地，占42%",
    "在滨江街道驻地、临江镇驻地再建2处，电动车5公里内有阵地的人口可从58%升到65%，新增7.7万人",
    "提请会议研究的事项",
    "以上汇报，请予审议",
]


def export(tmp_path, name, *arguments):
    path = tmp_path / name
    assert main(["export", *arguments, "--out", str(path)]) == 0
    return path


def refused(tmp_path, capsys, *arguments, name="x.pptx"):
    path = tmp_path / name
    assert main(["export", "--lang", "en", *arguments, "--out", str(path)]) == 2 and not path.exists()
    return capsys.readouterr().err.strip()


def test_the_briefing_is_a_slide_for_each_scene_with_charts_that_can_be_edited(tmp_path, capsys):
    deck = Presentation(str(export(tmp_path, "briefing.pptx", "--format", "pptx")))
    assert [slide.shapes.title.text_frame.text.replace("\v", "") for slide in deck.slides] == SCENES
    kinds = {
        kind: {shape.name for slide in deck.slides for shape in slide.shapes if getattr(shape, f"has_{kind}", False)}
        for kind in ("chart", "table")
    }
    assert {"literacy_series", "literacy_intervals"} <= kinds["chart"] and "plan_targets" in kinds["table"]
    pictures = {
        shape.name for slide in deck.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    }
    assert {"gaps_map", "siting_map"} <= pictures and not pictures & (kinds["chart"] | kinds["table"])
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert re.fullmatch(r"已写入 .*briefing.pptx（\d+ KB）\n", capsys.readouterr().out)


def test_a_demonstration_says_so_on_every_slide(tmp_path, copied):
    settings = copied / "data/district.toml"
    text = settings.read_text(encoding="utf-8").replace("demonstration = false", "demonstration = true")
    settings.write_text('public_url = "https://atlas.example/"\n' + text, encoding="utf-8")
    deck = Presentation(
        str(export(tmp_path, "x.pptx", str(copied), "--format", "pptx", "--scene", "targets", "--lang", "en"))
    )
    slide, _ = deck.slides
    said = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert (
        said["mark"] == said["mark-label"] == "DEMONSTRATION" and "not the real state of any place" in said["sources"]
    )
    assert "https://atlas.example/plan?lang=en" in said["sources"] and "qr" in [shape.name for shape in slide.shapes]
    assert [cell.text for cell in next(shape for shape in slide.shapes if shape.has_table).table.rows[0].cells] == [
        "Target",
        "Goal",
        "Latest report",
        "Status",
        "Owed by",
    ]


@pytest.mark.parametrize(
    "page, query, title",
    [
        ("town", f"area={CHANGLE}", "常乐镇画像"),
        ("plan", "https://atlas.example/plan?lang=en&unit=education-sports", "区教体局任务单"),
    ],
)
def test_a_town_and_a_unit_are_one_sheet_of_paper(tmp_path, page, query, title):
    document = PdfReader(str(export(tmp_path, "x.pdf", "--format", "pdf", "--page", page, "--query", query)))
    assert len(document.pages) == 1 and document.metadata.title == title
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]


def test_another_page_as_pdf_is_a_handout_of_what_it_shows(tmp_path):
    document = PdfReader(str(export(tmp_path, "x.pdf", "--format", "pdf", "--page", "overview", "--lang", "en")))
    assert len(document.pages) == 4 and document.trailer["/Root"]["/Lang"] == "en-GB"


def test_several_pictures_or_tables_are_a_zip_and_one_is_itself(tmp_path):
    with zipfile.ZipFile(export(tmp_path, "x.zip", "--format", "csv", "--page", "bases")) as archive:
        assert archive.namelist() == ["bases_map.csv", "bases.csv", "bases_without_town.csv", "notes.csv"]
        assert all(archive.read(name).startswith(b"\xef\xbb\xbf") for name in archive.namelist())
    alone = export(tmp_path, "x.svg", "--format", "svg", "--page", "bases", "--exhibit", "bases_map").read_text(
        encoding="utf-8"
    )
    assert alone.startswith("<svg") and "阵地地图" in alone


def test_a_page_as_a_workbook_has_a_sheet_for_each_exhibit_and_a_note(tmp_path):
    book = openpyxl.load_workbook(export(tmp_path, "x.xlsx", "--format", "xlsx", "--page", "bases", "--lang", "en"))
    assert len(book.sheetnames) == 4 and book.sheetnames[-1] == "Notes"


def test_what_does_not_exist_is_told_with_what_does(tmp_path, capsys):
    assert refused(tmp_path, capsys, "--format", "pptx", "--page", "moon").startswith(
        "there is no page “moon”: expected one of overview, bases"
    )
    assert refused(tmp_path, capsys, "--format", "pptx", "--scene", "moon").startswith(
        "there is no scene “moon”: expected one of cover, since, literacy"
    )
    said = refused(tmp_path, capsys, "--format", "svg", "--page", "bases", "--exhibit", "moon", name="x.svg")
    assert said == "there is no exhibit “moon” here: expected one of bases_map, bases, bases_without_town"
    said = refused(tmp_path, capsys, "--format", "csv", "--page", "bases", "--query", "area=atlantis", name="x.csv")
    assert said == "--query asks for area=atlantis, which does not exist"
    assert (
        refused(tmp_path, capsys, "--format", "csv", "--query", f"area={CHANGLE}", name="x.csv")
        == "--query needs --page"
    )


def test_a_file_of_the_wrong_kind_or_in_no_place_is_refused(tmp_path, capsys):
    assert "should end with .zip (it holds Haimen District Outreach Atlas_Bases SVG_" in refused(
        tmp_path, capsys, "--format", "svg", "--page", "bases", name="x.svg"
    )
    said = refused(tmp_path, capsys, "--format", "xlsx", "--page", "bases", name="no/x.xlsx")
    assert said.endswith("x.xlsx cannot be written (there is no such folder)") or "x.xlsx" in said


def test_a_template_that_is_not_there_is_said(tmp_path, capsys, copied):
    settings = copied / "data/district.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[export]\ntemplate = "ours.pptx"\n', encoding="utf-8")
    said = refused(tmp_path, capsys, str(copied), "--format", "pptx", "--scene", "targets")
    assert "ours.pptx cannot be opened: expected a PowerPoint file (.pptx)" in said


def test_faults_of_the_data_are_told_and_nothing_is_written(tmp_path, capsys, copied):
    (copied / "data/bases.csv").write_text("x\n", encoding="utf-8")
    assert main(["export", str(copied), "--format", "pptx", "--out", str(tmp_path / "x.pptx")]) == 1
    assert capsys.readouterr().out.startswith("data/bases.csv:") and not (tmp_path / "x.pptx").exists()


def test_neither_page_nor_scene_take_two_at_once(tmp_path):
    with pytest.raises(SystemExit) as told:
        main(["export", "--format", "pdf", "--page", "gaps", "--scene", "duties", "--out", str(tmp_path / "x.pdf")])
    assert told.value.code == 2


@pytest.mark.parametrize("speech", [(), ("--speech",)])
def test_a_handout_has_the_speech_where_it_is_asked_for(tmp_path, speech):
    path = export(tmp_path, "x.pdf", "--format", "pdf", "--scene", "cover", "--lang", "en", *speech)
    assert ("Let me report" in PdfReader(str(path)).pages[0].extract_text()) == bool(speech)


def test_a_file_is_called_by_whose_it_is_what_is_in_it_and_its_day(district):
    day = date(2026, 11, 27)
    pdf, xlsx, pptx = (documents.Wanted(kind, day) for kind in ("pdf", "xlsx", "pptx"))
    of_town = documents.of_page(pdf, "town", Selection(area=CHANGLE), district)
    of_unit = documents.of_page(pdf, "plan", Selection(unit="education-sports"), district)
    rows = documents.of_page(xlsx, "gaps", Selection(area=CHANGLE), district)
    assert [one.name for one in (of_town, of_unit, rows)] == [
        "常乐镇.pdf",
        "区教体局任务单.pdf",
        "海门区科普一张图_设施缺口_常乐镇_2026-11-27.xlsx",
    ]
    deck = documents.of_slides(pptx, slides.slides(built_in()[:1], district, "zh", day), "汇报", district)
    assert deck.name == "海门区科普一张图_汇报_2026-11-27.pptx"
