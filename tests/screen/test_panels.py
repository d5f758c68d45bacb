from base64 import b64decode
from re import findall, fullmatch
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from outreach.screen import panels
from outreach.screen.markdown import plain
from outreach.selection import Selection
from outreach.views import palette
from outreach.views.exhibit import Legend, Swatch
from tests.conftest import SAY
from tests.exports.conftest import made

KINDS = ("area", "hatch", "missing", "line", "dashed", "ring", "square", "triangle", "diamond", "circle")


@pytest.mark.parametrize(
    "text", ["*a*", "[a](b)", "# a", "a_b_c", "$x$", ":red[a]", "<b>", "`a`", "1. a|b", "~~a~~", "!a"]
)
def test_text_of_a_visitor_or_a_table_carries_no_markdown(text):
    assert plain(text).replace("\\", "") == text
    assert all(
        text[i - 1] == "\\" for text in [plain(text)] for i, sign in enumerate(text) if sign in "*[]#_$:<>`|~!&="
    )


@pytest.mark.parametrize("text", [":material/home:", ":smile:", "ftp://x.invalid", "www.", "甲@乙"])
def test_what_is_looked_for_after_markdown_is_parted_by_a_sign_nobody_sees(text):
    read = plain(text).replace("\\", "")
    assert read != text and read.replace("\u2060", "") == text


@pytest.mark.parametrize("address", ["http://127.0.0.1", "https://x.invalid/a_b?c=d", "www.x.invalid", "a.b@x.invalid"])
def test_an_address_stands_as_code_is_no_link_and_is_copied_as_it_is(address):
    assert plain(f"用 {address} 打开。") == f"用 `{address}` 打开。"
    assert plain(f"({address}),`{address}`") == rf"\(`{address}`\),\``{address}`\`"


def test_lines_of_a_text_are_no_paragraphs_lists_or_code():
    assert plain("    a\n\n    b\n===\n1. c") == r"a b \=\=\= 1. c" and plain("1. a") == r"1\. a"


def test_a_legend_says_everything_in_words_that_cannot_become_markup():
    html = panels.legends_html((Legend("<b>", (Swatch("<i>", "area", "#ffffff"), Swatch("环", "ring", "#000000"))),))
    assert "<i>" not in html and "&lt;i&gt;" in html and "&lt;b&gt;" in html and "环" in html
    assert html.count("<img") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_sign_of_a_legend_is_a_picture_that_asks_nothing_of_any_host(kind):
    picture = panels.swatch_picture(Swatch("x", kind, palette.PATH, hollow=kind == "circle"))
    (address,) = findall('src="([^"]*)"', picture)
    assert address.startswith("data:image/svg+xml;base64,")
    drawn = b64decode(address.partition(",")[2]).decode()
    assert drawn.startswith("<svg") and (palette.PATH in drawn or kind in ("hatch", "missing"))


def test_every_swatch_of_every_page_can_be_drawn(shown):
    for scene in shown.values():
        for one in scene.exhibits.values():
            assert all(panels.swatch_picture(swatch) for legend in one.legends for swatch in legend.swatches)


@pytest.mark.parametrize(
    ("layer", "went", "left"), [("neighbours", [], []), ("cells", ["2,3"], [("site", "2,3")]), (None, ["1,2"], [])]
)
def test_what_a_map_only_tells_of_chooses_nothing_and_is_no_second_click_on_what_was_chosen(
    monkeypatch, layer, went, left
):
    gone, session = [], {"picked-map": [("site", "1,2")]}
    picked = {"objects": {} if layer is None else {layer: [{"site": "2,3"}]}}
    monkeypatch.setattr(panels.browser, "said", lambda *_: picked)
    monkeypatch.setattr(panels.st, "session_state", session)
    monkeypatch.setattr(panels.address, "current", Selection)
    monkeypatch.setattr(panels.address, "go", lambda selection: gone.append(selection.site))
    panels._picked_on_map(SimpleNamespace(picks={"cells": ("site", "site")}), "map")
    assert (gone, session["picked-map"]) == (went, left)


def _a_table():
    import pandas as pd

    from outreach import words
    from outreach.screen import panels
    from outreach.views.exhibit import Column, Credits, Exhibit

    rows = pd.DataFrame({"a": ["<b>"], "n": [1.0]})
    shown = Exhibit("x", "<u>", "", rows, (Column("a", "<i>"), Column("n", "N", "decimal")), Credits("", "", "", ""))
    panels.table(shown, words.load("zh"))


def test_a_table_that_is_read_aloud_escapes_what_it_holds():
    at = AppTest.from_function(_a_table, default_timeout=180).run()
    html = "".join(one.value for one in at.get("html"))
    assert not at.exception and not any(tag in html for tag in ("<i>", "<b>", "<u>"))
    assert all(
        text in html for text in ("&lt;i&gt;", "&lt;b&gt;", "&lt;u&gt;", "1.00", 'scope="col"', 'class="n short"')
    )


def test_a_file_of_an_exhibit_is_called_by_what_is_in_it(monkeypatch, district):
    given = {}
    monkeypatch.setattr(panels.st, "download_button", lambda label, make, **more: given.update(more))
    monkeypatch.setattr(panels.cached, "district", lambda: district)
    panels._download(made(title="常乐镇在全区的位置"), "csv", "CSV", bytes, SAY["zh"])
    assert fullmatch(r"海门区科普一张图_常乐镇在全区的位置_\d{4}-\d\d-\d\d\.csv", given["file_name"])
