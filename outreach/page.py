"""What a page is made of: blocks in their order, each a value; what a block shows is made when somebody wants it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

from outreach.views.exhibit import Chosen as Chosen
from outreach.views.exhibit import Exhibit, Link
from outreach.views.exhibit import Number as Number  # whoever draws a page has its figures from here
from outreach.vocabulary import Demand

if TYPE_CHECKING:
    from outreach.views.kiosk import Asked, Map, Round
    from outreach.views.kiosk import Card as BaseCard

Made = TypeVar("Made")
Later = Callable[[], Made]
"""What is made when it is asked for, and kept by whoever makes it."""


@dataclass(frozen=True)
class Heading:
    """The page's own title and the sentence a presenter reads out."""

    title: str
    sentence: Later[str] = lambda: ""


@dataclass(frozen=True)
class Numbers:
    """A row of figures."""

    items: Later[list[Number]]


@dataclass(frozen=True)
class Answer:
    """What a click on a map comes to, in short: a phone has it over the map, for the rest stands far below.

    leads is the key of the block that says it whole.
    """

    chosen: Later[Chosen | None]
    leads: str


@dataclass(frozen=True)
class Show:
    """An exhibit whole; nothing where there is none. A page's second map stands still.

    answers are said in short over a map on a phone alone; the page says them whole elsewhere.
    """

    exhibit: Later[Exhibit | None]
    still: bool = False
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Rows:
    """An exhibit that is nothing but its rows, with their files unless they are of no use."""

    exhibit: Later[Exhibit | None]
    files: bool = True


@dataclass(frozen=True)
class Folds:
    """An exhibit of several things, each under a heading of its own: the rows of one id in column `by`; `opened` is open."""

    exhibit: Later[Exhibit]
    by: str
    heading: str
    opened: str | None


@dataclass(frozen=True)
class Card:
    """What is known of the chosen base."""

    exhibit: Later[Exhibit | None]


@dataclass(frozen=True)
class Sheet:
    """A unit's sheet, which is all that is printed: its rows under its figures."""

    content: Later[tuple[Exhibit, list[Number]] | None]


@dataclass(frozen=True)
class Note:
    """A line by itself; nothing where there is nothing to say. One that tells what to do on the screen is not for paper."""

    text: Later[str]
    paper: bool = True


@dataclass(frozen=True)
class Prose:
    """A longer explanation, in Markdown of our own."""

    text: Later[str]


@dataclass(frozen=True)
class Picked:
    """What was picked on the map: name, sentence, figures and a way to let it go; a hint how to pick where nothing is."""

    key: str
    chosen: Later[Chosen | None]
    hint: str
    clear: str
    nothing: Mapping[str, None]


@dataclass(frozen=True)
class Links:
    """Where to go on from here: page, label and what is chosen there."""

    title: str
    items: Later[list[Link]]


@dataclass(frozen=True)
class Work:
    """What takes long and comes before the blocks after it; the text says so while it lasts."""

    text: str
    work: Later[object]


@dataclass(frozen=True)
class Choice:
    """One of the options (ids with their names) for a field of the selection, or none, which reads `nothing`; without options nothing."""

    field: str
    label: str
    options: Mapping[str, str]
    nothing: str | None = None


@dataclass(frozen=True)
class Choices:
    """Any number of the options for a field of the selection."""

    field: str
    label: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Clear:
    """A button that makes these changes to the selection."""

    label: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Weights:
    """How the gap index is made; demands: where people may be taken to live."""

    demands: Later[tuple[Demand, ...]]


@dataclass(frozen=True)
class Wish:
    """What a survey is asked for and how it goes out, as `usual` until somebody says otherwise."""

    usual: Mapping[str, float | None]


@dataclass(frozen=True)
class Seed:
    """The seed of a sample."""

    usual: int


@dataclass(frozen=True)
class Keep:
    """A button that keeps a siting question on the page, and the kept ones with their names."""

    names: Later[Mapping[str, str]]


@dataclass(frozen=True)
class Beside:
    """Columns of these relative widths; a touch screen has them under one another."""

    widths: tuple[float, ...]
    columns: tuple["Blocks", ...]


@dataclass(frozen=True)
class Fold:
    """A box that opens when it is wanted."""

    title: str
    blocks: "Blocks"


@dataclass(frozen=True)
class Printed:
    """The part of the page that is printed, on one sheet of A4, whatever stands around it."""

    blocks: "Blocks"


@dataclass(frozen=True)
class Sides:
    """The two halves of a printed sheet, side by side on paper too."""

    left: "Blocks"
    right: "Blocks"


@dataclass(frozen=True)
class OnScreen:
    """What a printed sheet has no room for."""

    blocks: "Blocks"


@dataclass(frozen=True)
class OnPaper:
    """What stands on paper alone."""

    blocks: "Blocks"


@dataclass(frozen=True)
class Scenes:
    """The slides on a stage, to be played; and the list a planner puts together."""

    slides: Later[tuple[Any, ...]]


@dataclass(frozen=True)
class Kiosk:
    """The public screen's sheet: everything it may show; what is made of it depends on the scene.

    ground is the map of the views, towns each town's code, name and a line about it, card the chosen base's, town what is
    said of the chosen one, quiz the questions and state how far a visitor has come with them, loop the published figures
    that take turns with the map while nobody is there; leave: whether there is a way back to the dashboard.
    """

    ground: "Later[Map]"
    near: Later[Exhibit]
    towns: Later[tuple[tuple[str, str, str], ...]]
    card: "Later[BaseCard | None]"
    town: Later[Exhibit | None]
    quiz: "Later[tuple[Asked, ...]]"
    state: "Round"
    loop: Later[Exhibit | None]
    leave: bool


Block = (
    Heading
    | Numbers
    | Show
    | Rows
    | Folds
    | Card
    | Sheet
    | Note
    | Prose
    | Picked
    | Links
    | Work
    | Choice
    | Choices
    | Clear
    | Weights
    | Wish
    | Seed
    | Keep
    | Beside
    | Fold
    | Printed
    | Sides
    | OnScreen
    | OnPaper
    | Scenes
    | Kiosk
)
Blocks = list[Block]
CONTROLS = (Choice, Choices, Clear, Weights, Wish, Seed, Keep, Work)
"""What has no meaning where nobody can touch it or wait for it."""


@dataclass(frozen=True)
class Page:
    """A page as a value, for whoever draws it, prints it, makes slides or files of it."""

    blocks: Blocks = field(default_factory=list)
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def exhibits(self) -> dict[str, Exhibit]:
        """The exhibits by name, in the order they are shown."""
        return self._kept(
            "exhibits", lambda: {one.name: one for one in leaves(list(flat(self.blocks))) if isinstance(one, Exhibit)}
        )

    @property
    def texts(self) -> list[str]:
        """Everything else that is said, but for the labels of controls."""
        return self._kept("texts", lambda: [one for one in leaves(list(flat(self.blocks))) if isinstance(one, str)])

    def _kept(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made when it is first asked for. No `cached_property`: until Python 3.12 it holds a lock for all pages
        together, and who looks at the briefing from one page while the briefing looks at another page waits for ever.
        """
        if (found := self._made.get(name)) is None:
            found = self._made[name] = make()
        return cast(Made, found)

    @property
    def heading(self) -> Heading:
        """The page's own heading."""
        return next((one for one in flat(self.blocks) if isinstance(one, Heading)), Heading(""))

    @property
    def title(self) -> str:
        """What the page calls itself."""
        return self.heading.title

    @property
    def sentence(self) -> str:
        """The sentence under the title; empty where there is none."""
        return self.heading.sentence()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The figures that stand in rows of their own."""
        return tuple(one for block in flat(self.blocks) if isinstance(block, Numbers) for one in block.items())


def flat(blocks: Blocks) -> Iterator[Block]:
    """The blocks one after the other, those inside others in the others' place."""
    for block in blocks:
        inside = _inside(block)
        if inside is None:
            yield block
        else:
            yield from flat(inside)


def _inside(block: Block) -> Blocks | None:
    if isinstance(block, Beside):
        return [one for column in block.columns for one in column]
    if isinstance(block, Sides):
        return [*block.left, *block.right]
    if isinstance(block, Fold):
        return block.blocks
    return block.blocks if isinstance(block, (Printed, OnScreen, OnPaper)) else None


def leaves(value: Any) -> Iterator[Any]:
    """Every plain thing in blocks, lists, tuples and mappings; what is yet to be made is made."""
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, Mapping):
        yield from leaves(list(value.values()))
    elif isinstance(value, CONTROLS):
        return
    elif isinstance(value, Show):
        yield from leaves(value.exhibit)
    elif isinstance(value, Block):
        yield from leaves([getattr(value, each.name) for each in fields(value)])
    elif callable(value) and not isinstance(value, Exhibit):
        yield from leaves(value())
    else:
        yield value
