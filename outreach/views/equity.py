"""How evenly the bases are shared among the towns' people."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Equity
from outreach.views import charts, palette
from outreach.views.areas import town_names
from outreach.views.credits import of_bases_and_people
from outreach.views.exhibit import Chart, Column, Exhibit, Number, formatted
from outreach.words import Words


def figures(say: Words, equity: Equity) -> list[Number]:
    """The figures of inequality: label, value and what it says; equity is the measure of_district of that name."""
    gini, theil, hoover, urban_rural = equity.gini, equity.theil, equity.hoover, equity.urban_rural
    most = equity.urban_rural_most
    between = theil.between / theil.total if theil.total else float("nan")
    return [
        (
            say("equity.gini"),
            formatted(gini, "decimal"),
            say("equity.gini_note") + _range(say, gini, equity.ranges["gini"], "decimal"),
        ),
        (
            say("equity.theil"),
            formatted(theil.total, "decimal"),
            say("equity.theil_note", between=formatted(between, "whole_percent"))
            + _range(say, theil.total, equity.ranges["theil"], "decimal"),
        ),
        (
            say("equity.hoover"),
            formatted(hoover, "whole_percent"),
            say("equity.hoover_note") + _range(say, hoover, equity.ranges["hoover"], "whole_percent"),
        ),
        (
            say("equity.urban_rural"),
            formatted(urban_rural["urban"], "whole_percent") + " / " + formatted(urban_rural["rural"], "whole_percent"),
            say("equity.urban_rural_note")
            + say(
                "equity.urban_rural_most",
                urban=formatted(most["urban"], "whole_percent"),
                rural=formatted(most["rural"], "whole_percent"),
            ),
        ),
    ]


def _range(say: Words, value: float, ends: tuple[float, float], kind: str) -> str:
    """What else the figure may be where records are not confirmed; nothing where that reads the same."""
    low, high = (formatted(end, kind) for end in ends)
    same = low == high == formatted(value, kind)
    return "" if same else say("equity.range", low=low, high=high)


def disparity(say: Words, district: District, equity: Equity) -> Exhibit | None:
    """Each town's share of the bases less its share of the people, with its interval, and which can be told from chance.

    equity is the measure of_district of that name. None where there is no base to share.
    """
    if equity.disparity.empty:
        return None
    table, permission = equity.disparity, equity.hot_spots
    names = town_names(say, district.areas)
    rows = table.reindex(names.index).dropna(subset=["difference"]).assign(town_name=names)
    rows = rows.sort_values("difference")
    rows["state"] = [say("equity.significant" if one else "equity.chance") for one in rows["significant"]]
    told = rows[rows["significant"].astype(bool)]
    sentence = (
        say("equity.told", towns=say.list(list(told["town_name"])))
        if len(told)
        else say("equity.none_told", n=len(rows))
    )
    sentence += charts.said_of_ends(say, rows)
    if not permission.allowed:
        sentence += say(f"equity.{permission.reason}", n=len(names))
    return Exhibit(
        name="equity",
        title=say("equity.title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=(
            Column("town_name", say("column.town_name")),
            Column("bases_share", say("column.bases_share"), "percent"),
            Column("people_share", say("column.people_share"), "percent"),
            Column("difference", say("column.difference"), "percent"),
            Column("low", say("column.low"), "percent"),
            Column("high", say("column.high"), "percent"),
            Column("state", say("column.status")),
        ),
        credits=of_bases_and_people(say, district),
        vector=charts.spec(_picture(say, rows).properties(height=charts.STEP), sentence),
        chart=Chart(
            "intervals", "town_name", ("difference",), low="low", high="high", colours={"difference": palette.INK}
        ),
    )


def _picture(say: Words, rows: pd.DataFrame) -> alt.TopLevelMixin:
    """Each town's difference upon its interval, beside nought; what can be told from chance in colour."""
    domain = [say("equity.significant"), say("equity.chance")]
    legend = charts.legend(domain)
    drawn = charts.ends(rows, "difference")
    base = alt.Chart(charts.values(drawn.reset_index()[["town_name", "difference", "low", "high", "state"]])).encode(
        y=alt.Y("town_name:N", sort=list(drawn["town_name"]), axis=charts.names_axis()),
        color=alt.Color("state:N", scale=alt.Scale(domain=domain, range=[palette.PATH, palette.FAINT]), legend=legend),
    )
    axis = alt.Axis(format="+.0%", title=say("equity.axis"), tickCount=6)
    shape = alt.Shape("state:N", scale=alt.Scale(domain=domain, range=["diamond", "circle"]), legend=legend)
    return alt.layer(
        base.mark_rule().encode(x=alt.X("low:Q", axis=axis), x2="high:Q"),
        base.mark_point(filled=True, opacity=1).encode(x="difference:Q", shape=shape),
        alt.Chart(charts.values(pd.DataFrame({"zero": [0.0]}))).mark_rule(color=palette.INK).encode(x="zero:Q"),
    )
