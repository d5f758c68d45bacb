"""What a passer-by reads of a base and is asked: telephone, hours as times, picture, questions."""

import pytest

from outreach.home import find_home
from outreach.tables import photos, read_district
from tests.tables.conftest import told

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
OWNED = {"photo_licence": "馆方授权", "photo_author": "海门科技馆"}


def faults(copy):
    return [(place, zh) for place, zh, _ in told(read_district(find_home(copy.root)).faults)]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"opening": "夏季9:00-17:00"}, "opening", "看不懂的是“夏季9:00-17:00”"),
        ({"telephone": "见官网"}, "telephone", "“见官网”不是电话号码"),
        ({"photo": "../a.jpg", **OWNED}, "photo", "“../a.jpg”不是照片的文件名"),
        ({"photo": "there.png", "photo_author": "某人"}, "photo_licence", "有照片“there.png”，没有写明许可"),
        ({"photo": "there.png", "photo_licence": "CC0"}, "photo_author", "有照片“there.png”，没有写明作者"),
        ({"photo": "a.jpg", **OWNED}, "photo", "照片“a.jpg”不在 data/photos 目录里"),
    ],
)
def test_what_a_visitor_could_not_use_is_refused_with_its_place(copy, cells, column, said):
    (copy.root / "data" / "photos").mkdir()
    (copy.root / "data" / "photos" / "there.png").write_bytes(PNG)
    copy.change("bases", 2, **cells)
    ((place, sentence),) = faults(copy)
    assert place == f"data/bases.csv:2:{column}" and said in sentence


def test_a_telephone_hours_and_a_picture_with_a_licence_are_read(copy):
    (copy.root / "data" / "photos").mkdir()
    (copy.root / "data" / "photos" / "馆.png").write_bytes(PNG)
    copy.change(
        "bases", 2, opening="Tue-Sun 09:00-17:00; closed Mon", telephone="0513-82200000转8", photo="馆.png", **OWNED
    )
    assert faults(copy) == []


def test_a_file_that_is_no_picture_or_too_large_is_told(tmp_path):
    for name, content in (("text.png", b"hello"), ("large.png", PNG + b"\0" * photos.MOST)):
        (tmp_path / name).write_bytes(content)
    assert photos.trouble(tmp_path / "text.png") == "photo_kind"
    assert photos.trouble(tmp_path / "large.png") == "photo_large"
    assert photos.trouble(tmp_path / "none.png") == "photo_missing"


def test_a_question_whose_wrong_answer_is_the_right_one_is_told(copy):
    copy.change("questions", 2, wrong_2_zh=" 牡蛎 ")
    assert [place for place, _ in faults(copy)] == ["data/questions.csv:2:wrong_2_zh"]
