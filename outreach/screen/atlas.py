"""The atlas in one file, of a district on a day: which pages and which states of them it has. Made for the public, always."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from outreach.contents import ALWAYS, IN_SCENES, PAGES, page_of
from outreach.district import District
from outreach.exports import atlas
from outreach.page import Block, Blocks, Card, Kiosk, Page, Rows, Sheet, Show, flat
from outreach.screen import cached, visit
from outreach.screen.documents import Document, Told
from outreach.selection import Selection
from outreach.vocabulary import LANGUAGES
from outreach.words import Words

KIND = "html"
AUDIENCE = "public"
MOST = 120  # towns, bases and units of a page that are in the file; a province has more than a file can carry
Ids = Mapping[str, str]


@dataclass(frozen=True)
class _Variation:
    """What can be chosen on a page: the field of the selection, its ids with their names, and the blocks that then matter."""

    field: str
    names: Callable[[District, Words], Ids]
    wanted: Callable[[Block, str], bool] | None = None


def _towns(district: District, say: Words) -> Ids:
    towns = district.areas[district.areas["parent_code"] == district.home.code]
    return dict(zip(towns["area_code"], towns[f"name_{say.language}"]))


def _bases(district: District, say: Words) -> Ids:
    return dict(zip(district.bases["base_id"], district.bases[f"name_{say.language}"]))


def _units(district: District, say: Words) -> Ids:
    return dict(zip(district.units["unit_id"], district.units[f"name_{say.language}"]))


def _tables(_district: District, say: Words) -> Ids:
    return cached.titles(say.language)


def _of_table(one: Block, table: str) -> bool:
    exhibit = one.exhibit() if isinstance(one, Rows) else None
    return exhibit is not None and exhibit.name in (table, f"dictionary_{table}")


_VARIED = {
    "town": _Variation("area", _towns),
    "bases": _Variation("base", _bases, lambda one, _id: isinstance(one, Card)),
    "plan": _Variation("unit", _units, lambda one, _id: isinstance(one, Sheet)),
    "kiosk": _Variation("area", _towns, lambda one, _id: isinstance(one, Kiosk)),
    "sources": _Variation("table", _tables, _of_table),
}


def document(district: District, today: date, tell: Told = lambda _share: None) -> Document:
    """The file, named after the district. Raises ExportError and whatever a page raises."""
    told = [partial(_part, tell, done / (len(LANGUAGES) + 1)) for done in range(len(LANGUAGES))]
    editions = [_edition(district, language, today, one) for language, one in zip(LANGUAGES, told)]
    content = atlas.html(editions, today.isoformat(), district.home.public_url or "")
    tell(1)
    return Document(f"{district.home.name[LANGUAGES[0]]}.{KIND}", content, KIND)


def alone(district: District, page: str, name: str, language: str, today: date) -> bytes | None:
    """A page's exhibit as it first stands there, in a file of its own that other sites may frame; None where the public has no
    such exhibit. Raises as `document` does."""
    if page not in IN_SCENES or AUDIENCE not in PAGES[page].audiences:
        return None
    say = cached.say(language)
    exhibit = _look(page, district, say, today).exhibits.get(name)
    if exhibit is None:
        return None
    block = Show(lambda: exhibit) if exhibit.vector is not None else Rows(lambda: exhibit)
    edition = atlas.Edition(say, district.home.name[language], (atlas.Leaf(page, [block]),))
    return atlas.html([edition], today.isoformat(), district.home.public_url or "", exhibit.title)


def _part(tell: Told, done: float, share: float) -> None:
    """Tell how much of the whole is done when this share of one language is."""
    tell(done + share / (len(LANGUAGES) + 1))


def _edition(district: District, language: str, today: date, tell: Told) -> atlas.Edition:
    say = cached.say(language)
    open_ = [name for name in ALWAYS if AUDIENCE in PAGES[name].audiences]
    leaves: list[atlas.Leaf] = []
    for number, name in enumerate(open_, 1):
        leaves += _leaves(name, district, say, today)
        tell(number / len(open_))
    lists = {page: _called(page, district, say) for page in _VARIED}
    return atlas.Edition(say, district.home.name[language], tuple(leaves), lists)


def _called(page: str, district: District, say: Words) -> str:
    """What the list of a page's leaves is called; where the file has not all of them it says so."""
    choose, there = say(f"atlas.choose_{page}"), len(_VARIED[page].names(cached.shown(district, None), say))
    return choose if there <= MOST else say("atlas.choose_some", choose=choose, n=MOST, all=f"{there:,}")


def _leaves(name: str, district: District, say: Words, today: date) -> Iterator[atlas.Leaf]:
    """A page in its first state, then what can be chosen on it; nothing of a page that cannot be shown of this district."""
    look = partial(_look, name, district, say, today)
    first = look().blocks
    if not first:
        return
    yield atlas.Leaf(name, first)
    varied = _VARIED.get(name)
    if varied is None:
        return
    for id_, called in list(varied.names(cached.shown(district, None), say).items())[:MOST]:
        if blocks := _wanted(look(**{varied.field: id_}).blocks, varied, id_):
            yield atlas.Leaf(name, blocks, str(id_), called)


def _wanted(blocks: Blocks, varied: _Variation, id_: str) -> Blocks:
    if varied.wanted is None:
        return blocks
    return [one for one in flat(blocks) if varied.wanted(one, id_)]


def _look(name: str, district: District, say: Words, today: date, **chosen: str) -> Page:
    selection = Selection(language=say.language).with_(**chosen)
    return page_of(visit.at_noon(name, selection, district, today, say, AUDIENCE))
