"""The places in a scene's texts that are filled with what a page or district.toml says."""

import re
from collections.abc import Callable

from outreach.scenes.scene import LEDE, SETTINGS, Scene, shows

PLACEHOLDER = re.compile(r"\{(?:([a-z]+)/)?([A-Za-z0-9_-]+)(?:\.([a-z_]+))?\}")
BRACES = re.compile(r"\{[^{}]*\}")


def filled(text: str, say_of: Callable[[str | None, str, str | None], str | None]) -> str:
    """The text with its placeholders filled; those that give nothing now are left out.

    `{NAME.finding}` is the sentence of that name of the page's exhibit NAME, `{NAME}` all it says, `{NAME.title}` its title,
    `{lede}` and `{lede.title}` those of the page itself; `{PAGE/NAME.finding}` asks another page; `{unit}` and the other
    SETTINGS are what district.toml says. say_of is asked for page (None for the scene's own), name and part.
    """
    found = PLACEHOLDER.sub(lambda match: say_of(*match.groups()) or "", text)
    return re.sub(r"[ \t]{2,}", " ", found).strip()


def holds(text: str, say_of: Callable[[str | None, str, str | None], str | None]) -> bool:
    """Whether everything the text asks for is said now."""
    return all(say_of(*match.groups()) for match in PLACEHOLDER.finditer(text))


def pages_asked(scene: Scene) -> frozenset[str]:
    """The pages whose words the scene's texts ask for, besides its own."""
    texts = [text for each in (scene.title, scene.takeaway, scene.reading, scene.note) for text in each.values()]
    texts += [text for point in scene.points for part in point.parts for text in part.values()]
    asked = {page for text in texts for page, _, _ in PLACEHOLDER.findall(text) if page}
    return frozenset(asked | (pages_asked(scene.otherwise) if scene.otherwise else frozenset()))


def sayable(match: re.Match[str], asked: str) -> bool:
    """Whether a placeholder can name something: a setting, the page's own sentence, an exhibit or a sentence of its."""
    page, name, part = match.groups()
    if page is None and part is None and name in SETTINGS:
        return True
    return part in (None, "title") if name == LEDE else shows(asked, name)
