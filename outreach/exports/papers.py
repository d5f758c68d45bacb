"""Papers typeset with typst: the briefing's handout, a town's profile, a unit's sheet; tagged PDF/UA-1."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outreach.exports import MADE_BY, fonts, pictures, still, watermark
from outreach.exports.lines import width as letters
from outreach.exports.slides import Slide
from outreach.views import palette, sizes
from outreach.views.exhibit import Credits, Exhibit, Number, formatted
from outreach.words import Words

SOURCE = Path(__file__).parent / "paper.typ"
ROWS = 120  # of a table on one page of paper; a longer one is a sheet's business. A handout goes on to the next page
SCENE_PX, COLUMN_PX = (1060, 490), 480  # a scene's picture, and one in a column of a portrait page
PORTRAIT = (
    11.0,
    10.5,
    10.0,
    9.5,
    9.0,
    8.5,
    8.0,
    7.5,
    7.0,
    6.5,
)  # points tried, the largest first, until all stands on one page
LANDSCAPE = (14.0, 13.0, 12.0, 11.0, 10.0)  # a table too long for the least goes on to the next page
MAP_SHARE = 1.45  # of a map beside a chart, to the chart's 1
NARROW, WIDEST = 9, 45  # letters up to which a column gets all it wants, and beyond which it gets no more


@dataclass(frozen=True)
class Profile:
    """What stands on a page of paper: its title and sentence, exhibits to the left and to the right, and the last line."""

    title: str
    sentence: str
    left: tuple[Exhibit, ...]
    right: tuple[Exhibit, ...] = ()
    foot: str = ""
    figures: tuple[Number, ...] = ()


def handout(
    slides: Sequence[Slide],
    say: Words,
    title: str,
    notes: bool = True,
    tell: Callable[[float], None] = lambda _share: None,
) -> bytes:
    """The scenes as a PDF, one on a page of A4 across, with the speaker's notes under each where wanted. A chart whose rows have
    no room on a page, and a long table, go on to the next.

    Raises ExportError where the machine has no font for the text.
    """
    files: dict[str, bytes] = {}
    pages = []
    slides = [part for one in slides for part in _parted(one, say, notes)]
    for number, slide in enumerate(slides, 1):
        pages.append(_scene(slide, say, files, notes))
        tell(0.8 * number / len(slides))
    return _typeset("handout", LANDSCAPE, title, pages, say, files)


def _scene(slide: Slide, say: Words, files: dict[str, bytes], notes: bool) -> dict[str, Any]:
    """A scene as the typesetter takes it: what is said, its exhibits beside one another, and where they come from."""
    stated = [one.credits for one in slide.exhibits]
    link = [say("exports.link", link=slide.link)] if "://" in slide.link else []
    return {
        "title": slide.title,
        "sentence": slide.sentence,
        "reading": slide.reading,
        "lines": list(slide.lines),
        "figures": _figures(slide.figures),
        "items": [] if slide.points else _side_by_side(slide, say, files, notes),
        **_marked(stated, say),
        "note": slide.note if notes else "",
        "points": [{"text": text, "because": "　".join(filter(None, why))} for text, *why in slide.points],
        "credits": [*_credited(stated), *link],
    }


def _side_by_side(slide: Slide, say: Words, files: dict[str, bytes], notes: bool) -> list[dict[str, Any]]:
    """The slide's exhibits, a map with more of the width than a chart."""
    shares = [MAP_SHARE if one.deck is not None else 1.0 for one in slide.exhibits]
    high, found = _scene_high(slide, notes), []
    for one, share in zip(slide.exhibits, shares, strict=True):
        room = (round(SCENE_PX[0] * share / sum(shares)), high)
        title = one.title if len(slide.exhibits) > 1 or one.title != slide.title else ""
        found.append({**_item(one, say, files, room, most=len(one.rows)), "title": title, "share": share})
    return found


def _scene_high(slide: Slide, notes: bool) -> int:
    return SCENE_PX[1] - 60 * bool(notes and slide.note)


def _parted(slide: Slide, say: Words, notes: bool) -> list[Slide]:
    """The slide, or for a chart of more rows than a page has room for one after another with some of them each."""
    if len(slide.exhibits) != 1 or slide.points:
        return [slide]
    first, *rest = still.parts(slide.exhibits[0], SCENE_PX[0], _scene_high(slide, notes), sizes.BROWSE)
    return [replace(slide, exhibits=(first,)), *(slide.going_on((one,), say) for one in rest)]


def profile(paper: Profile, say: Words) -> bytes:
    """One page of A4 as a PDF, its letters as large as let it be one page. Raises ExportError as `handout` does."""
    files: dict[str, bytes] = {}
    shown = [*paper.left, *paper.right]
    wide = COLUMN_PX if paper.right else 2 * COLUMN_PX
    sides = {
        "left": [_item(one, say, files, (wide, None)) for one in paper.left],
        "right": [_item(one, say, files, (COLUMN_PX, None)) for one in paper.right],
    }
    for one, item in zip(shown, [*sides["left"], *sides["right"]], strict=True):
        item["sentence"] = one.sentence if one.vector is not None or not paper.right else ""
    if len(shown) == 1:
        sides["left"][0] |= {"title": "", "sentence": "", "figures": _figures(paper.figures)}
    stated = [one.credits for one in shown]
    page = {
        "title": paper.title,
        "sentence": paper.sentence,
        "figures": [],
        **sides,
        "note": "",
        **_marked(stated, say),
        "credits": [*dict.fromkeys(one.demonstration for one in stated if one.demonstration), paper.foot]
        if paper.foot
        else _credited(stated),
    }
    return _typeset("portrait", PORTRAIT, paper.title, [page], say, files)


def sheet(exhibit: Exhibit, figures: Sequence[Number], say: Words) -> bytes:
    """A unit's sheet as a PDF: its figures and its rows on a page of A4. Raises ExportError as `handout` does."""
    return profile(Profile(exhibit.title, exhibit.sentence, (exhibit,), figures=tuple(figures)), say)


def _item(
    exhibit: Exhibit, say: Words, files: dict[str, bytes], room: tuple[int, int | None], most: int = ROWS
) -> dict[str, Any]:
    """An exhibit as the typesetter takes it: its picture as a file of its own, or its rows as they are read."""
    found: dict[str, Any] = {
        "title": exhibit.title,
        "sentence": "",
        "share": 1.0,
        "figures": [],
        "picture": "",
        "alt": "",
        "heads": [],
        "rows": [],
        "rights": [],
        "widths": [],
        "more": "",
        "credits": [],
    }
    if exhibit.vector is not None:
        name = f"{len(files)}.svg"
        wide, high = room
        drawn = pictures.bare(exhibit, wide) if high is None else still.fitting(exhibit, wide, high, sizes.BROWSE)
        files[name] = drawn.encode()
        return found | {"picture": name, "alt": f"{exhibit.title}. {exhibit.sentence}"}
    columns = [column for column in exhibit.columns if column.on_page]
    shown = exhibit.rows.head(most)
    texts = [
        [formatted(value, column.kind, say("format.missing")) for value in shown[column.name]] for column in columns
    ]
    return found | {
        "heads": [column.title for column in columns],
        "rows": [list(row) for row in zip(*texts)],
        "rights": [column.kind != "text" for column in columns],
        "widths": [_wanted(column.title, column_texts) for column, column_texts in zip(columns, texts)],
        "more": say("exports.more_rows", n=len(exhibit.rows) - len(shown)) if len(exhibit.rows) > len(shown) else "",
    }


def _wanted(head: str, texts: list[str]) -> float:
    """How much of the width a column wants: as its longest text, within limits, but no less than its head's longest word."""
    longest = max([letters(head) * 0.75, *map(letters, texts)], default=1.0) + 1.8
    return round(1.2 * longest if longest <= NARROW else 1.2 * NARROW + 0.45 * (min(longest, WIDEST) - NARROW), 2)


def _figures(figures: Sequence[Number]) -> list[dict[str, str]]:
    return [{"label": label, "value": value, "note": note} for label, value, note in figures]


def _credited(stated: Iterable[Credits]) -> list[str]:
    """Notice, basis, sources and date of all, each said once."""
    lines = [
        (one.demonstration, one.notice, "　".join(filter(None, (one.basis, one.source, one.date)))) for one in stated
    ]
    return list(dict.fromkeys(line for part in zip(*lines) for line in part if line)) if lines else []


def _marked(stated: list[Credits], say: Words) -> dict[str, Any]:
    mark = watermark.text(stated, say)
    return {
        "mark": mark,
        "mark_colour": watermark.colour(stated),
        "mark_size": round(min(60.0, 480 / max(letters(mark), 1)), 1),
    }


def _typeset(
    kind: str,
    letters_tried: tuple[float, ...],
    title: str,
    pages: list[dict[str, Any]],
    say: Words,
    files: dict[str, bytes],
) -> bytes:
    import typst

    paper = {
        "kind": kind,
        "title": title,
        "made_by": MADE_BY,
        "name": f"{say('shell.name')}　{title}",
        "pages": pages,
        "note_title": say("exports.notes"),
        "sizes": letters_tried,
        "accent": palette.BASIS["official"],
        "ink": palette.INK,
        "faint": palette.FAINT,
        "grid": palette.GRID,
        "land": palette.LAND,
        "lang": say.language,
        "region": {"zh": "CN", "en": "GB"}[say.language],
    }
    paper["font"] = [fonts.chinese(json.dumps(paper, ensure_ascii=False))]
    sources: Any = {"main.typ": SOURCE.read_bytes(), "paper.json": json.dumps(paper, ensure_ascii=False).encode()}
    made: bytes = typst.compile(sources | files, format="pdf", pdf_standards=["ua-1"])  # its types know of no mapping
    return made
