from io import BytesIO

import openpyxl
import pypdf
from pptx import Presentation

from outreach import __version__
from outreach.exports import papers, pictures, sheets, slides
from tests.conftest import SAY
from tests.exports.test_sheets import COLUMNS, exhibit

SAYS = f"outreach-atlas {__version__}"


def test_every_file_that_has_properties_says_by_which_version_it_was_made():
    one, say = exhibit(columns=COLUMNS), SAY["zh"]
    slide = slides.Slide(title="一", sentence="二", exhibits=(one,))
    assert openpyxl.load_workbook(BytesIO(sheets.xlsx(one, say))).properties.description == SAYS
    assert Presentation(BytesIO(slides.pptx([slide], say, "汇报"))).core_properties.comments == SAYS
    assert pypdf.PdfReader(BytesIO(papers.handout([slide], say, "汇报"))).metadata["/Keywords"] == SAYS
    assert f"<metadata>{SAYS}</metadata>" in pictures.svg(one, say)


def test_the_sources_page_says_which_version_it_is(shown):
    for language in ("zh", "en"):
        assert __version__ in shown["sources", language].exhibits["tables"].sentence
