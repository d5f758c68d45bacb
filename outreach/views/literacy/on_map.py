"""The towns filled by their estimated share."""

import pandas as pd

from outreach.district import District
from outreach.figures.values import Estimates
from outreach.views import choropleth, maps, palette
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Exhibit, formatted
from outreach.views.frames import Row, record
from outreach.views.ground import Ground
from outreach.views.literacy.rows import estimated, sources_of, summary, titled, town_columns
from outreach.words import Words

BREAK_STEP = 0.005


def town_map(
    say: Words,
    ground: Ground,
    district: District,
    estimates: Estimates,
    ranks: pd.DataFrame,
    area: str | None = None,
) -> Exhibit:
    """The towns filled by their estimated share, hatched where it is modelled, to be used with caution or not at all."""
    names = town_names(say, district.areas)
    rows = estimated(say, names, estimates, ranks)
    overlay = _overlay(say, names, rows, area)
    sentence = summary(say, rows)
    ids, kinds_of_basis = sources_of(district, estimates)
    return Exhibit(
        name="literacy_map",
        title=titled(say, "map_title", estimates),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=town_columns(say, bool(rows["n"].notna().any())),
        credits=credits(say, district.home, district.sources, ids, kinds_of_basis, on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=choropleth.legends(
            say, overlay, {str(code): str(one) for code, one in rows["reliability"].dropna().items()}
        ),
        picks={"towns": ("area", "area_code")},
    )


def _overlay(say: Words, names: pd.Series, rows: pd.DataFrame, area: str | None) -> maps.Overlay:
    """The towns filled by their share, each with what it rests on in its tooltip."""
    fill, legend = choropleth.filled(
        say, rows["share"], ramp=palette.LITERACY, kind="percent", step=BREAK_STEP, count=4
    )
    return choropleth.overlay(
        say,
        names,
        fill,
        legend,
        say("literacy.map_legend"),
        area=area,
        reliability=rows["reliability"],
        lines=lambda code: _tip(say, record(rows, code)),
        label=lambda code: formatted(rows["share"][code], "percent"),
    )


def _tip(say: Words, town: Row) -> list[str]:
    """A town's interval, grade and basis, and what its own answers say where it has any."""
    rests = say("literacy.basis_of_year", basis=town["basis_name"], year=town["year_said"])
    own = [say("literacy.own_answers", n=f"{town['n']:.0f}", direct=town["direct"])] if town["direct"] else []
    return [town["interval"], town["grade"], rests, *own]
