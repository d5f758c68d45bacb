"""Files made apart: by a process of their own, when their turn has come; here and at once where no server of ours runs."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from outreach import apart
from outreach.district import District
from outreach.exports import papers, pictures, sheets
from outreach.scenes.scene import Scene
from outreach.screen import atlas, cached, documents, report, slides
from outreach.screen.documents import Document, Wanted
from outreach.selection import Selection
from outreach.views.exhibit import Exhibit, Number
from outreach.words import Words

Scenes = tuple[Scene, ...] | None


def document(
    wanted: Wanted, page: str, selection: Selection, district: District, scenes: Scenes, tell: apart.Told
) -> Document:
    """A page as a file, or the briefing with these scenes, with the speaker's notes or without; on paper where speech is wanted.

    Raises as documents.of_page does, and apart.Full and apart.Lost.
    """
    make = partial(_document, wanted, page, selection, scenes)
    if not apart.OURS.opened:
        return make(district, tell)
    found: Document = apart.OURS.do(partial(_of_pickled, make, cached.once(pickle.dumps, district)), tell)
    return found


def _of_pickled(make: Callable[[District, apart.Told], Document], pickled: bytes, tell: apart.Told) -> Document:
    return make(_district(pickled), tell)


@lru_cache(2)
def _district(pickled: bytes) -> District:
    """The same district for the same bytes: what is worked out of it is kept in this process."""
    found: District = pickle.loads(pickled)
    return found


def _document(
    wanted: Wanted, page: str, selection: Selection, scenes: Scenes, district: District, tell: apart.Told
) -> Document:
    if wanted.kind == "docx":
        return report.document(district, selection, wanted.today, tell)
    if wanted.kind == "html":
        return atlas.document(district, wanted.today, tell)
    if scenes is None:
        return documents.of_page(wanted, page, selection, district, tell)
    shown = cached.once(slides.slides, scenes, district, selection.language, wanted.today)
    return documents.of_slides(wanted, shown, cached.say(selection.language)("page.briefing"), district, tell)


_MAKERS: dict[str, Callable[[Exhibit, Words], bytes]] = {
    "xlsx": sheets.xlsx,
    "png": pictures.png,
    "svg": lambda exhibit, say: pictures.svg(exhibit, say).encode(),
}


def exhibit(kind: str, shown: Exhibit, say: Words) -> bytes:
    """One exhibit as a workbook or a picture. Raises apart.Full and apart.Lost."""
    found: bytes = apart.OURS.do(partial(_exhibit, kind, replace(shown, deck=None), say))
    return found


def _exhibit(kind: str, shown: Exhibit, say: Words, _tell: apart.Told) -> bytes:
    return _MAKERS[kind](shown, say)


def sheet(shown: Exhibit, items: list[Number], say: Words) -> bytes:
    """A unit's sheet as a paper. Raises apart.Full and apart.Lost."""
    found: bytes = apart.OURS.do(partial(_sheet, replace(shown, deck=None), items, say))
    return found


def _sheet(shown: Exhibit, items: list[Number], say: Words, _tell: apart.Told) -> bytes:
    return papers.sheet(shown, items, say)
