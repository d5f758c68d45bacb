"""Files of a page or of the briefing: what each is made of, from pages as values."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from outreach.contents import PAGES
from outreach.district import District
from outreach.exports import ExportError, papers, pictures, sheets
from outreach.exports.slides import Slide, pptx
from outreach.home import Home
from outreach.page import OnPaper, OnScreen, Page, Printed, Sheet, Sides, flat
from outreach.scenes.scene import NOT_A_STATE
from outreach.screen import cached, slides, visit
from outreach.selection import Selection, address, from_query, to_query
from outreach.views.exhibit import Exhibit
from outreach.words import Words

KINDS = ("pptx", "pdf", "png", "svg", "csv", "xlsx")
LONGEST = 60  # letters of a part of a file's name
PREVIEW = (1200, 630)  # pixels of the picture that stands for a link
Told = Callable[[float], None]


@dataclass(frozen=True)
class Document:
    """A file as it is taken along: its name without a folder, what is in it and of which kind."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Wanted:
    """Which file is wanted, of which day: its kind, in which language, of one exhibit alone where that is named.

    notes are the speaker's, which not everybody is to read; speech is what is said of each slide, on paper under it.
    """

    kind: str
    today: date
    language: str = "zh"
    exhibit: str | None = None
    notes: bool = True
    speech: bool = False


def _quiet(share: float) -> None:
    """Nobody wants to hear how much is done."""


def of_page(wanted: Wanted, page: str, selection: Selection, district: District, tell: Told = _quiet) -> Document:
    """A page in one state as a file; of it one exhibit alone where exhibit names it.

    As PDF the page of a town is its profile, the plan's page with a unit chosen is the unit's sheet, every other page a
    handout, with what is said of it where speech is wanted. Raises ExportError with a rule of the section `exports`, and whatever the page raises.
    """
    wanted, say = replace(wanted, language=selection.language), cached.say(selection.language)
    if (
        wanted.kind == "pdf"
        and wanted.exhibit is None
        and PAGES[page].paper
        and (paper := _paper(page, selection, district, wanted.today, say))
    ):
        tell(1)
        return Document(f"{_paper_name(page, selection, district, say)}.pdf", paper, "pdf")
    title = "_".join(filter(None, (say(f"page.{page}"), _chosen(page, selection, district, say))))
    called = partial(named, district, say, wanted.today)
    if wanted.kind in ("pptx", "pdf"):
        shown = _slides_of(wanted, page, selection, district)
        name = called(_title(shown, wanted.exhibit) if wanted.exhibit else title)
        return _deck(wanted, name, shown, district, say(f"page.{page}"), tell)
    there = visit.page(page, selection, district, wanted.today).exhibits
    return _rows(wanted.kind, title, _asked(there, wanted.exhibit), say, tell, called)


def _slides_of(wanted: Wanted, page: str, selection: Selection, district: District) -> tuple[slides.Slide, ...]:
    """The page's slides, those of the one exhibit alone where it is named. Raises ExportError where there is none."""
    query = tuple((name, value) for name, value in to_query(selection).items() if name not in NOT_A_STATE)
    every = slides.of_page(page, query, district, selection.language, wanted.today)
    names = [[each.name for each in one.exhibits] for one in every]
    shown = tuple(one for one, has in zip(every, names) if wanted.exhibit is None or wanted.exhibit in has)
    if not shown:
        raise _unknown(wanted.exhibit, [name for has in names for name in has])
    return shown


def of_slides(
    wanted: Wanted, shown: Sequence[slides.Slide], name: str, district: District, tell: Told = _quiet
) -> Document:
    """Slides as they are played as a file, without the speaker's notes where nobody is to read them; on paper they stand
    where speech is wanted. name is what they are. Raises ExportError.
    """
    say, exhibit = cached.say(wanted.language), wanted.exhibit
    called = partial(named, district, say, wanted.today)
    shown = shown if wanted.notes else [replace(one, note="") for one in shown]
    if wanted.kind in ("pptx", "pdf") and exhibit is None:
        title = shown[0].title if len(shown) == 1 else say("exports.briefing", name=district.home.name[say.language])
        return _deck(wanted, called(name), shown, district, title, tell)
    if wanted.kind in ("pptx", "pdf") and exhibit is not None:
        _asked({each.name: each for one in shown for each in one.exhibits}, exhibit)
        shown = [one for one in shown if exhibit in [each.name for each in one.exhibits]][:1]
        return _deck(wanted, called(_title(shown, exhibit)), shown, district, shown[0].title, tell)
    found = {one.name: one for slide in shown for one in _narrowed(slide)}
    return _rows(wanted.kind, name, _asked(found, exhibit), say, tell, called)


def preview(district: District, today: date) -> bytes | None:
    """The overview's map as a small picture of the whole, for those who show a link; None where it cannot be drawn now."""
    found = visit.page("overview", Selection(), district, today).exhibits.get("overview_map")
    if found is None or found.vector is None:
        return None
    return pictures.as_png(pictures.fitting(found, *PREVIEW), 1)


def state(query: Mapping[str, str], known: Mapping[str, Container[str]], language: str) -> Selection:
    """The selection a query asks for. Raises ExportError("query_unknown") naming the first value that names nothing."""
    selection, slips = from_query({**query, "lang": language}, known)
    unknown = [slip for slip in slips if not slip.taken]
    if unknown:
        raise ExportError("query_unknown", {"name": unknown[0].name, "value": unknown[0].value})
    return selection


def link(home: Home, page: str, selection: Selection, base: str = "") -> str:
    """The address of a page in one state: under the district's public address or this base, else without a host."""
    return address(page, selection.with_(mode="browse"), home.public_url or base)


def named(district: District, say: Words, today: date, what: str) -> str:
    """What a file is called: whose it is, what is in it and of which day."""
    own = district.areas.loc[district.areas["area_code"] == district.home.code, f"name_{say.language}"]
    whose = say("exports.whose", district=own.iloc[0] if len(own) else district.home.name[say.language])
    return "_".join((_plain(whose), _plain(what), today.isoformat()))


def _plain(text: str) -> str:
    """A text as a part of a file's name on any system: without the signs a system forbids, and not too long."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text).strip(" .")[:LONGEST]


def _chosen(page: str, selection: Selection, district: District, say: Words) -> str:
    """The unit or the town that is chosen on the page, by its name; empty where none is."""
    table, field, code = (
        (district.units, "unit_id", selection.unit) if page == "plan" else (district.areas, "area_code", selection.area)
    )
    own = table.loc[table[field] == code, f"name_{say.language}"]
    return str(own.iloc[0]) if code and len(own) else ""


def _paper_name(page: str, selection: Selection, district: District, say: Words) -> str:
    name = _chosen(page, selection, district, say) or say(f"page.{page}")
    return _plain(say("exports.sheet_of", unit=name) if PAGES[page].paper == "sheet" else name)


def _title(shown: Sequence[slides.Slide], exhibit: str) -> str:
    return next(each.title for one in shown for each in one.exhibits if each.name == exhibit)


def _unknown(exhibit: str | None, there: Sequence[str]) -> ExportError:
    return ExportError("exhibit_unknown", {"found": exhibit, "expected": list(dict.fromkeys(there))})


def _asked(there: Mapping[str, Exhibit], exhibit: str | None) -> list[Exhibit]:
    if exhibit is not None and exhibit not in there:
        raise _unknown(exhibit, list(there))
    return list(there.values()) if exhibit is None else [there[exhibit]]


def _is_table(exhibit: Exhibit) -> bool:
    """Whether an exhibit is its rows on a slide: it has no picture, or asks for a table in place of one."""
    return exhibit.vector is None or (exhibit.chart is not None and exhibit.chart.kind == "table")


def _narrowed(slide: slides.Slide) -> tuple[Exhibit, ...]:
    """The slide's exhibits, each table with those columns alone that the scene has room for."""
    wanted = slide.scene.columns
    return tuple(
        replace(one, columns=tuple(replace(column, on_page=column.name in wanted) for column in one.columns))
        if wanted and _is_table(one) and set(wanted) & {column.name for column in one.columns}
        else one
        for one in slide.exhibits
    )


def _deck(
    wanted: Wanted, name: str, shown: Sequence[slides.Slide], district: District, title: str, tell: Told
) -> Document:
    say = cached.say(wanted.language)
    made = [
        Slide(
            one.title,
            one.takeaway,
            _narrowed(one),
            one.note,
            link(district.home, one.scene.page, one.selection),
            one.figures,
            one.points,
            one.reading,
            one.lines,
        )
        for one in shown
    ]
    content = (
        pptx(made, say, title, district.home.template, tell)
        if wanted.kind == "pptx"
        else papers.handout(made, say, title, notes=wanted.speech, tell=tell)
    )
    return Document(f"{name}.{wanted.kind}", content, wanted.kind)


def _rows(
    kind: str, what: str, exhibits: Sequence[Exhibit], say: Words, tell: Told, called: Callable[[str], str]
) -> Document:
    if kind == "xlsx":
        tell(1)
        alone = len(exhibits) == 1
        content = sheets.xlsx(exhibits[0], say) if alone else sheets.workbook(exhibits, say)
        return Document(f"{called(exhibits[0].title if alone else what)}.xlsx", content, "xlsx")
    make = {
        "png": lambda one: pictures.png(one, say),
        "svg": lambda one: pictures.svg(one, say).encode(),
        "csv": sheets.csv,
    }[kind]
    if len(exhibits) == 1:
        tell(1)
        return Document(f"{called(exhibits[0].title)}.{kind}", make(exhibits[0]), kind)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for i, one in enumerate(exhibits, 1):
            archive.writestr(f"{one.name}.{kind}", make(one))
            tell(i / len(exhibits))
        if kind == "csv":
            archive.writestr("notes.csv", sheets.notes(exhibits, say))
    return Document(f"{called(f'{what} {kind.upper()}')}.zip", stream.getvalue(), "zip")


def _paper(page: str, selection: Selection, district: District, today: date, say: Words) -> bytes | None:
    """The town's profile or the unit's sheet; None where no unit is chosen."""
    blocks = visit.page(page, selection, district, today).blocks
    if PAGES[page].paper == "sheet":
        content = next((one.content() for one in flat(blocks) if isinstance(one, Sheet)), None)
        return papers.sheet(*content, say) if content else None
    return papers.profile(_profile(next(one for one in blocks if isinstance(one, Printed))), say)


def _profile(printed: Printed) -> papers.Profile:
    """What a page prints on its sheet, half by half."""
    page = Page(printed.blocks)
    sides = next(one for one in printed.blocks if isinstance(one, Sides))
    foot = next((one for one in printed.blocks if isinstance(one, OnPaper)), OnPaper([]))
    left, right = (
        tuple(Page([one for one in half if not isinstance(one, OnScreen)]).exhibits.values())
        for half in (sides.left, sides.right)
    )
    return papers.Profile(page.title, page.sentence, left, right, "".join(Page(foot.blocks).texts))
