"""How much outreach people have within reach, shared with everybody around them, and where little reach meets low literacy."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Supply
from outreach.views import charts, choropleth, maps, palette
from outreach.views.areas import town_names
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Chart, Column, Credits, Exhibit, Legend, Swatch, formatted
from outreach.views.frames import cell, tuples
from outreach.views.ground import Ground
from outreach.words import Words

ENDS = ("low", "mid", "high")

LONGEST_AXIS = 30  # signs of an axis' title on one line: a phone has room for no more


def _credits(say: Words, district: District, on_map: bool = False) -> Credits:
    return credits_of_reach(say, district, district.levels["source_id"], on_map=on_map)


def by_town(say: Words, district: District, access: pd.DataFrame, supply: Supply, way: str, decay: str) -> Exhibit:
    """Each town's access per 10,000 residents beside the district's, most first.

    access is by area_code, the district among them, with value, low and high, in the unit of supply per resident.
    """
    basis = supply.basis
    names = town_names(say, district.areas)
    rows = pd.DataFrame(
        {
            "area_code": names.index,
            "town_name": names.values,
            "access": 10_000 * access["value"].reindex(names.index).to_numpy(float),
            "low": 10_000 * access["low"].reindex(names.index).to_numpy(float),
            "high": 10_000 * access["high"].reindex(names.index).to_numpy(float),
        }
    )
    rows = rows.sort_values("access", ascending=False).reset_index(drop=True)
    rows["label"] = [formatted(value, "decimal") for value in rows["access"]]
    whole = 10_000 * float(access["value"][district.home.code])
    unit = say(f"access.unit_{basis}")
    km = f"{district.home.travel[f'{way}_km']:g}"
    sentence = say("access.sentence", way=say(f"travel.{way}"), km=km, supply=say(f"access.supply_{basis}"))
    if (rows["high"] > rows["low"]).any():
        sentence += say("access.range")
    sentence += charts.said_of_ends(say, rows)
    if supply.presumed:
        sentence += say(
            "access.presumed_capacity" if basis == "capacity" else "access.presumed", n=len(supply.presumed)
        )
    return Exhibit(
        name="access",
        title=say("access.title", method=say(f"access.decay_{decay}"), way=say(f"travel.{way}"), km=km),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("town_name", say("column.town_name")),
            Column("access", unit, "decimal"),
            Column("low", say("column.low_certain"), "decimal", on_page=False),
            Column("high", say("column.high_possible"), "decimal", on_page=False),
        ),
        credits=_credits(say, district),
        vector=charts.spec(_picture(say, rows, unit, whole).properties(height=charts.STEP), sentence),
        chart=Chart("bars", "town_name", ("access",), colours={"access": palette.COMPONENT["access"]}),
    )


def _picture(say: Words, rows: pd.DataFrame, unit: str, whole: float) -> alt.TopLevelMixin:
    """A bar a town with its ends and its figure, and a line where the district stands."""
    drawn = charts.ends(rows, "access")
    base = alt.Chart(charts.values(drawn)).encode(
        y=alt.Y("town_name:N", sort=list(drawn["town_name"]), axis=charts.names_axis()),
        x=alt.X("access:Q", title=charts.in_two_lines(unit, LONGEST_AXIS).split("\n")),
    )
    district = pd.DataFrame({"access": [whole], "label": [say("access.district", value=formatted(whole, "decimal"))]})
    line = alt.Chart(charts.values(district))
    return alt.layer(
        base.mark_bar(color=palette.COMPONENT["access"]),
        base.mark_rule(color=palette.INK).encode(x="low:Q", x2="high:Q"),
        line.mark_rule(strokeDash=[5, 4], color=palette.PATH).encode(x="access:Q"),
        base.mark_text(align="left", dx=4, color=palette.PAPER, stroke=palette.PAPER, strokeWidth=4).encode(
            text="label:N"
        ),
        base.mark_text(align="left", dx=4).encode(text="label:N"),
        line.mark_text(align="left", baseline="bottom", dx=4, dy=-2, color=palette.PATH).encode(
            x="access:Q", y=alt.value(0), text="label:N"
        ),
    )


def bivariate(
    say: Words,
    ground: Ground,
    district: District,
    classed: pd.DataFrame,
    measured: pd.DataFrame,
    area: str | None = None,
) -> Exhibit:
    """The towns by literacy and access at once, three classes of each, with a word for every cell.

    measured has share and access_per_10k by area_code.
    """
    names = town_names(say, district.areas)
    rows = classed.reindex(names.index).join(measured[["share", "access_per_10k"]]).assign(town_name=names)
    rows["cell"] = [_cell(say, row.literacy, row.access) for row in tuples(rows)]
    overlay = _overlay(say, names, rows, area)
    both = rows[(rows["literacy"] == "low") & (rows["access"] == "low")]
    sentence = say("access.bivariate_sentence")
    if len(both):
        sentence += say("access.both_low", towns=say.list(list(both["town_name"])))
    return Exhibit(
        name="access_literacy",
        title=say("access.bivariate_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=(
            Column("town_name", say("column.town_name")),
            Column("cell", say("access.cell")),
            Column("share", say("column.share"), "percent"),
            Column("access_per_10k", say("column.access_per_10k"), "decimal"),
        ),
        credits=_credits(say, district, on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=_grid(say),
    )


def _overlay(say: Words, names: pd.Series, rows: pd.DataFrame, area: str | None) -> maps.Overlay:
    """The towns filled by their cell."""
    colours = [palette.BIVARIATE.get((row.literacy, row.access), palette.MISSING) for row in tuples(rows)]
    cells = [(_cell(say, one, other), palette.BIVARIATE[one, other]) for one in ENDS for other in ENDS]
    present = tuple((label, colour) for label, colour in cells if label in set(rows["cell"]))
    if rows["class"].isna().any():
        present += ((say("map.missing"), palette.MISSING),)
    return choropleth.overlay(
        say,
        names,
        pd.DataFrame({"class_label": rows["cell"], "colour": colours}),
        present,
        say("access.bivariate_legend"),
        area=area,
        lines=lambda code: [
            cell(rows, code, "cell"),
            say(
                "access.bivariate_tip",
                share=formatted(rows.at[code, "share"], "percent"),
                access=formatted(rows.at[code, "access_per_10k"], "decimal"),
            ),
        ],
    )


def _grid(say: Words) -> tuple[Legend, ...]:
    """The nine cells: a row a class of literacy, the highest first."""
    return tuple(
        Legend(
            say(f"access.literacy_{one}"),
            tuple(Swatch(say(f"access.access_{other}"), "area", palette.BIVARIATE[one, other]) for other in ENDS),
        )
        for one in reversed(ENDS)
    )


def _cell(say: Words, literacy: object, access: object) -> str:
    if not isinstance(literacy, str) or not isinstance(access, str):
        return say("map.missing")
    return say("access.in_words", literacy=say(f"access.literacy_{literacy}"), access=say(f"access.access_{access}"))
