"""How much each further base adds."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Outcome, Scenario
from outreach.views import charts, palette
from outreach.views.exhibit import Chart, Column, Exhibit
from outreach.views.siting.said import bounded, credits_of, within_reach
from outreach.words import Words


def curve(say: Words, district: District, found: pd.DataFrame | None, outcome: Outcome | None) -> Exhibit | None:
    """How much each further base adds: the best there is for every number, and the greedy answer beside it."""
    if found is None or outcome is None:
        return None
    asked, rows = outcome.scenario, found.reset_index()
    sentence = _said(say, district, rows, asked)
    long = rows.melt(["k"], ["share", "greedy_share"], "kind", "value")
    long["kind_name"] = [say(f"siting.curve_{'exact' if one == 'share' else 'greedy'}") for one in long["kind"]]
    long = long.merge(rows[["k", "gap", "status"]], on="k")
    domain = [say("siting.curve_exact"), say("siting.curve_greedy")]
    return Exhibit(
        name="siting_curve",
        title=say("siting.curve_title"),
        sentence=sentence,
        rows=long,
        columns=(
            Column("k", say("column.new"), "integer"),
            Column("kind_name", say("column.answer")),
            Column("value", say("column.covered"), "percent"),
            Column("gap", say("column.optimality_gap"), "percent"),
        ),
        credits=credits_of(say, district),
        vector=charts.spec(_picture(say, long, domain, asked.new).properties(height=290), sentence),
        chart=Chart(
            "lines",
            "k",
            ("value",),
            "kind_name",
            colours=dict(zip(domain, COLOURS)),
        ),
    )


def _said(say: Words, district: District, rows: pd.DataFrame, asked: Scenario) -> str:
    """What is drawn, how much worse the greedy answer is, and how good an answer is that was not proven the best."""
    key = "siting.curve_sentence" if asked.factor == "people" else "siting.curve_weighed"
    sentence = say(key, way=within_reach(say, district, asked.way))
    worst = (rows["share"] - rows["greedy_share"]).max()
    sentence += (
        say("siting.curve_greedy_same")
        if worst < 0.0005
        else say("siting.curve_greedy_less", points=f"{100 * worst:.1f}")
    )
    if (rows["status"] != "optimal").any():
        sentence += say("siting.curve_stopped") + bounded(say, rows["gap"].max())
    return sentence


COLOURS = (palette.REACHED["covered"], palette.REACHED["gained"])
"""Of the best answer, and of the greedy one."""


def _picture(say: Words, long: pd.DataFrame, domain: list[str], new: int) -> alt.TopLevelMixin:
    """Both answers over the number of new bases, the number that was chosen ringed."""
    legend = charts.legend(domain, symbolStrokeWidth=2)
    low = round(max(0.0, float(long.loc[long["kind"] == "share", "value"].min()) - 0.1), 1)
    base = alt.Chart(charts.values(long)).encode(
        x=alt.X("k:O", title=say("siting.curve_axis"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", axis=charts.share_axis(), scale=alt.Scale(domain=[low, 1.05], nice=False), title=None),
        color=alt.Color("kind_name:N", scale=alt.Scale(domain=domain, range=list(COLOURS)), legend=legend),
    )
    shape = alt.Shape("kind_name:N", scale=alt.Scale(domain=domain, range=["circle", "diamond"]), legend=legend)
    size = alt.Size("kind:N", scale=alt.Scale(domain=["share", "greedy_share"], range=[60, 260]), legend=None)
    best = base.transform_filter("datum.kind == 'share'")
    return alt.layer(
        best.mark_line(),
        base.mark_point(opacity=1).encode(shape=shape, size=size),
        best.mark_text(dy=-18).encode(text=alt.Text("value:Q", format=".0%"), color=alt.value(palette.INK)),
        base.transform_filter(f"datum.kind == 'share' && datum.k == {new}")
        .mark_point(size=700, shape="circle", color=palette.SITE, opacity=1)
        .encode(color=alt.value(palette.SITE)),
    )
