"""What a scene is, and where scenes come from that nobody listed."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from outreach.contents import IN_SCENES
from outreach.selection import Slip, from_query
from outreach.vocabulary import LANGUAGES

FILE = "data/scenes.toml"
LEDE = "lede"  # the page's own sentence, as a placeholder names it
KINDS = ("cover", "closing")  # scenes without a page: what they show comes from the settings
SETTINGS = (
    "unit",
    "meeting",
    "day",
    "data_day",
    "plan",
    "district",
)  # what district.toml says, as a placeholder names it


@dataclass(frozen=True)
class Point:
    """One thing asked for on a scene: what, because of which fact, of whom, by when, at what cost; by language, with
    placeholders. Without its ground (a placeholder that gives nothing now) it is not asked; owner, due and cost are left
    out where they are not known.
    """

    text: Mapping[str, str]
    because: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, str] = field(default_factory=dict)
    cost: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Mapping[str, str], ...]:
        """Its texts, in the order of `PARTS`."""
        return self.text, self.because, self.owner, self.due, self.cost


@dataclass(frozen=True)
class Scene:
    """One scene: a page's state and what of it is shown, with its title, the sentence to remember and what is said.

    query is the page's state as the address says it, without language and mode. exhibits names what is shown of the page,
    in this order; empty means the page's first. columns are those of a table's columns that the scene has room for; empty
    means all that the page shows. title, takeaway, reading (how to read the picture) and note are texts by language, whose
    placeholders are filled; all but the title may be empty. A scene whose title asks for what nobody says now, or whose
    page has none of its exhibits, does not hold: otherwise is shown in its place, or nothing. kind is empty, or one of
    KINDS for a scene without a page.
    """

    id: str
    page: str
    query: Mapping[str, str]
    exhibits: tuple[str, ...]
    title: Mapping[str, str]
    takeaway: Mapping[str, str]
    note: Mapping[str, str]
    points: tuple[Point, ...] = ()
    columns: tuple[str, ...] = ()
    otherwise: "Scene | None" = None
    reading: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


def former(scenes: tuple[Scene, ...], known: Mapping[str, Container[str]]) -> tuple[tuple[str, Slip], ...]:
    """The ids of former times that scenes ask for, each with its scene's id and what it is taken for."""
    states = [(one.id, state) for one in scenes for state in (one, one.otherwise) if state]
    return tuple((name, slip) for name, state in states for slip in from_query(state.query, known)[1] if slip.taken)


def of_state(page: str, query: Mapping[str, str], scene_id: str, exhibits: tuple[str, ...] = ()) -> Scene:
    """A page's state as a scene that says what the page itself says."""
    shown = exhibits[0] if exhibits else LEDE
    if exhibits:
        scene_id = f"{page}-{exhibits[0].replace('_', '-')}"
    same: dict[str, str] = {language: f"{{{shown}}}" for language in LANGUAGES}
    title: dict[str, str] = {language: f"{{{shown}.title}}" for language in LANGUAGES}
    note: dict[str, str] = {language: f"{{{LEDE}}}" for language in LANGUAGES}
    reading: dict[str, str] = {language: "" for language in LANGUAGES}
    return Scene(scene_id, page, dict(query), exhibits, title, same, note, reading=reading)


def shows(page: str, name: str) -> bool:
    """Whether the page may show an exhibit of this name."""
    return any(fnmatchcase(name, one) for one in IN_SCENES.get(page, ()))


NOT_A_STATE = ("lang", "mode", "tone", "story", "scene", "notes", "room")  # how a page is looked at, not what it shows
