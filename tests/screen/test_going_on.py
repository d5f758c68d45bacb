"""What has no room on a slide goes on to the next: nothing is dropped to fit."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from outreach.screen import cached, slides, stage
from outreach.views.exhibit import Column, Exhibit
from tests.exports.conftest import CREDITS

ZH = cached.say("zh")


def table(rows: int, text: str = "镇", name: str = "towns") -> Exhibit:
    frame = pd.DataFrame({"town": [f"{text}{i}" for i in range(rows)], "n": range(rows)})
    return Exhibit(name, "各镇街", "一句话。", frame, (Column("town", "镇街"), Column("n", "数", "integer")), CREDITS)


@pytest.fixture(scope="module")
def slide() -> slides.Slide:
    found = slides.of_page("plan", (), cached.district(), "zh", date(2026, 11, 27))[0]
    return replace(found, figures=())


@pytest.mark.parametrize(("rows", "text"), [(3, "镇"), (60, "镇"), (25, "很长的一段说明文字" * 12), (1, "字" * 2000)])
def test_every_row_of_a_table_is_shown_once_and_in_order(slide, rows, text):
    whole = replace(slide, exhibits=(table(rows, text),))
    found = stage.parted(whole, ZH)
    assert pd.concat([one.exhibits[0].rows for one in found])["n"].tolist() == list(range(rows))
    assert len({one.id for one in found}) == len(found) and found[0].id == slide.id
    assert [one.title for one in found[1:]] == [f"{slide.title}（续）"] * (len(found) - 1)
    assert not any(one.takeaway or one.reading for one in found[1:])
    assert len(found) > 1 if rows > 20 else len(found) == 1


def test_a_table_that_fits_has_larger_letters_than_one_that_goes_on(slide):
    sizes = [
        stage.body(stage.parted(replace(slide, exhibits=(table(n),)), ZH)[0], ZH).split("font-size:")[1][:2]
        for n in (3, 60)
    ]
    assert sizes[0] == "42" and 28 <= int(sizes[1]) < 42


def test_a_long_table_beside_another_picture_stands_alone(slide):
    found = stage.parted(replace(slide, exhibits=(table(4), table(60, name="more"))), ZH)
    assert [one.exhibits[0].name for one in found][:2] == ["towns", "more"] and len(found) > 2
    assert sum(len(one.exhibits[0].rows) for one in found) == 64
    beside = stage.parted(replace(slide, exhibits=(table(4), table(5, name="more"))), ZH)
    assert [len(one.exhibits) for one in beside] == [2]


def test_more_exhibits_than_a_stage_has_room_for_are_another_slide(slide):
    found = stage.parted(replace(slide, exhibits=tuple(table(3, name=f"t{i}") for i in range(6))), ZH)
    assert [[each.name for each in one.exhibits] for one in found] == [["t0", "t1", "t2", "t3"], ["t4", "t5"]]
