"""The atlas in one HTML file that opens without a server and without a network, a second renderer of the same pages."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any
from zlib import compress

from markupsafe import Markup

from outreach import web
from outreach.exports import MADE_BY
from outreach.exports.atlas.parts import Part, parts
from outreach.exports.atlas.stills import Stills
from outreach.page import Blocks, Page
from outreach.views.exhibit import Exhibit
from outreach.words import Words

TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Leaf:
    """A page in its first state; or, where `chosen` names a town, a base or whatever else the page is about, that state of it.

    blocks are those of the page that the leaf shows; name is what a list of the leaves of a page calls it.
    """

    page: str
    blocks: Blocks
    chosen: str = ""
    name: str = ""


@dataclass(frozen=True)
class Edition:
    """The atlas in one language: its pages in the menu's order, each followed by what can be chosen on it."""

    say: Words
    district: str
    leaves: tuple[Leaf, ...]
    lists: Mapping[str, str] = field(default_factory=dict)
    """What the leaves of a page are called together: "镇街"."""


def id_of(language: str, page: str, chosen: str = "") -> str:
    """The place of a leaf in the file: letters, digits and hyphens alone."""
    return "-".join(filter(None, (language, page, chosen)))


def html(editions: Sequence[Edition], made: str, address: str = "", alone: str = "") -> bytes:
    """The file: the same editions give the same bytes.

    made says of which day the file is, address where the dashboard stands, if anywhere. alone is the title of the one thing in
    it, which then has no menu around it. Raises ExportError where the
    machine has no font to draw Chinese in.
    """
    stills = Stills()
    shown = [_edition(one, stills, [each.say.language for each in editions]) for one in editions]
    for one, edition in zip(shown, editions):
        one["foot"] = [edition.say("atlas.about", day=made)]
        one["foot"] += [edition.say("atlas.address", address=address)] if address else []
    script, drawing, style = web.text("atlas-file.js"), library(), web.style("atlas-file.css")
    specs = b64encode(compress(json.dumps(stills.store(), ensure_ascii=False, sort_keys=True).encode(), 9)).decode()
    filled = web.page(
        "atlas-file",
        editions=shown,
        alone=alone,
        made_by=MADE_BY,
        specs=specs,
        style=Markup(style),
        library=Markup(drawing),
        script=Markup(script),
        early=Markup(EARLY),
        policy=policy([EARLY, drawing, script], style),
    )
    return filled.encode()


EARLY = 'document.documentElement.className = "js";'


def policy(scripts: Sequence[str], style: str) -> str:
    """What the file may do: run these scripts, wear this style, show pictures that are in it. It can ask nobody for anything."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hashed, scripts))}",
            f"style-src {_hashed(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def library() -> str:
    """Vega-Lite, Vega and Vega-Embed as one script, of the version the pictures are drawn with."""
    import vl_convert

    from outreach.exports.pictures import VEGA_LITE

    made: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return made.replace("</script", r"<\/script").replace("<!--", r"<\!--")


@dataclass(frozen=True)
class Section:
    """A leaf as the template takes it."""

    id: str
    page: str
    chosen: str
    name: str
    title: str
    parts: tuple[Part, ...]
    others: tuple[tuple[str, str], ...]
    printed: bool
    twins: Mapping[str, str]


def _edition(edition: Edition, stills: Stills, languages: Sequence[str]) -> dict[str, Any]:
    say, language = edition.say, edition.say.language
    there = {id_of(language, one.page, one.chosen) for one in edition.leaves}
    sections = []
    demonstration = ""
    for leaf in edition.leaves:
        page = Page(leaf.blocks)
        found = tuple(parts(leaf.blocks, say, stills, id_of(language, leaf.page, leaf.chosen), there))
        stated = [one.credits for one in page.exhibits.values() if isinstance(one, Exhibit)]
        demonstration = demonstration or next((one.demonstration for one in stated if one.demonstration), "")
        sections.append(
            Section(
                id_of(language, leaf.page, leaf.chosen),
                leaf.page,
                leaf.chosen,
                leaf.name,
                page.title or leaf.name,
                found,
                tuple(
                    (id_of(language, one.page, one.chosen), one.name)
                    for one in edition.leaves
                    if one.page == leaf.page and one.chosen and one.name
                ),
                any(one.kind == "printed" for one in found),
                {other: id_of(other, leaf.page, leaf.chosen) for other in languages if other != language},
            )
        )
    return {
        "say": say,
        "pages_said": say("atlas.pages"),
        "skip": say("atlas.skip"),
        "language": language,
        "tag": TAGS[language],
        "district": edition.district,
        "sections": sections,
        "lists": edition.lists,
        "pages": [one for one in sections if not one.chosen],
        "demonstration": demonstration,
    }


__all__ = ["Edition", "Leaf", "html", "id_of", "library", "policy"]
