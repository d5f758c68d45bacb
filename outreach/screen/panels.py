"""How an exhibit is shown: title, sentence, picture, legend, credits, its rows and their files."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from outreach import web
from outreach.contents import PAGES
from outreach.exports import fonts, sheets
from outreach.page import Answer
from outreach.screen import address, browser, cached, controls, documents, finished, layers, making, manners, zooming
from outreach.screen.kiosk import pieces
from outreach.screen.markdown import plain
from outreach.screen.tables import table
from outreach.screen.terms import marked
from outreach.selection import Selection, to_query
from outreach.views import sizes, swatches, tones
from outreach.views.exhibit import Chosen, Draw, Exhibit, Legend, Link, Number, Swatch
from outreach.views.kiosk import Photo
from outreach.web import Pieces
from outreach.words import Words

MANY_LINKS, LINKS_HEIGHT = 8, 260  # more of them scroll in a box of so many pixels
STILL = 0.88  # of the explorable map's height: the still one fills it without a margin
LETTERS = 10  # a printed sheet's letters in pixels, unless it has more lines than fit one page at that size
LINES = 57
_PIECES = Pieces("panels")


def heading(title: str, sentence: str = "", say: Words | None = None) -> None:
    """The page's own title and the sentence a presenter reads out."""
    st.html(_PIECES("heading", title, _explained(sentence, say)))


def show(
    exhibit: Exhibit | None,
    selection: Selection,
    say: Words,
    still: bool = False,
    answers: tuple[Answer, ...] = (),
) -> None:
    """The whole exhibit, one part under the other; nothing where there is none.

    still is for a page's second map: one canvas to explore is what a weak machine can draw without waiting. answers stand
    over the map where what they say whole lies far below it.
    """
    if exhibit is None:
        st.empty()
        return
    with st.container(key=f"exhibit-{_slot(exhibit)}", gap="xsmall"):
        caption(exhibit.title, exhibit.sentence.rstrip(), say, exhibit.invitation)
        picture(exhibit, selection, still)
        if answers and manners.of(selection).framed:
            said = [(chosen, one.leads) for one in answers if (chosen := one.chosen())]
            st.html(_PIECES("answers", said, say("map.whole_answer")))
        if exhibit.deck is not None and manners.of(selection).framed:
            st.html(legend_html(exhibit, selection, say))
        elif exhibit.legends:
            st.html(legends_html(exhibit.legends))
        credits(exhibit)
        rows_and_files(exhibit, say)


def caption(title: str, sentence: str, say: Words | None = None, invitation: str = "") -> None:
    """An exhibit's title, what it shows in words and what can be done there; terms of the trade are explained in the words given."""
    st.html(_PIECES("caption", _explained(title, say), _explained(sentence, say), invitation))


def _explained(text: str, say: Words | None) -> str:
    return text if say is None else marked(text, say)


def picture(exhibit: Exhibit, selection: Selection, still: bool = False) -> None:
    """The picture: the one to explore, or the vector one where the page, the visitor or the browser wants it."""
    to = manners.of(selection).sizes
    still = still or selection.drawing == "vector" or not browser.webgl()
    if exhibit.deck is not None and not still:
        slot = f"deck-{_slot(exhibit)}-{selection.mode}"
        near = zooming.sizes(to, slot)
        off, lit = _off(exhibit, selection), selection.of("lit", exhibit.name)
        drawn = cached.once(_deck, exhibit.deck, near, off, lit, browser.dark())
        zooming.watch(drawn, slot, to, cached.say(selection.language))
        st.pydeck_chart(
            zooming.seen(drawn, slot),
            height=to.map_height,
            key=slot,
            alt=exhibit.sentence,
            on_select=partial(_picked_on_map, exhibit, slot) if exhibit.picks else "ignore",
        )
    elif exhibit.vector is not None:
        is_map = exhibit.deck is not None
        high = round(STILL * to.map_height)
        if is_map and exhibit.picks:
            slot = f"vector-{exhibit.name}-{selection.language}-{selection.mode}"
            off, lit = _off(exhibit, selection), selection.of("lit", exhibit.name)
            st.vega_lite_chart(
                spec=cached.once(_still, exhibit, to, off, lit, browser.dark()),
                width="stretch",
                height=high,
                theme=None,
                key=slot,
                on_select=partial(_picked_on_vector, exhibit, slot),
            )
        else:
            cached.once(finished.chart, exhibit.vector, to, not is_map, high if is_map else None, browser.dark()).show()


def _off(exhibit: Exhibit, selection: Selection) -> tuple[str, ...]:
    return tuple(one for one in layers.on(exhibit) if one in selection.off)


def _deck(draw: Draw, to: sizes.Sizes, off: tuple[str, ...], lit: str, dark: bool) -> Any:
    return finished.deck(layers.drawn(draw, off, lit) if off or lit else draw, to, dark)


def _still(exhibit: Exhibit, to: sizes.Sizes, off: tuple[str, ...], lit: str, dark: bool) -> dict[str, Any]:
    spec = exhibit.vector or {}
    return finished.vector(layers.still(spec, exhibit, off, lit) if off or lit else spec, to, False, dark)


def _slot(exhibit: Exhibit) -> str:
    """The slot the exhibit sits in: the map a page opens with has one slot on all pages. Going to another page then keeps its
    canvas and its shaders, which take longer than all the rest, and where the visitor has moved it to."""
    return "map" if exhibit.deck is not None and exhibit.name.endswith("_map") else exhibit.name


def _picked_on_map(exhibit: Exhibit, key: str) -> None:
    picked = browser.said(key, "selection")
    if picked is None:
        return
    chosen = [
        (field, one.get("properties", one)[column])
        for layer, (field, column) in exhibit.picks.items()
        for one in picked["objects"].get(layer, [])
    ]
    if not chosen and any(picked["objects"].values()):  # what is only told of when it is pointed at chooses nothing
        st.session_state[f"picked-{key}"] = []
        return
    _pick(exhibit, key, chosen)


def _picked_on_vector(exhibit: Exhibit, key: str) -> None:
    picked = browser.said(key, "selection")
    if picked is None:
        return
    of_an_id = [
        (field, column, one) for layer, (field, column) in exhibit.picks.items() for one in picked.get(layer, [])
    ]
    _pick(
        exhibit, key, [(field, one[column]) for field, column, one in of_an_id if column in one]
    )  # water, say, lies over a town and has no id


def _pick(exhibit: Exhibit, key: str, picked: list[tuple[str, str]]) -> None:
    """Choose what was clicked.

    The browser tells what is picked after the click, and a second click on the same thing takes it back there, whether or
    not it was let go of elsewhere meanwhile: what was clicked is what is new among the picked, else what is missing.
    """
    last = f"picked-{key}"
    fields = {field for field, _ in exhibit.picks.values()}  # the map of another page, in the same slot, may pick more
    before = [(field, value) for field, value in st.session_state.get(last, []) if field in fields]
    st.session_state[last] = picked
    clicked = [one for one in picked if one not in before] or [one for one in before if one not in picked]
    address.go(address.current().with_(**dict(clicked)))


def credits(exhibit: Exhibit) -> None:
    """Notice, basis, sources and date, under the picture."""
    stated = exhibit.credits
    figures = "　".join(line for line in (stated.basis, stated.publishers, stated.date) if line)
    with st.container(key=f"credits-{exhibit.name}"):
        if stated.first:
            lines = [line for line in (stated.demonstration, stated.notice) if line]
            st.html(_PIECES("credits", lines, stated.basis, stated.first, stated.date, stated.publishers))
        else:
            st.caption("  \n".join(plain(line) for line in (stated.demonstration, stated.notice, figures) if line))


@st.fragment
def rows_and_files(exhibit: Exhibit, say: Words) -> None:
    """The rows drawn, to read and to take along, put on the page when they are asked for: they are half of what it says."""
    key = f"files-of-{exhibit.name}"
    st.session_state[key] = st.session_state.get(key, False)  # another number of rows is another box to Streamlit
    box = st.expander(say("panel.rows", n=len(exhibit.rows)), key=key, on_change="rerun")
    if box.open:
        with box:
            table(exhibit, say)
            downloads(exhibit, say)


def downloads(exhibit: Exhibit, say: Words) -> None:
    """The rows and the picture as files, made when they are asked for; no picture without a font to set it in."""
    made = {"csv": lambda: sheets.csv(exhibit), "xlsx": lambda: making.exhibit("xlsx", exhibit, say)}
    if fonts.sound():
        made |= {kind: partial(making.exhibit, kind, exhibit, say) for kind in ("png", "svg")}
    with st.container(horizontal=True, key=f"files-{exhibit.name}"):
        for kind, make in made.items():
            _download(exhibit, kind, say(f"panel.{kind}"), make, say)
    if not fonts.sound():
        st.caption(plain(say("exports.no_chinese_font")))


def _download(exhibit: Exhibit, kind: str, label: str, make: Callable[[], bytes], say: Words) -> None:
    """A button for a file that is called by what is in it."""
    name = cached.once(documents.named, cached.district(), say, date.today(), exhibit.title)
    st.download_button(label, make, file_name=f"{name}.{kind}", key=f"file-{exhibit.name}-{kind}", on_click="ignore")


def rows(exhibit: Exhibit | None, say: Words, files: bool = True) -> None:
    """An exhibit that is nothing but its rows, all in sight; nothing where there is none."""
    if exhibit is None:
        st.empty()
        return
    with st.container(key=f"exhibit-{exhibit.name}", gap="small"):
        caption(exhibit.title, exhibit.sentence, say)
        table(exhibit, say)
        if files:
            downloads(exhibit, say)
        credits(exhibit)


def note(text: str) -> None:
    """A line by itself; nothing where there is nothing to say."""
    if text:
        st.caption(plain(text))
    else:
        st.empty()


def hint(text: str) -> None:
    """A line that says what can be done here, and is not printed; nothing where there is nothing to say."""
    if text:
        st.html(_PIECES("hint", text))
    else:
        st.empty()


def folds(exhibit: Exhibit, by: str, heading: str, opened: str | None, say: Words) -> None:
    """An exhibit of several things, each to be opened by its heading: the rows of one id in column `by`; `opened` is open."""
    with st.container(key=f"exhibit-{exhibit.name}", gap="xsmall"):
        caption(exhibit.title, exhibit.sentence, say)
        for one, title, inside in cached.once(_parts, exhibit, by, heading):
            with st.expander(plain(title), expanded=one == opened):
                table(inside, say, acts=False)
        downloads(exhibit, say)
        credits(exhibit)


def _parts(exhibit: Exhibit, by: str, heading: str) -> list[tuple[str, str, Exhibit]]:
    """The things an exhibit is of: the id, the heading and the rows of each, without the column of headings."""
    columns = tuple(column for column in exhibit.columns if column.name != heading)
    return [
        (str(one), str(rows[heading].iloc[0]), replace(exhibit, columns=columns, rows=rows))
        for one, rows in exhibit.rows.groupby(by, sort=False)
    ]


def sheet(shown: tuple[Exhibit, list[Number]] | None, say: Words) -> None:
    """A unit's sheet, which is all that is printed, on one page; how to get one where no unit is chosen."""
    if shown is None:
        hint(say("plan.sheet_hint"))
        return
    exhibit, items = shown
    size = min(LETTERS, round(LETTERS * LINES / _lines(exhibit), 1))
    st.html(f"<style>{web.text('sheet.css').replace('{size}', str(size))}</style>")
    with st.container(border=True, key="sheet", gap="small"):
        caption(exhibit.title, exhibit.sentence, say)
        figures(items, say)
        table(exhibit, say, acts=False)
        credits(exhibit)
    with st.container(key="sheet-files", gap="xsmall"):
        downloads(exhibit, say)
        if fonts.sound():
            _download(exhibit, "pdf", say("exports.paper_sheet"), lambda: making.sheet(exhibit, items, say), say)
        hint(say("plan.sheet_print"))


def _lines(exhibit: Exhibit) -> int:
    """How many lines the rows take on paper: a cell breaks at some thirty-two letters, a Chinese one counting for two."""
    cells = exhibit.table().map(lambda text: -(-sum(2 if ord(sign) > 255 else 1 for sign in str(text)) // 32))
    return int(cells.max(axis=1).clip(lower=1).sum()) + 8


def links(selection: Selection, title: str, items: list[Link]) -> None:
    """Where to go on from here: page, label and what is chosen there; nothing where there is nowhere."""
    if not items or not manners.of(selection).leads_on:
        st.empty()
        return
    box = f"links-{items[0][0]}"
    many = len(items) > MANY_LINKS
    with st.container(key=box, gap=None, height=LINKS_HEIGHT) if many else st.container(key=box, gap=None):
        st.html(_PIECES("links", title, items[0][0]))
        for page, label, chosen in items:
            st.page_link(PAGES[page].file, label=plain(label), query_params=to_query(selection.with_(**chosen)))


def card(say: Words, exhibit: Exhibit | None, photo: Photo | None) -> None:
    """What is known of the chosen base, and its picture, or how to choose one."""
    if exhibit is None:
        hint(say("bases.card_hint"))
        return
    with st.container(border=True, key="card"):
        caption(exhibit.title, "", say)
        if photo:
            st.html(_PIECES("photo", pieces.photo(photo)))
        table(exhibit, say, acts=False)
        if exhibit.sentence:
            st.caption(plain(exhibit.sentence))
        credits(exhibit)
        controls.clear(say("bases.close_card"), base=None)


def picked(
    key: str,
    chosen: Chosen | None,
    how: str,
    clear: str,
    nothing: Mapping[str, None],
    say: Words,
) -> None:
    """What was picked on the map, with its figures and a way to let it go; how to pick where nothing is."""
    if chosen is None:
        hint(how)
        return
    name, sentence, items = chosen
    with st.container(border=True, key=key):
        caption(name, sentence, say)
        figures(items, say)
        controls.clear(clear, **nothing)


def figures(items: list[Number], say: Words | None = None) -> None:
    """A row of figures, each with its label and a line about it."""
    if not items:
        st.empty()
        return
    st.html(_PIECES("figures", [(_explained(label, say), value, note) for label, value, note in items]))


def legends_html(legends: tuple[Legend, ...], inline: bool = False) -> Markup:
    """The legends of a map: every fill, hatch, ring and marker on it, with what it means.

    inline leaves sizes to whoever shows it, and the swatches are drawn in place.
    """
    draw = swatch_drawing if inline else swatch_picture
    groups = [(legend.title, [(draw(one), one.label) for one in legend.swatches]) for legend in legends]
    return _PIECES("legends", groups, inline)


def legend_html(exhibit: Exhibit, selection: Selection, say: Words) -> Markup:
    """A map's legend, each entry to have it stand out, and the layers that can be put off."""
    lit, name = selection.of("lit", exhibit.name), exhibit.name
    groups = [
        (legend.title, [_entry(swatch_picture(one), one.label, name, one.id, one.id == lit) for one in legend.swatches])
        for legend in exhibit.legends
    ]
    shown = [
        {"sign": "", "label": say(f"map.layer.{one}"), "act": "off", "value": one, "pressed": one not in selection.off}
        for one in layers.on(exhibit)
    ]
    return _PIECES("entries", [*groups, (say("map.layers"), shown)])


def _entry(sign: Markup, label: str, name: str, id_: str, pressed: bool) -> dict[str, Any]:
    """An entry as the template takes it; only what has an id can be had to stand out."""
    act = {"act": "lit", "value": f"{name}.{'' if pressed else id_}", "pressed": pressed} if id_ else {"act": ""}
    return {"sign": sign, "label": label, **act}


def swatch_picture(swatch: Swatch) -> Markup:
    """A swatch as a small picture; its meaning stands beside it in words."""
    drawing = swatch_drawing(swatch)
    drawn = tones.darkened(drawing) if browser.dark() else drawing
    address = "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()
    return _PIECES("swatch", address)


def swatch_drawing(swatch: Swatch) -> Markup:
    """A swatch as SVG."""
    return _PIECES("swatch_drawn", Markup(swatches.drawn(swatch)))
