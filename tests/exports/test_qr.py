from io import BytesIO

import pytest
import segno
from PIL import Image

from outreach.exports import qr

TEXT = "海门张謇纪念馆\n状元街东首\n常乐镇\n南通市海门区"


def test_a_code_is_svg_without_sizes_that_asks_nothing_of_any_host():
    found = qr.svg(TEXT)
    assert (
        found.startswith("<svg") and "viewBox" in found and "width=" not in found.split(">")[0] and "http" not in found
    )


def test_a_code_is_a_square_picture_with_a_quiet_zone():
    picture = Image.open(BytesIO(qr.png(TEXT, scale=3))).convert("L")
    assert picture.width == picture.height == 3 * (segno.make(TEXT, error="m", encoding="utf-8").symbol_size()[0])
    assert picture.crop((0, 0, picture.width, 3 * qr.QUIET)).getextrema() == (255, 255)


def test_a_text_too_long_for_a_code_is_refused():
    with pytest.raises(segno.DataOverflowError):
        qr.svg("海" * 2000)
