"""How many people have a base within reach."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.views import charts, palette, positions
from outreach.views.areas import town_names
from outreach.views.exhibit import Chart, Column, Exhibit, formatted
from outreach.views.gaps.reasons import gap_credits, most, untold
from outreach.vocabulary import WAYS
from outreach.words import Words


def coverage(say: Words, district: District, covered: pd.DataFrame, area: str | None, spread: bool) -> Exhibit:
    """The part of the people with a base within a walk, an e-bike ride or a drive, with what is possible and certain.

    covered is indexed by way of travel: value, low, high for the town (area) or, without one, the district; spread as in
    positions.known.
    """
    travel = district.home.travel
    rows = covered.reindex(list(WAYS)).rename_axis("way").reset_index()
    rows["way_name"] = [
        say("gaps.within", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}") for way in rows["way"]
    ]
    lost = rows["unknown"].fillna(False).to_numpy(dtype=bool)
    rows["written"] = [
        say("positions.unknown") if unknown else formatted(value, "whole_percent")
        for value, unknown in zip(rows["value"], lost, strict=True)
    ]
    rows["state_name"] = [say("positions.unknown" if unknown else "positions.told") for unknown in lost]
    rows["at"] = rows["value"].mask(lost, 0.0)
    where = say("format.district") if area is None else town_names(say, district.areas)[area]
    sentence = say(
        f"gaps.coverage_sentence.{positions.taken(spread)}",
        detour=f"{travel['detour']:g}",
        known=positions.known(say, district, spread),
    )
    sentence += positions.unknown(say, list(rows.loc[lost, "way_name"]))
    return Exhibit(
        name="gaps_coverage",
        title=say("gaps.coverage_title", where=where),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("way_name", say("column.way_name")),
            Column("value", say("column.covered"), "whole_percent"),
            Column("low", say("column.low_certain"), "whole_percent"),
            Column("high", say("column.high_possible"), "whole_percent"),
            Column("state_name", say("positions.state")),
        ),
        credits=gap_credits(say, district),
        vector=charts.spec(_picture(rows).properties(height=150), sentence),
        chart=Chart(
            "bars", "way_name", ("value",), low="low", high="high", colours={"value": palette.COMPONENT["coverage"]}
        ),
    )


def _picture(rows: pd.DataFrame) -> alt.TopLevelMixin:
    """What is covered by each way upon what is possible and certain; in words alone where it cannot be told."""
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("way_name:N", sort=list(rows["way_name"]), axis=charts.names_axis())
    )
    axis = alt.X("low:Q", axis=charts.share_axis(), title=None, scale=alt.Scale(domain=[0, 1]))
    return alt.layer(
        base.mark_rule(color=palette.FAINT).encode(x=axis, x2="high:Q"),
        base.mark_point(filled=True, opacity=1, color=palette.LEVEL["district"]).encode(x="value:Q"),
        base.transform_filter("isValid(datum.value)").mark_text(dy=-14).encode(x="at:Q", text="written:N"),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", color=palette.FAINT)
        .encode(x="at:Q", text="written:N"),
    )


def coverage_by_level(say: Words, district: District, covered: pd.DataFrame) -> Exhibit | None:
    """The part of the district's people with a base of each level in reach; None where no base has a level and none is asked for.

    covered is Figures.covered_by_level: indexed by level, the ways as recorded and each with _most.
    """
    if covered.empty:
        return None
    levels = district.levels.sort_values("rank").set_index("level")[f"name_{say.language}"]
    rows = covered.reindex([level for level in levels.index if level in covered.index]).reset_index()
    rows["level_name"] = rows["level"].map(levels)
    for way in WAYS:
        ends = zip(rows[way], rows[f"{way}_most"], strict=True)
        rows[f"{way}_range"] = [
            say("positions.unknown") if pd.isna(value) else most(say, value, high, "whole_percent")
            for value, high in ends
        ]
    travel = district.home.travel
    more = any((rows[f"{way}_most"] > rows[way]).any() for way in WAYS)
    sentence = say("gaps.by_level_sentence") + (say("gaps.by_level_most") if more else "")
    return Exhibit(
        name="gaps_coverage_levels",
        title=say("gaps.by_level_title"),
        sentence=sentence + positions.unknown(say, untold(say, district.home, rows.add_prefix("coverage_"))),
        rows=rows,
        columns=(
            Column("level_name", say("column.level_name")),
            *(
                Column(f"{way}_range", say("gaps.within", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}"))
                for way in WAYS
            ),
        ),
        credits=gap_credits(say, district),
    )
