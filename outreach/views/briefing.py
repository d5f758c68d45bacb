"""The scenes of a briefing as a list."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.words import Words


def listed(say: Words, district: District, slides: Sequence[Any]) -> Exhibit:
    """Every scene with its title, the sentence to remember and the page it comes from, in their order."""
    rows = pd.DataFrame(
        [(i, one.id, one.title, one.takeaway, say(f"page.{one.scene.page}")) for i, one in enumerate(slides, 1)],
        columns=["number", "scene_id", "scene_title", "takeaway", "page_name"],
    )
    return Exhibit(
        name="briefing_scenes",
        title=say("briefing.list_title", n=len(rows)),
        sentence=say("briefing.list_sentence"),
        rows=rows,
        columns=tuple(
            Column(name, say(f"column.{name}"), kind)
            for name, kind in (
                ("number", "integer"),
                ("scene_title", "text"),
                ("takeaway", "text"),
                ("page_name", "text"),
            )
        ),
        credits=credits(say, district.home, district.sources, [], ()),
    )
