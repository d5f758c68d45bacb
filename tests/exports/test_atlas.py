"""The atlas in one file: what it may run, what it says of hostile cells, and the same bytes for the same pages."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from outreach.exports import atlas
from outreach.exports.atlas.stills import slim
from outreach.page import Beside, Choice, Fold, Heading, Links, Note, Numbers, Printed, Prose, Rows, Show
from tests.conftest import SAY
from tests.exports.conftest import CREDITS, bars, made

EVIL = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "]]><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
)


def edition(language, *blocks):
    leaves = (atlas.Leaf("overview", list(blocks)), atlas.Leaf("town", [Heading("乙")], "1", "乙"))
    return atlas.Edition(SAY[language], "某区", leaves, {"town": "镇街", "overview": ""})


def written(*blocks) -> str:
    return atlas.html([edition("zh", *blocks), edition("en", *blocks)], "2026-11-23").decode()


@pytest.fixture(scope="module")
def plain():
    exhibit = made(vector=bars())
    return written(Heading("甲"), Show(lambda: exhibit), Rows(lambda: made(name="rows")))


def test_the_same_pages_make_the_same_bytes(plain):
    exhibit = made(vector=bars())
    assert plain == written(Heading("甲"), Show(lambda: exhibit), Rows(lambda: made(name="rows")))


def test_its_policy_names_every_script_and_style_in_it_and_nothing_else(plain):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', plain)[1].replace("&#39;", "'")
    hashes = [
        f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'"
        for one in re.findall(r"<script>(.*?)</script>", plain, re.DOTALL)
        + re.findall(r"<style>(.*?)</style>", plain, re.DOTALL)
    ]
    assert policy.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy
    assert re.findall(r"'sha256-[^']+'", policy) == hashes and len(hashes) == 4


def test_nothing_in_its_markup_has_a_style_a_handler_or_an_address_outside(plain):
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", plain, flags=re.DOTALL)
    assert not re.search(r"<[^>]*\s(?:style|on\w+)=", markup)
    assert [one for one in re.findall(r'(?:href|src)="([^"]*)"', markup) if not one.startswith("#")] == []


@pytest.mark.parametrize("evil", EVIL)
def test_a_hostile_cell_is_read_and_does_nothing(evil):
    exhibit = made(rows=[(evil, 0.1, 0.1, 0.2)], title=evil, sentence=evil, vector=bars(description=evil))
    blocks = [
        Heading(evil, lambda: evil),
        Numbers(lambda: [(evil, evil, evil)]),
        Show(lambda: exhibit),
        Fold(evil, [Prose(lambda: evil)]),
        Printed([Note(lambda: evil)]),
        Beside((1, 1), ([Links(evil, lambda: [("town", evil, {"area": "1"})])], [Choice("area", evil, {evil: evil})])),
    ]
    plain, hostile = written(), written(*blocks)
    for tag in ("script", "img", "iframe"):
        assert hostile.lower().count(f"<{tag}") == plain.lower().count(f"<{tag}")
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", hostile, flags=re.DOTALL)
    assert not re.search(r"<[a-z][^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*\son\w+\s*=", markup)
    assert "49" not in re.sub(r'"[^"]*"', "", re.findall(r"<h2[^>]*>(.*?)</h2>", markup)[0])


def test_a_picture_that_is_there_twice_is_drawn_once_and_a_control_is_not_there_at_all():
    exhibit = made(vector=bars())
    text = written(Show(lambda: exhibit), Show(lambda: exhibit), Choice("area", "选一个", {"1": "甲"}))
    assert text.count('class="still"') == 4 and text.count('focusable="false">') == 2 and "选一个" not in text


def test_a_demonstration_says_so_at_the_head_and_on_every_picture():
    from dataclasses import replace

    shown = made(vector=bars(), credits=replace(CREDITS, demonstration="演示数据", kinds=("demonstration",)))
    text = written(Show(lambda: shown))
    assert '<p class="sample">演示数据</p>' in text and f'data-mark="{SAY["zh"]("exports.mark_demonstration")}"' in text


def test_a_slimmer_picture_keeps_its_references_and_wears_no_style():
    picture = '<svg class="m" width="20" height="10" viewBox="0 0 20 10"><clipPath id="clip7"><rect/></clipPath><g clip-path="url(#clip7)"><path style="fill: red; stroke: blue;" d="M1.23456,2.00001"/></g></svg>'
    found = slim(picture, "abc")
    assert (
        'id="abc-0"' in found and "url(#abc-0)" in found and 'fill="red" stroke="blue"' in found and "M1.2,2" in found
    )


def test_a_slide_says_its_lines_and_its_points_and_nothing_of_what_the_speaker_is_to_say():
    from types import SimpleNamespace

    from outreach.page import Scenes

    points = (("建一处", "因为缺", "某单位"), ("再建一处", "", ""))
    slide = SimpleNamespace(
        title="汇报", takeaway="一句话", points=points, lines=("某单位",), figures=(), exhibits=(), note="不公开"
    )
    text = written(Scenes(lambda: (slide,)))
    assert "<b>建一处</b><br>因为缺<br>某单位</li>" in text and "<b>再建一处</b></li>" in text
    assert "<p>某单位</p>" in text and "不公开" not in text


def test_every_block_of_a_page_is_written_or_is_a_control():
    from typing import get_args

    from outreach import page
    from outreach.exports.atlas.parts import _MADE

    assert [one for one in get_args(page.Block) if one not in _MADE and one not in page.CONTROLS] == []
